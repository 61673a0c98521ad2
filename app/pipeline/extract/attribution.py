"""Attributions of an article: the candidates that are likely enough, and what needs no reporting words.

Signed quotations and posts are set beside a name without a cue; quotations that go on in the next paragraph
without a cue of their own belong to who spoke before.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.pipeline.extract import lexicon, mending
from app.pipeline.extract.candidates import Candidate, Cue, Labeller, candidates
from app.pipeline.extract.confidence import Confidence
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import DASHES, Page, Tokens, sentences
from app.pipeline.extract.roles import Scene
from app.pipeline.extract.signatures import unspoken

_LONGEST = 200  # paragraphs of one quotation
_SCARE = 4  # words: a quotation this short within a sentence names or mocks, it quotes no statement
_BEFORE_COLON = 6  # words between a reporting verb and the colon: "wrote on its site:"
LEAST = 0.25  # the table takes what is this sure: an unlikely speaker is shown as such, a missing one is not
_LEAST_QUOTED = 0.08  # the same for quoted words that nobody else is likelier to have said
_SIGNED = 0.7  # confidence of what a rule found; too rare in PolNeAR to be measured there
_SPOKEN_ENDS = frozenset((",", "?", "!", "—", "–", "--"))  # before a closing mark, with the speaker behind it
_NAMED = frozenset(("NN", "NNP", "NNS", "NNPS", "PRP"))
_NEAR = 10  # words behind a quotation that have its speaker and the verb


def attributions(
    scene: Scene, cues: Sequence[Cue], labeller: Labeller, confidence: Confidence
) -> tuple[Attribution, ...]:
    """The attributions of the article that are not unlikely, in order of their content.

    Who wants only likely ones drops those less sure than `confidence.least`.
    """
    found = _chosen(scene.page, _possible(scene, candidates(scene, cues, labeller), confidence))
    lines = list(sentences(scene.page))
    found += _unspoken(scene, lines, found)
    found += _introduced_lines(scene, lines, found, cues)
    return tuple(sorted(_continued(scene, lines, found), key=lambda a: (a.hull, a.cue)))


def _possible(scene: Scene, found: Iterator[Candidate], confidence: Confidence) -> Iterator[Attribution]:
    earlier = list[Attribution]()
    for candidate in found:
        one, sure = candidate.found, confidence(candidate.evidence)
        content = tuple(part for part in map(scene.page.stripped, mending.told(scene, one)) if part)
        earlier.append(Attribution(mending.source(scene, one, earlier), one.cue, content, sure))
        sense = mending.makes_sense(scene, one, earlier[-1].source)
        if sure >= _LEAST_QUOTED and sense and any(map(scene.page.count, content)):
            yield earlier[-1]


def _chosen(page: Page, possible: Iterator[Attribution]) -> list[Attribution]:
    """Those sure enough; quoted words are somebody's, so their surest reading is taken where none is."""
    ordered = sorted(possible, key=lambda a: (-a.confidence, a.cue))
    found, spoken = list[Attribution](), set[int]()
    for one in ordered:
        quotes = _quotations(page, one)
        if one.confidence >= LEAST or (one.source and not quotes <= spoken):
            found.append(one)
            spoken |= quotes
    return found


def _quotations(page: Page, one: Attribution) -> set[int]:
    """Numbers of the quotations, of more than a few words, that the content takes in."""
    numbers = {page.quote[i] for part in one.content for i in range(*part)} - {-1}
    return {n for n in numbers if page.count(page.quotes[n]) >= _SCARE}


# --- without reporting words --------------------------------------------------------------------------


def _unspoken(scene: Scene, lines: list[Tokens], found: list[Attribution]) -> Iterator[Attribution]:
    """Names set beside words, where no cue was found."""
    taken = _Taken(found)
    for sentence in lines:
        if scene.page.kind[sentence[0]] is not None and not taken.touches(sentence):
            special = unspoken(scene.page, sentence, _SIGNED) or _clause_behind(scene, sentence)
            if special:
                yield special
        elif scene.page.quote[sentence[0]] >= 0:
            yield from _signed_by(scene.page, sentence, taken.inside(sentence))


