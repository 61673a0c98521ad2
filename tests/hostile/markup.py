"""Hostile pages."""

from __future__ import annotations

import json

from app.domain.article import web_address
from tests.hostile.cases import Cases
from tests.hostile.house import House, page, page_or_refusal

MARKUP = Cases()
_FIRST = "The mill at Dunmore will close in August, its owners told 340 workers on Tuesday."
_SECOND = "“They gave us coffee and a folder,” said Rosa Delgado, who has run a machine there since 1981."
_STORY = f"<article><h1>Mill to close</h1><p>{_FIRST}</p><p>{_SECOND}</p></article>"
_LONGEST = 2_000  # characters of a value that stands beside a text

# --- made to exhaust ------------------------------------------------------------------------------------

MARKUP.each(
    r"\w",
    {
        "markup nested 100,000 deep and closed": "<div>" * 100_000 + _STORY + "</div>" * 100_000,
        "markup nested as deep as a page may be large": "<div>" * 249_000 + _STORY,
        "a million elements that format and never close": "<b>" * 1_000_000 + _STORY,
        "tables in tables": "<table><tr><td>" * 20_000 + _STORY,
        "lists in lists": "<ul><li>" * 20_000 + _STORY,
        "one attribute of 11 MB": f'<div class="{"a" * 11_000_000}">{_STORY}',
        "one class of a million names": f'<div class="{"ad " * 1_000_000}">{_STORY}',
        "a million attributes": "<div " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">" + _STORY,
        "800,000 attributes with tags in them": (
            "<div " + " ".join(f"a{n}='<b>'" for n in range(800_000)) + ">" + _STORY
        ),
        "300 elements of 5,000 attributes": (
            ("<p " + " ".join(f"a{n}" for n in range(5_000)) + "></p>") * 300 + _STORY
        ),
        "3 million tags that are never closed": "<" * 3_000_000 + _STORY,
        "a million comments that are never closed": "<!--" * 1_000_000 + _STORY,
        "a million entities": _STORY + "&amp;&lt;&notit;" * 333_000,
        "a word of 11 million letters": f"<p>{'a' * 11_000_000}</p>{_STORY}",
        "200,000 line breaks": f"<p>{'<br>' * 200_000}</p>{_STORY}",
        "a million line breaks": f"<p>{'<br>' * 1_000_000}</p>{_STORY}",
        "a million empty paragraphs": "<p>" * 1_000_000 + _STORY,
        "100,000 links": '<a href="/a">a</a> ' * 100_000 + _STORY,
        "500,000 links": '<a href="/a">a</a> ' * 500_000 + _STORY,
        "JSON-LD nested 5 million deep": (
            f'<script type="application/ld+json">{"[" * 5_000_000}</script>{_STORY}'
        ),
        "JSON-LD nested 100,000 deep, in objects": (
            '<script type="application/ld+json">'
            + '{"@graph":' * 100_000
            + "1"
            + "}" * 100_000
            + f"</script>{_STORY}"
        ),
        "JSON-LD whose nodes mean each other": (
            '<script type="application/ld+json">{"@graph":[{"@id":"a","@type":"NewsArticle",'
            '"author":{"@id":"a"},'
            f'"publisher":{{"@id":"b"}}}},{{"@id":"b","publisher":{{"@id":"a"}}}}]}}</script>{_STORY}'
        ),
        "entities of its own, nested": (
            '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
            f"<p>&c;</p>{_STORY}"
        ),
    },
    lambda house, markup: page_or_refusal(markup),
)


@MARKUP("100 MB of one attribute", "MB")
def _(house: House) -> str:
    return page_or_refusal(b'<div class="' + b"a" * 100_000_000 + b'">')


