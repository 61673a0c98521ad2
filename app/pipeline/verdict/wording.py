"""A row's quotes: which versions of the same words there are, and how they differ."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz.distance import Indel

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.event import QuoteNote, QuoteRelation, Side
from app.domain.text import Span
from app.pipeline.verdict.quotes import (
    QuoteDifference,
    QuoteEdit,
    QuoteStatus,
    compare_quotes,
    folded_words,
    is_whole,
)
from app.pipeline.verdict.telling import deeds

_MOST_NOTES = 30  # of one row that are kept
_SHOWN_WORDS = 8  # of a quoted stretch, in a reason
_UNMARKED_WORDS = 6  # a shorter run outside quotation marks may be chance
_UNMARKED_SHARE = 0.85  # of the words, in order; less is a paraphrase
_ALONE = 4  # so many words are known again without those beside them
_BESIDE = 2
_RENDERED = 0.25  # of the shorter sentence's words, in order, that two renderings of it have in common,
_RENDERED_RUN = 3  # with so many in a row
_REPLACED = 2  # times the common words: so many others in their place make another sentence,
_LONG_COMMON = 10  # unless so many are common
_STOPPED = re.compile(r"([.,!?…])[\"'”’»]")
_CREDITED_WORDS = 4  # a shorter fragment may be anybody's


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words inside one pair of quotation marks (or of one split quote) and whose claim they are of."""

    claim: Claim
    words: str


@dataclass(frozen=True, slots=True)
class _Version:
    """The same words, as one or several claims print them."""

    words: str
    folded: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def articles(self) -> frozenset[str]:
        return frozenset(claim.article for claim in self.claims)


def quote_notes(claims: Sequence[Claim], articles: Mapping[str, Article]) -> tuple[QuoteNote, ...]:
    """How the versions of the row's quotes differ between articles, in a fixed order.

    Words that an article leaves out of one quotation and prints elsewhere in its text are not left out. Of
    versions more unlike than alike only the closest are held against each other. Two
    quotes are another rendering only where their articles have nothing else on the row that may match.
    """
    versions = _versions(_stretches(claims, articles))
    notes = [_identical(version) for version in versions if len(version.articles) > 1]
    lacks = _Lacks(versions, articles)
    related: set[tuple[int, str]] = set()
    apart = []
    compared = _compared(versions)
    closest = _closest(versions, compared)
    for (i, j), difference in compared.items():
        one, other = versions[i], versions[j]
        if difference.status is QuoteStatus.UNRELATED:
            apart.append((i, j))
            continue
        if _has_closer((i, j), versions, difference, closest):
            continue
        related |= {(i, article) for article in other.articles} | {(j, article) for article in one.articles}
        notes += _pair_notes(difference, (one, other), lacks)
    counts = Counter(claim.article for claim in claims)
    several = {article for article, count in counts.items() if count > 1}
    renderings = ((versions[i], versions[j]) for i, j in apart if _unmatched(i, j, versions, related))
    notes += [
        _sided(QuoteRelation.RENDERING, a, b)
        for a, b in renderings
        if not (a.articles | b.articles) & several and _one_sentence(a, b)
    ]
    return tuple([*dict.fromkeys(notes), *_unmarked(claims, versions, articles)][:_MOST_NOTES])


def quote_reasons(
    notes: Iterable[QuoteNote], claims: Sequence[Claim], articles: Mapping[str, Article]
) -> Iterator[str]:
    """The notes that count, as phrases with the outlets' names."""
    article_of = {claim.id: claim.article for claim in claims}
    for note in notes:
        if note.relation.counts:
            names = [_names((article_of[id_] for id_ in side.claims), articles) for side in note.sides]
            yield _phrase(note, names)


def all_the_same(notes: Sequence[QuoteNote]) -> str:
    """What to say of quotes that agree; empty where there is nothing to compare."""
    relations = {note.relation for note in notes}
    if QuoteRelation.PART in relations:
        return "the same words, in part"
    return "the same words" if relations else ""


def credited(claims: Sequence[Claim], articles: Mapping[str, Article]) -> Iterator[str]:
    """Quotes of the same words that are put into different mouths, where both names are sure."""
    found: set[tuple[str, ...]] = set()
    for one, other in combinations(_known(_stretches(claims, articles)), 2):
        names = {claim.speaker.name or "" for claim in (one.claim, other.claim)}
        elsewhere = one.claim.article != other.claim.article
        # One family name is rather one person by two names: Dick and Richard Durbin.
        if elsewhere and len({name.split()[-1] for name in names}) == 2 and _related(one, other):
            found.add(tuple(sorted(names)))
    for first, second in sorted(found):
        yield f"credited to {first} and to {second}"


