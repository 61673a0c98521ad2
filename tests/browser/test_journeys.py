"""Ways through the pages that a reader takes: back and forward, by keys, on a phone, in another language."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.browser.conftest import Opening
from tests.browser.site import Site

pytestmark = pytest.mark.browser

ROW = "table.cmp > tbody > tr:not(.detail)"


def numbers(page: Page) -> list[str]:
    """The rows on screen by number."""
    return [re.sub(r"\D", "", words) for words in page.locator(f"{ROW} .rowno").all_inner_texts()]


def choose(page: Page, name: str, value: str) -> None:
    """Tick a box of the filters and wait until the rows are those it leaves."""
    page.locator(f"input[type=checkbox][name={name}][value='{value}']").first.check()
    page.wait_for_url(re.compile(f"{name}={value}"))
    page.wait_for_load_state("networkidle")


def back_to(page: Page, url: str, rows: list[str]) -> None:
    """The page is, or is about to be, this one with these rows."""
    expect(page).to_have_url(url)
    expect(page.locator(ROW)).to_have_count(len(rows))
    page.wait_for_load_state("networkidle")
    assert numbers(page) == rows


def test_back_forward_reload_and_a_shared_link(opening: Opening, site: Site, browser: Browser) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        whole = numbers(page)
        choose(page, "kind", "quote")
        quotes, of_quotes = numbers(page), page.url
        choose(page, "verdict", "single")
        single = numbers(page)
        assert 0 < len(single) < len(quotes) < len(whole)

        page.go_back()
        back_to(page, of_quotes, quotes)
        expect(page.locator("input[type=checkbox][name=kind][value=quote]")).to_be_checked()
        expect(page.locator("input[type=checkbox][name=verdict][value=single]")).not_to_be_checked()
        page.go_back()
        back_to(page, site.url("comparison"), whole)
        expect(page.locator("input[type=checkbox][name=kind][value=quote]")).not_to_be_checked()
        page.go_forward()
        back_to(page, of_quotes, quotes)
        page.reload()
        assert numbers(page) == quotes
        with browser.new_context(java_script_enabled=False) as other:
            theirs = other.new_page()
            theirs.goto(of_quotes)
            assert numbers(theirs) == quotes


@pytest.mark.parametrize("name", ["CSV, wide", "JSON"])
def test_what_is_taken_away_is_what_is_on_screen(opening: Opening, site: Site, name: str) -> None:
    with opening(java_script_enabled=False) as page:
        page.goto(site.url("comparison, filtered"))
        shown = numbers(page)
        facts = page.locator(f"{ROW} .fact").all_inner_texts()
        href = (
            page.locator("#exports").get_by_role("link", name=name, include_hidden=True).get_attribute("href")
        )
        answer = page.request.get(site.root + (href or ""))
        if name == "JSON":
            rows = json.loads(answer.body())["rows"]
            assert len(rows) == len(shown)
            return
        lines = answer.body().decode("utf-8-sig").split("\r\n")
        assert [line.partition(",")[0] for line in lines if re.match(r"\d+,", line)] == shown
        assert len(facts) == len(shown)


def focused(page: Page) -> str:
    """The id of the row that has the focus."""
    return str(page.evaluate("document.activeElement.closest('tr')?.id ?? ''"))


def clear_of_the_heads(row: Locator) -> bool:
    """Whether the row's top is on screen and not under what stays there."""
    return bool(
        row.evaluate(
            """row => { const top = row.getBoundingClientRect().top;
            const head = row.closest('table').tHead.querySelector('th');
            const sticks = getComputedStyle(head).position === 'sticky';
            const under = sticks ? head.getBoundingClientRect().bottom : 0;
            return top >= under - 2 && top < innerHeight; }"""
        )
    )


