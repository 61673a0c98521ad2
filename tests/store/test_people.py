from __future__ import annotations

from dataclasses import replace

import pytest
from alembic import command
from sqlalchemy import text

from app.domain.claim import Claim, ClaimKind
from app.domain.copy import Copies, Copy, Passage
from app.domain.event import Verdict
from app.domain.people import Alias, CitedBy, SharedText, SpeakerCount, SpeakerLine, first_letter, folded
from app.domain.search import Place
from app.domain.speaker import Speaker
from app.domain.text import Span
from app.errors import NotFoundError
from app.store import (
    Database,
    LinedUp,
    add_article,
    forget_rows,
    load_outlet,
    load_speaker,
    outlet_lines,
    save_event,
    speaker_counts,
    speaker_lines,
)
from app.store.database import migration_config
from tests.making import article, claim, row

COURIER = article(
    "Mayor Brand: “The wall will hold.” Brand said that she was tired. It rained all day.",
    "The Courier",
    "2024-03-12",
    "a.txt",
)
STAR = article(
    "“The wall will hold for years,” the mayor said. It rained all day. Otto Reed wept.",
    "Evening Star",
    "2024-03-14",
    "b.txt",
)
LATER = article("The mayor  said that all was well.", "Evening Star", "2024-05-01", "c.txt")
NAMELESS = article("Nobody spoke.", None, "", "d.txt")


def cited(found: Claim, source: str, text: str) -> Claim:
    start = text.index(source)
    return replace(found, source=Span(start, start + len(source)))


# In each article the speaker goes by another name: what counts is the event's.
HOLD = cited(claim(COURIER, "“The wall will hold.”", ClaimKind.QUOTE, "Brand"), "Mayor Brand", COURIER.text)
TIRED = cited(claim(COURIER, "she was tired", ClaimKind.STATEMENT, "Brand"), "Brand", COURIER.text)
RAIN = claim(COURIER, "It rained all day.")
YEARS = cited(
    claim(STAR, "“The wall will hold for years,”", ClaimKind.QUOTE, "the mayor", "2024-03-13"),
    "the mayor",
    STAR.text,
)
RAIN_TOO = claim(STAR, "It rained all day.")
WELL = cited(claim(LATER, "all was well", ClaimKind.STATEMENT, "the mayor"), "The mayor", LATER.text)
NOBODY = claim(NAMELESS, "Nobody spoke.")


def named(found: Claim) -> Claim:
    return replace(found, speaker=Speaker.resolved("Ilse Brand"))


@pytest.fixture
def stored(database: Database) -> Database:
    shared = Copy(
        Passage(COURIER.key, Span(COURIER.text.index("It rained"), len(COURIER.text))),
        Passage(STAR.key, Span(STAR.text.index("It rained"), STAR.text.index(" Otto"))),
        4,
    )
    with database.writing() as session:
        add_article(session, COURIER, [HOLD, TIRED, RAIN], "test:1")
        add_article(session, STAR, [YEARS, RAIN_TOO], "test:1")
        add_article(session, LATER, [WELL], "test:1")
        add_article(session, NAMELESS, [NOBODY], "test:1")
        rows = (
            row(named(HOLD), named(YEARS), verdict=Verdict.WORDING, speaker="Ilse Brand"),
            row(named(TIRED), speaker="Ilse Brand"),
            row(RAIN, RAIN_TOO, verdict=Verdict.AGREE),
        )
        copies = Copies((shared,))
        save_event(session, LinedUp("e0", "The wall", (COURIER, STAR), rows, "made", copies))
        save_event(session, LinedUp("e1", "All is well", (LATER,), (row(named(WELL)),), "made"))
        save_event(session, LinedUp("e2", "Silence", (NAMELESS,), (row(NOBODY),), "made"))
    return database


def test_speakers_go_by_the_names_their_events_give_them(stored: Database) -> None:
    with stored.session() as session:
        assert speaker_counts(session) == (SpeakerCount("Ilse Brand", 4),)
        lines = speaker_lines(session, ["nobody", "Ilse Brand"])
    assert lines == (SpeakerLine("Ilse Brand", claims=4, events=2, outlets=2),)


def test_the_list_of_speakers_follows_what_is_stored(stored: Database) -> None:
    """Counted when rows are stored, gone with them; the migration counts the same."""
    counted = "SELECT * FROM speaker_tally ORDER BY 1, 2, 3"
    with stored.engine.begin() as connection:
        before = connection.execute(text(counted)).all()
        command.downgrade(migration_config(connection), "0009-1")
        command.upgrade(migration_config(connection), "0009")
        assert connection.execute(text(counted)).all() == before != []
    with stored.writing() as session:
        forget_rows(session)
    with stored.session() as session:
        assert speaker_counts(session) == ()


