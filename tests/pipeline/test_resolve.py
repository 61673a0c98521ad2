"""Names of speakers made one across an event."""

from __future__ import annotations

import time
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.claim import Claim, ClaimKind
from app.domain.speaker import NO_SPEAKER, UNRESOLVED, Speaker
from app.domain.text import Span
from app.pipeline.resolve import unify_speakers


def claim(name: str | None, article: str = "a", at: int = 0) -> Claim:
    speaker = Speaker.resolved(name) if name else NO_SPEAKER
    return Claim(article, Span(at, at + 1), "x", ClaimKind.QUOTE, speaker=speaker)


def shown(*names: str) -> dict[str, str]:
    return unify_speakers([claim(name, f"a{i}", i) for i, name in enumerate(names)])


ONE_SPEAKER = [
    ("John Kerry", ["Kerry", "Secretary Kerry", "Secretary of State John Kerry", "KERRY"]),
    ("Adel al-Jubeir", ["Jubeir", "al-Jubeir", "Foreign Minister Adel al-Jubeir"]),
    ("Sergei Lavrov", ["Lavrov", "Sergei Lavrov", "Mr. Lavrov"]),
    ("Staffan de Mistura", ["de Mistura", "De Mistura", "Mistura"]),
    ("Enrique Peña Nieto", ["Enrique Pena Nieto", "Peña Nieto", "Enrique Peña Nieto"]),
    ("Donald Trump", ["Donald J. Trump", "President Trump", "Trump"]),
    ("United Nations", ["UN", "U.N.", "the United Nations"]),
    ("U.S. State Department", ["State Department", "US State Department", "U.S. State Department"]),
    ("International Committee of the Red Cross", ["ICRC"]),
    ("White House", ["The White House"]),
    ("Bashar al-Assad", ["al-Assad", "Assad", "President Bashar al-Assad"]),
    ("Department of Health and Human Services", ["Health and Human Services"]),
    ("Jon Huntsman", ["Jon M. Huntsman Jr.", "Huntsman"]),
]


@pytest.mark.parametrize(("name", "variants"), ONE_SPEAKER)
def test_variants_of_one_name(name: str, variants: list[str]) -> None:
    assert set(shown(name, name, *variants).values()) == {name}


SPELLINGS = [
    ("Sergei Lavrov", "Sergey Lavrov"),
    ("Muammar Gaddafi", "Moammar Gadhafi"),
    ("Mohamed Morsi", "Mohammed Mursi"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
    ("Médecins sans Frontières", "Medecins Sans Frontieres"),
]


@pytest.mark.parametrize(("one", "other"), SPELLINGS)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert len(set(shown(one, other).values())) == 1


TWO_SPEAKERS = [
    ("Bill Clinton", "Hillary Clinton"),
    ("Mary Cheney", "Liz Cheney"),
    ("Maria Santos", "Mario Santos"),
    ("Mary Smith", "Mark Smith"),
    ("George W. Bush", "George H.W. Bush"),
    ("House", "White House"),
    ("Senate", "Iowa Senate"),
    ("Justice Department", "State Department"),
    ("officials", "Russian officials"),
    ("Russia", "Russian Army"),
    ("Angela Merkel", "Merck"),
    ("UN", "Ulla Norberg"),
    ("Anna Berg and Tom Hale", "Tom Hale"),
    ("Tom Hale spokesman", "Tom Hale"),
    ("Tom Hale's lawyer", "Hale"),
    ("lawyer for Tom Hale", "Tom Hale"),
    ("spokesman for the Ministry of Defence", "Ministry of Defence"),
    ("aide in the office of Senator Hale", "Hale"),
    ("Oslo officials", "officials"),
    ("a resident of Oslo", "Oslo"),
    ("George Hale", "Jeb Hale"),
]


@pytest.mark.parametrize(("one", "other"), TWO_SPEAKERS)
def test_never_two_speakers_as_one(one: str, other: str) -> None:
    assert shown(one, other) == {one: one, other: other}


def test_a_surname_two_persons_share_stays_open() -> None:
    names = shown("Clinton", "Bill Clinton", "Hillary Clinton", "Hillary Rodham Clinton")
    assert names["Clinton"] == "Clinton"
    assert names["Hillary Rodham Clinton"] == names["Hillary Clinton"] == "Hillary Clinton"
    assert names["Bill Clinton"] == "Bill Clinton"


def test_the_name_most_articles_use_is_shown() -> None:
    names = shown("Nuri Aslan Demir", "Nuri Demir", "Nuri Demir", "Demir")
    assert set(names.values()) == {"Nuri Demir"}


def test_only_resolved_speakers_are_named() -> None:
    open_source = Claim("a", Span(0, 1), "x", ClaimKind.STATEMENT, speaker=UNRESOLVED)
    assert unify_speakers([claim(None), open_source]) == {}
    assert unify_speakers([]) == {}


def test_any_order_gives_the_same_names() -> None:
    names = ["Kerry", "John Kerry", "Secretary Kerry", "Lavrov", "Sergey Lavrov"]
    assert len({tuple(sorted(shown(*order).items())) for order in permutations(names)}) == 1


@given(st.lists(st.text(max_size=30).filter(str.strip), max_size=12))
def test_any_printed_name_gets_one_from_the_list(names: list[str]) -> None:
    result = shown(*names)
    assert set(result) == set(names)
    assert result == shown(*reversed(names))


@given(
    st.sets(st.sampled_from(["Ann", "Anna", "Li", "Lee", "Lea", "Ali", "Aly", "Noor", "Nour"]), min_size=2)
)
def test_a_shown_name_is_shown_for_itself(given_names: set[str]) -> None:
    names = [f"{given_name} Harlow" for given_name in sorted(given_names)]
    result = shown(*names)
    assert all(result[name] == name for name in result.values())


def test_an_event_may_have_any_number_of_names() -> None:
    many = [f"Anna {chr(97 + i // 26)}{chr(97 + i % 26)}berg" for i in range(600)]
    names = shown(*many, "Edda Lind", "Captain Lind", "ICRC", "International Committee of the Red Cross")
    assert names["Captain Lind"] == "Edda Lind"
    assert names["ICRC"] == "International Committee of the Red Cross"


def test_names_that_are_all_alike_take_no_longer() -> None:
    many = [f"{chr(97 + i % 26).upper()}{'a' * (i // 26)}nna Lind" for i in range(2_000)]
    start = time.process_time()
    assert len(shown(*many)) == 2_000
    assert time.process_time() - start < 2
