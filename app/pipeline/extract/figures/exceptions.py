"""Numbers that are no figures: years, dates, clock times, names, addresses, numbers to call."""

from __future__ import annotations

from app.pipeline.extract import lexicon
from app.pipeline.extract.figures import comparators, periods, units
from app.pipeline.extract.figures.numerals import SMALL, Number, is_dash
from app.pipeline.extract.figures.stretch import LINE_BREAK, Stretch
from app.pipeline.extract.figures.words import listed

_TOLLS, _PEOPLE = listed("tolls"), listed("people")
_NAMED, _NAMED_IN_CAPITALS = listed("named"), listed("named_in_capitals")
_STREETS, _ROADS = listed("streets"), listed("roads")
_EMERGENCY, _CALLING = listed("emergency"), listed("calling")
_CLOCK = listed("clock")
_YEAR_LEADS = listed("year_leads")
_NO_COUNT, _NO_NAMES = listed("no_count"), listed("no_names")
_BEHIND_ONE, _HARMING, _LASTING = listed("behind_one"), listed("harming"), listed("lasting")
_ZERO_LEFT = listed("before_zero_left")
_PASSING = frozenset(["day", "night", "time", "second", "year", "week", "month"])
_BEHIND_ZERO, _BEFORE_ZERO = listed("behind_zero"), listed("before_zero")
_CLAUSE_ENDS = frozenset([",", ".", ";", LINE_BREAK, ""])
_LAST_OF_MONTH, _STREET_REACH = 31, 4


def is_no_figure(text: Stretch, number: Number, unit: str | None) -> bool:
    """Whether the number, which has that unit behind it, is no figure."""
    if number.vague or (unit in units.CURRENCIES):
        return False
    if periods.anchored(text, number) or _per(text, number) or _idiom(text, number):
        return True
    if number.unit or comparators.before(text, number.first):
        return _year(text, number) and unit is None and not _countable(text, number.stop)
    digits = text.digital(number.first) or text.digital(number.stop - 1)
    if unit:
        return not digits and number.low == 1 and _some_day(text, number)
    return (_digits_are_none if digits else _words_are_none)(text, number)


def _per(text: Stretch, number: Number) -> bool:
    """The base of a rate: "12 deaths per 100,000 people"."""
    return text.at(number.first - 1) == "per"


def _idiom(text: Stretch, number: Number) -> bool:
    """As in "two-state", "four-star", "one-time"."""
    tied = text.at(number.stop) == "-" and text.glued(number.stop)
    return tied and text.at(number.stop + 1) in _NO_COUNT and number.unit is None


def _digits_are_none(text: Stretch, number: Number) -> bool:
    return any(rule(text, number) for rule in _DIGIT_RULES)


def _words_are_none(text: Stretch, number: Number) -> bool:
    if number.stop == number.first + 1 and text.at(number.first) == "one":
        return not _one_counts(text, number.first)
    if number.low == 0:
        return _zero_is_none(text, number)
    return (
        _called(text, number)
        or _capital_name(text, number)
        or text.at(number.stop) in _CLOCK
        or _dated(text, number)
    )


def _year(text: Stretch, number: Number) -> bool:
    """A year, unless it counts something: "2000 protesters" but "the 2012 elections"."""
    piece = text.at(number.first)
    if number.stop != number.first + 1 or len(piece) != 4 or not piece.isdecimal():
        return False
    if not 1000 <= number.low < 2100:
        return piece[0] == "0"
    if text.at(number.stop) in _PEOPLE or (
        text.at(number.first - 1) not in _YEAR_LEADS and number.low < 1500
    ):
        return not _countable(text, number.stop)
    return True


def _countable(text: Stretch, i: int) -> bool:
    """Whether a plural noun in lower case stands at `i`."""
    low = text.printed(i)
    return low in _PEOPLE or (len(low) > 3 and low.islower() and low.endswith("s") and not low.endswith("ss"))


def _leading_zero(text: Stretch, number: Number) -> bool:
    piece = text.at(number.first)
    return len(piece) > 1 and piece[0] == "0" and piece[1].isdigit()


def _clock(text: Stretch, number: Number) -> bool:
    beside = text.at(number.stop) in _CLOCK or text.at(number.first - 1) == ":"
    return beside or (text.at(number.stop) == ":" and text.digital(number.stop + 1))


def _dated(text: Stretch, number: Number) -> bool:
    """A day of a month; behind "in May" a plural noun makes it a count."""
    if number.high > _LAST_OF_MONTH or number.high != int(number.high):
        return False
    before = text.at(number.first - 1) in lexicon.MONTH_NUMBER and text.capital(number.first - 1)
    if before:
        return not (_countable(text, number.stop) and text.at(number.first - 2) == "in")
    return text.at(number.stop) in lexicon.MONTH_NUMBER and text.capital(number.stop)


def _called(text: Stretch, number: Number) -> bool:
    """Named by the number behind a word: "Route 66", "No. 2", "Resolution 2254"."""
    i = number.first - 1
    word = text.at(i)
    if word == "." and text.at(i - 1) in ("no", "nos", "res", "ch", "art", "vol"):
        return True
    if word == "#" or (word in _NAMED and (word not in _NAMED_IN_CAPITALS or text.capital(i))):
        return True
    return word == "of" and text.printed(i - 1) in ("Group", "Gang", "Club", "Rule") and number.high < 100


