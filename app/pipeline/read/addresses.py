"""Addresses: one name for each, however it is written.

Tracking parameters, AMP and print views, hosts for telephones, http and https: all lead to one article, so
they have one identity. Two articles may come to share one where a site tells them apart by what elsewhere is
tracking; whoever unites articles by it has to look at their texts as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from courlan.clean import TRACKERS_RE, decode_punycode

MAX_ADDRESS = 4_000  # characters; a longer one is none that a person followed

# Beside courlan's: campaigns, shares and what AMP caches add.
_TRACKED = re.compile(
    r"(?:at|fb|guce|ns|soc|sr|wt|wts|_branch|__\w+)_|"
    r"(?:amp_js_v|cmp(?:id)?|ftag|_?gsa|guccounter|icid|ito|ncid|ocid|rss|shared?|share_?type|"
    r"sm(?:id|typ)|social_?share|soc|spm|src|tpcc|usqp|via|wtmc)$",
    re.IGNORECASE,
)
_VIEWS = r"amp(?:html)?|print(?:able|er|er-?friendly)?"
_VIEW_NAME = re.compile(rf"(?:{_VIEWS}|mobile|single_?page)$", re.IGNORECASE)
_VIEW_CHOICE = re.compile(
    r"(?:display|format|layout|mode|output(?:_?type)?|page|style|type|version|view)$", re.IGNORECASE
)
_VIEW_VALUE = re.compile(rf"(?:{_VIEWS}|all|full|mobile|single)$", re.IGNORECASE)
_YES = frozenset(("", "1", "true", "yes", "y", "on"))
_FIRST_PAGE = re.compile(r"(?:page|paged|pg)=0*1", re.IGNORECASE)
_LANGUAGE = frozenset(("hl", "lang", "language", "locale", "edition"))

_HOST_VIEWS = frozenset(("amp", "m", "mobile", "www"))
_ENDING_VIEW = re.compile(rf"[._-](?:{_VIEWS})(?=$|\.x?html?$)", re.IGNORECASE)
_SEGMENT_VIEW = re.compile(rf"(?:{_VIEWS})$", re.IGNORECASE)
_INDEX = re.compile(r"(?:index|default)\.(?:[xs]?html?|php\d?|aspx?|jsp|cfm)$", re.IGNORECASE)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;]*", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?$", re.IGNORECASE)

# Caches give pages of others under their own address: /c/s/host/path, the s for https.
_CACHES = re.compile(r"(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)$")
_VIEWERS = re.compile(r"(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)$")
_CACHED = re.compile(r"/(?:c|v|i|wp|a)/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$", re.DOTALL)
_VIEWED = re.compile(r"/amp/(?:s/)?(?P<rest>[^/]+\.[^/]+/.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Parts:
    """An address in parts; `view` tells that something was left off that only picks a view of the page."""

    host: str
    path: str
    query: str
    view: bool

    @property
    def front(self) -> bool:
        """Whether it is a site's first page, in whatever language."""
        named = (name for name, _ in parse_qsl(self.query, keep_blank_values=True))
        asks = any(name.casefold() not in _LANGUAGE for name in named)
        return not asks and (self.path in ("", "/") or bool(_LOCALE.match(self.path[1:])))


def identity(url: str) -> str | None:
    """The name of an address, the same however it is written, e.g. "example.org/story?id=1".

    None for a site's front page, for what is no http(s) address, and for one longer than MAX_ADDRESS. No
    address itself: the protocol is left off. Names of names stay as they are.
    """
    parts = _parts(url)
    if parts is None or parts.front:
        return None
    return f"{parts.host}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def identities(urls: Iterable[str | None]) -> dict[str, str]:
    """The identities of these addresses, those that have one, each with the plainest address it goes by."""
    found: dict[str, str] = {}
    for url in urls:
        if url and (name := identity(url)):
            found[name] = plainest(url, found.get(name, url))
    return found


def plainest(*urls: str) -> str:
    """Of several ways to write one address, the one to show: no AMP or print view, https, short."""
    return min(urls, key=lambda url: (_is_view(url), not url.lower().startswith("https:"), len(url), url))


