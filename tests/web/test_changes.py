"""What changed between two texts, on the page of versions and in the table."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.domain.article import Extent
from app.domain.event import Judgement, Row, Verdict
from app.domain.version import Version
from app.store import Database, LinedUp, add_addresses, add_article, put_versions, save_event
from app.store.versions import remember_key
from app.web.articles.versions import versions_page
from app.web.changes import Kind, came, changes, gone
from app.web.comparison.changed import changed
from app.web.templates import filled
from tests.making import article, claim

OLD = "The dam broke at noon.\n\nFour people were hurt, Mayor Ilse Brand said.\n\nA fair opened in Lunt."
NEW = "The dam broke at noon.\n\nSeven people were hurt, Mayor Ilse Brand said.\n\nRescuers search on."
STEPS = [
    # the old text, the new one, what came (in brackets) and went (in braces)
    ("The dam broke.", "The dam broke.", "The dam broke."),
    ("The dam broke.", "The dam  broke.\n", "The dam broke."),
    ("Four were hurt there.", "Seven were hurt there.", "{Four} [Seven] were hurt there."),
    ("He was hurt there.", "He was badly hurt there.", "He was [badly] hurt there."),
    ("He was badly hurt there.", "He was hurt there.", "He was {badly} hurt there."),
    ("He said so on Monday.", "He said so.", "He said so. {on Monday.}"),
    ("One two three.", "Quite other words.", "{One two three.}\n[Quite other words.]"),
    ("A.\n\nB came too.", "A.\n\nC went.\n\nB came too.", "A.\n[C went.]\nB came too."),
    ("", "Words.", "[Words.]"),
    ("Words.", "", "{Words.}"),
    ("", "", ""),
]


def told(old: str, new: str) -> str:
    lines = []
    for passage in changes(old, new):
        if passage.kind is Kind.CHANGED:
            words = [
                step.new.of(new) if step.old and step.new
                else f"[{step.new.of(new)}]" if step.new
                else f"{{{step.old.of(old)}}}" if step.old
                else ""
                for step in passage.steps
            ]  # fmt: skip
            lines.append(" ".join(words))
        elif passage.kind is Kind.GONE and passage.old:
            lines.append(f"{{{passage.old.of(old).strip()}}}")
        elif passage.new:
            words = [passage.new.of(new).strip()]
            lines.append(f"[{words[0]}]" if passage.kind is Kind.ADDED else " ".join(words[0].split()))
    return "\n".join(lines)


@pytest.mark.parametrize(("old", "new", "expected"), STEPS)
def test_what_came_and_what_went(old: str, new: str, expected: str) -> None:
    assert told(old, new) == expected


TEXTS = st.lists(st.sampled_from(["Dam", "broke.", "\n\n", "at", "noon,", "\n", " "])).map(" ".join)


@given(TEXTS, TEXTS)
def test_all_of_both_texts_is_told_once(old: str, new: str) -> None:
    passages = changes(old, new)
    olds = [p.old for p in passages if p.old]
    news = [p.new for p in passages if p.new]
    assert "".join(span.of(new) for span in news) == new
    assert "".join(span.of(old) for span in olds) == old
    for span in came(passages):
        assert span.end <= len(new)


LONG = [
    ("words " * 300_000, "other words " * 150_000),
    ("a\n" * 500_000, "b\n" * 500_000),
    ("\n\n".join(f"{n} {n * 7} {n * 13} words here" for n in range(40_000)),) * 2,
]


@pytest.mark.parametrize(("old", "new"), LONG, ids=["one paragraph", "lines", "paragraphs"])
def test_long_texts_are_told_apart_while_one_waits(old: str, new: str) -> None:
    begun = time.perf_counter()
    page = versions_page(article(f"{new} End."), [Version.of(article(old))])
    assert sum(len(run.words) for part in page.parts for run in part.runs) < 20_000_000
    assert len(filled("articles/versions.html", page)) < 10_000_000
    assert time.perf_counter() - begun < 10


def test_words_of_a_text_are_words_on_the_page() -> None:
    page = versions_page(article("<script>alert(1)</script> new"), [Version.of(article("<b>old</b> new"))])
    markup = filled("articles/versions.html", page)
    assert "<script>alert" not in markup
    assert "&lt;script&gt;" in markup


COURIER = replace(
    article(NEW, "The Courier", name="c.html"), read_on=dt.datetime(2024, 3, 12, 12, tzinfo=dt.UTC)
)
BEFORE = replace(Version.of(article(OLD, "The Courier")), read_on=dt.datetime(2024, 3, 12, 9, tzinfo=dt.UTC))
STAR = article("The dam broke at noon.", "Star", name="s.html")
BROKE, BROKE_TOO = claim(COURIER, "The dam broke at noon."), claim(STAR, "The dam broke at noon.")
HURT = claim(COURIER, "Seven people were hurt")


@pytest.fixture
def stored(database: Database, empty: TestClient) -> TestClient:
    """An event of two articles, one of which had another text."""
    rows = (
        Row(BROKE.id, (BROKE, BROKE_TOO), BROKE.id, BROKE.kind, Judgement(Verdict.AGREE)),
        Row(HURT.id, (HURT,), HURT.id, HURT.kind, Judgement(Verdict.SINGLE)),
    )
    with database.writing() as session:
        add_article(session, COURIER, (BROKE, HURT), "test:1")
        add_article(session, STAR, (BROKE_TOO,), "test:1")
        add_addresses(session, COURIER.key, {"wire.example.org/1": "https://wire.example.org/1?x"})
        save_event(session, LinedUp("e1", "The dam", (COURIER, STAR), rows, "made"))
        put_versions(session, COURIER, [BEFORE])
        remember_key(session, "0123456789abcdef", COURIER.key)
    return empty


def test_the_page_shows_what_changed_last(stored: TestClient) -> None:
    page = stored.get(f"/articles/{COURIER.key}/versions").text
    assert "1 paragraph changed, 1 paragraph came and 1 paragraph is gone" in page
    assert "Version 1: read 12 March 2024, 09:00 UTC" in page
    for words in (
        "added: </span>Seven",
        "gone: </span>Four",
        "A fair opened in Lunt.",
        "1 paragraph unchanged",
    ):
        assert words in page


CHOICES = [
    # what is asked for, which texts are shown
    ("", (1, 2)),
    ("?from=1&to=2", (1, 2)),
    ("?from=2&to=1", (1, 2)),
    ("?from=1&to=1", (1, 1)),
    ("?from=0&to=99", (1, 2)),
    ("?from=one&to=²", (1, 2)),
    (f"?from={'9' * 99}", (1, 2)),
]


@pytest.mark.parametrize(("query", "chosen"), CHOICES)
def test_any_two_texts_can_be_chosen(stored: TestClient, query: str, chosen: tuple[int, int]) -> None:
    page = stored.get(f"/articles/{COURIER.key}/versions{query}").text
    shown = [int(part.rpartition('value="')[2].partition('"')[0]) for part in page.split(" selected")[:-1]]
    assert tuple(shown) == chosen


def test_an_article_that_never_changed_says_so(stored: TestClient) -> None:
    assert "nothing has changed" in stored.get(f"/articles/{STAR.key}/versions").text


@pytest.mark.parametrize("rest", ["", "/versions", "/versions?from=1&to=2"])
def test_a_key_that_an_article_had_leads_to_it(stored: TestClient, rest: str) -> None:
    answer = stored.get(f"/articles/0123456789abcdef{rest}")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{COURIER.key}{rest}")


@pytest.mark.parametrize("path", ["/articles/nosuchkey", "/articles/nosuchkey/versions"])
def test_a_key_that_none_had_is_not_found(stored: TestClient, path: str) -> None:
    assert stored.get(path).status_code == 404


def test_the_article_says_that_it_changed_and_where_else_it_stands(stored: TestClient) -> None:
    page = stored.get(f"/articles/{COURIER.key}").text
    assert "2 versions, the first of 12 March 2024, 09:00 UTC" in page
    assert "wire.example.org/1?x" in page
    assert "versions" not in stored.get(f"/articles/{STAR.key}").text


def test_rows_that_changed_are_flagged(stored: TestClient) -> None:
    page = stored.get("/events/e1").text
    flag = "changed since 12 March 2024, 09:00 UTC"
    assert page.count(flag) == 1
    assert page.index(flag) > page.index("Seven people were hurt")
    assert "2 versions, 1 passage is no longer in it" in page
    assert f"/articles/{COURIER.key}/versions?from=1&amp;to=2" in page


def test_a_file_of_the_table_tells_what_changed(stored: TestClient) -> None:
    document = json.loads(stored.get("/events/e1/export.json").text)
    assert {a["source_name"]: a["versions"] for a in document["articles"]} == {"c.html": 2, "s.html": 1}
    assert [row["changed"] for row in document["rows"]] == [[], [HURT.id]]


def former(*texts: tuple[str, Extent]) -> list[Version]:
    return [replace(Version.of(article(text)), extent=extent) for text, extent in texts]


FIRST = former((OLD, Extent.FULL))
WALLED = former(("Subscribe to read on.", Extent.WALLED))
FLAGS = [
    # former texts, whether the claim's words are flagged, paragraphs that are gone
    ([], None, None),
    (FIRST, True, 1),
    (WALLED, None, None),
    ([*FIRST, *WALLED], True, 1),
    ([*FIRST, *former((NEW.replace("Rescuers", "Helpers"), Extent.FULL))], True, 1),
    (former((NEW.replace("Rescuers", "Helpers"), Extent.FULL)), False, 0),
    (former((NEW.replace("people were", "were"), Extent.FULL)), True, 0),
    (former((NEW.replace("Seven people", "Seven young people"), Extent.FULL)), True, 0),
]


@pytest.mark.parametrize(("texts", "flagged", "lost"), FLAGS)
def test_which_words_are_flagged(texts: list[Version], flagged: bool | None, lost: int | None) -> None:
    found = changed(COURIER, texts)
    assert (found.gone if found else None) == lost
    assert (found.of(HURT.span) is not None if found else None) == flagged
    assert found is None or found.of(BROKE.span) is None


def test_what_is_gone_is_told_as_it_stood() -> None:
    assert [span.of(OLD) for span in gone(changes(OLD, NEW))] == ["A fair opened in Lunt."]


def test_a_text_from_a_file_tells_no_time() -> None:
    page = versions_page(STAR, [Version.of(article("The dam held.", "Star"))])
    assert page.choices[0].words == "Version 1: from a file, time not known"
