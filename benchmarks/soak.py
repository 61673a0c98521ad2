"""Whether anything is lost or doubled, and how the pages fare: `make soak`, over real text in ../shared.

Two servers in turn, each over a fresh database and started as a user starts it, are handed the same 500
things through the Add page: pasted texts, files, links to a site on loopback, tables of articles; some twice,
some that can't be read. The first is let be, and asked for pages at a steady rate meanwhile. The second is
killed with all that belongs to it (SIGKILL) on the way, at moments spread over it, and started again. Then
both are looked through: each thing is stored once or failed with a reason, and both show the same tables.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import http.server
import io
import json
import os
import random
import re
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice
from pathlib import Path
from typing import IO

import httpx

from app import ingest, store
from app.domain.article import NOTHING_GIVEN, Article, Given, RawArticle
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin
from app.store import Database, open_database
from benchmarks.news import articles_in
from benchmarks.page import table, write

COMMAND = "make soak"
ITEMS = 500
KILLS = 3
FLOOR_MS = 300
PER_SECOND = 4.0
PATIENCE_S = 3_600.0
SEED = 20_260_601
COLUMNS = ("id", "outlet", "date", "title", "text")
SETTLED = {ItemState.STORED, ItemState.PARTLY, ItemState.CHANGED, ItemState.THERE}


@dataclass(frozen=True, slots=True)
class Things:
    """What is handed in, in the order of the form's fields; `bad` are the names of what can't be read."""

    texts: Sequence[RawArticle]
    files: Sequence[tuple[str, bytes]]
    links: Sequence[str]
    bad: frozenset[str]
    articles: int  # how many there are to be in the end

    @property
    def count(self) -> int:
        return len(self.texts) + len(self.files) + len(self.links)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--items", type=int, default=ITEMS)
    options.add_argument("--queue", action="store_true", help="hand in past the page, into the queue")
    options.add_argument("--keep", type=Path, help="leave the two databases in this folder, to look at")
    options.add_argument("--write", action="store_true", help="put the report into docs/quality.md")
    chosen = options.parse_args()
    # Neighbours in the corpus are of the same days, so that they make events of several articles.
    news = Site(list(islice(articles_in(chosen.shared), 3 * chosen.items)))
    with news.served(), _folder(chosen.keep) as folder:
        things = gathered(news, chosen.items)
        calm = Run(folder / "calm.sqlite3", things, chosen.queue)
        killed = Run(folder / "killed.sqlite3", things, chosen.queue)
        load = Load()
        calm.undisturbed(load)
        killed.with_kills(KILLS)
        report = written(things, calm, killed, load)
    print(report)
    if chosen.write:
        write("soak", COMMAND, report)


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


# ---- what is handed in -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Site:
    """Articles, some of which stand on pages of a site on loopback."""

    articles: list[RawArticle]
    port: int = 0
    pages: dict[str, bytes] = field(default_factory=dict)

    def link(self, number: int, article: RawArticle) -> str:
        path = f"/story/{number}"
        self.pages[path] = _page(article)
        return self.address(path)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @contextmanager
    def served(self) -> Iterator[None]:
        pages = self.pages

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = pages.get(self.path)
                self.send_response(200 if page else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page or b"<p>there is no such page</p>")

            def log_message(self, *_: object) -> None:
                pass

        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
            self.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield
            server.shutdown()


def _page(article: RawArticle) -> bytes:
    about = {
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat() if article.published else "",
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    parts = [f"<p>{escape(part)}</p>" for part in article.text.split("\n\n")]
    head = f'<script type="application/ld+json">{json.dumps(about).replace("<", " ")}</script>'
    title = f"<h1>{escape(article.title or '')}</h1>"
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(article.title or "")}</title>{head}</head>'
        f"<body><main><article>{title}{''.join(parts)}</article></main></body></html>"
    ).encode()


def gathered(news: Site, count: int) -> Things:
    """`count` things: texts, files and links as 5 to 3 to 2, besides tables, doubles and bad ones."""
    choice = random.Random(SEED)
    articles = iter(_distinct(news.articles))
    bad = _bad(news, count)
    tables = [(f"export-{n}.{kind}", 12) for n, kind in enumerate(("csv", "jsonl") * max(count // 100, 1))]
    doubles = count // 25
    plain = count - len(bad) - len(tables) - doubles
    texts = [next(articles) for _ in range(plain * 5 // 10)]
    files = [next(articles) for _ in range(plain * 3 // 10)]
    links = [next(articles) for _ in range(plain - len(texts) - len(files))]
    held = [(name, [next(articles) for _ in range(size)]) for name, size in tables]
    handed = [
        *(_file(article, n) for n, article in enumerate(files)),
        *((name, _table(name, rows)) for name, rows in held),
        *((name, data) for name, data in bad.items() if data is not None),
    ]
    addresses = [
        *(news.link(n, article) for n, article in enumerate(links)),
        *(name for name, data in bad.items() if data is None),
    ]
    choice.shuffle(handed)
    choice.shuffle(addresses)
    whole = [*texts, *choice.sample(texts, doubles)]
    distinct = len(texts) + len(files) + len(links) + sum(len(rows) for _, rows in held)
    return Things(whole, handed, addresses, frozenset(bad), distinct)


def _distinct(articles: Sequence[RawArticle]) -> list[RawArticle]:
    """Articles of a usual length whose text no other one has."""
    found = {a.text.strip(): a for a in articles if 800 < len(a.text) < 9_000 and a.outlet and a.title}
    return list(found.values())


def _bad(news: Site, count: int) -> dict[str, bytes | None]:
    """What can't be read, by name; links have no bytes."""
    each = max(count // 100, 1)
    kinds = {"empty-{}.txt": b"", "scan-{}.pdf": b"%PDF-1.7 scanned", "noise-{}.txt": bytes(range(32)) * 9}
    files = {name.format(n): data for name, data in kinds.items() for n in range(each)}
    return {**files, **{news.address(f"/gone/{n}"): None for n in range(each)}}


def _file(article: RawArticle, number: int) -> tuple[str, bytes]:
    return f"desk/report-{number}.txt", article.text.encode()


def _table(name: str, rows: Sequence[RawArticle]) -> bytes:
    values = [
        (r.source_name, r.outlet, r.published.isoformat() if r.published else "", r.title, r.text)
        for r in rows
    ]
    if name.endswith(".jsonl"):
        lines = (json.dumps(dict(zip(COLUMNS, line, strict=True))) for line in values)
        return "\n".join(lines).encode()
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, *values])
    return out.getvalue().encode()


