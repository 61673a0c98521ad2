"""A cluster of claims made a row: its lead, what holds it together, and its place in the story."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.event import Row
from app.pipeline.verdict import judge
from app.pipeline.words import background, tokens

_RUN = 3  # so many words in a row are worth showing
_SHOWN = 8  # words of a run, and
_RARE = 4  # rare words, that a reason shows
_TELLING = 2.5  # rarity from which a shared word is a reason
_COMMON = 0.5  # the same where no rarer word is shared: House, law
_LONG_RUN = 5  # words of a run that say enough, whatever they are
_READ = 250  # words of a claim that are searched for a common run


def make_row(claims: Sequence[Claim], articles: Mapping[str, Article], likeness: float = 1.0) -> Row:
    """The row of `claims`, which must be in canonical order; `likeness`: how surely they are one fact."""
    kind = _kind(claims)
    lead = _lead(claims, kind)
    names = {claim.speaker.name for claim in claims if claim.speaker.name}
    return Row(
        id=claims[0].id,
        claims=tuple(claims),
        lead=lead.id,
        kind=kind,
        judgement=judge(claims, articles),
        speaker=next(iter(names)) if len(names) == 1 else None,
        why=_why(claims, lead) if len(claims) > 1 else (),
        confidence=_confidence(claims, likeness),
    )


def _kind(claims: Sequence[Claim]) -> ClaimKind:
    """Quote or mixed if any claim is; figure if that is what most claims are or share; else the commonest."""
    kinds = Counter(claim.kind for claim in claims)
    if ClaimKind.QUOTE in kinds or ClaimKind.MIXED in kinds:
        return ClaimKind.QUOTE if ClaimKind.QUOTE in kinds else ClaimKind.MIXED
    if kinds[ClaimKind.FIGURE] and (2 * kinds[ClaimKind.FIGURE] >= len(claims) or _numbers(claims)):
        return ClaimKind.FIGURE
    return ClaimKind.STATEMENT if ClaimKind.STATEMENT in kinds else ClaimKind.NARRATED


def _confidence(claims: Sequence[Claim], likeness: float) -> float:
    """How sure a row is, see `Row`. What an outlet tells itself has no source that could be read wrongly."""
    surest: dict[str, float] = {}
    for claim in claims:
        sure = claim.confidence if claim.kind.attributed else 1.0
        surest[claim.article] = max(sure, surest.get(claim.article, 0.0))
    return round(min([likeness, *surest.values()]), 2)


def _lead(claims: Sequence[Claim], kind: ClaimKind) -> Claim:
    """The fullest wording among the claims of the row's kind; of equals the first."""
    fitting = [claim for claim in claims if claim.kind is kind] or list(claims)
    return max(fitting, key=lambda claim: len(claim.text.split()))


def _why(claims: Sequence[Claim], lead: Claim) -> tuple[str, ...]:
    """Short phrases an editor would accept: speaker, words, figures and days that the claims share."""
    others = [claim for claim in claims if claim is not lead]
    speakers = {claim.speaker.name for claim in claims}
    reasons = ["same speaker"] if len(speakers) == 1 and None not in speakers else []
    reasons += _shared_words(lead, others)
    reasons += [
        f"both {words}" if len(claims) == 2 else f"all {words}"
        for words in [*_numbers(claims), *_days(claims)]
    ]
    return tuple(reasons)


def _shared_words(lead: Claim, others: Sequence[Claim]) -> list[str]:
    """A run of words, and rare words beside a short one; common words rather than nothing."""
    run = _common_run(lead, others)
    tells = len(run) >= _LONG_RUN or (len(run) >= _RUN and any(_rarity(word) >= _TELLING for word in run))
    rare = [
        word for word in _in_common(lead, others, _TELLING) if not (tells and _fold(word) in map(_fold, run))
    ]
    if len(run) < _RUN or (rare and not tells):
        words = rare or _any_in_common(lead, others)
        return [f"in common: {', '.join(words)}"] if words else []
    shown = " ".join(run[:_SHOWN]).strip("“”\"'‘’.,;:!?")
    reason = f"{len(run)} words in a row: “{shown}{'…' if len(run) > _SHOWN else ''}”"
    return [reason, f"in common: {', '.join(rare)}"] if rare and len(run) < _LONG_RUN else [reason]


def _any_in_common(lead: Claim, others: Sequence[Claim]) -> list[str]:
    """Common words that the lead shares; else those of the first other claim that shares any."""
    for claim in (lead, *others):
        elsewhere = [other for other in (lead, *others) if other.article != claim.article]
        if shared := _in_common(claim, elsewhere, _COMMON):
            return shared
    return []


