"""Date expressions of an article, resolved against the day of publication, and the day its sources spoke."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from dataclasses import dataclass

from app.domain.dates import DateMention, PartialDate
from app.pipeline.extract.dates import grammar, meaning, spoken
from app.pipeline.extract.dates.context import Context
from app.pipeline.extract.dates.heading import heading
from app.pipeline.extract.dates.meaning import Anchor, Heading, Reading
from app.pipeline.extract.people import page_text
from app.pipeline.extract.reading import Page, Tokens

_LONGEST = 24  # characters of a word that can begin a date
_NEAR = 80  # words from source and cue within which the day of the words is looked for
_WORD = re.compile(r"\w+")
_HYPHENED = ("mid-", "early-", "late-")
_OTHERS = frozenset(["noon", "midday", "midnight", "mid"])
# Patterns that give a day, and so may have a time of it.
_DAYS = frozenset(["days", "weekday", "weekday of week", "relative", "iso", "printed", "holiday"])
_STANDING = frozenset(
    [
        "weekday",
        "weekdays",
        "days",
        "month",
        "end of month",
        "season",
        "led season",
        "end of season",
        "weekend",
        "holiday",
    ]
)  # go by a verb


@dataclass(frozen=True, slots=True)
class _Expression:
    tokens: Tokens
    reading: Reading
    by_verb: bool  # whether the verb beside it decides between past and future


@dataclass(frozen=True, slots=True)
class _Core:
    stop: int  # offset in the flattened text
    reading: Reading
    name: str  # of the pattern


class Dates:
    """The date expressions of one page, found once and in time linear in its length."""

    def __init__(self, page: Page, published: PartialDate | None) -> None:
        self._page = page
        self._published = meaning.anchor_of(published)
        self._found = list(_Scanner(page).expressions())
        self._starts = [found.tokens[0] for found in self._found]

    def within(self, tokens: Tokens, said_on: PartialDate | None = None) -> tuple[DateMention, ...]:
        """The expressions that lie in a range of tokens, in order.

        Quoted ones count from `said_on`, the day of the quotation, where that is known to the day.
        """
        spoken_on = meaning.anchor_of(said_on) if said_on and said_on.day and said_on.year else None
        first = bisect_left(self._starts, tokens[0])
        mentions = []
        for found in self._found[first : bisect_left(self._starts, tokens[1])]:
            if found.tokens[1] <= tokens[1]:
                quoted = self._page.quote[found.tokens[0]] >= 0
                mentions.append(self._mention(found, spoken_on if quoted and spoken_on else self._published))
        return tuple(mentions)

    def said_on(
        self, source: Tokens | None, cue: Tokens, content: tuple[Tokens, ...], sentence: Tokens
    ) -> PartialDate | None:
        """The day the words were spoken, or the month or year, from the clause of source and cue."""
        edge = source[0] if source else cue[0]
        first = max(sentence[0], min(edge, cue[0]) - _NEAR)
        stop = min(sentence[1], cue[1] + _NEAR)
        near = self._found[bisect_left(self._starts, first) : bisect_left(self._starts, stop)]
        parts = tuple(part for part in content if part[0] < stop and part[1] > first)
        clause = spoken.Clause(self._page, source, cue, parts, (first, stop))
        for found in sorted(near, key=lambda found: clause.distance(found.tokens)):
            when, until = found.reading(self._published.towards(Heading.PAST))
            if when and not until and clause.holds(found.tokens, exact=when.day is not None):
                return PartialDate(when.year, when.month, when.day)
        return None

    def _mention(self, found: _Expression, anchor: Anchor) -> DateMention:
        if found.by_verb:
            anchor = anchor.towards(heading(self._page, found.tokens))
        when, until = found.reading(anchor)
        return DateMention(self._page.span(found.tokens), page_text(self._page, found.tokens), when, until)


def find_dates(page: Page, tokens: Tokens, published: PartialDate | None) -> tuple[DateMention, ...]:
    """Date expressions of the range, in order; `when` is None where it can't be known."""
    return Dates(page, published).within(tokens)