def _clause_behind(scene: Scene, sentence: Tokens) -> Attribution | None:
    """Subject and verb behind a quotation are whose words it is, whatever the verb: “Halt!” he barked."""
    page, grammar = scene.page, scene.grammar
    quotation = _leading(page, sentence)
    if quotation is None or page.words[quotation[1] - 2] not in _SPOKEN_ENDS:
        return None
    behind = quotation[1]
    near = range(behind, min(sentence[1], behind + _NEAR))
    verb = next((i for i in near if _may_report(scene, i)), None)
    content = page.stripped(quotation)
    source = page.stripped((behind, verb)) if verb else None
    if not verb or not source or not content or grammar.tag[source[1] - 1] not in _NAMED:
        return None
    return Attribution(source, (verb, verb + 1), (content,), _SIGNED)


def _may_report(scene: Scene, i: int) -> bool:
    """Whether the word is a finite verb; the tagger takes "demands" for a noun behind a quotation."""
    if scene.grammar.tag[i] in ("VBD", "VBZ", "VBP"):
        return True
    ends = i + 1 == len(scene.page) or not scene.page.wordlike(i + 1)
    return ends and scene.page.lower[i] in lexicon.reporting_forms()


def _signed_by(page: Page, sentence: Tokens, inside: list[Attribution]) -> Iterator[Attribution]:
    """As in “Words” – Anna Berg says the talks go on: whose words those are, the quotation is too."""
    quotation = _leading(page, sentence)
    dash = quotation[1] if quotation else sentence[1]
    signed = dash + 1 < sentence[1] and page.words[dash] in DASHES
    content = page.stripped(quotation) if quotation and signed else None
    source = next((a.source for a in inside if a.source and dash < a.source[0] < a.cue[0]), None)
    if content and source and not page.verbish((dash, source[0])) and all(a.hull[0] > dash for a in inside):
        yield Attribution(source, (dash, dash + 1), (content,), _SIGNED)


def _leading(page: Page, sentence: Tokens) -> Tokens | None:
    """The quotation that the sentence begins with, if something follows it."""
    number = page.quote[sentence[0]]
    quotation = page.quotes[number] if number >= 0 else None
    return quotation if quotation and quotation[1] < sentence[1] and quotation[1] - quotation[0] > 2 else None


def _introduced_lines(
    scene: Scene, lines: list[Tokens], found: list[Attribution], cues: Sequence[Cue]
) -> Iterator[Attribution]:
    """A line behind one that ends in a reporting verb and a colon: quoted blocks often lose their marks."""
    page, taken = scene.page, _Taken(found)
    verbs = [cue.tokens for cue in cues if scene.grammar.tag[scene.grammar.top(cue.tokens)].startswith("VB")]
    ends = [cue[1] for cue in verbs]
    for sentence in lines:
        first, stop = scene.lines[sentence[0]]
        if sentence[0] != first or page.kind[first] is None or page.quote[first] >= 0:
            continue
        introduced = _introduced(scene, (first, stop))
        if introduced is None or taken.touches((first, stop)):
            continue
        at = bisect_right(ends, introduced.cue[1]) - 1
        content = page.stripped((first, stop))
        if at >= 0 and introduced.cue[0] - ends[at] <= _BEFORE_COLON and content:
            yield replace(introduced, cue=verbs[at], content=(content,))


