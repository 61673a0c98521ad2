"""The people an article names: full names, offices, and every place where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.domain.article import SegmentKind
from app.pipeline.extract import lexicon
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.reading import Page, Tokens

_NO_NAME = frozenset(lexicon.WEEKDAYS) | frozenset(lexicon.MONTHS) | lexicon.BODY_WORDS
_FUNCTION = (
    lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | lexicon.CONJUNCTIONS
    | lexicon.ADVERBS
    | lexicon.SUBJECT_PRONOUNS | lexicon.AUXILIARIES | frozenset(["there", "yes", "if"])
)  # fmt: skip
_Key = tuple[str, ...]  # a name's words in lower case
_DAYS = frozenset(lexicon.WEEKDAYS) | frozenset(lexicon.MONTHS)
_WITHIN = frozenset({"in", "at", "near", "across", "outside", "inside", "around"})  # before names of places
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


class NameKind(StrEnum):
    PERSON = "person"
    BODY = "body"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Name:
    """A name a recogniser found."""

    tokens: Tokens
    kind: NameKind


@dataclass(slots=True)
class Person:
    """Someone the article speaks of. `name` is the fullest form printed, `key` the surname in lower case.

    Unnamed people ("young man") have no `key`.
    """

    name: str
    key: str
    first: str
    gender: str = ""
    offices: set[str] = field(default_factory=set)  # every word of the offices it is introduced with
    roles: set[str] = field(default_factory=set)  # their nouns: "the minister" can mean it
    former: bool = False
    places: list[int] = field(default_factory=list)  # tokens where a mention begins, in order

    @property
    def count(self) -> int:
        return len(self.places)

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
class Body:
    """One place where a company, agency or the like is named; `subject` where the sentence begins with it."""

    tokens: Tokens
    name: str
    subject: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everyone named, in order of first mention, and the mentions in order of the text."""

    persons: list[Person]
    mentions: list[Mention]
    bodies: list[Body]

    by_key: dict[str, list[Person]]
    by_office: dict[str, list[Person]]

    def named(self, key: str) -> list[Person]:
        """People of that surname, in lower case."""
        return self.by_key.get(key, [])

    def holders(self, office: str) -> list[Person]:
        """People introduced with that word of office."""
        return self.by_office.get(office, [])


def find_people(page: Page, names: Sequence[Name] = ()) -> People:
    """People by title, first name, a full name whose surname stands alone later, or a recogniser's word."""
    kinds = _kinds(page, names)
    runs = [part for run in _runs(page) for part in _apart(run, kinds)]
    known = _full_names(page, runs, kinds)
    index: dict[str, list[Person]] = {}
    for person in known:
        index.setdefault(person.key, []).append(person)
    mentions: list[Mention] = []
    others: list[Tokens] = []
    for run in runs:
        name = _name_in(page, run)
        found = _person_of(page, name, run, index) if name else None
        if found and name:
            found.places.append(name[0])
            _learn_office(page, found, name)
            mentions.append(Mention(name, found, is_subject(page, run)))
        else:
            others.append(run)
    persons = [p for group in index.values() for p in group if p.count]
    by_office: dict[str, list[Person]] = {}
    for person in persons:
        for office in sorted(person.roles):
            by_office.setdefault(office, []).append(person)
    shared = {office: holders[:_MOST] for office, holders in by_office.items()}
    bodies = [body for run in _surely_names(page, others) if (body := _body(page, run, kinds))]
    return People(persons, mentions, bodies, {key: group[:_MOST] for key, group in index.items()}, shared)


def _kinds(page: Page, names: Sequence[Name]) -> dict[int, NameKind]:
    """What each word of a name is part of: one name has one kind in an article, the commonest."""
    votes: dict[tuple[str, ...], Counter[NameKind]] = {}
    keys = [tuple(page.lower[slice(*name.tokens)]) for name in names]
    for key, name in zip(keys, names, strict=True):
        votes.setdefault(key, Counter())[name.kind] += 1
    kind = {key: counts.most_common(1)[0][0] for key, counts in votes.items()}
    found = {i: kind[key] for key, name in zip(keys, names, strict=True) for i in range(*name.tokens)}
    _part_places(found, kind, [name.tokens for name in names], keys)
    return found