def test_a_speaker_is_gathered_from_all_events(stored: Database) -> None:
    with stored.session() as session:
        account = load_speaker(session, "Ilse Brand", 0, 50)
    assert (account.claims, account.events) == (4, 2)
    assert account.aliases == (Alias("The mayor", 2), Alias("Brand", 1), Alias("Mayor Brand", 1))
    assert account.cited_by == (CitedBy("Evening Star", 1, 1), CitedBy("The Courier", 1, 1))
    # Newest first, by the day it was said, else the day of publication.
    assert [said.claim for said in account.said] == [WELL.id, YEARS.id, HOLD.id, TIRED.id]
    assert account.said[1].places == (Place("e0", "The wall", HOLD.id, Verdict.WORDING),)


def test_versions_of_a_quote_stand_side_by_side(stored: Database) -> None:
    with stored.session() as session:
        account = load_speaker(session, "Ilse Brand", 0, 50)
    (quote,) = account.versions
    assert account.all_versions == 1
    assert quote.place == Place("e0", "The wall", HOLD.id, Verdict.WORDING)
    assert [(v.label, v.words) for v in quote.versions] == [
        ("The Courier", "“The wall will hold.”"),
        ("Evening Star", "“The wall will hold for years,”"),
    ]


def test_stretches_of_claims_make_up_the_whole(stored: Database) -> None:
    with stored.session() as session:
        whole = load_speaker(session, "Ilse Brand", 0, 50).said
        parts = [load_speaker(session, "Ilse Brand", n, 1).said for n in range(5)]
    assert sum(parts, ()) == whole
    assert parts[4] == ()


@pytest.mark.parametrize("name", ["", "ilse brand", "Brand", "%", "Ilse Brand'", "x" * 600])
def test_a_name_nobody_goes_by_is_not_found(stored: Database, name: str) -> None:
    with stored.session() as session, pytest.raises(NotFoundError):
        load_speaker(session, name, 0, 50)


def test_outlets_with_what_is_not_named(stored: Database) -> None:
    with stored.session() as session:
        lines = {line.name: line for line in outlet_lines(session)}
    assert set(lines) == {"The Courier", "Evening Star", None}
    star = lines["Evening Star"]
    assert (star.articles, star.events, str(star.first and star.first.first_day())) == (2, 2, "2024-03-14")
    assert str(star.last and star.last.first_day()) == "2024-05-01"
    assert (lines[None].articles, lines[None].first) == (1, None)


def test_an_outlet_in_counts(stored: Database) -> None:
    with stored.session() as session:
        account = load_outlet(session, "Evening Star", 0, 50)
    assert (account.articles, account.events, account.claims) == (2, 2, 3)
    assert (account.quoted, account.paraphrased, account.narrated) == (1, 1, 1)
    assert account.sources == (SpeakerCount("Ilse Brand", 2),)
    assert [(p.source_name, p.event, p.facts) for p in account.printed] == [
        ("c.txt", "e1", 1),
        ("b.txt", "e0", 2),
    ]


SHARED = [
    ("The Courier", SharedText(1, 16, 4)),
    ("Evening Star", SharedText(1, 16, 4)),  # its later article has nobody to share with
    (None, SharedText()),
]


@pytest.mark.parametrize(("name", "shared"), SHARED)
def test_shared_text_is_counted_in_words(stored: Database, name: str | None, shared: SharedText) -> None:
    with stored.session() as session:
        assert load_outlet(session, name, 0, 50).shared == shared


def test_an_outlet_there_is_none_of(stored: Database) -> None:
    with stored.session() as session, pytest.raises(NotFoundError):
        load_outlet(session, "Morning Post", 0, 50)


LETTERS = [
    ("Ilse", "I"),
    ("émile", "E"),
    ("“Ivy”", "I"),
    ("50 Cent", "#"),
    ("", "#"),
    ("Ørsted", "Ø"),
    ("张", "张"),
]


@pytest.mark.parametrize(("name", "letter"), LETTERS)
def test_the_letter_a_name_is_listed_under(name: str, letter: str) -> None:
    assert first_letter(name) == letter


def test_names_are_looked_up_without_case_and_accents() -> None:
    assert folded("Élodie STRAẞE") == folded("elodie strasse")
