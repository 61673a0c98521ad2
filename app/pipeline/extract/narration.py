"""What the outlet says in its own voice: sentences without attribution, and what stands beside one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from app.domain.article import SegmentKind
from app.pipeline.extract import lexicon
from app.pipeline.extract.grammar import Grammar
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import CLOSING, Page, Tokens, inner_sentences

_SHORT = 4  # words: a sentence shorter than this is no claim
_CLAUSE = 5  # words that a clause, or the rest beside an attribution, must have
_SUBHEAD = 6  # words: a line this short without a stop is a subheading
_CONJUNCTIONS = ("and", "but", "while", "whereas")
_BULLETS = ("•", "-", "–", "*", "·")
_ASIDE = (",", "(", "--", "–", "—")
_ASIDE_WORDS = 4  # words of an aside, or of a clause between source and cue, that tell something
_RELATIVES = lexicon.words("relatives_of_people")
_LEAD_TO_CUE = lexicon.AUXILIARIES | {"to", "not"}  # the cue goes on with the verb before it
_IDLE = lexicon.AUXILIARIES | lexicon.ADVERBS | frozenset(lexicon.WEEKDAYS)
_OPEN_ENDED = frozenset(("DT", "IN", "CC", "PRP$", "TO", "WDT", "WP", "WRB", "POS", ",", "``", "HYPH"))
_FOLLOWS_COMMA = (",", "--", "–", "—")


def narration(
    page: Page, grammar: Grammar, sentences: Sequence[Tokens], attributed: Iterable[Attribution]
) -> Iterator[Tokens]:
    """Token ranges of narrated claims in body text, in order, cut where one clause ends and another begins.

    What an attribution takes up is left out, unless its source does more than speak: "Anna Berg, who was born
    in Oslo, said", "Anna Berg opened the bridge on Monday, saying".
    """
    taken = _disjoint(_told(page, attribution) for attribution in attributed)
    starts = [t[0] for t in taken]
    for outer in sentences:
        if page.kind[outer[0]] is not SegmentKind.BODY:
            continue
        first = max(0, bisect_left(starts, outer[0]) - 1)
        here = tuple(t for t in taken[first : bisect_left(starts, outer[1])] if t[1] > outer[0])
        for tokens in _rests(page, grammar, outer, here):
            yield from (bare for clause in _clauses(page, tokens) if (bare := _bared(page, clause)))


def outside(tokens: Tokens, taken: tuple[Tokens, ...]) -> Iterator[Tokens]:
    """What is left of a range without the ranges taken."""
    begin = tokens[0]
    for first, stop in sorted(taken):
        if first > begin and first <= tokens[1]:
            yield begin, first
        begin = max(begin, stop)
    if begin < tokens[1]:
        yield begin, tokens[1]


def _told(page: Page, attribution: Attribution) -> Tokens:
    """From the attribution's first word to its last; without the source where that is a report of its own."""
    parts = [attribution.cue, *attribution.content]
    source = attribution.source
    first, stop = min(part[0] for part in parts), max(part[1] for part in parts)
    if source and not (source[0] < first and _reports(page, source, first)):
        first, stop = min(first, source[0]), max(stop, source[1])
    return first, stop


def _reports(page: Page, source: Tokens, cue: int) -> bool:
    """Whether source and what follows up to the cue hold an aside or a clause of its own."""
    if page.quote[source[0]] >= 0 or page.lower[cue - 1] in _LEAD_TO_CUE:
        return False
    aside = next((i for i in range(*source) if page.words[i] in _ASIDE), None)
    if aside is not None and _tells_more(page, (aside, source[1])):
        return True
    gap = (source[1], cue)
    words = [i for i in range(*gap) if page.wordlike(i) and page.lower[i] not in _IDLE]
    return len(words) >= _ASIDE_WORDS - 1 and page.verbish(gap)


