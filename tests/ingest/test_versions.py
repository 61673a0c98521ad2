from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from typing import Any

import pytest

from app.domain.article import Article, Basis, Extent, RawArticle, Stated
from app.domain.claim import Claim
from app.domain.dates import PartialDate
from app.domain.version import Known, Version
from app.ingest import rebuild, take
from app.ingest.plan import Decision, Fate, decide
from app.pipeline.clean import clean, line_keys
from app.pipeline.read.addresses import identities
from app.store import (
    Database,
    Session,
    article_keys,
    load_addresses,
    load_articles,
    load_claims,
    load_versions,
    present_key,
)
from tests.making import claim

URL = "https://example.org/dam"
FIRST = "The dam above Ostry broke at noon on Monday. Four people were hurt, the mayor said."
SECOND = "The dam above Ostry broke at noon on Monday. Seven people were hurt, the mayor said."
THIRD = "The dam above Ostry broke at noon on Monday. Nine people were hurt, the governor said."
OTHER = "A fair opened in Lunt with music, cakes and a contest of scarecrows in the long rain."
ORDERED = "The mayor ordered a review of every dam in the valley before the spring flood comes."


def page(text: str, url: str | None = URL, hour: int | None = None, **fields: object) -> RawArticle:
    """What a page at this address holds when it is read at that hour."""
    raw = RawArticle(
        source_name="page",
        text=text,
        origin="page",
        url=url,
        stated=Stated(outlet="The Courier", published=PartialDate(2024, 3, 12)),
        read_on=dt.datetime(2024, 3, 12, hour, tzinfo=dt.UTC) if hour is not None else None,
    )
    return replace(raw, **fields)  # type: ignore[arg-type]


def known(*pages: RawArticle) -> Known:
    """The article that these pages make, one after the other."""
    held = Known(clean(pages[0]), (), frozenset(identities([pages[0].url, *pages[0].addresses])))
    for raw in pages[1:]:
        met = frozenset(identities([raw.url, *raw.addresses]))
        decision = decide(clean(raw), [held], met)
        assert decision.fate is not Fate.NEW
        versions = held.versions if decision.versions is None else decision.versions
        held = Known(decision.article, versions, held.addresses | met)
    return held


AT = frozenset(identities([URL]))
TRACKED = f"{URL}?utm_source=post"
MODIFIED = PartialDate.parse("2024-03-12T09:00+00:00")
GIVEN: dict[str, Any] = {"outlet": "Star", "stated": Stated()}
FRONT = "https://example.org/"
LONGER = f"{FIRST} {ORDERED}"
WALL = "Subscribe to read on."

