"""Feeds that are read again and again, and how they fare."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Health(StrEnum):
    NEW = "new"  # not asked yet
    WELL = "well"
    FAILING = "failing"  # it is asked less and less often
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscription. Moments are in UTC.

    `due` is when it is to be asked again; `wanted` is set while a person waits for that. `asked` is when it
    was asked last, `answered` when it last gave an answer, `failures` how often it failed since. `trouble`
    says what went wrong, or what of the answer was not read; `taken` counts the entries that were queued.
    """

    id: int
    url: str
    made: dt.datetime
    due: dt.datetime
    title: str | None = None
    outlet: str | None = None
    home: str | None = None
    paused: bool = False
    wanted: bool = False
    etag: str | None = None
    last_modified: str | None = None
    asked: dt.datetime | None = None
    answered: dt.datetime | None = None
    failures: int = 0
    trouble: str = ""
    taken: int = 0

    @property
    def name(self) -> str:
        return self.title or self.url

    @property
    def health(self) -> Health:
        if self.paused:
            return Health.PAUSED
        if self.failures:
            return Health.FAILING
        return Health.WELL if self.answered else Health.NEW