def test_keys_go_through_rows_and_outlets(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        ids = [row.get_attribute("id") or "" for row in page.locator(ROW).all()[:6]]
        for id_ in ids:
            page.keyboard.press("j")
            assert focused(page) == id_
            assert clear_of_the_heads(page.locator(f"[id='{id_}']"))
        page.keyboard.press("k")
        assert focused(page) == ids[4]
        assert clear_of_the_heads(page.locator(f"[id='{ids[4]}']"))
        for column in (1, 2):
            page.keyboard.press("l")
            assert page.evaluate("document.activeElement.cellIndex") == column
        page.keyboard.press("k")
        assert (focused(page), page.evaluate("document.activeElement.cellIndex")) == (ids[3], 2)
        page.keyboard.press("h")
        page.keyboard.press("h")
        assert page.evaluate("document.activeElement.closest('th') !== null")


def test_a_key_opens_a_row_and_closes_it(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        opened = page.locator("table.cmp tr.detail, table.cmp details[open]")
        expect(opened).to_have_count(0)
        page.keyboard.press("j")
        page.keyboard.press("j")
        row = focused(page)
        page.keyboard.press("o")
        expect(opened).to_have_count(1)
        assert focused(page) == row
        page.keyboard.press("k")
        page.keyboard.press("j")
        assert focused(page) == row, "past what is open, to the row again"
        page.keyboard.press("o")
        expect(opened).to_have_count(0)


def test_letters_are_letters_while_one_types(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        page.keyboard.press("/")
        field = page.locator("#q, #search").and_(page.locator(":focus"))
        field.press_sequentially("jhlk?")
        expect(field).to_have_value("jhlk?")
        expect(page.locator("#key-help")).to_be_hidden()
        page.keyboard.press("Control+j")
        assert focused(page) == ""


@pytest.mark.parametrize("width", [1440, 1100, 900])
def test_a_row_that_an_address_leads_to_is_clear_of_the_heads(
    opening: Opening, site: Site, width: int
) -> None:
    with opening() as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site.url("comparison"))
        id_ = page.locator(ROW).nth(8).get_attribute("id")
        page.goto(f"{site.url('comparison')}#{id_}")
        assert clear_of_the_heads(page.locator(f"[id='{id_}']"))


def test_menus_close_at_escape_and_at_a_click_elsewhere(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        menu, other = page.locator("#columns"), page.locator("#left-out")
        menu.locator("summary").click()
        menu.get_by_role("checkbox").first.focus()
        page.keyboard.press("Escape")
        expect(menu).not_to_have_attribute("open", "")
        expect(menu.locator("summary")).to_be_focused()
        menu.locator("summary").click()
        other.locator("summary").click()
        expect(menu).not_to_have_attribute("open", "")
        expect(other).to_have_attribute("open", "")


def test_copy_link_follows_the_rows_that_are_open(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        page.locator("a.toggle").first.click()
        expect(page.locator("tr.detail")).to_have_count(1)
        assert str(page.locator("#copy-link").get_attribute("href")) in page.url
        assert "open=" in page.url


def test_key_help_opens_closes_and_turns_keys_off(opening: Opening, site: Site) -> None:
    with opening() as page:
        page.goto(site.url("comparison"))
        help_ = page.get_by_role("dialog", name="Keys")
        page.keyboard.press("?")
        expect(help_).to_be_visible()
        page.keyboard.press("j")
        assert focused(page) == ""
        page.keyboard.press("Escape")
        expect(help_).to_be_hidden()
        page.get_by_role("link", name="all keys").click()
        help_.get_by_label("Use these keys").uncheck()
        help_.get_by_role("button", name="Close").click()
        page.reload()
        page.keyboard.press("j")
        assert focused(page) == ""
        page.keyboard.press("?")
        expect(help_).to_be_hidden()


def test_rows_are_cards_on_a_phone(opening: Opening, site: Site) -> None:
    with opening(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True) as page:
        page.goto(site.url("comparison"))
        row = page.locator(ROW).first
        box = row.bounding_box()
        assert box
        assert box["width"] <= 390
        cells = [cell.bounding_box() for cell in row.locator("td.claim").all()]
        tops = [cell["y"] for cell in cells if cell]
        assert tops == sorted(set(tops)), "accounts stand one below the other"
        small = page.evaluate(
            """() => [...document.querySelectorAll("main a.button, main button, main summary, main select")]
            .filter(e => e.checkVisibility())
            .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
            .filter(([, height]) => height < 24)"""
        )
        assert small == [], "targets of less than 24 px"


@pytest.mark.parametrize(
    ("locale", "expected", "lang"),
    [("en-GB", "2 May 2016, 15:10 UTC", ""), ("de-DE", "2. Mai 2016, 15:10 UTC", "de-DE")],
)
def test_dates_are_in_the_readers_words(
    opening: Opening, site: Site, locale: str, expected: str, lang: str
) -> None:
    with opening(locale=locale, timezone_id="Europe/Berlin") as page:
        page.goto(site.url("comparison"))
        put_in(page, ("2016-05-02T15:10+00:00", "2 May 2016, 15:10 UTC"), ("--05-02", "2 May"))
        put_in(page, ("2016-05-02", "2 May (year inferred: 2016)"), ("2016-05-02", "2 May"))
        times = page.locator("#put-in time")
        expect(times.nth(0)).to_have_text(expected)
        expect(times.nth(0)).to_have_attribute("title", re.compile("2 May 2016, 15:10 UTC = .*17:10"))
        assert (times.nth(0).get_attribute("lang") or "") == lang
        expect(times.nth(1)).to_have_text("2 May")
        expect(times.nth(2)).to_have_text("2 May (year inferred: 2016)")
        expect(times.nth(3)).to_have_text("2. Mai" if lang else "2 May")


def put_in(page: Page, *times: tuple[str, str]) -> None:
    """Put dates into the page as a swap of htmx would."""
    page.evaluate(
        """times => { const box = document.getElementById("put-in") || document.createElement("p");
        box.id = "put-in";
        for (const [iso, words] of times) {
          const time = document.createElement("time");
          time.dateTime = iso; time.textContent = words; box.append(time);
        }
        document.querySelector("main").append(box);
        document.body.dispatchEvent(new CustomEvent("htmx:afterSwap", {bubbles: true})); }""",
        list(times),
    )


def test_without_script_dates_and_keys_are_there_to_read(opening: Opening, site: Site) -> None:
    with opening(java_script_enabled=False, locale="de-DE") as page:
        page.goto(site.url("comparison"))
        assert re.search(r"\d{1,2} [A-Z]\w+ \d{4}", page.locator("time").first.inner_text())
        assert page.get_by_role("link", name="all keys").get_attribute("href") == "/help#keys"
        expect(page.locator("#key-help")).to_be_hidden()


@pytest.mark.parametrize("script", [True, False], ids=["live", "without script"])
def test_what_is_pasted_is_read_while_one_looks(opening: Opening, site: Site, script: bool) -> None:
    with opening(java_script_enabled=script) as page:
        page.goto(site.url("add"))
        page.fill("textarea[name=links]", "no address here")
        page.fill("textarea[name=text]", "Hello.")
        page.fill("form#add-form input[name=date]", "2022-04-24")
        page.click("#send")
        page.wait_for_url(re.compile("batch="))
        refused = page.locator("#item-rows tr", has_text="no address here")
        expect(refused).to_contain_text("No address.")
        sum_ = page.locator("#sum b")
        if not script:
            expect(sum_).to_have_text(re.compile("1 of 2 done|All 2 done"))
            for _ in range(60):
                if "All 2" in sum_.inner_text():
                    break
                page.wait_for_timeout(250)
                page.click("#reload")
        expect(sum_).to_have_text("All 2 done", timeout=30_000)


DROPPED = (
    (
        "manifest.csv",
        "file,outlet,date\none.txt,Harbour Post,2022-04-24\ntwo.txt,Coast Radio,\nbuoy.txt,Buoy,\n",
    ),
    ("one.txt", "The lighthouse keeper counted nine seals, the harbour master said.\n"),
    ("two.txt", "The lighthouse keeper counted ten seals, the harbour master said.\n"),
)
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, words] of files) transfer.items.add(new File([words], name));
  document.dispatchEvent(new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


@pytest.mark.parametrize("script", [True, False], ids=["dropped", "chosen without script"])
def test_files_are_read_as_the_manifest_among_them_says(opening: Opening, site: Site, script: bool) -> None:
    with opening(java_script_enabled=script, viewport={"width": 390, "height": 844}) as page:
        page.goto(site.url("add"))
        if script:
            page.evaluate(DROP, DROPPED)
            expect(page.locator("#dropped")).to_contain_text("3 files: manifest.csv, one.txt, two.txt")
        else:
            page.set_input_files(
                "#files", [FilePayload(name=n, mimeType="", buffer=w.encode()) for n, w in DROPPED]
            )
        page.click("#send")
        page.wait_for_url(re.compile("batch="))
        expect(page.locator("#now")).to_be_in_viewport()
        rows = page.locator("#item-rows tr")
        for _ in range(0 if script else 60):
            if "All 3" in page.locator("#sum b").inner_text():
                break
            page.wait_for_timeout(250)
            page.click("#reload")
        expect(page.locator("#sum b")).to_have_text("All 3 done", timeout=30_000)
        expect(page.locator("#now")).to_have_text("What was read")
        expect(page.locator("#groups")).not_to_contain_text("waiting")
        expect(rows.filter(has_text="one.txt")).to_contain_text("Harbour Post, 24 April 2022")
        expect(rows.filter(has_text="Names 3 files, 2 of them here.")).to_contain_text("manifest.csv")
        expect(rows.filter(has_text="buoy.txt")).to_contain_text("not among what was handed in")