CASES: list[tuple[str, RawArticle, list[RawArticle], Fate, list[str]]] = [
    # what is read, what was read before, what becomes of it, the article's texts from then on
    ("nothing is known", page(FIRST), [], Fate.NEW, [FIRST]),
    ("the same again", page(FIRST), [page(FIRST)], Fate.THERE, [FIRST]),
    ("tracking", page(FIRST, TRACKED), [page(FIRST)], Fate.THERE, [FIRST]),
    ("read again later", page(FIRST, hour=9), [page(FIRST, hour=8)], Fate.THERE, [FIRST]),
    ("another address", page(FIRST, None), [page(FIRST)], Fate.THERE, [FIRST]),
    ("outlet not given", page(FIRST, None, stated=Stated()), [page(FIRST)], Fate.THERE, [FIRST]),
    ("a wire report", page(FIRST, None, **GIVEN), [page(FIRST)], Fate.NEW, [FIRST]),
    ("another's name, one address", page(FIRST, **GIVEN), [page(FIRST)], Fate.UPDATE, [FIRST]),
    ("a view", page(FIRST.replace(". ", ".\n\n"), URL + "/amp"), [page(FIRST)], Fate.THERE, [FIRST]),
    ("changed", page(SECOND), [page(FIRST)], Fate.VERSION, [FIRST, SECOND]),
    ("changed, on the AMP page", page(SECOND, URL + "?amp=1"), [page(FIRST)], Fate.VERSION, [FIRST, SECOND]),
    ("changed, read later", page(SECOND, hour=9), [page(FIRST, hour=8)], Fate.VERSION, [FIRST, SECOND]),
    ("older, read earlier", page(FIRST, hour=8), [page(SECOND, hour=9)], Fate.VERSION, [FIRST, SECOND]),
    (
        "older, by its own word",
        page(FIRST, hour=9, modified=MODIFIED),
        [page(SECOND, hour=8, modified=MODIFIED.with_year(2025))],
        Fate.VERSION,
        [FIRST, SECOND],
    ),
    (
        "between",
        page(SECOND, hour=9),
        [page(FIRST, hour=8), page(THIRD, hour=10)],
        Fate.VERSION,
        [FIRST, SECOND, THIRD],
    ),
    ("an older text's file", page(FIRST, None), [page(FIRST), page(SECOND)], Fate.THERE, [FIRST, SECOND]),
    (
        "an older text's file, outlet not given",
        page(FIRST, None, stated=Stated()),
        [page(FIRST), page(SECOND)],
        Fate.THERE,
        [FIRST, SECOND],
    ),
    (
        "an older text, fetched before",
        page(FIRST, hour=8),
        [page(FIRST, hour=8), page(SECOND, hour=9)],
        Fate.THERE,
        [FIRST, SECOND],
    ),
    (
        "an older text stands there again",
        page(FIRST, hour=10),
        [page(FIRST, hour=8), page(SECOND, hour=9)],
        Fate.VERSION,
        [FIRST, SECOND, FIRST],
    ),
    ("a table's own address", page(OTHER), [page(FIRST)], Fate.NEW, [OTHER]),
    (
        "rewritten under its headline",
        page(OTHER, title="Dam breaks"),
        [page(FIRST, title="Dam breaks")],
        Fate.VERSION,
        [FIRST, OTHER],
    ),
    ("a front page", page(SECOND, FRONT), [page(FIRST, FRONT)], Fate.NEW, [SECOND]),
    ("no common address", page(SECOND, None), [page(FIRST)], Fate.NEW, [SECOND]),
    ("now behind a wall", page(WALL, extent=Extent.WALLED), [page(FIRST)], Fate.THERE, [FIRST]),
    ("now an empty shell", page("Loading", extent=Extent.SHELL), [page(FIRST)], Fate.THERE, [FIRST]),
    ("now cut short", page(FIRST[:60], extent=Extent.CUT_OFF), [page(FIRST)], Fate.THERE, [FIRST]),
    (
        "out from behind the wall",
        page(FIRST),
        [page(WALL, extent=Extent.WALLED)],
        Fate.VERSION,
        [WALL, FIRST],
    ),
    (
        "two pages that lead to one wall",
        page(WALL + " Now!", addresses=("https://example.org/wall",), extent=Extent.WALLED),
        [page(WALL, URL + "2", addresses=("https://example.org/wall",), extent=Extent.WALLED)],
        Fate.NEW,
        [WALL + " Now!"],
    ),
    (
        "longer, though cut off",
        page(LONGER, extent=Extent.CUT_OFF),
        [page(FIRST)],
        Fate.VERSION,
        [FIRST, LONGER],
    ),
]


