"""The bar and the form of the filters: what they offer, and where it leads."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from app.domain.comparison import Filters
from app.web.filters import parse, to_query
from tests.web.invented import EVENT_ID, comparison
from tests.web.markup import Element, parsed

EVENT = f"/events/{EVENT_ID}"


def page(client: TestClient, query: str = "") -> Element:
    response = client.get(f"{EVENT}?{query}")
    assert response.status_code == 200
    return parsed(response.text)


def rows(client: TestClient, href: str) -> int:
    return sum(1 for _ in parsed(client.get(href).text).every("a", "rowno"))


def test_every_outlet_in_the_menu_leads_to_what_it_leaves_out(client: TestClient) -> None:
    menu = page(client).by_id("left-out")
    counts = {link.words.rsplit(" ", 1)[0]: int(link.first("span", "n").words) for link in menu.every("a")}
    for link in menu.every("a"):
        filters = parse(urlsplit(link.attributes["href"]).query)[0]
        assert len(comparison().filtered(filters).rows) == counts[filters.left_out_by]
    assert counts["Northern Wire"] == 0  # its text is cut off: what it lacks may have stood further on
    assert counts["Harbour Post"] > 0


def test_an_outlet_chosen_in_the_menu_leads_back(client: TestClient) -> None:
    menu = page(client, "left-out-by=Harbour+Post&kind=quote").by_id("left-out")
    (chosen,) = (link for link in menu.every("a") if "aria-current" in link.attributes)
    assert chosen.words.startswith("Harbour Post (show all again)")
    assert chosen.attributes["href"] == f"{EVENT}?kind=quote"


TOOLS = [
    # query, number on the button of the filters, whether "Clear" is there
    ("", "Filters", False),
    ("order=story", "Filters", False),
    ("q=ferry", "Filters 1 in force", True),
    ("q=ferry&kind=quote&kind=figure&from=2022-04-24&to=2022-04-25", "Filters 4 in force", True),
]


@pytest.mark.parametrize(("query", "filters", "clear"), TOOLS)
def test_the_bar_tells_how_many_filters_are_in_force(
    client: TestClient, query: str, filters: str, *, clear: bool
) -> None:
    bar = page(client, query).by_id("bar")
    assert bar.by_id("to-filters").words == filters
    assert any(link.attributes.get("id") == "clear" for link in bar.every("a")) == clear


def test_copy_link_leads_to_what_is_on_screen(client: TestClient) -> None:
    query = "order=story&q=ferry&confidence=0.50&verdict=single"
    link = page(client, query).by_id("copy-link")
    assert link.attributes["href"] == f"{EVENT}?q=ferry&verdict=single&confidence=0.5&order=story"
    assert link.attributes["data-copied"] == "Copied"


def test_copy_link_keeps_the_rows_that_are_open(client: TestClient) -> None:
    row = page(client, "").by_id("results").every("tr")
    first = next(each.attributes["id"].removeprefix("r-") for each in row if "id" in each.attributes)
    link = page(client, f"open={first}").by_id("copy-link")
    assert link.attributes["href"] == f"{EVENT}?open={first}"


def test_bars_lead_to_their_days_and_count_them(client: TestClient) -> None:
    for field in ("said", "published"):
        bars = list(page(client, f"when={field}").by_id("histogram").every("a"))
        assert bars
        for bar in bars:
            assert bar.attributes["aria-label"].endswith((" facts", " fact"))
            number = int(bar.attributes["aria-label"].split()[-2])
            assert rows(client, bar.attributes["href"]) == number


def test_the_form_hands_on_what_it_has_no_control_for(client: TestClient) -> None:
    handed_on = page(client, "order=date&q=ferry").by_id("handed-on")
    assert [(i.attributes["name"], i.attributes["value"]) for i in handed_on.every("input")] == [
        ("order", "date")
    ]


CHIPS = [
    ("from=2022-04-24&to=2022-04-24", "Said on 24 April 2022"),
    ("from=2022-04-24&to=2022-04-25", "Said from 24 April 2022 to 25 April 2022"),
    ("from=2022-04-24&when=published", "Published from 24 April 2022"),
    ("to=2022-04-24", "Said to 24 April 2022"),
    ("confidence=0.70", "Confidence 0.7 or more"),
]


@pytest.mark.parametrize(("query", "words"), CHIPS)
def test_chips_say_what_they_take_away(client: TestClient, query: str, words: str) -> None:
    (chip,) = page(client, query).every("a", "chip")
    assert chip.words == f"{words} ×(remove)"
    rest = parse(urlsplit(chip.attributes["href"]).query)[0]
    assert to_query(rest) in ("", to_query(Filters(date_field=parse(query)[0].date_field)))
