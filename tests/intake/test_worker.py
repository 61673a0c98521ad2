"""What becomes of what is handed in, with made-up addresses and claims."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from app import ingest, store
from app.domain.article import Article, Given
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.domain.intake import Item, ItemKind, ItemState, NewItem, Origin
from app.errors import DatabaseError
from app.intake import worker
from app.intake.worker import Tools, work
from app.pipeline.fetch import Fetched, FetchError
from app.store import Database

NOW = dt.datetime(2024, 5, 6, 7, 8, tzinfo=dt.UTC)
LINE = "The ferry of Sarn will not sail before spring, the harbour master said on Monday."
TEXT = f"Ferry stays in port\n\n{LINE}\n\nResidents of Sarn say that they were not told of it.\n"
PAGE = (
    "<!doctype html><html lang='en'><head><title>Ferry stays in port</title></head><body><article>"
    f"<h1>Ferry stays in port</h1><p>{LINE}</p><p>Residents of Sarn say that they were not told.</p>"
    f"<p>{'The ferry has crossed the sound since the war, and islanders depend on it. ' * 6}</p>"
    "</article></body></html>"
)
TABLE = (
    f'id,outlet,date,text\n1,Sarn Post,2024-05-01,"{LINE}"\n2,Sarn Post,2024-05-01,\n3,Dray Echo,,No ferry.\n'
)
COLUMNS = ("id", "outlet", "date", "text")


def no_claims(article: Article) -> tuple[Claim, ...]:
    return ()


@dataclass
class Web:
    """Addresses and what they answer; one that is not here is missing."""

    pages: dict[str, Fetched | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(self, url: str, data: str | bytes, media_type: str = "text/html") -> None:
        body = data.encode() if isinstance(data, str) else data
        self.pages[url] = Fetched(url, url, body, NOW, media_type, "utf-8")

    def __call__(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        self.asked.append(url)
        found = self.pages.get(url, FetchError("the site has no such page (404)"))
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
def web() -> Web:
    return Web()


def subscribed(database: Database, data: bytes, url: str | None, given: Given) -> str:
    return "subscribed"


def tools(web: Web, now: dt.datetime = NOW) -> Tools:
    return Tools(web, no_claims, subscribe=subscribed, now=lambda: now)


def put(database: Database, *items: NewItem) -> int:
    with database.writing() as session:
        return store.add_batch(session, items, Origin.PAGE, NOW)


def items(database: Database) -> tuple[Item, ...]:
    """All items, the first handed in first."""
    with database.session() as session:
        return store.load_items(session, limit=1_000)[::-1]


def told(database: Database) -> list[tuple[str, str]]:
    return [(item.state.value, item.words) for item in items(database)]


def keys(database: Database) -> tuple[str, ...]:
    with database.session() as session:
        return store.article_keys(session)


def payloads(database: Database) -> list[int]:
    with database.session() as session:
        return [i.id for i in store.load_items(session) if store.load_payload(session, i.id) is not None]


def text(words: str = TEXT, **given: object) -> NewItem:
    return NewItem(ItemKind.TEXT, "pasted", data=words.encode(), given=Given(**given))  # type: ignore[arg-type]


def file(name: str, data: str | bytes, **more: object) -> NewItem:
    body = data.encode() if isinstance(data, str) else data
    return NewItem(ItemKind.FILE, name, data=body, **more)  # type: ignore[arg-type]


def link(url: str) -> NewItem:
    return NewItem(ItemKind.LINK, url, url)


PDF = "is a PDF, which is not read here: copy its text and paste it, or save it as a .txt file"
SAVE = "copy its text and paste it, or save it as a .txt file"
ARCHIVE = f"is an archive or an office document: unpack it, or {SAVE}"


@pytest.mark.parametrize(
    ("item", "state", "words"),
    [
        (text(), "stored", ""),
        (text("  \n"), "failed", "has no words in it"),
        (file("a.txt", TEXT), "stored", ""),
        (file("a.txt", ""), "failed", "is empty"),
        (file("a.TXT", TEXT.encode("utf-16")), "stored", ""),
        (file("scan.pdf", b"%PDF-1.7 x"), "failed", PDF),
        (file("renamed.txt", b"%PDF-1.7 x"), "failed", PDF),
        (file("a.docx", b"PK\x03\x04 x"), "failed", ARCHIVE),
        (file("a.png", b"\x89PNG\r\n x"), "failed", f"is a picture: {SAVE}"),
        (file("page.html", PAGE), "stored", ""),
        (file("saved", PAGE), "stored", ""),
        (file("old.rss", "<?xml version='1.0'?><rss version='2.0'/>"), "opened", "subscribed"),
        (file("mine.xml", "<opml version='2.0'><body/></opml>"), "opened", "subscribed"),
        (file("a.csv", TABLE), "asking", "say what its columns hold"),
        (file("a.jsonl", "{}"), "asking", "say what its columns hold"),
        (file("a.csv", b"PK\x03\x04 x"), "failed", ARCHIVE),
        (file("a.csv", TABLE, columns=("url?",)), "failed", "'url?' is nothing that a column can hold here"),
        (file("a.csv", "text\n", columns=("text",)), "failed", "holds no articles"),
    ],
)  # fmt: skip
def test_what_is_handed_in_and_what_it_comes_to(
    database: Database, web: Web, item: NewItem, state: str, words: str
) -> None:
    put(database, item)
    work(database, tools(web))
    assert told(database) == [(state, words)]
    assert len(keys(database)) == (state == "stored")
    assert bool(payloads(database)) == (state in ("failed", "asking"))


@pytest.mark.parametrize(
    ("data", "media_type", "state"),
    [
        (PAGE, "text/html", "stored"),
        (PAGE, "", "stored"),
        (TEXT, "text/plain", "stored"),
        ("<rss version='2.0'><channel/></rss>", "text/xml", "opened"),
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>", "application/xml", "opened"),
        ('{"version": "https://jsonfeed.org/version/1.1"}', "application/feed+json", "opened"),
        ("<rss version='2.0'><channel/></rss>", "text/html", "opened"),
        (TABLE, "text/csv", "asking"),
        (b"%PDF-1.7", "application/pdf", "failed"),
        (b"\x89PNG\r\n", "image/png", "failed"),
        (b"", "text/html", "failed"),
    ],
)
def test_what_a_link_holds(
    database: Database, web: Web, data: str | bytes, media_type: str, state: str
) -> None:
    web.put("https://paper.example.org/story", data, media_type)
    put(database, link("https://paper.example.org/story"))
    work(database, tools(web))
    ((found, words),) = told(database)
    assert (found, bool(words)) == (state, state != "stored")


def test_what_was_given_beside_a_text_is_given(database: Database, web: Web) -> None:
    put(database, text(outlet="Sarn Post", published=PartialDate(2024, 5, 1), title="Ferry"))
    work(database, tools(web))
    with database.session() as session:
        (article,) = store.load_articles(session, keys(database))
    assert (article.outlet, article.published, article.title) == (
        "Sarn Post",
        PartialDate(2024, 5, 1),
        "Ferry",
    )


def test_the_same_text_twice_is_stored_once(database: Database, web: Web) -> None:
    put(database, text(), file("a.txt", TEXT))
    work(database, tools(web))
    first, second = items(database)
    assert (first.state, second.state) == (ItemState.STORED, ItemState.THERE)
    assert first.article == second.article == keys(database)[0]


@pytest.mark.parametrize(
    "name",
    ["../../a.csv", "C:\\a.csv", "/etc/a.csv", "a\u202e.csv", "a\nb.csv", "a\0b.csv", "n" * 5_000 + ".csv"],
)
def test_a_file_is_never_put_where_its_name_says(database: Database, web: Web, name: str) -> None:
    put(database, file(name, TABLE, columns=COLUMNS))
    work(database, tools(web))
    opened, *records = items(database)
    assert opened.state is ItemState.OPENED
    assert [record.state.value for record in records] == ["stored", "failed", "stored"]
    assert all(character.isprintable() for record in records for character in record.name)


def test_each_article_of_a_table_is_told_by_itself(database: Database, web: Web) -> None:
    put(database, file("a.csv", TABLE, columns=COLUMNS))
    assert work(database, tools(web)) == {ItemState.OPENED: 1, ItemState.STORED: 2, ItemState.FAILED: 1}
    assert [(i.kind.value, i.parent, i.place, i.name, i.words) for i in items(database)] == [
        ("file", None, None, "a.csv", "3 articles in it"),
        ("record", 1, 0, "1", ""),
        ("record", 1, 1, "a.csv, line 3", "has no text"),
        ("record", 1, 2, "3", ""),
    ]


def test_a_table_of_addresses_becomes_links(database: Database, web: Web) -> None:
    web.put("https://paper.example.org/1", PAGE)
    rows = "https://paper.example.org/1,Sarn Post\nhttps://paper.example.org/2,Sarn Post\n"
    put(database, file("a.csv", "link,paper\n" + rows, columns=("url", "outlet")))
    work(database, tools(web))
    assert [state for state, _ in told(database)] == ["opened", "stored", "failed"]
    with database.session() as session:
        assert [a.outlet for a in store.load_articles(session, keys(database))] == ["Sarn Post"]


def test_a_large_file_is_opened_in_steps_and_from_where_it_was_left(
    database: Database, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "_STEP_RECORDS", 5)
    lines = (json.dumps({"id": str(n), "text": f"{n} ferries. {LINE}"}) for n in range(12))
    put(database, file("a.jsonl", "\n".join(lines), columns=("id", "text")))
    steps: list[float] = []

    def ended(seconds: float) -> None:
        steps.append(seconds)
        if len(steps) == 3:  # the item, a step, a second step
            raise DatabaseError("ended")

    with pytest.raises(DatabaseError):
        work(database, replace(tools(web), alive=ended))
    assert len(items(database)) == 11
    with database.writing() as session:
        store.release_running(session, 2, "ended")
    work(database, tools(web))
    assert [i.place for i in items(database)] == [None, *range(12)]
    assert len(keys(database)) == 12


def test_an_address_that_may_answer_later_is_tried_three_times(database: Database, web: Web) -> None:
    web.pages["https://paper.example.org/1"] = FetchError("the site is busy (503)", again=True)
    put(database, link("https://paper.example.org/1"))
    found = []
    for later in (0, 29, 31, 60, 400):
        work(database, tools(web, NOW + dt.timedelta(seconds=later)))
        found.append((len(web.asked), told(database)[0][0]))
    assert found == [(1, "waiting"), (1, "waiting"), (2, "waiting"), (2, "waiting"), (3, "failed")]
    assert told(database)[0][1] == "the site is busy (503)"


def test_one_that_is_refused_fails_at_once_and_can_be_tried_again(database: Database, web: Web) -> None:
    put(database, link("https://paper.example.org/1"))
    work(database, tools(web))
    assert told(database) == [("failed", "the site has no such page (404)")]
    web.put("https://paper.example.org/1", PAGE)
    with database.writing() as session:
        assert store.retry_items(session) == 1
    work(database, tools(web))
    assert told(database) == [("stored", "")]


def test_a_page_in_another_language_is_stored_in_part(database: Database, web: Web) -> None:
    german = "Die Fähre von Sarn bleibt bis zum Frühling im Hafen, sagte der Hafenmeister am Montag. " * 8
    web.put("https://blatt.example.org/1", f"<html lang='de'><body><article><h1>Fähre</h1><p>{german}</p>")
    put(database, link("https://blatt.example.org/1"))
    work(database, tools(web))
    assert told(database) == [("partly", "it is not in English (de), so it is stored and not compared")]


def test_a_fault_of_ours_fails_one_item_and_is_named(database: Database, web: Web) -> None:
    def faulty(article: Article) -> tuple[Claim, ...]:
        if "fault" in article.text:
            raise KeyError("no such thing")
        return ()

    put(database, text(f"A fault. {LINE}"), text(), link("https://paper.example.org/odd"))
    web.pages["https://paper.example.org/odd"] = RuntimeError("odd")
    work(database, replace(tools(web), read_claims=faulty))
    assert told(database) == [
        ("failed", "could not be analysed, a fault in Crossread (KeyError)"),
        ("stored", ""),
        ("failed", "could not be read, a fault in Crossread (RuntimeError)"),
    ]


def test_batches_take_turns(database: Database, web: Web) -> None:
    for batch in range(3):
        put(database, *(text(f"{batch} {n}. {LINE}") for n in range(3)))
    order: list[str] = []

    def noted(article: Article) -> tuple[Claim, ...]:
        order.append(article.text[:3])
        return ()

    work(database, replace(tools(web), read_claims=noted))
    assert order[:9] == ["0 0", "1 0", "2 0", "0 1", "1 1", "2 1", "0 2", "1 2", "2 2"]


# ---- ended at any moment ------------------------------------------------------------------------------


class Ended(BaseException):
    """The process ends here."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is made already."""
    path = tmp_path_factory.mktemp("empty") / "a.sqlite3"
    store.open_database(f"sqlite:///{path}").close()
    return path


