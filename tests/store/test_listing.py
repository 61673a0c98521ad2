from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.article import Article, Segment, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.event import Row, Verdict
from app.domain.listing import Cursor, EventOrder, EventQuery, EventsFound, Name, Names, search_words
from app.domain.text import Span
from app.store import (
    OUTLET,
    SPEAKER,
    Database,
    LinedUp,
    add_article,
    forget_rows,
    list_events,
    names_to_choose,
    remove_empty_events,
    replace_article,
    save_event,
)
from app.store.database import migration_config
from app.store.listing import COUNTED, OUTLETS_NAMED
from tests.making import article, claim, row

AFRESH = """
    SELECT e.id, coalesce(e.last_day, ''),
      (SELECT count(*) FROM event_article m WHERE m.event_id = e.id),
      (SELECT count(DISTINCT coalesce(nullif(a.outlet, ''), a.source_name))
         FROM event_article m JOIN article a ON a.key = m.article_key WHERE m.event_id = e.id),
      (SELECT count(*) FROM event_row r WHERE r.event_id = e.id),
      (SELECT count(*) FROM event_row r WHERE r.event_id = e.id AND r.verdict = 'conflict'),
      (SELECT count(*) FROM event_row r WHERE r.event_id = e.id AND r.verdict = 'wording')
    FROM event e ORDER BY e.id
"""
KEPT = """
    SELECT id, latest, article_count, outlet_count, fact_count, conflict_count, wording_count
    FROM event ORDER BY id
"""
NAMES = """
    SELECT kind, term, count(*) FROM event_term WHERE kind <> 'word' GROUP BY kind, term ORDER BY kind, term
"""


def told(number: int, outlet: str | None, day: str = "2024-03-12", words: str = "") -> Article:
    return article(f"Story {number}. {words}Rain fell on Ghent.", outlet, day, f"{number}.txt")


def stored(
    session: Session,
    id_: str,
    articles: Sequence[Article],
    rows: Sequence[Row] = (),
    title: str = "It rained",
    claims: Sequence[Claim] = (),
) -> None:
    for column in articles:
        mine = [c for row in rows for c in row.claims if c.article == column.key]
        add_article(session, column, tuple(mine), "test:1")
    assert save_event(session, LinedUp(id_, title, tuple(articles), tuple(rows), "made"))


def ids(found: EventsFound) -> list[str]:
    return [event.id for event in found.events]


def found(database: Database, query: EventQuery, after: Cursor | None = None, limit: int = 50) -> EventsFound:
    with database.session() as session:
        return list_events(session, query, after, limit)


def assert_counts_are_right(session: Session) -> None:
    assert session.execute(text(KEPT)).all() == session.execute(text(AFRESH)).all()
    names = session.execute(text("SELECT kind, name, events FROM event_name ORDER BY kind, name")).all()
    assert names == session.execute(text(NAMES)).all()


def test_counts_are_those_of_counting_afresh_whatever_happens(database: Database) -> None:
    courier, star, echo = told(1, "Courier"), told(2, "Star", "2024-03-14"), told(3, None, "")
    again = told(4, "Courier")
    rain = [
        claim(a, "Rain fell on Ghent.", ClaimKind.QUOTE, "Ilse Brand") for a in (courier, star, echo, again)
    ]
    first = [claim(a, f"Story {a.source_name[0]}.") for a in (courier, star, echo, again)]
    with database.writing() as session:
        for column, own in zip((courier, star, echo, again), zip(rain, first, strict=True), strict=True):
            add_article(session, column, own, "test:1")
        rows = (row(*rain[:2], verdict=Verdict.CONFLICT), row(*first[:2], verdict=Verdict.WORDING))
        save_event(session, LinedUp("e1", "Rain", (courier, star), rows, "made"))
        assert_counts_are_right(session)
        save_event(session, LinedUp("e2", "More rain", (echo, again), (row(*rain[2:]),), "made"))
        assert_counts_are_right(session)
        assert names_to_choose(session, SPEAKER, "").frequent == (Name("Ilse Brand", 2),)
        # An article moves; what it leaves is to be lined up again.
        moved = (row(*rain[1:], verdict=Verdict.CONFLICT), row(first[1]))
        save_event(session, LinedUp("e2", "More rain", (star, echo, again), moved, "made"))
        assert_counts_are_right(session)
        renamed = replace(star, outlet="The Star")
        assert replace_article(session, star, renamed, (claim(renamed, "Rain fell on Ghent."),), "test:2")
        assert_counts_are_right(session)
        assert replace_article(session, courier, replace(courier, title="Wet"), (rain[0], first[0]), "test:2")
        assert_counts_are_right(session)
        save_event(
            session, LinedUp("e3", "All of it", (courier, renamed, echo, again), (row(first[0]),), "made")
        )
        assert_counts_are_right(session)
        remove_empty_events(session)
        assert_counts_are_right(session)
        assert [name.name for name in names_to_choose(session, OUTLET, "").frequent] == [
            "The Star",
            "Courier",
            "3.txt",
        ]
        assert names_to_choose(session, SPEAKER, "") == Names()
        forget_rows(session)
        assert_counts_are_right(session)
    (event,) = found(database, EventQuery()).events
    assert (event.id, event.articles, event.outlet_count, event.facts, event.lined_up) == (
        "e3",
        4,
        3,
        0,
        False,
    )


