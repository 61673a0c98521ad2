"""Claims: attributions and narrated sentences, anchored in the article's text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from app.domain.article import Article, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.dates import DateMention, PartialDate
from app.domain.figure import Figure
from app.domain.speaker import NO_SPEAKER, Speaker, SpeakerStatus
from app.domain.text import Span
from app.pipeline.extract import lexicon
from app.pipeline.extract.attitudes import is_attitude
from app.pipeline.extract.clauses import clauses
from app.pipeline.extract.components import least_likely, read_page
from app.pipeline.extract.dates import Dates
from app.pipeline.extract.figures import find_figures, turns_on
from app.pipeline.extract.grammar import Grammar, read_grammar
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.narration import narration
from app.pipeline.extract.people import Name, NameKind
from app.pipeline.extract.pipeline import read_doc
from app.pipeline.extract.reading import CLOSING, OPENING, Page, Tokens, inner_sentences, sentences
from app.pipeline.extract.speakers import Cast

_SHORT = 4  # words: a sentence shorter than this is no claim of its own

_NAME_KINDS = {"PERSON": NameKind.PERSON, "ORG": NameKind.BODY, "LOC": NameKind.PLACE}
_LEAST = 3  # words of indirect speech that make a claim
_ATTITUDE = 0.5  # how sure an attitude must be: the outlet's own words say the same otherwise
_NARRATED = 0.5  # nothing to measure it on: the sentence is there, whether it is a fact worth a row is open


@dataclass(frozen=True, slots=True)
class _Said:
    """An attribution in the Page's tokens, with its speaker and the day of its words."""

    source: Tokens | None
    cue: Tokens
    content: tuple[Tokens, ...]
    confidence: float
    speaker: Speaker
    said_on: PartialDate | None
    medium: bool  # the speaker is a news outlet
    named: bool  # the speaker goes by a name

    @property
    def hull(self) -> Tokens:
        return self.content[0][0], self.content[-1][1]


@dataclass(frozen=True, slots=True)
class _Reader:
    """One article with everything its claims are made of."""

    article: Article
    page: Page
    grammar: Grammar
    dates: Dates
    sentences: list[Tokens]
    said: list[_Said]


def read_attributions(article: Article, nlp: Language) -> tuple[Claim, ...]:
    """One claim for each likely attribution, whole: from the first to the last word of its content."""
    reader = _read(article, nlp)
    least = least_likely(nlp)
    return _distinct(_claim(reader, said, said.content) for said in reader.said if said.confidence >= least)


def read_claims(article: Article, nlp: Language) -> tuple[Claim, ...]:
    """What the table is made of, in the order of the text.

    Attributions are cut at the ends of sentences. What the outlet reports in its own voice gives narrated
    claims, or as figures where the sentence turns on a number. A headline gives one where it holds no
    attribution, captions give attributions only, questions nothing.
    """
    reader = _read(article, nlp)
    outer = [said for said in _outermost(_worth_a_row(reader)) if said.source]
    pieces = (
        (said, _past_that(reader.page, said, piece)) for said in outer for piece in _cut(reader.page, said)
    )
    claims = [_claim(reader, said, piece) for said, piece in pieces if _tells(reader.page, piece)]
    attributed = [Attribution(one.source, one.cue, one.content, one.confidence) for one in outer]
    told = narration(reader.page, reader.grammar, reader.sentences, attributed)
    claims += [_narrated(reader, tokens) for tokens in (*told, *_headlines(reader, outer))]
    return _distinct(claims)


def _headlines(reader: _Reader, outer: list[_Said]) -> Iterator[Tokens]:
    """Lines of the headline in which nobody is cited."""
    cited = {reader.page.line[said.cue[0]] for said in outer}
    for line in reader.sentences:
        headline = reader.page.kind[line[0]] is SegmentKind.HEADLINE
        if headline and reader.page.line[line[0]] not in cited and reader.page.count(line) >= _LEAST:
            yield line


def _worth_a_row(reader: _Reader) -> list[_Said]:
    """Without attitudes that may well be none: "he was about to meet her" is better told by the outlet."""
    page = reader.page

    def doubtful(said: _Said) -> bool:
        quoted = any(page.quote[i] >= 0 for part in said.content for i in range(*part))
        return said.confidence < _ATTITUDE and not quoted and is_attitude(page, said.cue)

    return [said for said in reader.said if not doubtful(said)]


def _distinct(claims: Iterable[Claim | None]) -> tuple[Claim, ...]:
    """The claims in the order of the text. A place is a claim's identity: of several at one, the surest."""
    best: dict[str, Claim] = {}
    for claim in claims:
        if claim and (claim.id not in best or claim.confidence > best[claim.id].confidence):
            best[claim.id] = claim
    return tuple(sorted(best.values(), key=lambda c: (c.span, c.kind)))


def _read(article: Article, nlp: Language) -> _Reader:
    doc = read_doc(article, nlp)
    page, places = read_page(doc)
    whole = list(sentences(page))
    reader = _Reader(article, page, read_grammar(doc, places), Dates(page, article.published), whole, [])
    _resolve(reader, doc, places)
    return reader


