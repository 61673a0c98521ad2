"""A page's bytes to its characters. What a page declares of its encoding is often wrong, so it is tried."""

from __future__ import annotations

import codecs
import re

from app.errors import BadInputError
from app.pipeline.read.decoding import refuse_binary

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<meta\b[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,200}encoding=["']([\w.:-]{2,40})""",
    re.I,
)
_HEAD = 65_536  # bytes in which the encoding is declared
_SAMPLE = 65_536
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\f\v\x1b") + b"\x7f"
_CONTROL_SHARE = 0.02
_DAMAGED = 0.02  # of the characters beyond ASCII: fewer broken ones are damage, more are another encoding
_WESTERN = 0.12  # of bytes: texts in a Western alphabet have fewer beyond ASCII
# What browsers take a name for, where Python takes it narrowly.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
_NO_PAGES = ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
_C1 = {number: bytes((number,)).decode("cp1252", "ignore") or None for number in range(128, 160)}
_IN_C1 = re.compile("[\x80-\x9f]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff]")
_NO_TEXT = dict.fromkeys(n for n in range(32) if chr(n) not in "\t\n\r\f") | {127: None, 0xFEFF: None}


def decoded(data: bytes, charset: str | None) -> str:
    """The page's characters; BadInputError where the bytes are no page.

    A byte-order mark decides, then whether the bytes are UTF-8 beyond ASCII (no other text is that by
    chance), then what the server and the page declare, if the bytes can be that, then what they look like.
    A few broken bytes are damage and not a reason to refuse the page. `charset` is the server's word.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _plain(data.decode(codec, "replace"))
    refuse_binary(data)
    if wide := _unmarked_utf16(data[:_SAMPLE]):
        return _plain(data.decode(wide, "replace"))
    if len(data) - len(data.translate(None, _CONTROLS)) > max(16, _CONTROL_SHARE * len(data)):
        raise BadInputError("is not a page (binary data)")
    return _plain(_as_utf8(data) or _as_declared(data, charset) or _as_it_looks(data))


def _plain(text: str) -> str:
    """Without control characters; those of a wrong range are what browsers show for them."""
    return text.translate(_NO_TEXT) if _CONTROL.search(text) else text


def shown_as(text: str) -> str:
    """Text with the characters of 128 to 159, as numbers in a page name them, as browsers show them."""
    return text.translate(_C1) if not text.isascii() and _IN_C1.search(text) else text


def _unmarked_utf16(sample: bytes) -> str | None:
    half = len(sample) // 2
    even, odd = sample[0 : 2 * half : 2].count(0), sample[1 : 2 * half : 2].count(0)
    if half > 8 and odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if half > 8 and even > 0.5 * half and odd < 0.05 * half else None


def _as_utf8(data: bytes) -> str | None:
    """The text, if the bytes are UTF-8, a few broken ones aside."""
    if data.isascii():  # ISO-2022-JP is ASCII, too: its escapes tell
        return None if b"\x1b$" in data else data.decode("ascii")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if broken <= max(_DAMAGED * beyond, 0) else None


def _as_declared(data: bytes, charset: str | None) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    inside = (found[1] or found[2]).decode("ascii") if found else None
    for name in (charset, inside):
        codec = _codec(name)
        if codec and (text := _if_it_fits(data, codec)):
            return text
    return None


def _codec(name: str | None) -> str | None:
    try:
        info = codecs.lookup((name or "").strip("\"' "))
        b"".decode(info.name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return None if info.name in _NO_PAGES else _MEANT.get(info.name, info.name)


def _if_it_fits(data: bytes, codec: str) -> str | None:
    if codec.startswith(("utf-8", "utf-16", "utf-32")):  # the bytes were found to be none of these
        return None
    text = data.decode(codec, "replace")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count("\ufffd") <= max(2, _DAMAGED * beyond) else None


def _as_it_looks(data: bytes) -> str:
    foreign = bytes(byte for byte in data[: 8 * _SAMPLE] if byte > 127)
    if len(foreign) > _WESTERN * min(len(data), 8 * _SAMPLE) and (codec := _looks_like(data)):
        return data.decode(codec, "replace")
    return data.decode("cp1252", "replace")


def _looks_like(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load, seldom needed

    start = next((i for i in range(0, len(data), 4096) if not data[i : i + 4096].isascii()), 0)
    best = from_bytes(data[start : start + _SAMPLE]).best()
    return best.encoding if best else None