def _continued(scene: Scene, lines: list[Tokens], found: list[Attribution]) -> list[Attribution]:
    """The attributions, with the quotations that stand alone behind one taken into its content.

    They belong to who spoke last, or to whom a line that ends in a colon introduces.
    """
    page, taken = scene.page, _Taken(found)
    longer: dict[Attribution, list[Tokens]] = {one: [] for one in found}
    speaking: Attribution | None = None
    told = taken.told(page)
    for sentence in lines:
        here = taken.inside(sentence)
        if page.kind[sentence[0]] is None:
            speaking = None
        elif _only_quotation(page, sentence) and told.isdisjoint(range(*sentence)):
            speaking = speaking or _introduced(scene, sentence) or _announced(scene, sentence, taken)
            content = page.stripped(sentence)
            if speaking and content and len(longer.setdefault(speaking, [])) < _LONGEST:
                longer[speaking].append(content)
        elif here:
            speaking = _speaking(page, here)
        elif page.count(sentence) > 2:
            speaking = None
    whole = (replace(one, content=(*one.content, *more)) for one, more in longer.items())
    return [one for one in whole if one.content]


class _Taken:
    """Which sentences attributions stand in."""

    def __init__(self, found: Sequence[Attribution]) -> None:
        self.ordered = sorted(found, key=lambda a: a.cue)
        self.cues = [a.cue[0] for a in self.ordered]
        self.hulls = sorted(a.hull for a in found)
        stops = (stop for _, stop in self.hulls)
        self.reach = list(itertools.accumulate(stops, max))  # how far a hull and those before it go
        self.found = found

    def inside(self, sentence: Tokens) -> list[Attribution]:
        """Those with their cue in the sentence."""
        return self.ordered[bisect_left(self.cues, sentence[0]) : bisect_left(self.cues, sentence[1])]

    def told(self, page: Page) -> set[int]:
        """Words that somebody tells from outside their quotation, and not only within it."""
        outer = (a for a in self.found if a.source and page.quote[a.cue[0]] < 0)
        return {i for a in outer for part in a.content for i in range(*part)}

    def touches(self, sentence: Tokens) -> bool:
        at = bisect_left(self.hulls, (sentence[1], 0))
        return bool(self.inside(sentence)) or (at > 0 and self.reach[at - 1] > sentence[0])


def _speaking(page: Page, here: list[Attribution]) -> Attribution | None:
    return next((a for a in reversed(here) if a.source and _is_direct(page, a)), None)


def _is_direct(page: Page, attribution: Attribution) -> bool:
    """Whether the content begins or ends with a quotation of a whole clause."""
    first, last = attribution.hull[0], attribution.hull[1] - 1
    return any(_is_clause(page, page.quotes[page.quote[i]]) for i in (first, last) if page.quote[i] >= 0)


def _is_clause(page: Page, quotation: Tokens) -> bool:
    """More than a few words, or cried out or asked."""
    stops = page.words[max(quotation[0], quotation[1] - 2) : quotation[1]]
    return page.count(quotation) > _SCARE or "!" in stops or "?" in stops


def _only_quotation(page: Page, sentence: Tokens) -> bool:
    outside = any(page.quote[i] < 0 and page.wordlike(i) for i in range(*sentence))
    return not outside and any(page.quote[i] >= 0 for i in range(*sentence))


def _announced(scene: Scene, sentence: Tokens, taken: _Taken) -> Attribution | None:
    """Of a quotation in a line of its own: the paragraph before ends in who spoke, not what."""
    page, first = scene.page, sentence[0]
    if first == 0 or page.line[first - 1] == page.line[first] or page.kind[first - 1] is None:
        return None
    told = taken.inside((mending.sentence_start(scene, first - 1), first))
    if not told or any(page.quote[a.hull[0]] >= 0 or page.count(a.hull) >= _SCARE for a in told):
        return None
    return replace(told[0], content=(), confidence=_SIGNED) if told[0].source else None


def _introduced(scene: Scene, sentence: Tokens) -> Attribution | None:
    """Of a quotation in a line of its own behind one that ends in a colon: that line's subject speaks."""
    colon = sentence[0] - 1
    source = mending.introducer(scene, colon)
    return Attribution(source, (colon, colon + 1), (), _SIGNED) if source else None
