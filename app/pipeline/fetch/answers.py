"""Answers that are no page, in words a reporter can act on."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime

from app.pipeline.fetch.fetched import FetchError

SAVE_IT = "save the page in your browser and add the file"
_DAY = 86_400
_BUSY = (408, 425, 429)
_STATUSES = {
    202: f"has not sent the page but a check for browsers, or is not done with it; {SAVE_IT}",
    204: "answered with nothing",
    401: f"asks to sign in; {SAVE_IT}",
    402: f"asks for payment; {SAVE_IT}",
    403: f"refuses machines, or asks to sign in; {SAVE_IT}",
    404: "there is no such page",
    406: f"refuses what is asked of it; {SAVE_IT}",
    410: "the page was taken down",
    429: "too many requests",
    451: "the page may not be shown, for legal reasons",
    503: "it is overloaded or being worked on",
}
_READ = frozenset(
    (
        "",  # what comes without a name, or under that of any bytes, is looked at
        "application/octet-stream",
        "binary/octet-stream",
        "text/html",
        "application/xhtml+xml",
        "text/plain",
        "text/markdown",
        "text/csv",
        "application/csv",
        "application/json",
        "text/json",
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/x-ndjson",
        "application/xml",
        "text/xml",
        "text/x-opml",
    )
)
_KINDS = {
    "application/pdf": "a PDF; save its text as a .txt file and add that",
    "application/zip": "an archive; unpack it and add what is in it",
    "image": "a picture, no article",
    "video": "a video, no article",
    "audio": "a recording, no article",
    "font": "a font, no article",
}


def refuse_status(status: int, retry_after: str, now: dt.datetime) -> None:
    """FetchError in words unless the answer is a whole page (200, or 203 by way of a proxy)."""
    if status in (200, 203):
        return
    said = _STATUSES.get(status) or (
        "a fault of its own" if status >= 500 else "which is no page that can be read"
    )
    raise FetchError(
        f"the site answered {status}: {said}",
        again=status >= 500 or status in _BUSY,
        after=rest(retry_after, now),
        gone=status == 410,
    )


def rest(words: str, now: dt.datetime) -> dt.timedelta | None:
    """How long a Retry-After asks for, a day at most; None where it says nothing to go by."""
    try:
        if words.isdecimal():
            asked = float(min(int(words), _DAY))
        else:
            asked = (parsedate_to_datetime(words) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return dt.timedelta(seconds=min(max(asked, 0.0), _DAY))


def refuse_media_type(media_type: str) -> None:
    """FetchError in words if an answer of this type holds no article, feed or table that could be read."""
    picture = media_type.startswith("image/")
    if media_type in _READ or (media_type.endswith(("+json", "+xml")) and not picture):
        return
    kind = _KINDS.get(media_type) or _KINDS.get(media_type.partition("/")[0])
    raise FetchError(f"is {kind}" if kind else f"is of a kind that is not read here ({media_type[:60]!r})")
