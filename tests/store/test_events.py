from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.domain.article import Article, Basis
from app.domain.claim import ClaimKind
from app.domain.comparison import Filters
from app.domain.copy import AgencyMark, Copies, Copy, Passage, SameText
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Coverage, Judgement, QuoteNote, QuoteRelation, Row, Side, Verdict
from app.domain.figure import Comparator, Figure
from app.domain.speaker import Speaker
from app.domain.text import Span
from app.errors import NotFoundError
from app.store import (
    Database,
    LinedUp,
    StoredEvent,
    add_article,
    find_event,
    load_claims,
    load_comparison,
    load_events,
    load_reading,
    replace_article,
    save_event,
    stored_events,
)
from tests.making import article, claim, row

COURIER = article("The dam broke at noon. Forty are hurt.", "The Courier", name="courier.txt")
STAR = article(
    "The dam broke. Mayor Ilse Brand said on Monday: “We were warned.”", "Star", "2024-03-13", "star.txt"
)
BROKE = claim(COURIER, "The dam broke at noon.")
BROKE_TOO = claim(STAR, "The dam broke.")
HURT = replace(
    claim(COURIER, "Forty are hurt.", ClaimKind.FIGURE),
    figures=(Figure(Span(23, 28), "Forty", 40, 40, Comparator.EXACTLY, None, "hurt"),),
)
WARNED = replace(
    claim(STAR, "We were warned.", ClaimKind.QUOTE, "Brand"),
    source=Span(15, 31),
    cue=Span(32, 36),
    quoted=(Span(49, 64),),
    dates=(DateMention(Span(37, 46), "on Monday", PartialDate(2024, 3, 11)),),
    said_on=PartialDate(2024, 3, 11),
    confidence=0.9,
)


def lined_up(columns: Sequence[Article], *rows: Row, id_: str = "e1") -> LinedUp:
    return LinedUp(id_, "The dam", tuple(columns), rows, "made")


def filled(database: Database) -> None:
    with database.writing() as session:
        add_article(session, COURIER, (BROKE, HURT), "test:1")
        add_article(session, STAR, (BROKE_TOO, WARNED), "test:1")


def test_claims_come_back_as_they_went_in(database: Database) -> None:
    filled(database)
    with database.session() as session:
        assert load_claims(session, [COURIER.key, STAR.key]) == {
            COURIER.key: (BROKE, HURT),
            STAR.key: (BROKE_TOO, WARNED),
        }


def test_an_attitude_comes_back_as_one(database: Database) -> None:
    hoped = replace(claim(COURIER, "Forty are hurt.", ClaimKind.STATEMENT), attitude=True)
    with database.writing() as session:
        add_article(session, COURIER, (BROKE, hoped), "test:1")
    with database.session() as session:
        assert [c.attitude for c in load_claims(session, [COURIER.key])[COURIER.key]] == [False, True]


def test_a_comparison_comes_back_as_it_went_in(database: Database) -> None:
    filled(database)
    broke = Row(
        BROKE.id,
        (BROKE, BROKE_TOO),
        BROKE.id,
        ClaimKind.NARRATED,
        Judgement(
            Verdict.CONFLICT,
            ("noon against nothing",),
            (Side("noon", (BROKE.id,)),),
            update=True,
            quotes=(QuoteNote(QuoteRelation.CUT_SHORT, (Side("it broke", (BROKE.id,)), Side("", ())), True),),
        ),
        why=("3 words in common",),
        same_text=(SameText(BROKE.id, STAR.key, 2, 3), SameText(BROKE_TOO.id, COURIER.key, 2, 3)),
        origins=((COURIER.key, STAR.key),),
        confidence=0.46,
    )
    copies = Copies(
        (Copy(Passage(COURIER.key, Span(0, 4)), Passage(STAR.key, Span(2, 7)), 3),),
        (AgencyMark(STAR.key, Span(0, 3), "Reuters", whole=True),),
    )
    named = replace(WARNED, speaker=Speaker.resolved("Ilse Brand"))
    rows = (broke, row(HURT), row(named, speaker="Ilse Brand"))
    with database.writing() as session:
        save_event(session, replace(lined_up((COURIER, STAR), *rows), copies=copies))
    with database.session() as session:
        table = load_comparison(session, "e1")
        reading = load_reading(session, STAR.key)
    assert tuple(found.row for found in table.rows) == rows
    assert table.columns == (COURIER, STAR)
    assert [cell.coverage for cell in table.rows[1].cells] == [Coverage.PRESENT, Coverage.NOT_MENTIONED]
    assert (table.event.first, table.event.last) == (dt.date(2024, 3, 12), dt.date(2024, 3, 13))
    assert reading.claims == (BROKE_TOO, named)
    assert [found.id for found in reading.rows] == [BROKE.id, WARNED.id]
    assert table.copies == reading.copies == copies


def test_rows_keep_the_parts_of_claims_that_they_hold(database: Database) -> None:
    told = article("The dam broke at noon and forty people are hurt.", "The Courier", name="told.txt")
    parts = (Span(0, 21), Span(26, 47))
    whole = replace(claim(told, "The dam broke at noon and forty people are hurt"), parts=parts)
    broke, hurt = (whole.part(span) for span in parts)
    rows = (row(broke, BROKE_TOO), row(hurt))
    with database.writing() as session:
        add_article(session, told, (whole,), "test:1")
        add_article(session, STAR, (BROKE_TOO, WARNED), "test:1")
        save_event(session, lined_up((told, STAR), *rows))
    with database.session() as session:
        table = load_comparison(session, "e1")
        assert load_claims(session, [told.key]) == {told.key: (whole,)}
    assert tuple(found.row for found in table.rows) == rows
    assert [c.part_of for c in table.rows[0].row.claims] == [whole.id, None]


