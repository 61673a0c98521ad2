from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claim import ClaimKind
from app.domain.comparison import DateField, Filters, Order
from app.domain.event import Verdict
from app.web.filters import MAX_QUERY, MAX_TEXT, MAX_VALUES, parse, to_query

READ = [
    ("", Filters()),
    ("q=&speaker=&outlet=&kind=&verdict=&left-out-by=&from=&to=", Filters()),
    ("q=fuel++filter", Filters(text="fuel filter")),
    ("speaker=Lena+Voss&speaker=none", Filters(speakers=("Lena Voss", "none"))),
    ("speaker=Voss&speaker=Voss", Filters(speakers=("Voss",))),
    ("outlet=a%26b%20%3D", Filters(outlets=("a&b =",))),
    ("kind=quote&kind=figure", Filters(kinds=(ClaimKind.QUOTE, ClaimKind.FIGURE))),
    ("verdict=conflict", Filters(verdicts=(Verdict.CONFLICT,))),
    ("left-out-by=Coast+Radio", Filters(left_out_by="Coast Radio")),
    ("when=published&from=2022-04-24", Filters(date_field=DateField.PUBLISHED, since=dt.date(2022, 4, 24))),
    ("to=2022-04-25&order=story", Filters(until=dt.date(2022, 4, 25), order=Order.STORY)),
    ("order=widest", Filters(order=Order.WIDEST)),
    ("order=date", Filters(order=Order.DATE)),
    (
        "col=Wire&col=Post&narrow=Post&fold=copies",
        Filters(columns=("Wire", "Post"), narrow=("Post",), fold=True),
    ),
    ("layout=long&raw=1&bom=0&open=r1&open=r2", Filters()),
]


@pytest.mark.parametrize(("query", "filters"), READ)
def test_reads_an_address(query: str, filters: Filters) -> None:
    assert parse(query) == (filters, ())


PROBLEMS = [
    ("verdict=wrong", Filters(), "“wrong” is no value for “verdict” and is ignored."),
    ("kind=quote&kind=song", Filters(kinds=(ClaimKind.QUOTE,)), "“song” is no value for “kind”"),
    ("from=2022-02-30", Filters(), "“2022-02-30” is no value for “from”"),
    ("to=yesterday", Filters(), "“yesterday” is no value for “to”"),
    ("when=later", Filters(), "“later” is no value for “when”"),
    ("fold=all", Filters(), "“all” is no value for “fold”"),
    ("order=random", Filters(), "“random” is no value for “order”"),
    ("speakers=Voss", Filters(), "“speakers” is no filter and is ignored."),
    ("q=one&q=two", Filters(text="one"), "Only the first “q” counts"),
    ("speaker=" + "x" * 700, Filters(), "Too many or too long values for “speaker”: 1 ignored."),
]


@pytest.mark.parametrize(("query", "filters", "problem"), PROBLEMS)
def test_says_what_it_could_not_use(query: str, filters: Filters, problem: str) -> None:
    found, problems = parse(query)
    assert found == filters
    assert len(problems) == 1
    assert problems[0].startswith(problem)


def test_a_long_address_is_bounded() -> None:
    filters, problems = parse("&".join(f"speaker=name{number}" for number in range(100_000)))
    assert len(filters.speakers) == MAX_VALUES
    assert len(problems) == 2
    assert parse("q=" + "x" * MAX_QUERY)[0].text == ""
    assert len(parse("q=" + "x" * (MAX_TEXT + 5))[0].text) == MAX_TEXT


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
SEVERAL = st.lists(NAMES, max_size=4, unique=True).map(tuple)
DAYS = st.none() | st.dates()
FILTERS = st.builds(
    Filters,
    speakers=SEVERAL,
    outlets=SEVERAL,
    kinds=st.lists(st.sampled_from(ClaimKind), unique=True).map(tuple),
    verdicts=st.lists(st.sampled_from(Verdict), unique=True).map(tuple),
    text=NAMES.map(lambda words: " ".join(words.split())),
    left_out_by=st.just("") | NAMES,
    date_field=st.sampled_from(DateField),
    since=DAYS,
    until=DAYS,
    order=st.sampled_from(Order),
    columns=SEVERAL,
    narrow=SEVERAL,
    fold=st.booleans(),
)


@given(FILTERS)
def test_what_is_written_is_read_back(filters: Filters) -> None:
    assert parse(to_query(filters)) == (filters, ())


@given(st.text(max_size=300))
def test_any_query_is_read(query: str) -> None:
    filters, _ = parse(query)
    assert parse(to_query(filters))[0] == filters