def _resolve(reader: _Reader, doc: Doc, places: list[int]) -> None:
    """Speakers and days, in the order of the sources, since a pronoun looks back."""
    starts = [sentence[0] for sentence in reader.sentences]
    cast = Cast(reader.page, starts, _names(reader.page, doc, places))
    found: list[Attribution] = [_in_page(a, places) for a in doc._.attributions]
    said: list[_Said | None] = [None] * len(found)
    previous: _Said | None = None
    for n in sorted(range(len(found)), key=lambda n: (found[n].source or found[n].cue)[0]):
        previous = said[n] = _said(reader, cast, found[n], previous, starts)
    reader.said.extend(_selves(cast, [s for s in said if s]))


def _names(page: Page, doc: Doc, places: list[int]) -> list[Name]:
    """The names that the pipeline found; not in headlines, where any word may be in capitals."""
    names = [
        Name((bisect_left(places, ent.start), bisect_left(places, ent.end)), _NAME_KINDS[ent.label_])
        for ent in doc.ents
        if ent.label_ in _NAME_KINDS
    ]
    return [name for name in names if page.kind[name.tokens[0]] is not SegmentKind.HEADLINE]


def _selves(cast: Cast, said: list[_Said]) -> list[_Said]:
    """The attributions, with "I" and "we" in quoted words meaning who is quoted."""
    ordered = sorted(range(len(said)), key=lambda n: (said[n].hull[0], -said[n].hull[1]))
    out, around = list(said), list[_Said]()
    for n in ordered:
        one = said[n]
        while around and around[-1].hull[1] < one.hull[1]:
            around.pop()
        if around and cast.first_person(one.source):
            out[n] = replace(one, speaker=around[-1].speaker, named=around[-1].named)
        else:
            around.append(one)
    return out


def _in_page(attribution: Attribution, places: list[int]) -> Attribution:
    def moved(tokens: Tokens) -> Tokens:
        return bisect_left(places, tokens[0]), bisect_left(places, tokens[1])

    source = moved(attribution.source) if attribution.source else None
    return Attribution(
        source, moved(attribution.cue), tuple(moved(c) for c in attribution.content), attribution.confidence
    )


def _said(reader: _Reader, cast: Cast, a: Attribution, previous: _Said | None, starts: list[int]) -> _Said:
    speaker = cast.speaker(a.source)
    day = _said_on(reader, a, starts)
    if day is None and previous and previous.speaker == speaker and speaker.status is SpeakerStatus.RESOLVED:
        line = reader.page.line
        day = previous.said_on if line[previous.cue[0]] == line[a.cue[0]] else None
    medium = _is_medium(speaker) and not cast.is_person(speaker)
    return _Said(a.source, a.cue, a.content, a.confidence, speaker, day, medium, cast.is_named(speaker))


def _said_on(reader: _Reader, a: Attribution, starts: list[int]) -> PartialDate | None:
    """The day given by the clause of source and reporting words, outside the content."""
    begin, stop = reader.sentences[max(0, bisect_right(starts, a.cue[0]) - 1)]
    return reader.dates.said_on(a.source, a.cue, a.content, (begin, stop))


# --- attributed claims ------------------------------------------------------------------------------


def _outermost(said: list[_Said]) -> list[_Said]:
    """Without attributions inside another's content: the table has who told the reporter."""
    kept: list[_Said] = []
    reach = -1
    ordered = sorted(said, key=lambda s: (s.hull[0], -s.hull[1], s.cue))
    for n, one in enumerate(ordered):
        inside = n + 1 < len(ordered) and ordered[n + 1].hull[1] <= one.hull[1] and ordered[n + 1].named
        if inside and one.medium:
            continue
        if one.hull[1] > reach:
            kept.append(one)
            reach = max(reach, one.hull[1])
    return kept


def _is_medium(speaker: Speaker) -> bool:
    """Whether the speaker is a news outlet: what it says that others said is cited as theirs."""
    return not lexicon.MEDIA_WORDS.isdisjoint((speaker.name or "").lower().split())


def _cut(page: Page, said: _Said) -> list[tuple[Tokens, ...]]:
    """The content by sentences; halves of one sentence around "he said" stay together, scraps join."""
    groups: list[list[Tokens]] = []
    for part in said.content:
        for piece in inner_sentences(page, part):
            goes_on = bool(groups) and (_goes_on(page, piece) or _scrap(page, groups[-1], piece))
            if goes_on:
                groups[-1].append(piece)
            else:
                groups.append([piece])
    return [tuple(group) for group in groups]


def _tells(page: Page, piece: tuple[Tokens, ...]) -> bool:
    """Whether a piece says something: a word or two that nobody quotes are a day, or a thing asked for."""
    quoted = any(page.quote[i] >= 0 for part in piece for i in range(*part))
    return quoted or sum(page.count(part) for part in piece) >= _LEAST


def _goes_on(page: Page, piece: Tokens) -> bool:
    """Whether a piece begins in the middle of a sentence."""
    first = next((i for i in range(*piece) if page.wordlike(i)), None)
    return first is not None and page.words[first][0].islower()


