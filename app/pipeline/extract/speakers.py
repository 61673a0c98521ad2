"""Whom a printed source means within its article."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from app.domain.speaker import NO_SPEAKER, UNRESOLVED, Speaker, SpeakerStatus
from app.pipeline.extract import lexicon
from app.pipeline.extract.people import Mention, People, Person, find_people, page_text
from app.pipeline.extract.reading import Page, Tokens

_BACK = 8  # sentences a pronoun looks back
_SMALL = (
    lexicon.DETERMINERS
    | lexicon.PREPOSITIONS
    | lexicon.CONJUNCTIONS
    | frozenset(["'s", "’s", "-", ",", "former"])
)
_FIELDS = lexicon.words("speakers_fields")
_HEAD_ENDS = lexicon.PREPOSITIONS | frozenset(
    [",", "(", "who", "which", "that", "whose", "whom", "where", "and"]
)


@dataclass(frozen=True, slots=True)
class _Spoke:
    """A resolved source: from its place on, pronouns may mean it."""

    at: int
    speaker: Speaker
    person: Person | None


@dataclass(slots=True)
class Cast:
    """Resolves the sources of one article, called in the order of the text."""

    page: Page
    sentence_starts: list[int]
    people: People = field(init=False)
    _starts: list[int] = field(init=False)
    _names: set[str] = field(init=False)
    _spoke: list[_Spoke] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.people = find_people(self.page)
        self._names = {person.name for person in self.people.persons}
        self._starts = [mention.tokens[0] for mention in self.people.mentions]

    def speaker(self, source: Tokens | None) -> Speaker:
        """The person or body that the source's tokens mean."""
        if source is None:
            return NO_SPEAKER
        speaker, person = self._resolve(source)
        if speaker.status is SpeakerStatus.RESOLVED:
            self._spoke.append(_Spoke(source[0], speaker, person))
        return speaker

    def is_person(self, speaker: Speaker) -> bool:
        """Whether a resolved speaker is one of the people named in the article."""
        return speaker.name in self._names

    def _resolve(self, source: Tokens) -> tuple[Speaker, Person | None]:
        low = self.page.lower[source[0]]
        if source[1] - source[0] == 1 and low in ("he", "she", "him"):
            return self._pronoun(source[0], "f" if low == "she" else "m")
        if source[1] - source[0] == 1 and low in ("they", "it", "them"):
            return self._body_pronoun(source[0])
        if source[1] - source[0] == 1 and low in ("who", "which", "that", "whom"):
            return self._antecedent(source[0])
        if low in lexicon.POSSESSIVES and source[1] - source[0] == 1:
            return self._pronoun(source[0], {"his": "m", "her": "f"}.get(low, "?"))
        return self._phrase(source)

    # --- names -------------------------------------------------------------------------------------

    def _phrase(self, source: Tokens) -> tuple[Speaker, Person | None]:
        head = self._head(source)
        named = self._named(source, head)
        if len(named) > 1:
            return Speaker.ambiguous(*{person.name for person in named}), None
        if named:
            return Speaker.resolved(named[0].name), named[0]
        alone = self._surname(head)
        if alone is not None:
            return alone
        return self._description(source, head)

    def _head(self, source: Tokens) -> Tokens:
        """The phrase up to its aside."""
        first, stop = source
        for i in range(first + 1, stop):
            if self.page.words[i] in (",", "(", "--", "–", "—") or self.page.lower[i] in ("who", "whose"):
                return first, i
        return source

    def _named(self, source: Tokens, head: Tokens) -> list[Person]:
        """People whose name ends the phrase, or opens the aside behind it; both of "A and B"."""
        inside = self._mentions_in(source)
        ending = [m for m in inside if m.tokens[1] == head[1] or self._only_small(m.tokens[1], head)]
        if ending:
            joined = [m for m in inside if m.tokens[1] <= head[1] and self._coordinated(m, ending[0])]
            return _distinct([m.person for m in [*joined, ending[0]]])
        aside = [m for m in inside if m.tokens[0] > head[1] and not self._small_between(head[1], m.tokens[0])]
        return [aside[0].person] if aside else []

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

    def _surname(self, head: Tokens) -> tuple[Speaker, Person | None] | None:
        """A surname that several people bear."""
        words = [
            i for i in range(*head) if self.page.lower[i] not in lexicon.TITLES and self.page.wordlike(i)
        ]
        words = [i for i in words if self.page.lower[i] not in lexicon.NAME_PARTICLES]
        if len(words) != 1:
            return None
        group = [p for p in self.people.named(self.page.lower[words[0]]) if p.full]
        if len(group) > 1:
            return Speaker.ambiguous(*{p.name for p in group}), None
        return (Speaker.resolved(group[0].name), group[0]) if group else None

    # --- descriptions and bodies ---------------------------------------------------------------------

    def _description(self, source: Tokens, head: Tokens) -> tuple[Speaker, Person | None]:
        page = self.page
        noun = self._noun(head)
        low, first = page.lower[noun], page.lower[head[0]]
        proper = any(page.capitalised(i) and page.lower[i] not in lexicon.DETERMINERS for i in range(*head))
        if low in lexicon.PERSON_NOUNS and (first == "the" or page.capitalised(noun)):
            return self._office(head, low)
        if low in lexicon.UNNAMED_NOUNS and (not page.capitalised(noun) or noun == head[0]):
            return UNRESOLVED, None
        if not proper or low in lexicon.PERSON_NOUNS or first in lexicon.POSSESSIVES:
            return self._plain(noun, first) if noun - head[0] <= 1 else (UNRESOLVED, None)
        start = head[0] + (first in ("the", "a", "an", "that", "this", "one"))
        stop = head[1] - (page.lower[head[1] - 1] in ("'s", "’s"))
        name = page_text(page, (start, stop)) if start < stop else ""
        return (Speaker.resolved(name), None) if name else (UNRESOLVED, None)

    def _noun(self, head: Tokens) -> int:
        """The phrase's head noun: its last word before a preposition."""
        i = head[0]
        while i + 1 < head[1] and (self.page.lower[i + 1] not in _HEAD_ENDS):
            i += 1
        while i > head[0] and not self.page.wordlike(i):
            i -= 1
        return i

    def _office(self, head: Tokens, noun: str) -> tuple[Speaker, Person | None]:
        """As in "the foreign minister": who was introduced with that office, if only one was."""
        wanted = self._marks_of_office(head, noun)
        former = any(self.page.lower[i] in ("former", "ex") for i in range(*head))
        holders = [p for p in self.people.holders(noun) if p.former == former]
        best = [p for p in holders if wanted <= p.offices] or [
            p for p in holders if len(wanted & p.offices) >= 0.6 * len(wanted) and len(wanted) > 3
        ]
        if len(best) == 1:
            return Speaker.resolved(best[0].name), best[0]
        if best:
            return self._nearest_of(head[0], best)
        return (
            self._pronoun(head[0], _gender_of(noun))
            if wanted == {noun} and not holders
            else (UNRESOLVED, None)
        )

    def _marks_of_office(self, head: Tokens, noun: str) -> set[str]:
        """What tells one office from another: names and words of office, not "popular" or "seven-term"."""
        page = self.page
        words = {
            page.lower[i]
            for i in range(*head)
            if page.wordlike(i)
            and ((page.capitalised(i) and page.lower[i] != "tv") or page.lower[i] in lexicon.TITLES | _FIELDS)
        }
        behind = (
            {page.lower[i] for i in range(*head) if page.wordlike(i)}
            if any(page.lower[i] == "of" for i in range(*head))
            else set()
        )
        return (words | behind | {noun}) - _SMALL

    def _nearest_of(self, at: int, persons: list[Person]) -> tuple[Speaker, Person | None]:
        """Of several holders of an office the one just spoken of, else all of them."""
        begin = self._back_to(at, 3)
        near = _distinct([m.person for m in self._outside_quotes(begin, at) if m.person in persons])
        if len(near) == 1:
            return Speaker.resolved(near[0].name), near[0]
        names = {person.name for person in persons}
        return (
            (Speaker.ambiguous(*names), None)
            if len(names) > 1
            else (Speaker.resolved(persons[0].name), persons[0])
        )

    def _plain(self, noun: int, first: str) -> tuple[Speaker, Person | None]:
        """As in "the charity": the body cited last, if nothing else stands between."""
        if self.page.lower[noun] in lexicon.BODY_NOUNS and first == "the":
            return self._body_pronoun(noun)
        return UNRESOLVED, None

    # --- pronouns ------------------------------------------------------------------------------------

    def _pronoun(self, at: int, gender: str) -> tuple[Speaker, Person | None]:
        """The nearest earlier subject of fitting gender; a tie without a subject is left open."""
        stop = at
        for begin in self._earlier_starts(at):
            here = [m for m in self._candidates(begin, stop) if _fits(m.person, gender)]
            subjects = [m for m in here if m.subject]
            persons = _distinct([m.person for m in (subjects[:1] or here)])
            if len(persons) == 1:
                return Speaker.resolved(persons[0].name), persons[0]
            if persons:
                return Speaker.ambiguous(*{p.name for p in persons}), None
            stop = begin
        return UNRESOLVED, None

    def _candidates(self, begin: int, stop: int) -> list[Mention]:
        """People named between, and those that a resolved source there means, as subjects."""
        spoke = [
            Mention((s.at, s.at + 1), s.person, subject=True)
            for s in self._recent()
            if s.person and begin <= s.at < stop
        ]
        named = sorted(self._outside_quotes(begin, stop), key=lambda m: (not m.subject, m.tokens))
        return [*spoke, *named]

    def _recent(self) -> list[_Spoke]:
        return self._spoke[-12:]

    def _outside_quotes(self, begin: int, stop: int) -> list[Mention]:
        first, last = bisect_left(self._starts, begin), bisect_left(self._starts, stop)
        return [m for m in self.people.mentions[first:last] if self.page.quote[m.tokens[0]] < 0]

    def _earlier_starts(self, at: int) -> list[int]:
        last = bisect_left(self.sentence_starts, at + 1)
        return self.sentence_starts[max(0, last - _BACK) : last][::-1]

    def _back_to(self, at: int, count: int) -> int:
        starts = self._earlier_starts(at)
        return starts[min(count, len(starts) - 1)] if starts else 0

    def _body_pronoun(self, at: int) -> tuple[Speaker, Person | None]:
        """As in "It", "they", "the agency": the body that spoke last, if it did so within a few sentences."""
        begin = self._back_to(at, 2)
        for spoke in reversed(self._recent()):
            if begin <= spoke.at < at:
                return (spoke.speaker, None) if spoke.person is None else (UNRESOLVED, None)
        return UNRESOLVED, None

    def _antecedent(self, at: int) -> tuple[Speaker, Person | None]:
        """The person named before "who"."""
        begin = max(self._earlier_starts(at)[:1] or [0])
        near = list(self._outside_quotes(max(begin, at - 25), at))
        if near:
            return Speaker.resolved(near[-1].person.name), near[-1].person
        return UNRESOLVED, None


def _fits(person: Person, gender: str) -> bool:
    return gender == "?" or not person.gender or person.gender == gender


def _gender_of(noun: str) -> str:
    return "m" if noun in lexicon.MALE_WORDS else "f" if noun in lexicon.FEMALE_WORDS else "?"


def _distinct(persons: list[Person]) -> list[Person]:
    out: list[Person] = []
    for person in persons:
        if not any(person is known for known in out):
            out.append(person)
    return out
