"""Where claims of several clauses can be cut."""

from __future__ import annotations

import pytest

from app.pipeline import extract
from tests.making import article

NLP = extract.load()

# text; the parts of its one claim
TABLE = [
    ("Anna Berg arrived in Oslo by train.", []),
    (
        "The bridge fell into the river after the storm had torn its cables apart.",
        ["The bridge fell into the river", "after the storm had torn its cables apart"],
    ),
    (
        "The council closed the harbour on Friday and the owners sued it a week later.",
        ["The council closed the harbour on Friday", "the owners sued it a week later"],
    ),
    (
        "The company fired forty workers on Monday but kept the plant in Velby open.",
        ["The company fired forty workers on Monday", "kept the plant in Velby open"],
    ),
    (
        "More than 250 people died in the flood, which began on Monday in the north of the valley.",
        ["More than 250 people died in the flood", "which began on Monday in the north of the valley"],
    ),
    (
        "The ship sank off Velby, killing twelve of the 84 people who were on board that night.",
        ["The ship sank off Velby", "killing twelve of the 84 people", "who were on board that night"],
    ),
    # what someone said is cut like what the outlet says; the source and the cue are in no part
    (
        "Anna Berg said the ferry was old, and that the crew had not slept for two days.",
        ["the ferry was old", "that the crew had not slept for two days"],
    ),
    (
        "“We lost both engines within a minute and we could not drop the anchor in time,” Anna Berg said.",
        ["We lost both engines within a minute", "we could not drop the anchor in time"],
    ),
    # signs that belong to a number stay with it
    (
        "Anna Berg said that prices rose by 4% last year, and wages had fallen by $3 a day.",
        ["prices rose by 4% last year", "wages had fallen by $3 a day"],
    ),
    # no part of fewer than four words
    ("The army, which denied it, left.", []),
    ("The mayor resigned because he had lied.", []),
]


@pytest.mark.parametrize(("text", "parts"), TABLE)
def test_a_claim_is_cut_where_clauses_begin(text: str, parts: list[str]) -> None:
    (claim,) = extract.read_claims(article(text), NLP)
    assert [span.of(text) for span in claim.parts] == parts


def test_parts_lie_within_their_claim_in_order_and_apart() -> None:
    text = " ".join(text for text, _ in TABLE)
    claims = extract.read_claims(article(text), NLP)
    assert sum(len(claim.parts) for claim in claims) > 10
    for claim in claims:
        assert len(claim.parts) != 1
        assert all(claim.span.covers(part) for part in claim.parts)
        assert all(one.end <= other.start for one, other in zip(claim.parts, claim.parts[1:], strict=False))
