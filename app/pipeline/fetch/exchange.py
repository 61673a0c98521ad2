"""One request and its answer: the head first, the body only if the head is of use."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message

import httpcore

from app.pipeline.fetch.address import Address
from app.pipeline.fetch.fetched import FetchError
from app.pipeline.fetch.network import Backend, failure

_ENCODINGS = {"gzip": zlib.MAX_WBITS | 16, "x-gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}
_CHARSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:+-]{0,40}")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose body was not read yet. `headers` by name in lower case, the first of each."""

    address: Address
    status: int
    headers: Mapping[str, str]
    _response: httpcore.Response
    _backend: Backend

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()[:100]

    @property
    def charset(self) -> str | None:
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")[:500]
        named = message.get_param("charset")
        return named if isinstance(named, str) and _CHARSET.fullmatch(named) else None

    def body(self, *, most: int | None = None) -> bytes:
        """The body, decompressed; FetchError if it is too large, damaged or not whole.

        With `most` it is cut there, and nothing is said of the rest.
        """
        limit = most if most is not None else self._backend.budget.limits.data
        pieces = bytearray()
        with _in_words(self.address.host):
            for piece in _decoded(
                self._response.iter_stream(), self._encoding(), limit + 1, self.address.host
            ):
                pieces += piece
                if len(pieces) > limit:
                    break
        if len(pieces) > limit and most is None:
            raise FetchError(f"is larger than {limit / 1e6:.0f} MB, which is too much for an article")
        return bytes(pieces[:limit])

    def _encoding(self) -> str:
        words = self.headers.get("content-encoding", "").strip().lower()
        return "" if words == "identity" else words


@contextmanager
def asked(
    address: Address, headers: Mapping[str, str], backend: Backend, tls: ssl.SSLContext
) -> Iterator[Answer]:
    """GET an address over a connection of its own, closed at the end; FetchError if there is no answer."""
    url = httpcore.URL(
        scheme=address.url.raw_scheme, host=address.host, port=address.port, target=address.url.raw_path
    )
    fields = [("Host", address.netloc), *headers.items(), ("Connection", "close")]
    with httpcore.HTTPConnection(url.origin, tls, network_backend=backend) as connection:
        with _in_words(address.host):
            response = connection.handle_request(httpcore.Request("GET", url, headers=fields))
        try:
            yield Answer(address, response.status, _headers(response.headers), response, backend)
        finally:
            response.close()


def _headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name.decode("ascii", "replace").lower(), _words(value))
    return found


def _words(value: bytes) -> str:
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    try:
        yield
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise failure(host, error) from error


def _decoded(pieces: Iterable[bytes], encoding: str, most: int, host: str) -> Iterator[bytes]:
    if not encoding:
        return iter(pieces)
    if encoding not in _ENCODINGS:
        # We offer gzip and deflate; one around the other is how bombs are built.
        raise FetchError(f"{host} packs its answer in a way that was not asked for ({encoding[:30]!r})")
    return _unpacked(pieces, _ENCODINGS[encoding], most, host)


def _unpacked(pieces: Iterable[bytes], bits: int, most: int, host: str) -> Iterator[bytes]:
    """Unpacks `most` bytes at most, however much more the data would make; what follows its end is left."""
    unpack, begun = zlib.decompressobj(bits), False
    for piece in pieces:
        try:
            found = unpack.decompress(piece, most)
        except zlib.error:
            if begun or bits != zlib.MAX_WBITS:
                raise FetchError(f"{host} sends a damaged answer (its compression)", again=True) from None
            unpack = zlib.decompressobj(-bits)  # many servers leave the frame of "deflate" out
            found = _raw(unpack, piece, most, host)
        begun, most = True, most - len(found)
        yield found
        if unpack.eof or most <= 0:
            return
    if begun and not unpack.eof:
        raise FetchError(f"{host} broke off before it had sent everything", again=True)


def _raw(unpack: zlib._Decompress, piece: bytes, most: int, host: str) -> bytes:
    try:
        return unpack.decompress(piece, most)
    except zlib.error:
        raise FetchError(f"{host} sends a damaged answer (its compression)", again=True) from None
