"""A cue with its source, and on which side its content lies: "she said that ..." or "...", she said"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.pipeline.extract import lexicon, sources
from app.pipeline.extract.complements import complement, only_adjunct
from app.pipeline.extract.cues import Cue
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import OPENING, Page, Tokens

_LINKS = lexicon.words("clauses_links")
_WEAK_ASIDES = frozenset([",", ";", "--", "-", "–", "—"])


@dataclass(frozen=True, slots=True)
class Reading:
    """A cue with its source and direction, before its content's far end is known."""

    cue: Cue
    source: Tokens | None
    connector: int  # where the words of reporting begin: content of an earlier cue ends here
    forward: int | None  # first token of content behind the cue
    backward: Tokens | None  # content before the cue
    elided: bool = False


def read(page: Page, cue: Cue, sentence: Tokens, earlier: list[Reading]) -> Reading | None:
    if cue.rule == "according":
        return _read_according(page, cue, sentence)
    if cue.rule == "noun":
        owner = _owner(page, cue, sentence)
        return Reading(cue, owner, cue.head, cue.head + 2, None) if owner else None
    if cue.rule == "passive":
        return _read_passive(page, cue, sentence)
    if cue.rule == "agentless":
        return _read_agentless(page, cue, sentence)
    return _read_verb(page, cue, sentence, earlier)


def _read_according(page: Page, cue: Cue, sentence: Tokens) -> Reading | None:
    source = sources.after(page, cue.tokens[1], sentence[1])
    if source is None:
        return None
    if cue.head == sentence[0] or not page.count((sentence[0], cue.head)):
        return Reading(cue, source, cue.head, _past_comma(page, source[1], sentence[1]), None)
    begin = _after_earlier_clause(page, sentence[0], cue.head)
    if begin < cue.head and page.count((begin, cue.head)) < 2:
        return Reading(cue, source, cue.head, _past_comma(page, source[1], sentence[1]), None)
    return Reading(cue, source, cue.head, None, (begin, cue.head))


def _after_earlier_clause(page: Page, begin: int, limit: int) -> int:
    """Start of the clause that ends at `limit`: behind a semicolon, or ", and" with a verb after it."""
    for i in range(limit - 1, begin, -1):
        if page.quote[i] >= 0:
            continue
        if page.words[i] == ";":
            return i + 1
        if (
            page.words[i] == ","
            and page.lower[i + 1] in ("and", "but")
            and page.verbish((i + 2, limit))
            and i + 8 < limit
        ):
            return i + 2
    return begin


def _past_comma(page: Page, i: int, stop: int) -> int | None:
    while i < stop and not (page.wordlike(i) or page.quote[i] >= 0):
        i += 1
    return i if i < stop else None


def _owner(page: Page, cue: Cue, sentence: Tokens) -> Tokens | None:
    """As in "his claim that", "the ministry's claim that"."""
    i = cue.head - 1
    while i > sentence[0] and not page.finite(i) and cue.head - i < 4 and page.lower[i] not in ("'s", "’s"):
        if page.lower[i] in lexicon.POSSESSIVES:
            return i, i + 1
        i -= 1
    if page.lower[i] in lexicon.POSSESSIVES:
        return i, i + 1
    return sources.before(page, i, sentence[0]) if page.lower[i] in ("'s", "’s") else None


def _read_passive(page: Page, cue: Cue, sentence: Tokens) -> Reading | None:
    source = sources.after(page, cue.tokens[1] + 1, sentence[1])
    content = sources.before(page, cue.head, sentence[0])
    if not source or not content:
        return None
    return Reading(replace(cue, tokens=(cue.head, cue.head + 2)), source, content[0], None, content)


def _read_agentless(page: Page, cue: Cue, sentence: Tokens) -> Reading | None:
    content = sources.before(page, cue.head, sentence[0])
    return Reading(cue, None, content[0] if content else cue.head, cue.head + 1, content)