def _scrap(page: Page, group: list[Tokens], piece: Tokens) -> bool:
    """Too short to stand alone, and next to its neighbour."""
    adjacent = group[-1][1] == piece[0] and page.line[group[-1][1] - 1] == page.line[piece[0]]
    return adjacent and (page.count(piece) < _SHORT or sum(page.count(p) for p in group) < _SHORT)


def _claim(reader: _Reader, said: _Said, content: tuple[Tokens, ...]) -> Claim | None:
    page, text = reader.page, reader.article.text
    tokens = content[0][0], content[-1][1]
    kind = _kind(page, content)
    span = _trimmed(page, text, tokens, kind)
    if not len(span):
        return None
    dates = reader.dates.within(tokens, said.said_on)
    return Claim(
        article=reader.article.key,
        span=span,
        text=span.of(text),
        kind=kind,
        source=page.span(said.source) if said.source else None,
        cue=page.span(said.cue),
        speaker=said.speaker,
        quoted=_quoted(page, tokens, span),
        figures=_figures(page, tokens, dates),
        dates=dates,
        said_on=said.said_on,
        attitude=kind is not ClaimKind.QUOTE and is_attitude(page, said.cue),
        confidence=said.confidence,
        parts=_parts(reader, tokens, span),
    )


def _parts(reader: _Reader, tokens: Tokens, span: Span) -> tuple[Span, ...]:
    """The claim's clauses, where there are several."""
    pieces = [reader.page.span(piece) for piece in clauses(reader.page, reader.grammar, tokens)]
    inside = [Span(max(p.start, span.start), min(p.end, span.end)) for p in pieces if p.overlap(span)]
    return tuple(inside) if len(inside) > 1 else ()


def _past_that(page: Page, said: _Said, content: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """Behind the "that" which ties what is said to the reporting words."""
    first, stop = content[0]
    tied = first == said.cue[1] and page.lower[first] == "that" and page.quote[first] < 0
    return ((first + 1, stop), *content[1:]) if tied and stop > first + 1 else content


def _figures(page: Page, tokens: Tokens, dates: tuple[DateMention, ...]) -> tuple[Figure, ...]:
    """Figures that are no part of a date ("the last 10 days")."""
    return tuple(f for f in find_figures(page, tokens) if not any(f.span.overlap(d.span) for d in dates))


def _kind(page: Page, content: tuple[Tokens, ...]) -> ClaimKind:
    words = [page.quote[i] >= 0 for part in content for i in range(*part) if page.wordlike(i)]
    if words and all(words):
        return ClaimKind.QUOTE
    return ClaimKind.MIXED if any(words) else ClaimKind.STATEMENT


def _trimmed(page: Page, text: str, tokens: Tokens, kind: ClaimKind) -> Span:
    """The span without white space, and without marks or stops at its ends that are not its own."""
    first, stop = tokens
    while stop > first and _sheds_end(page, first, stop, kind):
        stop -= 1
    while (
        first < stop
        and page.words[first] in OPENING | CLOSING
        and (kind is ClaimKind.QUOTE or not page.closes_inside(first, stop))
    ):
        first += 1
    return page.span((first, stop)).stripped(text) if first < stop else Span(0, 0)


def _sheds_end(page: Page, first: int, stop: int, kind: ClaimKind) -> bool:
    word = page.words[stop - 1]
    if word in CLOSING or word in OPENING:
        number = page.quote[stop - 1]
        opened_inside = number >= 0 and page.quotes[number][0] >= first
        return kind is ClaimKind.QUOTE or not opened_inside
    if word in (",", ";", ":", "-", "--", "—", "–"):
        return True
    return word == "." and kind is not ClaimKind.QUOTE and page.quote[stop - 1] < 0


def _quoted(page: Page, tokens: Tokens, span: Span) -> tuple[Span, ...]:
    """Stretches of the claim inside quotation marks, without the marks."""
    numbers = sorted({page.quote[i] for i in range(*tokens)} - {-1})
    found = []
    for number in numbers:
        first, stop = page.quotes[number]
        inner = first + (page.words[first] in OPENING), stop - (page.words[stop - 1] in CLOSING)
        if inner[0] < inner[1]:
            words = page.span(inner)
            part = (max(words.start, span.start), min(words.end, span.end))
            if part[0] < part[1]:
                found.append(Span(*part))
    return tuple(found)


# --- narrated claims ------------------------------------------------------------------------------


def _narrated(reader: _Reader, tokens: Tokens) -> Claim | None:
    page, text = reader.page, reader.article.text
    span = _trimmed(page, text, tokens, ClaimKind.NARRATED)
    dates = reader.dates.within(tokens)
    figures = _figures(page, tokens, dates)
    kind = ClaimKind.FIGURE if any(turns_on(f) for f in figures) else ClaimKind.NARRATED
    if not len(span):
        return None
    return Claim(
        article=reader.article.key,
        span=span,
        text=span.of(text),
        kind=kind,
        speaker=NO_SPEAKER,
        quoted=_quoted(page, tokens, span),
        figures=figures,
        dates=dates,
        confidence=_NARRATED,
        parts=_parts(reader, tokens, span),
    )
