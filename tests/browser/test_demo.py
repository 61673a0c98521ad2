"""What a newcomer does: opens the demo, filters, follows a cell, takes the table away; scripted and not."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

EVENT = re.compile("Kerry|Syria")


@pytest.fixture(params=[True, False], ids=["JavaScript on", "JavaScript off"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page on which no error may be logged, a breach of the content policy included."""
    errors: list[str] = []
    context = browser.new_context(java_script_enabled=request.param, viewport={"width": 1440, "height": 1000})
    opened = context.new_page()
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.scripted = request.param  # type: ignore[attr-defined]
    yield opened
    context.close()
    assert errors == []


def open_event(page: Page, demo: str) -> None:
    page.goto(demo)
    page.get_by_role("link", name=EVENT).first.click()
    expect(page.get_by_role("table")).to_be_visible()


def apply(page: Page, expected: re.Pattern[str]) -> None:
    """Send the form: by its button, or by itself where there is JavaScript."""
    if not page.scripted:  # type: ignore[attr-defined]
        page.get_by_role("button", name="Apply").click()
    page.wait_for_url(expected)
    page.wait_for_load_state("networkidle")


def rows(page: Page) -> list[tuple[str, str]]:
    """Number and fact of the rows on screen."""
    heads = page.locator("table.cmp tbody tr th")
    numbers = [head.locator(".rowno").inner_text() for head in heads.all()]
    facts = [head.locator(".fact").inner_text() for head in heads.all()]
    return [(re.sub(r"\D", "", number), fact) for number, fact in zip(numbers, facts, strict=True)]


def downloaded(page: Page, name: str, folder: Path) -> bytes:
    page.locator("#exports summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=re.compile(name)).click()
    path = folder / "download"
    waiting.value.save_as(path)
    return path.read_bytes()


def test_filter_follow_and_take_away(page: Page, demo: str, tmp_path: Path) -> None:
    open_event(page, demo)
    everything = rows(page)
    page.get_by_label("John Kerry").first.check()
    apply(page, re.compile("speaker=John"))
    of_kerry = rows(page)
    assert 0 < len(of_kerry) < len(everything)
    page.get_by_role("radio", name="published").check()
    page.get_by_label("From").fill("2016-05-01")
    page.get_by_label("To", exact=True).fill("2016-05-03")
    apply(page, re.compile("to=2016-05-03"))
    shown = rows(page)
    assert set(shown) <= set(of_kerry)
    assert shown
    expect(page.locator("#count")).to_contain_text(f"{len(shown)} of {len(everything)} facts")

    data = downloaded(page, "CSV, wide", tmp_path)
    assert data.startswith(b"\xef\xbb\xbf")
    exported = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1:]
    assert [line[0] for line in exported] == [number for number, _ in shown]

    cell = page.locator("table.cmp td.claim").first
    words = cell.locator(".verbatim").first.inner_text()
    cell.locator("a.loc").first.click()
    page.wait_for_url(re.compile(r"/articles/\w+#c-\w+"))
    target = page.locator(":target")
    expect(target).to_be_visible()
    expect(target).to_be_in_viewport()
    marked = " ".join(page.locator(f"[id='{page.url.partition('#')[2]}']").inner_text().split())
    assert marked.split()[0].strip("“\"'") in words

    page.go_back()
    page.wait_for_load_state("networkidle")
    assert rows(page) == shown


def test_an_address_with_filters_shows_the_same_to_a_colleague(
    page: Page, demo: str, browser: Browser
) -> None:
    open_event(page, demo)
    page.get_by_label("Quote").first.check()
    apply(page, re.compile("kind=quote"))
    with browser.new_context() as other:
        theirs = other.new_page()
        theirs.goto(page.url)
        assert rows(theirs) == rows(page)


def test_a_row_opens_in_place(page: Page, demo: str) -> None:
    open_event(page, demo)
    toggle = page.locator("table.cmp a.toggle").first
    toggle.click()
    opened = page.locator("tr.detail")
    expect(opened.get_by_text("Why these stand on one row")).to_be_visible()
    page.reload()
    expect(opened).to_have_count(1)
    toggle.click()
    expect(opened).to_have_count(0)


def test_no_row_left_says_so_and_leads_back(page: Page, demo: str) -> None:
    open_event(page, demo)
    before = rows(page)
    page.get_by_label("Words").fill("no such words at all")
    if page.scripted:  # type: ignore[attr-defined]
        page.get_by_label("Words").press("Enter")
    apply(page, re.compile("q=no"))
    expect(page.get_by_text("No fact passes these filters")).to_be_visible()
    page.get_by_role("link", name=re.compile("show all")).click()
    expect(page.get_by_role("table")).to_be_visible()
    assert rows(page) == before
