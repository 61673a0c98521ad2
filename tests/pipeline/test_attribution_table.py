"""Attributions, against a table of sentences in news style."""

from __future__ import annotations

import pytest

from app.domain.claim import Claim
from tests.pipeline.attribution_table import Line, lines, read, right, share_right, shared

# What is reached less a few lines, so that retraining has room: of all, and of the classes it is good at
FLOORS = {None: 0.69, "direct": 0.75, "indirect": 0.82, "attitude": 0.7, "none": 0.9}


def _words(claim: Claim, text: str) -> str:
    source, cue = (span.of(text) if span else "-" for span in (claim.source, claim.cue))
    return f"    found    {source} | {cue} | {claim.text}"


def _missed(line: Line) -> str:
    expected = [f"    expected {e.source} | {e.cue} | {e.content}" for e in line.attributions]
    return "\n".join([line.text, *expected, *(_words(claim, line.text) for claim in read(line))])


def test_the_table_is_large_enough() -> None:
    assert sum(len(line.attributions) for line in lines()) >= 80
    assert sum(not line.attributions for line in lines()) >= 25


@pytest.mark.parametrize("name", FLOORS)
def test_share_of_attributions_read_right(name: str | None) -> None:
    count, of = share_right(name)
    missed = [_missed(x) for x in lines() if name in (None, x.name) and not all(right(x, read(x)))]
    assert count >= FLOORS[name] * of, f"{count} of {of}\n" + "\n".join(missed)


def test_words_are_those_of_the_span() -> None:
    for line in lines():
        for claim in read(line):
            assert claim.span.of(line.text) == claim.text
            assert claim.cue is not None


def test_the_table_is_no_pushover() -> None:
    line = next(x for x in lines() if len(x.attributions) == 1 and all(right(x, read(x))))
    none = next(x for x in lines() if not x.attributions)
    (found,) = read(line)
    assert right(line, ()) == [False]
    assert right(line, (found, found)) == [False]  # a surplus one
    assert right(none, (found,)) == [False]
    assert shared("the road was safe", "The road was safe.") == 1
    assert shared("the road was safe", "the road") == 0.5
