"""What a page states of its article: headline, outlet, byline, its language, and where it belongs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlsplit

from app.pipeline.read.page.blocks import names
from app.pipeline.read.page.body import key
from app.pipeline.read.page.linked import Linked, line, linked_data, named
from app.pipeline.read.page.tree import Element, shown_words

_LONGEST = 400
_TAIL = re.compile(r"\s+(?:[|–—»•·:]{1,2}|-{1,2}|::)\s+")
_BY = re.compile(r"^(?:written |story |words |text |reported |posted )?by[: ]+", re.I)
_COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|llc|plc|gmbh|corp|corporation|co|company|s\.?a|ag|b\.?v|group|holdings?|publishing"
    r"|media|network)\.?$",
    re.I,
)
_NO_NAME = re.compile(
    r"https?://|www\.|@|^(?:admin|administrator|editor|staff|null|undefined|none|n/a)$", re.I
)
_MOST_NAMES = 12
_NEAR = 300  # elements
_AUTHOR = re.compile(r"(?:[\w-]*[-_])?(?:by-?lines?|authors?)(?:[-_]+(?:names?|link|vcard|url))?")


@dataclass(frozen=True, slots=True)
class Statements:
    """What the head of a page and its linked data state; None where they state nothing."""

    linked: Linked
    meta: Mapping[str, tuple[str, ...]]
    title: str | None
    outlet: str | None
    byline: str | None
    description: str | None

    def first(self, *keys: str) -> str | None:
        return next((value for name in keys for value in self.meta.get(name, ())), None)


def statements(root: Element, address: str | None, lines: Collection[str] = ()) -> Statements:
    """What the page states. `lines` are the keys of short lines it shows: one of them may be its headline."""
    linked, meta = linked_data(root), _meta(root)
    outlet = _outlet(linked, meta) or _scoped_outlet(root) or _titled_outlet(root, address)
    return Statements(
        linked,
        meta,
        _title(root, linked, meta, (outlet, address), lines),
        outlet,
        _byline(linked, meta, outlet),
        line(linked.article.get("description"))
        or _first(meta, "og:description", "description", "twitter:description", "dc.description"),
    )


def _meta(root: Element) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "")[:5_000].split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").casefold().strip()
            if name and content and len(found[name]) < _MOST_NAMES:
                found[name].append(content)
    return {name: tuple(values) for name, values in found.items()}


def _first(meta: Mapping[str, tuple[str, ...]], *keys: str) -> str | None:
    return next((value for name in keys for value in meta.get(name, ())), None)


def _outlet(linked: Linked, meta: Mapping[str, tuple[str, ...]]) -> str | None:
    """Who publishes. A company's name gives way to the name that readers know."""
    site = _first(meta, "og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "application-name")
    sites = [
        name for one in linked.of_type("WebSite", "NewsMediaOrganization") for name in named(one.get("name"))
    ]
    publishers = named(linked.article.get("publisher")) or _referred(linked, linked.article.get("publisher"))
    candidates = [*publishers[:1], site, *sites[:1]]
    names = [name for name in candidates if name and not _NO_NAME.search(name) and len(name) <= 100]
    plain = [name for name in names if not _COMPANY.search(name)]
    return next(iter(plain or names), None)


def _scoped_outlet(root: Element) -> str | None:
    """The publisher that attributes name (itemprop), not what is named within it, as its logo."""
    for publisher in islice(root.iterfind(".//*[@itemprop='publisher']"), _MOST_NAMES):
        if publisher.get("itemscope") is None:
            found = [publisher]
        else:
            named = islice(publisher.iterfind(".//*[@itemprop='name']"), _MOST_NAMES)
            found = [e for e in named if _scope_of(e) is publisher]
        names = (" ".join((e.get("content") or shown_words(e)).split()) for e in found)
        if name := next((name for name in names if 0 < len(name) <= 100 and _named(name)), None):
            return name
    return None


def _scope_of(element: Element) -> Element | None:
    return next((above for above in element.iterancestors() if above.get("itemscope") is not None), None)


def _titled_outlet(root: Element, address: str | None) -> str | None:
    """The piece of the title that is the name of the site's host: "Headline - Eastern Ledger"."""
    pieces = _TAIL.split(_titled(root) or "")
    parts = {key(part) for part in _host(address).split(".")[:-1]}
    ends = (pieces[-1], pieces[0]) if len(pieces) > 1 else ()
    return next((e for e in ends if len(key(e)) > 3 and {key(e), key(e).removeprefix("the")} & parts), None)


def _titled(root: Element) -> str | None:
    return next((shown_words(e) for e in root.iter("title")), None)


def _host(address: str | None) -> str:
    return (urlsplit(address).hostname or "") if address else ""


def _referred(linked: Linked, found: object) -> list[str]:
    """The names of an object that is named by its @id only."""
    ids = [one.get("@id") for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]
    return [name for one in linked.objects if one.get("@id") in ids and ids != [None] for name in named(one)]


def _byline(linked: Linked, meta: Mapping[str, tuple[str, ...]], outlet: str | None) -> str | None:
    author = linked.article.get("author") or linked.article.get("creator")
    names = named(author) or _referred(linked, author)
    if not names:
        keys = (
            "author",
            "article:author",
            "byl",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
        )
        names = next((list(meta[key]) for key in keys if any(map(_named, meta.get(key, ())))), [])
    return byline_of(names, outlet)


def _named(name: str) -> bool:
    return bool(name) and not _NO_NAME.search(name)


def byline_of(names: Iterable[str], outlet: str | None) -> str | None:
    """Who wrote, as a byline says it; None if that is nobody but the outlet."""
    cleaned = (_BY.sub("", name).strip(" ,;|") for name in names)
    told = dict.fromkeys(
        name for name in cleaned if _named(name) and key(name) != key(outlet or "") and len(name) <= 200
    )
    people = list(told)[:_MOST_NAMES]
    if not people:
        return None
    return " and ".join(filter(None, (", ".join(people[:-1]), people[-1])))


def byline_near(near: Iterable[Element]) -> str | None:
    """Who wrote, as an element near the headline names them: by its class, or as a link to the author."""
    for element in islice(near, _NEAR):
        named = element.get("rel") == "author" or element.get("itemprop") == "author"
        if named or any(_AUTHOR.fullmatch(name) for name in names(element)):
            words = _BY.sub("", shown_words(element)[:_LONGEST]).strip(" ,|–-")
            if 2 <= len(words.split()) <= _MOST_NAMES and not any(c.isdigit() for c in words):
                return words
    return None


def _title(
    root: Element,
    linked: Linked,
    meta: Mapping[str, tuple[str, ...]],
    site: tuple[str | None, str | None],
    lines: Collection[str],
) -> str | None:
    """The headline that readers see, where the page's head agrees that it is one; else what the head says."""
    title = _titled(root)
    stated = [line(linked.article.get("headline")) or line(linked.article.get("name"))]
    stated += [_first(meta, "og:title", "twitter:title", "dc.title", "headline", "parsely-title"), title]
    names = _site_names(*site, meta)
    told = [
        name for found in stated if found and (name := _shown(found, lines) or without_outlet(found, names))
    ]
    seen = list(_headings(root))
    for heading in seen:
        if any(_agree(heading, other) for other in told):
            return heading
    alone = seen[0] if len(seen) == 1 and key(seen[0]) not in map(key, names) else None
    if alone and not any(stated[:2]):
        return alone
    return next(iter(told), None)


def _headings(root: Element) -> Iterator[str]:
    for element in root.iter("h1"):
        words = " ".join("".join(element.itertext()).split())
        if 3 <= len(words) <= _LONGEST:
            yield words


def _agree(one: str, other: str) -> bool:
    """Whether two headlines are one: one holds the other, or they share most words."""
    a, b = key(one), key(other)
    if min(len(a), len(b)) >= 8 and (a in b or b in a):
        return True
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return len(first) >= 3 and len(first & second) >= 0.6 * min(len(first), len(second)) and len(second) >= 3


def _shown(title: str, lines: Collection[str]) -> str | None:
    """The piece of a title that the page shows as a line of its own."""
    pieces = _TAIL.split(title)
    shown = [piece for piece in pieces if len(piece.split()) >= 3 and key(piece) in lines]
    return max(shown, key=len, default=None) if len(pieces) > 1 else None


def _site_names(outlet: str | None, address: str | None, meta: Mapping[str, tuple[str, ...]]) -> list[str]:
    host = _host(address)
    parts = [part for part in host.split(".")[:-1] if len(part) > 3 and part != "www"]
    return [
        name for name in (outlet, _first(meta, "og:site_name"), *parts, host.removeprefix("www.")) if name
    ]


def without_outlet(title: str, site: Iterable[str]) -> str | None:
    """The headline without outlet and section after (or before) it: "Headline | Town | The Paper"."""
    known = [key(name) for name in site]

    def is_site(words: str) -> bool:
        said = key(words)
        return bool(said) and any(
            said == name or (len(name) > 3 and (name in said or said in name)) for name in known
        )

    text = " ".join(title.split())
    pieces = _TAIL.split(text)
    if len(pieces) > 1:
        for place in range(1, len(pieces)):
            if is_site(pieces[place]) and len(pieces[place].split()) <= 6:
                text = text[: _start_of(text, place)].rstrip(" |–—»•·:-")
                break
        else:
            if is_site(pieces[0]) and len(pieces) == 2 and len(pieces[0].split()) <= 4:
                text = pieces[1]
        if "|" in text:  # "Headline | Section": a bar never stands in a headline
            text = max(text.split(" | "), key=len)
    return text.strip()[:_LONGEST] or None


def _start_of(text: str, place: int) -> int:
    """Where the piece at `place` begins."""
    return list(_TAIL.finditer(text))[place - 1].start()
