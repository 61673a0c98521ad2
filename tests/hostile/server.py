"""A web site on loopback that misbehaves byte by byte, as no web server's library would."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Pieces = Iterable[bytes]
_PATIENCE = 5.0  # seconds on one socket, so that no thread outlives its test by much


@dataclass
class Site:
    """`asked` are the heads of the requests met. An answer gets `ended`, set when the site closes."""

    port: int
    answers: dict[str, Callable[[threading.Event], Pieces]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def says(self, path: str, *pieces: bytes) -> str:
        """The address at which these bytes are sent, whatever they are."""
        self.answers[path] = lambda _: pieces
        return self.url(path)

    def acts(self, path: str, answer: Callable[[threading.Event], Pieces]) -> str:
        """The address at which pieces are sent until there are none or the site closes."""
        self.answers[path] = answer
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for beside robots.txt."""
        found = [head.split(" ")[1] for head in self.asked]
        return [path for path in found if path != "/robots.txt"]


def answer(
    body: bytes, status: str = "200 OK", kind: str = "text/html; charset=utf-8", *more: str, length: int = -1
) -> bytes:
    """An answer in one piece; `length` is what its head says of it, if not the truth."""
    told = len(body) if length < 0 else length
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {told}", "Connection: close"]
    return "\r\n".join([*head, *more, "", ""]).encode("latin-1") + body


def redirect(to: str) -> bytes:
    return answer(b"", "302 Found", "text/html", f"Location: {to}")


@contextmanager
def serving() -> Iterator[Site]:
    listener = socket.create_server(("127.0.0.1", 0))
    site = Site(listener.getsockname()[1])
    threads = [threading.Thread(target=_accept, args=(listener, site), daemon=True)]
    threads[0].start()
    try:
        yield site
    finally:
        site.ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        threads[0].join(_PATIENCE)


def _accept(listener: socket.socket, site: Site) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=_serve, args=(connection, site), daemon=True).start()


def _serve(connection: socket.socket, site: Site) -> None:
    with connection, suppress(OSError, IndexError):
        connection.settimeout(_PATIENCE)
        head = b""
        while b"\r\n\r\n" not in head and (piece := connection.recv(65_536)):
            head += piece
        words = head.decode("latin-1")
        site.asked.append(words)
        reply = site.answers.get(words.split(" ")[1], _nothing_there)
        for piece in reply(site.ended):
            if site.ended.is_set():
                return
            connection.sendall(piece)


def _nothing_there(_: threading.Event) -> Pieces:
    return (answer(b"none", "404 Not Found"),)
