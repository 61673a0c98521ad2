"""Whom a printed source means within its article.

A source is a name, a pronoun or a description. A description stands for the person introduced with that
office ("the senator"), else for the unnamed source brought in by the same noun ("a man in a red hat ... the
man"), else for the body spoken of ("the company"). One that brings in someone new ("a spokesman for the
port") is shown as printed. What points back at nobody found stays unresolved; what could be either of two is
ambiguous.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.speaker import NO_SPEAKER, UNRESOLVED, Speaker, SpeakerStatus
from app.pipeline.extract import lexicon, phrases
from app.pipeline.extract.people import Mention, Name, People, Person, find_people, is_subject, page_text
from app.pipeline.extract.phrases import Phrase
from app.pipeline.extract.reading import DASHES, Page, Tokens

_BACK = 8  # sentences a pronoun looks back
_NEAR = 3  # sentences that "the company", "they" and "the aide" look back
_MOST = 100  # names looked at in one go back, however long the sentence
_TRIES = 12  # earlier places of a noun that are looked at for who was brought in with it
_SMALL = (
    lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | frozenset(["'s", "’s", "-", ",", "former"])
)
_FIELDS = lexicon.words("speakers_fields")
_WRITINGS = lexicon.words("speakers_writings")
_ROLES = tuple(
    frozenset(lexicon.words(name))
    for name in ("speakers_spokesmen", "speakers_reporters", "speakers_lawyers")
)
_RELATIVES = lexicon.words("relatives_of_people")
_PARTIES = frozenset({"republican", "democratic", "democrat", "gop", "conservative", "labour", "tory", "tv"})
_EPITHETS = lexicon.words("speakers_epithets")
_GENDERS = {"he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
_MANY = frozenset({"people", "police", "men", "women"})
_THINGS = frozenset({"it", "its", "itself"})
_SEVERAL = frozenset({"they", "them", "their", "themselves"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us", "my", "our"})


@dataclass(frozen=True, slots=True)
class _Found:
    """Who a source means; `person` where it is one human being, named or not."""

    speaker: Speaker
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class _Spoke:
    """A resolved source: from its place on, pronouns may mean it."""

    at: int
    found: _Found
    owns: bool = False  # only as whose the words are ("Berg's promise"), not as a subject


_OPEN = _Found(UNRESOLVED)


@dataclass(slots=True)
class Cast:
    """Resolves the sources of one article, called in the order of the text.

    `names` are the names a recogniser found, as evidence beside the rules of `people`.
    """

    page: Page
    sentence_starts: list[int]
    names: Sequence[Name] = ()
    people: People = field(init=False)
    _known: set[str] = field(init=False)
    _starts: list[int] = field(init=False)
    _body_starts: list[int] = field(init=False)
    _nouns: dict[str, list[int]] = field(init=False)
    _posts: set[int] = field(init=False)
    _references: list[Mention] = field(init=False)
    _meant: list[int] = field(init=False)
    _spoke: list[_Spoke] = field(default_factory=list)
    _unnamed: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.people = find_people(self.page, self.names)
        self._known = {person.name for person in self.people.persons}
        self._starts = [mention.tokens[0] for mention in self.people.mentions]
        self._body_starts = [body.tokens[0] for body in self.people.bodies]
        self._posts = _posts(self.page)
        self._nouns = {}
        for i, low in enumerate(self.page.lower):
            self._nouns.setdefault(low, []).append(i)
        self._references = sorted(self._by_office(), key=lambda m: m.tokens)
        self._meant = [mention.tokens[0] for mention in self._references]

    def speaker(self, source: Tokens | None) -> Speaker:
        """The person or body that the source's tokens mean."""
        if source is None:
            return NO_SPEAKER
        found = self._resolve(source)
        if found.speaker.status is SpeakerStatus.RESOLVED:
            owns = not {"'s", "’s"}.isdisjoint(self.page.lower[source[1] - 1 : source[1] + 1])
            self._spoke.append(_Spoke(source[0], found, owns))
        return found.speaker

    def _by_office(self) -> Iterator[Mention]:
        """Places where "the president" stands for the only one introduced with that office."""
        for office, holders in self.people.by_office.items():
            if len(holders) == 1 and office in lexicon.PERSON_NOUNS and not holders[0].former:
                for i in self._nouns.get(office, []):
                    if i and self.page.lower[i - 1] == "the" and self.page.quote[i] < 0:
                        yield Mention((i - 1, i + 1), holders[0], is_subject(self.page, (i - 1, i + 1)))

    def first_person(self, source: Tokens | None) -> bool:
        """Whether the source is "I" or "we" inside quotation marks: who speaks there means themselves."""
        if source is None or source[1] - source[0] != 1 or self.page.quote[source[0]] < 0:
            return False
        return self.page.lower[source[0]] in _FIRST_PERSON

    def is_named(self, speaker: Speaker) -> bool:
        """Whether a resolved speaker goes by a name and not by a description."""
        name = speaker.name or ""
        return name in self._known or any(word[0].isupper() for word in name.split()[-1:])

    def is_person(self, speaker: Speaker) -> bool:
        """Whether a resolved speaker is one of the people named in the article."""
        return speaker.name in self._known

    def _resolve(self, source: Tokens) -> _Found:
        tokens = phrases.trimmed(self.page, source)
        if tokens is None:
            return _OPEN
        low = self.page.lower[tokens[0]]
        if tokens[1] - tokens[0] == 1 and low in lexicon.SUBJECT_PRONOUNS | lexicon.OBJECT_PRONOUNS | (
            lexicon.POSSESSIVES | {"himself", "herself"}
        ):
            return self._pronoun(tokens[0], low)
        alone = tokens[1] - tokens[0] == 1 or self.page.finite(tokens[0] + 1)  # "who went"
        if alone and low in lexicon.RELATIVES:
            return self._antecedent(tokens[0])
        return self._phrase(tokens)

    def _pronoun(self, at: int, low: str) -> _Found:
        if low in _GENDERS:
            return self._human(at, _GENDERS[low])
        return self._body(at, low in _SEVERAL) if low in _THINGS | _SEVERAL else _OPEN

    # --- names -------------------------------------------------------------------------------------

    def _phrase(self, tokens: Tokens) -> _Found:
        head = phrases.without_aside(self.page, tokens)
        named = self._named(tokens, head)
        if len(named) > 1:
            return _Found(Speaker.resolved(" and ".join(person.name for person in named)))
        if named:
            return _one(named[0])
        return self._surname(head) or self._description(phrases.parse(self.page, head))

    def _named(self, source: Tokens, head: Tokens) -> list[Person]:
        """People whose name ends the phrase, or opens the aside behind it; both of "A and B"."""
        inside = self._mentions_in(source)
        ending = [m for m in inside if m.tokens[1] == head[1] or self._only_small(m.tokens[1], head)]
        ending = [m for m in ending if not self._governed(m, head)]
        if ending:
            joined = [m for m in inside if m.tokens[1] <= head[1] and self._coordinated(m, ending[0])]
            return _distinct([m.person for m in [*joined, ending[0]]])
        aside = [m for m in inside if m.tokens[0] > head[1] and not self._small_between(head[1], m.tokens[0])]
        return [aside[0].person] if aside else []

    def _governed(self, mention: Mention, head: Tokens) -> bool:
        """Whether the name hangs on a preposition: "nurse for Anna Berg", not "envoy to Oslo Anna Berg"."""
        page, name = self.page, mention.tokens[0]
        for i in range(name - 1, head[0], -1):
            if page.lower[i] in lexicon.PREPOSITIONS:
                behind = i + 1 + (page.lower[i + 1] in ("the", "former"))
                titled = page.lower[behind] in lexicon.TITLES and page.lower[behind + 1] not in ("'s", "’s")
                if behind == name or titled:
                    return True
        return False

    def _only_small(self, stop: int, head: Tokens) -> bool:
        """A party or a place behind the name: "Anna Berg of Norway"."""
        return stop < head[1] and self.page.lower[stop] in ("of", "from", "at", "in", "with")

    def _small_between(self, first: int, stop: int) -> bool:
        return any(
            self.page.lower[i] in lexicon.PREPOSITIONS | {"'s", "’s"} or self.page.finite(i)
            for i in range(first, stop)
        )

    def _coordinated(self, mention: Mention, last: Mention) -> bool:
        between = range(mention.tokens[1], last.tokens[0])
        linked = any(self.page.lower[i] == "and" for i in between)
        return mention is not last and linked and not self._small_between(mention.tokens[1], last.tokens[0])

    def _mentions_in(self, tokens: Tokens) -> list[Mention]:
        first, stop = bisect_left(self._starts, tokens[0]), bisect_left(self._starts, tokens[1])
        return [m for m in self.people.mentions[first:stop] if m.tokens[1] <= tokens[1]]

    def _surname(self, head: Tokens) -> _Found | None:
        """A surname that several people bear."""
        page = self.page
        words = [i for i in range(*head) if page.lower[i] not in lexicon.TITLES and page.wordlike(i)]
        words = [i for i in words if page.lower[i] not in lexicon.NAME_PARTICLES | {"'s", "’s"}]
        if len(words) != 1 or not page.capitalised(words[0]):
            return None
        group = [p for p in self.people.named(page.lower[words[0]]) if p.full]
        return self._one_of(head[0], group) if group else None

    def _one_of(self, at: int, group: list[Person]) -> _Found:
        """Of several people the one just spoken of, else all of them."""
        if len(group) > 1:
            near = _distinct([m.person for m in self._outside_quotes(self._back_to(at, _NEAR), at)])
            group = [p for p in near if any(p is q for q in group)] or group
        if len(group) == 1:
            return _one(group[0])
        return _Found(Speaker.ambiguous(*{p.name for p in group}))

    # --- descriptions --------------------------------------------------------------------------------

    def _description(self, phrase: Phrase) -> _Found:
        if not phrases.describes(self.page, phrase):
            return _OPEN
        author = self._author(phrase)
        if author is not None:
            return author
        low = self.page.lower[phrase.noun]
        bare = phrase.tokens[0] == phrase.noun or self.page.lower[phrase.tokens[0]] in lexicon.TITLES
        if phrase.definite or (bare and self.page.capitalised(phrase.noun) and low in lexicon.PERSON_NOUNS):
            return self._definite(phrase, low)
        return self._printed(phrase)

    def _author(self, phrase: Phrase) -> _Found | None:
        """As in "her statement", "a letter from Anna Berg", "an article in the Globe": whose words it is."""
        page = self.page
        if page.lower[phrase.noun] not in _WRITINGS:
            return None
        if phrase.owner and page.capitalised(phrase.owner[1] - 1) | (page.lower[phrase.owner[0]] in _GENDERS):
            found = self._owner(phrase.owner)
            return found if found.person else None
        behind = phrase.noun + 1
        if behind + 1 < phrase.tokens[1] and page.lower[behind] in ("from", "by", "in"):
            inner = self._resolve((behind + 1, phrase.tokens[1]))
            return inner if page.capitalised(phrase.tokens[1] - 1) else None
        return None

    def _owner(self, owner: Tokens) -> _Found:
        low = self.page.lower[owner[0]]
        if owner[1] - owner[0] == 1 and low in lexicon.POSSESSIVES:
            return self._pronoun(owner[0], low)
        return self._phrase(owner)

    def _definite(self, phrase: Phrase, low: str) -> _Found:
        """Who was introduced with the office or the noun; the nearer of the two."""
        holder = self._holder(phrase, low)
        if holder is not None:
            return holder
        relative = self._relative(phrase, low)
        if relative is not None:
            return relative
        earlier = self._introduced(phrase, low)
        if earlier is not None:
            return earlier
        if self._says_more(phrase):
            printed = self._printed(phrase)
            known = phrase.pointing and phrase.owner is None and low in lexicon.PERSON_NOUNS
            return _Found(printed.speaker) if known else printed  # someone named elsewhere: not who "he" is
        if low in lexicon.BODY_NOUNS:
            return self._body(phrase.noun, several=False)
        return self._unnamed_before(phrase, low) or self._someone(phrase, low)

    def _relative(self, phrase: Phrase, low: str) -> _Found | None:
        """As in "the elder Berg daughter": those of that name she can be."""
        if low not in _RELATIVES or phrase.owner:
            return None
        keys = {self.page.lower[i] for i in range(*phrase.tokens) if self.page.capitalised(i)}
        group = [p for key in sorted(keys) for p in self.people.named(key) if _fits(p, _gender_of(low))]
        if len(group) == 1:
            return _one(group[0])
        return _Found(Speaker.ambiguous(*{p.name for p in group})) if group else None

    def _says_more(self, phrase: Phrase) -> bool:
        """Whether the phrase itself tells who is meant, as "the Danish foreign minister" does."""
        page = self.page
        inside = range(phrase.tokens[0] + 1, phrase.tokens[1])
        named = any(page.capitalised(i) and page.lower[i] not in lexicon.DETERMINERS | {"tv"} for i in inside)
        behind = phrase.noun + 1
        tied = behind + 1 < phrase.tokens[1] and page.lower[behind] in lexicon.PREPOSITIONS
        return named or phrase.owner is not None or tied

    def _someone(self, phrase: Phrase, low: str) -> _Found:
        """A word for whoever is spoken of ("the tycoon") is a person named before; a trade stands alone."""
        if low in _EPITHETS:
            return self._human(phrase.tokens[0], _gender_of(low))
        office = low in lexicon.TITLES | lexicon.PERSON_NOUNS | lexicon.UNNAMED_NOUNS
        return self._printed(phrase) if _is_human(low) and not office else _OPEN

    def _holder(self, phrase: Phrase, low: str) -> _Found | None:
        """As in "the foreign minister": who was introduced with that office, if only one was."""
        head = phrase.tokens
        wanted = self._marks_of_office(head, low)
        former = any(self.page.lower[i] in ("former", "ex") for i in range(*head))
        holders = [p for p in self.people.holders(low) if p.former == former or not self._ranked(low)]
        best = (
            [p for p in holders if wanted <= p.offices]
            or [p for p in holders if len(wanted & p.offices) >= 0.6 * len(wanted) and len(wanted) > 3]
            or [p for p in holders if low in _EPITHETS and len(holders) == 1 and not _told_apart(p)]
        )
        if not best or self._replaced(phrase, low, best):
            return None
        words = {self.page.lower[i] for i in range(*head)} - _SMALL
        most = max(len(words & p.offices) for p in best)
        return self._one_of(head[0], [p for p in best if len(words & p.offices) == most])

    def _ranked(self, low: str) -> bool:
        """Whether "former" makes another office of it."""
        return low in lexicon.TITLES or low in lexicon.PERSON_NOUNS

    def _replaced(self, phrase: Phrase, low: str, holders: list[Person]) -> bool:
        """Whether someone else was brought in with the noun since any of its holders was named."""
        last = max((self._last_named(person, phrase.tokens[0]) for person in holders), default=-1)
        place = self._introduction(phrase, low)
        return place is not None and place[0] > last

    def _last_named(self, person: Person, at: int) -> int:
        known = bisect_left(person.places, at)
        return person.places[known - 1] if known else -1

    def _marks_of_office(self, head: Tokens, noun: str) -> set[str]:
        """What tells one office from another: names and words of office, not "popular" or "seven-term"."""
        page = self.page
        inside = [i for i in range(*head) if page.wordlike(i)]
        words = {
            page.lower[i]
            for i in inside
            if (page.capitalised(i) and page.lower[i] not in _PARTIES)
            or page.lower[i] in lexicon.TITLES | _FIELDS
        } - _PARTIES
        behind = {page.lower[i] for i in inside} if any(page.lower[i] == "of" for i in inside) else set()
        return (words | behind | {noun}) - _SMALL

    # --- unnamed sources -------------------------------------------------------------------------------

    def _introduced(self, phrase: Phrase, low: str) -> _Found | None:
        place = None if self._says_more(phrase) else self._introduction(phrase, low)
        return self._described(place) if place else None

    def _introduction(self, phrase: Phrase, low: str) -> Tokens | None:
        """The nearest phrase before that brought someone in with the noun, or one for the same role."""
        at = phrase.tokens[0]
        nouns = next((role for role in _ROLES if low in role), frozenset({low}))
        places = sorted(i for noun in nouns for i in self._places_before(noun, at))
        for noun in reversed(places):
            found = phrases.introduction(self.page, noun)
            if found and not self._belongs(found, noun):
                return found
        return None

    def _places_before(self, noun: str, at: int) -> list[int]:
        places = self._nouns.get(noun, [])
        stop = bisect_left(places, at)
        return places[max(0, stop - _TRIES) : stop]

    def _belongs(self, place: Tokens, noun: int) -> bool:
        """Whether the phrase is some named person's own: "the lawyer Anna Berg", "Anna Berg, a lawyer"."""
        first = bisect_left(self._starts, place[0] - 12)
        near = self.people.mentions[first : first + 12]
        title = any(m.tokens[0] in (noun + 1, noun + 2) for m in near)
        aside = any(m.tokens[1] < place[0] and self._opens_aside(m.tokens[1], place[0]) for m in near)
        return title or aside

    def _opens_aside(self, stop: int, first: int) -> bool:
        words = self.page.words
        return words[stop] == "," and not any(
            words[i] in (".", ";") or self.page.finite(i) for i in range(stop, first)
        )

    def _described(self, place: Tokens) -> _Found:
        """Someone without a name, as the article brings them in."""
        page = self.page
        phrase = phrases.parse(page, place)
        noun, author = phrase.noun, self._author(phrase)
        if author is not None:
            return author
        if phrase.owner and page.lower[phrase.owner[0]] in lexicon.POSSESSIVES:
            return self._printed(phrase)
        name = self._on_behalf(place, noun) or phrases.words_of(page, place)
        return self._nameless(name, noun)

    def _nameless(self, name: str, noun: int) -> _Found:
        low = self.page.lower[noun]
        if not _is_human(low) or self._is_name(noun):
            says_nothing = name == low and not low.endswith("s") and low not in _MANY
            return _OPEN if says_nothing else _Found(Speaker.resolved(name))  # "a report" alone
        return _one(self._unnamed.setdefault(name, Person(name, "", "", _gender_of(low))))

    def _is_name(self, noun: int) -> bool:
        return self.page.capitalised(noun) and self.page.lower[noun] not in (
            lexicon.PERSON_NOUNS | lexicon.UNNAMED_NOUNS
        )

    def _on_behalf(self, place: Tokens, noun: int) -> str:
        """As in "a spokesman for Anna Berg": "Anna Berg spokesman", to make both wordings one source."""
        page, behind = self.page, noun + 1
        spoken = page.lower[noun] in _ROLES[0] and behind < place[1] and page.lower[behind] in ("for", "to")
        if not spoken or place[1] - behind > 8 or not page.capitalised(place[1] - 1):
            return ""
        whom = self._phrase((behind + 1, place[1])).speaker.name
        return f"{whom} {page.words[noun].lower()}" if whom else ""

    def _printed(self, phrase: Phrase) -> _Found:
        """The description as a reader would repeat it, "his" and "her" replaced by the name."""
        page, owner = self.page, phrase.owner
        if owner and owner[1] - owner[0] == 1 and page.lower[owner[0]] in lexicon.POSSESSIVES:
            whose = self._owner(owner).speaker.name
            if not whose:
                return _OPEN
            rest = page_text(page, (owner[1], phrase.tokens[1]))
            return self._nameless(f"{whose}'s {rest}", phrase.noun)
        return self._described(phrase.tokens)

    def _unnamed_before(self, phrase: Phrase, low: str) -> _Found | None:
        """As in "the aide": the unnamed person who spoke last, if a few sentences back."""
        if low not in lexicon.UNNAMED_NOUNS | {"man", "woman", "person"}:
            return None
        begin = self._back_to(phrase.tokens[0], _NEAR)
        for spoke in reversed(self._recent()):
            person = spoke.found.person
            if begin <= spoke.at < phrase.tokens[0]:
                return spoke.found if person and not person.key and _fits(person, _gender_of(low)) else None
        return None

    # --- pronouns ------------------------------------------------------------------------------------

    def _human(self, at: int, gender: str) -> _Found:
        """The nearest earlier subject of fitting gender; a tie without a subject is left open."""
        stop = at
        for begin in self._earlier_starts(at):
            here = [m for m in self._candidates(begin, stop) if _fits(m.person, gender)]
            subjects = [m for m in here if m.subject]
            persons = _distinct([m.person for m in (subjects[:1] or here)])
            if len(persons) == 1:
                persons[0].gender = persons[0].gender or gender
                return _one(persons[0])
            if persons:
                return _Found(Speaker.ambiguous(*{p.name for p in persons}))
            stop = begin
        return _OPEN

    def _candidates(self, begin: int, stop: int) -> list[Mention]:
        """People named between, and those that a resolved source there means, as subjects."""
        spoke = [
            Mention((s.at, s.at + 1), s.found.person, subject=not s.owns)
            for s in self._recent()
            if s.found.person and begin <= s.at < stop and self._told(s.at)
        ]
        meant = self._references[bisect_left(self._meant, begin) : bisect_left(self._meant, stop)][-_MOST:]
        named = sorted([*self._outside_quotes(begin, stop), *meant], key=lambda m: (not m.subject, m.tokens))
        return [*spoke, *named]

    def _recent(self) -> list[_Spoke]:
        return self._spoke[-12:]

    def _outside_quotes(self, begin: int, stop: int) -> list[Mention]:
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, stop)
        here = self.people.mentions[max(first, last - _MOST) : last]
        return [m for m in here if self.page.quote[m.tokens[0]] < 0 and self._told(m.tokens[0])]

    def _told(self, i: int) -> bool:
        """Whether token `i` is the reporter's own text and no post shown between the paragraphs."""
        return self.page.line[i] not in self._posts

    def _earlier_starts(self, at: int) -> list[int]:
        last = bisect_left(self.sentence_starts, at + 1)
        return self.sentence_starts[max(0, last - _BACK) : last][::-1]

    def _back_to(self, at: int, count: int) -> int:
        starts = self._earlier_starts(at)
        return starts[min(count, len(starts)) - 1] if starts else 0

    def _body(self, at: int, several: bool) -> _Found:
        """As in "It", "they", "the agency": the body or people who spoke last, else the body written of."""
        begin = self._back_to(at, _NEAR)
        for spoke in reversed(self._recent()):
            if begin <= spoke.at < at and (several or self.is_named(spoke.found.speaker)):
                return spoke.found if spoke.found.person is None else _OPEN
        return _OPEN if several else self._subject_body(at)

    def _subject_body(self, at: int) -> _Found:
        stop = at
        for begin in self._earlier_starts(at)[:_NEAR]:
            first, last = bisect_left(self._body_starts, begin), bisect_left(self._body_starts, stop)
            here = [b for b in self.people.bodies[max(first, last - _MOST) : last] if b.subject]
            if here:
                return _Found(Speaker.resolved(here[0].name))
            stop = begin
        return _OPEN

    def _antecedent(self, at: int) -> _Found:
        """The person, or the phrase, directly before "who"."""
        stop = at - (self.page.words[at - 1] in (",", "–", "—", "--") if at else 0)
        near = self._outside_quotes(max(self._back_to(at, 1), at - 25), at)
        adjacent = [m for m in near if m.tokens[1] >= stop]
        if adjacent:
            return _one(adjacent[-1].person)
        first = next((i for i in range(stop - 1, max(-1, stop - 12), -1) if self._begins(i, stop)), None)
        own = [m for m in near if first and m.tokens[1] == first - 1 and self.page.words[first - 1] == ","]
        if own:
            return _one(own[-1].person)  # "Anna Berg, a nurse who"
        if first is not None:
            return self._phrase((self._last_noun(first, stop), stop))
        return _one(near[-1].person) if near else _OPEN

    def _last_noun(self, first: int, stop: int) -> int:
        """Where the phrase before "who" begins: "a hall with miners who", "a baker from Leeds who"."""
        page = self.page
        ties = [i for i in range(first + 1, stop - 1) if page.words[i] in lexicon.PREPOSITIONS]
        if not ties or page.capitalised(stop - 1) or _is_human(page.lower[ties[0] - 1]):
            return first
        return ties[-1] + 1

    def _begins(self, i: int, stop: int) -> bool:
        """Whether a phrase up to `stop` can begin at `i`: an article, with no verb or comma in between."""
        if self.page.lower[i] not in lexicon.DETERMINERS - {"that", "no", "all"}:
            return False
        return not any(self.page.finite(k) or not self.page.wordlike(k) for k in range(i, stop))


