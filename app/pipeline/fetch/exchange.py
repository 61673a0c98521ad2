"""One request and its answer: the head first, the body only if the head is of use."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message

import httpcore

from app.errors import BadInputError
from app.pipeline.fetch.address import Address
from app.pipeline.fetch.fetched import FetchError
from app.pipeline.fetch.network import Backend, failure
from app.pipeline.unpacking import CutOffError, unpacked

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
            encoding = self.headers.get("content-encoding", "")
            for piece in unpacked(self._response.iter_stream(), encoding, limit + 1):
                pieces += piece
                if len(pieces) > limit:
                    break
        if len(pieces) > limit and most is None:
            raise FetchError(f"is larger than {limit / 1e6:.0f} MB, which is too much for an article")
        return bytes(pieces[:limit])


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
    except CutOffError:
        raise FetchError(f"{host} broke off before it had sent everything", again=True) from None
    except BadInputError as error:
        raise FetchError(f"what {host} sends {error}") from None
