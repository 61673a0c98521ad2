"""What a fetch gives, and what can go wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from app.errors import CrossreadError


class FetchError(CrossreadError):
    """An address could not be fetched; the message says why. `again`: whether a later try may do better.

    `after` is how long the site asks to be left alone before that, where it does; `gone` whether it says that
    there will be nothing at this address again.
    """

    def __init__(
        self, reason: str, *, again: bool = False, after: dt.timedelta | None = None, gone: bool = False
    ) -> None:
        super().__init__(reason)
        self.again = again
        self.after = after
        self.gone = gone


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `data` are its bytes, decompressed; empty where `unchanged` (304).

    `asked` is the address as given, `address` the one that answered after redirects, `via` those between, in
    order; `moved` is where to ask from now on, if the site says that its redirect is for good. `media_type`
    is in lower case without parameters; `charset` as the header names it. `fetched_on` is in UTC. `etag` and
    `last_modified` are to be handed back when the same address is asked again.
    """

    asked: str
    address: str
    data: bytes
    fetched_on: dt.datetime
    media_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False
    via: tuple[str, ...] = ()
    moved: str | None = None


class Fetcher(Protocol):
    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """Fetch a page or a feed; FetchError if that can't be. May be called from several threads."""
        ...