def _posts(page: Page) -> set[int]:
    """Lines of posts shown in the article: the one signed "— Anna Berg (@berg) May 2" and the one above."""
    signed = set[int]()
    for i in range(2, len(page)):
        if page.words[i].startswith("@") and page.words[i - 1] == "(":
            signed |= {page.line[i] - 1, page.line[i]} if _signature(page, i) else set()
    return signed


def _signature(page: Page, handle: int) -> bool:
    """Whether a dash and a name stand before the handle, and nothing else on its line."""
    i = handle
    while i > 0 and handle - i < 10 and page.line[i - 1] == page.line[handle]:
        i -= 1
    return page.words[i] in DASHES


def _one(person: Person) -> _Found:
    return _Found(Speaker.resolved(person.name), person)


def _fits(person: Person, gender: str) -> bool:
    return gender == "" or not person.gender or person.gender == gender


def _told_apart(person: Person) -> bool:
    """Whether the office says whose or where, so that "the Danish senator" must be another."""
    return bool(person.offices - lexicon.TITLES - lexicon.PERSON_NOUNS - _SMALL - _PARTIES)


def _is_human(noun: str) -> bool:
    """Whether the noun, in lower case, means one human being."""
    known = noun in lexicon.PERSON_NOUNS | lexicon.UNNAMED_NOUNS | _RELATIVES | {"friend", "person", "nurse"}
    if noun in lexicon.BODY_NOUNS | _WRITINGS or noun.endswith("s"):
        return False
    return known or noun.endswith(("man", "woman", "person", "er", "or", "ist", "ian", "ent", "ant", "cian"))


def _gender_of(noun: str) -> str:
    return "m" if noun in lexicon.MALE_WORDS else "f" if noun in lexicon.FEMALE_WORDS else ""


def _distinct(persons: list[Person]) -> list[Person]:
    out: list[Person] = []
    for person in persons:
        if not any(person is known for known in out):
            out.append(person)
    return out
