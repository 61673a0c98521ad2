from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.event import Verdict
from app.domain.search import MAX_CHARACTERS, MAX_TERMS, Piece, Place, Term, Within, asked
from app.store import (
    Database,
    LinedUp,
    add_article,
    replace_article,
    save_event,
    search_articles,
    search_claims,
)
from app.store.search import match_words, pieces
from tests.making import article, claim, row

EVERYWHERE = Within()

ALPHA = article(
    "The café on the quay closed. Mayor Ilse Brand said the harbour wall would not hold. It is near.",
    "The Courier",
    "2024-03-12",
    "a.txt",
)
BETA = article(
    "The harbour wall is sound, and the wall of the harbour stays. AND so it goes; don't look.",
    "Evening Star",
    "2024-03-14",
    "b.txt",
)
NAMELESS = article("Nobody saw the ferryman.", None, "", "c.txt")

CAFE = claim(ALPHA, "The café on the quay closed.")
HOLD = claim(ALPHA, "the harbour wall would not hold", ClaimKind.STATEMENT, "Ilse Brand")
SOUND = claim(BETA, "The harbour wall is sound")
STAYS = claim(BETA, "the wall of the harbour stays")
GOES = claim(BETA, "AND so it goes; don't look.")
FERRY = claim(NAMELESS, "Nobody saw the ferryman.")

FOUND = [
    ("harbour", {HOLD, SOUND, STAYS}),
    ("HARBOUR wall", {HOLD, SOUND, STAYS}),
    ('"harbour wall"', {HOLD, SOUND}),
    ("“harbour wall”", {HOLD, SOUND}),
    ('"harbour wall', {HOLD, SOUND}),
    ("cafe", {CAFE}),
    ("CAFÉ", {CAFE}),
    ("cafe\u0301", {CAFE}),
    ("ferry", {FERRY}),  # the last word may go on
    ('"ferry"', set()),
    ("ferry nobody", set()),
    ("ferry* nobody", {FERRY}),
    ("brand", {HOLD}),  # by its speaker
    ("brand hold", {HOLD}),
    ("don't", {GOES}),
    ("AND", {GOES}),
    ("AND OR", set()),
    ("NEAR(harbour wall)", set()),
    ("quote:harbour", set()),
    ("harbour -wall", {HOLD, SOUND, STAYS}),
    ("^harbour + wall", {HOLD, SOUND, STAYS}),
    ("{quote} : wall", set()),
    ("harbour\0wall", {HOLD, SOUND, STAYS}),
    ('""" harbour', {HOLD, SOUND, STAYS}),
    ("🙂 harbour 🙂", {HOLD, SOUND, STAYS}),
    ("harbour " + "x" * 10_000, set()),
    ("harbour" + " " * 10_000, {HOLD, SOUND, STAYS}),
    *((nothing, set()) for nothing in ("", " ", "*", '"', '""', "🙂", "\0", "()", "-", "'", "…")),
]


@pytest.fixture
def stored(database: Database) -> Database:
    with database.writing() as session:
        add_article(session, ALPHA, [CAFE, HOLD], "test:1")
        add_article(session, BETA, [SOUND, STAYS, GOES], "test:1")
        add_article(session, NAMELESS, [FERRY], "test:1")
        rows = (row(HOLD, SOUND, verdict=Verdict.AGREE), row(CAFE))
        save_event(session, LinedUp("e0", "The wall", (ALPHA, BETA), rows, "made"))
    return database


def claims_of(database: Database, words: str, within: Within = EVERYWHERE) -> set[str]:
    with database.session() as session:
        found = search_claims(session, asked(words), within, 0, 50)
    assert found.total == len(found.results)
    return {result.id for result in found.results}


@pytest.mark.parametrize(("words", "claims"), FOUND)
def test_what_is_typed_finds(stored: Database, words: str, claims: set[Claim]) -> None:
    assert claims_of(stored, words) == {claim.id for claim in claims}


def test_terms_of_a_question() -> None:
    assert asked('mayor "the  wall" bran').terms == (
        Term("mayor"),
        Term("the wall"),
        Term("bran", beginning=True),
    )
    assert asked("to be or").terms[-1] == Term("or")  # two letters begin too much
    assert not asked("wall").cut
    assert asked("x" * (MAX_CHARACTERS + 1)).cut
    assert len(asked("a " * 90).terms) == MAX_TERMS
    assert match_words(asked('say "it')) == '"say" AND "it"'


