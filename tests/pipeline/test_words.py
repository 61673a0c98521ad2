"""Words made comparable, and their rarity."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pipeline.words import Rarity, background, names, stem, tokens

TOKENS = [
    ("The U.S. agreed", ["the", "us", "agre"]),
    ("Peña Nieto’s wall", ["pena", "nieto", "wall"]),
    ("a cease-fire", ["a", "ceas", "fire", "ceasefir"]),
    ("250,000 dead", ["250,000", "dead"]),
    ("isn’t", ["isnt"]),
    ("…", []),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "forms", [("restore", "restored", "restoring", "restores"), ("stop", "stopped", "stops")]
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_names_are_capitalised_phrases() -> None:
    found = names("the envoy Staffan de Mistura met Kerry in Geneva; U.S. aides left")
    assert found == ["staffan de mistura", "kerry", "geneva", "u.s."]


def test_rarity_tells_common_words_from_names() -> None:
    rarity = Rarity()
    assert rarity("the") < rarity("govern") < rarity("volcano") <= rarity("velby")


def test_a_word_all_of_a_collection_has_says_little() -> None:
    everywhere = Rarity([["velby", "harbour"]] * 5_000)
    assert everywhere("velby") < 0.1
    assert Rarity([["velby"]] * 2)("velby") > 4


def test_the_background_has_the_words_of_news() -> None:
    assert len(background()) > 5_000
    assert background()["said"] < 1


@given(st.text(max_size=300))
def test_any_text_has_tokens(text: str) -> None:
    assert all(token and token == token.casefold() for token in tokens(text))
