"""Bytes to text: which encoding it is, and when it is no text at all."""

from __future__ import annotations

import codecs

from app.errors import BadInputError

MAX_TEXT_CHARACTERS = 2_000_000
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\v\x1b") + b"\x7f"
_CONTROL_SHARE = 0.02  # more than this is no text
_FOREIGN_SHARE = 0.25  # of all bytes above 127: more than any text in a Western alphabet has
_SAMPLE = 65_536

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)


def decode(data: bytes) -> str:
    """The text `data` holds; BadInputError with the reason where it holds none.

    UTF-8 or UTF-16 by its mark, UTF-16 without one where every other byte is NUL, UTF-8, and else
    Windows-1252. The byte-order mark is no part of the text; nothing else is changed. UTF-8 with a
    few broken bytes is refused rather than read as Windows-1252, which would garble all of it.
    """
    text = _decoded(data)
    if "\0" in text:
        raise BadInputError("contains NUL characters")
    return text


def refuse_unstorable(text: str) -> None:
    """BadInputError with the reason why `text` can't be an article's text; None where it can."""
    if len(text) > MAX_TEXT_CHARACTERS:
        raise BadInputError(f"has {len(text):,} characters; an article may have {MAX_TEXT_CHARACTERS:,}")
    if "\0" in text:
        raise BadInputError("contains NUL characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadInputError(f"contains half a character (\\u{ord(text[error.start]):04x})") from None
    if not any(c.isalnum() for c in text):
        raise BadInputError("has no words in it")


def refuse_binary(data: bytes) -> None:
    """BadInputError if the beginning of a file shows that it is a known kind of binary file."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise BadInputError(f"is not text (looks like {kind})")


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(data, "utf-16")
    refuse_binary(data)
    if byte_order := _byte_order(data[:_SAMPLE]):
        return _utf16(data, byte_order)
    if len(data) - len(data.translate(None, _CONTROLS)) > max(4, _CONTROL_SHARE * len(data)):
        raise BadInputError("is not text (binary data)")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _windows_1252(data, error)


def _utf16(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise BadInputError(f"is damaged UTF-16 (at byte {error.start:,})") from None


def _byte_order(sample: bytes) -> str | None:
    """Codec of UTF-16 without a mark: in European text nearly every second byte is NUL."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.5 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _windows_1252(data: bytes, error: UnicodeDecodeError) -> str:
    valid = data.decode("utf-8", "ignore")
    broken = len(data) - len(valid.encode("utf-8"))
    if len(valid) - len(valid.encode("ascii", "ignore")) > broken:
        raise BadInputError(f"is damaged UTF-8 (at byte {error.start:,})")
    if sum(byte > 127 for byte in data[:_SAMPLE]) > max(2, _FOREIGN_SHARE * len(data[:_SAMPLE])):
        raise BadInputError("is in an encoding that is not known here; save it as UTF-8")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as undefined:
        byte = data[undefined.start]
        raise BadInputError(
            f"is neither UTF-8 nor Windows-1252 (byte 0x{byte:02x} at {undefined.start:,})"
        ) from None