class _Scanner:
    """Reads a page's words for expressions, left to right, in a text of single spaces."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._context = Context(page)
        self._flat, self._at = _flattened(page)
        self._starts = {at: i for i, at in enumerate(self._at)}
        self._stops = {
            at + len(word): i + 1 for i, (at, word) in enumerate(zip(self._at, page.words, strict=True))
        }

    def expressions(self) -> list[_Expression]:
        found: list[_Expression] = []
        i, lower = 0, self._page.lower
        while i < len(lower):
            one = self._expression(i) if _may_begin(lower[i]) else None
            if one:
                found.append(one)
            i = one.tokens[1] if one else i + 1
        return found

    def _expression(self, i: int) -> _Expression | None:
        """What begins with token `i`: a core, with a time of day or "late on" before it or behind."""
        clocked = grammar.CLOCK_FIRST.match(self._flat, self._at[i])
        core = None if clocked else self._core(i, led=False)
        leading = clocked or (None if core else grammar.LEADING.match(self._flat, self._at[i]))
        if leading:
            core = self._core(self._starts.get(leading.end(), -1), led=True, at=leading.end())
        if core is None or (clocked and core.name not in _DAYS):
            return None
        stop, time = core.stop, grammar.clock(clocked) if clocked else None
        if core.name in _DAYS:
            stop, time = self._hour(stop, time, clocked=clocked is not None)
        return _Expression(
            (i, self._stops[stop]), meaning.at_time(core.reading, time), core.name in _STANDING
        )

    def _core(self, i: int, *, led: bool, at: int | None = None) -> _Core | None:
        """What a pattern makes of the words from token `i` (or from within a token, at offset `at`)."""
        at = self._at[i] if at is None else at
        word = self._page.lower[i] if i >= 0 else self._word(at)
        for pattern in grammar.STARTS.get("#" if word[:1].isdigit() else word, ()):
            match = pattern.regex.match(self._flat, at)
            if match and match.end() in self._stops:
                tokens = i, self._stops[match.end()]
                if i < 0 or self._context.allows(pattern.name, tokens, match, led=led):
                    reading = pattern.read(match)
                    if reading:
                        return _Core(match.end(), reading, pattern.name)
        return None

    def _word(self, at: int) -> str:
        """The word at an offset within a token, as "1990s" in "mid-1990s"."""
        found = _WORD.match(self._flat, at)
        return found[0].lower() if found else ""

    def _hour(self, stop: int, time: dt.time | None, *, clocked: bool) -> tuple[int, dt.time | None]:
        """The end and the time of day with what follows a day: "Monday night", "Monday at 9 a.m."."""
        part = grammar.DAYPART.match(self._flat, stop)
        if part and part.end() in self._stops and self._context.is_part_of_day(self._stops[stop]):
            stop = part.end()
        behind = None if clocked else grammar.CLOCK_LAST.match(self._flat, stop)
        if behind and behind.end() in self._stops:
            return behind.end(), grammar.clock(behind)
        return stop, time


def _may_begin(low: str) -> bool:
    return len(low) <= _LONGEST and (
        low in grammar.STARTS or low[0].isdigit() or low.startswith(_HYPHENED) or low in _OTHERS
    )


def _flattened(page: Page) -> tuple[str, list[int]]:
    """The page's words with single spaces where there is any, a line each; and where each word begins."""
    parts: list[str] = []
    at: list[int] = []
    length = 0
    for i, word in enumerate(page.words):
        if i and page.line[i] != page.line[i - 1]:
            parts.append("\n")
            length += 1
        elif i and page.start[i] > page.end[i - 1]:
            parts.append(" ")
            length += 1
        at.append(length)
        parts.append(word)
        length += len(word)
    return "".join(parts), at