STEPS = (
    *((store, name) for name in ("take_item", "settle_item", "open_item", "become_file")),
    *((store, name) for name in ("add_article", "add_profile", "save_event", "served")),
    (ingest, "settle"),
)


def _ending_at(whole: Callable[..., object], call: int, *, before: bool) -> Callable[..., object]:
    """`whole`, which ends the process at this call: before it does anything, or after."""
    calls = 0

    def ends(*arguments: object, **more: object) -> object:
        nonlocal calls
        calls += 1
        if before and calls == call:
            raise Ended
        found = whole(*arguments, **more)
        if calls == call:
            raise Ended
        return found

    return ends


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize(("module", "name"), STEPS)
def test_ended_at_any_step_nothing_is_lost_or_doubled(
    tmp_path: Path, empty: Path, web: Web, module: object, name: str, before: bool
) -> None:
    web.put("https://paper.example.org/1", PAGE)
    web.put("https://paper.example.org/2.csv", TABLE, "text/csv")
    for call in (1, 3):
        copied = shutil.copy(empty, tmp_path / f"{call}.sqlite3")
        database = store.open_database(f"sqlite:///{copied}")
        links = (link("https://paper.example.org/1"), link("https://paper.example.org/2.csv"))
        table, again = file("a.csv", TABLE, columns=COLUMNS), file("b.txt", TEXT)
        put(database, text(), table, *links, again, file("c.pdf", b"%PDF-1.7"))
        with pytest.MonkeyPatch.context() as patch, suppress(Ended):
            patch.setattr(module, name, _ending_at(getattr(module, name), call, before=before))
            work(database, tools(web))
        with database.writing() as session:
            store.release_running(session, 2, "ended")
        work(database, tools(web))
        assert sorted((item.name, item.state.value) for item in items(database)) == sorted(
            [("pasted", "stored"), ("b.txt", "there"), ("c.pdf", "failed"), ("a.csv", "opened"),
             ("1", "stored"), ("a.csv, line 3", "failed"), ("3", "stored"),
             ("https://paper.example.org/1", "stored"), ("2.csv", "asking")]
        )  # fmt: skip
        assert len(keys(database)) == 4
        assert not ingest.unsettled(database)
        assert work(database, tools(web)) == {}
        database.close()


def test_what_fails_in_settling_is_no_items_fault(
    database: Database, web: Web, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(*_: object) -> None:
        raise KeyError("odd")

    monkeypatch.setattr(ingest, "settle", faulty)
    put(database, text())
    work(database, tools(web))
    assert told(database) == [("stored", "")]
    assert "could not be settled" in caplog.text
