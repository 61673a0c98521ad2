"""What people say of articles and outlets, against all that may come after it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import text

from app import store
from app.domain.article import Article, Basis, Extent, RawArticle, SegmentKind, Stated
from app.domain.correction import Field
from app.domain.dates import PartialDate
from app.errors import BadInputError, NotFoundError
from app.ingest import (
    MendingError,
    ReadClaims,
    ingest,
    mend,
    merge_outlets,
    part_outlets,
    place,
    rebuild,
    set_home,
    settle,
    unsettled,
)
from app.pipeline.extract import load, read_claims
from app.store import Database, article_keys, load_articles, load_comparison, load_events
from app.store.grouping import forget_profile
from app.web.exports import to_csv, to_json
from tests.making import MADE
from tests.stories import stories, tables

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
OUTLET, DATE, TITLE = Field.OUTLET, Field.PUBLISHED, Field.TITLE


def no_claims(article: Article) -> tuple[()]:
    return ()


@pytest.fixture(scope="session")
def reader() -> ReadClaims:
    return partial(read_claims, nlp=load())


def of(database: Database, name: str) -> Article:
    with database.session() as session:
        (found,) = (a for a in load_articles(session, article_keys(session)) if a.source_name == name)
    return found


def said(database: Database, name: str, **values: str | None) -> None:
    mend(database, of(database, name).key, {Field(key): value for key, value in values.items()}, NOW)


def exports(database: Database) -> list[str]:
    """Every event as CSV and JSON."""
    with database.session() as session:
        found = [load_comparison(session, event.id) for event in load_events(session)]
    return sorted(f"{to_csv(table, 'long', MADE)}{to_json(table, MADE)}" for table in found)


def test_what_was_mended_is_in_the_table_and_undone_it_is_as_before(
    database: Database, reader: ReadClaims
) -> None:
    ingest(database, stories(2), reader)
    before = exports(database)
    said(
        database,
        "0-m",
        outlet="Hill Gazette",
        published="5 January 2024, 14:30 CET",
        title="A headline of ours",
    )
    assert unsettled(database)
    settle(database, reader)
    found = of(database, "0-m")
    assert (found.outlet, found.outlet_basis) == ("Hill Gazette", Basis.CORRECTED)
    assert (found.title, found.title_basis) == ("A headline of ours", Basis.CORRECTED)
    assert found.published == PartialDate.parse("2024-01-05T14:30")
    with database.session() as session:
        table = next(
            load_comparison(session, e.id) for e in load_events(session) if "Hill Gazette" in e.outlets
        )
        claims = store.load_claims(session, [found.key])[found.key]
    days = {d.when.isoformat() for c in claims for d in c.dates if d.when}
    assert days == {"2024-01-02"}, "the Tuesday before the day that was said"
    assert len(table.columns) == 3
    assert exports(database) != before
    said(database, "0-m", outlet=None, published=None, title=None)
    settle(database, reader)
    assert exports(database) == before
    assert of(database, "0-m").read is None


def test_a_headline_that_was_mended_is_recognised_in_the_text(database: Database) -> None:
    words = "Bridge at Sarn shut for good\n\nThe bridge at Sarn was shut on Monday, the mayor said.\n"
    ingest(database, [RawArticle("a", words, "a", title="Local news")], no_claims)
    said(database, "a", title="Bridge at Sarn shut for good")
    kinds = [s.kind for s in of(database, "a").segments if "good" in s.span.of(words)]
    assert kinds == [SegmentKind.HEADLINE]


WAYS: dict[str, Callable[[Database, list[RawArticle]], object]] = {
    "rebuild": lambda database, articles: rebuild(database, no_claims),
    "the same again": lambda database, articles: ingest(database, articles, no_claims),
    "other values given": lambda database, articles: ingest(
        database,
        [replace(a, title="Given later", published=PartialDate(2023, 7, 7)) for a in articles],
        no_claims,
    ),
    "settled": lambda database, articles: settle(database, no_claims),
}


@pytest.mark.parametrize("way", WAYS)
def test_it_wins_over_all_that_comes_later(database: Database, way: str) -> None:
    articles = stories(1)
    ingest(database, articles, no_claims)
    said(database, "0-e", outlet="Hill Gazette", published="2024-02", title="Ours")
    WAYS[way](database, articles)
    found = of(database, "0-e")
    assert (found.outlet, found.title) == ("Hill Gazette", "Ours")
    assert found.published == PartialDate(2024, 2)
    with database.session() as session:
        assert len(article_keys(session)) == 3
    # and what was given later is what it goes back to
    said(database, "0-e", outlet=None, published=None, title=None)
    given = PartialDate(2023, 7, 7) if way == "other values given" else articles[1].published
    assert (of(database, "0-e").outlet, of(database, "0-e").published) == ("Evening Star", given)


def test_it_stays_when_the_outlet_becomes_known_and_the_key_moves(database: Database) -> None:
    first, *others = stories(1)
    ingest(database, [replace(first, outlet=None, published=None), *others], no_claims)
    before = of(database, "0-m").key
    said(database, "0-m", outlet="Hill Gazette", published="2024-02")
    ingest(database, [first], no_claims)
    found = of(database, "0-m")
    assert found.key != before
    assert (found.outlet, found.read and found.read.outlet) == ("Hill Gazette", "Morning Courier")
    # A second outlet that prints the text is another article, and what was said is not of it.
    ingest(database, [replace(first, source_name="z", outlet="Far Herald")], no_claims)
    assert [of(database, name).outlet for name in ("0-m", "z")] == ["Hill Gazette", "Far Herald"]
    rebuild(database, no_claims)
    assert [of(database, name).outlet for name in ("0-m", "z")] == ["Hill Gazette", "Far Herald"]


def test_it_finds_an_article_that_was_gone_and_is_reported_meanwhile(database: Database) -> None:
    first = stories(1)[0]
    ingest(database, stories(1), no_claims)
    said(database, "0-m", outlet="Hill Gazette")
    with database.writing() as session:
        forget_profile(session, of(database, "0-m").key)
        session.execute(text("DELETE FROM article WHERE source_name = '0-m'"))
        (lost,) = store.lost_article_corrections(session)
        assert (lost.article.source_name, lost.value, lost.was) == ("0-m", "Hill Gazette", "Morning Courier")
    ingest(database, [replace(first, outlet=None)], no_claims)
    assert of(database, "0-m").outlet == "Hill Gazette"
    with database.session() as session:
        assert store.lost_article_corrections(session) == ()


def test_a_wire_report_whose_outlet_was_wrong_becomes_one_with_the_other(
    database: Database, fresh: Database, reader: ReadClaims
) -> None:
    first, *others = stories(1)
    wrong = replace(first, source_name="x", outlet="Wrong Name", url="https://example.org/x")
    ingest(database, [first, *others, wrong], reader)
    before = exports(database)
    outcome = mend(database, of(database, "x").key, {OUTLET: "Morning Courier"}, NOW)
    assert outcome.article.source_name == "x"  # its address is known too
    assert outcome.one_with == ("0-m",)
    settle(database, reader)
    assert not unsettled(database)
    with database.session() as session:
        (event,) = load_events(session)
        assert event.outlets == ("Evening Star", "Morning Courier", "Valley Ledger")
        (line,) = (o for o in store.outlet_lines(session) if o.name == "Morning Courier")
        assert line.articles == 1
        assert [t.source_name for t in store.twins(session, outcome.article.key)] == ["0-m"]
        (twin,) = store.twins(session, outcome.article.key)
        assert store.stands_for(session, twin.key) == outcome.article.key
    table = tables(database)
    rebuild(database, reader)
    assert tables(database) == table
    # In another order, and said of what is one already
    ingest(fresh, [wrong, *others], reader)
    mend(fresh, of(fresh, "x").key, {OUTLET: "Morning Courier"}, NOW)
    ingest(fresh, [first], reader)
    assert tables(fresh) == table
    said(database, "x", outlet=None)
    settle(database, reader)
    assert exports(database) == before


def test_what_is_said_of_one_is_said_of_those_that_are_one_with_it(database: Database) -> None:
    first = stories(1)[0]
    ingest(database, [first, replace(first, source_name="x", outlet="The Morning Courier")], no_claims)
    merge_outlets(database, "The Morning Courier", "Morning Courier", NOW)
    shown = mend(database, of(database, "x").key, {OUTLET: "Star"}, NOW)
    assert shown.one_with == ("x",)
    assert {of(database, name).outlet for name in ("0-m", "x")} == {"Star"}


def named(articles: list[RawArticle], renamed: str, name: str) -> list[RawArticle]:
    return [replace(a, outlet=name) if a.outlet == renamed else a for a in articles]


def test_merged_and_parted_the_table_is_the_very_same(database: Database, reader: ReadClaims) -> None:
    mixed = [*stories(1), *named(stories(3)[3:], "Morning Courier", "The Morning Courier")]
    ingest(database, mixed, reader)
    before = exports(database)
    merge_outlets(database, "The Morning Courier", "Morning Courier", NOW)
    settle(database, reader)
    with database.session() as session:
        lines = {line.name: line.articles for line in store.outlet_lines(session)}
        (notes,) = store.outlet_notes(session).values()
    assert lines == {"Evening Star": 3, "Morning Courier": 3, "Valley Ledger": 3}
    assert (notes.name, notes.aliases) == ("Morning Courier", ("The Morning Courier",))
    assert exports(database) != before
    merged = tables(database)
    rebuild(database, reader)
    assert tables(database) == merged
    part_outlets(database, "the morning courier")
    settle(database, reader)
    assert exports(database) == before


def test_a_rebuild_changes_nothing_of_what_was_versioned_mended_merged_and_placed(
    database: Database, reader: ReadClaims
) -> None:
    at = [
        replace(a, url=f"https://{a.source_name}.example.org/2024/01/story-{n}")
        for n, a in enumerate(stories(3))
    ]
    foreign = RawArticle("fr", "Le port ferme, a dit la présidente. " * 9, "fr", language="fr")
    page = RawArticle("p", at[0].text, "p", stated=Stated("Far Herald", title="A page"), extent=Extent.WALLED)
    ingest(database, [*at, foreign, page], reader)
    changed = [replace(a, text=a.text.replace("Tuesday", "Wednesday")) for a in at[:2]]
    ingest(database, changed, reader)
    said(database, "0-m", outlet="Hill Gazette", title="Ours")
    said(database, "1-e", published="2024-02")
    merge_outlets(database, "Valley Ledger", "Vale Ledger", NOW)
    merge_outlets(database, "Far Herald", "Hill Gazette", NOW)
    set_home(database, "Home Paper", "https://2-m.example.org")
    with database.session() as session:
        event = store.event_of(session, of(database, "1-m").key)
    place(database, of(database, "2-m").key, event or "", NOW)
    settle(database, reader)
    before = held(database)
    assert [len(former) for _, former, _ in before].count(1) == 2
    shown = exports(database)
    rebuild(database, reader)
    assert not unsettled(database)
    assert held(database) == before
    assert exports(database) == shown


def held(database: Database) -> list[tuple[Article, object, object]]:
    """Every article with its former texts and its addresses."""
    with database.session() as session:
        found = list(load_articles(session, article_keys(session)))
        former = {a.key: store.load_versions(session, [a.key])[a.key] for a in found}
        return [(a, former[a.key], store.load_addresses(session, a.key)) for a in found]


def test_the_order_of_saying_and_of_ingest_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    mixed = named(stories(1), "Morning Courier", "The Courier")
    twin = replace(mixed[0], source_name="y", outlet="Courier")

    def come(database: Database) -> None:
        ingest(database, [*mixed, twin], no_claims)

    def name(database: Database) -> None:
        merge_outlets(database, "The Courier", "Courier", NOW)

    def rename(database: Database) -> None:
        merge_outlets(database, "Courier", "Hill Courier", NOW)

    found = []
    for number, steps in enumerate(itertools.permutations((come, name, rename))):
        opened = store.open_database(f"sqlite:///{tmp_path_factory.mktemp('order') / f'{number}.sqlite3'}")
        for step in steps:
            step(opened)
        settle(opened, no_claims)
        found.append(str(tables(opened)))
        opened.close()
    assert len(set(found)) == 1
    assert "Hill Courier" in found[0]
    assert found[0].count("Article(") == 3


def test_lines_that_repeat_are_looked_at_again_in_both_outlets(database: Database) -> None:
    def of_paper(number: int, outlet: str) -> RawArticle:
        story = stories(number + 1)[3 * number]
        return replace(story, outlet=outlet, text=story.text + "\nPrinted on paper from Sarn\n")

    ingest(database, [of_paper(n, "One" if n < 3 else "Two") for n in range(6)], no_claims)

    def marked(name: str) -> bool:
        article = of(database, name)
        return "on paper" in "".join(span.of(article.text) for span in article.boilerplate)

    assert marked("0-m")
    assert marked("5-m")
    said(database, "0-m", outlet="Three")
    settle(database, no_claims)
    assert [marked(f"{n}-m") for n in range(6)] == [False, False, False, True, True, True]


MISTAKES = [
    (lambda d: merge_outlets(d, "A", "A", NOW), "is its name already"),
    (lambda d: merge_outlets(d, "", "A", NOW), "nothing was typed"),
    (lambda d: merge_outlets(d, "A", "x" * 501, NOW), "longer than 500"),
    (lambda d: merge_outlets(d, "A", "\u202eevil", NOW), "can’t be shown"),
    (lambda d: merge_outlets(d, "Ledger", "known before", NOW), "is another name of"),
    (lambda d: set_home(d, "A", "javascript:alert(1)"), "not a web address"),
    (lambda d: set_home(d, "A", "file:///etc/passwd"), "not a web address"),
    (lambda d: set_home(d, "A", "https://ada:key@desk.example/"), "name or password"),
    (lambda d: set_home(d, "A", "http://"), "not a web address"),
]


@pytest.mark.parametrize(("act", "message"), MISTAKES)
def test_mistakes_on_outlets_are_named(
    database: Database, act: Callable[[Database], object], message: str
) -> None:
    merge_outlets(database, "Known Before", "Ledger", NOW)
    with pytest.raises(BadInputError, match=message):
        act(database)


def test_a_name_that_is_no_alias_can_not_be_parted(database: Database) -> None:
    with pytest.raises(NotFoundError, match="not another name"):
        part_outlets(database, "A")


TYPED = [
    (OUTLET, "", "nothing was typed"),
    (OUTLET, "x" * 501, "longer than"),
    (TITLE, "a\u202eb", "can’t be shown"),
    (DATE, "yesterday", "not understood"),
    (DATE, "03/04/2016", "two ways"),
    (DATE, "30 February 2020", "can't be"),
]


@pytest.mark.parametrize(("field", "words", "message"), TYPED)
def test_what_can_not_be_used_is_named_and_nothing_is_logged(
    database: Database, field: Field, words: str, message: str
) -> None:
    ingest(database, stories(1), no_claims)
    before = of(database, "0-m")
    with pytest.raises(MendingError, match=message) as caught:
        mend(database, before.key, {TITLE: "fine", field: words}, NOW)
    assert caught.value.field is field
    assert of(database, "0-m") == before
    assert not unsettled(database)


def test_a_value_that_is_there_already_is_no_change(database: Database) -> None:
    ingest(database, stories(1), no_claims)
    before = of(database, "0-m")
    mend(database, before.key, {OUTLET: "Morning Courier", DATE: "1 Jan 2024", TITLE: None}, NOW)
    assert of(database, "0-m") == before
    assert not unsettled(database)


def test_a_home_names_the_outlet_of_pages_that_name_none(database: Database) -> None:
    first, second, third = stories(1)
    unnamed = [
        replace(first, outlet=None, url="https://www.hill.example/a"),
        replace(second, url="https://hill.example/b"),
    ]
    ingest(database, unnamed, no_claims)
    set_home(database, "Hill Gazette", "hill.example/")
    ingest(database, [replace(third, outlet=None, url="http://hill.example/c")], no_claims)
    found = of(database, "0-m")
    assert (found.outlet, found.outlet_basis) == ("Hill Gazette", Basis.INFERRED)
    assert of(database, "0-e").outlet == "Evening Star"
    assert of(database, "0-v").outlet == "Hill Gazette"
    rebuild(database, no_claims)
    assert of(database, "0-m").outlet == "Hill Gazette"
    set_home(database, "Hill Gazette", "")
    assert of(database, "0-m").outlet is None


def standing(database: Database) -> list[list[str]]:
    with database.session() as session:
        return sorted(sorted(event.source_names) for event in load_events(session))


def event_with(database: Database, name: str) -> str:
    with database.session() as session:
        return next(event.id for event in load_events(session) if name in event.source_names)


def test_an_article_is_put_into_an_event_or_stands_alone(database: Database) -> None:
    ingest(database, stories(3), no_claims)
    key = of(database, "0-m").key
    place(database, key, event_with(database, "1-m"), NOW)
    settle(database, no_claims)
    assert ["0-m", "1-e", "1-m", "1-v"] in standing(database)
    place(database, key, "", NOW)
    settle(database, no_claims)
    assert ["0-m"] in standing(database)
    place(database, key, event_with(database, "0-e"), NOW)
    settle(database, no_claims)
    assert standing(database)[0] == ["0-e", "0-m", "0-v"]
    place(database, key, event_with(database, "0-e"), NOW)
    assert not unsettled(database)


def test_an_event_that_is_gone_is_named(database: Database) -> None:
    ingest(database, stories(1), no_claims)
    with pytest.raises(NotFoundError, match="not there any more"):
        place(database, of(database, "0-m").key, "nosuchid", NOW)
    assert not unsettled(database)


def at(number: int, words: str, hour: int) -> RawArticle:
    """A text at one address, as it stood there at an hour."""
    first = stories(1)[0]
    return replace(
        first,
        text=first.text + words,
        outlet=None,
        stated=Stated(outlet="news.example", title="Dam closed"),
        url=f"https://news.example/{number}",
        read_on=dt.datetime(2024, 3, 1, hour, tzinfo=dt.UTC),
    )


def test_what_was_said_holds_for_a_new_version_and_is_found_by_a_former_text(database: Database) -> None:
    ingest(database, [at(1, "One was hurt.\n", 9)], no_claims)
    before = of(database, "0-m").key
    said(database, "0-m", outlet="Hill Gazette", published="2024-02", title="Ours")
    ingest(database, [at(1, "Two were hurt, the mayor said later.\n", 10)], no_claims)
    found = of(database, "0-m")
    assert "Two were hurt" in found.text
    assert found.key != before
    assert (found.outlet, found.title, found.published) == ("Hill Gazette", "Ours", PartialDate(2024, 2))
    with database.session() as session:
        assert store.present_key(session, before) == found.key
        assert store.lost_article_corrections(session) == ()
    table = tables(database)
    rebuild(database, no_claims)
    assert tables(database) == table
    ingest(database, [at(1, "One was hurt.\n", 9)], no_claims)
    assert tables(database) == table
    said(database, "0-m", outlet=None, published=None, title=None)
    assert (of(database, "0-m").outlet, of(database, "0-m").title) == ("news.example", "Dam closed")
    assert of(database, "0-m").read is None


def test_a_new_version_of_one_that_stood_for_others_lets_them_stand_for_themselves(
    database: Database,
) -> None:
    first = replace(at(1, "", 9), source_name="a", outlet="Gazette")
    twin = replace(stories(1)[0], source_name="b", outlet="The Gazette")
    ingest(database, [first, twin], no_claims)
    merge_outlets(database, "The Gazette", "Gazette", NOW)
    assert sorted(of(database, name).same_as is None for name in "ab") == [False, True]
    ingest(database, [replace(at(1, "More came later.\n", 10), source_name="a", outlet="Gazette")], no_claims)
    assert [of(database, name).same_as for name in "ab"] == [None, None]
    assert not unsettled(database)
