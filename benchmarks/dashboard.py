"""How quickly the pages come: `make dashboard`, beside Datasette on the same SQLite file, in one run.

Both are started as a user starts them, on the collection that benchmarks/large.py makes, and asked in turn
over loopback by a client that takes compressed answers. The first answer to each kind of request (nothing is
cached yet) is told apart from the median of the others.
"""

from __future__ import annotations

import argparse
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import httpx

from benchmarks import large
from benchmarks.page import table, write

COMMAND = "make dashboard"
ROUNDS = 30
DEEP = 60  # how many times "next" is followed for a page deep in the list
PATIENCE = 120.0  # seconds for a server to answer at all
KIB = 1024
HTMX = {"HX-Request": "true", "HX-Target": "results"}


@dataclass(slots=True)
class Measure:
    """Requests of one kind, in turn; `most_ms` and `most_kib` are the floors, None where none was set."""

    name: str
    paths: Sequence[str]
    most_ms: int | None = None
    most_kib: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    missing: bool = False

    def ask(self, client: httpx.Client, number: int) -> None:
        path = self.paths[number % len(self.paths)]
        status, milliseconds, size = asked(client, path, self.headers)
        self.missing = self.missing or status == httpx.codes.NOT_FOUND
        if status != httpx.codes.OK and not self.missing:
            raise SystemExit(f"{path}: status {status}")
        self.took.append(milliseconds)
        self.sizes.append(size)

    @property
    def median(self) -> float:
        return statistics.median(self.took[1:])

    def line(self) -> list[str]:
        if self.missing:
            return [self.name, "there is no such page yet", "", "", "", ""]
        size = statistics.median(self.sizes) / KIB
        return [
            self.name,
            f"{self.median:.0f} ms",
            f"< {self.most_ms} ms" if self.most_ms else "-",
            f"{self.took[0]:.0f} ms",
            f"{size:.0f} KiB",
            f"<= {self.most_kib} KiB" if self.most_kib else "-",
        ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--file", type=Path, help="a collection made before, by `python -m benchmarks.large`"
    )
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--write", action="store_true", help="put the report into docs/quality.md")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.file or Path(folder) / "large.sqlite3"
        if not path.exists():
            large.build(path)
        report = measured(path, chosen.rounds)
    print(report)
    if chosen.write:
        write("dashboard", COMMAND, report)


def measured(path: Path, rounds: int) -> str:
    """The report on both servers, each asked in turn."""
    with crossread(path) as ours, datasette(path) as theirs:
        mine, assets = measures(ours), script_and_style(ours)
        other = datasette_measures(theirs, path)
        for number in range(rounds + 1):
            for measure in mine:
                measure.ask(ours, number)
            for measure in other:
                measure.ask(theirs, number)
        noted = timed_out(theirs, other[-1].paths[0])
    return written(mine, other, assets, rounds, noted)


def measures(client: httpx.Client) -> list[Measure]:
    """What is asked of Crossread. Filters and rows change from one request to the next, as a reader's do."""
    event = f"/events/{large.LARGE_EVENT}"
    whole = Measure("comparison, 20 outlets x 400 rows", [event], 150, 400)
    whole.ask(client, 0)  # before anything is read from it: the first is to be the first
    page = client.get(event).text
    rows = re.findall(r'<tr[^>]* id="r-([^"]+)"', page)
    article = re.findall(r'href="(/articles/[^"#]+)', page)
    names = re.findall(r'name="speaker" value="([^"]+)"', page)
    queries = [[("kind", "quote")], [("verdict", "conflict")], [("q", "harbour")], [("kind", "figure")]]
    queries += [[("speaker", unescape(name))] for name in names[1:7]]
    filtered = [f"{event}?{urlencode(query)}" for query in queries]
    opened = [f"{event}/rows/{row}" for row in rows[:40]]
    years = [f"/events?from=202{year}-01-01&to=202{year}-12-31" for year in range(4)]
    named = [f"/events?q={word}" for word in ("harbour", "ferry", "tunnel")]
    sought = [f"/search?q={word}" for word in ("harbour", "storm+damaged", "quay")]
    return [
        whole,
        Measure("a filter, as htmx asks for it", filtered, 60, headers=HTMX),
        Measure("an opened row, as htmx asks for it", opened, 60, headers=HTMX),
        Measure("10,000 events, first page", ["/events"], 40),
        Measure(f"10,000 events, {DEEP} pages on", [deep_page(client)], 40),
        Measure("10,000 events, of one year", years, 40),
        Measure("10,000 events, search", named, 40),
        Measure("search in claims and articles", sought),
        Measure("article of 100 claims, in the large event", sorted(set(article))[:10]),
        Measure("speakers", ["/speakers"]),
        Measure("outlets", ["/outlets"]),
    ]  # fmt: skip


