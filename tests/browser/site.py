"""Every kind of page of a served Crossread, by address: what holds for one must hold for all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Browser, Page

# Pages by name. Each test over PAGES reaches every one that is not on COMING.
PAGES = (
    "events",
    "events, searched",
    "events, none found",
    "comparison",
    "comparison, filtered",
    "comparison, nothing left",
    "comparison, row opened",
    "article",
    "versions",
    "article, mended",
    "speakers",
    "speaker",
    "outlets",
    "outlet",
    "outlet, mended",
    "search",
    "search, none found",
    "feeds",
    "add",
    "add, a batch",
    "add, columns",
    "add, an item",
    "help",
    "error",
)
# What other hands are still building: taken off here, it is tested.
COMING: frozenset[str] = frozenset()
BUILT = tuple(name for name in PAGES if name not in COMING)

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


@dataclass(frozen=True, slots=True)
class Site:
    """A served Crossread and where its pages are."""

    root: str
    event: str
    row: str
    article: str
    speaker: str
    outlet: str
    batch: str
    asking: str

    def url(self, name: str) -> str:
        return self.root + self._paths()[name]

    def _paths(self) -> dict[str, str]:
        return {
            "events": "/events",
            "events, searched": "/events?q=syria",
            "events, none found": "/events?q=nosuchword",
            "comparison": self.event,
            "comparison, filtered": f"{self.event}?verdict=conflict&verdict=wording&kind=quote",
            "comparison, nothing left": f"{self.event}?q=nosuchword&verdict=conflict",
            "comparison, row opened": f"{self.event}?open={self.row}",
            "article": self.article,
            "versions": f"{self.article}/versions",
            "article, mended": f"{self.article}/edit",
            "speakers": "/speakers",
            "speaker": f"/speaker?name={self.speaker}",
            "outlets": "/outlets",
            "outlet": f"/outlet?name={self.outlet}",
            "outlet, mended": f"/outlet/edit?name={self.outlet}",
            "search": "/search?q=syria",
            "search, none found": "/search?q=nosuchword",
            "feeds": "/feeds",
            "add": "/add",
            "add, a batch": self.batch,
            "add, columns": f"{self.asking}/columns",
            "add, an item": self.asking,
            "help": "/help",
            "error": "/there-is-no-such-page",
        }


def explored(browser: Browser, root: str) -> Site:
    """Find an event, a row of several accounts, an article, a speaker and an outlet, as a reader does."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(root + "/events")
        event = _path(page, "main a[href^='/events/']", root)
        batch, asking = handed_in(page, root)
        page.goto(root + event)
        row = page.locator("tr.row-v-conflict, tr.row-v-wording").first.get_attribute("id") or ""
        return Site(
            root,
            event,
            row.removeprefix("r-"),
            _path(page, "a[href^='/articles/']", root),
            page.locator("input[name=speaker]").first.get_attribute("value") or "",
            page.locator("input[name=outlet]").first.get_attribute("value") or "",
            batch,
            asking,
        )


def handed_in(page: Page, root: str) -> tuple[str, str]:
    """Hand in a line that is no address, and a table that asks what its columns hold: where both are told."""
    page.goto(root + "/add")
    page.fill("textarea[name=links]", "our man’s story")
    rows = b"Headline;Body;Published\nFerry adrift;The ferry drifted.;03/04/2022\n"
    page.set_input_files("#files", {"name": "table.csv", "mimeType": "text/csv", "buffer": rows})
    page.click("#send")
    asking = page.locator("#item-rows a[href$='/columns']")
    asking.wait_for(timeout=60_000)
    return page.url.removeprefix(root).partition("#")[0], (asking.get_attribute("href") or "").removesuffix(
        "/columns"
    )


def _path(page: Page, selector: str, root: str) -> str:
    href = page.locator(selector).first.get_attribute("href") or ""
    return href.removeprefix(root).partition("#")[0].partition("?")[0]


def violations(page: Page, *, colours_only: bool = False) -> list[str]:
    """What axe-core finds on the page as it is now: rule, and the first place."""
    only = {"type": "rule", "values": COLOUR_RULES} if colours_only else {"type": "tag", "values": RULES}
    found = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


def width(page: Page) -> int:
    """How wide the page is, in CSS pixels."""
    return int(page.evaluate("document.documentElement.scrollWidth"))
