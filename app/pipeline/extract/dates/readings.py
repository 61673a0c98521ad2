"""What each pattern's match means; patterns.txt names these functions."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from app.domain.dates import PartialDate
from app.pipeline.extract import lexicon
from app.pipeline.extract.dates import meaning
from app.pipeline.extract.dates.meaning import Reading, fixed

WEEKDAY_FORMS = (*lexicon.WEEKDAYS, "mon.", "tues.", "wed.", "thurs.", "thur.", "fri.", "sat.", "sun.")
_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
NUMBERS = {word: n for n, word in enumerate(_CARDINALS.split(" "))}
NUMBERS |= {
    "a": 1,
    "an": 1,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
    "hundred": 100,
}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
ORDINALS |= {"opening": 1, "last": 0, "final": 0}  # 0: the last, however many there are
HOLIDAYS = {
    "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year's eve": (12, 31),
    "new year’s eve": (12, 31), "new year's day": (1, 1), "new year’s day": (1, 1), "halloween": (10, 31),
    "valentine's day": (2, 14), "valentine’s day": (2, 14), "fourth of july": (7, 4), "july fourth": (7, 4),
}  # fmt: skip
_DAYS = {
    "yesterday": -1,
    "last night": -1,
    "tomorrow": 1,
    "day before yesterday": -2,
    "day after tomorrow": 2,
}
_STEPS = {"last": -1, "this": 0, "next": 1, "the": 0, "coming": 1}
_ATTACKS = (" attacks", " terrorist attacks", " terror attacks", " hijackings", " hijackers")
_HEDGES = ("more than", "less than", "nearly", "almost", "about", "over", "around", "roughly", "at least")
_WINDOW = 24  # characters around a match that its reading may depend on


class Words:
    """A match's groups in lower case, "" where one took no part."""

    def __init__(self, match: re.Match[str]) -> None:
        self._groups = match.groupdict("")
        self.text = match[0]
        self.before = match.string[max(0, match.start() - _WINDOW) : match.start()].lower()
        self.behind = match.string[match.end() : match.end() + _WINDOW].lower()

    def __getitem__(self, name: str) -> str:
        return self._groups.get(name, "").lower()

    def numbers(self) -> list[int]:
        return [int(digits) for digits in re.findall(r"\d+", self.text)]

    @property
    def lead(self) -> str:
        """The last word of "this past" and the like."""
        return self["lead"].split(" ")[-1]


def _month(word: str) -> int:
    return lexicon.MONTH_NUMBER[word]


def _day(word: str) -> int:
    return int(word.rstrip("stndrh"))


def _weekday(word: str) -> int:
    return next(n for n, name in enumerate(lexicon.WEEKDAYS) if name.startswith(word.rstrip(".")))