def test_an_inferred_date_belongs_to_the_event_and_not_to_the_article(database: Database) -> None:
    undated = replace(COURIER, published=PartialDate(None, 3, 12), published_basis=Basis.TEXT)
    with database.writing() as session:
        add_article(session, undated, (BROKE,), "test:1")
        inferred = replace(undated, published=PartialDate(2024, 3, 12), published_basis=Basis.INFERRED)
        save_event(session, lined_up((inferred,), row(BROKE)))
    with database.session() as session:
        (column,) = load_comparison(session, "e1").columns
        assert (column.published, column.published_basis) == (PartialDate(2024, 3, 12), Basis.INFERRED)
        assert load_reading(session, undated.key).article == inferred


def test_an_article_that_moves_leaves_its_event_to_be_lined_up_again(database: Database) -> None:
    filled(database)
    with database.writing() as session:
        save_event(session, lined_up((COURIER, STAR), row(BROKE, BROKE_TOO), row(HURT), row(WARNED)))
        save_event(session, lined_up((STAR,), row(BROKE_TOO), row(WARNED), id_="e2"))
    with database.session() as session:
        assert [(e.id, e.articles, e.made_from) for e in stored_events(session)] == [
            ("e1", frozenset({COURIER.key}), ""),
            ("e2", frozenset({STAR.key}), "made"),
        ]
        assert load_comparison(session, "e1").rows == ()


def test_an_article_known_better_keeps_its_place(database: Database) -> None:
    filled(database)
    linked = replace(STAR, url="https://example.org/dam")
    with database.writing() as session:
        save_event(session, lined_up((COURIER, STAR), row(BROKE, BROKE_TOO), row(WARNED)))
        assert replace_article(session, STAR, linked, (BROKE_TOO, WARNED), "test:1")
    with database.session() as session:
        table = load_comparison(session, "e1")
        assert table.columns == (COURIER, linked)
        assert [found.row.id for found in table.rows] == [BROKE.id, WARNED.id]


def test_an_event_is_lined_up_again_once_an_article_s_claims_change(database: Database) -> None:
    filled(database)
    renamed = replace(STAR, outlet="The Star")
    anew = claim(renamed, "The dam broke.")
    with database.writing() as session:
        save_event(session, lined_up((COURIER, STAR), row(BROKE, BROKE_TOO), row(WARNED)))
        assert replace_article(session, STAR, renamed, (anew,), "test:1")
    with database.session() as session:
        assert load_claims(session, [STAR.key, renamed.key]) == {STAR.key: (), renamed.key: (anew,)}
        assert stored_events(session) == (StoredEvent("e1", frozenset({COURIER.key, renamed.key}), ""),)
        assert load_comparison(session, "e1").rows == ()


def test_what_another_process_changed_is_left_as_it_is(database: Database) -> None:
    filled(database)
    with database.writing() as session:
        assert not replace_article(session, replace(STAR, note="an older state"), STAR, (), "test:2")
    with database.session() as session:
        assert load_claims(session, [STAR.key])[STAR.key] == (BROKE_TOO, WARNED)


def test_an_event_whose_claims_were_read_anew_is_not_stored(database: Database) -> None:
    filled(database)
    with database.writing() as session:
        replace_article(session, STAR, STAR, (WARNED,), "test:2")
        assert not save_event(session, lined_up((COURIER, STAR), row(BROKE, BROKE_TOO)))
        assert not save_event(session, lined_up((COURIER, article("Gone.", "Echo")), row(BROKE)))
        assert stored_events(session) == ()
        assert save_event(session, lined_up((COURIER, STAR), row(BROKE), row(WARNED)))


def test_the_newest_event_comes_first(database: Database) -> None:
    filled(database)
    with database.writing() as session:
        save_event(session, lined_up((COURIER,), row(BROKE), id_="old"))
        save_event(session, lined_up((STAR,), row(WARNED), row(BROKE_TOO), id_="new"))
    with database.session() as session:
        events = load_events(session)
    assert [(e.id, e.outlets, e.source_names, e.facts) for e in events] == [
        ("new", ("Star",), ("star.txt",), 2),
        ("old", ("The Courier",), ("courier.txt",), 1),
    ]


def test_filters_reach_the_comparison(database: Database) -> None:
    filled(database)
    with database.writing() as session:
        save_event(session, lined_up((COURIER, STAR), row(BROKE, BROKE_TOO), row(HURT), row(WARNED)))
    with database.session() as session:
        table = load_comparison(session, "e1", Filters(speakers=("Brand",)))
    assert [found.row.id for found in table.rows] == [WARNED.id]
    assert table.total == 3


@pytest.mark.parametrize(
    ("start", "message"),
    [("", "no such"), ("x", "no such"), ("e", "several"), ("e%", "no such"), ("e_", "no such")],
)
def test_an_event_must_be_named_clearly(database: Database, start: str, message: str) -> None:
    filled(database)
    with database.writing() as session:
        save_event(session, lined_up((COURIER,), id_="e1"))
        save_event(session, lined_up((STAR,), id_="e22"))
    with database.session() as session:
        assert find_event(session, "e2") == "e22"
        with pytest.raises(NotFoundError, match=message):
            find_event(session, start)


def test_what_is_not_there_is_said(database: Database) -> None:
    with database.session() as session:
        with pytest.raises(NotFoundError, match="event"):
            load_comparison(session, "nothing")
        with pytest.raises(NotFoundError, match="article"):
            load_reading(session, "nothing")
