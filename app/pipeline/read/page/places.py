"""The addresses of a page: the one to show, and all others that it was found under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from courlan import extract_domain

from app.domain.article import web_address
from app.pipeline.read.page.linked import line
from app.pipeline.read.page.statements import Statements
from app.pipeline.read.page.tree import Element

_SAVED = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->", re.I)
_SINGLEFILE = re.compile(r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,2000})", re.I)
_HEAD = 20_000
_LONGEST = 2_000
_CACHES = (
    "ampproject.org",
    "google.com",
    "bing.com",
    "archive.org",
    "archive.ph",
    "archive.is",
    "archive.today",
)


@dataclass(frozen=True, slots=True)
class Places:
    url: str | None
    others: tuple[str, ...]


def saved_from(markup: str) -> str | None:
    """The address that a browser noted in a page it saved."""
    found = _SAVED.search(markup[:_HEAD]) or _SINGLEFILE.search(markup[:_HEAD])
    return _fit(found[1]) if found else None


def places(root: Element, said: Statements, address: str | None, asked: Iterable[str]) -> Places:
    """The canonical address where the page names a plausible one, else where it was found; and all others."""
    stated = list(dict.fromkeys(filter(None, _stated(root, said, address))))
    canonical = next((url for url in stated if _plausible(url, address)), None)
    url = canonical or _fit(address)
    amp = [link for link in _links(root, "amphtml", address) if _plausible(link, url)]
    others = dict.fromkeys(_fit(other) for other in (*asked, address, *amp))
    return Places(url, tuple(other for other in others if other and other != url))


def _stated(root: Element, said: Statements, address: str | None) -> Iterator[str | None]:
    yield from _links(root, "canonical", address)
    yield _fit(said.first("og:url"), address)
    page = said.linked.article.get("mainEntityOfPage")
    yield _fit(line(page.get("@id") or page.get("url") if isinstance(page, dict) else page), address)
    yield _fit(line(said.linked.article.get("url")), address)


def _links(root: Element, rel: str, address: str | None) -> Iterator[str]:
    for link in root.iter("link"):
        if rel in (link.get("rel") or "").casefold().split() and (found := _fit(link.get("href"), address)):
            yield found


def _fit(url: str | None, base: str | None = None) -> str | None:
    """An address that can be shown, without its fragment; None for anything else."""
    if not url or len(url) > _LONGEST:
        return None
    try:
        whole = urljoin(base or "", url.strip())
        parts = urlsplit(whole)
        host = parts.hostname
    except ValueError:
        return None
    if not host or any(c.isspace() or not c.isprintable() for c in whole):
        return None
    return web_address(whole.partition("#")[0])


def _plausible(url: str, address: str | None) -> bool:
    """Whether the page at `address` can be the one at `url`: of the same site, and not its front page."""
    parts = urlsplit(url)
    if parts.path in ("", "/") and not parts.query:
        return False
    if address is None:
        return True
    mine, its = _site(address), _site(url)
    return mine == its or mine in _CACHES


def _site(url: str) -> str:
    host = (urlsplit(url).hostname or "").casefold()
    return extract_domain(url, fast=True) or host
