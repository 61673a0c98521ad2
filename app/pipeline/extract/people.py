"""The people an article names: full names, offices, and every place where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.pipeline.extract import lexicon
from app.pipeline.extract.reading import Page, Tokens

_NO_NAME = frozenset(lexicon.WEEKDAYS) | frozenset(lexicon.MONTHS) | lexicon.BODY_WORDS
_FUNCTION = (
    lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | lexicon.CONJUNCTIONS
    | lexicon.ADVERBS
    | lexicon.SUBJECT_PRONOUNS | lexicon.AUXILIARIES | frozenset(["there", "yes", "if"])
)  # fmt: skip
_ADDRESS = lexicon.words("people_address")
_MOST = 30  # people of one surname or office that are told apart; the time grows with their number
_OFFICE_REACH = 9  # tokens before a name that can hold its office: "Secretary of State for Northern Ireland"
_SAME_OFFICE = {
    "sen.": ("senator", "lawmaker"), "sen": ("senator", "lawmaker"), "senator": ("lawmaker",),
    "rep.": ("congressman", "congresswoman", "representative", "lawmaker"),
    "congressman": ("lawmaker", "representative"),
    "representative": ("congressman", "congresswoman", "lawmaker"), "rep": ("congressman", "lawmaker"),
    "gov.": ("governor",), "gov": ("governor",), "gen.": ("general",), "dr.": ("doctor",),
}  # fmt: skip


@dataclass(slots=True)
class Person:
    """Someone the article names. `name` is the fullest form printed, `key` the surname in lower case."""

    name: str
    key: str
    first: str
    gender: str = ""
    offices: set[str] = field(default_factory=set)
    count: int = 0
    former: bool = False

    @property
    def full(self) -> bool:
        return bool(self.first)


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a person is named; `subject` where the sentence begins with it."""

    tokens: Tokens
    person: Person
    subject: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everyone named, in order of first mention, and the mentions in order of the text."""

    persons: list[Person]
    mentions: list[Mention]

    by_key: dict[str, list[Person]]
    by_office: dict[str, list[Person]]

    def named(self, key: str) -> list[Person]:
        """People of that surname, in lower case."""
        return self.by_key.get(key, [])

    def holders(self, office: str) -> list[Person]:
        """People introduced with that word of office."""
        return self.by_office.get(office, [])


def find_people(page: Page) -> People:
    """People by title, first name, or a full name whose surname later stands alone."""
    runs = list(_runs(page))
    known = _full_names(page, runs)
    index: dict[str, list[Person]] = {}
    for person in known:
        index.setdefault(person.key, []).append(person)
    mentions: list[Mention] = []
    for run in runs:
        name = _name_in(page, run)
        found = _person_of(page, name, run, index) if name else None
        if found and name:
            found.count += 1
            _learn_office(page, found, name)
            mentions.append(Mention(name, found, _opens_sentence(page, run[0])))
    persons = [p for group in index.values() for p in group if p.count]
    by_office: dict[str, list[Person]] = {}
    for person in persons:
        for office in sorted(person.offices):
            by_office.setdefault(office, []).append(person)
    shared = {office: holders[:_MOST] for office, holders in by_office.items()}
    return People(persons, mentions, {key: group[:_MOST] for key, group in index.items()}, shared)


def _runs(page: Page) -> Iterator[Tokens]:
    """Stretches of capitalised words, with the particles and hyphens of names inside them."""
    i = 0
    while i < len(page):
        if not _name_word(page, i):
            i += 1
            continue
        stop = i + 1
        while stop < len(page) and page.line[stop] == page.line[i] and (reach := _next_name(page, stop)):
            stop = reach
        yield i, stop
        i = stop


def _name_word(page: Page, i: int) -> bool:
    word = page.words[i]
    if page.kind[i] is None or not word[:1].isupper() or page.lower[i] in ("'s", "’s"):
        return (
            page.kind[i] is not None
            and page.lower[i] == "al"
            and i + 2 < len(page)
            and page.words[i + 1] == "-"
            and page.capitalised(i + 2)
        )
    return page.lower[i] not in _FUNCTION or (
        page.lower[i] in ("will", "may") and i + 1 < len(page) and page.capitalised(i + 1)
    )


def _next_name(page: Page, i: int) -> int:
    """End of what continues a run at token `i`, 0 where nothing does."""
    if _name_word(page, i):
        return i + 1
    for length in (1, 2, 3):
        if i + length >= len(page) or page.line[i + length] != page.line[i]:
            return 0
        between = range(i, i + length)
        joined = all(page.words[k] in "-" or page.lower[k] in lexicon.NAME_PARTICLES for k in between)
        if joined and _name_word(page, i + length):
            return i + length + 1
    return 0


def _name_in(page: Page, run: Tokens) -> Tokens | None:
    """The name at the end of a run, without titles, countries and bodies before it."""
    first, stop = run
    while stop > first and page.lower[stop - 1] in lexicon.TITLES:
        stop -= 1
    for i in range(stop - 1, first - 1, -1):
        if page.lower[i] in lexicon.TITLES:
            first = i + 1
            break
    start = next((i for i in range(first, stop - 1) if page.lower[i] in lexicon.first_names()), None)
    first = start if start is not None and stop - start <= 6 else _past_place(page, first, stop)
    while first < stop and page.words[first] == "-":
        first += 1
    words = [page.lower[i] for i in range(first, stop)]
    if (
        not words
        or any(w in _NO_NAME for w in words)
        or (
            page.words[first].isupper()
            and len(words) > 1
            and len(page.words[first]) > 2
            and not all(page.words[i].isupper() for i in range(first, stop))
        )
    ):
        return None
    return (first, stop) if len(words) <= 8 else None


def _past_place(page: Page, first: int, stop: int) -> int:
    """As in "envoy to Syria Anna Berg": the place behind "of", "to" or "for" is no part of the name."""
    governed = (
        first > 1 and page.lower[first - 1] in ("of", "for", "to") and page.lower[first - 2] in lexicon.TITLES
    )
    return first + 1 if governed and stop - first >= 3 else first


def _parts(page: Page, name: Tokens) -> tuple[str, str]:
    """First name and surname, lower case; no first name where only the surname is printed."""
    words = [page.lower[i] for i in range(*name) if page.words[i] != "-"]
    while len(words) > 1 and words[-1] in lexicon.NAME_SUFFIXES:
        words.pop()
    body = [w for w in words if w not in lexicon.NAME_PARTICLES] or words
    return (body[0] if len(body) > 1 else ""), body[-1]


def _full_names(page: Page, runs: list[Tokens]) -> list[Person]:
    """Names of two words and more that are surely people's."""
    alone = {page.lower[run[1] - 1] for run in runs if len(_bare(page, run)) == 1 and _speaks(page, run)}
    persons: dict[tuple[str, str], Person] = {}
    for run in runs:
        name = _name_in(page, run)
        if not name:
            continue
        first, key = _parts(page, name)
        titled = _titled(page, name, run)
        sure = titled or _introduced(page, name) or first in lexicon.first_names() or (key in alone and first)
        if not first or not sure or len(key) < 2 or key in lexicon.TITLES:
            continue
        printed = page_text(page, name)
        person = persons.setdefault(
            (first, key), Person(printed, key, first, lexicon.first_names().get(first, ""))
        )
        if len(printed) < len(person.name) and "." not in printed and len(printed.split()) == 2:
            person.name = printed
    return list(persons.values())