def deep_page(client: httpx.Client) -> str:
    """The address of a page deep in the list, by following the link to the next one."""
    path = "/events"
    for _ in range(DEEP):
        links: list[str] = re.findall(r"<a [^>]*>", client.get(path).text)
        onward = [re.search(r'href="([^"]+)"', link) for link in links if 'rel="next"' in link]
        if not onward or onward[0] is None:
            break
        path = unescape(onward[0][1])
    return path


def datasette_measures(client: httpx.Client, path: Path) -> list[Measure]:
    facets = [("_size", "100"), ("_facet", "speaker")]
    of_table = urlencode([*facets, ("_facet", "article_key")])
    of_view = urlencode([*facets, ("_facet", "outlet")])
    name = f"/{path.stem}"
    answered(client, "/")
    return [
        Measure("table claim, 100 rows, facets speaker, article_key", [f"{name}/claim?{of_table}"]),
        Measure("view claim with outlet, 100 rows, facets speaker, outlet",
                [f"{name}/{large.COLLECTION_VIEW}?{of_view}"]),
    ]  # fmt: skip


def timed_out(client: httpx.Client, path: str) -> bool:
    """Whether Datasette gave up on a facet within its own time limit."""
    return "timed out" in client.get(path).text


def script_and_style(client: httpx.Client) -> int:
    """Compressed bytes of what the comparison page loads beside its HTML."""
    page = client.get(f"/events/{large.LARGE_EVENT}").text
    tags = re.findall(r'<script[^>]* src="([^"]+)"|<link rel="stylesheet" href="([^"]+)"', page)
    return sum(asked(client, unescape(script or style))[2] for script, style in tags)


def asked(client: httpx.Client, path: str, headers: dict[str, str] | None = None) -> tuple[int, float, int]:
    """Status, milliseconds to the last byte, and bytes as they came over the wire."""
    began = time.perf_counter()
    with client.stream("GET", path, headers=headers) as response:
        size = sum(len(chunk) for chunk in response.iter_raw())
    return response.status_code, (time.perf_counter() - began) * 1000, size


def written(mine: list[Measure], other: list[Measure], assets: int, rounds: int, noted: bool) -> str:
    head = ["request", "median", "floor", "first", "compressed", "floor"]
    whole, browsed = mine[0], other[0]
    lines = [
        f"Medians of {rounds} requests over loopback, taken in turn; “first” is the first of its kind. ",
        "",
        table(head, [measure.line() for measure in mine]),
        "",
        f"Script and style of the comparison page: {assets / KIB:.0f} KiB compressed (floor <= 120 KiB).",
        "",
        "Datasette on the same file, its largest page of one table:",
        "",
        table(head, [measure.line() for measure in other]),
        "",
        "The table of claims has no column for the outlet: `article_key` stands for it there, and the view "
        "joins the outlet's name." + (" Datasette gave up on one of its facets in time." if noted else ""),
        "",
        f"Crossread's comparison takes {whole.median / browsed.median:.2f} x the time of Datasette's table, "
        f"{whole.median / other[1].median:.2f} x that of the view.",
    ]  # fmt: skip
    return "\n".join(line.rstrip() for line in lines)


@contextmanager
def crossread(path: Path) -> Iterator[httpx.Client]:
    command = [
        sys.executable,
        "-m",
        "app",
        "serve",
        "--port",
        "0",
        "--database",
        f"sqlite:///{path.absolute()}",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            said = (re.search(r"http://\S+:\d+", line) for line in process.stderr or ())
            with _client(next(found[0] for found in said if found)) as client:
                yield client
        finally:
            process.terminate()


@contextmanager
def datasette(path: Path) -> Iterator[httpx.Client]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "datasette",
        "serve",
        str(path),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            with _client(f"http://127.0.0.1:{port}") as client:
                yield client
        finally:
            process.terminate()


def _client(address: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"Accept-Encoding": "gzip"}, timeout=PATIENCE)


def answered(client: httpx.Client, path: str) -> None:
    """Wait until the server is up."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            client.get(path)
        except httpx.TransportError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


if __name__ == "__main__":
    main()