def _tells_more(page: Page, aside: Tokens) -> bool:
    """Whether an aside tells a fact ("who led the inquiry", "mayor from 2010 to 2016") and no mere office."""
    facts = any(page.words[i][0].isdigit() or page.lower[i] in _RELATIVES for i in range(*aside))
    return page.count(aside) >= _ASIDE_WORDS and (facts or page.verbish(aside))


def _disjoint(told: Iterable[Tokens]) -> list[Tokens]:
    """Disjoint ranges that cover all of them, in order."""
    merged: list[Tokens] = []
    for first, stop in sorted(told):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((first, stop))
    return merged


def _rests(page: Page, grammar: Grammar, sentence: Tokens, taken: tuple[Tokens, ...]) -> Iterator[Tokens]:
    if not taken:
        return (inner for inner in inner_sentences(page, sentence) if _is_report(page, inner))
    rests = (_whole_phrases(grammar, rest) for rest in outside(sentence, taken))
    return (rest for rest in rests if page.count(rest) >= _CLAUSE)


def _whole_phrases(grammar: Grammar, tokens: Tokens) -> Tokens:
    """Without the words at the end whose phrase goes on beyond it ("he is a mayor or a")."""
    first, stop = tokens
    while stop > first and grammar.tag[stop - 1] in _OPEN_ENDED:
        stop -= 1
    return first, stop


def _is_report(page: Page, tokens: Tokens) -> bool:
    """No question, no scrap, no subheading."""
    last = next(
        (i for i in range(tokens[1] - 1, tokens[0] - 1, -1) if page.words[i] not in CLOSING), tokens[0]
    )
    words = page.count(tokens)
    if page.words[last] == "?" or words < _SHORT:
        return False
    return page.words[tokens[0]] in _BULLETS or page.words[last] in (".", "!", "…", ":") or words > _SUBHEAD


def _clauses(page: Page, tokens: Tokens) -> Iterator[Tokens]:
    """The range cut at semicolons and at ", and" where a clause with a verb stands on both sides.

    Two facts in one sentence would otherwise stand on one row with whatever one of them is like.
    """
    joints = [i for i in range(tokens[0] + 1, tokens[1] - 1) if _may_part(page, i)]
    pieces = list(zip([tokens[0], *(i + 1 for i in joints)], [*joints, tokens[1]], strict=True))
    begin, words, verb = tokens[0], 0, False
    for piece, following in pairwise(pieces):
        words, verb = words + page.count(piece), verb or page.verbish(piece)
        if words >= _CLAUSE and verb and page.count(following) >= _CLAUSE and page.verbish(following):
            yield begin, piece[1]
            begin, words, verb = following[0], 0, False
    yield begin, tokens[1]


def _may_part(page: Page, i: int) -> bool:
    joined = page.words[i] in _FOLLOWS_COMMA and page.lower[i + 1] in _CONJUNCTIONS
    return page.quote[i] < 0 and (joined or page.words[i] == ";")


def _bared(page: Page, tokens: Tokens) -> Tokens | None:
    """Without the punctuation and conjunctions that tie a clause to what stands around it."""
    first, stop = tokens
    while first < stop and _ties_before(page, first, stop):
        first += 1
    if first < stop and page.lower[first] in ("and", "but") and not page.capitalised(first):
        first += 1
    while stop > first and _ties_behind(page, stop - 1):
        stop -= 1
        if stop - 1 > first and page.lower[stop - 1].endswith("ly") and page.lower[stop - 2] in _CONJUNCTIONS:
            stop -= 1
    return (first, stop) if first < stop else None


def _ties_before(page: Page, first: int, stop: int) -> bool:
    begins = page.wordlike(first) or page.words[first] in ("$", "£", "€", "[", "#", "@")
    bracketed = page.words[first] == "(" and ")" in page.words[first:stop]
    return not begins and not bracketed and not page.closes_inside(first, stop)


def _ties_behind(page: Page, last: int) -> bool:
    loose = page.lower[last] in _CONJUNCTIONS or not page.wordlike(last)
    return loose and page.quote[last] < 0 and page.words[last] not in "%)]"