def test_an_event_whose_rows_are_being_made_is_still_found(database: Database) -> None:
    column = told(1, "Courier")
    with database.writing() as session:
        stored(session, "e1", (column,), (row(claim(column, "Rain fell", ClaimKind.QUOTE, "Ilse Brand")),))
        forget_rows(session)
    for query in (EventQuery(speaker="Ilse Brand"), EventQuery(outlet="Courier"), EventQuery("brand")):
        (event,) = found(database, query).events
        assert not event.lined_up


def test_the_list_says_what_an_event_is(database: Database) -> None:
    columns = [told(number, f"Outlet {number}", f"2024-03-{10 + number}") for number in range(9)]
    columns.append(replace(told(10, "Outlet 0"), text="Another one."))
    rain = [claim(column, "Rain fell on Ghent.") for column in columns[:9]]
    with database.writing() as session:
        stored(session, "e1", columns, (row(*rain, verdict=Verdict.WORDING),))
    (event,) = found(database, EventQuery()).events
    assert event.outlets == tuple(f"Outlet {number}" for number in range(OUTLETS_NAMED))
    assert (event.outlet_count, event.articles) == (9, 10)
    assert (event.facts, event.conflicts, event.wordings) == (1, 0, 1)
    assert (event.first, event.last) == (dt.date(2024, 3, 10), dt.date(2024, 3, 18))


@pytest.fixture
def several(database: Database) -> Database:
    """Five events: days, outlets, a speaker and conflicts set apart."""
    with database.writing() as session:
        for number, (id_, days, outlets, conflicts) in enumerate(
            [
                ("a", ("2024-03-01", "2024-03-03"), ("Star", "Courier"), 1),
                ("b", ("2024-03-05",), ("Star",), 0),
                ("c", ("",), ("Echo",), 0),
                ("d", ("2024-03-05",), ("Star", "Echo", "Courier"), 1),
                ("e", ("2023-12-31",), (None,), 2),
            ]
        ):
            columns = [
                told(
                    10 * number + place,
                    outlet,
                    days[min(place, len(days) - 1)],
                    f"One {place}. Two {place}. ",
                )
                for place, outlet in enumerate(outlets)
            ]
            says = [claim(columns[0], words, ClaimKind.QUOTE, "Ilse Brand") for words in ("One 0.", "Two 0.")]
            rows = [
                row(c, verdict=Verdict.CONFLICT if i < conflicts else Verdict.AGREE)
                for i, c in enumerate(says)
            ]
            stored(
                session, id_, columns, rows if id_ != "b" else (), f"Title {id_} of Zürich’s 100% rain_coats"
            )
    return database


ORDERS = {EventOrder.LATEST: "dbaec", EventOrder.CONFLICTS: "edabc", EventOrder.OUTLETS: "dabec"}


@pytest.mark.parametrize(("order", "expected"), ORDERS.items())
@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6])
def test_pages_lead_through_the_whole_list_and_back(
    several: Database, order: EventOrder, expected: str, limit: int
) -> None:
    query = EventQuery(order=order)
    pages = [found(several, query, limit=limit)]
    assert pages[0].newer is None
    while after := pages[-1].older:
        pages.append(found(several, query, after, limit))
    assert "".join(id_ for shown in pages for id_ in ids(shown)) == expected
    assert {shown.total for shown in pages} == {5}
    for earlier, later in pairwise(pages):
        assert ids(found(several, query, later.newer, limit)) == ids(earlier)
    if len(pages) > 1:
        first = found(several, query, pages[1].newer, limit)
        assert (first.newer, first.older) == (None, pages[0].older)


def test_the_top_of_the_list_is_a_whole_page(several: Database) -> None:
    shown = found(several, EventQuery(), Cursor(0, "2024-03-03", "a", newer=True), limit=4)
    assert ids(shown) == ["d", "b", "a", "e"]


def test_a_place_that_is_none_leads_to_a_page_all_the_same(several: Database) -> None:
    assert ids(found(several, EventQuery(), Cursor(7, "2024-03-04", "zz"))) == ["a", "e", "c"]
    beyond = found(several, EventQuery(), Cursor(0, "", ""))
    assert (ids(beyond), beyond.newer, beyond.older, beyond.total) == ([], None, None, 5)


DAYS = [
    ("2024-03-02", None, "dba"), (None, "2024-03-02", "ae"), ("2024-03-02", "2024-03-02", "a"),
    ("2024-03-05", "2024-03-05", "db"), ("2024-03-06", None, ""), ("2024-03-04", "2024-03-01", ""),
]  # fmt: skip


@pytest.mark.parametrize(("since", "until", "expected"), DAYS)
def test_days_are_those_an_event_overlaps(
    several: Database, since: str | None, until: str | None, expected: str
) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (since, until)]
    assert "".join(ids(found(several, EventQuery(since=days[0], until=days[1])))) == expected


