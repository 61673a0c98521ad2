"""When a file or a printed page was made, and where the page it was taken from stands."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from app import __version__
from app.domain.dates import PartialDate
from app.web.dates import date_words

# A browser may send anything as Host: only a name or an address, and a port, get into a file.
_HOST: Final = re.compile(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?", re.ASCII
)
_SCHEMES: Final = ("http", "https")


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file tells of itself.

    `made` is when, with a time zone. `base` is the server's address ("http://localhost:8000"), "" where none
    is known: the addresses in the file then begin with "/".
    """

    made: dt.datetime
    base: str = ""
    version: str = __version__

    def address(self, path: str) -> str:
        """The whole address of a page of ours, as far as the server's is known."""
        return self.base + path

    @property
    def iso(self) -> str:
        """The moment in UTC, to the second: 2016-05-02T15:10:00Z."""
        return f"{self.made.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"

    @property
    def words(self) -> str:
        """The moment as the pages put it: "2 May 2016, 15:10 UTC"."""
        at = self.made.astimezone(dt.UTC)
        return date_words(
            PartialDate(at.year, at.month, at.day, at.timetz().replace(second=0, microsecond=0))
        )


def base_address(scheme: str, host: str) -> str:
    """The server's address as a browser named it; "" for what is no host. Both are hostile input."""
    return f"{scheme}://{host}" if scheme in _SCHEMES and _HOST.fullmatch(host) else ""
