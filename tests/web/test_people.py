from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.domain.claim import ClaimKind
from app.domain.people import OutletAccount, SharedText, SpeakerCount
from app.store import LinedUp, add_article, open_database, save_event
from app.web.app import create_app
from app.web.outlets import _shared_words, outlet_page, percent
from app.web.speakers import SpeakersSought, found_speakers, range_words
from tests.making import article, claim, row
from tests.web.markup import Element, parsed

PAGES = ("/speakers", "/speaker?name=Lena+Voss", "/outlets", "/outlet?name=Harbour+Post", "/search?q=ferry")
ODD_NAMES = [
    "a/b?c=d&e#f",
    "O’Neil \"the <b>boss</b>\" 'x'",
    "שלום עולם",
    "N" * 600,
    "%41",
    " .. ",
    "\u202eevil",
]


def page(client: TestClient, address: str, status: int = 200) -> Element:
    response = client.get(address)
    assert response.status_code == status, address
    return parsed(response.text)


@pytest.mark.parametrize("address", PAGES)
def test_every_link_of_ours_leads_somewhere(client: TestClient, address: str) -> None:
    for link in page(client, address).first("main").every("a"):
        href = link.attributes["href"]
        assert client.get(href).status_code in (200, 303), href


def test_the_list_of_speakers_tells_claims_events_and_outlets(client: TestClient) -> None:
    table = page(client, "/speakers").first("table", "people")
    lines = {
        line.first("th").text: [c.text for c in line.every("td")]
        for line in table.every("tr")
        if "Voss" in line.text
    }
    assert lines == {"Lena Voss": ["5", "1", "3"]}


def test_speakers_are_found_by_part_of_a_name_and_by_letter(client: TestClient) -> None:
    def names(address: str) -> list[str]:
        shown = page(client, address)
        return [head.text for head in shown.every("th") if head.attributes["scope"] == "row"]

    assert names("/speakers?q=voss") == ["Lena Voss"]
    assert names("/speakers?letter=o") == ["Olof Brink"]
    assert names("/speakers?order=name") == sorted(names("/speakers"), key=str.casefold)
    assert names("/speakers?q=zeppelin") == []
    assert names("/speakers?page=99") == []


def test_a_speakers_page_tells_aliases_versions_and_who_cites(client: TestClient) -> None:
    shown = page(client, "/speaker?name=Lena+Voss")
    assert "Captain Lena Voss of the coast guard" in shown.first("ul", "aliases").text
    versions = shown.first("ul", "versions")
    assert [li.first("p").text for li in versions.every("li")] == [
        "“Nobody panicked, and nobody went into the water,”",
        "“Nobody panicked,”",
        "“Nobody panicked, nobody went into the sea,”",
    ]
    rows = [line.text for line in shown.first("table", "counts").every("tr")]
    assert any("Northern Wire" in line for line in rows)
    assert "Gathered by name" in shown.text


def test_an_outlets_page_tells_shares_sources_and_articles(client: TestClient) -> None:
    shown = page(client, "/outlet?name=Harbour+Post")
    text = shown.first("main").text
    for words in (
        "Quoted",
        "Paraphrased",
        "Narrated",
        "Lena Voss",
        "Tom Reve",
        "None of the",
    ):
        assert words in text
    assert "Ferry loses power" in shown.first("table", "people").text


def test_an_outlets_days_are_dates_and_only_outlets_are_counted(client: TestClient) -> None:
    shown = page(client, "/outlets")
    days = list(shown.first("table", "people").every("time"))
    assert days
    assert all(dt.date.fromisoformat(day.attributes["datetime"]) for day in days)
    named = [link for link in shown.first("table").every("a") if link.text != "Outlet not named"]
    assert f"{len(named)} outlets" in shown.first("p", "status").text


@pytest.mark.parametrize(
    ("shared", "words"),
    [
        (SharedText(2, 900, 0), "None of the 900 words in 2 articles"),
        (SharedText(1, 900, 9), "9 of 900 words (1%) in 1 article "),
        (SharedText(0, 0, 0), "No other outlet here"),
    ],
)
def test_shared_text_is_told_in_a_sentence(shared: SharedText, words: str) -> None:
    account = OutletAccount("Post", 1, 1, {}, (), 0, 0, shared, ())
    assert outlet_page(account, 1).shared.startswith(words)