@pytest.mark.parametrize(
    ("new", "before", "fate", "texts"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_what_becomes_of_a_text(
    new: RawArticle, before: list[RawArticle], fate: Fate, texts: list[str]
) -> None:
    held = [known(*before)] if before else []
    decision = decide(clean(new), held, frozenset(identities([new.url, *new.addresses])))
    versions = decision.versions
    if versions is None:
        versions = held[0].versions if held and fate is not Fate.NEW else ()
    assert decision.fate is fate
    assert [*(version.text for version in versions), decision.article.text] == texts


def test_lines_beside_the_report_are_no_change() -> None:
    old = page(f"{FIRST}\n\nRead more: Fair opens in Lunt\n\n{ORDERED}")
    new = page(f"{FIRST}\n\n{ORDERED}\n\nRead more: Rain in Ostry")
    assert decide(clean(new), [known(old)], AT).fate is Fate.THERE


def test_lines_that_repeat_in_the_outlet_are_no_change() -> None:
    line = "Our letter comes each Friday with the week in figures."
    stored = clean(page(f"{FIRST}\n\n{line}"), frozenset(line_keys(line)))
    assert stored.boilerplate, "the line is known to repeat"
    again = clean(page(f"{FIRST}\n\n{line}\n"))
    held = Known(stored, (), AT)
    assert decide(again, [held], held.addresses).fate is Fate.THERE


def test_a_version_keeps_what_was_known_better() -> None:
    old = replace(clean(page(FIRST)), outlet="Morning Courier", outlet_basis=Basis.GIVEN, byline="Ann Oak")
    decision = decide(clean(page(SECOND)), [Known(old, (), AT)], AT)
    assert (decision.article.outlet, decision.article.outlet_basis) == ("Morning Courier", Basis.GIVEN)
    assert decision.article.byline == "Ann Oak"


def test_of_two_ways_to_write_an_address_the_plainer_is_shown() -> None:
    stored = known(page(FIRST, TRACKED), page(FIRST), page(FIRST, "https://amp.example.org/dam"))
    assert stored.article.url == URL


ARRIVALS = [page(text, hour=8 + number) for number, text in enumerate([FIRST, SECOND, THIRD])]


def nothing(_article: Article) -> tuple[Claim, ...]:
    return ()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_of_arrival_gives_the_same_versions(database: Database, order: tuple[int, ...]) -> None:
    for place in order:
        take(database, ARRIVALS[place], nothing)
    with database.session() as session:
        (article,) = load_articles(session, article_keys(session))
        versions = load_versions(session, [article.key])[article.key]
        former = {present_key(session, clean(raw).key) for raw in ARRIVALS}
    assert [version.text for version in versions] == [FIRST, SECOND]
    assert (article.text, former) == (THIRD, {article.key})


def test_what_was_read_twice_changes_nothing(database: Database) -> None:
    for raw in ARRIVALS:
        take(database, raw, nothing)
    assert [take(database, raw, nothing).fate for raw in ARRIVALS] == [Fate.THERE] * 3


def test_a_text_that_came_without_its_address_joins_the_article_there(database: Database) -> None:
    take(database, page(FIRST), lambda article: (claim(article, "Four people were hurt"),))
    take(database, page(SECOND, None), nothing)
    assert take(database, page(SECOND, hour=9), nothing).fate is Fate.VERSION
    with database.session() as session:
        (article,) = load_articles(session, article_keys(session))
        assert article.text == SECOND
        assert [v.text for v in load_versions(session, [article.key])[article.key]] == [FIRST]
        assert present_key(session, clean(page(FIRST)).key) == article.key


def test_a_version_is_told_by_its_own_moment() -> None:
    held = known(page(FIRST, hour=8), page(SECOND, hour=9))
    assert held.versions == (Version.of(clean(page(FIRST, hour=8))),)


def test_a_version_is_stored_whole_or_not_at_all(database: Database) -> None:
    take(database, ARRIVALS[0], nothing)

    class KilledError(BaseException):
        """As a signal ends the process."""

    def killed(_session: Session, _decision: Decision) -> None:
        raise KilledError

    with pytest.raises(KilledError):
        take(database, ARRIVALS[1], nothing, killed)
    with database.session() as session:
        (article,) = load_articles(session, article_keys(session))
        assert (article.text, load_versions(session, [article.key])) == (FIRST, {article.key: ()})
    assert take(database, ARRIVALS[1], nothing).fate is Fate.VERSION


def test_a_rebuild_keeps_texts_and_addresses(database: Database) -> None:
    for raw in (*ARRIVALS, page(THIRD, URL + "/amp", hour=11)):
        take(database, raw, nothing)
    with database.session() as session:
        (key,) = article_keys(session)
        before = load_versions(session, [key]), load_addresses(session, key)
    rebuild(database, nothing)
    with database.session() as session:
        assert article_keys(session) == (key,)
        assert (load_versions(session, [key]), load_addresses(session, key)) == before
    assert [take(database, raw, nothing).fate for raw in ARRIVALS] == [Fate.THERE] * 3


def test_claims_are_made_anew_for_the_new_text(database: Database) -> None:
    take(database, ARRIVALS[0], lambda found: (claim(found, "Four people were hurt"),))
    taken = take(database, ARRIVALS[1], lambda found: (claim(found, "Seven people were hurt"),))
    with database.session() as session:
        (claims,) = load_claims(session, article_keys(session)).values()
    assert [found.text for found in claims] == ["Seven people were hurt"]
    assert claims[0].article == taken.article.key


def test_addresses_of_one_text_are_all_kept(database: Database) -> None:
    for url in (TRACKED, URL, "https://m.example.org/dam", "https://wire.example.org/0311", None):
        take(database, page(FIRST, url), nothing)
    with database.session() as session:
        (key,) = article_keys(session)
        assert load_addresses(session, key) == (TRACKED, "https://wire.example.org/0311")