def _speaks(page: Page, run: Tokens) -> bool:
    """Whether a reporting verb stands beside the name: places are named alone too, but seldom speak."""
    reporting = lexicon.reporting_forms()
    behind = page.lower[run[1]] if run[1] < len(page) else ""
    return behind in reporting or (run[0] > 0 and page.lower[run[0] - 1] in reporting)


def _bare(page: Page, run: Tokens) -> list[int]:
    return [
        i
        for i in range(*run)
        if page.lower[i] not in lexicon.TITLES
        and page.words[i] != "-"
        and page.lower[i] not in lexicon.NAME_PARTICLES
    ]


def _introduced(page: Page, name: Tokens) -> bool:
    """Whether an aside tells age or office: "Anna Berg, 34, said", "Anna Berg, a nurse,"."""
    stop = name[1]
    aged = stop + 2 < len(page) and page.words[stop] == "," and page.words[stop + 1].isdecimal()
    return bool((aged and page.words[stop + 2] in (",", ".")) or _aside_words(page, stop))


def _titled(page: Page, name: Tokens, run: Tokens) -> bool:
    before = name[0] - 1
    if before < 0:
        return False
    if page.words[before] == "," and page.line[before] == page.line[name[0]]:
        before -= 1  # "the mayor, Anna Berg"
    if page.lower[before] in lexicon.TITLES:
        return True
    return (
        before > 1
        and page.lower[before - 1] in ("of", "for", "to")
        and page.lower[before - 2] in lexicon.TITLES
    )


def page_text(page: Page, tokens: Tokens) -> str:
    """The words as printed, single-spaced."""
    out = ""
    for i in range(*tokens):
        gap = i > tokens[0] and page.start[i] > page.end[i - 1]
        out += (" " if gap else "") + page.words[i]
    return out