def label(claim: Claim, articles: Mapping[str, Article]) -> str:
    return _label(claim.article, articles)


# --- versions --------------------------------------------------------------------------------------


def _versions(stretches: Iterable[_Stretch]) -> list[_Version]:
    having: dict[tuple[str, ...], list[_Stretch]] = {}
    for stretch in stretches:
        if folded := folded_words(stretch.words):
            having.setdefault(folded, []).append(stretch)
    return [
        _Version(min(s.words for s in same), folded, tuple(dict.fromkeys(s.claim for s in same)))
        for folded, same in sorted(having.items())
    ]


def _stretches(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[_Stretch]:
    """The quoted words of each claim: a quote's stretches joined, since a split quote is one."""
    found = []
    for claim in claims:
        inside = [_inside(claim, span, articles) for span in claim.quoted]
        if claim.kind is ClaimKind.QUOTE:
            found.append(_Stretch(claim, " ".join(inside) or claim.text))
        else:
            found += [_Stretch(claim, words) for words in inside]
    return found


def _inside(claim: Claim, span: Span, articles: Mapping[str, Article]) -> str:
    """The words of a quoted span, with the stop or comma that the article has before the closing mark."""
    words = claim.text[span.start - claim.span.start : span.end - claim.span.start]
    behind = articles[claim.article].text[span.end : span.end + 3] if claim.article in articles else ""
    stop = _STOPPED.match(behind)
    return words + stop[1] if stop else words


# --- which versions are of one utterance -----------------------------------------------------------


_Compared = Mapping[tuple[int, int], QuoteDifference]


def _compared(versions: Sequence[_Version]) -> _Compared:
    """Each pair of versions and how they differ, by their places."""
    return {(i, j): _difference(versions[i], versions[j]) for i, j in combinations(range(len(versions)), 2)}


def _difference(one: _Version, other: _Version) -> QuoteDifference:
    found = compare_quotes(one.words, other.words)
    if found.status is QuoteStatus.UNRELATED or _is_run(one, other):
        return found
    common, edited, replaced = _words_of(found, one, other)
    other_sentence = common < _LONG_COMMON and replaced >= _REPLACED * common
    if other_sentence or (_two_people(one, other) and 2 * edited >= common):
        return QuoteDifference(QuoteStatus.UNRELATED)
    return found


def _closest(versions: Sequence[_Version], compared: _Compared) -> Mapping[tuple[int, str], int]:
    """For each version and article the fewest words by which a version of the article differs from it."""
    fewest: dict[tuple[int, str], int] = {}
    for pair, difference in compared.items():
        if difference.status is not QuoteStatus.UNRELATED:
            edited = _edited(difference)
            for near, away in (pair, pair[::-1]):
                for article in versions[away].articles:
                    fewest[near, article] = min(edited, fewest.get((near, article), edited))
    return fewest


def _has_closer(
    pair: tuple[int, int],
    versions: Sequence[_Version],
    difference: QuoteDifference,
    closest: Mapping[tuple[int, str], int],
) -> bool:
    """Whether two versions are more unlike than alike, and one has a closer counterpart."""
    common, edited, _ = _words_of(difference, *(versions[i] for i in pair))
    if edited < common or _is_run(*(versions[i] for i in pair)):
        return False
    return any(
        all(closest[near, article] < edited for article in versions[away].articles)
        for near, away in (pair, pair[::-1])
    )


def _words_of(found: QuoteDifference, one: _Version, other: _Version) -> tuple[int, int, int]:
    """How many words are common, cut or changed, and changed."""
    changed = [(len(folded_words(e.first)), len(folded_words(e.second))) for e in found.counted]
    common = min(len(one.folded), len(other.folded)) - sum(min(pair) for pair in changed)
    return common, _edited(found), sum(max(pair) for pair in changed if min(pair))


def _edited(found: QuoteDifference) -> int:
    return sum(max(len(folded_words(e.first)), len(folded_words(e.second))) for e in found.counted)


def _is_run(one: _Version, other: _Version) -> bool:
    """Whether one version's words stand in a row in the other: however much is cut, it is the same."""
    shorter, longer = sorted((one.folded, other.folded), key=len)
    return _joined(shorter) in _joined(longer)


def _two_people(one: _Version, other: _Version) -> bool:
    """Whether the versions are put, for sure, into the mouths of people of different family names."""
    names = [{c.speaker.name or "" for c in version.claims if not c.unsure} for version in (one, other)]
    families = [{name.split()[-1] for name in known if _is_full_name(name)} for known in names]
    return all(families) and not families[0] & families[1]


def _identical(version: _Version) -> QuoteNote:
    side = Side(version.words, tuple(claim.id for claim in version.claims))
    return QuoteNote(QuoteRelation.IDENTICAL, (side,))


def _sided(relation: QuoteRelation, one: _Version, other: _Version) -> QuoteNote:
    sides = (Side(version.words, tuple(c.id for c in version.claims)) for version in (one, other))
    return QuoteNote(relation, tuple(sides))


def _pair_notes(
    difference: QuoteDifference, pair: tuple[_Version, _Version], lacks: _Lacks
) -> list[QuoteNote]:
    one, other = pair
    ones = [claim for claim in one.claims if claim.article not in other.articles]
    others = [claim for claim in other.claims if claim.article not in one.articles]
    if not ones or not others:
        return []
    found = [_edit_note(edit, pair, (ones, others), lacks) for edit in difference.edits]
    notes = [note for note in found if note]
    if notes or difference.edits or difference.status is not QuoteStatus.PART:
        return notes
    shorter, longer = sorted((one, other), key=lambda version: len(version.folded))
    return [_sided(QuoteRelation.PART, longer, shorter)]


def _edit_note(
    edit: QuoteEdit,
    pair: tuple[_Version, _Version],
    claims: tuple[Sequence[Claim], Sequence[Claim]],
    lacks: _Lacks,
) -> QuoteNote | None:
    """The edit with the claims it is true of: not those whose article has the other's words as well."""
    first = [claim for claim in claims[0] if lacks(claim, edit.second, pair[1])]
    second = [claim for claim in claims[1] if lacks(claim, edit.first, pair[0])]
    if not first or not second:
        return None
    sides = Side(edit.first, tuple(c.id for c in first)), Side(edit.second, tuple(c.id for c in second))
    return QuoteNote(edit.relation, sides, edit.marked)


@dataclass(frozen=True, slots=True)
class _Lacks:
    """Whether a claim's article has words of a version nowhere, in its text or, much alike, quoted."""

    versions: Sequence[_Version]
    articles: Mapping[str, Article]

    def __call__(self, claim: Claim, words: str, version: _Version) -> bool:
        folded = folded_words(words)
        if not folded:
            return True
        if len(folded) >= _ALONE and self._quotes_the_like(claim, words):
            return False
        known = folded if len(folded) >= _ALONE else _in_place(folded, version.folded)
        article = self.articles.get(claim.article)
        return article is None or _joined(known) not in _folded_text(article.text)

    def _quotes_the_like(self, claim: Claim, words: str) -> bool:
        """Whether another quotation of the article has these words or a version of them."""
        return any(
            claim.article in version.articles
            and claim not in version.claims
            and compare_quotes(words, version.words).status is not QuoteStatus.UNRELATED
            for version in self.versions
        )


def _in_place(folded: tuple[str, ...], whole: tuple[str, ...]) -> tuple[str, ...]:
    """The words with those in front of them, or behind them where they come first."""
    size = len(folded)
    at = next((i for i in range(len(whole) - size + 1) if whole[i : i + size] == folded), None)
    if at is None:
        return folded
    return whole[max(0, at - _BESIDE) : at + size] if at else whole[: size + _BESIDE]


def _joined(folded: Iterable[str]) -> str:
    return f" {' '.join(folded)} "


@functools.lru_cache(maxsize=64)
def _folded_text(text: str) -> str:
    """A text's words as quotes are compared; paragraph by paragraph, since a quote is read up to a limit."""
    return _joined(word for line in text.splitlines() for word in folded_words(line))


# --- other relations -------------------------------------------------------------------------------


def _unmatched(i: int, j: int, versions: Sequence[_Version], related: set[tuple[int, str]]) -> bool:
    """Whether neither version has a counterpart in the other's articles, and they are of different ones."""
    one, other = versions[i], versions[j]
    counterparts = any((i, a) in related for a in other.articles) or any(
        (j, a) in related for a in one.articles
    )
    return not counterparts and not one.articles & other.articles


def _one_sentence(one: _Version, other: _Version) -> bool:
    """Whether two quotes of one speaker may be one sentence in other words, as two translators render it."""
    speakers = {claim.speaker.name for version in (one, other) for claim in version.claims}
    if len(speakers) != 1 or None in speakers or not (is_whole(one.words) and is_whole(other.words)):
        return False
    shorter, longer = sorted((len(one.folded), len(other.folded)))
    words, others = deeds(one.words), deeds(other.words)
    if longer > 2 * shorter or len(words & others) < max(1, _RENDERED * min(len(words), len(others))):
        return False
    runs = _runs(one.folded, other.folded)
    return sum(runs) >= _RENDERED * shorter and max(runs, default=0) >= _RENDERED_RUN


def _unmarked(
    claims: Sequence[Claim], versions: Sequence[_Version], articles: Mapping[str, Article]
) -> Iterator[QuoteNote]:
    """Articles that print another's quote, all but word for word, as their own words."""
    plain = [c for c in claims if c.kind is not ClaimKind.QUOTE and not c.quoted and not _marks(c, articles)]
    for version in versions:
        if len(version.folded) < _UNMARKED_WORDS:
            continue
        copying = [
            claim.id
            for claim in plain
            if claim.article not in version.articles and _copies(folded_words(claim.text), version.folded)
        ]
        if copying:
            quoting = Side(version.words, tuple(claim.id for claim in version.claims))
            yield QuoteNote(QuoteRelation.UNMARKED, (quoting, Side("", tuple(copying))))


def _marks(claim: Claim, articles: Mapping[str, Article]) -> bool:
    """Whether a quotation mark stands right before or behind the claim."""
    if claim.article not in articles:
        return False
    text = articles[claim.article].text
    beside = text[max(0, claim.span.start - 2) : claim.span.start] + text[claim.span.end : claim.span.end + 2]
    return any(mark in beside for mark in '"“”„«»')


def _copies(words: Sequence[str], quote: Sequence[str]) -> bool:
    runs = _runs(words, quote)
    shorter = min(len(words), len(quote))
    enough = shorter >= _UNMARKED_WORDS and max(runs, default=0) >= _UNMARKED_WORDS / 2
    return enough and sum(runs) >= _UNMARKED_SHARE * shorter


def _runs(words: Sequence[str], other: Sequence[str]) -> list[int]:
    """Lengths of the runs of words that both have, in order."""
    return [op.src_end - op.src_start for op in Indel.opcodes(words, other) if op.tag == "equal"]


def _known(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Quotes long enough to be somebody's, of people known by name."""
    return [
        stretch
        for stretch in stretches
        if not stretch.claim.unsure
        and len(folded_words(stretch.words)) >= _CREDITED_WORDS
        and _is_full_name(stretch.claim.speaker.name or "")
    ]


def _is_full_name(name: str) -> bool:
    words = name.split()
    return len(words) > 1 and words[0][:1].isupper() and words[-1][:1].isupper()


def _related(one: _Stretch, other: _Stretch) -> bool:
    versions = (_Version(s.words, folded_words(s.words), (s.claim,)) for s in (one, other))
    return _difference(*versions).status is not QuoteStatus.UNRELATED


# --- phrases ---------------------------------------------------------------------------------------


def _phrase(note: QuoteNote, names: Sequence[str]) -> str:
    one, other = (_short(side.value) for side in note.sides)
    if note.relation is QuoteRelation.UNMARKED:
        return f"{names[1]} drops the quotation marks"
    if note.relation is QuoteRelation.RENDERING:
        return f"another rendering: {names[0]} “{one}”, {names[1]} “{other}”"
    if one and other:
        return f"{names[0]} “{one}”, {names[1]} “{other}”"
    having, lacking = (names[0], names[1]) if one else (names[1], names[0])
    if note.relation is QuoteRelation.ADDED:
        return f"{having} adds “{one or other}”"
    return f"{lacking} leaves out “{one or other}”"


def _names(keys: Iterable[str], articles: Mapping[str, Article]) -> str:
    return ", ".join(sorted({_label(key, articles) for key in keys}))


def _label(key: str, articles: Mapping[str, Article]) -> str:
    return articles[key].label if key in articles else key


def _short(words: str) -> str:
    shown = words.split()
    return " ".join(shown[:_SHOWN_WORDS]) + ("…" if len(shown) > _SHOWN_WORDS else "")
