"""What a reader of attributions must never miss; attribution_table.py has what it mostly gets right."""

from __future__ import annotations

import pytest
from spacy.language import Language

from app.domain.claim import Claim, ClaimKind
from app.pipeline import extract
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

Q, S, M = ClaimKind.QUOTE, ClaimKind.STATEMENT, ClaimKind.MIXED


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def attributions(text: str, nlp: Language) -> list[Claim]:
    return list(extract.read_attributions(article(text), nlp))


# text, source, cue, content, kind. A stop at the content's end, a comma at the source's and words that say
# when and where behind a cue ("said in a statement") are let be
ONE = [
    ("“The bridge is closed,” Anna Berg said.", "Anna Berg", "said", "The bridge is closed", Q),
    ("“The bridge is closed,” said Anna Berg, the mayor.", "Anna Berg, the mayor", "said",
     "The bridge is closed", Q),
    ("“Is the bridge closed?” Anna Berg asked.", "Anna Berg", "asked", "Is the bridge closed?", Q),
    ("Anna Berg said: “The bridge is closed.”", "Anna Berg", "said", "The bridge is closed", Q),
    ("Anna Berg told reporters: “The bridge is closed.”", "Anna Berg", "told", "The bridge is closed", Q),
    ('"The bridge is closed," Anna Berg said on Monday.', "Anna Berg", "said", "The bridge is closed", Q),
    ("'The bridge is closed,' Anna Berg told reporters.", "Anna Berg", "told", "The bridge is closed", Q),
    ("«The bridge is closed,» Anna Berg said.", "Anna Berg", "said", "The bridge is closed", Q),
    ("• “The bridge is closed” – Mayor Anna Berg", "Mayor Anna Berg", "–", "The bridge is closed", Q),
    ("Anna Berg said the bridge was closed.", "Anna Berg", "said", "the bridge was closed", S),
    ("Anna Berg said that the bridge was closed.", "Anna Berg", "said", "that the bridge was closed", S),
    ("Anna Berg said on Monday that the bridge was closed.", "Anna Berg", "said",
     "that the bridge was closed", S),
    ("Anna Berg said in a statement that it was closed.", "Anna Berg", "said", "that it was closed", S),
    ("Anna Berg told the council that it was closed.", "Anna Berg", "told", "that it was closed", S),
    ("The bridge was closed, Anna Berg said.", "Anna Berg", "said", "The bridge was closed", S),
    ("The bridge was closed, said Anna Berg.", "Anna Berg", "said", "The bridge was closed", S),
    ("The bridge was closed, according to police.", "police", "according to", "The bridge was closed", S),
    ("Anna Berg, the mayor, said it was closed.", "Anna Berg, the mayor", "said", "it was closed", S),
    ("The head of the harbour office in Oslo said it was closed.",
     "The head of the harbour office in Oslo", "said", "it was closed", S),
    ("She said the closure was a “last resort” for the town.", "She", "said",
     "the closure was a “last resort” for the town", M),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "kind"), ONE)
def test_one_attribution(
    nlp: Language, text: str, source: str, cue: str, content: str, kind: ClaimKind
) -> None:
    (claim,) = attributions(text, nlp)
    assert claim.source is not None
    assert claim.source.of(text).rstrip(",") == source
    assert claim.cue is not None
    assert claim.cue.of(text).startswith(cue)
    assert claim.text.rstrip(".") == content
    assert claim.kind is kind


# text, (source, content) of each
SEVERAL = [
    (
        "“We agree,” she said, “and we will sign.”",
        [("she", "We agree,” she said, “and we will sign")],
    ),
    (
        "“We agree,” she said. “We will sign.”",
        [("she", "We agree,” she said. “We will sign")],
    ),
    (
        "“We all agree on it,” Anna Berg said.\n\n“We will sign it today.”\n\nRain fell on the town.",
        [("Anna Berg", "We all agree on it,” Anna Berg said.\n\n“We will sign it today")],
    ),
    (
        "Anna Berg said it was closed, but the owner said it was open.",
        [("Anna Berg", "it was closed"), ("the owner", "it was open")],
    ),
    (
        "Rain and wind in the north today.\n\n— Rain Watch (@rainwatch) May 2, 2016",
        [("Rain Watch", "Rain and wind in the north today")],
    ),
    (
        "On his site the mayor wrote:\n\nThe bridge is closed until the end of May.\n\nRain fell on it.",
        [("the mayor", "The bridge is closed until the end of May")],
    ),
    (
        "Anna Berg had this for the crowd:\n\n“We will sign it today.”",
        [("Anna Berg", "We will sign it today")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_parts(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(c.source.of(text) if c.source else "", c.text.rstrip(".")) for c in attributions(text, nlp)]
    assert found == expected


NONE = [
    "The bridge was closed on Monday.",
    "The peace talks began in Oslo.",
    "The proposed plan and the reported cases came up.",
    "He showed up late.",
    "The claims office opened.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_attribution(nlp: Language, text: str) -> None:
    assert attributions(text, nlp) == []


@pytest.mark.parametrize("behind", ["Rain fell on the town.\n\nThe train left.", "“We agree,” Bo Lund said."])
def test_an_unclosed_mark_does_not_swallow_the_article(nlp: Language, behind: str) -> None:
    text = f"Anna Berg said: “The bridge is closed.\n\n{behind}"
    first = attributions(text, nlp)[0]
    assert first.text.rstrip(".") == "The bridge is closed"


@pytest.mark.parametrize("inner", ["Who are you?", "We are lost!", "The road is gone,"])
@pytest.mark.parametrize("behind", ["the man asked Anna Berg.", "said the man, and left.", "the man."])
def test_words_behind_a_whole_quotation_are_not_in_it(nlp: Language, inner: str, behind: str) -> None:
    text = f"“{inner}” {behind}"
    found = attributions(text, nlp)
    assert found or behind == "the man."
    for claim in found:
        assert claim.span.end <= text.index("”") or claim.span.start > text.index("”")


def test_spans_and_links_are_in_the_doc(nlp: Language) -> None:
    doc = read_doc(article("Rain fell.\n\n“The bridge is closed,” Anna Berg said."), nlp)
    assert [span.text for span in doc.spans["source"]] == ["Anna Berg"]
    assert [span.text for span in doc.spans["cue"]] == ["said"]
    assert [span.text for span in doc.spans["content"]] == ["“The bridge is closed,”"]
    (link,) = doc._.attributions
    assert doc[link.cue[0] : link.cue[1]].text == "said"
