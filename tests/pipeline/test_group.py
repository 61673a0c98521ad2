"""Articles into events."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.article import Article, Segment, SegmentKind
from app.domain.dates import PartialDate
from app.domain.grouping import Bond, replay
from app.domain.text import Span
from app.pipeline.group import FLOOR, WINDOW, Profile, cluster, group, likeness, nearness, profile
from tests.making import article

FERRY = (
    "A ferry with 84 people on board ran aground off Tarn Island on Monday night. All passengers of the "
    "Norla were brought to the harbour of Velby, coast guard captain Edda Lind said. The Norla had lost "
    "power in both engines.",
    "Rescuers took 84 passengers off the stranded ferry Norla near Tarn Island, and no one was hurt. The "
    "ship's engines had failed shortly after it left Velby, said Edda Lind of the coast guard.",
    "The coast guard is looking into why the Norla, a ferry that runs between Velby and Tarn Island, lost "
    "its engines on Monday. Captain Edda Lind said divers would inspect the hull.",
)
BUDGET = (
    "Oskar Brandt, the finance minister of Morvania, presented a budget with lower taxes on diesel and "
    "higher ones on sugar. The opposition under Lena Walsh called it a gift to lorry owners.",
    "Morvania's parliament argued until midnight over Oskar Brandt's budget. Lena Walsh said that the tax "
    "on sugar would hit the poor, while lorry owners get cheaper diesel.",
)
MATCH = (
    "Rovers beat Athletic 3-1 in the cup final at Greyfield Park after a late goal by Danilo Reyes and "
    "two by Sam Otway.",
)


def events(*texts: str, published: str = "2024-03-12") -> list[list[int]]:
    """The texts' places, grouped."""
    articles = [article(text, published=published, name=str(i)) for i, text in enumerate(texts)]
    place = {a.key: i for i, a in enumerate(articles)}
    return sorted(sorted(place[key] for key in event) for event in group(articles))


def test_nothing_and_one() -> None:
    assert group([]) == ()
    assert events(FERRY[0]) == [[0]]
    assert events("") == [[0]]


def test_two_reports_of_one_event_are_enough() -> None:
    assert events(FERRY[0], FERRY[1]) == [[0, 1]]
    assert events(*BUDGET) == [[0, 1]]


def test_two_unrelated_articles_are_two_events() -> None:
    assert events(FERRY[0], BUDGET[0]) == [[0], [1]]
    assert events(BUDGET[1], MATCH[0]) == [[0], [1]]


def test_each_event_by_itself_among_others() -> None:
    assert events(*FERRY, *BUDGET, *MATCH) == [[0, 1, 2], [3, 4], [5]]


def test_articles_without_a_date_group_as_well() -> None:
    assert events(*FERRY, *BUDGET, published="") == [[0, 1, 2], [3, 4]]


def test_a_date_without_a_year_is_enough_to_tell_apart() -> None:
    one = article(FERRY[0], published="--03-12")
    other = article(FERRY[1], published="--09-12")
    assert len(group([one, other])) == 2


def test_the_same_thing_a_year_later_is_another_event() -> None:
    first = [article(text, published="2023-03-12", name=str(i)) for i, text in enumerate(FERRY)]
    later = [article(text + " Again.", published="2024-03-12", name=str(i)) for i, text in enumerate(FERRY)]
    assert sorted(map(len, group(first + later))) == [3, 3]


def test_a_chain_of_days_does_not_glue_two_events() -> None:
    """The talks of one week and those of the next, with a look back in between."""
    weeks = [
        ("2024-03-04", FERRY[0]),
        ("2024-03-05", FERRY[1]),
        ("2024-03-19", FERRY[2] + " Tarn Island again."),
    ]
    articles = [article(text, published=day, name=day) for day, text in weeks]
    assert sorted(map(len, group(articles))) == [1, 2]


def test_boilerplate_is_not_read() -> None:
    furniture = "Subscribe to the Velby Harbour Letter by Edda Lind. " * 20

    def framed(text: str) -> Article:
        whole = text + furniture
        cut = len(text)
        return Article(
            source_name=text[:9],
            text=whole,
            segments=(
                Segment(Span(0, cut), SegmentKind.BODY),
                Segment(Span(cut, len(whole)), SegmentKind.BOILERPLATE),
            ),
        )

    assert len(group([framed(BUDGET[0]), framed(MATCH[0])])) == 2


def test_a_profile_comes_back_as_it_was_packed() -> None:
    one, other = profile(article(FERRY[0])), profile(article(FERRY[1] + " “The hull is sound,” she said."))
    again = Profile.unpack(other.pack(), other.published)
    assert again.telling == other.telling
    assert likeness(one, again) == likeness(again, one) == likeness(one, other) > FLOOR
    assert likeness(other, again) > 0.99


@pytest.mark.parametrize("text", ["", "!", "“”", "A", '"' * 3000, "“" * 3000 + "word”", "é" * 5000])
def test_odd_texts_have_a_profile(text: str) -> None:
    found = profile(article(text))
    assert 0 <= likeness(found, profile(article(FERRY[0]))) <= likeness(found, found) <= 1


