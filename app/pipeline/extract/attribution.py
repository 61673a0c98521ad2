"""Attributions of an article: the candidates that are likely enough, and what needs no reporting words.

Signed quotations and posts are set beside a name without a cue; quotations that go on in the next paragraph
without a cue of their own belong to who spoke before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.pipeline.extract.candidates import Candidate, Cue, Labeller, candidates
from app.pipeline.extract.confidence import Confidence
from app.pipeline.extract.evidence import Found
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import Page, Tokens, sentences
from app.pipeline.extract.roles import Scene
from app.pipeline.extract.signatures import unspoken

_LONGEST = 200  # paragraphs of one quotation
_SCARE = 4  # words: a quotation this short within a sentence names or mocks, it quotes no statement
_BEFORE_COLON = 6  # words between a reporting verb and the colon: "wrote on its site:"
LEAST = 0.18  # the table takes what is this sure: an unlikely speaker is shown as such, a missing one is not
_LEAST_QUOTED = 0.08  # the same for quoted words that nobody else is likelier to have said
_SIGNED = 0.7  # confidence of what a rule found; too rare in PolNeAR to be measured there
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))


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
    for candidate in found:
        one, sure = candidate.found, confidence(candidate.evidence)
        content = tuple(part for part in map(scene.page.stripped, one.content) if part)
        if sure >= _LEAST_QUOTED and any(map(scene.page.count, content)):
            yield Attribution(_who(scene, one) or one.source, one.cue, content, sure)


def _who(scene: Scene, one: Found) -> Tokens | None:
    """Behind a colon that is its own cue, the subject of the clause before speaks, not its last noun."""
    behind = one.cue[1]
    if any(map(scene.page.wordlike, range(*one.cue))) or one.hull[0] < behind:
        return None
    introduced = _introduced(scene, (behind, behind))
    return introduced.source if introduced else None


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
            special = unspoken(scene.page, sentence, _SIGNED)
            if special:
                yield special


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
            speaking = speaking or _introduced(scene, sentence)
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
        return bool(self.inside(sentence)) or (at > 0 and self.hulls[at - 1][1] > sentence[0])


def _speaking(page: Page, here: list[Attribution]) -> Attribution | None:
    return next((a for a in reversed(here) if a.source and _is_direct(page, a)), None)


def _is_direct(page: Page, attribution: Attribution) -> bool:
    """Whether the content begins or ends with a quotation of more than a few words."""
    first, last = attribution.hull[0], attribution.hull[1] - 1
    return any(page.quote[i] >= 0 and page.count(page.quotes[page.quote[i]]) > _SCARE for i in (first, last))


def _only_quotation(page: Page, sentence: Tokens) -> bool:
    outside = any(page.quote[i] < 0 and page.wordlike(i) for i in range(*sentence))
    return not outside and any(page.quote[i] >= 0 for i in range(*sentence))


def _introduced(scene: Scene, sentence: Tokens) -> Attribution | None:
    """Of a quotation in a line of its own behind one that ends in a colon: that line's subject speaks."""
    page, grammar = scene.page, scene.grammar
    colon = sentence[0] - 1
    if colon < 1 or page.words[colon] != ":" or page.kind[colon] is None:
        return None
    begin = colon
    while begin > scene.lines[colon][0] and not page.sentence_break(begin - 1):
        begin -= 1
    subject = next((i for i in range(begin, colon) if grammar.dep[i] in _SUBJECTS), None)
    if subject is None:
        return None
    first, stop = scene.phrase(subject)
    return Attribution((max(first, begin), min(stop, colon)), (colon, colon + 1), (), _SIGNED)
