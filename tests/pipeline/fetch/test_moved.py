"""What a feed is told by: that it moved for good, or is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.pipeline.fetch import FetchError, fetcher
from tests.pipeline.fetch.site import Reply, Site, page, redirect, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as site:
        yield site


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [(301, 308, "/c"), (301, 302, "/b"), (302, 301, None), (308, 307, "/b"), (303, 302, None)],
)
def test_a_redirect_for_good_is_told_as_far_as_it_is_one(
    site: Site, first: int, second: int, moved: str | None
) -> None:
    site.pages |= {"/a": redirect("/b", first), "/b": redirect("/c", second), "/c": page("<p>Here.")}
    got = fetcher("127.0.0.1", sleep=lambda seconds: None)(site.url("/a"))
    assert got.moved == (site.url(moved) if moved else None)


@pytest.mark.parametrize(("status", "gone"), [(410, True), (404, False), (500, False)])
def test_a_page_that_is_gone_is_told_from_one_that_is_missing(site: Site, status: int, gone: bool) -> None:
    site.pages["/a"] = Reply(b"no", status)
    with pytest.raises(FetchError) as failed:
        fetcher("127.0.0.1", sleep=lambda seconds: None)(site.url("/a"))
    assert failed.value.gone is gone
