from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.claim import ClaimKind
from app.domain.search import Found, FoundArticle, FoundClaim, Piece, asked
from app.web.search import Sought, search_page
from tests.web.markup import Element, parsed

QUIET = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def page(client: TestClient, address: str) -> Element:
    response = client.get(address)
    assert response.status_code == 200, address
    return parsed(response.text)


def test_a_claim_is_found_with_the_way_to_it(client: TestClient) -> None:
    shown = page(client, "/search?q=panicked")
    hits = list(shown.every("li", "hit"))
    assert len(hits) == 3
    assert all(hit.first("mark").text == "panicked" for hit in hits)
    links = [link.attributes["href"] for link in hits[0].every("a")]
    assert any(link.startswith("/articles/") and "#c-" in link for link in links)
    assert any(link.startswith("/events/e0ferry0?open=") and "#r-" in link for link in links)
    for link in links:
        assert client.get(link).status_code in (200, 303), link
    assert "Worded differently" in hits[0].text


@pytest.mark.parametrize(("cited", "words"), [(True, "source not identified"), (False, "no source cited")])
def test_what_the_outlet_says_itself_lacks_no_source(cited: bool, words: str) -> None:
    kind = ClaimKind.STATEMENT if cited else ClaimKind.NARRATED
    found = FoundClaim("c", "a", "Post", "Post", kind, None, cited, None, None, (Piece("rain"),), None)
    nothing: Found[FoundArticle] = Found((), 0)
    shown = search_page(Sought("rain"), asked("rain"), Found((found,), 1), nothing, ())
    assert shown.hits[0].unnamed == words


def test_an_article_is_found_by_words_of_its_text(client: TestClient) -> None:
    shown = page(client, "/search?q=engines&in=articles")
    assert {mark.text for mark in shown.every("mark")} == {"engines"}
    assert "Power cut" in shown.text or "Northern Wire" in shown.text


def test_tabs_tell_how_many_there_are_of_each(client: TestClient) -> None:
    shown = page(client, "/search?q=inquiry")
    tabs = [tab.text for tab in shown.first("nav", "tabs").every("a")]
    assert tabs == ["Claims 3", "Articles 3"]


def test_articles_are_shown_where_no_claim_has_the_words(client: TestClient) -> None:
    shown = page(client, "/search?q=walks")
    current = [tab.text for tab in shown.first("nav", "tabs").every("a") if "aria-current" in tab.attributes]
    assert current == ["Articles 1"]


def test_nothing_found_says_what_was_searched_and_what_else_to_try(client: TestClient) -> None:
    shown = page(client, "/search?" + urlencode({"q": '"ferry zeppelin"', "outlet": "Harbour Post"}))
    empty = shown.first("div", "empty")
    assert "only at Harbour Post" in empty.text
    assert [link.attributes["href"] for link in empty.every("a")] == [
        "/search?q=%22ferry+zeppelin%22",
        "/search?q=ferry+zeppelin&outlet=Harbour+Post",
        "/search?q=ferry&outlet=Harbour+Post",
        "/search?q=zeppelin&outlet=Harbour+Post",
    ]


def test_a_form_that_sends_empty_fields_is_led_to_a_short_address(client: TestClient) -> None:
    response = client.get("/search?q=ferry&outlet=&speaker=&from=&to=")
    assert (response.status_code, response.headers["location"]) == (303, "/search?q=ferry")


def test_what_is_no_date_is_told(client: TestClient) -> None:
    assert "is not a date" in page(client, "/search?q=ferry&from=Sunday").text


ODD = [
    *("", "*", '"', '"" OR "', "AND", "NEAR(", "NEAR(a b, 2)", "a* b*", "quote:x", "{a b}:c", "^a", "-a"),
    *("a\0b", "🙂", "\ud800", "'; DROP TABLE claim; --", "<script>alert(1)</script>", "ferry " * 3_000),
    *("x" * 10_000, "\u202eferry", "%", "a\\"),
]  # fmt: skip


@pytest.mark.parametrize("words", ODD)
def test_odd_words_are_words(client: TestClient, words: str) -> None:
    address = "/search?q=" + quote(words, errors="replace")
    assert "<script>alert" not in client.get(address).text
    page(client, address)


@given(words=st.text(max_size=400))
@QUIET
def test_whatever_is_typed_is_answered(client: TestClient, words: str) -> None:
    assert client.get("/search?q=" + quote(words, errors="replace")).status_code == 200


@given(
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["q", "in", "outlet", "speaker", "from", "to", "page"]),
            st.one_of(st.text(min_size=1, max_size=30), st.integers().map(str)),
        )
    )
)
@QUIET
def test_any_query_is_answered(client: TestClient, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="replace")
    for path in ("/search", "/speakers", "/outlets"):
        assert client.get(f"{path}?{query}").status_code == 200


def test_an_empty_database_is_searched_too(empty: TestClient) -> None:
    assert "Nothing was found" in page(empty, "/search?q=ferry").text
