"""What a person said, replayed over what was read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.article import Article, Basis
from app.domain.correction import Correction, Field, as_it_was, mended, read_of
from app.domain.grouping import Anchor
from app.domain.outlet import NO_OUTLETS, Outlets, host_of, outlets_of
from tests.making import article

READ = replace(
    article("Quarry closed.", "The Courier", "2024-03-12"),
    outlet_basis=Basis.PAGE,
    url="https://www.ledger.example/quarry",
)
UNNAMED = replace(READ, outlet=None, outlet_basis=Basis.MISSING)


def said(field: Field, value: str | None) -> Correction:
    return Correction(Anchor(READ.key, "", "a.txt"), field, value, None, Basis.MISSING, "2026-11-22T12:00:00")


OUTLET, DATE, TITLE = Field.OUTLET, Field.PUBLISHED, Field.TITLE
LOGS: list[tuple[list[tuple[Field, str | None]], tuple[object, ...]]] = [
    # what was said, in this order -> outlet, date, headline, and what they rest on
    ([], ("The Courier", "2024-03-12", None, "page", "given", "missing")),
    ([(OUTLET, "Ledger")], ("Ledger", "2024-03-12", None, "corrected", "given", "missing")),
    ([(OUTLET, "Ledger"), (OUTLET, "Star")], ("Star", "2024-03-12", None, "corrected", "given", "missing")),
    ([(OUTLET, "Ledger"), (OUTLET, None)], ("The Courier", "2024-03-12", None, "page", "given", "missing")),
    ([(OUTLET, None)], ("The Courier", "2024-03-12", None, "page", "given", "missing")),
    ([(OUTLET, "The Courier")], ("The Courier", "2024-03-12", None, "corrected", "given", "missing")),
    ([(DATE, "2024-03")], ("The Courier", "2024-03", None, "page", "corrected", "missing")),
    (
        [(DATE, "2024-03-13T07:30+01:00"), (TITLE, "Quarry shut")],
        ("The Courier", "2024-03-13T07:30+01:00", "Quarry shut", "page", "corrected", "corrected"),
    ),
    (
        [(TITLE, "A"), (OUTLET, "Ledger"), (TITLE, "B"), (OUTLET, None)],
        ("The Courier", "2024-03-12", "B", "page", "given", "corrected"),
    ),
]


def told(found: Article) -> tuple[object, ...]:
    date = found.published.isoformat() if found.published else None
    return (
        found.outlet,
        date,
        found.title,
        found.outlet_basis,
        found.published_basis,
        found.title_basis,
    )


@pytest.mark.parametrize(("log", "expected"), LOGS)
def test_the_last_word_on_each_field_holds(
    log: list[tuple[Field, str | None]], expected: tuple[object, ...]
) -> None:
    corrections = [said(*entry) for entry in log]
    found = mended(READ, corrections)
    assert told(found) == expected
    assert found.key == READ.key
    assert as_it_was(found) == READ
    assert read_of(found) == read_of(READ)
    # Over what is mended already it is the same: a replay does not add up.
    assert mended(found, corrections) == found
    assert mended(found, ()) == READ


NAMES = outlets_of(
    [("The Courier", "Courier"), ("courier", "Courier Daily"), ("LEDGER", "Ledger")],
    [
        ("Ledger", "https://ledger.example/news"),
        ("A", "https://two.example"),
        ("B", "http://www.two.example"),
    ],
)
CALLED = [
    ("The Courier", "Courier Daily"),
    ("the  COURIER", "Courier Daily"),
    ("Courier Daily", "Courier Daily"),
    ("ledger", "Ledger"),  # a spelling
    ("Star", "Star"),
]


@pytest.mark.parametrize(("name", "outlet"), CALLED)
def test_a_name_means_an_outlet(name: str, outlet: str) -> None:
    assert NAMES.called(name) == outlet


def test_names_that_lead_in_a_ring_come_to_an_end() -> None:
    ring = outlets_of([("A", "B"), ("B", "C"), ("C", "A")], [])
    assert {ring.called(name) for name in "ABC"} <= set("ABC")


HOMES = [
    ("https://www.ledger.example/quarry", "Ledger"),
    ("http://LEDGER.example.", "Ledger"),
    ("https://sport.ledger.example/", None),
    ("https://two.example/a", None),  # two outlets say that they are at home there
    ("https://[bad", None),
    ("not an address", None),
    (None, None),
]


@pytest.mark.parametrize(("url", "outlet"), HOMES)
def test_an_address_means_an_outlet(url: str | None, outlet: str | None) -> None:
    assert NAMES.at(url) == outlet


def test_hosts_are_compared_without_www() -> None:
    assert host_of("https://WWW.Ledger.example:8443/x") == "ledger.example"


OUTLETS: list[tuple[Article, list[Correction], Outlets, str | None, Basis]] = [
    (READ, [], NAMES, "Courier Daily", Basis.PAGE),
    (READ, [said(OUTLET, "ledger")], NAMES, "Ledger", Basis.CORRECTED),
    (UNNAMED, [], NAMES, "Ledger", Basis.INFERRED),
    (UNNAMED, [said(OUTLET, "Star")], NAMES, "Star", Basis.CORRECTED),
    (UNNAMED, [], NO_OUTLETS, None, Basis.MISSING),
]


@pytest.mark.parametrize(("read", "log", "outlets", "name", "basis"), OUTLETS)
def test_an_outlet_goes_by_its_name(
    read: Article, log: list[Correction], outlets: Outlets, name: str | None, basis: Basis
) -> None:
    found = mended(read, log, outlets)
    assert (found.outlet, found.outlet_basis, found.key) == (name, basis, read.key)
    assert as_it_was(found) == read