def _is_view(url: str) -> bool:
    parts = _parts(url)
    return parts is None or parts.view


def _parts(url: str, depth: int = 0) -> _Parts | None:
    split = _split(url)
    if split is None or not split.hostname:
        return None
    if depth == 0 and (inner := _cached(split)):
        found = _parts(inner, depth + 1)
        return found and _Parts(found.host, found.path, found.query, view=True)
    host, by_host = _host(split)
    path, by_path = _path(split)
    query, by_query = _query(split.query)
    return _Parts(host, path, query, by_host or by_path or by_query)


def _split(url: str) -> SplitResult | None:
    """The address as the standard library takes it apart; None where it can't, or it is not http."""
    if len(url) > MAX_ADDRESS:
        return None
    try:
        split = urlsplit(url.strip())
        port = split.port
    except ValueError:
        return None
    return split if split.scheme in ("http", "https") and port != 0 else None


def _cached(split: SplitResult) -> str:
    """The address of the page that a cache holds, "" where it is none."""
    host = (split.hostname or "").casefold()
    ways = ((_CACHES, _CACHED), (_VIEWERS, _VIEWED))
    match = next((place.match(split.path) for known, place in ways if known.match(host)), None)
    return f"https://{match['rest']}" + (f"?{split.query}" if split.query else "") if match else ""


def _host(split: SplitResult) -> tuple[str, bool]:
    labels = decode_punycode((split.hostname or "").rstrip(".")).casefold().split(".")
    # The last two are the site's own name: amp.dev is no view of a site called dev.
    kept = [label for label in labels[:-2] if label not in _HOST_VIEWS] + labels[-2:]
    port = split.port
    usual = port is None or port == {"http": 80, "https": 443}[split.scheme]
    view = any(label in _HOST_VIEWS and label != "www" for label in labels[:-2])
    return ".".join(kept) + ("" if usual else f":{port}"), view


def _path(split: SplitResult) -> tuple[str, bool]:
    """The path, written one way, without what picks a view; "#!story" is a path of a page made by scripts."""
    steps = [unquote(step) for step in _SESSION.sub("", split.path).split("/")]
    steps = _walked(step for step in steps if step)
    if steps and _INDEX.match(steps[-1]):
        steps.pop()
    plain = _without_view(steps)
    written = "/" + "/".join(quote(step, "!$&'()*+,:;=@~", errors="replace") for step in plain)
    page = f"#{quote(unquote(split.fragment), errors='replace')}" if split.fragment.startswith("!") else ""
    return (written if plain or page else "") + page, plain != steps


def _walked(steps: Iterable[str]) -> list[str]:
    """The steps without "." and with ".." taken back."""
    found: list[str] = []
    for step in steps:
        if step == "..":
            del found[-1:]
        elif step != ".":
            found.append(step)
    return found


def _without_view(steps: list[str]) -> list[str]:
    """The steps less /amp or /print at either end, and .amp before the ending; never all of them."""
    kept = list(steps)
    if len(kept) > 1 and _SEGMENT_VIEW.match(kept[-1].partition(".")[0]):
        kept.pop()
    if len(kept) > 1 and _SEGMENT_VIEW.match(kept[0]):
        kept.pop(0)
    if kept and (plain := _ENDING_VIEW.sub("", kept[-1])):
        kept[-1] = plain
    return kept


def _query(query: str) -> tuple[str, bool]:
    pairs = parse_qsl(query, keep_blank_values=True)
    own = [(name, value) for name, value in pairs if not _is_tracking(name)]
    kept = sorted(pair for pair in own if not _picks_view(*pair))
    first = [(name, value) for name, value in kept if not _FIRST_PAGE.fullmatch(f"{name}={value}")]
    return urlencode(first, errors="replace").replace("=&", "&").removesuffix("="), len(kept) != len(own)


def _is_tracking(name: str) -> bool:
    return bool(TRACKERS_RE.search(name.casefold()) or _TRACKED.match(name))


def _picks_view(name: str, value: str) -> bool:
    if _VIEW_NAME.match(name):
        return value.casefold() in _YES or bool(_VIEW_VALUE.match(value))
    return bool(_VIEW_CHOICE.match(name) and _VIEW_VALUE.match(value))
