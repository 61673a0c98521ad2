"""Serving the pages from this machine."""

from __future__ import annotations

import datetime as dt
import gc
import ipaddress
import signal
import socket
from asyncio import Event
from collections.abc import Sequence
from types import FrameType

import uvicorn
from rich.console import Console

from app.errors import BadInputError
from app.intake.endings import After
from app.intake.supervisor import Supervisor, command, environment
from app.settings import Settings
from app.store import Database
from app.web.app import create_app
from app.web.language import speaking, tongue

PORTS_TRIED = 100
_LAST_ANSWERS_S = 2  # for answers that are on their way


def serve_forever(
    database: Database, host: str, port: int, console: Console, every: dt.timedelta | None = None
) -> None:
    """Serve until interrupted. The address is printed once the port is held, so that it can be opened.

    Feeds are asked `every` so often, None for not by themselves.

    BadInputError if CROSSREAD_LANGUAGE names a language that is not here.
    """
    spoken = tongue(Settings().language)
    listener = bind(host, port)
    name, held = f"[{host}]" if ":" in host else host, listener.getsockname()[1]
    console.print(f"Crossread is at http://{name}:{held}/ (Ctrl-C ends it)", markup=False)
    app = create_app(database, answered_hosts(host), every)
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=_LAST_ANSWERS_S
    )
    gc.freeze()  # what is loaded by now stays: looking through it again and again would make pages wait
    with speaking(spoken), worker_beside(database, every):
        server = _Server(config, app.state.ending)
        server.run(sockets=[listener])
        if server.interrupted:  # uvicorn raises the signal again, which asyncio may lose where it just ended
            raise KeyboardInterrupt


class _Server(uvicorn.Server):
    """Tells the application when it ends: it would wait for the pages that are kept up to date."""

    def __init__(self, config: uvicorn.Config, ending: Event) -> None:
        super().__init__(config)
        self._ending = ending
        self.interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.interrupted = self.interrupted or sig == signal.SIGINT
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending.set()
        await super().shutdown(sockets)


def worker_beside(database: Database, every: dt.timedelta | None = None) -> Supervisor:
    """A worker process for this database, kept running while the server runs."""

    def arguments(after: After) -> Sequence[str]:
        polling = ("--poll", f"{every.total_seconds():.0f}s") if every else ()
        return command("work", "--database", database.url, "--after", after.value, *polling)

    return Supervisor(arguments, environment())


def answered_hosts(host: str) -> tuple[str, ...]:
    """The names to answer to: on this machine alone its own, on a network any (its names are not known)."""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    return ("127.0.0.1", "localhost", "[::1]", host) if local else ()


def bind(host: str, port: int) -> socket.socket:
    """A socket on `port` or the next free port after it; BadInputError if there is none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = ""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        # Named, not left to the system: asyncio turns Nagle's algorithm off for sockets that say they are
        # TCP, and with it on each answer waits 40 ms for an acknowledgement.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        # A port that a server before us left in TIME_WAIT is free; one that is listened on is not.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen()
        except OSError as error:
            listener.close()
            reason = str(error.strerror or error)
        else:
            return listener
    raise BadInputError(f"can't serve on {host}, port {port} or after it: {reason}")
