"""Dates as manifests, feeds and pages write them."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.read.names import quoted

EARLIEST, LATEST = 1500, 2200  # years of news; days beside those of others can't even be reckoned with
_LONGEST = 100
_NAMES = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTHS = {name[:length]: n for n, name in enumerate(_NAMES, 1) for length in (3, len(name))} | {"sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=lambda name: (-len(name), name)))
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*\s*", re.I)
_TIME = re.compile(
    r"(?P<date>.*?\d)(?:t|,?\s+at\s+|[\s,]+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?\s*(?P<zone>z|[a-z]{2,4}|(?:gmt|utc)?[+-]\d{2}:?\d{2})?$",
    re.I,
)
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_ZONES |= {"pst": -8, "pdt": -7}  # the zone names of RFC 822; others mean several zones
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?",
        r"--(?P<month>\d{2})(?:-(?P<day>\d{2}))?",
        rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?",
        rf"(?P<month>{_MONTH}) (?P<day>\d{{1,2}})(?: (?P<year>\d{{4}}))?",
        rf"(?P<month>{_MONTH}) (?P<year>\d{{4}})",
    )
)
_NUMERIC = re.compile(r"(\d{1,2})(?:([-/.])(\d{1,2})\2(\d{4})|/(\d{1,2})/(\d{2}))")


class DateOrder(StrEnum):
    """Which of day and month a date in figures begins with."""

    DMY = "dmy"
    MDY = "mdy"


def order_of(words: str) -> frozenset[DateOrder]:
    """The orders in which a date in figures can be read; none where it is not one, or is no date at all."""
    words = " ".join(words.split())
    match = _NUMERIC.fullmatch(_TIME.sub(r"\g<date>", words)) if len(words) <= _LONGEST else None
    if not match:
        return frozenset()
    first, second = int(match[1]), int(match[3] or match[5])
    orders = ((DateOrder.DMY, second), (DateOrder.MDY, first))
    return frozenset(order for order, month in orders if 1 <= month <= 12)


def parse_date(words: str, order: DateOrder | None = None) -> PartialDate:
    """The date `words` write, as far as they go; BadInputError with the reason where they write none.

    A date that can't exist is refused, and so is 03/04/2016, which is a day in March or in April, unless an
    `order` is given. Nothing is read relative to today ("yesterday"): the same words always mean the same
    date.
    """
    words = " ".join(words.split())
    if len(words) > _LONGEST:
        raise BadInputError(f"the date {quoted(words)} is too long")
    try:
        found = _iso(words) or _printed(words) or _numeric(words, order) or _last_resort(words)
    except ValueError as error:
        raise BadInputError(f"the date {quoted(words)} can't be: {error}") from None
    if found.year is not None and not EARLIEST <= found.year <= LATEST:
        raise BadInputError(f"the date {quoted(words)} can't be: there is no news of the year {found.year}")
    return found


def _iso(words: str) -> PartialDate | None:
    """Date-times of the basic format, 20160502T140500Z; the extended ones are read as printed."""
    if not re.fullmatch(r"\d{8}T\d{4,6}(?:Z|[+-]\d{2}:?\d{2})?", words):
        return None
    moment = dt.datetime.fromisoformat(words)
    return PartialDate(moment.year, moment.month, moment.day, moment.timetz())


def _printed(words: str) -> PartialDate | None:
    words, time = _without_time(words)
    words = _WEEKDAY.sub("", words).casefold()
    words = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words)
    words = re.sub(r"(?<=[a-z])[-/](?=\d)|(?<=\d)[-/](?=[a-z])|[,\s]+|(?<=[a-z])\.", " ", words)
    words = " ".join(word for word in words.split() if word not in ("of", "the"))
    match = next(filter(None, (form.fullmatch(words) for form in _FORMS)), None)
    if not match:
        return None
    parts = match.groupdict()
    return PartialDate(_number(parts["year"]) if "year" in parts else None, *_month_and_day(parts), time)


def _month_and_day(parts: dict[str, str | None]) -> tuple[int | None, int | None]:
    month = parts.get("month")
    return (_MONTHS.get(month) or int(month) if month else None), _number(parts.get("day"))


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _without_time(words: str) -> tuple[str, dt.time | None]:
    match = _TIME.fullmatch(words)
    if not match:
        return words, None
    hour, half = int(match["hour"]), (match["half"] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(f"no hour {hour} {half}.m.")
        hour = hour % 12 + (12 if half == "p" else 0)
    return match["date"], dt.time(
        hour, int(match["minute"]), int(match["second"] or 0), tzinfo=_zone(match["zone"] or "")
    )


def _zone(words: str) -> dt.tzinfo | None:
    """The offset from UTC that `words` give; None where the zone is unknown or has several meanings."""
    if offset := re.search(r"([+-])(\d{2}):?(\d{2})$", words):
        minutes = int(offset[2]) * 60 + int(offset[3])
        return dt.timezone(dt.timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    hours = _ZONES.get(words.casefold())
    return None if hours is None else dt.timezone(dt.timedelta(hours=hours))


def _numeric(words: str, order: DateOrder | None) -> PartialDate | None:
    words, time = _without_time(words)
    match = _NUMERIC.fullmatch(words)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3] or match[5]), int(match[4] or match[6])
    if year < 100:
        year += 1900 if year >= 69 else 2000  # as POSIX reads two digits
    if first != second and max(first, second) <= 12 and order is None:
        raise BadInputError(
            f"the date {quoted(words)} can be read in two ways; write it as {year}-{first:02}-{second:02}"
            f" or {year}-{second:02}-{first:02}"
        )
    day_first = order is DateOrder.DMY if max(first, second) <= 12 else first > 12
    return PartialDate(year, *((second, first) if day_first else (first, second)), time)


def _last_resort(words: str) -> PartialDate:
    """What dateparser makes of absolute English dates, if it used the very numbers that are printed."""
    import dateparser  # noqa: PLC0415 - slow to load, seldom needed

    settings = {"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "DATE_ORDER": "DMY"}
    numbers = [int(digits) for digits in re.findall(r"\d+", words)]
    if re.search(_MONTH, words, re.I) and any(number > 999 for number in numbers):
        found = dateparser.parse(words, languages=["en"], settings=settings)
        if found and found.year in numbers and found.day in numbers:
            return PartialDate.of(found.date())
    raise BadInputError(f"the date {quoted(words)} is not understood")