def _read_verb(page: Page, cue: Cue, sentence: Tokens, earlier: list[Reading]) -> Reading | None:
    source, elided = _source(page, cue, sentence, earlier)
    forward = complement(page, cue, sentence[1], strict=_comma_before(page, cue.head))
    inverted = _inverted(page, cue, sentence)
    if inverted and (source is None or elided or forward is None or page.quote[cue.head - 1] >= 0):
        second_half = _behind_source(page, inverted, sentence)
        return _backward(page, Reading(cue, inverted, cue.head, second_half, None), sentence)
    if source is None:
        return None
    begin = cue.tokens[0] if elided or source[1] > cue.head else source[0]
    reading = Reading(cue, source, begin, forward, None, elided)
    looking_back = None if elided or not _quotable(cue) else _looking_back(page, reading, sentence)
    return looking_back or _looking_forward(page, reading, sentence)


def _looking_back(page: Page, reading: Reading, sentence: Tokens) -> Reading | None:
    """Content before the reporting words, as in "...", she said"; None where they open their sentence."""
    left = _left_neighbour(page, reading.connector, sentence[0])
    if left is None:
        return None
    medial = _medial(page, reading.cue, left, sentence)
    if medial:
        return replace(reading, forward=medial, backward=page.stripped((sentence[0], reading.connector)))
    follows = _may_follow(page, left, reading.forward)
    if follows and (page.quote[left] >= 0 or only_adjunct(page, reading.cue, sentence[1])):
        return _backward(page, reading, sentence)
    return None


def _looking_forward(page: Page, reading: Reading, sentence: Tokens) -> Reading | None:
    forward = reading.forward
    if forward is None:
        forward = _as_said(page, reading.cue, reading.connector, sentence)
    if forward is None:
        return None
    return replace(reading, forward=forward, connector=_connector(page, reading.connector, sentence[0]))


def _quotable(cue: Cue) -> bool:
    return bool(cue.verb and set(cue.verb.frames) & set("cqt"))


def _comma_before(page: Page, i: int) -> bool:
    return i > 0 and page.words[i - 1] == ","


def _source(page: Page, cue: Cue, sentence: Tokens, earlier: list[Reading]) -> tuple[Tokens | None, bool]:
    """The cue's source, and whether it has to be taken from earlier in the sentence."""
    if cue.rule != "participle":
        source = sources.before(page, cue.tokens[0], sentence[0])
        if source:
            return source, False
        if not _joined(page, cue.tokens[0], sentence[0]):
            return None, False
    elif (
        cue.head > sentence[0]
        and page.wordlike(cue.head - 1)
        and page.lower[cue.head - 1] not in lexicon.CONJUNCTIONS
    ):
        near = sources.before(page, cue.tokens[0], sentence[0])
        if near and not sources.is_adverb(page, cue.head - 1):
            return near, False
    previous = next((r.source for r in reversed(earlier) if r.source), None)
    return previous or sources.subject(page, sentence[0], cue.head), True


def _joined(page: Page, i: int, begin: int) -> bool:
    """Whether "and" or "but", or a list of verbs, hands the verb its subject."""
    j = i - 1
    while j > begin and (sources.is_adverb(page, j) or page.lower[j] in lexicon.AUXILIARIES):
        j -= 1
    if j > begin and page.words[j] == ",":  # "and, some time later, said"
        j = next((k for k in range(j - 1, max(begin, j - 12), -1) if page.words[k] == ","), j) - 1
    return j >= begin and page.lower[j] in ("and", "but", "then", "or")


def _left_neighbour(page: Page, begin: int, first: int) -> int | None:
    """The comma or closing mark left of the reporting words; None where they open the sentence."""
    i = begin - 1
    if i < 0:
        return None
    if page.quote[i] >= 0 and i >= first - 1 and page.line[i] == page.line[begin]:
        return i
    return i if i > first and page.words[i] in (",", "--", "–", "—") else None


