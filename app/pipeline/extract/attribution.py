"""Attributions: source, cue and content put together, sentence by sentence.

Each cue is read forwards ("she said that ...") or backwards ("...", she said"). Quotations that go on without
a cue of their own continue the attribution before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.pipeline.extract import lexicon, sources
from app.pipeline.extract.clauses import Reading, read
from app.pipeline.extract.cues import find_cues
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import Page, Tokens, sentences
from app.pipeline.extract.signatures import unspoken

_LONGEST = 200  # parts of one attribution
_SCARE = 4  # words: a quotation this short within a sentence names or mocks, it quotes no statement
_GOES_ON = lexicon.words("attribution_goes_on")
_WEAK_ASIDES = frozenset([",", ";", "--", "-", "–", "—"])


def attributions(page: Page) -> tuple[Attribution, ...]:
    """All attributions of the article, in order of their content."""
    return tuple(sorted(_chained(page), key=lambda a: (a.hull, a.cue)))


def _chained(page: Page) -> list[Attribution]:
    """Attributions with the quotations that continue them."""
    found: list[Attribution] = []
    waiting: list[Tokens] = []  # quotations whose speaker is named behind a later one
    speaking: Attribution | None = None  # whose words a quotation without cue continues
    for sentence in sentences(page):
        if page.kind[sentence[0]] is None:
            speaking, waiting = None, []
            continue
        here = list(_read_sentence(page, sentence))
        if here:
            here = _claim_waiting(page, here, waiting)
            waiting = []
        elif _only_quotation(page, sentence):
            speaking = _continue(page, found, speaking, sentence, waiting)
            continue
        found += here
        speaking = _speaking(page, here, sentence) if here else (speaking if _few_words(sentence) else None)
    return found


def _few_words(sentence: Tokens) -> bool:
    return sentence[1] - sentence[0] <= 2


def _speaking(page: Page, here: list[Attribution], sentence: Tokens) -> Attribution | None:
    return next((a for a in reversed(here) if _is_direct(page, a)), None)


def _is_direct(page: Page, attribution: Attribution) -> bool:
    """Whether the content is, or begins or ends with, a quotation of more than a few words."""
    if attribution.rule in ("quote-before", "quote-after"):
        return True
    first, last = attribution.hull[0], attribution.hull[1] - 1
    return any(
        page.quote[i] >= 0 and page.count(page.quotes[page.quote[i]]) > _SCARE
        for i in (first, last, last - 1)
    )


def _only_quotation(page: Page, sentence: Tokens) -> bool:
    outside = [i for i in range(*sentence) if page.quote[i] < 0 and page.wordlike(i)]
    return not outside and any(page.quote[i] >= 0 for i in range(*sentence))


def _claim_waiting(page: Page, here: list[Attribution], waiting: list[Tokens]) -> list[Attribution]:
    """Earlier paragraphs of a quotation whose speaker comes at its end."""
    if not waiting:
        return here
    for n, attribution in enumerate(here):
        if page.quote[attribution.hull[0]] >= 0 and attribution.hull[0] >= waiting[-1][1]:
            return [*here[:n], replace(attribution, content=(*waiting, *attribution.content)), *here[n + 1 :]]
    return here


def _continue(
    page: Page,
    found: list[Attribution],
    speaking: Attribution | None,
    sentence: Tokens,
    waiting: list[Tokens],
) -> Attribution | None:
    if speaking is None or not found:
        introduced = _introduced(page, sentence)
        if introduced:
            found.append(introduced)
            return introduced
        if page.continued[page.quote[_first_quoted(page, sentence)]] or waiting:
            waiting.append(sentence)
        return None
    if len(speaking.content) >= _LONGEST:
        return None
    longer = replace(speaking, content=(*speaking.content, sentence))
    found[found.index(speaking, max(0, len(found) - 8))] = longer
    return longer


def _introduced(page: Page, sentence: Tokens) -> Attribution | None:
    """A quotation in a line of its own behind a line that ends in a colon: its subject speaks."""
    colon = sentence[0] - 1
    if colon < 1 or page.words[colon] != ":" or page.kind[colon] is None:
        return None
    begin = colon
    while begin > 0 and page.line[begin - 1] == page.line[colon] and not page.sentence_break(begin - 1):
        begin -= 1
    source = sources.subject(page, begin, colon)
    content = page.stripped(sentence)
    return Attribution(source, (colon, colon + 1), (content,), "introduced") if source and content else None


def _first_quoted(page: Page, sentence: Tokens) -> int:
    return next(i for i in range(*sentence) if page.quote[i] >= 0)


# --- one sentence ----------------------------------------------


def _read_sentence(page: Page, sentence: Tokens) -> Iterator[Attribution]:
    special = unspoken(page, sentence)
    if special:
        yield special
        if special.rule == "posted":
            return
    readings: list[Reading] = []
    for cue in find_cues(page, sentence):
        reading = read(page, cue, sentence, readings)
        if reading:
            readings.append(reading)
    for n, reading in enumerate(readings):
        later = readings[n + 1 :]
        attribution = _attribution(page, reading, sentence, later)
        if attribution and not (special and attribution.hull == special.hull):
            yield attribution


# --- where content ends -----------------------------------------------------------------------------


def _attribution(page: Page, reading: Reading, sentence: Tokens, later: list[Reading]) -> Attribution | None:
    parts: list[Tokens] = []
    if reading.backward:
        parts.append(reading.backward)
    if reading.forward is not None:
        stop = _content_stop(page, reading, sentence, later)
        if stop > reading.forward:
            parts.append((reading.forward, stop))
    content = tuple(part for part in (page.stripped(part) for part in parts) if part)
    if not content or not any(page.count(part) for part in content):
        return None
    return Attribution(reading.source, reading.cue.tokens, content, _rule(page, reading))


def _content_stop(page: Page, reading: Reading, sentence: Tokens, later: list[Reading]) -> int:
    begin = reading.forward or 0
    stop = sentence[1]
    for other in later:
        if other.connector <= begin:
            continue
        tail = other.backward is not None and other.cue.rule != "passive"
        if other.elided or tail or _separate(page, other, begin):
            stop = min(stop, other.connector)
            break
    if (
        reading.source
        and page.lower[reading.source[0]] in ("who", "which")
        and reading.source[0] > sentence[0]
    ):
        stop = _aside_stop(page, reading, begin, stop)
    if reading.cue.verb and page.quote[begin] < 0 and not _introduces_clause(page, reading, begin):
        stop = _object_stop(page, begin, stop)
    return _bracket_stop(page, reading.cue.head, begin, stop)


def _separate(page: Page, other: Reading, begin: int) -> bool:
    """A clause of its own: "..., but the minister said ..."."""
    i = other.connector
    if i <= begin + 2 or not other.source:
        return False
    between = page.words[i : other.source[0]]
    return bool(between) and (
        between[0] == ";" or (between[0] == "," and any(w in ("and", "but", "while") for w in between))
    )


def _introduces_clause(page: Page, reading: Reading, begin: int) -> bool:
    return page.lower[begin - 1] == "that" or bool(
        reading.cue.verb and "c" in reading.cue.verb.frames and not reading.cue.particle
    )


def _object_stop(page: Page, begin: int, stop: int) -> int:
    """What someone blamed or called for ends where the outlet goes on about it (", which", ", as")."""
    for i in range(begin + 2, stop - 2):
        if page.words[i] in (",", "--", "–", "—") and page.quote[i] < 0 and page.lower[i + 1] in _GOES_ON:
            return i
    return stop


def _aside_stop(page: Page, reading: Reading, begin: int, stop: int) -> int:
    """The relative clause ", who said X," ends at its comma."""
    opened = reading.source is not None and page.words[reading.source[0] - 1] in _WEAK_ASIDES
    if not opened:
        return stop
    return next(
        (
            i
            for i in range(begin + 1, stop)
            if page.words[i] in _WEAK_ASIDES and page.words[i] != "-" and page.quote[i] < 0
        ),
        stop,
    )


def _bracket_stop(page: Page, head: int, begin: int, stop: int) -> int:
    depth = 0
    for i in range(begin, stop):
        depth += (page.words[i] == "(") - (page.words[i] == ")")
        if depth < 0:
            return i
    return stop


def _rule(page: Page, reading: Reading) -> str:
    """Name of the rule, as the confidence table has it."""
    cue = reading.cue
    if cue.rule in ("according", "noun", "passive", "agentless"):
        return cue.rule
    quoted = any(page.quote[i] >= 0 for i in (reading.backward or (0, 0))[:1])
    if reading.backward:
        return "quote-before" if quoted else "clause-before"
    first = reading.forward or 0
    if page.quote[first] >= 0:
        return "quote-after"
    if cue.particle:
        return "particle"
    if page.lower[first - 1] == "that":
        return "that"
    kind = "participle" if reading.elided else "bare"
    return f"{kind}-{'clause' if cue.verb and 'c' in cue.verb.frames else 'object'}"
