"""The comparison's route: whole pages, and the parts that htmx puts into one."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.web.invented import EVENT_ID
from tests.web.markup import parsed

EVENT = f"/events/{EVENT_ID}"
SWAPS = {"hx-request": "true", "hx-target": "results"}
WHOLE = [
    {},
    {"hx-request": "true"},
    {"hx-request": "true", "hx-target": "elsewhere"},
    {**SWAPS, "hx-history-restore-request": "true"},
]


def test_htmx_gets_what_it_swaps_and_no_more(client: TestClient) -> None:
    whole, part = client.get(f"{EVENT}?q=water"), client.get(f"{EVENT}?q=water", headers=SWAPS)
    shown = parsed(part.text)
    tags = {element.tag for element in shown.every()}
    assert not tags & {"html", "head", "header", "footer", "h1"}
    form = next(f for f in shown.every("form") if "hx-get" in f.attributes)
    swapped = [name.partition(":")[0] for name in form.attributes["hx-select-oob"].split(",")]
    for name in [form.attributes["hx-select"], *swapped]:
        element = name.removeprefix("#")
        assert shown.by_id(element).text == parsed(whole.text).by_id(element).text
    assert len(part.text) < len(whole.text)


@pytest.mark.parametrize("headers", WHOLE)
def test_whoever_asks_for_a_page_gets_all_of_it(client: TestClient, headers: dict[str, str]) -> None:
    response = client.get(EVENT, headers=headers)
    assert parsed(response.text).first("h1").words
    assert "HX-Request" in response.headers["vary"]


def test_a_row_opens_by_its_address_and_closes_by_its_link(client: TestClient) -> None:
    toggle = parsed(client.get(f"{EVENT}?kind=quote").text).by_id("r-panic").first("a", "toggle")
    assert toggle.attributes["aria-expanded"] == "false"
    assert toggle.attributes["href"] == f"{EVENT}?kind=quote&open=panic#r-panic"
    assert toggle.attributes["hx-get"].startswith(f"{EVENT}/rows/panic?kind=quote")
    shown = parsed(client.get(f"{EVENT}?kind=quote&open=panic&open=none").text)
    assert "open" in shown.by_id("r-panic").classes
    assert "detail" in shown.by_id("d-panic").classes
    opened = shown.by_id("r-panic").first("a", "toggle")
    assert opened.attributes["aria-expanded"] == "true"
    assert opened.attributes["href"] == f"{EVENT}?kind=quote#r-panic"
    beside = shown.by_id("r-bang").first("a", "toggle").attributes["href"]
    assert beside == f"{EVENT}?kind=quote&open=panic&open=bang#r-bang"


def test_an_address_in_a_row_holds_nothing_but_the_query(client: TestClient) -> None:
    shown = parsed(client.get(f"{EVENT}?q=nobody&speaker=%22%3E%3Cb%3E&speaker=Lena+Voss").text)
    href = shown.by_id("r-panic").first("a", "toggle").attributes["href"]
    assert href == f"{EVENT}?q=nobody&speaker=%22%3E%3Cb%3E&speaker=Lena+Voss&open=panic#r-panic"
