"""Who is cited, by which words, with what."""

from __future__ import annotations

import pytest
from spacy.language import Language

from app.domain.claim import Claim, ClaimKind
from app.pipeline import extract
from tests.making import article

Q, S, M = ClaimKind.QUOTE, ClaimKind.STATEMENT, ClaimKind.MIXED


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def attributions(text: str, nlp: Language) -> list[Claim]:
    return list(extract.read_attributions(article(text), nlp))


# text, source, cue, content, kind
ONE = [
    ("“The bridge is closed,” Anna Berg said.", "Anna Berg", "said", "The bridge is closed", Q),
    ("“The bridge is closed,” said Anna Berg, the mayor.", "Anna Berg, the mayor", "said",
     "The bridge is closed", Q),
    ("“Is the bridge closed?” Anna Berg asked.", "Anna Berg", "asked", "Is the bridge closed?", Q),
    ("Anna Berg said: “The bridge is closed.”", "Anna Berg", "said", "The bridge is closed.", Q),
    ("Anna Berg told reporters: “The bridge is closed.”", "Anna Berg", "told", "The bridge is closed.", Q),
    ("• “The bridge is closed” – Mayor Anna Berg", "Mayor Anna Berg", "–", "The bridge is closed", Q),
    ("'The bridge is closed,' Anna Berg told reporters.", "Anna Berg", "told", "The bridge is closed", Q),
    ("Anna Berg said the bridge was closed.", "Anna Berg", "said", "the bridge was closed", S),
    ("Anna Berg said that the bridge was closed.", "Anna Berg", "said", "the bridge was closed", S),
    ("Anna Berg said on Monday that the bridge was closed.", "Anna Berg", "said", "the bridge was closed", S),
    ("Anna Berg said Monday the bridge was closed.", "Anna Berg", "said", "the bridge was closed", S),
    ("The bridge was closed, Anna Berg, the mayor, said on May 2.", "Anna Berg, the mayor", "said",
     "The bridge was closed", S),
    ("Anna Berg said in a statement that it was closed.", "Anna Berg", "said", "it was closed", S),
    ("Anna Berg told the council that it was closed.", "Anna Berg", "told", "it was closed", S),
    ("Anna Berg told reporters she would close it.", "Anna Berg", "told", "she would close it", S),
    ("The bridge was closed, Anna Berg said.", "Anna Berg", "said", "The bridge was closed", S),
    ("The bridge was closed, said Anna Berg.", "Anna Berg", "said", "The bridge was closed", S),
    ("The danger, Anna Berg said, is the wind.",
     "Anna Berg", "said", "The danger, Anna Berg said, is the wind", S),
    ("As Anna Berg noted, the bridge was closed.", "Anna Berg", "noted", "the bridge was closed", S),
    ("According to Anna Berg, the bridge was closed.",
     "Anna Berg", "According to", "the bridge was closed", S),
    ("The bridge was closed, according to police.", "police", "according to", "The bridge was closed", S),
    ("Anna Berg urged drivers to turn back.", "Anna Berg", "urged", "drivers to turn back", S),
    ("Anna Berg has called for the bridge to be closed.",
     "Anna Berg", "called for", "the bridge to be closed", S),
    ("Anna Berg blamed the storm for the damage.", "Anna Berg", "blamed", "the storm for the damage", S),
    ("Anna Berg refused to open the bridge.", "Anna Berg", "refused", "to open the bridge", S),
    ("Anna Berg hopes to open the bridge.", "Anna Berg", "hopes", "to open the bridge", S),
    ("Anna Berg pointed out that the bridge was old.", "Anna Berg", "pointed out", "the bridge was old", S),
    ("Anna Berg made it clear that it was closed.", "Anna Berg", "made it clear", "it was closed", S),
    ("She was quoted as saying the bridge was old.", "She", "was quoted as saying", "the bridge was old", S),
    ("The plan was criticised by Anna Berg.", "Anna Berg", "criticised by", "The plan", S),
    ("The closure was, the mayor said, a “last resort”.", "the mayor", "said", None, M),
    ("Anna Berg called the storm a “regime of rain” on Monday.", "Anna Berg", "called", None, M),
    ("Anna Berg, the mayor, said it was closed.", "Anna Berg, the mayor", "said", "it was closed", S),
    ("The head of the harbour office in Oslo said it was closed.",
     "The head of the harbour office in Oslo", "said", "it was closed", S),
    ("On Friday, the Norwegian government said it was closed.",
     "the Norwegian government", "said", "it was closed", S),
    ("Anna Berg, in a book released last year, said it was old.",
     "Anna Berg, in a book released last year", "said", "it was old", S),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "cue", "content", "kind"), ONE)
