"""Faults that the trained parts are known for, mended by rules on the parse: what was told, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.article import SegmentKind
from app.pipeline.extract import lexicon
from app.pipeline.extract.evidence import Found
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import CLOSING, Page, Tokens
from app.pipeline.extract.roles import Scene

_LEAST = 3  # words behind a day that can be what was said
_DAY_TAILS = frozenset(("and", "at", "in", "on", "or", "to", "will", "would"))  # go on from a day
_OCCASION = 14  # words between "said" and "that": "said in Oslo late on Monday that"
_DAY_WORDS = frozenset((
    "today", "yesterday", "late", "early", "on", "last", "night", "morning", "afternoon", "evening",
    "earlier",
)).union(lexicon.WEEKDAYS)  # fmt: skip
_LEADING = frozenset(("RB", ",", "CC", "IN"))  # of a source: "Separately, the senator said"
_SUBJECTS = frozenset(("nsubj", "nsubj:pass"))
_JOINED = 6  # cues before one that it can be joined to


def told(scene: Scene, one: Found) -> tuple[Tokens, ...]:
    """The content, without the day it was said on, and between two quotations only what is quoted."""
    return tuple(_past_day(scene.page, one.cue, part) for part in _spoken(scene, one))


def source(scene: Scene, one: Found, earlier: Sequence[Attribution]) -> Tokens | None:
    """Who is cited; `earlier` are the attributions before, whose source this one may share."""
    shared = _joined(scene, one.cue, earlier) or _gerund(scene, one.cue) or _before_colon(scene, one)
    return _bare(scene, shared or one.source)


def makes_sense(scene: Scene, one: Found, who: Tokens | None) -> bool:
    """Not where the source stands in the middle of what is said, nor in "40 people reported killed"."""
    return not _reported(scene, one) and not any(_within(who, part) for part in one.content)


def introducer(scene: Scene, colon: int) -> Tokens | None:
    """The subject of the clause that ends in the colon at word `colon`, if there is one."""
    page, grammar = scene.page, scene.grammar
    if colon < 1 or page.words[colon] != ":" or page.kind[colon] is None:
        return None
    begin = sentence_start(scene, colon)
    subject = next((i for i in range(begin, colon) if grammar.dep[i] in _SUBJECTS), None)
    if subject is None:
        return None
    first, stop = scene.phrase(subject)
    return max(first, begin), min(stop, colon)


def sentence_start(scene: Scene, last: int) -> int:
    """The first word of the sentence that word `last` is in, within its line."""
    begin = last
    while begin > scene.lines[last][0] and not scene.page.sentence_break(begin - 1):
        begin -= 1
    return begin


def _spoken(scene: Scene, one: Found) -> tuple[Tokens, ...]:
    """The content; where the reporting words stand between two quotations, only what is quoted."""
    page = scene.page
    first, stop = one.hull
    if first == one.cue[1]:
        first = _past_the_occasion(scene, one.cue, one.content[0])
    before, after = page.quote[first], page.quote[stop - 1]
    between = first < one.cue[0] and one.cue[1] < stop and page.quote[one.cue[0]] < 0
    if not between or min(before, after) < 0 or before == after:
        return ((first, one.content[0][1]), *one.content[1:])
    ends = (page.quotes[before][1], page.quotes[after][0])
    return tuple(part for part in ((first, ends[0]), (ends[1], stop)) if part[0] < part[1])


def _past_the_occasion(scene: Scene, cue: Tokens, part: Tokens) -> int:
    """Where the words behind "said" begin: at the "that" tied to it, past when and where it was said."""
    page, grammar, said = scene.page, scene.grammar, scene.grammar.top(cue)
    near = range(part[0], min(part[0] + _OCCASION, part[1] - 1))
    that = next((i for i in near if page.lower[i] == "that" and page.quote[i] < 0), part[0])
    told = grammar.head[that]
    tied = grammar.dep[told] == "ccomp" and grammar.head[told] == said
    days = all(_of_a_day(page, i) for i in range(part[0], that))
    return that if days or (tied and not page.verbish((part[0], that))) else part[0]


def _of_a_day(page: Page, i: int) -> bool:
    low = page.lower[i]
    return low in _DAY_WORDS or low in lexicon.MONTH_NUMBER or page.words[i].isdecimal()


def _bare(scene: Scene, source: Tokens | None) -> Tokens | None:
    """The source without marks at its ends and without a verb it is the subject of."""
    bare = scene.page.stripped(source) if source else None
    if bare is None:
        return None
    grammar = scene.grammar
    while bare[1] - bare[0] > 1 and _leads_in(scene, bare[0]):
        bare = (bare[0] + 1, bare[1])
    while bare[1] - bare[0] > 1 and _trails(scene.page, bare[1] - 1):
        bare = (bare[0], bare[1] - 1)
    for i in range(*bare):
        head = grammar.head[i]
        if grammar.dep[i] in _SUBJECTS and bare[0] <= head < bare[1] and not _relative(scene, head):
            first, stop = scene.phrase(i)
            return max(first, bare[0]), min(stop, bare[1])
    return bare


def _leads_in(scene: Scene, i: int) -> bool:
    """As in "Separately, the senator said", and the day of "On May 1 Russia said"."""
    day = scene.page.words[i].isdecimal() and i > 0 and scene.page.lower[i - 1] in lexicon.MONTH_NUMBER
    return day or scene.grammar.tag[i] in _LEADING


def _trails(page: Page, i: int) -> bool:
    """The day of "John Kerry on Monday"."""
    behind = page.lower[i + 1] if i + 1 < len(page) else ""
    return page.lower[i] in lexicon.WEEKDAYS or (page.lower[i] == "on" and behind in lexicon.WEEKDAYS)


def _relative(scene: Scene, verb: int) -> bool:
    return scene.grammar.dep[verb].startswith("acl")


def _past_day(page: Page, cue: Tokens, part: Tokens) -> Tokens:
    """Behind the day of the words: "said on Monday it was closed", but not "said Monday was warm"."""
    first, stop = part
    day = first + (page.lower[first] == "on")
    if first != cue[1] or stop - day < _LEAST or page.lower[day] not in lexicon.WEEKDAYS:
        return part
    goes_on = page.wordlike(day + 1) and not page.finite(day + 1) and page.lower[day + 1] not in _DAY_TAILS
    return (day + 1, stop) if goes_on else part


def _reported(scene: Scene, one: Found) -> bool:
    """As in "40 people reported killed": they are spoken of, without saying by whom."""
    grammar, first = scene.grammar, one.content[0][0]
    behind = first == one.cue[1] and one.source is not None and one.source[1] == one.cue[0]
    verbs = one.cue[1] - one.cue[0] == 1 and grammar.tag[one.cue[0]] in ("VBD", "VBN")
    return behind and verbs and grammar.tag[first] == "VBN" and grammar.head[first] == one.cue[0]


def _within(source: Tokens | None, part: Tokens) -> bool:
    """Whether who speaks stands in the middle of what is said: then the reading makes no sense."""
    return source is not None and part[0] < source[0] and source[1] < part[1]


def _joined(scene: Scene, cue: Tokens, earlier: Sequence[Attribution]) -> Tokens | None:
    """The source of the cue that this one is joined to, if it has no subject of its own.

    As in "accusing A and calling B", and in the headline "Berg slams A, calls on B".
    """
    grammar, verb = scene.grammar, scene.grammar.top(cue)
    for one in reversed(earlier[-_JOINED:]):
        other = grammar.top(one.cue)
        alike = grammar.dep[verb] == "conj" and grammar.head[verb] == other
        if alike and grammar.tag[verb] == grammar.tag[other]:
            return None if any(grammar.dep[k] in _SUBJECTS for k in scene.children[verb]) else one.source
        if _listed(scene.page, one.cue, cue) and one.source and one.source[1] <= one.cue[0]:
            return one.source
    return None


def _listed(page: Page, one: Tokens, other: Tokens) -> bool:
    """Whether both are verbs of one headline, the second directly behind a comma."""
    before = other[0] - 1
    while before > one[1] and page.words[before] in CLOSING:
        before -= 1
    headline = page.kind[other[0]] is SegmentKind.HEADLINE and page.line[one[0]] == page.line[other[0]]
    return headline and one[1] <= before and page.words[before] == "," and page.lower[other[0]].endswith("s")


def _gerund(scene: Scene, cue: Tokens) -> Tokens | None:
    """As in "a video of him warning": the pronoun directly before speaks."""
    if cue[0] == 0 or scene.grammar.tag[cue[0]] != "VBG":
        return None
    return (cue[0] - 1, cue[0]) if scene.page.lower[cue[0] - 1] in ("him", "her", "them") else None


def _before_colon(scene: Scene, one: Found) -> Tokens | None:
    """Behind a colon that is its own cue, the subject of the clause before speaks, not its last noun."""
    behind = one.cue[1]
    reports = any(scene.grammar.tag[i].startswith("VB") for i in range(*one.cue))
    if reports or one.hull[0] < behind:
        return None
    return introducer(scene, behind - 1)