@MARKUP("an entity that is a file", "The mill at Dunmore")
def _(house: House) -> str:
    secret = house.folder / "secret.txt"
    secret.write_text("the password of the printer")
    found = page(f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><p>&x;</p>{_STORY}')
    assert "password" not in found.text
    return found.text


@MARKUP("frames, pictures and styles from the inside", "The mill at Dunmore")
def _(house: House) -> str:
    inside = house.inside.url("/secret")
    found = page(
        f'<link rel="stylesheet" href="{inside}"><base href="{inside}"><iframe src="{inside}"></iframe>'
        f'<img src="{inside}"><object data="{inside}"></object><script src="{inside}"></script>{_STORY}'
    )
    return found.text


# --- what a page says of itself -------------------------------------------------------------------------


def _bounded(house: House, head: str) -> str:
    """What the page states is short, of one line, and shows as it reads; the text is there all the same."""
    found = page(f"<html><head>{head}</head><body>{_STORY}")
    for value in (found.outlet, found.title, found.byline, found.url):
        assert value is None or (len(value) <= _LONGEST and "\n" not in value and "\0" not in value)
        (value or "").encode("utf-8")
    found.text.encode("utf-8")
    assert _FIRST in found.text
    return found.text


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


MARKUP.each(
    "The mill at Dunmore",
    {
        "a headline of 10,000 characters": _meta("og:title", "Mill to close " * 800),
        "an outlet of 10,000 characters": _meta("og:site_name", "Ledger " * 1_500),
        "an outlet of a million characters in JSON-LD": (
            '<script type="application/ld+json">'
            + json.dumps({"@type": "NewsArticle", "publisher": {"name": "Ledger " * 150_000}})
            + "</script>"
        ),
        "a byline of 5,000 names": "".join(_meta("article:author", f"Al Ray {n}") for n in range(5_000)),
        "a headline with line breaks and NUL": _meta("og:title", "Mill&#10;Outlet: Evil&#0;\0 close"),
        "a headline with half a character": _meta("og:title", "Mill &#xD83D; close"),
        "a headline that turns the text around": _meta("og:title", "Mill \u202eesolc\u202c \u2066x"),
        "a canonical address of 1 MB": f'<link rel="canonical" href="https://a.org/{"a" * 1_000_000}">',
        "JSON-LD with everything of the wrong kind": (
            '<script type="application/ld+json">{"@type":{"a":1},"headline":[[]],"datePublished":{"x":[]},'
            '"author":7,"publisher":[null,{"name":{}}],"url":false,"articleBody":[1,{"a":null}]}</script>'
        ),
        "JSON-LD that is no JSON": '<script type="application/ld+json">{"headline": </script>',
        "JSON-LD with infinite numbers": (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":1e999,'
            '"headline":NaN}</script>'
        ),
    },
    _bounded,
)


def _dated(house: House, words: str) -> str:
    """No date comes of words that are none, and no year that there cannot have been."""
    stated = _meta("article:published_time", words)
    found = page(f'<html><head>{stated}</head><body><time datetime="{words}">x</time>{_STORY}')
    assert found.published is None or found.published.year is None or found.published.year <= 2200
    return found.text


MARKUP.each(
    "The mill at Dunmore",
    {
        "a date of the year 99999": "99999-01-01T00:00:00Z",
        "a date of the year 0": "0000-00-00T00:00:00Z",
        "a date in month 13": "2024-13-45T99:99:99+99:99",
        "a date of 10,000 digits": "9" * 10_000,
        "a date with a zone of a day": "2024-01-01T00:00:00+24:00",
        "a date that is a number beyond all": "1e400",
        "a date in digits of another script": "٢٠٢٤-٠١-٠١",
    },
    _dated,
)


def _addressed(house: House, address: str) -> str:
    """An address that a browser must not follow is not kept to be shown."""
    found = page(
        f'<html><head><link rel="canonical" href="{address}">{_meta("og:url", address)}</head>{_STORY}'
    )
    assert found.url is None or web_address(found.url) == found.url
    assert found.url is None or "127.0.0.1" not in found.url
    return found.text


MARKUP.each(
    "The mill at Dunmore",
    {
        "a canonical address that is a script": "javascript:alert(document.cookie)",
        "a canonical address that is a script, in disguise": " \tjava\nscript:alert(1)",
        "a canonical address that is a file": "file:///etc/passwd",
        "a canonical address that is data": "data:text/html,<script>alert(1)</script>",
        "a canonical address of the inside": "http://127.0.0.1/admin",
        "a canonical address that is none": "http://[::1",
    },
    _addressed,
)