def test_one_attribution(
    nlp: Language, text: str, source: str, cue: str, content: str | None, kind: ClaimKind
) -> None:
    found = attributions(text, nlp)
    assert len(found) == 1
    claim = found[0]
    assert (claim.source and claim.source.of(text)) == source
    assert (claim.cue and claim.cue.of(text)) == cue
    assert claim.kind is kind
    assert content is None or claim.text == content


NONE = [
    "The bridge was closed on Monday.",
    "The peace talks began in Oslo.",
    "The proposed plan and the reported cases came up.",
    "He showed up late.",
    "They read the “Book of Rain” aloud.",
    "The claims office opened.",
    "",
    "   \n \n",
]


@pytest.mark.parametrize("text", NONE)
def test_no_attribution(nlp: Language, text: str) -> None:
    assert attributions(text, nlp) == []


# text, (source, content) of each
SEVERAL = [
    (
        "“We agree,” she said, “and we will sign.”",
        [("she", "We agree,” she said, “and we will sign.")],
    ),
    (
        "“We agree,” she said. “We will sign.”",
        [("she", "We agree,” she said. “We will sign.")],
    ),
    (
        "“We all agree.\n\n“We will sign,” Anna Berg said.",
        [("Anna Berg", "We all agree.\n\n“We will sign")],
    ),
    (
        "“We all agree on it,” Anna Berg said.\n\n“We will sign it today.”\n\nRain fell on the town.",
        [("Anna Berg", "We all agree on it,” Anna Berg said.\n\n“We will sign it today.")],
    ),
    (
        "Anna Berg had this for the crowd:\n\n“We will sign it today.”",
        [("Anna Berg", "We will sign it today.")],
    ),
    (
        "Anna Berg said the bridge was old, adding that it would close.",
        [("Anna Berg", "the bridge was old"), ("Anna Berg", "it would close")],
    ),
    (
        "Anna Berg denied the report and urged drivers to turn back.",
        [("Anna Berg", "the report"), ("Anna Berg", "drivers to turn back")],
    ),
    (
        "Anna Berg said it was closed, but the owner said it was open.",
        [("Anna Berg", "it was closed"), ("the owner", "it was open")],
    ),
    (
        "Anna Berg, who said the bridge was old, left Oslo.",
        [("who", "the bridge was old")],
    ),
    (
        "Rain and wind in the north today.\n\n— Rain Watch (@rainwatch) May 2, 2016",
        [("Rain Watch", "Rain and wind in the north today")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL)
def test_several_parts(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    found = [(c.source.of(text) if c.source else "", c.text) for c in attributions(text, nlp)]
    assert found == expected


def test_an_unclosed_mark_does_not_swallow_the_article(nlp: Language) -> None:
    text = "Anna Berg said: “The bridge is closed.\n\nRain fell on the town.\n\nThe train left."
    assert [c.text for c in attributions(text, nlp)] == ["The bridge is closed."]


def test_spans_and_links_are_in_the_doc(nlp: Language) -> None:
    from app.pipeline.extract.pipeline import read_doc

    doc = read_doc(article("Rain fell.\n\n“The bridge is closed,” Anna Berg said."), nlp)
    assert [span.text for span in doc.spans["source"]] == ["Anna Berg"]
    assert [span.text for span in doc.spans["cue"]] == ["said"]
    assert [span.text for span in doc.spans["content"]] == ["“The bridge is closed,”"]
    (link,) = doc._.attributions
    assert doc[link.cue[0] : link.cue[1]].text == "said"


def test_the_pipeline_needs_no_model(nlp: Language) -> None:
    assert nlp.pipe_names == ["crossread_quotations", "crossread_attributions"]
    analysis = nlp.analyze_pipes() or {}
    assert not any(analysis["problems"].values())
