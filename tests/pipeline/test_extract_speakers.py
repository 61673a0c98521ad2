"""Whom a printed source means."""

from __future__ import annotations

import pytest
from spacy.language import Language

from app.domain.speaker import UNRESOLVED, Speaker
from app.pipeline import extract
from tests.making import article

BERG = "Norwegian Foreign Minister Anna Berg met reporters in Oslo. "
HALE = "Prime Minister Tom Hale came from Leeds. "


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def resolved(name: str) -> Speaker:
    return Speaker.resolved(name)


# text, the speaker of its last attribution
TABLE = [
    ("U.S. Secretary of State Anna Berg said it rained.", resolved("Anna Berg")),
    ("UN envoy to Norway Anna Berg said it rained.", resolved("Anna Berg")),
    ("The UN envoy to Norway, Anna Berg, said it rained.", resolved("Anna Berg")),
    ("Foreign Minister Adel al-Berg spoke.\n\nBerg said it rained.", resolved("Adel al-Berg")),
    ("Envoy Staffan de Berg spoke.\n\nDe Berg said it rained.", resolved("Staffan de Berg")),
    (BERG + "Berg said it rained.", resolved("Anna Berg")),
    (BERG + "Ms. Berg said it rained.", resolved("Anna Berg")),
    (BERG + "She said it rained.", resolved("Anna Berg")),
    (BERG + "“It rained,” she said.", resolved("Anna Berg")),
    (BERG + "The foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + "The Norwegian foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + "The Danish foreign minister said it rained.", UNRESOLVED),
    (BERG + HALE + "The foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + HALE + "She said it rained.", resolved("Anna Berg")),
    (BERG + HALE + "He said it rained.", resolved("Tom Hale")),
    ("Anna Berg and Tom Hale said it rained.", Speaker.ambiguous("Anna Berg", "Tom Hale")),
    ("Mary Holm met Anna Holm in Oslo.\n\nHolm said it rained.", Speaker.ambiguous("Anna Holm", "Mary Holm")),
    ("Mary Holm met Tom Holm in Oslo.\n\nMr. Holm said it rained.", resolved("Tom Holm")),
    ("The Kremlin said it rained.", resolved("Kremlin")),
    ("Moscow said it rained.", resolved("Moscow")),
    ("The U.S. State Department said it rained.", resolved("U.S. State Department")),
    ("The Harbour Company closed. The Harbour Company said it rained. It said snow fell.",
     resolved("Harbour Company")),
    ("Officials said it rained.", UNRESOLVED),
    ("A spokesman for the ministry said it rained.", UNRESOLVED),
    ("State Department officials said it rained.", UNRESOLVED),
    ("He said it rained.", UNRESOLVED),
    ("Anna Berg, who said it rained, left.", resolved("Anna Berg")),
    ("Rubin’s deputy campaign manager, Tom Hale, said it rained.", resolved("Tom Hale")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_speaker(nlp: Language, text: str, expected: Speaker) -> None:
    claims = extract.read_attributions(article(text), nlp)
    assert claims[-1].speaker == expected


def test_a_name_inside_a_quotation_is_not_who_speaks_next(nlp: Language) -> None:
    text = "Anna Berg was there. “I never met Tom Hale,” she said. “Mary Holm did,” she added."
    claims = extract.read_attributions(article(text), nlp)
    assert {claim.speaker.name for claim in claims} == {"Anna Berg"}