WITHIN = [
    (Within(outlet="Evening Star"), {SOUND, STAYS}),
    (Within(outlet="evening star"), set()),
    (Within(speaker="Ilse Brand"), {HOLD}),
    (Within(since=dt.date(2024, 3, 14)), {SOUND, STAYS}),
    (Within(until=dt.date(2024, 3, 13)), {HOLD}),
    (Within(since=dt.date(2024, 3, 12), until=dt.date(2024, 3, 14)), {HOLD, SOUND, STAYS}),
]


@pytest.mark.parametrize(("within", "claims"), WITHIN)
def test_a_search_is_narrowed(stored: Database, within: Within, claims: set[Claim]) -> None:
    assert claims_of(stored, "harbour", within) == {claim.id for claim in claims}


def test_a_claim_comes_with_its_place_and_its_hits(stored: Database) -> None:
    with stored.session() as session:
        (found,) = search_claims(session, asked("hold"), EVERYWHERE, 0, 50).results
    assert found.words == (Piece("the harbour wall would not "), Piece("hold", hit=True))
    assert "".join(piece.words for piece in found.words) == HOLD.text
    assert (found.speaker, found.label) == ("Ilse Brand", "The Courier")
    assert found.place == Place("e0", "The wall", HOLD.id, Verdict.AGREE)


def test_articles_are_found_by_what_their_text_holds(stored: Database) -> None:
    with stored.session() as session:
        found = search_articles(session, asked("ferryman"), EVERYWHERE, 0, 50)
        assert [result.label for result in found.results] == ["c.txt"]
        assert Piece("ferryman", hit=True) in found.results[0].snippet
        assert search_articles(session, asked("the"), EVERYWHERE, 0, 1).total == 3


def test_stretches_of_what_is_found_make_up_the_whole(stored: Database) -> None:
    with stored.session() as session:
        whole = search_claims(session, asked("harbour"), EVERYWHERE, 0, 50)
        parts = [search_claims(session, asked("harbour"), EVERYWHERE, n, 1) for n in range(3)]
    assert tuple(part.results[0] for part in parts) == whole.results
    assert {part.total for part in parts} == {3}


def test_the_index_follows_what_is_stored(stored: Database) -> None:
    again = Article(ALPHA.source_name, "Now all is dry.", (), ALPHA.outlet, ALPHA.outlet_basis)
    dry = claim(again, "all is dry")
    with stored.writing() as session:
        assert replace_article(session, ALPHA, again, [dry], "test:2")
    assert claims_of(stored, "hold") == set()
    assert claims_of(stored, "dry") == {dry.id}
    with stored.writing() as session:
        session.execute(text("UPDATE article SET title = 'Umbrellas' WHERE key = :key"), {"key": again.key})
    with stored.session() as session:
        assert search_articles(session, asked("umbrellas"), EVERYWHERE, 0, 50).total == 1
    with stored.writing() as session:
        session.execute(text("DELETE FROM article"))
    assert claims_of(stored, "harbour") == set()
    check(stored)


def test_the_index_outlives_a_vacuum(stored: Database) -> None:
    """SQLite may number rows anew then: it does not where a table has an index."""
    with stored.writing() as session:
        session.execute(text("DELETE FROM claim WHERE id = :id"), {"id": CAFE.id})
    with stored.engine.connect() as connection:
        connection.rollback()
        raw = connection.connection.dbapi_connection
        assert raw
        raw.execute("VACUUM")
    assert claims_of(stored, "hold") == {HOLD.id}
    check(stored)


def check(database: Database) -> None:
    """FTS5's own comparison of index and content; it raises where they differ."""
    with database.writing() as session:
        for index in ("article_search", "claim_search"):
            session.execute(text(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)"))


def test_every_index_is_kept_right_by_triggers(database: Database) -> None:
    """A migration that makes `article` or `claim` anew drops them unnoticed."""
    with database.session() as session:
        found = set(session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")))
    assert found >= {f"{t}_search_{w}" for t in ("article", "claim") for w in ("insert", "update", "delete")}


def test_marks_of_the_texts_own_are_no_hits() -> None:
    assert pieces("a \ue0f0b\ue0f1 c") == (Piece("a "), Piece("b", hit=True), Piece(" c"))
    assert pieces("a \ue0f1b \ue0f0c") == (Piece("a b c"),)


@given(st.text(max_size=300))
def test_a_question_is_bounded_whatever_is_typed(words: str) -> None:
    question = asked(words)
    assert len(question.terms) <= MAX_TERMS
    assert match_words(question).count('"') == 2 * len(question.terms)
