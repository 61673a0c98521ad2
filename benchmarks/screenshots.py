"""Screenshots of the demo for README and docs: `make screenshots` (needs Chromium)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, Locator, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
EVENT = re.compile("Candlewalk")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: which page, at which size, in which colours; `scale` is pixels a CSS pixel."""

    name: str
    page: Literal["events", "comparison", "row", "article", "search", "add"]
    width: int = 1440
    height: int = 1100
    colours: Literal["light", "dark"] = "light"
    scale: float = 1


SHOTS = (
    Shot("events", "events", height=640),
    Shot("comparison", "row", height=1300),
    Shot("comparison-dark", "comparison", colours="dark"),
    Shot("comparison-phone", "comparison", width=390, height=1100, scale=2),
    Shot("article", "article"),
    Shot("search", "search", height=900),
    Shot("add", "add", height=900),
)


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium here: install it to take screenshots")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        addresses = found(browser, address)
        for shot in SHOTS:
            take(browser, shot, addresses)
        browser.close()


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo with a database of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "app", "demo", "--port", "0"]
        database = f"sqlite:///{folder}/demo.sqlite3"
        with subprocess.Popen(
            [*command, "--database", database], stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                yield next(
                    said[0] for line in process.stderr or () if (said := re.search(r"http://\S+:\d+", line))
                )
            finally:
                process.terminate()


def take(browser: Browser, shot: Shot, addresses: dict[str, str]) -> None:
    with browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.colours,
        device_scale_factor=shot.scale,
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    ) as context:
        page = context.new_page()
        answer = page.goto(
            addresses[shot.page], wait_until="load" if shot.page == "add" else "networkidle"
        )  # it listens to changes
        if answer is None or not answer.ok:
            sys.exit(f"{shot.name}: {addresses[shot.page]} is not there")
        page.screenshot(path=FOLDER / f"{shot.name}.png")
    print(f"{shot.name}.png")


def found(browser: Browser, root: str) -> dict[str, str]:
    """The addresses of the pages: of the event of this name, its first conflict opened, an article of it."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(root)
        event = root + _href(page.get_by_role("link", name=EVENT).first)
        page.goto(event)
        conflict = page.locator("tr.row-v-conflict").first
        row = (conflict.get_attribute("id") or "").removeprefix("r-")
        article = root + _href(conflict.locator("a[href^='/articles/']").first).partition("#")[0]
        page.goto(f"{root}/add")
        page.fill("textarea[name=links]", "the story of our man in Port Ellis")
        rows = b"Headline;Body;Published\nFerry adrift;The ferry drifted.;03/04/2022\n"
        page.set_input_files("#files", {"name": "export.csv", "mimeType": "text/csv", "buffer": rows})
        page.click("#send")
        page.locator("#item-rows a[href$='/columns']").wait_for(timeout=60_000)
        added = page.url
    return {
        "events": f"{root}/events",
        "comparison": event,
        "row": f"{event}?open={quote(row)}",
        "article": article,
        "search": f"{root}/search?q=bridge",
        "add": added,
    }


def _href(link: Locator) -> str:
    return link.get_attribute("href") or ""


if __name__ == "__main__":
    main()
