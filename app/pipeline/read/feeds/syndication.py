"""RSS and Atom, read by feedparser from text that holds no declarations and no surprises."""

from __future__ import annotations

import calendar
import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

from app.errors import BadInputError
from app.pipeline.read.decoding import decode, refuse_binary
from app.pipeline.read.feeds.parsed import MAX_BYTES, Heading, ParsedFeed, Told, parsed_feed

_MAX_DEPTH = 5_000  # the parser's time grows with its square
_MAX_MARKS = 250_000  # of "<": a tag takes the parser ten microseconds, and a feed has some thousands
_DECLARED = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
# Encodings that a feed may be in. Others that Python knows are no encodings of text, or slow on purpose.
_ENCODINGS = re.compile(
    r"(?:us-)?ascii|latin-?1|utf-?(?:8|16(?:-?[lb]e)?)|iso-?8859-\d{1,2}|windows-\d{3,4}|cp\d{3,4}"
    r"|koi8-[ru]|mac(?:intosh|-?roman)|gb(?:k|2312|18030)|big5(?:-hkscs)?|euc-(?:jp|kr)|shift_?jis"
    r"|iso-2022-(?:jp|kr)|tis-620",
    re.I,
)
_CONTROLS = {c: " " for c in range(32) if chr(c) not in "\t\n\r"} | {0xFFFE: " ", 0xFFFF: " "}
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|(?P<doctype><!DOCTYPE)", re.S | re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<subset>.*?)\]\s*)?>", re.S | re.I)
_NUMBERED = re.compile(r"(?:&#(?:x[0-9a-f]{1,6}|\d{1,7});)+", re.I)
_NUMBER = re.compile(r"&#([xX]?[0-9a-fA-F]+);")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read_xml(data: bytes, address: str | None, charset: str | None) -> ParsedFeed:
    """BadInputError if it is no feed, or one that would do harm."""
    import feedparser  # noqa: PLC0415 - slow to load, and only a poll needs it

    text = _with_whole_characters(without_prolog(decoded(data, charset)))
    if text.count("<") > _MAX_MARKS:
        raise BadInputError("has more markup than a feed can have")
    if _is_deeper(text, _MAX_DEPTH):
        raise BadInputError("is nested too deeply")
    try:
        found = feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),  # bytes in a stream: words would be an address to it
            response_headers=_HEADERS,  # not where it is from: addresses are resolved here, and nothing else
            sanitize_html=False,  # all markup is taken out here
            resolve_relative_uris=False,
        )
    except Exception as error:  # what a stranger's feed can make a large parser do is not known
        raise BadInputError(f"can't be read as a feed ({type(error).__name__})") from error
    if not found.get("version") and not found.entries:
        raise BadInputError("is no feed: neither RSS nor Atom nor JSON Feed")
    notes = [_broken(found)] if found.bozo and found.get("bozo_exception") else []
    return parsed_feed(_heading(found.feed), _told(found.entries), notes, address)


def _with_whole_characters(text: str) -> str:
    """The text with halves of characters by number put together, as some write pictures: &#55357;&#56832;."""
    return _NUMBERED.sub(_joined, text)


def _joined(run: re.Match[str]) -> str:
    codes = [int(n[1:], 16) if n[0] in "xX" else int(n) for n in _NUMBER.findall(run[0])]
    if not any(0xD800 <= code < 0xE000 for code in codes):
        return run[0]
    units = "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)
    whole = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(f"&#{ord(character)};" for character in whole)


def _is_deeper(text: str, most: int) -> bool:
    """Whether more than so many elements stand in each other. What a CDATA section holds is no markup."""
    first, *others = text.split("<![CDATA[")
    markup = "".join([first, *(part.partition("]]>")[2] for part in others)])
    depth = 0
    for tag in _TAG.finditer(markup):
        depth += -1 if tag[0].startswith("</") else not tag[0].endswith("/>")
        if depth > most:
            return True
    return False


def decoded(data: bytes, charset: str | None) -> str:
    """The text of an XML file. UTF-8 that is valid is UTF-8, whatever the server and the file say.

    BadInputError if it is too large or no text.
    """
    if len(data) > MAX_BYTES:
        raise BadInputError(f"has {len(data):,} bytes; a feed may have {MAX_BYTES:,}")
    refuse_binary(data)
    declared = _DECLARED.match(data[:500])
    for encoding in _encodings(data, charset, declared[1].decode("ascii") if declared else None):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except (UnicodeError, LookupError):
            continue
    try:
        return decode(data)
    except BadInputError:
        return data.decode("cp1252", "replace")


def without_prolog(text: str) -> str:
    """The text from its first element on. BadInputError where it declares entities: no feed needs them."""
    start = 0
    while found := _PROLOG.match(text, start):
        start = _after_doctype(text, start) if found["doctype"] else found.end()
    return text[start:].translate(_CONTROLS)


def _after_doctype(text: str, start: int) -> int:
    found = _DOCTYPE.match(text, start)
    if not found or "<!ENTITY" in (found["subset"] or "").upper():
        raise BadInputError(
            "declares entities of its own, which can make a file of any size; it was not read"
        )
    return found.end()


def _encodings(data: bytes, charset: str | None, declared: str | None) -> Iterator[str]:
    if data[:4].count(0) in (1, 2):
        yield "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _byte_order(data)
    named = [name for name in (charset, declared) if name and _ENCODINGS.fullmatch(name)]
    yield from (name for name in named if name.lower().startswith("iso-2022"))  # ASCII to look at
    yield "utf-8"
    yield from ("cp1252" if name.lower() in ("iso-8859-1", "latin1", "ascii") else name for name in named)


def _byte_order(data: bytes) -> str:
    return "utf-16-be" if data[0] == 0 else "utf-16-le"


def _heading(feed: Any) -> Heading:
    own = next((one.get("href") for one in feed.get("links", ()) if one.get("rel") == "self"), "")
    return Heading(_words(feed.get("title")), _words(feed.get("link")), _words(own))


def _broken(found: Any) -> str:
    error = found.bozo_exception
    place = error.getLineNumber() if hasattr(error, "getLineNumber") else None
    return "is not well-formed" + (f" (line {place})" if place else "") + ": read as far as it could be"


def _told(entries: list[Any]) -> Iterator[Told]:
    for entry in entries:
        yield Told(
            id=_words(entry.get("id")),
            address=_address(entry),
            title=_words(entry.get("title")),
            published=_words(entry.get("published")) or _words(dict.get(entry, "updated")),
            moment=_moment(entry.get("published_parsed") or dict.get(entry, "updated_parsed")),
            summary=_words(entry.get("summary")),
            content=_content(entry),
        )


def _address(entry: Any) -> str:
    """Where the entry leads: past the counter of a feed service; a guid only if it is an address."""
    original, address = _words(entry.get("feedburner_origlink")), _words(entry.get("link"))
    if original.startswith(("http://", "https://")):
        return original
    named = any(link.get("rel") == "alternate" for link in entry.get("links", ()))
    if not named and entry.get("guidislink") and not address.startswith(("http://", "https://")):
        return ""
    return address


def _content(entry: Any) -> str:
    parts = [part for part in entry.get("content", ()) if part.get("value")]
    return max((_words(part["value"]) for part in parts), key=len, default="")


def _moment(parsed: Any) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(calendar.timegm(parsed), dt.UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""