def _person_of(page: Page, name: Tokens, run: Tokens, index: dict[str, list[Person]]) -> Person | None:
    first, key = _parts(page, name)
    group = index.setdefault(key, [])[:_MOST]
    if first:
        return next(
            (p for p in group if p.first == first or (p.first[:1] == first[:1] and "." in first)), None
        )
    gender = _title_gender(page, name)
    if not _titled(page, name, run) and not group:
        return None
    fitting = [p for p in group if not gender or not p.gender or p.gender == gender]
    titles = {w for w in _office_before(page, name[0]) if w in lexicon.TITLES} - _ADDRESS
    fitting = [p for p in fitting if titles and titles <= p.offices] or fitting
    if not fitting:
        index[key].append(Person(page_text(page, name), key, "", gender))
        return index[key][-1]
    return fitting[0] if len(fitting) == 1 else _leading(fitting)


def _leading(persons: list[Person]) -> Person | None:
    """The one named clearly more often, None where they tie."""
    ranked = sorted(persons, key=lambda p: -p.count)
    return ranked[0] if ranked[0].count >= 2 * ranked[1].count + 1 else None


def _title_gender(page: Page, name: Tokens) -> str:
    low = page.lower[name[0] - 1] if name[0] else ""
    return "m" if low in lexicon.MALE_WORDS else "f" if low in lexicon.FEMALE_WORDS else ""


def _learn_office(page: Page, person: Person, name: Tokens) -> None:
    """Words of office before the name and in the aside behind it."""
    before = _office_before(page, name[0])
    words = [*before, *_aside_words(page, name[1])]
    person.gender = person.gender or _title_gender(page, name)
    for word in words:
        person.offices.add(word)
        person.offices.update(_SAME_OFFICE.get(word, ()))
        if not person.gender:
            person.gender = (
                "m"
                if word in lexicon.MALE_WORDS - {"he"}
                else "f"
                if word in lexicon.FEMALE_WORDS - {"she"}
                else ""
            )
    person.former |= "former" in before or "ex" in before


def _office_before(page: Page, start: int) -> list[str]:
    i = start
    while (
        i > 0
        and start - i < _OFFICE_REACH
        and page.line[i - 1] == page.line[start - 1]
        and _office_word(page, i - 1)
    ):
        i -= 1
    words = [page.lower[k] for k in range(_described_from(page, i), start) if page.wordlike(k)]
    return words if any(w in lexicon.TITLES for w in words) else []


def _described_from(page: Page, start: int) -> int:
    """Left to the article of "the head of the city's rescue service in Norway, Anna Berg"."""
    for i in range(start - 1, max(-1, start - 14), -1):
        low = page.lower[i]
        if (
            page.line[i] != page.line[start - 1]
            or page.finite(i)
            or low in lexicon.CONJUNCTIONS | lexicon.SUBORDINATORS
        ):
            return start
        if not (page.wordlike(i) or page.words[i] in ("-", "'s", "’s")):
            return start
        if low in ("the", "a", "an") and any(page.lower[k] in lexicon.PERSON_NOUNS for k in range(i, start)):
            return i
    return start


def _office_word(page: Page, i: int) -> bool:
    low = page.lower[i]
    return (
        low in lexicon.TITLES
        or (page.capitalised(i) and low not in _FUNCTION)
        or low in ("of", "for", "to", "foreign", "special", "-")
    )


def _aside_words(page: Page, stop: int) -> list[str]:
    """As in "NAME, the head of X,": the aside's words."""
    if stop + 2 >= len(page) or page.words[stop] != "," or page.line[stop + 1] != page.line[stop]:
        return []
    low = page.lower[stop + 1]
    if low not in ("a", "an", "the", "one") and low not in lexicon.TITLES and not page.capitalised(stop + 1):
        return []
    words = []
    for i in range(stop + 1, min(len(page), stop + 20)):
        if (
            page.words[i] in (",", ".", ";", ":")
            or page.line[i] != page.line[stop]
            or page.quote[i] >= 0
            or page.finite(i)
        ):
            break
        words.append(page.lower[i])
    return words if any(w in lexicon.PERSON_NOUNS | lexicon.TITLES for w in words) else []


def _opens_sentence(page: Page, i: int) -> bool:
    """Whether only office, adjunct and conjunction stand between the sentence's start and token `i`."""
    j = i - 1
    while j >= 0 and page.line[j] == page.line[i] and i - j < 14:
        if page.words[j] in (".", "?", "!") or page.quote[j] >= 0:
            return True
        if page.words[j] in (";",) or page.finite(j):
            return False
        if page.words[j] == "," and page.lower[j + 1] not in lexicon.DETERMINERS:
            return True
        j -= 1
    return j < 0 or page.line[j] != page.line[i]
