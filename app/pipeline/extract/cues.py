"""Cues: the words that hand what follows, or what came before, to someone."""

from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.extract import lexicon
from app.pipeline.extract.lexicon import Form, ReportingVerb
from app.pipeline.extract.reading import Page, Tokens
from app.pipeline.extract.sources import is_adverb

_MOST = 12  # cues read in a sentence: real ones have fewer, and the time grows with their number
_NO_AGENT = frozenset(["expect", "believe", "think", "say", "report", "estimate", "allege", "suppose"])
_MODALS = lexicon.words("cues_modals")  # what one may, could or should say is not said
_HAVE = lexicon.words("cues_have")
_PLURALS = lexicon.words("cues_plurals")
_RAISING = lexicon.words("cues_raising")
_CLAIM_NOUNS = lexicon.words("cues_claim_nouns")


@dataclass(frozen=True, slots=True)
class Cue:
    """Cue words at `tokens` whose verb is token `head`.

    `rule` names what found it: verb, participle, passive, agentless, quoted-as, according, noun. `verb` is
    None where no verb did;
    `particle` says that the cue ends in a particle, so that an object follows.
    """

    tokens: Tokens
    head: int
    rule: str
    verb: ReportingVerb | None = None
    form: Form | None = None
    particle: str = ""


def find_cues(page: Page, sentence: Tokens) -> list[Cue]:
    """The cues of a sentence that stand outside quotations, in order."""
    found: list[Cue] = []
    behind = sentence[0]
    for i in range(*sentence):
        if len(found) == _MOST:
            break
        if i < behind or page.quote[i] >= 0:
            continue
        cue = _cue_at(page, i, sentence)
        if cue:
            found.append(cue)
            behind = cue.tokens[1]
    return found


def _cue_at(page: Page, i: int, sentence: Tokens) -> Cue | None:
    low = page.lower[i]
    if low == "according" and i + 1 < sentence[1] and page.lower[i + 1] == "to":
        return Cue((i, i + 2), i, "according")
    if low in _CLAIM_NOUNS and i + 1 < sentence[1] and page.lower[i + 1] == "that":
        cue = _noun_cue(page, i, sentence)
        if cue:
            return cue
    if low in lexicon.reporting_forms():
        return _verb_cue(page, i, sentence)
    return None


def _noun_cue(page: Page, i: int, sentence: Tokens) -> Cue | None:
    previous = page.lower[i - 1] if i > sentence[0] else ""
    bare = previous in lexicon.DETERMINERS or previous in ("'s", "’s", "of", "with", "about", "by")
    return Cue((i, i + 1), i, "noun") if bare or page.lower[i].endswith("ions") else None


def _verb_cue(page: Page, i: int, sentence: Tokens) -> Cue | None:
    if (page.capitalised(i) and not _title_case(page, i)) or page.glued(i) or _hyphen_follows(page, i):
        return None
    for verb, form in lexicon.reporting_forms()[page.lower[i]]:
        rule = _voice(page, i, verb, form, sentence)
        if not rule:
            continue
        stop, particle = _with_particle(page, i, verb, sentence)
        words = f"{page.lower[i]} {particle}".strip()
        if (not verb.frames and not particle) or words in lexicon.weak_cues():
            continue
        if rule == "quoted-as":
            return Cue((_auxiliary(page, i, sentence), i + 1), i, rule, verb, form)
        return Cue((i, stop), i, rule, verb, form, particle)
    return None


def _hyphen_follows(page: Page, i: int) -> bool:
    return i + 1 < len(page) and page.words[i + 1] == "-" and page.end[i] == page.start[i + 1]


def _title_case(page: Page, i: int) -> bool:
    """Whether the token stands in a line in title case: nearly all longer words have capitals."""
    first = last = i
    while first > 0 and page.line[first - 1] == page.line[i] and i - first < 15:
        first -= 1
    while last + 1 < len(page) and page.line[last + 1] == page.line[i] and last - i < 15:
        last += 1
    words = [j for j in range(first, last + 1) if len(page.words[j]) > 3 and page.wordlike(j)]
    return len(words) >= 3 and sum(map(page.capitalised, words)) >= 0.75 * len(words)