def _as_said(page: Page, cue: Cue, begin: int, sentence: Tokens) -> int | None:
    """As in "As the mayor noted, content"."""
    i = cue.tokens[1]
    opens = (
        begin > sentence[0] and page.lower[begin - 1] == "as" and i + 1 < sentence[1] and page.words[i] == ","
    )
    return i + 1 if opens and _quotable(cue) else None


def _medial(page: Page, cue: Cue, left: int, sentence: Tokens) -> int | None:
    """Where the clause goes on behind "The danger, he said, is another"."""
    i = cue.tokens[1]
    if page.words[left] != "," or i + 2 >= sentence[1] or page.words[i] != "," or not page.wordlike(i + 1):
        return None
    goes_on = page.finite(i + 1) or page.lower[i + 1] in lexicon.NOUN_PREPOSITIONS
    apart = page.finite(left - 1) or (goes_on and not page.verbish((sentence[0], left)))
    return i + 1 if apart else None


def _may_follow(page: Page, left: int, forward: int | None) -> bool:
    """Whether reporting words look back: nothing follows them, or only the rest of a split quotation."""
    if forward is None:
        return True
    return page.quote[left] >= 0 and page.quote[forward] >= 0 and page.words[forward] in OPENING


def _inverted(page: Page, cue: Cue, sentence: Tokens) -> Tokens | None:
    """Source of "said NAME" behind a quotation or a comma."""
    first = cue.tokens[1]
    finite = cue.rule == "verb" and cue.form in (Form.PAST, Form.S) and not cue.particle
    if (
        not (finite and _quotable(cue))
        or cue.head == 0
        or first >= sentence[1]
        or page.lower[first] in _LINKS
        or page.lower[first] in lexicon.PREPOSITIONS  # "NAME, the mayor, said on Monday"
    ):
        return None
    i = cue.head - 1
    while i > sentence[0] and sources.is_adverb(page, i):
        i -= 1
    behind_quote = page.quote[i] >= 0
    if not (behind_quote or page.words[i] in (",", "--", "–", "—")):
        return None
    source = sources.after(page, first, sentence[1])
    return source if source and (behind_quote or _stands_alone(page, source, sentence)) else None


def _stands_alone(page: Page, phrase: Tokens, sentence: Tokens) -> bool:
    """Whether a phrase behind the verb is its subject and does not begin a clause."""
    goes_on = phrase[1] < sentence[1] and page.finite(phrase[1])
    return sources.is_nominal(page, phrase) and not goes_on


def _behind_source(page: Page, source: Tokens, sentence: Tokens) -> int | None:
    """Start of the second half of a split quotation behind "said NAME"."""
    i = source[1]
    while i < sentence[1] and page.quote[i] < 0 and i - source[1] < 40:
        i += 1
    split = i < sentence[1] and page.quote[i] >= 0 and page.words[i - 1] in (",", ":", ".", "--", "—", "–")
    return i if split else None


def _backward(page: Page, reading: Reading, sentence: Tokens) -> Reading | None:
    """The reading with what stands before its connector as content; None where that is no clause."""
    begin, first = reading.connector, sentence[0]
    if first == begin and begin > 0 and page.quote[begin - 1] >= 0:  # the quotation ended its own sentence
        first = page.quotes[page.quote[begin - 1]][0]
    content = page.stripped((first, begin))
    if content is None:
        return None
    if any(page.quote[i] >= 0 for i in range(*content)) or page.verbish(content):
        return replace(reading, backward=content)
    quoted_behind = reading.forward is not None and page.quote[reading.forward] >= 0
    return reading if quoted_behind else None


def _connector(page: Page, begin: int, first: int) -> int:
    """Left over the comma and conjunction that tie a clause to the one before."""
    i = begin
    while i > first and (
        page.lower[i - 1] in ("and", "but", "then", "also", "while")
        or page.words[i - 1] in _WEAK_ASIDES
        or sources.is_adverb(page, i - 1)
    ):
        i -= 1
    return i
