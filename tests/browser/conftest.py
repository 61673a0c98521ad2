"""Chromium on the demo, served by the command a newcomer types."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, sync_playwright

from tests.browser.site import Site, explored

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# Without these Chromium looks for updates and its maker's hosts at every start.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]

Opening = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: browser tests were skipped")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        except Error as error:
            pytest.fail(f"Chromium is there but does not start: {error}")
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `crossread demo`, ended when the tests are done."""
    folder: Path = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "app", "demo", "--port", "0"]
    database = f"sqlite:///{folder / 'demo.sqlite3'}"
    with subprocess.Popen([*command, "--database", database], stderr=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def site(browser: Browser, demo: str) -> Site:
    return explored(browser, demo)


@pytest.fixture(scope="session")
def opening(browser: Browser) -> Opening:
    """Opens a page on which no error may be logged, a breach of the content policy included."""

    @contextmanager
    def opened(**options: object) -> Iterator[Page]:
        errors: list[str] = []

        def note(message: ConsoleMessage) -> None:
            # A page of an error is an error by its status, which Chromium logs.
            if message.type == "error" and "status of 404" not in message.text:
                errors.append(message.text)

        with browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}) as context:  # type: ignore[arg-type]
            page = context.new_page()
            page.on("console", note)
            page.on("pageerror", lambda error: errors.append(str(error)))
            yield page
        assert errors == []

    return opened


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found[0]
    pytest.fail("the demo did not start: " + "".join(said))