def _voice(page: Page, i: int, verb: ReportingVerb, form: Form, sentence: Tokens) -> str:
    """How the verb is used (a `Cue.rule`); empty where it reports nothing."""
    j = i - 1
    while j >= sentence[0] and (is_adverb(page, j) and page.lower[j] not in _HAVE):
        j -= 1
    previous = page.lower[j] if j >= sentence[0] and page.quote[j] < 0 else ""
    following = page.lower[i + 1] if i + 1 < sentence[1] else ""
    if form is Form.ING:
        return _ing_voice(page, i, j, previous)
    if previous in lexicon.BE_FORMS and previous not in ("'s", "’s"):
        return _passive(verb, form, following)
    if form in (Form.PAST, Form.PARTICIPLE):
        if previous in _HAVE or form is Form.PAST:
            passive = following == "by" or _participle_follows(page, i + 1, sentence[1])
            return "" if passive or _adjectival(page, i, previous) else "verb"
        return ""
    return _present_voice(page, i, form, previous)


def _ing_voice(page: Page, i: int, j: int, previous: str) -> str:
    if previous in lexicon.BE_FORMS:
        return "verb"
    if previous == "as" and j and page.lower[j - 1] in ("quoted", "cited"):
        return "quoted-as"
    if previous in lexicon.DETERMINERS or previous in lexicon.PREPOSITIONS or previous in ("'s", "’s", ""):
        return "" if previous else "participle"
    return "participle"


def _passive(verb: ReportingVerb, form: Form, following: str) -> str:
    if form not in (Form.PAST, Form.PARTICIPLE):
        return ""
    if following == "by":
        return "passive"
    return "agentless" if verb.lemma in _NO_AGENT and following in ("to", "that") else ""


def _participle_follows(page: Page, i: int, stop: int) -> bool:
    """As in "40 people reported killed in the city": a participle that nothing but an adjunct follows."""
    if i >= stop or page.quote[i] >= 0 or page.capitalised(i) or Form.PARTICIPLE not in page.forms(i):
        return False
    return i + 1 >= stop or page.lower[i + 1] in lexicon.PREPOSITIONS or not page.wordlike(i + 1)


def _adjectival(page: Page, i: int, previous: str) -> bool:
    """As in "the proposed deal", "in reported cases"."""
    determiner = previous in lexicon.DETERMINERS - {
        "this",
        "that",
        "all",
        "both",
        "some",
        "many",
        "few",
        "others",
        "another",
    }
    return (
        determiner or previous in ("'s", "’s", "being", "as", "than") or previous in lexicon.NOUN_PREPOSITIONS
    )


def _present_voice(page: Page, i: int, form: Form, previous: str) -> str:
    if previous in lexicon.POSSESSIVES or previous in (
        "'s",
        "’s",
        "the",
        "a",
        "an",
        "no",
        "of",
        "in",
        "for",
        "to",
        "and",
        "or",
    ):
        return _bare_voice(page, i, form, previous)
    if form is Form.S:
        return "" if previous in lexicon.DETERMINERS - {"that", "this"} else "verb"
    if previous in _MODALS or previous in _PLURALS:
        return "verb"
    plural = previous.endswith("s") and previous not in (
        "'s",
        "’s",
        "is",
        "was",
        "has",
        "this",
        "its",
        "his",
        "as",
        "us",
    )
    return "verb" if plural and not page.capitalised(i) else ""


def _bare_voice(page: Page, i: int, form: Form, previous: str) -> str:
    """As in "went on to say"; "came and says"."""
    if (
        previous == "to"
        and i > 2
        and (page.lower[i - 2] in _RAISING or page.lower[i - 3 : i - 1] == ["went", "on"])
    ):
        return "participle"
    return "verb" if previous == "and" and form is Form.S else ""


def _with_particle(page: Page, i: int, verb: ReportingVerb, sentence: Tokens) -> tuple[int, str]:
    """End of the cue with its particle ("called for", "pointed out", "made it clear")."""
    for particle in verb.particles:
        stop = i + 1 + len(particle)
        if stop <= sentence[1] and tuple(page.lower[i + 1 : stop]) == particle:
            return stop, " ".join(particle)
    return i + 1, ""


def _auxiliary(page: Page, i: int, sentence: Tokens) -> int:
    """Start of "was quoted as saying"."""
    j = i - 2
    while j > sentence[0] and page.lower[j - 1] in lexicon.BE_FORMS:
        j -= 1
    return j
