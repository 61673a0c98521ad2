"""A web site on loopback whose pages are what a test says, and a network of names that it makes up."""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Reply:
    body: bytes = b"<p>A page.</p>"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "text/html"})
    body_of: Callable[[], Iterator[bytes]] | None = None  # instead of `body`, piece by piece


HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(words: str, **headers: str) -> Reply:
    return Reply(words.encode(), headers={**HTML, **{k.replace("_", "-"): v for k, v in headers.items()}})


def redirect(to: str, status: int = 302) -> Reply:
    return Reply(b"", status, {"Location": to})


@dataclass
class Site:
    """`asked` are the requests met: path and headers (names in lower case)."""

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@contextmanager
def serving(pages: Mapping[str, Reply]) -> Iterator[Site]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.site = site = Site(server.server_port, dict(pages))  # type: ignore[attr-defined]
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *words: object) -> None:
        pass

    def do_GET(self) -> None:
        site: Site = self.server.site  # type: ignore[attr-defined]
        site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        reply = site.pages.get(self.path, Reply(b"none", 404))
        with suppress(OSError):  # whoever asked has gone
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.body_of() if reply.body_of else [reply.body]:
                self.wfile.write(piece)
                self.wfile.flush()


@contextmanager
def saying(*pieces: bytes, pause: threading.Event | None = None) -> Iterator[int]:
    """A port that answers with these bytes, whatever is asked; then waits for `pause`, and closes."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(5)

    def answer() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection, suppress(OSError):
                    connection.settimeout(5)
                    connection.recv(65_536)
                    for piece in pieces:
                        connection.sendall(piece)
                    if pause:
                        pause.wait(5)

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        if pause:
            pause.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
