"""Which words that look like dates are none: "Theresa May", "the Sunday Times", "2000 metres"."""

from __future__ import annotations

import re

from app.pipeline.extract import lexicon
from app.pipeline.extract.reading import Page, Tokens

_MONTHS_BY_CONTEXT = frozenset(["may", "march", "april", "june", "august", "jan", "mar", "dec"])
_MONTH_LEADS = lexicon.words("dates_month_leads")
_YEAR_LEADS = lexicon.words("dates_year_leads")
_NAMED_DAYS = lexicon.words("dates_named_days")
_TITLES = lexicon.words("dates_titles")
_MEASURED = lexicon.words("dates_measured")
_POSSESSIVE = lexicon.POSSESSIVES | frozenset(["the", "'s", "’s", "a", "'", "’"])
_FUNCTION = lexicon.PREPOSITIONS | lexicon.CONJUNCTIONS | lexicon.AUXILIARIES
_BARE = frozenset(["weekday", "month", "year", "years", "relative", "weekend", "season"])
_FIRST_YEAR = 1900  # below, a bare number is rarely a year


class Context:
    """What stands around an expression on one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._persons = frozenset(
            page.lower[i]
            for i in range(1, len(page))
            if page.lower[i] in _MONTHS_BY_CONTEXT and self._named(i)
        )

    def allows(self, name: str, tokens: Tokens, match: re.Match[str], *, led: bool) -> bool:
        """Whether the words may be a date where they stand; `led` behind "late", "9 a.m." and the like."""
        month = next((i for i in range(*tokens) if self._page.lower[i] in lexicon.MONTH_NUMBER), None)
        if month is not None and not self._page.capitalised(month):
            return False
        if name not in _BARE:
            return True
        if name == "weekday":
            return self._weekday(tokens)
        if name == "month":
            return led or tokens[1] - tokens[0] > 1 or self._month(tokens[0])
        if name in ("year", "years"):
            return self._year(tokens, int(match["year"]), span=name == "years", led=led)
        return self._common(name, tokens[0], led=led)

    def is_part_of_day(self, i: int) -> bool:
        """Whether "night" at token `i` is no first word of a title: "Monday night football"."""
        return self._lower(i + 1) not in ("football", "baseball", "live")

    def _lower(self, i: int) -> str:
        return self._page.lower[i] if 0 <= i < len(self._page) else ""

    def _names(self, i: int) -> bool:
        """Whether token `i` is a capitalised word of the same sentence that is no other date's."""
        if (
            not 0 <= i < len(self._page)
            or not self._page.capitalised(i)
            or not self._page.words[i][0].isalpha()
        ):
            return False
        low = self._page.lower[i]
        return low not in lexicon.MONTH_NUMBER and low not in lexicon.WEEKDAYS

    def _named(self, i: int) -> bool:
        """Whether a month's name is a person's here: behind a title or first name, or before a surname."""
        before = self._lower(i - 1)
        if not self._page.capitalised(i) or not self._page.capitalised(i - 1):
            return False
        return before in lexicon.TITLES or (
            before in lexicon.first_names() and before not in lexicon.MONTH_NUMBER
        )

    def _weekday(self, tokens: Tokens) -> bool:
        first, stop = tokens
        before, behind = self._lower(first - 1), self._lower(stop)
        if before in _NAMED_DAYS or (before == "a" and self._lower(first - 2) == "on"):
            return False
        return not (behind in _TITLES and self._page.capitalised(stop))

    def _month(self, i: int) -> bool:
        low, before, behind = self._page.lower[i], self._lower(i - 1), self._lower(i + 1)
        if low in ("jan", "mar", "dec") or low in self._persons:
            return False
        if low not in _MONTHS_BY_CONTEXT:
            return True
        if self._names(i + 1) and not self._page.words[i + 1].isupper() and not self._page.sentence_break(i):
            return False
        if before in _MONTH_LEADS:
            return True
        return before in _POSSESSIVE and behind[:1].isalpha() and behind not in _FUNCTION

    def _year(self, tokens: Tokens, year: int, *, span: bool, led: bool) -> bool:
        first, stop = tokens
        before, behind = self._lower(first - 1), self._lower(stop)
        if behind in _MEASURED or before in ("$", "£", "€", "no."):
            return False
        dashed = span and self._page.lower[first + 1] in ("-", "–", "/")
        led = led or (before == "as" and self._lower(first - 2) in ("recently", "early", "late", "back"))
        if led or dashed or before in _YEAR_LEADS:
            return led or dashed or year >= _FIRST_YEAR or before in ("in", "since")
        if before == "(" or (before == "," and self._lower(first - 2).isdecimal()):
            return behind in (")", "-", "–", ",", "and")
        return self._modifies(tokens, year)

    def _modifies(self, tokens: Tokens, year: int) -> bool:
        """As in "the 2012 election", "her failed 2008 campaign"; not "has 2011 members", "the 2000 dead"."""
        before, behind = self._lower(tokens[0] - 1), self._lower(tokens[1])
        if not behind[:1].isalpha() or behind in _FUNCTION or (year % 100 == 0 and behind.endswith("s")):
            return False
        if before in _POSSESSIVE:
            return year >= _FIRST_YEAR
        verb = self._page.forms(tokens[0] - 1) and not before.endswith("ed")
        adjective = (
            before.isalpha() and before not in _FUNCTION and not verb and before not in lexicon.PERSON_NOUNS
        )
        return adjective and 1980 <= year <= 2040 and behind.islower() and not self._names(tokens[1])

    def _common(self, name: str, i: int, *, led: bool) -> bool:
        """Words that are dates in certain places only: "Today", "weekend", "winter"."""
        before = self._lower(i - 1)
        if name == "relative":
            return not (self._page.capitalised(i) and self._names(i - 1))
        if name == "weekend":
            return before in ("the", "over") or led
        leads = self._lower(i - 2)
        return led or (
            before in ("in", "by", "since", "until") or (before == "the" and leads in _MONTH_LEADS)
        )
