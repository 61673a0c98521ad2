"""Events decided piece by piece, as articles come in, against all decided at once."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app import store
from app.domain.article import Article, RawArticle
from app.domain.dates import PartialDate
from app.domain.grouping import Bond, Constraints, Force
from app.errors import BadInputError, NotFoundError
from app.ingest import correct, ingest, rebuild, settle, unsettled
from app.pipeline.group import group
from app.store import (
    Database,
    article_keys,
    load_articles,
    load_constraints,
    open_database,
    reviewed,
    stored_events,
)
from tests.stories import stories

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def no_claims(article: Article) -> tuple[()]:
    return ()


def made_up(count: int, seed: int) -> list[RawArticle]:
    """Reports that share names by chance, on days close together: some alike, some hardly, in chains."""
    dice = random.Random(seed)
    names = [f"{a}{b}" for a in ("Vel", "Tarn", "Mor", "Quil", "Sar") for b in ("by", "stead", "port", "nik")]

    def sentence(topic: int) -> str:
        said = [names[(topic * 3 + dice.randrange(7)) % len(names)] for _ in range(4)]
        return f"{said[0]} and {said[1]} met near {said[2]} about {said[3]}."

    articles = []
    for number in range(count):
        topic = dice.randrange(6)
        words = f"Report {number}x{seed}. " + " ".join(sentence(topic) for _ in range(3))
        day = dice.choice([None, *(PartialDate(2024, 3, d) for d in range(1, 20)), PartialDate(None, 3, 8)])
        articles.append(RawArticle(f"{number}", words, "made up", outlet=f"Paper {number}", published=day))
    return articles


def events_of(database: Database) -> tuple[tuple[str, ...], ...]:
    with database.session() as session:
        return tuple(sorted(tuple(sorted(event.articles)) for event in stored_events(session)))


def at_once(database: Database) -> tuple[tuple[str, ...], ...]:
    """What grouping everything that is stored, all at once, comes to."""
    with database.session() as session:
        articles = list(load_articles(session, article_keys(session)))
        return group(articles, load_constraints(session))


def by_name(database: Database) -> list[list[str]]:
    with database.session() as session:
        names = {a.key: a.source_name for a in load_articles(session, article_keys(session))}
    return sorted(sorted(names[key] for key in event) for event in events_of(database))


def say(database: Database, article: str, others: Mapping[str, Bond]) -> None:
    correct(database, article, others, NOW)
    settle(database, no_claims)


@pytest.fixture(scope="module")
def factory(tmp_path_factory: pytest.TempPathFactory) -> pytest.TempPathFactory:
    return tmp_path_factory


def opened(factory: pytest.TempPathFactory) -> Database:
    return open_database(f"sqlite:///{factory.mktemp('grouping') / 'a.sqlite3'}")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data(), st.integers(0, 10_000))
def test_piece_by_piece_is_as_all_at_once(
    factory: pytest.TempPathFactory, data: st.DataObject, seed: int
) -> None:
    articles = data.draw(st.permutations(made_up(14, seed)))
    cuts = sorted(data.draw(st.lists(st.integers(0, 14), max_size=5)))
    database = opened(factory)
    for start, end in zip([0, *cuts], [*cuts, 14], strict=True):
        ingest(database, articles[start:end], no_claims)
        assert events_of(database) == at_once(database)
    redated = [
        replace(a, published=PartialDate(2024, 3, data.draw(st.integers(1, 19)))) for a in articles[:4]
    ]
    ingest(database, redated, no_claims)
    assert events_of(database) == at_once(database)
    assert not unsettled(database)
    whole = opened(factory)
    ingest(whole, [*articles[4:], *redated], no_claims)
    assert events_of(whole) == events_of(database)


def test_the_reports_made_up_are_a_test_at_all(factory: pytest.TempPathFactory) -> None:
    """Some of them stand together, some alone, and not the same ones without the days."""
    database = opened(factory)
    ingest(database, made_up(14, 1), no_claims)
    sizes = sorted(map(len, events_of(database)))
    assert sizes[-1] > 1
    assert len(sizes) > 2


def test_only_what_is_touched_is_lined_up_again(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    lined_up: list[int] = []

    def counted(columns: Sequence[Article], claims: Sequence[object]) -> tuple[()]:
        lined_up.append(len(columns))
        return ()

    monkeypatch.setattr("app.ingest.run.line_up", counted)
    everything = stories(5)
    ingest(database, everything[:-1], no_claims)
    assert sorted(lined_up) == [2, 3, 3, 3, 3]
    lined_up.clear()
    ingest(database, everything, no_claims)
    assert lined_up == [3]
    lined_up.clear()
    settle(database, no_claims)
    assert lined_up == []


def test_an_index_that_was_killed_is_taken_up(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    class KilledError(BaseException):
        """As a signal ends the process."""

    stored: list[int] = []
    add = store.add_likenesses

    def killed(session: Any, edges: Sequence[Any]) -> None:
        stored.append(len(edges))
        if len(stored) == 5:
            raise KilledError
        add(session, edges)

    with monkeypatch.context() as patched:
        patched.setattr("app.store.add_likenesses", killed)
        with pytest.raises(KilledError):
            ingest(database, stories(3), no_claims)
    assert unsettled(database)
    settle(database, no_claims)
    assert not unsettled(database)
    assert sorted(map(len, events_of(database))) == [3, 3, 3]


def test_an_event_whose_article_was_read_anew_meanwhile_is_decided_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[object] = []
    save = store.save_event

    def meanwhile(session: Any, event: store.LinedUp) -> bool:
        if not refused:
            refused.append(event)
            return False
        return save(session, event)

    monkeypatch.setattr("app.store.save_event", meanwhile)
    ingest(database, stories(2), no_claims)
    assert refused
    assert not unsettled(database)
    assert sorted(map(len, events_of(database))) == [3, 3]


CORRECTIONS = [
    # what is said, and who then stands with whom, of three events 0-e 0-m 0-v, 1-..., 2-...
    ([("0-e", {"1-m": Bond.TOGETHER})], [["0-e", "1-e", "1-m", "1-v"], ["0-m", "0-v"]]),
    ([("0-e", {"0-m": Bond.APART})], [["0-e"], ["0-m", "0-v"], ["1-e", "1-m", "1-v"]]),
    ([("0-m", {"0-e": Bond.APART})], [["0-e", "0-v"], ["0-m"]]),
    ([("0-e", {"0-m": Bond.APART}), ("0-e", {"0-m": Bond.TOGETHER})], [["0-e", "0-m", "0-v"]]),
    ([("0-e", {"0-m": Bond.APART}), ("0-m", {"0-e": Bond.TOGETHER})], [["0-e", "0-m", "0-v"]]),
    ([("0-e", {"0-m": Bond.APART, "1-m": Bond.TOGETHER})], [["0-e", "1-e", "1-m", "1-v"], ["0-m", "0-v"]]),
    # whoever follows goes along, also round in a ring
    (
        [("0-e", {"0-m": Bond.TOGETHER}), ("0-m", {"1-m": Bond.TOGETHER})],
        [["0-e", "0-m", "1-e", "1-m", "1-v"], ["0-v"]],
    ),
    ([("0-e", {"1-e": Bond.TOGETHER}), ("1-e", {"0-e": Bond.TOGETHER})], None),
    # put together wins over kept apart where they meet by way of a third
    ([("0-e", {"1-e": Bond.TOGETHER}), ("1-e", {"0-m": Bond.APART})], [["0-m", "0-v"]]),
]


@pytest.mark.parametrize(("said", "expected"), CORRECTIONS)
def test_a_person_overrules_the_grouping(
    database: Database,
    fresh: Database,
    said: Sequence[tuple[str, Mapping[str, Bond]]],
    expected: Sequence[Sequence[str]] | None,
) -> None:
    ingest(database, stories(3), no_claims)
    for article, others in said:
        say(database, article, others)
    assert events_of(database) == at_once(database)
    found = by_name(database)
    assert all(list(event) in found for event in expected or [["2-e", "2-m", "2-v"]])
    rebuild(database, no_claims)
    assert by_name(database) == found
    # said before the others came, it is the same
    ingest(
        fresh,
        [a for a in stories(3) if a.source_name in {n for one, o in said for n in (one, *o)}],
        no_claims,
    )
    for article, others in said:
        say(fresh, article, others)
    ingest(fresh, stories(3), no_claims)
    assert by_name(fresh) == found


def test_a_correction_finds_its_article_by_its_text_when_the_outlet_becomes_known(
    database: Database,
) -> None:
    first, *others = stories(2)
    ingest(database, [replace(first, outlet=None), *others], no_claims)
    say(database, first.source_name, {"1-m": Bond.TOGETHER})
    ingest(database, [first], no_claims)
    assert ["0-m", "1-e", "1-m", "1-v"] in by_name(database)


def test_a_correction_without_its_article_is_reported_and_kept(database: Database) -> None:
    ingest(database, stories(2), no_claims)
    say(database, "0-e", {"1-m": Bond.TOGETHER})
    with database.writing() as session:
        session.execute(text("DELETE FROM article WHERE source_name = '1-m'"))
    settle(database, no_claims)
    with database.session() as session:
        assert [force for _, force in reviewed(session)] == [Force.LOST]
        assert load_constraints(session) == Constraints()
    rebuild(database, no_claims)
    assert ["0-e", "0-m", "0-v"] in by_name(database)
    ingest(database, stories(2), no_claims)
    assert ["0-e", "1-e", "1-m", "1-v"] in by_name(database)


MISTAKES = [
    ("nobody", {"0-e": Bond.APART}, NotFoundError, "there is no such article"),
    ("0-e", {"nobody": Bond.APART}, NotFoundError, "nobody: there is no such article"),
    ("0-e", {"1-e": Bond.TOGETHER, "0-e": Bond.APART}, BadInputError, "is the article itself"),
    ("same", {"0-e": Bond.APART}, NotFoundError, "several articles are called so"),
]


@pytest.mark.parametrize(("article", "others", "error", "message"), MISTAKES)
def test_a_mistake_is_named_and_nothing_is_logged(
    database: Database, article: str, others: Mapping[str, Bond], error: type[Exception], message: str
) -> None:
    twins = [replace(a, source_name="same") for a in stories(3)[6:8]]
    ingest(database, [*stories(2), *twins], no_claims)
    with pytest.raises(error, match=message):
        correct(database, article, others, NOW)
    with database.session() as session:
        assert reviewed(session) == ()
    assert not unsettled(database)