# ---- a server, from a fresh database to the last item ----------------------------------------------------


@dataclass(slots=True)
class Run:
    """A server over a database of its own, what it was handed, and what was found in the end."""

    path: Path
    things: Things
    past_the_page: bool
    took: float = 0.0
    kills: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def undisturbed(self, load: Load) -> None:
        began = time.monotonic()
        with Served(self.path, self.said) as server:
            self._hand_in(server)
            with load.running(server.address, self.path):
                self._wait(PATIENCE_S)
        self.took = time.monotonic() - began

    def with_kills(self, kills: int) -> None:
        """Hand in, and kill where about a like share is done each time: a quarter, a half, three quarters."""
        choice = random.Random(SEED)
        began, handed_in = time.monotonic(), False
        for number in range(1, kills + 1):
            with Served(self.path, self.said) as server:
                if not handed_in:
                    self._hand_in(server)
                    handed_in = True
                self._wait(PATIENCE_S, (number + choice.uniform(-0.4, 0.4)) / (kills + 1))
                time.sleep(choice.uniform(0, 1))  # not always just after one was settled
                self.kills.append(f"{server.kill()} with {self._open()} things open")
        with Served(self.path, self.said):
            self._wait(PATIENCE_S)
        self.took = time.monotonic() - began

    def _hand_in(self, server: Served) -> None:
        if self.past_the_page:
            with closing(open_database(f"sqlite:///{self.path}")) as database, database.writing() as session:
                store.add_batch(session, _items(self.things), Origin.PAGE, dt.datetime.now(dt.UTC))
        else:
            hand_in(server.address, self.things)

    def _wait(self, patience: float, share: float | None = None) -> None:
        """Until all is read and settled, or a share of it read, at most so many seconds.

        Tables are answered as they ask.
        """
        until = time.monotonic() + patience
        with closing(open_database(f"sqlite:///{self.path}")) as database:
            while time.monotonic() < until:
                answer(database)
                with database.session() as session:
                    progress = store.load_progress(session)
                if share is not None and progress.open <= (1 - share) * progress.all:
                    return
                waits = progress.open or progress.counts.get(ItemState.ASKING, 0)
                if not waits and not ingest.unsettled(database):
                    return
                time.sleep(0.5)

    def _open(self) -> int:
        with closing(open_database(f"sqlite:///{self.path}")) as database, database.session() as session:
            return store.load_progress(session).open