def test_articles_without_an_outlet_are_gathered(client: TestClient) -> None:
    names = [link.text for link in page(client, "/outlets").first("table").every("a")]
    assert names == sorted(names[:-1], key=str.casefold) + names[-1:]
    if "Outlet not named" in names:
        assert ".txt" in page(client, "/outlet?name=").first("table", "people").text


@pytest.mark.parametrize("path", ["/speaker", "/outlet"])
@pytest.mark.parametrize("name", ["Nobody of that name", *ODD_NAMES, "\0", "x" * 20_000])
def test_a_name_there_is_none_of_offers_a_search(client: TestClient, path: str, name: str) -> None:
    shown = page(client, f"{path}?{urlencode({'name': name})}", 404)
    links = [link.attributes["href"] for link in shown.first("main").every("a")]
    assert "/speakers" in links
    assert all(client.get(link).status_code == 200 for link in links)


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[TestClient]:
    """A database of odd names: speakers and outlets."""
    database = open_database(f"sqlite:///{tmp_path / 'odd.sqlite3'}")
    with database.writing() as session:
        for number, name in enumerate(ODD_NAMES):
            one = replace(
                article(f"Case {number} is closed, they said.", name, "--05-02", f"{number}.txt"),
                title="T" * 900,
            )
            said = claim(one, f"Case {number} is closed", ClaimKind.STATEMENT, name)
            add_article(session, one, [said], "test:1")
            save_event(session, LinedUp(f"e{number}", name * 3, (one,), (row(said, speaker=name),), "made"))
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client
    database.close()


@pytest.mark.parametrize("path", ["/speaker", "/outlet"])
@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_have_pages(odd: TestClient, path: str, name: str) -> None:
    address = f"{path}?{urlencode({'name': name})}"
    shown = page(odd, address)
    assert shown.first("h1").first("bdi").text.strip() == name.strip()
    listed = [link.attributes["href"] for link in page(odd, f"{path}s").first("table").every("a")]
    assert address in listed


def test_speakers_come_by_claims_or_by_name_whatever_their_order() -> None:
    counts = [
        SpeakerCount("Émile", 2),
        SpeakerCount("emil", 2),
        SpeakerCount("Zoe", 9),
        SpeakerCount("Adam", 1),
    ]
    for given in (counts, counts[::-1]):
        by_claims = [s.name for s in found_speakers(given, SpeakersSought())]
        by_name = [s.name for s in found_speakers(given, SpeakersSought(by_name=True))]
        assert by_claims == ["Zoe", "emil", "Émile", "Adam"]
        assert by_name == ["Adam", "emil", "Émile", "Zoe"]
        assert [s.name for s in found_speakers(given, SpeakersSought(words="EMILE"))] == ["Émile"]


SHARES = [
    (0, 10, "0%"),
    (0, 0, "0%"),
    (1, 1000, "under 1%"),
    (1, 3, "33%"),
    (999, 1000, "99%"),
    (7, 7, "100%"),
]


@pytest.mark.parametrize(("part", "whole", "words"), SHARES)
def test_shares_in_words(part: int, whole: int, words: str) -> None:
    assert percent(part, whole) == words


def test_shared_text_in_words() -> None:
    assert "nothing to compare" in _shared_words(SharedText())
    assert _shared_words(SharedText(2, 1_200, 300)).startswith("300 of 1,200 words (25%) in 2 articles")


def test_which_of_how_many() -> None:
    assert range_words(0, 3, 3) == ""
    assert range_words(50, 50, 312) == "51 to 100 of 312"
    assert range_words(500, 0, 312) == "none on this page"


@pytest.mark.parametrize("address", ["/speakers", "/outlets", "/search"])
def test_an_empty_database_says_so(empty: TestClient, address: str) -> None:
    page(empty, address)
