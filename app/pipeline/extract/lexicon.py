"""The words the rules know: verbs with their forms, titles, nouns for people and bodies, function words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from importlib import resources

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH_FORMS = (
    "january jan jan.|february feb feb.|march mar mar.|april apr apr.|may|june jun jun.|july jul jul."
    "|august aug aug.|september sep sept sep. sept.|october oct oct.|november nov nov.|december dec dec."
)
MONTH_NUMBER = {
    form: number for number, forms in enumerate(_MONTH_FORMS.split("|"), start=1) for form in forms.split()
}
MONTHS = tuple(forms.split()[0] for forms in _MONTH_FORMS.split("|"))


def _lines(name: str) -> Iterator[str]:
    words = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return (line for line in words.splitlines() if line and not line.startswith("#"))


def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    words: set[str] = set()
    for line in _lines("word_lists.txt"):
        if line.startswith("["):
            words = lists.setdefault(line.strip("[]"), set())
        else:
            words.update(line.split())
    return {name: frozenset(found) for name, found in lists.items()}


_LISTS = _word_lists()


def words(name: str) -> frozenset[str]:
    """The list of that name in word_lists.txt; KeyError where there is none."""
    return _LISTS[name]


DETERMINERS = _LISTS["determiners"]
SUBJECT_PRONOUNS = _LISTS["subject_pronouns"]
OBJECT_PRONOUNS = _LISTS["object_pronouns"]
POSSESSIVES = _LISTS["possessives"]
RELATIVES = _LISTS["relatives"]
AUXILIARIES = _LISTS["auxiliaries"]
BE_FORMS = _LISTS["be_forms"]
CONJUNCTIONS = _LISTS["conjunctions"]
SUBORDINATORS = _LISTS["subordinators"]
PREPOSITIONS = _LISTS["prepositions"]
NOUN_PREPOSITIONS = _LISTS["noun_prepositions"]
ADVERBS = _LISTS["adverbs"]
NOT_ADVERBS = _LISTS["not_adverbs"]
TITLES = _LISTS["titles"]
MALE_WORDS = _LISTS["male_words"]
FEMALE_WORDS = _LISTS["female_words"]
NAME_PARTICLES = _LISTS["name_particles"]
NAME_SUFFIXES = _LISTS["name_suffixes"]
PERSON_NOUNS = _LISTS["person_nouns"]
BODY_NOUNS = _LISTS["body_nouns"]
BODY_WORDS = _LISTS["body_words"]
UNNAMED_NOUNS = _LISTS["unnamed_nouns"]
NOUN_S_FORMS = _LISTS["noun_s_forms"]
MEDIA_WORDS = _LISTS["media_words"]
FINITE_AUXILIARIES = AUXILIARIES - {"be", "been", "being", "having", "'s", "’s", "may", "might"}

_VOWELS = "aeiou"


class Form(Enum):
    BASE = "base"
    S = "s"
    PAST = "past"
    PARTICIPLE = "participle"
    ING = "ing"


_DOUBLED = _LISTS["doubled"]


def inflect(lemma: str, past: str = "", participle: str = "") -> dict[Form, str]:
    """The forms of an English verb by the spelling rules, its irregular past and participle given."""
    stem = lemma + lemma[-1] if lemma in _DOUBLED else lemma
    regular = _past(lemma, stem)
    return {
        Form.BASE: lemma,
        Form.S: _third_person(lemma),
        Form.PAST: past or regular,
        Form.PARTICIPLE: participle or past or regular,
        Form.ING: _ing(lemma, stem),
    }


def _past(lemma: str, stem: str) -> str:
    if lemma.endswith("e"):
        return lemma + "d"
    return lemma[:-1] + "ied" if _consonant_y(lemma) else stem + "ed"


def _third_person(lemma: str) -> str:
    if _consonant_y(lemma):
        return lemma[:-1] + "ies"
    return lemma + "es" if lemma.endswith(("s", "x", "z", "ch", "sh", "go", "do")) else lemma + "s"


def _ing(lemma: str, stem: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    return lemma[:-1] + "ing" if lemma.endswith("e") and not lemma.endswith(("ee", "ye")) else stem + "ing"


def _consonant_y(lemma: str) -> bool:
    return lemma.endswith("y") and lemma[-2:-1] not in _VOWELS


@cache
def _irregular() -> dict[str, list[str]]:
    """Past and participle by lemma; nothing behind a regular verb."""
    return {lemma: rest for lemma, *rest in map(str.split, _lines("general_verbs.txt"))}


def _inflected(lemma: str) -> dict[Form, str]:
    return inflect(lemma, *_irregular().get(lemma, ()))


def inflections(lemmas: Iterable[str]) -> frozenset[str]:
    """Every form of these verbs, lower case."""
    return frozenset(form for lemma in lemmas for form in _inflected(lemma).values())


@cache
def reporting_verbs() -> frozenset[str]:
    """Lemmas of verbs that report."""
    return frozenset(lemma for line in _lines("reporting_verbs.txt") for lemma in line.split())


@cache
def reporting_forms() -> frozenset[str]:
    """Every form of a verb that reports, lower case."""
    return inflections(reporting_verbs())


@cache
def verb_forms() -> dict[str, frozenset[Form]]:
    """Every form of every verb known, reporting or not, lower case."""
    forms: dict[str, set[Form]] = {}
    for lemma in _irregular().keys() | reporting_verbs():
        for form, word in _inflected(lemma).items():
            forms.setdefault(word, set()).add(form)
    return {word: frozenset(found) for word, found in forms.items()}


@cache
def first_names() -> dict[str, str]:
    """Common first names, lower case: "m", "f", or "" where both bear it."""
    names: dict[str, str] = {}
    for line in _lines("first_names.txt"):
        gender, _, rest = line.partition(" ")
        for name in rest.split():
            names[name] = "" if name in names else gender
    return names
