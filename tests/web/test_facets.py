from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claim import ClaimKind
from app.domain.comparison import DateField, Filters, labels
from app.domain.event import Verdict
from app.web.facets import VIEWS, Choice, Facets, facets, strangers
from tests.web.invented import ROWS, comparison

SURE = (0.2, 0.55, 0.7, 0.95)
WHOLE = comparison(rows=tuple(replace(row, confidence=SURE[i % 4]) for i, row in enumerate(ROWS)))
SPEAKERS = ("Lena Voss", "Paul Adder", "Tom Reve", "none", "unresolved")
OUTLETS = labels(WHOLE.columns)

some_filters = st.builds(
    Filters,
    speakers=st.lists(st.sampled_from(SPEAKERS), max_size=2, unique=True).map(tuple),
    outlets=st.lists(st.sampled_from(OUTLETS), max_size=2, unique=True).map(tuple),
    kinds=st.lists(st.sampled_from(ClaimKind), max_size=2, unique=True).map(tuple),
    verdicts=st.lists(st.sampled_from(Verdict), max_size=2, unique=True).map(tuple),
    text=st.sampled_from(("", "the", "nobody")),
    left_out_by=st.sampled_from(("", *OUTLETS)),
    date_field=st.sampled_from(DateField),
    since=st.none() | st.dates(dt.date(2022, 4, 23), dt.date(2022, 4, 26)),
    confidence=st.sampled_from((0.0, 0.5, 0.6)),
)

FACETS: list[tuple[Callable[[Facets], tuple[Choice, ...]], Callable[[Filters, str], Filters]]] = [
    (lambda f: f.verdicts, lambda filters, value: replace(filters, verdicts=(Verdict(value),))),
    (lambda f: f.kinds, lambda filters, value: replace(filters, kinds=(ClaimKind(value),))),
    (lambda f: f.speakers, lambda filters, value: replace(filters, speakers=(value,))),
    (lambda f: f.outlets, lambda filters, value: replace(filters, outlets=(value,))),
    (lambda f: f.left_out_by, lambda filters, value: replace(filters, left_out_by=value)),
]


@given(some_filters)
def test_a_count_is_what_choosing_the_value_gives(filters: Filters) -> None:
    found = facets(WHOLE, filters)
    for choices, chosen in FACETS:
        for choice in choices(found):
            assert choice.count == len(WHOLE.filtered(chosen(filters, choice.value)).rows)
            assert choice.count <= WHOLE.total


def test_every_value_is_offered() -> None:
    found = facets(WHOLE, Filters(verdicts=(Verdict.CONFLICT,), left_out_by="003_ledger.txt"))
    assert [choice.value for choice in found.verdicts] == list(Verdict)
    assert [choice.value for choice in found.outlets] == list(OUTLETS)
    assert [choice.value for choice in found.speakers][-2:] == ["unresolved", "none"]
    assert [(c.value, c.count) for c in found.speakers][:3] == [
        ("Coast guard", 1), ("Lena Voss", 0), ("Paul Adder", 0),
    ]  # fmt: skip
    assert [choice.value for choice in found.verdicts if choice.chosen] == ["conflict"]
    assert [choice.value for choice in found.left_out_by if choice.chosen] == ["003_ledger.txt"]


@given(some_filters)
def test_views_and_steps_of_confidence_count_what_they_give(filters: Filters) -> None:
    found = facets(WHOLE, filters)
    for view in found.views:
        verdicts, kinds = VIEWS[view.value]
        wanted = replace(filters, verdicts=verdicts, kinds=kinds)
        assert view.count == len(WHOLE.filtered(wanted).rows)
        assert view.chosen == (wanted == filters)
    for step in found.confidences:
        wanted = replace(filters, confidence=float(step.value or 0))
        assert step.count == len(WHOLE.filtered(wanted).rows)


def test_a_confidence_between_the_steps_is_one_of_them() -> None:
    steps = facets(WHOLE, Filters(confidence=0.65)).confidences
    assert [step.value for step in steps] == ["", "0.5", "0.65", "0.7", "0.9"]
    assert [step.value for step in steps if step.chosen] == ["0.65"]


STRANGE = [
    (Filters(outlets=("Harbour Post",)), ()),
    (Filters(outlets=("Times",)), ("No outlet here is called “Times”.",)),
    (Filters(left_out_by="Times"), ("No outlet here is called “Times”.",)),
    (Filters(speakers=("Voss",)), ("Nobody called “Voss” is cited here.",)),
    (Filters(speakers=("none", "unresolved", "Lena Voss")), ()),
    (
        Filters(since=dt.date(2022, 4, 2), until=dt.date(2022, 4, 1)),
        ("The first day is after the last, so no fact can pass.",),
    ),
]


@pytest.mark.parametrize(("filters", "said"), STRANGE)
def test_says_what_the_event_cannot_answer(filters: Filters, said: tuple[str, ...]) -> None:
    assert strangers(WHOLE, filters) == said