def _common_run(lead: Claim, others: Sequence[Claim]) -> list[str]:
    """The longest run of words the lead shares with another claim, as the lead prints it."""
    printed = lead.text.split()[:_READ]
    folded = [_fold(word) for word in printed]
    length, end = max(
        (_longest_run(folded, [_fold(w) for w in o.text.split()[:_READ]]) for o in others), default=(0, 0)
    )
    return printed[end - length : end]


def _fold(word: str) -> str:
    return " ".join(tokens(word))


def _rarity(word: str) -> float:
    """Of the rarest token; 0 for a number."""
    return max((background().get(t, 9.0) for t in tokens(word) if not t[0].isdigit()), default=0.0)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """Length of the longest common run, and where it ends in `one`."""
    best = (0, 0)
    before: dict[int, int] = {}
    places: dict[str, list[int]] = defaultdict(list)
    for j, word in enumerate(other):
        places[word].append(j)
    for i, word in enumerate(one):
        now = {j: before.get(j - 1, 0) + 1 for j in places[word]} if word else {}
        best = max([best, *((length, i + 1) for length in now.values() if length > best[0])])
        before = now
    return best


def _in_common(claim: Claim, others: Sequence[Claim], least: float) -> list[str]:
    """The rarest words, from a rarity on, that others share, in the claim's order and as it prints them."""
    theirs = {token for other in others for token in tokens(other.text)}
    shared: dict[str, float] = {}
    for word in claim.text.split()[:_READ]:
        clean = word.strip("“”\"'‘’.,;:!?()[]").removesuffix("’s").removesuffix("'s")
        if clean and theirs & set(tokens(word)) and _rarity(word) >= least:
            shared.setdefault(clean, _rarity(word))
    rarest = sorted(shared, key=lambda word: -shared[word])[:_RARE]
    return [word for word in shared if word in rarest]


def _numbers(claims: Sequence[Claim]) -> list[str]:
    """Figures that every claim has, as the first prints them."""
    values = [{(f.low, f.high) for f in claim.figures} for claim in claims]
    shared = set.intersection(*values) if values else set()
    printed = {(f.low, f.high): " ".join(f.words.split()) for f in reversed(claims[0].figures)}
    return [printed[value] for value in sorted(shared)]


def _days(claims: Sequence[Claim]) -> list[str]:
    """Dates that every claim has, as the first prints them."""
    values = [{date.when for date in claim.dates if date.when} for claim in claims]
    shared = set.intersection(*values) if values else set()
    printed = {date.when: " ".join(date.words.split()) for date in reversed(claims[0].dates)}
    return [printed[when] for when in sorted(shared, key=lambda when: when.isoformat())]


def story_order(rows: Sequence[Row], claims: Sequence[Claim], canonical: Sequence[str]) -> list[Row]:
    """Rows as the article with most claims tells them, those of the others slotted in as they tell theirs.

    An article's new rows stand after the row it has before them, its opening before the first row it shares
    with those placed, but never first of all. Where it tells shared rows in another order, the longest run
    that keeps it counts. `canonical` are the article keys in canonical order, by which ties go.
    """
    counts = Counter(claim.article for claim in claims)
    known = [*canonical, *sorted(set(counts) - set(canonical))]
    row_of = {claim.id: row.id for row in rows for claim in row.claims}
    placed: list[str] = []
    for key in sorted(known, key=lambda key: -counts[key]):
        told = sorted((c for c in claims if c.article == key), key=lambda c: (c.span, c.id))
        placed = _slotted(placed, list(dict.fromkeys(row_of[claim.id] for claim in told)))
    by_id = {row.id: row for row in rows}
    return [by_id[id_] for id_ in placed]


def _slotted(placed: Sequence[str], told: Sequence[str]) -> list[str]:
    """`placed`, in its order, with the rows of `told` that are new to it."""
    place = {row: index for index, row in enumerate(placed)}
    anchors = _longest_rise([place[row] for row in told if row in place])
    after: dict[int, list[str]] = defaultdict(list)
    at = anchors[0] - 1 if anchors else len(placed) - 1
    at = max(at, min(len(placed) - 1, 0))
    steady = set(anchors)
    for row in told:
        if row not in place:
            after[at].append(row)
        elif place[row] in steady:
            at = place[row]
    return [*after[-1], *(row for index, old in enumerate(placed) for row in (old, *after[index]))]


def _longest_rise(places: Sequence[int]) -> list[int]:
    """The longest strictly rising subsequence; of equals the one that ends lowest."""
    lowest: list[int] = []  # by length of a rise, less one: the lowest place it can end at
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(lowest, place)
        before[place] = lowest[length - 1] if length else None
        lowest[length : length + 1] = [place]
    rise: list[int] = []
    at = lowest[-1] if lowest else None
    while at is not None:
        rise.append(at)
        at = before[at]
    return rise[::-1]
