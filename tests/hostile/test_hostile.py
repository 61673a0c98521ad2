"""Hostile inputs by name: each is refused or made harmless, and the user is told."""

from __future__ import annotations

import re
import resource
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.hostile.cases import Case
from tests.hostile.feeds import FEEDS
from tests.hostile.files import FILES
from tests.hostile.house import SECRET, House
from tests.hostile.links import LINKS
from tests.hostile.markup import MARKUP
from tests.hostile.server import answer, serving

_SECONDS = 10.0  # no input keeps anyone longer
_MEMORY = 700  # MB more than before
CASES = (*LINKS, *FILES, *MARKUP, *FEEDS)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with serving() as site, serving() as inside:
        inside.says("/secret", answer(SECRET))
        inside.says("/robots.txt", answer(b"", "404 Not Found"))
        yield House(site, inside, tmp_path)


def _parameter(case: Case) -> ParameterSet:
    unmet = [pytest.mark.xfail(reason=case.unmet, run=False)] if case.unmet else []
    return pytest.param(case, id=case.name, marks=unmet)


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_is_refused_or_made_harmless(case: Case, house: House) -> None:
    before, start = _peak(), time.perf_counter()
    told = case.attempt(house)
    seconds, grown = time.perf_counter() - start, _peak() - before
    assert re.search(case.told, told, re.IGNORECASE), told[:300]
    assert house.inside.asked == []
    assert seconds < _SECONDS
    assert grown < _MEMORY


def test_names_are_given_once() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


def _peak() -> float:
    """Most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
