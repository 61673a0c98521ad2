"""Addresses: the ways to write one, and what must stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.read.addresses import MAX_ADDRESS, identities, identity, plainest

STORY = "https://www.example.org/news/2024/dam-breaks"
ONE = [
    # ways to write the address of one article
    "https://www.example.org/news/2024/dam-breaks",
    "http://www.example.org/news/2024/dam-breaks",
    "https://example.org/news/2024/dam-breaks/",
    "HTTPS://WWW.Example.ORG:443/news/2024/dam-breaks",
    "http://example.org:80/news/2024/dam-breaks",
    "https://example.org./news/2024/dam-breaks",
    "https://reader:secret@example.org/news/2024/dam-breaks",
    "  https://example.org/news/2024/dam-breaks\n",
    "https://example.org//news/2024/./dam-breaks",
    "https://example.org/news/2024/archive/../dam-breaks",
    "https://example.org/news/2024/dam%2Dbreaks",
    "https://example.org/news/2024/dam-breaks/index.html",
    "https://example.org/news/2024/dam-breaks#comments",
    "https://example.org/news/2024/dam-breaks?",
    "https://example.org/news/2024/dam-breaks;jsessionid=0A1B",
    "https://example.org/news/2024/dam-breaks?page=1",
    # tracking
    "https://example.org/news/2024/dam-breaks?utm_source=letter&utm_medium=mail",
    "https://example.org/news/2024/dam-breaks?fbclid=IwAR0&gclid=x",
    "https://example.org/news/2024/dam-breaks?cmpid=rss&at_link=x&ns_mchannel=social",
    "https://example.org/news/2024/dam-breaks?smid=tw&src=feed&share=1",
    # AMP
    "https://example.org/news/2024/dam-breaks/amp",
    "https://example.org/news/2024/dam-breaks/amp/",
    "https://example.org/amp/news/2024/dam-breaks",
    "https://example.org/news/2024/dam-breaks.amp",
    "https://example.org/news/2024/dam-breaks?amp",
    "https://example.org/news/2024/dam-breaks?amp=1",
    "https://example.org/news/2024/dam-breaks?outputType=amp",
    "https://amp.example.org/news/2024/dam-breaks",
    "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/2024/dam-breaks",
    "https://www-example-org.cdn.ampproject.org/v/s/example.org/amp/news/2024/dam-breaks?amp_js_v=0.1&usqp=x",
    "https://www.google.com/amp/s/example.org/news/2024/dam-breaks/amp",
    # print and telephones
    "https://example.org/news/2024/dam-breaks/print",
    "https://example.org/print/news/2024/dam-breaks",
    "https://example.org/news/2024/dam-breaks?print=1",
    "https://example.org/news/2024/dam-breaks?view=print",
    "https://example.org/news/2024/dam-breaks?format=printable",
    "https://m.example.org/news/2024/dam-breaks",
    "https://mobile.example.org/news/2024/dam-breaks?singlePage=true",
]
SAME = [
    # other pairs that are one
    ("https://example.org/story.html", "https://example.org/story.amp.html"),
    ("https://example.org/story-print.html", "http://example.org/story.html"),
    ("https://example.org/?p=12", "https://example.org/index.php?p=12&utm_id=3"),
    ("https://example.org/a?x=1&y=2", "https://example.org/a?y=2&x=1"),
    ("https://example.org/été", "https://example.org/%C3%A9t%C3%A9"),
    ("https://xn--mnchen-3ya.example/rathaus", "https://münchen.example/rathaus"),
    ("https://en.m.example.org/wiki/Dam", "https://en.example.org/wiki/Dam"),
]
APART = [
    ("https://example.org/story?id=1", "https://example.org/story?id=2"),
    ("https://example.org/story?1", "https://example.org/story?2"),
    ("https://example.org/story", "https://example.org/story?page=2"),
    ("https://example.org/story", "https://example.org/story/2"),
    ("https://example.org/story", "https://example.org/Story"),
    ("https://example.org/story", "https://example.com/story"),
    ("https://example.org/story", "https://edition.example.org/story"),
    ("https://example.org/story", "https://example.org:8080/story"),
    ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ("https://example.org/?p=1", "https://example.org/?p=2"),
    ("https://amp.dev/guide", "https://example.dev/guide"),
    ("https://example.org/#!/story/1", "https://example.org/#!/story/2"),
    ("https://example.org/champ", "https://example.org/ch"),
    ("https://example.org/amp", "https://example.org/print"),
]
NONE = [
    "",
    "https://example.org",
    "https://example.org/",
    "https://www.example.org/index.html?utm_source=x",
    "https://example.org/#top",
    "https://example.org/?lang=en",
    "https://example.org/en/",
    "https://example.org/pt-BR",
    "https://amp.example.org/",
    "mailto:desk@example.org",
    "file:///etc/passwd",
    "ftp://example.org/story",
    "javascript:alert(1)",
    "urn:isbn:0",
    "//example.org/story",
    "example.org/story",
    "dam.txt",
    "https://",
    "https:///story",
    "http://[::1/story",
    "http://example.org:99999/story",
    "https://example.org/" + "a" * MAX_ADDRESS,
]


@pytest.mark.parametrize("url", ONE)
def test_one_article_has_one_identity(url: str) -> None:
    assert identity(url) == "example.org/news/2024/dam-breaks"


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_one(one: str, other: str) -> None:
    assert identity(one) == identity(other) is not None


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_are_two(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@pytest.mark.parametrize("url", NONE)
def test_these_are_no_articles_address(url: str) -> None:
    assert identity(url) is None


def test_the_plainest_way_is_shown() -> None:
    assert plainest(*ONE[:3], "https://amp.example.org/a", "https://example.org/n?amp=1") == ONE[2]
    assert identities([None, ONE[4], ONE[0], "dam.txt"]) == {"example.org/news/2024/dam-breaks": ONE[0]}


@given(st.text(max_size=60), st.sampled_from(["", "http://", "https://example.org/", "https://a.example/?"]))
def test_any_words_have_an_identity_or_none(words: str, start: str) -> None:
    name = identity(start + words)
    if name:
        assert identity(f"https://{name}") in (name, None)
        name.encode()