def _items(things: Things) -> Iterator[NewItem]:
    for raw in things.texts:
        given = Given(raw.outlet, raw.published, raw.title)
        yield NewItem(ItemKind.TEXT, raw.title or "text", data=raw.text.encode(), given=given)
    for name, data in things.files:
        yield NewItem(ItemKind.FILE, name, data=data)
    for link in things.links:
        yield NewItem(ItemKind.LINK, link, link)


def hand_in(address: str, things: Things) -> None:
    """As a browser does: a form for each pasted text, one for all files, one for all links."""
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=120) as client:
        for raw in things.texts:
            date = raw.published.isoformat() if raw.published else ""
            fields = {"text": raw.text, "outlet": raw.outlet or "", "date": date, "title": raw.title or ""}
            _post(client, fields)
        _post(client, {"links": "\r\n".join(things.links)})
        files = [("files", (name, io.BytesIO(data))) for name, data in things.files]
        _post(client, {}, files)


def _post(
    client: httpx.Client, fields: dict[str, str], files: Sequence[tuple[str, tuple[str, IO[bytes]]]] = ()
) -> None:
    empty = [("files", ("", io.BytesIO()))]  # as a browser sends a field in which no file was chosen
    answer = client.post("/add", data=fields, files=[*files] or empty)
    if answer.status_code != httpx.codes.SEE_OTHER:
        raise SystemExit(f"POST /add: status {answer.status_code}\n{answer.text[:2000]}")


def answer(database: Database) -> None:
    """Say what the columns of the tables hold that ask for it."""
    with database.session() as session:
        if not store.load_progress(session).counts.get(ItemState.ASKING):
            return
        asking = [i.id for i in store.load_items(session, limit=10_000) if i.state is ItemState.ASKING]
    with database.writing() as session:
        for item in asking:
            store.answer_item(session, item, COLUMNS, NOTHING_GIVEN)


class Served:
    """`crossread serve` over a database; ended in order unless it was killed before."""

    def __init__(self, path: Path, said: list[str]) -> None:
        self._path, self._said = path, said

    def __enter__(self) -> Served:
        arguments = ["serve", "--port", "0", "--database", f"sqlite:///{self._path}"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app", *arguments],
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "CROSSREAD_FETCH_ALLOW": "127.0.0.1"},
        )
        lines = self._process.stderr or iter(())
        found = (re.search(r"http://\S+:\d+", line) for line in lines)
        self.address = next(match[0] for match in found if match)
        threading.Thread(target=lambda: self._said.extend(lines), daemon=True).start()
        return self

    def kill(self) -> str:
        """End the server and its worker as a power cut would; words on what was killed."""
        everyone = [self._process.pid, *children(self._process.pid)]
        for pid in everyone:
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        return f"{len(everyone)} processes"

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(30)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True)  # noqa: S607
    pairs = (line.split() for line in listed.stdout.splitlines())
    return [int(child) for child, parent in pairs if int(parent) == pid]


# ---- pages meanwhile -------------------------------------------------------------------------------------


@dataclass(slots=True)
class Load:
    """Pages of several kinds, asked for at a steady rate; `took` are milliseconds by kind."""

    took: dict[str, list[float]] = field(default_factory=dict)
    trouble: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def running(self, address: str, path: Path) -> Iterator[None]:
        stop = threading.Event()
        thread = threading.Thread(target=self._ask, args=(address, path, stop))
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _ask(self, address: str, path: Path, stop: threading.Event) -> None:
        choice = random.Random(SEED)
        due = time.monotonic()
        with httpx.Client(base_url=address, timeout=60) as client:
            while not stop.wait(max(0.0, due - time.monotonic())):
                due = max(due + 1 / PER_SECOND, time.monotonic())
                kind, page = choice.choice(list(pages_to_ask(path, choice).items()))
                began = time.perf_counter()
                answer = client.get(page)
                self.took.setdefault(kind, []).append((time.perf_counter() - began) * 1000)
                if answer.status_code >= 500 or "database is locked" in answer.text:
                    self.trouble[f"{kind}: {answer.status_code}"] += 1

    @property
    def all(self) -> list[float]:
        return sorted(ms for of_kind in self.took.values() for ms in of_kind)


def pages_to_ask(path: Path, choice: random.Random) -> dict[str, str]:
    """An address of each kind there is, of what is stored at this moment."""
    with closing(sqlite3.connect(path)) as database:
        events = [row[0] for row in database.execute("SELECT id FROM event")]
        articles = [row[0] for row in database.execute("SELECT article_key FROM event_article")]
    pages = {"events": "/events", "search": "/search?q=president", "add": "/add"}
    if events:
        pages["comparison"] = f"/events/{choice.choice(events)}"
    if articles:
        pages["article"] = f"/articles/{choice.choice(articles)}"
    return pages