def _part_places(
    found: dict[int, NameKind], kind: dict[_Key, NameKind], places: list[Tokens], keys: list[_Key]
) -> None:
    """Part what was read as one name in "in Geneva Berg said", where the article knows both."""
    alone = {key[0] for key in kind if len(key) == 1 and kind[key] is NameKind.PLACE}
    alone -= lexicon.first_names().keys()
    surnames = {key[-1] for key in kind if len(key) > 1 and kind[key] is NameKind.PERSON}
    for key, (first, stop) in zip(keys, places, strict=True):
        if len(key) > 1 and key[0] in alone and (kind[key] is NameKind.PERSON or key[-1] in surnames):
            found[first] = NameKind.PLACE
            found.update(dict.fromkeys(range(first + 1, stop), NameKind.PERSON))


def _surely_names(page: Page, runs: list[Tokens]) -> Iterator[Tokens]:
    """Without single words that may have their capital from the sentence they begin."""
    inside = {page.lower[run[0]] for run in runs if not _first_word(page, run[0])}
    small = {low for low, word in zip(page.lower, page.words, strict=True) if low == word}
    often = Counter(page.lower[run[0]] for run in runs if run[1] - run[0] == 1)
    for run in runs:
        low = page.lower[run[0]]
        if run[1] - run[0] > 1 or low in inside or (often[low] > 1 and low not in small):
            yield run


def _first_word(page: Page, i: int) -> bool:
    """Whether a sentence or a quotation begins here, so that any word has a capital."""
    return (
        i == 0 or page.line[i - 1] != page.line[i] or not (page.wordlike(i - 1) or page.words[i - 1] == ",")
    )


def _body(page: Page, run: Tokens, kinds: dict[int, NameKind]) -> Body | None:
    """The body a run of capitalised words names: no day, place or adjective ("Danish ships")."""
    stop = run[1]
    follows = stop < len(page) and page.line[stop] == page.line[run[0]] and page.wordlike(stop)
    loose = follows and not page.finite(stop) and page.lower[stop] not in _FUNCTION
    loose = loose or (stop < len(page) and page.words[stop] == "/")
    if loose or page.quote[run[0]] >= 0 or kinds.get(run[0]) in (NameKind.PERSON, NameKind.PLACE):
        return None
    if page.lower[stop - 1] in _DAYS | lexicon.TITLES or (run[0] and page.lower[run[0] - 1] in _WITHIN):
        return None
    return Body(run, page_text(page, run), is_subject(page, run))


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


def _apart(run: Tokens, kinds: dict[int, NameKind]) -> Iterator[Tokens]:
    """The run, cut where a place ends and a person begins: "in Geneva Anna Berg said"."""
    begin = run[0]
    for i in range(run[0] + 1, run[1]):
        if kinds.get(i - 1) is NameKind.PLACE and kinds.get(i) is NameKind.PERSON:
            yield begin, i
            begin = i
    yield begin, run[1]


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


def _full_names(page: Page, runs: list[Tokens], kinds: dict[int, NameKind]) -> list[Person]:
    """Names of two words and more that are surely people's."""
    places = _places(page, runs)
    alone = {page.lower[run[1] - 1] for run in runs if len(_bare(page, run)) == 1 and _speaks(page, run)}
    persons: dict[tuple[str, str], Person] = {}
    for run in runs:
        name = _name_in(page, run)
        if not name:
            continue
        first, key = _parts(page, name)
        kind = kinds.get(name[1] - 1)
        plain = page.kind[name[0]] is not SegmentKind.HEADLINE  # where any word may be in capitals
        likely = plain and key in alone and key not in places and _may_be_first(page, name[0])
        sure = first in lexicon.first_names() or kind is NameKind.PERSON or (likely and kind is None)
        sure = sure or _titled(page, name, run) or _introduced(page, name)
        if not first or not sure or len(key) < 2 or key in lexicon.TITLES:
            continue
        printed = page_text(page, name)
        person = persons.setdefault(
            (first, key), Person(printed, key, first, lexicon.first_names().get(first, ""))
        )
        if len(printed) < len(person.name) and "." not in printed and len(printed.split()) == 2:
            person.name = printed
    return list(persons.values())


def _places(page: Page, runs: list[Tokens]) -> set[str]:
    """Single words that stand behind "in" or "near" so often that they name places."""
    single = [run[0] for run in runs if run[1] - run[0] == 1]
    all_of = Counter(page.lower[i] for i in single)
    within = Counter(page.lower[i] for i in single if i and page.lower[i - 1] in _WITHIN)
    return {low for low, count in within.items() if 3 * count > all_of[low]}


