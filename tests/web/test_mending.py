"""The pages on which articles and outlets are mended, as a reader uses them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.ingest import ingest, settle
from app.store import Database, article_keys, load_articles, load_events, outlets
from app.web.app import create_app
from app.web.naming import doubles, likeness
from app.web.pages import MAX_TYPED
from tests.stories import stories
from tests.web.markup import Element, parsed

NAMES = ["a/b?c=d&e#f", "O’Neil \"the <b>boss</b>\" 'x'", "שלום עולם", "N" * 400, "%41", "../../etc"]


@pytest.fixture
def site(database: Database) -> Iterator[TestClient]:
    ingest(database, stories(2), lambda article: ())
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client


def key_of(database: Database, name: str = "0-m") -> str:
    with database.session() as session:
        return next(a.key for a in load_articles(session, article_keys(session)) if a.source_name == name)


def shown(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.text)


def sent(client: TestClient, address: str, **fields: str) -> str:
    """Post a form; where it leads."""
    response = client.post(address, data=fields)
    assert response.status_code == 303, response.text
    return str(response.headers["location"])


def values(page: Element) -> dict[str, str]:
    fields = (e.attributes for e in page.every("input") if e.attributes.get("type") == "text")
    return {field["name"]: field["value"] for field in fields}


def test_what_is_typed_is_saved_and_undone(database: Database, site: TestClient) -> None:
    key = key_of(database)
    edit = f"/articles/{key}/edit"
    assert values(shown(site, edit)) == {
        "outlet": "Morning Courier",
        "published": "2024-01-01",
        "title": "Dam of Harlow Bay closed",
    }
    leads = sent(site, edit, outlet="Hill Gazette", published="5 Jan 2024 14:30", title="Ours")
    assert leads == f"/articles/{key}"
    article = shown(site, leads)
    assert "Ours" in article.first("h1").text
    assert "being lined up again" in article.first("main").text
    settle(database, lambda a: ())
    assert "being lined up again" not in shown(site, leads).first("main").text
    page = shown(site, edit)
    assert values(page) == {"outlet": "Hill Gazette", "published": "2024-01-05 14:30", "title": "Ours"}
    assert "from the text" in page.first("main").text
    assert "“" not in page.first("section", "history").text
    assert [li.text for li in page.first("section", "history").every("li")]
    assert sent(site, edit, undo="outlet") == edit
    assert values(shown(site, edit))["outlet"] == "Morning Courier"
    assert values(shown(site, edit))["title"] == "Ours"
    assert len(list(shown(site, edit).first("section", "history").every("li"))) == 4


def test_a_form_opened_before_the_text_changed_mends_the_article_all_the_same(
    database: Database, site: TestClient
) -> None:
    address, first = "https://news.example.org/2024/01/dam", stories(1)[0]
    ingest(database, [replace(first, url=address)], lambda article: ())
    edit = f"/articles/{key_of(database)}/edit"
    later = replace(first, url=address, text=first.text.replace("Tuesday", "Wednesday"))
    ingest(database, [later], lambda article: ())
    key = key_of(database)
    assert key not in edit
    assert sent(site, edit, title="Ours") == f"/articles/{key}"
    assert values(shown(site, f"/articles/{key}/edit"))["title"] == "Ours"
    sent(site, edit, undo="title")
    assert values(shown(site, f"/articles/{key}/edit"))["title"] != "Ours"
    assert site.get(sent(site, edit, event="alone")).status_code == 303
    settle(database, lambda a: ())
    with database.session() as session:
        assert ("0-m",) in [event.source_names for event in load_events(session)]


def test_a_form_whose_length_is_not_told_is_refused(database: Database, site: TestClient) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for body in (iter([b"title=Ours"]), b"title=" + b"x" * 300_000):
        answer = site.post(f"/articles/{key_of(database)}/edit", content=body, headers=headers)
        assert answer.status_code == 422
        assert "too long" in answer.text


def test_a_form_that_is_sent_as_it_is_changes_nothing(database: Database, site: TestClient) -> None:
    edit = f"/articles/{key_of(database)}/edit"
    sent(site, edit, **values(shown(site, edit)))
    assert "Nothing yet." in shown(site, edit).first("section", "history").text


PROBLEMS = [
    ({"published": "yesterday", "title": "T"}, "published", "not understood"),
    ({"published": "03/04/2016"}, "published", "two ways"),
    ({"outlet": "  "}, "outlet", "nothing was typed"),
    ({"title": "x" * 600}, "title", "longer than"),
    ({"title": "x" * 100_000}, "title", "longer than"),
]


@pytest.mark.parametrize(("fields", "name", "message"), PROBLEMS)
def test_a_problem_stands_beside_its_field_and_what_was_typed_is_kept(
    database: Database, site: TestClient, fields: dict[str, str], name: str, message: str
) -> None:
    edit = f"/articles/{key_of(database)}/edit"
    response = site.post(edit, data=fields)
    assert response.status_code == 422
    page = parsed(response.text)
    problem = next(e for e in page.every("p") if e.attributes.get("id") == f"e-{name}")
    assert message in problem.text
    kept = {k: (" ".join(v.split()) and v[:MAX_TYPED]) or v for k, v in fields.items()}
    assert values(page) == values(page) | kept
    assert "Nothing yet." in page.first("section", "history").text


@pytest.mark.parametrize("name", NAMES)
def test_names_are_shown_as_they_are(database: Database, site: TestClient, name: str) -> None:
    edit = f"/articles/{key_of(database)}/edit"
    sent(site, edit, outlet=name, title=name)
    assert values(shown(site, edit))["outlet"] == name
    settle(database, lambda a: ())
    address = f"/outlet?{urlencode({'name': name})}"
    assert shown(site, address).first("h1").text.strip() == name
    outlet = f"/outlet/edit?{urlencode({'name': name})}"
    assert shown(site, outlet)
    assert sent(site, "/outlet/edit", name=name, into="Evening Star") == "/outlet?name=Evening+Star"
    assert name[:80] in shown(site, "/outlet?name=Evening+Star").first("main").text
    assert sent(site, "/outlet/edit", name="Evening Star", part=name) == "/outlet?name=Evening+Star"
    assert values(shown(site, edit))["outlet"] == name


def test_the_event_is_chosen_among_those_that_are_near(database: Database, site: TestClient) -> None:
    key = key_of(database)
    edit = f"/articles/{key}/edit"
    with database.session() as session:
        other = next(e for e in load_events(session) if "1-m" in e.source_names)
    found = shown(site, f"{edit}?q=Tessenby")
    offered = [e.attributes["value"] for e in found.every("input") if e.attributes.get("type") == "radio"]
    assert other.id in offered
    assert "alone" in offered
    assert sent(site, edit, event=other.id) == f"/articles/{key}"
    settle(database, lambda a: ())
    with database.session() as session:
        assert any({"0-m", "1-m"} <= set(e.source_names) for e in load_events(session))
    sent(site, edit, event="alone")
    settle(database, lambda a: ())
    with database.session() as session:
        assert any(e.source_names == ("0-m",) for e in load_events(session))
    refused = site.post(edit, data={"event": "nosuchevent"})
    assert refused.status_code == 422
    assert "not there any more" in refused.text
    assert "No other event has these words" in shown(site, f"{edit}?q=zeppelin").text


def test_outlets_are_made_one_and_parted(database: Database, site: TestClient) -> None:
    edit = f"/articles/{key_of(database)}/edit"
    sent(site, edit, outlet="The Evening Star")
    settle(database, lambda a: ())
    page = shown(site, "/outlet/edit?name=Evening+Star")
    assert "the names are alike" in page.text
    sent(site, "/outlet/edit", name="Evening Star", double="The Evening Star")
    settle(database, lambda a: ())
    assert "also as The Evening Star" in " ".join(shown(site, "/outlets").first("table").text.split())
    assert "Evening Star" in shown(site, "/outlets?q=the+evening").first("table").text
    old = site.get("/outlet?name=The+Evening+Star")
    assert (old.status_code, old.headers["location"]) == (303, "/outlet?name=Evening+Star")
    refused = site.post("/outlet/edit", data={"name": "Evening Star", "into": "The Evening Star"})
    assert refused.status_code == 422
    assert "is another name of" in refused.text
    sent(site, "/outlet/edit", name="Evening Star", part="The Evening Star")
    assert values(shown(site, edit))["outlet"] == "The Evening Star"


def test_a_home_page_is_a_link_to_the_web_and_nothing_else(site: TestClient) -> None:
    sent(site, "/outlet/edit", name="Evening Star", home="star.example/news")
    links = {a.attributes["href"] for a in shown(site, "/outlet?name=Evening+Star").every("a")}
    assert "https://star.example/news" in links
    refused = site.post("/outlet/edit", data={"name": "Evening Star", "home": "javascript:alert(1)"})
    assert refused.status_code == 422
    assert values(parsed(refused.text))["home"] == "javascript:alert(1)"
    sent(site, "/outlet/edit", name="Evening Star", home="")
    assert "star.example" not in shown(site, "/outlet?name=Evening+Star").text


def test_an_article_that_is_one_with_another_leads_to_it(database: Database, site: TestClient) -> None:
    twin = next(a for a in stories(1) if a.source_name == "0-m")
    ingest(database, [replace(twin, source_name="x", outlet="Wrong Name")], lambda a: ())
    keys = key_of(database), key_of(database, "x")
    sent(site, f"/articles/{keys[1]}/edit", outlet="Morning Courier")
    assert site.get(f"/articles/{keys[1]}").headers["location"] == f"/articles/{keys[0]}"
    assert site.get(f"/articles/{keys[1]}/edit").headers["location"] == f"/articles/{keys[0]}/edit"
    assert "One with these" in shown(site, f"/articles/{keys[0]}/edit").text
    settle(database, lambda a: ())
    found = shown(site, "/search?q=Harlow&in=articles")
    assert sum("/articles/" in a.attributes["href"] for a in found.first("main").every("a")) < 8
    assert "x" in shown(site, f"/articles/{keys[0]}").first("dd", "file").text


@pytest.mark.parametrize("address", ["/articles/nosuch/edit", "/outlet/edit?name=nobody", "/outlet/edit"])
def test_what_is_not_there_is_said(site: TestClient, address: str) -> None:
    shown(site, address, 404)
    assert site.post(address.partition("?")[0], data={"outlet": "x"}).status_code == 404


LIKE = [
    ("The Courier", "Courier", True),
    ("Courier", "courier", True),
    ("Évening-Star", "Evening Star", True),
    ("The Hill Gazette", "Hill Gazete", True),
    ("Hill Gazette", "Vale Gazette", False),
    ("The", "A", False),
    ("Morning Post", "Evening Post", False),
]


@pytest.mark.parametrize(("one", "other", "alike"), LIKE)
def test_likely_doubles_by_name(one: str, other: str, alike: bool) -> None:
    assert (likeness(one, other) >= 88) is alike


def test_likely_doubles_by_host_unless_many_share_it() -> None:
    hosts = [("A one", "a.example"), ("Beta", "a.example")]
    crowd = [(name, "all.example") for name in ("A one", "C", "D", "E")]
    names = ["A one", "Beta", "C", "D", "E"]
    assert doubles("A one", names, hosts + crowd) == (("Beta", "both at a.example"),)


def test_a_page_that_waits_is_told_when_the_accounts_are_lined_up(
    database: Database, site: TestClient
) -> None:
    key = key_of(database)
    sent(site, f"/articles/{key}/edit", title="Anew")
    note = next(e for e in shown(site, f"/articles/{key}").every("span") if "hx-get" in e.attributes)
    ask, asked = note.attributes["hx-get"], {"hx-request": "true"}
    assert site.get(ask, headers=asked).status_code == 204
    settle(database, lambda a: ())
    told = parsed(site.get(ask, headers=asked).text)
    assert "lined up again" in told.text
    assert next(link.attributes["href"] for link in told.every("a")) == f"/articles/{key}"
    assert site.get(ask).headers["location"] == f"/articles/{key}"  # without htmx
    assert "hx-get" not in site.get(f"/articles/{key}").text.split("<main")[1]


def test_an_address_with_a_name_that_was_merged_away_still_leads_there(
    database: Database, site: TestClient
) -> None:
    with database.session() as session:
        name = next(known for known in outlets(session) if known != "Evening Star")
    sent(site, "/outlet/edit", name=name, into="Evening Star")
    asked = urlencode({"outlet": name})
    assert site.get(f"/events?{asked}").headers["location"] == "/events?outlet=Evening+Star"
    assert site.get(f"/search?q=bridge&{asked}").headers["location"] == "/search?q=bridge&outlet=Evening+Star"
