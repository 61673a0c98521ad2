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

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: which page, at which size, in which colours."""

    name: str
    page: Literal["events", "comparison", "article"]
    width: int = 1440
    height: int = 1100
    colours: Literal["light", "dark"] = "light"


SHOTS = (
    Shot("events", "events", height=420),
    Shot("comparison", "comparison"),
    Shot("comparison-dark", "comparison", colours="dark"),
    Shot("comparison-phone", "comparison", width=390, height=1300),
    Shot("article", "article"),
)


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("no Chromium here: install it to take screenshots")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        for shot in SHOTS:
            take(browser, address, shot)
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
                    found[0] for line in process.stderr or () if (found := re.search(r"http://\S+:\d+", line))
                )
            finally:
                process.terminate()


def take(browser: Browser, address: str, shot: Shot) -> None:
    with browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.colours
    ) as context:
        page = context.new_page()
        go(page, address, shot.page)
        page.screenshot(path=FOLDER / f"{shot.name}.png")
    print(f"{shot.name}.png")


def go(page: Page, address: str, to: str) -> None:
    page.goto(address)
    if to == "events":
        return
    page.get_by_role("link", name=re.compile("Kerry|Syria")).first.click()
    if to == "article":
        page.locator("tr.row-v-conflict a.loc").first.click()
        page.wait_for_url(re.compile("/articles/"))


if __name__ == "__main__":
    main()