def _may_be_first(page: Page, i: int) -> bool:
    """Whether the word can be a first name: no acronym, no verb as in a headline's "Saving Norway"."""
    acronym = page.words[i].isupper() and len(page.words[i]) > 1 and page.words[i].isalpha()
    return not acronym and not page.forms(i) & {Form.ING, Form.S, Form.PAST}


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
    return bool((aged and page.words[stop + 2] in (",", ".")) or _tells_office(_aside_words(page, stop)))


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
    aside = _aside_words(page, name[1])
    told = aside if aside[:1] in (["a"], ["an"]) or _tells_office(aside) else []
    person.gender = person.gender or _title_gender(page, name)
    for words in (before, told, _described_before(page, name)):
        person.roles.update(_nouns(words))
        for word in words:
            person.offices.update((word, *_SAME_OFFICE.get(word, ())))
            person.gender = person.gender or _gender_in(word)
    person.former |= "former" in before or "ex" in before


def _nouns(words: list[str]) -> set[str]:
    """The nouns of an office: the last word before a preposition, and every office named up to there."""
    stop = next((n for n, word in enumerate(words) if n and word in lexicon.PREPOSITIONS), len(words))
    known = {word for word in words[:stop] if word in lexicon.PERSON_NOUNS | lexicon.TITLES}
    same = {other for word in known for other in _SAME_OFFICE.get(word, ())}
    return known | same | set(words[stop - 1 : stop])


def _gender_in(word: str) -> str:
    if word in lexicon.MALE_WORDS - {"he"}:
        return "m"
    return "f" if word in lexicon.FEMALE_WORDS - {"she"} else ""


def _office_before(page: Page, start: int) -> list[str]:
    i = start
    while (
        i > 0
        and start - i < _OFFICE_REACH
        and page.line[i - 1] == page.line[start - 1]
        and _office_word(page, i - 1)
        and not _governs(page, i - 1, start)
    ):
        i -= 1
    words = [page.lower[k] for k in range(_described_from(page, i), start) if page.wordlike(k)]
    return words if any(w in lexicon.TITLES for w in words) else []


def _governs(page: Page, i: int, start: int) -> bool:
    """Whether the name itself hangs on the preposition: "a spokesman for Senator" is not that senator."""
    titles = all(page.lower[k] in lexicon.TITLES for k in range(i + 1, start))
    return page.lower[i] in ("of", "for", "to") and titles


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
    return words


def _tells_office(words: list[str]) -> bool:
    return any(word in lexicon.PERSON_NOUNS | lexicon.TITLES for word in words)


def _described_before(page: Page, name: Tokens) -> list[str]:
    """As in "her lawyer, Anna Berg, said", "the nurse Anna Berg": the words of the description."""
    stop, behind = name[0] - 1, name[1]
    if stop < 1 or page.line[stop] != page.line[name[0]]:
        return []
    if page.words[stop] != ",":
        low = page.lower[stop]
        trade = low.isalpha() and low not in _FUNCTION and not page.forms(stop) and not page.capitalised(stop)
        return [low] if trade else []
    listed = page.capitalised(stop - 1) or page.lower[stop - 1] in lexicon.BODY_NOUNS
    if listed or (behind < len(page) and page.words[behind] not in (",", ".", ")", ":", ";")):
        return []
    for i in range(stop - 1, max(-1, stop - 12), -1):
        if page.line[i] != page.line[stop] or page.finite(i) or not _of_phrase(page, i):
            return []
        if page.lower[i] in ("the", "a", "an") or page.lower[i] in lexicon.POSSESSIVES:
            return [page.lower[k] for k in range(i, stop)]
    return []


def _of_phrase(page: Page, i: int) -> bool:
    inside = page.wordlike(i) or page.words[i] in ("-", "'s", "’s")
    return inside and page.lower[i] not in lexicon.CONJUNCTIONS | lexicon.SUBORDINATORS


def is_subject(page: Page, run: Tokens) -> bool:
    """Whether the sentence begins with the run, and not with something of its own ("Berg's letter")."""
    owns = run[1] < len(page) and page.lower[run[1]] in ("'s", "’s")
    return not owns and _opens_sentence(page, run[0])


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
