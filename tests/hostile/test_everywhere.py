"""Markup, addresses and formulas of strangers, brought in by every door: what all pages make of them."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.intake.feeds import subscribe
from app.intake.worker import Tools, work
from app.pipeline.fetch import Fetched, FetchError
from app.store import Database, open_database
from app.web.app import create_app
from tests.making import claim
from tests.web.markup import Element, parsed

EVIL = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><style>*{}</style></title></textarea>"
PATH = EVIL.replace(" ", "/")
FORMULA = "=HYPERLINK(0)"
SCRIPT, DATA = "javascript:alert(1)", "data:text/html,<script>alert(1)</script>"
SAID = "The mill of Dunmore will not open again"
LEAD = (
    "The mill of Dunmore, which has 340 workers, will close in August, its owners told the town on Tuesday."
)
TEXT = (
    f"{LEAD}\n\n“{SAID},” the owner said in the hall.\n\n{EVIL} stood on the gate, and 340 people saw it.\n"
)
OURS = ("/", "#", "?", "http://", "https://", "mailto:")
ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcset")
FORBIDDEN = {"iframe", "object", "embed", "base", "applet", "frame", "marquee", "video", "audio", "math"}
MOST = 3  # addresses of one page, which differ in what is asked


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


PAGE = (
    f"<html lang=en><head><title>{escaped(EVIL)} Mill to close</title>"
    f'<meta property="og:site_name" content="{escaped(EVIL)}"><meta name="author" content="{escaped(EVIL)}">'
    f'<link rel="canonical" href="{escaped(SCRIPT)}"><meta property="og:url" content="{escaped(DATA)}">'
    f"</head><body><article><h1>{escaped(EVIL)} Mill to close</h1><p>{LEAD}</p><p>“{SAID},” she said.</p>"
    f"<p>{escaped(EVIL)}</p>{'<p>The town draws a quarter of its taxes from the mill, it said.</p>' * 3}"
    "</article></body></html>"
)
FEED = (
    f"<rss version='2.0'><channel><title>{escaped(escaped(EVIL))}</title><link>{SCRIPT}</link>"
    "<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='https://a.example.org/feed'/><item>"
    f"<title>{escaped(escaped(EVIL))}</title><link>https://courier.example.org/{escaped(PATH)}</link>"
    f"</item><item><title>Pool</title><link>{escaped(DATA)}</link></item></channel></rss>"
)
RECORDS = [
    {"id": EVIL, "text": TEXT + more, "outlet": outlet, "date": "2024-05-07", "title": title, "url": url}
    | {"byline": EVIL, "note": EVIL}
    for outlet, title, url, more in (
        (EVIL, f"{EVIL} closes", SCRIPT, ""),
        (FORMULA, FORMULA, DATA, ""),
        ("Ledger", "@SUM(1) Mill", f"https://ledger.example.org/{PATH}", ""),
        ("Ledger", "@SUM(2) Mill", f"https://ledger.example.org/{PATH}", f"\n{EVIL} is what else was said."),
    )
]
TABLE = f'text,"{EVIL.replace(chr(34), chr(34) * 2)}",{SCRIPT}\n"{LEAD}",{FORMULA},{EVIL[:25]}\n'
FILES = (
    (f"{EVIL}.html", PAGE),
    ("export.jsonl", "\n".join(map(json.dumps, RECORDS))),
    (f"{EVIL}.csv", TABLE),
    (f"{EVIL}.bin", "\0\1\2" * 99),
)


def claims(article: Article) -> tuple[Claim, ...]:
    """What an extraction might find, whoever is said to have said it."""
    found = [claim(article, SAID, ClaimKind.QUOTE, EVIL)] if SAID in article.text else []
    return (*found, claim(article, LEAD)) if LEAD in article.text else tuple(found)


def answer(url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
    raise FetchError(f"{EVIL} answered {SCRIPT}")


def send(client: TestClient, path: str, **fields: str) -> None:
    assert client.post(path, data=fields).status_code < 500


@dataclass(frozen=True)
class Site:
    """The pages that can be reached by links from each other, by address, and the downloads."""

    pages: dict[str, Element]
    downloads: dict[str, str]

    def words_at(self, end: str) -> str:
        return " ".join(
            page.text for path, page in self.pages.items() if path.partition("?")[0].endswith(end)
        )

    def words(self, start: str) -> str:
        return " ".join(page.text for path, page in self.pages.items() if path.startswith(start))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("everywhere")
    database = open_database(f"sqlite:///{folder / 'test.sqlite3'}")
    with TestClient(create_app(database), follow_redirects=True) as client:
        _bring_in(client, database)
        yield _all_pages(client)
    database.close()


def _bring_in(client: TestClient, database: Database) -> None:
    links = f"{SCRIPT}\n{DATA}\nfile:///etc/passwd\nhttps://courier.example.org/{PATH}\n{EVIL}"
    files = [("files", (name, data.encode())) for name, data in (*FILES, ("feed.rss", FEED))]
    typed = {"links": links, "text": TEXT, "title": EVIL, "outlet": EVIL, "url": SCRIPT, "all_outlet": EVIL}
    assert client.post("/add", data=typed, files=files).status_code == 422, "an address that is none"
    typed["url"] = f"https://courier.example.org/pasted/{PATH}"
    assert client.post("/add", data=typed, files=files).status_code == 200
    sent = client.post(
        "/feeds", data={"url": f"https://a.example.org/{PATH}", "outlet": EVIL}, files={"x": b""}
    )
    assert sent.is_success
    tools = Tools(answer, claims, subscribe)
    work(database, tools)
    asking = [a.attributes["href"] for a in parsed(client.get("/add").text).every("a")]
    for path in {href for href in asking if href.endswith("/columns")}:
        if "export" in client.get(path).text:
            names = ("text", "outlet", "date", "title", "url", "byline", "note", "id")
            chosen = {
                select.attributes["name"]: next(
                    option.attributes["value"]
                    for option in select.every("option")
                    if "selected" in option.attributes
                )
                for select in parsed(client.get(path).text).every("select")
            }
            assert set(chosen.values()) == set(names)
            assert client.post(path, data=chosen).is_success
    work(database, tools)
    _mend(client)


def _mend(client: TestClient) -> None:
    """Forms of the pages, filled in with the same."""
    events = [a.attributes["href"] for a in parsed(client.get("/events").text).every("a")]
    event = next(href for href in events if href.startswith("/events/"))
    links = [a.attributes.get("href", "") for a in parsed(client.get(event).text).every("a")]
    article = next(urldefrag(href).url for href in links if href.startswith("/articles/"))
    send(client, f"{article}/edit", title=f"{EVIL} mended", outlet=f"{EVIL} mended", published=EVIL)
    send(client, f"{article}/edit", title=f"{EVIL} mended", event=EVIL)
    for field in ("home", "into", "part", "double"):
        send(client, "/outlet/edit", name="Ledger", **{field: SCRIPT if field == "home" else EVIL})
    send(client, "/outlet/edit", name=EVIL, home=f"https://courier.example.org/{PATH}")


def _all_pages(client: TestClient) -> Site:
    found, downloads = dict[str, Element](), dict[str, str]()
    waiting = deque(
        ["/events", "/add", "/feeds", "/speakers", "/outlets", f"/search?q={EVIL}", "/search?q=mill"]
    )
    waiting.extend([f"/outlet?name={EVIL}", f"/speaker?name={EVIL}", f"/add?rest={EVIL}", f"/{EVIL}"])
    asked, seen = Counter[str](), set[str]()
    while waiting:
        path = urldefrag(waiting.popleft()).url
        if path in seen or not path.startswith("/") or path.startswith("/static"):
            continue
        seen.add(path)
        asked[path.partition("?")[0]] += 1
        if asked[path.partition("?")[0]] > MOST:
            continue
        response = client.get(path)
        assert response.status_code < 500, path
        if not response.headers["content-type"].startswith("text/html"):
            downloads[path] = response.text
            continue
        found[path] = parsed(response.text)
        waiting.extend(a.attributes.get("href", "") for a in found[path].every("a"))
    return Site(found, downloads)


def test_the_doors_let_it_in(site: Site) -> None:
    """Else the tests below would look at pages that hold nothing of it."""
    for start in ("/events/", "/articles/", "/add", "/feeds", "/outlet", "/speaker", "/search"):
        assert "<script>alert(1)</script>" in site.words(start), start
    assert {path.partition("?")[0].rpartition("/")[2] for path in site.downloads} >= {"export.csv"}
    for end in ("/columns", "/edit", "/versions", "/print", "/export.html"):
        assert "<script>alert(1)</script>" in site.words_at(end), end


def test_no_page_has_an_element_or_attribute_of_a_stranger(site: Site) -> None:
    for path, page in site.pages.items():
        alone = "export.html" in path or path.partition("?")[0].endswith("/print")
        for element in page.every():
            assert not wrong(element, alone=alone), (path, element.tag, element.attributes)


def wrong(element: Element, *, alone: bool) -> bool:
    """Whether an element is none of ours. A page that stands `alone` brings its own style sheet along."""
    named = element.attributes
    if element.tag in FORBIDDEN or any(name.startswith("on") or name == "srcdoc" for name in named):
        return True
    if element.tag == "script" and not named.get("src", "").startswith("/static/"):
        return True
    if element.tag == "style" and (not alone or "*{}" in element.text):
        return True
    if element.tag == "img" or named.get("http-equiv", "").casefold() == "refresh":
        return True
    return any(not _leads_somewhere_sound(named[name]) for name in ADDRESSES if name in named)


def _leads_somewhere_sound(address: str) -> bool:
    return address == "" or address.startswith(OURS)


def test_no_cell_of_a_download_is_a_formula(site: Site) -> None:
    tables = [text for path, text in site.downloads.items() if "export.csv" in path]
    cells = [
        cell for text in tables for row in csv.reader(io.StringIO(text.lstrip("\ufeff"))) for cell in row
    ]
    assert any(FORMULA in cell for cell in cells)
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