def _named(text: Stretch, number: Number) -> bool:
    """Behind a name within a sentence: "Apollo 11", "Covid 19"."""
    i = number.first - 1
    if not text.capital(i) or text.opens(i) or text.at(i) in lexicon.PREPOSITIONS or text.at(i) in _NO_NAMES:
        return False
    known = lexicon.verb_forms().get(text.at(i)) or text.at(i) in lexicon.WEEKDAYS
    place = text.at(i - 1) in ("in", "at") and text.opens(i - 1)
    return not known and not (place and _countable(text, number.stop))


def _capital_name(text: Stretch, number: Number) -> bool:
    """A number spelled with a capital within a sentence: "the Big Ten", "Six Flags"; headlines aside."""
    i = number.first
    if not text.capital(i) or text.opens(i):
        return False
    return (
        text.capital(i - 1) != text.capital(number.stop)
        if text.wordlike(number.stop)
        else text.capital(i - 1)
    )


def _chain(text: Stretch, number: Number) -> bool:
    """Numbers tied by hyphens that bound no range: to call, dates, seasons, "F-16"."""
    i, j = number.first, number.stop
    before = is_dash(text.at(i - 1)) and text.glued(i) and text.glued(i - 1)
    behind = is_dash(text.at(j)) and text.glued(j) and text.glued(j + 1) and text.digital(j + 1)
    return before or behind


def _address(text: Stretch, number: Number) -> bool:
    """As in "10 Downing Street", "the 405 freeway"."""
    if text.at(number.stop) in _ROADS:
        return True
    for j in range(number.stop, number.stop + _STREET_REACH):
        if not text.capital(j):
            return False
        if text.at(j) in _STREETS and j > number.stop:
            return True
    return False


def _emergency(text: Stretch, number: Number) -> bool:
    """As in "called 911", "a 999 call", "9/11"."""
    piece = text.at(number.first)
    if piece in ("911", "999", "112", "000"):
        called = text.at(number.stop) in _EMERGENCY or text.at(number.first - 1) in _CALLING
        return called or (piece == "911" and not _countable(text, number.stop))
    return "/" in piece and number.scale == 1 and text.at(number.stop) != "of"


def _model(text: Stretch, number: Number) -> bool:
    """As in "a 737", "a 747 jet": nothing is counted behind "a"."""
    bare = text.at(number.first - 1) in ("a", "an") and number.scale == 1 and number.stop == number.first + 1
    return bare and text.at(number.stop) not in ("-", "+")


def _label(text: Stretch, number: Number) -> bool:
    """The number of an entry at the start of a line, or of a note in brackets."""
    before, following = text.at(number.first - 1), text.at(number.stop)
    entry = before in ("", LINE_BREAK) and following in (".", ")")
    note = (before, following) in (("[", "]"), ("(", ")"))
    return entry or (note and (before == "[" or text.at(number.first - 2) in SMALL))  # "one (1) hour"


def _some_day(text: Stretch, number: Number) -> bool:
    """As in "one day he hopes": no stretch of time."""
    one = text.at(number.first) == "one" and text.at(number.stop) in _PASSING
    return one and text.at(number.first - 1) not in _LASTING


def _one_counts(text: Stretch, i: int) -> bool:
    """Whether "one" is a count: beside a word of tolls or beside another count."""
    following = text.at(i + 1)
    if following in _BEHIND_ONE or not text.wordlike(i + 1):
        return False
    if following in lexicon.PREPOSITIONS | lexicon.AUXILIARIES:
        return False
    return text.at(i - 1) in _HARMING or _toll_near(text, i) or _count_beside(text, i)


def _toll_near(text: Stretch, i: int) -> bool:
    for j in range(i + 1, i + 5):
        if text.at(j) in _CLAUSE_ENDS:
            return False
        if text.at(j) in _TOLLS:
            return True
    return False


def _count_beside(text: Stretch, i: int) -> bool:
    """As in "one man and two women", "two women and one man"."""
    ahead = any(text.at(j) == "and" and _several(text, j + 1) for j in range(i + 2, i + 5))
    return ahead or (text.at(i - 1) == "and" and any(_several(text, j) for j in range(i - 5, i - 1)))


def _several(text: Stretch, i: int) -> bool:
    return SMALL.get(text.at(i), 0) > 1 or text.digital(i)


def _zero_is_none(text: Stretch, number: Number) -> bool:
    """As in "ground zero", "zero tolerance", "zeroed in"."""
    before, following = text.at(number.first - 1), text.at(number.stop)
    if before in _BEFORE_ZERO or following in _BEHIND_ZERO or following == "-":
        return True
    return not (_countable(text, number.stop) or before in _ZERO_LEFT)


_DIGIT_RULES = (
    _year, _leading_zero, _clock, _dated, _called, _named, _chain, _address, _emergency, _model, _label
)  # fmt: skip
