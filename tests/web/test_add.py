"""The page for adding: what is typed, pasted and chosen is put into the queue; what became of it is told."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from fastapi.testclient import TestClient

from app import store
from app.domain.article import NOTHING_GIVEN, Given
from app.domain.dates import PartialDate
from app.domain.intake import ItemKind, ItemState, ListedItem, NewItem, Origin, Outcome, Progress
from app.store import Database
from app.web.add import upload
from app.web.add.listing import GAUGE, View, summed
from app.web.add.live import Watch
from app.web.add.typed import links_in
from tests.web.handing_in import MADE, TABLE, hand_in_all
from tests.web.invented import ARTICLES, store_event
from tests.web.markup import Element, parsed

File = tuple[str, bytes]
Told = tuple[TestClient, dict[str, int]]


@pytest.fixture
def told(database: Database, empty: TestClient) -> Told:
    """The application with a batch in every state."""
    store_event(database)
    return empty, hand_in_all(database, tuple(article.key for article in ARTICLES))


def send(
    client: TestClient, fields: dict[str, str] | None = None, files: dict[str, list[File]] | None = None
) -> tuple[int, str, str]:
    """The form as a browser sends it: status, where it leads, and the page."""
    parts = [
        (field, (name, data, "application/octet-stream"))
        for field, each in (files or {"files": [("", b"")]}).items()
        for name, data in each
    ]
    response = client.post("/add", data=fields or {}, files=parts)
    return response.status_code, response.headers.get("location", ""), response.text


def handed(database: Database) -> list[ListedItem]:
    """All items, the first handed in first."""
    with database.session() as session:
        return list(reversed(store.list_items(session, count=5_000).items))


def page(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status
    return parsed(response.text)


# ---- links ------------------------------------------------------------------------------------------------

LINKS = [
    ("https://example.org/a", ["https://example.org/a"]),
    ("example.org/x", ["https://example.org/x"]),
    ("www.example.org", ["https://www.example.org"]),
    ("See “https://example.org/a”, and (example.org/b).", ["https://example.org/a", "https://example.org/b"]),
    ("<https://example.org/a?x=1&y=2>", ["https://example.org/a?x=1&y=2"]),
    ("https://example.org/Truce_(2016)", ["https://example.org/Truce_(2016)"]),
    ("(https://example.org/Truce_(2016))", ["https://example.org/Truce_(2016)"]),
    ("https://a.example/1,https://a.example/2", ["https://a.example/1", "https://a.example/2"]),
    ("https://example.org/a\nhttps://example.org/a", ["https://example.org/a"]),
    ("feed://example.org/rss", ["https://example.org/rss"]),
    ("http://münchen.example/ä", ["http://münchen.example/ä"]),
    ("1. The bridge is shut https://example.org/a", ["https://example.org/a"]),
    ("\n  \n", []),
]


@pytest.mark.parametrize(("words", "urls"), LINKS)
def test_addresses_are_found_in_what_is_pasted(words: str, urls: list[str]) -> None:
    found, refused = links_in(words, NOTHING_GIVEN)
    assert [item.url for item in found] == urls
    assert refused == ()


NO_LINKS = [
    ("our man’s story", "No address"),
    ("file:///etc/passwd", "Only http and https"),
    ("gopher://example.org", "Only http and https"),
    ("javascript:alert(1)", "No address"),
    ("someone@example.org", "A mail address"),
    ("notes.txt", "A file's name"),
    (r"C:\Users\me\notes", "A file's name"),
    ("https://", "No site"),
    ("https://[::1", "No address"),
    ("https://example.org:port/", "No address"),
    ("https://exa_mple", "No site"),
    ("https://example.org/" + "a" * 2_000, "No address is as long"),
]


@pytest.mark.parametrize(("words", "reason"), NO_LINKS)
def test_what_is_no_address_is_told_with_its_line(words: str, reason: str) -> None:
    found, refused = links_in(words, NOTHING_GIVEN)
    assert found == ()
    assert [each.item.name[:20] for each in refused] == [words[:20]]
    assert refused[0].reason.startswith(reason)


def test_more_links_than_are_taken_at_once_are_told() -> None:
    found, refused = links_in("\n".join(f"https://example.org/{n}" for n in range(2_005)), NOTHING_GIVEN)
    assert (len(found), len(refused)) == (2_000, 5)


# ---- the form ---------------------------------------------------------------------------------------------


def test_all_that_is_handed_in_at_once_gets_into_the_queue(database: Database, empty: TestClient) -> None:
    fields = {
        "links": "example.org/a\nno address here",
        "all_outlet": " Coast  Radio ",
        "all_date": "2 May 2016",
        "text": "The ferry drifted.\r\nNobody was hurt.",
        "outlet": "Harbour Post",
        "date": "2016-05-03",
        "title": "Ferry adrift",
    }
    status, where, _ = send(empty, fields, {"files": [("a.txt", b"text"), ("b.csv", TABLE)]})
    assert (status, where) == (303, "/add?batch=1")
    radio = Given(outlet="Coast Radio", published=PartialDate(2016, 5, 2))
    post = Given(outlet="Harbour Post", published=PartialDate(2016, 5, 3), title="Ferry adrift")
    assert [
        (each.item.kind, each.item.name, each.item.given, each.item.state) for each in handed(database)
    ] == [
        (ItemKind.LINK, "https://example.org/a", radio, ItemState.WAITING),
        (ItemKind.TEXT, "Ferry adrift", post, ItemState.WAITING),
        (ItemKind.FILE, "a.txt", radio, ItemState.WAITING),
        (ItemKind.FILE, "b.csv", radio, ItemState.WAITING),
        (ItemKind.LINK, "no address here", radio, ItemState.FAILED),
    ]
    with database.session() as session:
        assert store.load_payload(session, 2) == b"The ferry drifted.\nNobody was hurt."
        assert [store.load_payload(session, number) for number in (3, 4)] == [b"text", TABLE]
    shown = page(empty, where)
    assert shown.by_id("sum").first("b").words == "1 of 5 done"
    assert len(list(shown.by_id("item-rows").every("tr"))) == 5


PROBLEMS = [
    ({}, "links", "There is nothing to read yet"),
    ({"links": "  \n"}, "links", "There is nothing to read yet"),
    ({"title": "A headline"}, "text", "There is a headline, but no text"),
    ({"text": "Words.", "date": "03/04/2016"}, "date", "can be read in two ways"),
    ({"links": "example.org/a", "all_date": "someday"}, "all_date", "someday"),
    ({"text": "…!"}, "text", "has no words in it"),
]


@pytest.mark.parametrize(("fields", "field", "words"), PROBLEMS)
def test_a_problem_stands_beside_its_field_and_what_was_typed_is_kept(
    database: Database, empty: TestClient, fields: dict[str, str], field: str, words: str
) -> None:
    status, _, text = send(empty, fields)
    shown = parsed(text)
    assert status == 422
    assert words in shown.by_id(f"{field}-problem").words
    assert handed(database) == []
    for name, value in fields.items():
        held = next(each for each in shown.every() if each.attributes.get("name") == name)
        assert (held.attributes.get("value") or held.text).strip() == value.strip()


def test_files_have_to_be_chosen_again_where_something_else_was_wrong(empty: TestClient) -> None:
    _, _, text = send(empty, {"text": "Words.", "date": "03/04/2016"}, {"files": [("a.txt", b"text")]})
    assert "choose the files again" in parsed(text).words


NAMES = [
    ("../../etc/passwd.txt", "etc/passwd.txt"),
    ("..\\..\\windows\\a.txt", "windows/a.txt"),
    ("folder/sub/a.txt", "folder/sub/a.txt"),
    ('say "hi".txt', 'say "hi".txt'),
    ("a\u202etxt.html", "a\\u202etxt.html"),
    ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
    ("ünï-日本.txt", "ünï-日本.txt"),
    ("a" * 250 + ".txt", "a" * 149 + "…" + "a" * 46 + ".txt"),  # the ending tells what it holds
]


@pytest.mark.parametrize(("name", "kept"), NAMES)
def test_a_file_may_have_any_name(database: Database, empty: TestClient, name: str, kept: str) -> None:
    boundary = b"--x\r\n"
    head = f'Content-Disposition: form-data; name="files"; filename="{name.replace(chr(34), "%22")}"\r\n\r\n'
    body = boundary + head.encode() + b"text\r\n--x--\r\n"
    response = empty.post("/add", content=body, headers={"content-type": "multipart/form-data; boundary=x"})
    assert response.status_code == 303
    assert [each.item.name for each in handed(database)] == [kept]
    assert not list(page(empty, "/add").every("img"))


def test_what_is_too_much_is_refused_by_name_and_the_rest_is_taken(
    database: Database, empty: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("MAX_FILE", 10), ("MAX_TABLE", 50), ("MAX_TAKEN", 60), ("MAX_FILES", 6)):
        monkeypatch.setattr(upload, name, value)
    files = [
        ("large.txt", b"x" * 11),
        ("table.csv", b"y" * 50),
        ("empty.txt", b""),
        ("over.txt", b"z" * 10),
        ("past.txt", b"w"),
        ("small.txt", b"v"),
        ("seventh.txt", b"u"),
    ]
    assert send(empty, {}, {"files": files})[0] == 303
    found = {each.item.name: (each.item.state, each.item.words, each.again) for each in handed(database)}
    assert found["table.csv"] == (ItemState.WAITING, "", True)
    assert found["over.txt"] == (ItemState.WAITING, "", True)
    refused = {name: words for name, (state, words, _) in found.items() if state is ItemState.FAILED}
    assert refused.keys() == {"large.txt", "empty.txt", "past.txt", "small.txt", "seventh.txt"}
    assert refused["large.txt"].startswith("Larger than")
    assert refused["empty.txt"] == "The file is empty"
    assert "at once" in refused["past.txt"]
    assert "at most 6 files" in refused["seventh.txt"]
    with database.session() as session:
        numbers = {each.item.name: each.item.id for each in handed(database)}
        assert store.load_payload(session, numbers["table.csv"]) == b"y" * 50
        assert store.load_payload(session, numbers["over.txt"]) == b"z" * 10
    assert "Try again" not in page(empty, "/add").by_id("item-rows").words


def test_what_else_lies_in_a_folder_is_told_in_one_line(database: Database, empty: TestClient) -> None:
    files = [
        ("saved/a.html", b"<p>a"),
        ("saved/a.png", b"x"),
        ("saved/b.css", b"x"),
        ("saved/.DS_Store", b"x"),
    ]
    send(empty, {}, {"folder": files})
    assert [(each.item.name, each.item.words) for each in handed(database)] == [
        ("saved/a.html", ""),
        ("saved: 2 files", "Passed over: of kinds not read here (.css, .png)"),
    ]


BROKEN = [
    (b"", "application/x-www-form-urlencoded", 422),
    (b"links=a", "text/plain", 422),
    (b"--x\r\nbroken", "multipart/form-data; boundary=x", 422),
    (b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nab', "multipart/form-data; boundary=x", 422),
    (b"--x--\r\n", "multipart/form-data; boundary=x", 422),
    (b"a", "multipart/form-data", 422),
]  # fmt: skip


@pytest.mark.parametrize(("body", "kind", "status"), BROKEN)
def test_a_broken_form_takes_nothing_and_is_told(
    database: Database, empty: TestClient, body: bytes, kind: str, status: int
) -> None:
    response = empty.post("/add", content=body, headers={"content-type": kind})
    assert response.status_code == status
    assert parsed(response.text).first("h1").words
    assert handed(database) == []


# ---- from where it comes ----------------------------------------------------------------------------------

SITES = [
    ({}, 303),
    ({"sec-fetch-site": "same-origin"}, 303),
    ({"sec-fetch-site": "none"}, 303),
    ({"sec-fetch-site": "same-site"}, 403),
    ({"sec-fetch-site": "cross-site"}, 403),
    ({"sec-fetch-site": "cross-site", "origin": "http://testserver"}, 403),
    ({"origin": "http://testserver"}, 303),
    ({"origin": "http://TESTSERVER"}, 303),
    ({"origin": "http://testserver:81"}, 403),
    ({"origin": "https://elsewhere.example"}, 403),
    ({"origin": "http://testserver.elsewhere.example"}, 403),
    ({"origin": "null"}, 403),
    ({"origin": "http://[bad"}, 403),
    ({"origin": ""}, 403),
]


@pytest.mark.parametrize(("headers", "status"), SITES)
@pytest.mark.parametrize("address", ["/add", "/add/retry"])
def test_no_other_site_can_add_anything(
    database: Database, empty: TestClient, headers: dict[str, str], status: int, address: str
) -> None:
    body = {"files": [("links", (None, b"example.org"))]} if address == "/add" else {"data": {"item": "1"}}
    response = empty.post(address, headers=headers, **body)
    assert response.status_code == status
    if status == 403:
        assert parsed(response.text).first("h1").words == "This came from another site"
        assert response.headers["referrer-policy"] == "same-origin"
        assert handed(database) == []


def test_pages_can_be_opened_from_anywhere(empty: TestClient) -> None:
    assert empty.get("/add", headers={"sec-fetch-site": "cross-site"}).status_code == 200


# ---- what became of it ------------------------------------------------------------------------------------


def line(shown: Element, number: int) -> str:
    return shown.by_id(f"i{number}").words


def test_each_item_says_what_became_of_it(told: Told) -> None:
    client, ids = told
    shown = page(client, f"/add?batch={ids['batch']}")
    lines = {name: line(shown, number) for name, number in ids.items() if name != "batch"}
    assert (
        re.match(r"✓ ?In .*Harbour Post, 24 April 2022.* · \d+ claims? · ", lines["stored"])
        or lines["stored"]
    )
    for name, words in (
        ("there", "Had it already"), ("stored", "In "), ("partly", "In, not in full"),
        ("partly", "The page stops at a wall. Paste the rest"), ("changed", "New version"),
        ("failed", "No answer within 20 seconds. Try again"), ("waiting", "Waiting"),
        ("asking", "Check the columns"), ("opened", "2 articles in it"), ("text", "pasted"),
        ("record", "export.jsonl, number 1"), ("refused", "No address."),
    ):  # fmt: skip
        assert words in lines[name], name
    assert "Try again" not in lines["refused"]
    links = {a.attributes["href"] for a in shown.by_id(f"i{ids['stored']}").every("a")}
    key = ARTICLES[1].key
    assert {f"/articles/{key}", f"/articles/{key}/edit"} < links
    assert any(link.startswith("/events/") for link in links)


def test_the_sum_comes_first(told: Told) -> None:
    client, ids = told
    shown = page(client, f"/add?batch={ids['batch']}").by_id("sum")
    assert shown.first("p").words.startswith("7 of 11 done: 3 in, 1 had already, 3 not read, 1 asks you.")
    assert "the work goes on" not in shown.first("p").words  # nobody reads here, and this is said
    assert "Nothing is being read at the moment" in shown.first("p").words
    assert shown.by_id("retry-all").words == "Try the 2 again"


COUNTS = [
    ({ItemState.WAITING: 4}, "0 of 4 done", (0, 0)),
    ({ItemState.WAITING: 1, ItemState.STORED: 1}, "1 of 2 done: 1 in", (450, 0)),
    ({ItemState.STORED: 1}, "Done: 1 in", (900, 0)),
    ({ItemState.STORED: 3, ItemState.FAILED: 1}, "All 4 done: 3 in, 1 not read", (675, 222)),
    ({ItemState.FAILED: 2}, "All 2 done: 2 not read", (0, 900)),
    ({ItemState.ASKING: 2}, "0 of 2 done: 2 ask you", (0, 0)),
    ({ItemState.STORED: 999, ItemState.FAILED: 1}, "All 1,000 done: 999 in, 1 not read", (899, 3)),
]


@pytest.mark.parametrize(("counts", "words", "gauge"), COUNTS)
def test_the_sum_fits_the_counts(counts: dict[ItemState, int], words: str, gauge: tuple[int, int]) -> None:
    total = summed(View(), Progress(counts))
    assert f"{total.first}{total.rest}" == words
    assert (total.gauge.done, total.gauge.bad) == gauge
    assert total.gauge.done <= GAUGE


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("failed", {"failed", "record", "refused"}),
        ("asking", {"asking"}),
        ("in", {"stored", "partly", "changed"}),
        ("had", {"there"}),
    ],
)
def test_items_can_be_looked_at_by_their_state(told: Told, state: str, names: set[str]) -> None:
    client, ids = told
    rows = page(client, f"/add?batch={ids['batch']}&state={state}").by_id("item-rows").every("tr")
    assert {row.attributes["id"] for row in rows} == {f"i{ids[name]}" for name in names}


def test_a_large_batch_is_shown_in_pages(database: Database, empty: TestClient) -> None:
    urls = [f"https://example.org/{number}" for number in range(500)]
    with database.writing() as session:
        store.add_batch(session, [NewItem(ItemKind.LINK, url, url) for url in urls], Origin.PAGE, MADE)
    shown = page(empty, "/add?batch=1&page=2")
    rows = [row.attributes["id"] for row in shown.by_id("item-rows").every("tr")]
    assert (rows[0], rows[-1], len(rows)) == ("i400", "i301", 100)
    assert "101 to 200 of 500" in shown.words
    assert {a.attributes["href"] for a in shown.first("nav", "pager").every("a")} == {
        "/add?batch=1",
        "/add?batch=1&page=3",
    }


ODD = ["/add?batch=x", "/add?batch=-1", "/add?batch=99999999999999999999", "/add?batch=7",
       "/add?state=zzz",
       "/add?page=0", "/add?page=999999", "/add?rest=1", "/add?rest=zz", "/add?batch=%00",
       "/add/items?batch=²",
]  # fmt: skip


@pytest.mark.parametrize("address", ODD)
def test_any_address_is_answered(empty: TestClient, address: str) -> None:
    assert empty.get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/add/items/0", "/add/items/zz", "/add/items/99999999999999999999/columns"]
)
def test_what_was_not_handed_in_is_not_there(empty: TestClient, address: str) -> None:
    assert empty.get(address).status_code == 404


def test_what_failed_can_be_tried_again(database: Database, told: Told) -> None:
    client, ids = told

    def failed() -> set[int]:
        with database.session() as session:
            found = store.list_items(session, states=(ItemState.FAILED,)).items
        return {each.item.id for each in found}

    response = client.post("/add/retry", data={"item": str(ids["failed"]), "batch": str(ids["batch"])})
    assert response.headers["location"] == f"/add?batch={ids['batch']}"
    assert failed() == {ids["record"], ids["refused"]}
    client.post("/add/retry", data={"batch": str(ids["batch"])})
    assert failed() == {ids["refused"]}  # of which there is nothing that could be read


def test_what_is_given_can_be_changed_before_it_is_read(database: Database, told: Told) -> None:
    client, ids = told
    address = f"/add/items/{ids['refused']}"
    assert page(client, address).first("h1").words == "our man’s story"
    form = {"url": "no", "outlet": "Coast Radio", "date": "2 May 2016", "title": ""}
    response = client.post(address, data=form)
    assert response.status_code == 422
    assert "No address" in parsed(response.text).by_id("problem").words
    assert client.post(address, data={**form, "url": "example.org/his"}).status_code == 303
    with database.session() as session:
        item = store.load_item(session, ids["refused"])
    assert item is not None
    assert (item.url, item.state, item.words) == ("https://example.org/his", ItemState.WAITING, "")
    assert item.given == Given("Coast Radio", PartialDate(2016, 5, 2))


def test_what_was_read_is_mended_on_its_own_page(database: Database, told: Told) -> None:
    client, ids = told
    shown = page(client, f"/add/items/{ids['stored']}")
    assert not list(shown.every("form", "mend"))
    assert f"/articles/{ARTICLES[1].key}/edit" in {a.attributes.get("href") for a in shown.every("a")}
    client.post(f"/add/items/{ids['stored']}", data={"url": "example.org/x", "outlet": "Other"})
    with database.session() as session:
        item = store.load_item(session, ids["stored"])
    assert item is not None
    assert (item.url, item.given) == ("https://example.org/stored", Given())


def test_the_rest_of_an_article_is_pasted_with_what_is_known_of_it(database: Database, told: Told) -> None:
    client, ids = told
    shown = page(client, f"/add?rest={ids['partly']}")
    held = {
        each.attributes["name"]: each.attributes.get("value", "")
        for each in shown.by_id("add-form").every("input")
        if each.attributes.get("value")
    }
    assert held["url"] == "https://example.org/partly"
    assert held["outlet"] == ARTICLES[2].outlet


# ---- a table's columns ------------------------------------------------------------------------------------


def test_a_table_shows_its_columns_and_first_rows(told: Told) -> None:
    client, ids = told
    shown = page(client, f"/add/items/{ids['asking']}/columns")
    chosen = [
        next(
            option.attributes["value"] for option in select.every("option") if "selected" in option.attributes
        )
        for select in shown.every("select")
    ]
    assert chosen == ["title", "text", "outlet", "date", ""]
    assert "2 rows, 5 columns" in shown.words
    assert (
        "“03/04/2022” is 3 April 2022 with the day first, 4 March 2022 with the month first." in shown.words
    )
    assert "The ferry was towed in." in shown.words


ANSWERS = [
    (
        {"c0": "title", "c1": "text", "c3": "date", "dates": "dmy"},
        ("title", "text", "", "date", "", "date:dmy"),
    ),
    ({"c1": "text"}, ("", "text", "", "", "")),
    ({"c1": "text", "c4": "nonsense", "c9": "title", "dates": "zz"}, ("", "text", "", "", "")),
]


@pytest.mark.parametrize(("form", "columns"), ANSWERS)
def test_a_table_is_read_as_it_was_answered(
    database: Database,
    told: Told,
    form: dict[str, str],
    columns: tuple[str, ...],
) -> None:
    client, ids = told
    response = client.post(f"/add/items/{ids['asking']}/columns", data={**form, "outlet": "The Star"})
    assert (response.status_code, response.headers["location"]) == (303, f"/add?batch={ids['batch']}")
    with database.session() as session:
        item = store.load_item(session, ids["asking"])
    assert item is not None
    assert (item.state, item.columns, item.given.outlet) == (ItemState.WAITING, columns, "The Star")
    assert client.get(f"/add/items/{ids['asking']}/columns").status_code == 303


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"c0": "title"}, "Say which column holds the articles’ text"),
        ({"c0": "text", "c1": "text"}, "Two columns can’t both be"),
        ({"c1": "text", "c3": "date"}, "Say how the dates are written"),
    ],
)
def test_an_answer_that_will_not_do_is_told(told: Told, form: dict[str, str], words: str) -> None:
    client, ids = told
    response = client.post(f"/add/items/{ids['asking']}/columns", data=form)
    assert response.status_code == 422
    assert words in parsed(response.text).first("p", "problem").words


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"text," + b"a," * 400_000 + b"\nx\n", "columns; at most 1,000 are read"),
        (b"%PDF-1.4", "This table can’t be read"),
        (b'text\n"never closed', ""),
        (b"text," + b"a," * 200 + b"\nx\n", "more columns are not shown and are left out"),
        (b"<script>alert(1)</script>,text\n<img src=x>,y\n", "<script>alert(1)</script>"),
    ],
)
def test_a_hostile_table_is_bounded(database: Database, empty: TestClient, data: bytes, words: str) -> None:
    with database.writing() as session:
        store.add_batch(session, [NewItem(ItemKind.FILE, "t.csv", data=data)], Origin.PAGE, MADE)
        store.settle_item(session, 1, Outcome(ItemState.ASKING))
    shown = page(empty, "/add/items/1/columns")
    assert words in shown.words
    assert len(list(shown.every("select"))) <= 50
    assert not list(shown.every("img"))


# ---- live -------------------------------------------------------------------------------------------------


def test_only_what_changed_is_sent(database: Database, told: Told) -> None:
    _, ids = told
    with database.session() as session:
        mark = store.load_progress(session, ids["batch"]).changed
    watch = Watch(database, View(ids["batch"]), mark)
    assert watch.look() == ""
    assert watch.look() == ""
    with database.writing() as session:
        store.settle_item(session, ids["waiting"], Outcome(ItemState.FAILED, "gone"))
    sent = watch.look()
    assert re.findall(r'<tr role="row" id="(\w+)" hx-swap-oob="true"', sent) == [f"i{ids['waiting']}"]
    assert "8 of 11 done" in sent
    with database.writing() as session:
        store.add_items(session, ids["batch"], [NewItem(ItemKind.LINK, "new", "https://example.org/new")])
    assert sent.count('id="item-rows"') == 0
    assert watch.look().count("<tr ") == 13  # there is a new one: all of them, in their order


def test_a_page_made_before_the_last_change_is_brought_up_to_date(database: Database, told: Told) -> None:
    _, ids = told
    assert 'id="item-rows"' in Watch(database, View(ids["batch"]), 1).look()


def test_a_stream_that_is_not_listened_to_ends_at_once(told: Told) -> None:
    client, _ = told
    response = client.head("/add/events")
    assert (response.status_code, response.content) == (200, b"")


def test_the_stream_ends_with_the_server(database: Database, empty: TestClient) -> None:
    empty.app.state.ending.set()  # type: ignore[attr-defined]
    with empty.stream("GET", "/add/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "".join(response.iter_text()) == ""


def test_that_nobody_reads_is_said_only_where_nobody_does(database: Database, empty: TestClient) -> None:
    item = NewItem(ItemKind.LINK, "x", "https://example.org")
    with database.writing() as session:
        store.add_batch(session, [item], Origin.PAGE, dt.datetime.now(dt.UTC))
    assert "Nothing is being read" not in page(empty, "/add").words  # it was handed in just now
    with database.writing() as session:
        store.add_batch(session, [item], Origin.PAGE, MADE)
    assert "Nothing is being read" in page(empty, "/add").words
    with database.alone("worker"):
        assert "Nothing is being read" not in page(empty, "/add").words
