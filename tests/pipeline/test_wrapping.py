"""Lines that were broken for width are one paragraph, and every place in the text stays where it is."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from app.domain.article import RawArticle
from app.domain.claim import ClaimKind
from app.pipeline.clean import clean
from app.pipeline.extract import load, read_claims
from app.pipeline.wrapping import paragraphs, unwrapped

PARAGRAPHS = (
    "Ferry line knew of engine trouble",
    "The harbour master said on Tuesday evening that nobody had been told of the trouble with the engine"
    " before the ferry left the quay, and that the inspectors would go aboard in the morning.",
    "Marta Silva, the captain, rejected this. “We told the office twice that the second engine was losing"
    " oil and would not last the winter,” she said in the harbour, and asked for an inquiry of her own.",
)


def mail(width: int, end: str = "\n") -> str:
    return (end * 2).join(end.join(textwrap.wrap(each, width)) for each in PARAGRAPHS) + end


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("width", [60, 72, 78])
def test_a_mail_has_the_paragraphs_it_was_written_with(width: int, end: str) -> None:
    text = mail(width, end)
    lines = [" ".join(line.split()) for line in unwrapped(text).splitlines() if line.strip()]
    assert lines == list(PARAGRAPHS)
    assert [" ".join(each.split()) for each in paragraphs(text)] == list(PARAGRAPHS)


LEFT_AS_THEY_ARE = [
    "",
    "one\ntwo\n\nthree",
    "\n\n".join(PARAGRAPHS),
    "\n".join(PARAGRAPHS),
    "A list of ships that are in the harbour now:\nSea Lark\nGull\nTern",
]


@pytest.mark.parametrize("text", LEFT_AS_THEY_ARE)
def test_other_texts_are_left_as_they_are(text: str) -> None:
    assert unwrapped(text) == text
    assert paragraphs(text) == text.splitlines(keepends=True)


def test_a_list_in_a_mail_stays_a_list() -> None:
    text = mail(72) + "\nIn the harbour:\nSea Lark\nGull\nTern\n"
    assert unwrapped(text).endswith("\n\nIn the harbour:\nSea Lark\nGull\nTern\n")


@given(st.text(alphabet="ab .\n\r“”", max_size=400), st.booleans())
def test_every_place_stays_where_it_is(words: str, whole: bool) -> None:
    text = mail(72) + words if whole else words
    told = unwrapped(text)
    assert len(told) == len(text)
    assert told.translate({10: " ", 13: " "}) == text.translate({10: " ", 13: " "})


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quotation_over_several_lines_is_one_claim_in_the_texts_own_characters(
    nlp: Language, end: str
) -> None:
    article = clean(RawArticle("mail.txt", mail(72, end), "mail.txt"))
    claims = read_claims(article, nlp)
    quoted = [" ".join(claim.text.split()) for claim in claims if claim.kind is ClaimKind.QUOTE]
    assert quoted == [
        "We told the office twice that the second engine was losing oil and would not last the winter"
    ]
    assert all(claim.span.of(article.text) == claim.text for claim in claims)
