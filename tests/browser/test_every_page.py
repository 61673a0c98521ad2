"""What holds on every page: for everyone, at any width, in both colours, with nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import Opening
from tests.browser.site import AXE, BUILT, COMING, Site, violations, width

pytestmark = pytest.mark.browser

WIDE: ViewportSize = {"width": 1440, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def examined(browser: Browser) -> Iterator[Page]:
    """A page that axe-core may be put into: our content policy would stop it."""
    with browser.new_context(bypass_csp=True, reduced_motion="reduce") as context:
        context.add_init_script(AXE)
        yield context.new_page()


@pytest.fixture(scope="module")
def plain(opening: Opening) -> Iterator[Page]:
    with opening() as page:
        yield page


@pytest.mark.parametrize("name", BUILT)
def test_axe_finds_nothing(examined: Page, site: Site, name: str) -> None:
    examined.emulate_media(color_scheme="light")
    examined.set_viewport_size(WIDE)
    examined.goto(site.url(name))
    found = {"light, wide": violations(examined)}
    examined.emulate_media(color_scheme="dark")
    # The page is the same in the dark but for its colours.
    found["dark, wide"] = violations(examined, colours_only=True)
    examined.set_viewport_size(PHONE)
    found["dark, phone"] = violations(examined, colours_only=True)
    examined.emulate_media(color_scheme="light")
    found["light, phone"] = violations(examined)
    assert {how: what for how, what in found.items() if what} == {}


@pytest.mark.parametrize("name", BUILT)
def test_it_fits_any_screen_and_fetches_nothing_from_elsewhere(plain: Page, site: Site, name: str) -> None:
    asked: list[str] = []
    plain.on("request", lambda request: asked.append(request.url))
    plain.goto(site.url(name))
    for wide in (320, 390, 720, 768, 1024, 1440):
        plain.set_viewport_size({"width": wide, "height": 800})
        assert width(plain) <= wide, f"{wide} px"
        assert plain.evaluate(_SQUEEZED) == [], f"{wide} px"
    assert asked
    assert [url for url in asked if not url.startswith((site.root, "data:"))] == []


@pytest.mark.parametrize("name", BUILT)
def test_nothing_is_lost_at_twice_the_size(browser: Browser, site: Site, name: str) -> None:
    """200 % zoom on a screen of 1440 px is a page of 720 px: what can be used there can be used here."""
    with browser.new_context(viewport={"width": 720, "height": 450}, device_scale_factor=2) as context:
        page = context.new_page()
        page.goto(site.url(name))
        assert page.evaluate(_OUT_OF_REACH) == []


# What rows are about, in a column so narrow that its words would break.
_SQUEEZED = """() => [...document.querySelectorAll("main th[scope=row]")]
    .filter((head) => { const wide = head.getBoundingClientRect().width; return wide > 0 && wide < 80; })
    .map((head) => head.textContent.trim()).filter((words) => words.length > 12)"""


# Controls that are rendered, but lie left or above of where one can scroll to, or have no size.
_OUT_OF_REACH = """() => [...document.querySelectorAll(
    "main a, main button, main input, main select, main summary")]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest(".vh"))
  .filter(e => { const r = e.getBoundingClientRect();
    return r.width === 0 || r.height === 0 || r.right + scrollX <= 0 || r.bottom + scrollY <= 0; })
  .map(e => e.outerHTML.slice(0, 150))"""


@pytest.mark.parametrize("name", BUILT)
def test_it_is_dark_where_the_reader_asks_for_it(plain: Page, site: Site, name: str) -> None:
    shades = {}
    plain.goto(site.url(name))
    both: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for colours in both:
        plain.emulate_media(color_scheme=colours)
        shades[colours] = plain.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
    plain.emulate_media(color_scheme="light")
    assert int(shades["light"]) > 200
    assert int(shades["dark"]) < 60


def test_pages_that_were_coming_are_switched_on(site: Site, browser: Browser) -> None:
    with browser.new_context() as context:
        answers = {name: context.request.get(site.url(name)).status for name in sorted(COMING)}
    there = [name for name, status in answers.items() if status != 404]
    assert there == [], "these are there now: take them off COMING in tests/browser/site.py"


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_the_key_help(
    examined: Page, site: Site, colours: Literal["light", "dark"]
) -> None:
    examined.set_viewport_size(PHONE)
    examined.emulate_media(color_scheme=colours)
    examined.goto(site.url("error"))
    examined.keyboard.press("?")
    assert examined.locator("#key-help").is_visible()
    assert violations(examined) == []
