from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.article import Article, Basis
from app.domain.dates import PartialDate
from app.domain.version import Known
from app.ingest.plan import Fate, as_read, decide, event_ids, in_columns, reading_of, title_of
from app.store import StoredEvent
from tests.making import article, claim

TEXT = "The dam broke at noon."
BARE = article(TEXT, None, "")
IN_TEXT = replace(article(TEXT, "Wire", ""), outlet_basis=Basis.TEXT)
COURIER = article(TEXT, "The Courier")
STAR = article(TEXT, "Star", "2024-03-13")

DECISIONS = [
    # new, stored, what becomes of it, the outlets it then has
    (BARE, (), Fate.NEW, None),
    (BARE, (BARE,), Fate.THERE, None),
    (COURIER, (COURIER,), Fate.THERE, "The Courier"),
    (COURIER, (BARE,), Fate.UPDATE, "The Courier"),
    (BARE, (COURIER,), Fate.THERE, "The Courier"),
    (COURIER, (IN_TEXT,), Fate.UPDATE, "The Courier"),
    (IN_TEXT, (COURIER,), Fate.THERE, "The Courier"),
    (STAR, (COURIER,), Fate.NEW, "Star"),
    (BARE, (COURIER, STAR), Fate.THERE, "The Courier"),
    (replace(COURIER, published=PartialDate(2024, 3, 14)), (COURIER,), Fate.UPDATE, "The Courier"),
    (replace(COURIER, url="https://example.org/dam"), (COURIER,), Fate.UPDATE, "The Courier"),
]


@pytest.mark.parametrize(("new", "stored", "fate", "outlet"), DECISIONS)
def test_whether_an_article_is_one_we_have(
    new: Article, stored: tuple[Article, ...], fate: Fate, outlet: str | None
) -> None:
    decision = decide(new, [Known(article) for article in stored])
    assert (decision.fate, decision.article.outlet) == (fate, outlet)


NAMED = [
    replace(found, source_name=f"{name}.txt")
    for name, found in zip("abcd", [BARE, IN_TEXT, COURIER, STAR], strict=True)
]


@pytest.mark.parametrize("arrivals", list(itertools.permutations(NAMED)))
def test_the_order_of_arrival_does_not_matter(arrivals: tuple[Article, ...]) -> None:
    held: dict[str, Article] = {}
    for new in arrivals:
        decision = decide(new, [Known(held[key]) for key in sorted(held)])
        if decision.replaces:
            held.pop(decision.replaces.key)
        held[decision.article.key] = decision.article
    assert {(found.outlet, found.source_name) for found in held.values()} == {
        ("The Courier", "c.txt"),
        ("Star", "d.txt"),
    }


def test_of_two_file_names_the_first_in_the_alphabet_stays() -> None:
    a, b = replace(COURIER, source_name="a.txt"), replace(COURIER, source_name="b.txt")
    assert decide(a, [Known(b)]).article == decide(b, [Known(a)]).article == a


def test_marks_of_repeated_lines_are_no_news() -> None:
    settled = replace(COURIER, segments=())
    assert decide(COURIER, [Known(settled)]).fate is Fate.THERE
    assert decide(replace(COURIER, note="n"), [Known(settled)]).article.segments == COURIER.segments


def test_what_was_not_given_is_read_again_from_the_text() -> None:
    raw = as_read(replace(IN_TEXT, title="A dam breaks", title_basis=Basis.GIVEN))
    assert (raw.outlet, raw.published, raw.title) == (None, None, "A dam breaks")


def test_a_reading_depends_on_version_date_and_segments_alone() -> None:
    assert reading_of(COURIER, "v1") == reading_of(replace(COURIER, url="x", note="y"), "v1")
    assert (
        len({reading_of(a, v) for a in (COURIER, STAR, replace(COURIER, segments=())) for v in ("v1", "v2")})
        == 6
    )


IDS = [
    # clusters, stored events, what is kept
    ((("a", "b"),), (), {}),
    ((("a", "b"), ("c",)), (("one", "ab"),), {0: "one"}),
    ((("a",), ("b", "c")), (("one", "abc"),), {1: "one"}),  # the larger part goes on as the event
    ((("a", "b", "c"),), (("one", "a"), ("two", "bc")), {0: "two"}),
    ((("a",), ("b",)), (("one", "ab"),), {0: "one"}),
]


@pytest.mark.parametrize(("clusters", "stored", "kept"), IDS)
def test_events_keep_their_ids(
    clusters: tuple[tuple[str, ...], ...], stored: tuple[tuple[str, str], ...], kept: dict[int, str]
) -> None:
    ids = event_ids(clusters, tuple(StoredEvent(id_, frozenset(keys), "") for id_, keys in stored))
    assert len(set(ids)) == len(ids)
    old = {id_ for id_, _ in stored}
    assert {place: id_ for place, id_ in enumerate(ids) if id_ in old} == kept


@given(st.permutations(["a", "b", "c", "d", "e"]), st.integers(1, 4))
def test_ids_are_distinct_however_events_split(keys: list[str], cut: int) -> None:
    stored = (StoredEvent("one", frozenset("abc"), ""), StoredEvent("two", frozenset("de"), ""))
    ids = event_ids((tuple(sorted(keys[:cut])), tuple(sorted(keys[cut:]))), stored)
    assert len(set(ids)) == 2


def test_columns_stand_by_date_then_name() -> None:
    late, later = (
        article("Late.", "Zenith", "2024-03-14T09:05"),
        article("Later.", "Alpha", "2024-03-14T19:30"),
    )
    undated = article("Some day.", "Aardvark", "")
    assert in_columns([undated, later, late, STAR, COURIER]) == (COURIER, STAR, late, later, undated)
    assert in_columns([COURIER, STAR, late, later, undated]) == (COURIER, STAR, late, later, undated)


def test_an_event_is_titled_by_the_fullest_article_that_has_a_headline() -> None:
    titled = replace(STAR, title="Dam breaks", title_basis=Basis.TEXT)
    claims = {COURIER.key: (claim(COURIER, "The dam broke"), claim(COURIER, "at noon."))}
    assert title_of((COURIER, titled), claims) == "Dam breaks"
    assert title_of((COURIER, BARE), claims) == "The dam broke"
    long = article("word " * 60)
    assert title_of((long,), {}).endswith("word …")
