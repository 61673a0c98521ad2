"""What is packed (an answer's Content-Encoding, a file), unpacked to no more than is wanted of it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from app.errors import BadInputError

_GZIP, _ZLIB = zlib.MAX_WBITS | 16, zlib.MAX_WBITS
_ENCODINGS = {"gzip": _GZIP, "x-gzip": _GZIP, "deflate": _ZLIB}


class CutOffError(BadInputError):
    """The body ends before what is packed in it does."""


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """`most` bytes at most of what `pieces` hold, however much more they would make.

    `encoding` is the header's value. One packing around another is not unpacked: that is how bombs are built.
    What follows the end of the packed data is left. BadInputError if they can't be unpacked.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return iter(pieces)
    if encoding not in _ENCODINGS:
        raise BadInputError(f"is packed in a way that is not read here ({encoding[:30]!r})")
    return _unpacked(pieces, _ENCODINGS[encoding], most)


def _unpacked(pieces: Iterable[bytes], bits: int, most: int) -> Iterator[bytes]:
    unpack = None
    for piece in filter(None, pieces):
        unpack = unpack or _begun(piece, bits)
        found = _piece(unpack, piece, most)
        most -= len(found)
        yield found
        if unpack.eof or most <= 0:
            return
    if unpack:
        raise CutOffError("breaks off before its end")


def _begun(piece: bytes, bits: int) -> zlib._Decompress:
    """Many servers leave the frame of "deflate" out; its first byte tells."""
    framed = bits != _ZLIB or (piece[0] & 0x0F == 8 and piece[0] >> 4 <= 7)
    return zlib.decompressobj(bits if framed else -bits)


def _piece(unpack: zlib._Decompress, piece: bytes, most: int) -> bytes:
    try:
        return unpack.decompress(piece, most)
    except zlib.error:
        raise BadInputError("is damaged (its compression)") from None