def _count(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS[word]


def _unit(word: str) -> str:
    return "century" if word.startswith("centur") else word.removesuffix("s")


# --- days -------------------------------------------------------------------------------------------


def _one_day(words: Words, month: str, day: str) -> Reading | None:
    if words["year"]:
        date = meaning.possible(int(words["year"]), _month(month), _day(day))
        return fixed(date) if date else None
    if (_month(month), _day(day)) == (9, 11) and words.behind.startswith(_ATTACKS):
        return sept_11(words)
    if meaning.possible(None, _month(month), _day(day)) is None:
        return None
    return meaning.month_day(_month(month), _day(day), on=_weekday(words["on"]) if words["on"] else None)


def days(words: Words) -> Reading | None:
    """A day, or a stretch of days, of one month or two."""
    month, last_month = words["month"] or words["month2"], words["month2"] or words["month"]
    last = _one_day(words, last_month, words["day2"] or words["day"])
    if not words["day2"]:
        return last
    first = _one_day(words, month, words["day"])
    if not first or not last or (month == last_month and _day(words["day"]) >= _day(words["day2"])):
        return None
    return meaning.stretch(first, last)


def iso(words: Words) -> Reading | None:
    date = meaning.possible(*words.numbers())
    return fixed(date) if date else None


def numeric(words: Words) -> Reading | None:
    """29/04/2016 and 4/29/2016 are one day, 3/4/2016 may be two."""
    first, second, year = words.numbers()
    year += (1900 if year >= 69 else 2000) if year < 100 else 0  # as POSIX reads two digits
    if first != second and max(first, second) <= 12:
        return meaning.unknown
    date = meaning.possible(year, *((second, first) if first > 12 else (first, second)))
    return fixed(date) if date else None


def printed(words: Words) -> Reading | None:
    date = _parsed(words.text)
    return fixed(date) if date else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> PartialDate | None:
    """What dateparser makes of a day in a rare form, if it used the very numbers that are printed."""
    import dateparser  # noqa: PLC0415 - slow to load, seldom needed

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    found = dateparser.parse(text, languages=["en"], settings=settings)
    numbers = [int(digits) for digits in re.findall(r"\d+", text)]
    return PartialDate.of(found.date()) if found and found.year in numbers and found.day in numbers else None


def weekday(words: Words) -> Reading | None:
    return meaning.weekday(_weekday(words["on"]), words.lead)


def weekdays(words: Words) -> Reading | None:
    return meaning.weekdays(_weekday(words["on"]), _weekday(words["on2"]))


def weekday_of_week(words: Words) -> Reading | None:
    return meaning.weekday_of_week(_weekday(words["on"]), _STEPS[words.lead])


def holiday(words: Words) -> Reading | None:
    month, day = HOLIDAYS[words["name"]]
    return (
        fixed(PartialDate(int(words["year"]), month, day)) if words["year"] else meaning.month_day(month, day)
    )


def relative(words: Words) -> Reading | None:
    return meaning.days_off(_DAYS.get(words["name"], 0))


def sept_11(_: Words) -> Reading | None:
    return fixed(PartialDate(2001, 9, 11))


# --- months, seasons, years -------------------------------------------------------------------------


def months(words: Words) -> Reading | None:
    last = fixed(PartialDate(int(words["year"]), _month(words["month2"] or words["month"])))
    if not words["month2"]:
        return last
    return meaning.stretch(
        fixed(PartialDate(int(words["year0"] or words["year"]), _month(words["month"]))), last
    )


def month_of(words: Words) -> Reading | None:
    return meaning.with_year(_month(words["month"]), _STEPS[words.lead])


def month(words: Words) -> Reading | None:
    return meaning.month_in_year(_month(words["month"]), words.lead)


def season(words: Words) -> Reading | None:
    name = words["season"]
    if not words["year"]:
        return meaning.in_year_off(_STEPS[words.lead], lambda year: meaning.season(name, year))
    found = (meaning.winter if name == "winter" and words["year2"] else _season_of(name))(int(words["year"]))
    return lambda _: found


def _season_of(name: str) -> Callable[[int], meaning.Meaning]:
    return lambda year: meaning.season(name, year)


def season_near(words: Words) -> Reading | None:
    return meaning.season_near(words["season"], words.lead)


def part(words: Words) -> Reading | None:
    """A quarter or half of a year."""
    parts = 4 if words["part"] == "quarter" else 2
    number = ORDINALS[words["number"]] or parts
    if number > parts:
        return None
    if words["year"]:
        found = meaning.part_of_year(int(words["year"]), number, parts)
        return lambda _: found
    return meaning.in_year_off(_STEPS[words.lead], lambda year: meaning.part_of_year(year, number, parts))


def year(words: Words) -> Reading | None:
    return fixed(PartialDate(int(words["year"])))


def years(words: Words) -> Reading | None:
    first, last = int(words["year"]), int(words["year2"] or words["year"][:2] + words["short"])
    return fixed(PartialDate(first), PartialDate(last)) if first < last else None


def decade(words: Words) -> Reading | None:
    begin = int(words["decade"]) + (1900 if len(words["decade"]) == 2 else 0)
    return fixed(PartialDate(begin), PartialDate(begin + 9))


def century(words: Words) -> Reading | None:
    number = _day(words["number"])
    return fixed(PartialDate(number * 100 - 99), PartialDate(number * 100)) if 10 <= number <= 22 else None


# --- stretches and distances ------------------------------------------------------------------------


def unknown(_: Words) -> Reading | None:
    return meaning.unknown


def weekend(_: Words) -> Reading | None:
    return meaning.weekend()


def stretch(words: Words) -> Reading | None:
    if words["vague"]:
        return meaning.unknown
    count, unit = _count(words["count"]), _unit(words["unit"])
    return (meaning.from_now_on if words.lead in ("next", "coming") else meaning.up_to_now)(count, unit)


def calendar(words: Words) -> Reading | None:
    """The calendar week, month or year; "the past week", and "over the last week", are seven days."""
    unit, lead = _unit(words["unit"]), words.lead
    if lead == "previous":
        return meaning.unknown
    rolling = lead == "past" or (lead == "last" and words.before.endswith(("over the ", "in the ")))
    if rolling and unit != "weekend":
        return meaning.up_to_now(1, unit)
    return meaning.unit_off(unit, -1 if lead == "past" else _STEPS[lead])


def ago(words: Words) -> Reading | None:
    """So many units ago, as exact as the unit; "later", "earlier" hang on something else in the text."""
    exact = (
        words["count"] and not words["half"] + words["half2"] and not words.before.rstrip().endswith(_HEDGES)
    )
    if not exact or words["way"] not in ("ago", "from now"):
        return meaning.unknown
    count = _count(words["count"])
    return meaning.unit_off(_unit(words["unit"]), -count if words["way"] == "ago" else count)