WORDS = [
    ("title", "dbaec"), ("TITLE a", "a"), ("zurich", "dbaec"), ("Zürich's", "dbaec"), ("zur", "dbaec"),
    ("rain_coats", "dbaec"), ("coats", ""), ("echo", "dc"), ("brand", "daec"), ("ilse cour", "da"),
    ("100%", "dbaec"), ("%", ""), ("_", ""), ("'", ""), ('"', ""), ("%%%", ""), ("ti", ""), ("a", "a"),
    ("title\0a", "a"), ("Echo OR Star", ""), ("x" * 10_000, ""), ("title " * 5_000, "dbaec"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), WORDS, ids=[words[:12] for words, _ in WORDS])
def test_words_are_found_as_they_begin(several: Database, words: str, expected: str) -> None:
    assert "".join(ids(found(several, EventQuery(words)))) == expected


def test_headlines_and_datelines_are_found(database: Database) -> None:
    headed = replace(told(1, "Star"), title="Quays under water")
    placed = article("PORT ELLIS, 3 May – It rained.", name="b.txt")
    placed = replace(placed, segments=(Segment(Span(0, 17), SegmentKind.DATELINE),))
    with database.writing() as session:
        stored(session, "e1", (headed,))
        stored(session, "e2", (placed,))
    assert ids(found(database, EventQuery("quays"))) == ["e1"]
    assert ids(found(database, EventQuery("port ellis"))) == ["e2"]


NAMED = [
    (EventQuery(outlet="Star"), "dba"), (EventQuery(outlet="star"), ""), (EventQuery(outlet="Sta"), ""),
    (EventQuery(outlet="%"), ""), (EventQuery(outlet="40.txt"), "e"), (EventQuery(outlet="Star\0"), ""),
    (EventQuery(speaker="Ilse Brand"), "daec"), (EventQuery(speaker="' OR 1=1 --"), ""),
    (EventQuery(outlet="Echo", speaker="Ilse Brand", order=EventOrder.CONFLICTS), "dc"),
    (EventQuery("title", dt.date(2024, 3, 4), None, "Echo", "Ilse Brand"), "d"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), NAMED)
def test_outlets_and_speakers_go_by_their_exact_names(
    several: Database, query: EventQuery, expected: str
) -> None:
    shown = found(several, query)
    assert "".join(ids(shown)) == expected
    assert (shown.total, shown.more) == (len(expected), False)


def test_names_are_offered_by_how_many_events_they_stand_in(several: Database) -> None:
    with several.session() as session:
        two = (Name("Star", 3), Name("Echo", 2))
        assert (
            names_to_choose(session, OUTLET, "", 2)
            == names_to_choose(session, OUTLET, "Echo", 2)
            == Names(two)
        )
        assert names_to_choose(session, OUTLET, "eCH", 2) == Names(two, "eCH", ("Echo",))
        assert names_to_choose(session, OUTLET, "%", 2) == Names(two, "%")
        assert names_to_choose(session, SPEAKER, "Echo") == Names((Name("Ilse Brand", 4),), "Echo")


def test_frequent_terms_and_long_lists_are_found_as_few_are(database: Database) -> None:
    """More events than are counted, and more than are gathered into a list."""
    many = 2_100
    with database.writing() as session:
        session.connection().exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2100)"
            " INSERT INTO event (id, title, made_from, latest) SELECT printf('e%05d', i), 't', 'm', '' FROM n"
        )
        session.connection().exec_driver_sql(
            "INSERT INTO event_term SELECT 'outlet', 'Star', id FROM event"
            " UNION ALL SELECT 'word', 'starling', id FROM event"
        )
    everything = found(database, EventQuery())
    assert (everything.total, everything.more) == (many, False)
    for query in (EventQuery(outlet="Star"), EventQuery("star"), EventQuery("starlings star")):
        shown = found(database, query)
        expected = [] if "lings" in query.words else [f"e{many - i:05d}" for i in range(50)]
        assert ids(shown) == expected
        assert (shown.total, shown.more) == ((COUNTED, True) if expected else (0, False))


def test_events_of_before_the_counts_get_them(several: Database) -> None:
    queries = [
        EventQuery(order=EventOrder.CONFLICTS), EventQuery("zurich brand"), EventQuery(outlet="Echo"),
        EventQuery(speaker="Ilse Brand"), EventQuery(since=dt.date(2024, 3, 2)),
    ]  # fmt: skip
    before = [found(several, query) for query in queries]
    with several.engine.begin() as connection:
        command.downgrade(migration_config(connection), "0006")
        command.upgrade(migration_config(connection), "head")
    assert [found(several, query) for query in queries] == before
    with several.session() as session:
        assert_counts_are_right(session)


FOLDED = [
    ("Zürich’s Straße, ÉTÉ!", ("zurich", "s", "strasse", "ete")), ("", ()), ("–%_\0'", ("_",)),
    ("rain Rain RAIN", ("rain",)), ("x" * 99, ("x" * 40,)),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), FOLDED)
def test_words_are_folded(words: str, expected: tuple[str, ...]) -> None:
    assert search_words(words) == expected