def at(share: float, values: Sequence[float]) -> float:
    """The value that a share of the values, in ascending order, lies at or below."""
    return values[min(int(share * len(values)), len(values) - 1)] if values else 0.0


# ---- what is found in the end ----------------------------------------------------------------------------


def faults(run: Run) -> list[str]:
    """All that is not as it must be in the end: one line each, none where nothing was lost or doubled."""
    with closing(open_database(f"sqlite:///{run.path}")) as database:
        with database.session() as session:
            items = store.load_items(session, limit=100_000)
            keys = set(store.article_keys(session))
        found = [*_faults_of_items(run.things, items, keys)]
        if ingest.unsettled(database):
            found.append("events are unsettled")
    if len(keys) != run.things.articles:
        found.append(f"{len(keys)} articles, not {run.things.articles}")
    return [*found, *_faults_of_file(run.path)]


def _faults_of_items(things: Things, items: Sequence[Item], keys: set[str]) -> Iterator[str]:
    handed = [item for item in items if item.parent is None]
    if len(handed) != things.count:
        yield f"{len(handed)} things, not {things.count}"
    for item in items:
        if (item.state is ItemState.FAILED) != (item.name in things.bad):
            yield f"{item.name}: {item.state} {item.words}"
        elif item.state is ItemState.FAILED and not item.words:
            yield f"{item.name}: failed without a reason"
        elif item.state in SETTLED and item.article not in keys:
            yield f"{item.name}: its article is not there"
    stored = Counter(item.article for item in items if item.state in (ItemState.STORED, ItemState.PARTLY))
    yield from (f"article {key}: stored by {count} things" for key, count in stored.items() if count > 1)
    if len(stored) != len(keys):
        yield f"{len(stored)} things stored, {len(keys)} articles"


def _faults_of_file(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(path)) as database:
        yield from (f"orphan: {row}" for row in database.execute("PRAGMA foreign_key_check"))
        yield from (str(row[0]) for row in database.execute("PRAGMA integrity_check") if row[0] != "ok")
        kept = "SELECT count(*) FROM intake_payload WHERE id NOT IN (SELECT payload_id FROM intake_item"
        if lost := database.execute(f"{kept} WHERE payload_id IS NOT NULL)").fetchone()[0]:
            yield f"{lost} payloads that no item holds"


def tables(path: Path) -> object:
    """All that is shown of all events, in an order that does not depend on their ids."""
    with closing(open_database(f"sqlite:///{path}")) as database, database.session() as session:
        found = [store.load_comparison(session, event.id) for event in store.load_events(session)]
    return sorted((t.event.title, repr([_timeless(c) for c in t.columns]), repr(t.rows)) for t in found)


def _timeless(article: Article) -> Article:
    """Without the moment at which its page was fetched."""
    return replace(article, read_on=None)


def written(things: Things, calm: Run, killed: Run, load: Load) -> str:
    same = tables(calm.path) == tables(killed.path)
    locked = sum("database is locked" in line for line in (*calm.said, *killed.said))
    runs = [
        [name, f"{run.took:.0f} s", "; ".join(run.kills) or "-", "; ".join(faults(run)[:10]) or "none"]
        for name, run in (("let be", calm), ("killed", killed))
    ]
    rates = [[kind, *_measured(sorted(values))] for kind, values in sorted(load.took.items())]
    lines = [
        f"{things.count} things ({len(things.texts)} texts, {len(things.files)} files, {len(things.links)}"
        f" links; {len(things.bad)} that can't be read), which hold {things.articles} articles:",
        "",
        table(["run", "took", "SIGKILL to", "lost, doubled or wrong"], runs),
        "",
        f"Both show {'the same tables' if same else 'different tables'}.",
        "",
        f"Pages asked for while the first was at work, {PER_SECOND:.0f} a second (floor: 95 % within"
        f" {FLOOR_MS} ms):",
        "",
        table(["page", "asked", "median", "95 % within", "longest"], [*rates, ["all", *_measured(load.all)]]),
        "",
        f"Answers with a fault of ours: {sum(load.trouble.values())}; “database is locked”: {locked} times.",
    ]
    return "\n".join(lines)


def _measured(values: Sequence[float]) -> list[str]:
    median = statistics.median(values) if values else 0.0
    longest = values[-1] if values else 0.0
    return [str(len(values)), f"{median:.0f} ms", f"{at(0.95, values):.0f} ms", f"{longest:.0f} ms"]


if __name__ == "__main__":
    main()