def test_what_is_quoted_and_what_headlines_share_counts() -> None:
    said = "“Nobody on the quay believed the engines would ever start again,” said one of them."
    one, other = article(f"{FERRY[0]} {said}"), article(f"{BUDGET[0]} {said}")
    quoted = likeness(profile(one), profile(other))
    spoken = (article(a.text.translate({ord(m): None for m in "“”"})) for a in (one, other))
    assert quoted > likeness(*map(profile, spoken))
    titled = replace(article(FERRY[0]), title="Budget of Oskar Brandt")
    assert likeness(profile(titled), profile(other)) > likeness(profile(article(FERRY[0])), profile(other))


def test_articles_further_apart_than_the_window_are_not_alike() -> None:
    days = [PartialDate(2024, 3, 1 + apart) for apart in (0, WINDOW, WINDOW + 1)]
    assert nearness(days[0], days[1]) >= FLOOR > nearness(days[0], days[2])


ALIKE = [("a", "b", 0.4), ("a", "c", 0.3), ("b", "c", 0.3), ("c", "d", 0.2), ("x", "y", 0.5)]
SAID = [
    ([], ["abc", "d", "xy"]),
    ([("a", "b", Bond.APART)], ["a", "bc", "d", "xy"]),
    ([("b", "a", Bond.APART)], ["ac", "b", "d", "xy"]),
    ([("a", "x", Bond.TOGETHER)], ["axy", "bc", "d"]),
    ([("x", "a", Bond.TOGETHER)], ["abcx", "d", "y"]),
    ([("d", "x", Bond.TOGETHER), ("x", "a", Bond.TOGETHER)], ["abcdx", "y"]),
    ([("a", "b", Bond.TOGETHER), ("b", "a", Bond.APART)], ["ac", "b", "d", "xy"]),
    ([("a", "c", Bond.APART), ("a", "b", Bond.TOGETHER)], ["abc", "d", "xy"]),
    ([("a", "b", Bond.TOGETHER), ("a", "c", Bond.APART)], ["ab", "cd", "xy"]),
    ([("a", "gone", Bond.APART)], ["abc", "d", "xy"]),
]


@pytest.mark.parametrize(("said", "expected"), SAID)
def test_a_person_has_the_last_word(said: list[tuple[str, str, Bond]], expected: list[str]) -> None:
    found = cluster("abcdxy", ALIKE, replay(said))
    assert ["".join(event) for event in found] == expected


NEAR = [
    ("2024-03-12", "2024-03-12", 1.0),
    ("2024-03-12", "2024-03-13", 1.0),
    ("2024-03-12", "2024-03-16", 0.5),
    ("2024-03", "2024-03-18", 1.0),
    ("--03-12", "2024-03-12", 1.0),
    ("--12-31", "--01-01", 1.0),
    ("2024", "--01-01", 1.0),
    ("", "2024-03-18", 1.0),
]


@pytest.mark.parametrize(("one", "other", "expected"), NEAR)
def test_nearness_of_dates(one: str, other: str, expected: float) -> None:
    dates = [PartialDate.parse(words) if words else None for words in (one, other)]
    assert nearness(*dates) == nearness(*reversed(dates)) == pytest.approx(expected)


def test_any_order_gives_the_same_events() -> None:
    articles = [article(text, name=str(i)) for i, text in enumerate((*FERRY, *BUDGET))]
    assert len({group(order) for order in permutations(articles)}) == 1


_WORDS = st.sampled_from(
    ["Norla", "Velby", "ferry", "captain", "Lind", "diesel", "budget", "Brandt", "sugar"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_WORDS, max_size=12).map(" ".join), max_size=12))
def test_every_article_is_in_exactly_one_event(texts: list[str]) -> None:
    articles = [article(text, published="", name=text) for text in texts]
    found = group(articles)
    assert sorted(key for event in found for key in event) == sorted({a.key for a in articles})
    assert group(articles[::-1]) == found
    assert list(found) == sorted(tuple(sorted(event)) for event in found)


def _basil(shared: Path) -> list[tuple[Article, str]]:
    with gzip.open(shared / "corpora" / "basil" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    return [(article(r["text"], r["outlet"], r["date"], r["id"]), r["event"]) for r in records]


def _seeds(shared: Path) -> list[Article]:
    return [
        article(path.read_text("utf-8-sig"), outlet=None, published="", name=path.name)
        for path in sorted((shared / "seeds").glob("*.txt"))
    ]


@pytest.mark.shared
def test_the_seeds_are_one_event_alone(shared: Path) -> None:
    assert len(group(_seeds(shared))) == 1


@pytest.mark.shared
def test_seeds_and_basil_in_one_database(shared: Path) -> None:
    seeds = _seeds(shared)
    truth = {a.key: event for a, event in _basil(shared)} | {a.key: "seeds" for a in seeds}
    found = group([a for a, _ in _basil(shared)] + seeds)
    assert tuple(sorted(a.key for a in seeds)) in found
    assert _b_cubed(found, truth) >= 0.95


def _b_cubed(found: tuple[tuple[str, ...], ...], truth: dict[str, str]) -> float:
    """Mean precision and recall of each article's event (Bagga and Baldwin 1998), their harmonic mean."""
    where = {key: set(event) for event in found for key in event}
    same = {key: {other for other in truth if truth[other] == truth[key]} for key in truth}
    precision = sum(len(where[k] & same[k]) / len(where[k]) for k in truth) / len(truth)
    recall = sum(len(where[k] & same[k]) / len(same[k]) for k in truth) / len(truth)
    return 2 * precision * recall / (precision + recall)
