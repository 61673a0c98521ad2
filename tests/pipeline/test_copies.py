"""Copies: what is one text and what only sounds alike, who is named as its origin, and what counts once."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from app.domain.article import Article, RawArticle, Segment, SegmentKind
from app.domain.claim import ClaimKind
from app.domain.copy import AgencyMark, Copies
from app.domain.text import Span
from app.pipeline.clean import clean
from app.pipeline.copies import find_copies, with_origins
from app.pipeline.copies.agencies import UNNAMED, agency_marks
from app.pipeline.copies.passages import shared_passages
from tests.making import article, claim, row

ROOT = Path(__file__).parents[2]

GATES = (
    "The harbour authority closed both sea gates shortly after four in the morning, when the tide stood"
    " higher than at any time since the gauge on the pilot house was installed. Engineers worked until noon"
    " to free a fishing boat that had drifted into the northern gate."
)
MARKET = (
    "Stalls in the fish market were swept off the quay and several cellars in the old town filled with water."
    " Nobody was reported missing, but two families were taken from their roof by a rescue crew."
)
SAID = (
    "“We measured a hand’s breadth less than the wall can bear,” harbour master Ilse Tamm said. “Had the wind"
    " turned an hour later, we would be talking about another town.”"
)
SCHOOL = (
    "Lessons at the primary school behind the dyke will be held in the town hall until its heating has been"
    " repaired, which the council expects to take the better part of a month."
)
WIRE = (GATES, MARKET, SAID, SCHOOL)
OWN = (
    "Our reporter walked along the quay at dawn and counted the lamps that still burned.",
    "The baker opened at six, as she does every day, and gave the bread away until there was none left.",
)


def sheet(paragraphs: Sequence[str], outlet: str) -> Article:
    return article("\n\n".join(paragraphs) + "\n", outlet, name=f"{outlet}.txt")


def reworded(paragraph: str, seed: int) -> str:
    """One word in ten another; the marks at words stay."""
    dice = random.Random(seed)
    words = paragraph.split()
    for place in dice.sample(range(len(words)), len(words) // 10):
        words[place] = words[place].replace(words[place].strip("“”,.’"), f"other{place}")
    return " ".join(words)


def copied(one: Article, other: Article) -> list[str]:
    """The words of `other` that stand in shared passages."""
    seen = [copy.seen_from(other.key) for copy in shared_passages((one, other))]
    return [span.of(other.text) for span, _ in sorted(found for found in seen if found)]


# ---- passages -------------------------------------------------------------------------------------------

SPLIT = GATES.index("Engineers")
EDITS: dict[str, Sequence[str]] = {
    "word for word": WIRE,
    "cut to one paragraph": (GATES,),
    "the last sentences cut": tuple(p[: p.rindex(". ", 0, -1) + 1] if ". " in p[:-1] else p for p in WIRE),
    "in another order": (SCHOOL, SAID, GATES, MARKET),
    "a paragraph split": (GATES[: SPLIT - 1], GATES[SPLIT:], MARKET),
    "two paragraphs joined": (f"{GATES} {MARKET}", SCHOOL),
    "one word in ten changed": tuple(reworded(p, n) for n, p in enumerate(WIRE)),
    "other quotation marks": tuple(p.replace("“", '"').replace("”", '"').replace("’", "'") for p in WIRE),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edited_copy_is_found_whole(name: str) -> None:
    wire = sheet(WIRE, "Wire")
    other = sheet((OWN[0], *EDITS[name], OWN[1]), "Courier")
    found = copied(wire, other)
    for paragraph in EDITS[name]:
        marked = [words for words in found if words in paragraph]
        assert sum(map(len, marked)) >= 0.8 * len(paragraph)
    assert not any(words in own for words in found for own in OWN)


def test_a_copy_is_marked_to_the_character_and_counted_in_words() -> None:
    one, other = sheet((GATES, OWN[0]), "Wire"), sheet((OWN[1], GATES), "Courier")
    (copy,) = shared_passages((one, other))
    spans = {passage.article: passage.span for passage in (copy.one, copy.other)}
    assert {key: span.of(a.text) for a in (one, other) for key, span in spans.items() if key == a.key} == {
        one.key: GATES,
        other.key: GATES,
    }
    assert copy.words == len(GATES.split())


LONG_QUOTE = (
    "“We measured a hand’s breadth less than the wall can bear, and had the wind turned an hour later, we"
    " would be talking about another town and about people whom I have known since I was at school”"
)
ALIKE = {
    "a quotation both heard": (
        (f"{LONG_QUOTE}, Ilse Tamm told reporters on the mole, as rain ran off her hood.", OWN[0]),
        (OWN[1], f"Harbour master Ilse Tamm was blunt at noon: {LONG_QUOTE}."),
    ),
    "a quotation with the same short tag": (
        (f"{LONG_QUOTE}, harbour master Ilse Tamm said.",),
        (f"{LONG_QUOTE}, harbour master Ilse Tamm said.",),
    ),
    "a formula": (
        ("The ministry did not immediately respond to a request for comment.", OWN[0]),
        ("The ministry did not immediately respond to a request for comment.", OWN[1]),
    ),
    "a fact in the words one uses for it": (
        ("By then the public prosecutor in Riga had opened an inquiry into negligent flooding.",),
        ("Ask the public prosecutor in Riga, who has opened an inquiry into negligent flooding.",),
    ),
    "names, offices and numbers": (
        ("Harbour Master Ilse Tamm, Deputy Mayor Jonas Berg and Fire Chief Edith Holm met at 4.30 p.m.",),
        ("Seen: Harbour Master Ilse Tamm, Deputy Mayor Jonas Berg and Fire Chief Edith Holm. All left.",),
    ),
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_two_reporters_share_by_nature_is_no_copy(name: str) -> None:
    one, other = ALIKE[name]
    assert shared_passages((sheet(one, "Star"), sheet(other, "Courier"))) == ()


def test_an_outlet_does_not_copy_itself() -> None:
    assert shared_passages((sheet(WIRE, "Courier"), sheet((*OWN, *WIRE), "courier"))) == ()


def test_what_is_not_part_of_the_report_is_no_copy() -> None:
    def boilerplate(outlet: str) -> Article:
        whole = sheet(WIRE, outlet)
        return replace(whole, segments=(Segment(Span(0, len(whole.text)), SegmentKind.BOILERPLATE),))

    assert shared_passages((boilerplate("Star"), boilerplate("Courier"))) == ()


def test_the_order_of_articles_does_not_matter() -> None:
    articles = (
        sheet(WIRE, "Wire"),
        sheet((OWN[0], GATES, SCHOOL), "Courier"),
        sheet((MARKET, GATES), "Star"),
    )
    results = {find_copies(order) for order in permutations(articles)}
    assert len(results) == 1
    assert {(copy.one.article, copy.other.article) for copy in results.pop().passages} == {
        (one, other) for one, other in permutations(sorted(a.key for a in articles), 2) if one < other
    }


@pytest.mark.parametrize("text", ["the " * 60_000, '"a ' * 40_000, "a b c d\n" * 10_000, "", "one two"])
def test_texts_out_of_the_ordinary_are_no_trouble(text: str) -> None:
    for copy in shared_passages((article(text, "Star"), article(text, "Courier"))):
        assert copy.one.span.end <= len(text)


# ---- agencies -------------------------------------------------------------------------------------------

MARKED = [
    (f"LONDON (Reuters) - {GATES}", {("Reuters", True)}),
    (f"RIGA, March 10 (Baltwire) – {GATES}", {("Baltwire", True)}),
    (f"By Ann Lee, Associated Press\n\n{GATES}", {("Associated Press", True)}),
    (f"{GATES}\n\nThe Associated Press contributed to this report.", {("Associated Press", False)}),
    (f"{GATES}\n\nAnn Lee and the news agency Baltwire contributed to this report.", {("Baltwire", False)}),
    (f"{GATES}\n\nWith reporting by AFP and Reuters", {("AFP", False), ("Reuters", False)}),
    (f"{GATES}\n\n(with agencies)", {(UNNAMED, False)}),
    (f"{GATES}\n\n{MARKET}\n\n— Reuters", {("Reuters", False)}),
    (f"{GATES}\n\n{MARKET}\n\nSource: AFP", {("AFP", False)}),
    (f"{GATES}\n\n{MARKET}\n\n(AP)", set()),  # so stand the credits of pictures too
    (f"{GATES}\n\n© 2024 The Associated Press. All rights reserved.", {("Associated Press", True)}),
    (f"{GATES} The gates held, according to AFP.", set()),
    (f"{GATES} The pilot told Reuters that he had slept.", set()),
    (f"The Associated Press (AP) sent a helicopter. {GATES}", set()),
    (f"{GATES}\n\nPhoto: AP", set()),
    (GATES, set()),
]


@pytest.mark.parametrize(("text", "expected"), MARKED, ids=[text[:25] + text[-30:] for text, _ in MARKED])
def test_an_agency_is_named_as_origin_or_only_cited(text: str, expected: set[tuple[str, bool]]) -> None:
    cleaned = clean(RawArticle("a.txt", f"{text}\n", "a.txt", outlet="The Courier"))
    marks = agency_marks(cleaned)
    assert {(mark.agency, mark.whole) for mark in marks} == expected
    assert all(mark.span.of(cleaned.text).strip() for mark in marks)


def test_every_agency_is_an_outlet_with_short_forms() -> None:
    with (ROOT / "app" / "pipeline" / "outlets.csv").open(encoding="utf-8", newline="") as file:
        outlets = {line["name"] for line in csv.DictReader(file)}
    agencies = (ROOT / "app" / "pipeline" / "agencies.txt").read_text("utf-8").splitlines()
    assert agencies == sorted(set(agencies))
    assert set(agencies) <= outlets


# ---- origins --------------------------------------------------------------------------------------------

STAR = sheet((OWN[0], *WIRE), "Star")
COURIER = sheet((*WIRE, OWN[1]), "Courier")
RADIO = sheet(
    ("The sea gates were shut before dawn, says Radio Kolka, and a boat jammed one of them.",), "Radio"
)
GATE_WORDS = "The harbour authority closed both sea gates shortly after four in the morning"
GATE_ROW = row(
    claim(STAR, GATE_WORDS),
    claim(COURIER, GATE_WORDS),
    claim(RADIO, "The sea gates were shut before dawn"),
)


def groups(*articles: Article) -> tuple[str, ...]:
    return tuple(sorted(a.key for a in articles))


def test_claims_in_a_shared_passage_count_once() -> None:
    articles = (STAR, COURIER, RADIO)
    (found,) = with_origins([GATE_ROW], articles, find_copies(articles))
    assert set(found.origins) == {groups(STAR, COURIER), groups(RADIO)}
    assert found.independent == 2
    assert {(same.claim, same.article, same.shared, same.words) for same in found.same_text} == {
        (GATE_ROW.claims[0].id, COURIER.key, 13, 13),
        (GATE_ROW.claims[1].id, STAR.key, 13, 13),
    }


def test_a_claim_outside_of_what_they_share_counts_for_itself() -> None:
    apart = row(claim(STAR, OWN[0]), claim(COURIER, OWN[1]))
    (found,) = with_origins([apart], (STAR, COURIER), find_copies((STAR, COURIER)))
    assert found.same_text == ()
    assert found.independent == 2


def test_claims_from_different_shared_passages_are_not_the_same_text() -> None:
    crossed = row(
        claim(STAR, GATE_WORDS), claim(COURIER, "Stalls in the fish market were swept off the quay")
    )
    (found,) = with_origins([crossed], (STAR, COURIER), find_copies((STAR, COURIER)))
    assert found.same_text == ()
    assert found.independent == 2


def test_two_articles_of_one_outlet_count_once() -> None:
    later = sheet((OWN[0],), "Star")
    twice = row(claim(STAR, OWN[0]), claim(later, OWN[0]), claim(RADIO, "a boat jammed one of them"))
    (found,) = with_origins([twice], (STAR, later, RADIO), Copies())
    assert found.independent == 2


@pytest.mark.parametrize(("whole", "independent"), [(True, 1), (False, 2)])
def test_one_agencys_reports_count_once_also_where_they_are_rewritten(whole: bool, independent: int) -> None:
    apart = row(claim(STAR, OWN[0]), claim(COURIER, OWN[1]))
    passages = find_copies((STAR, COURIER)).passages
    marks = tuple(AgencyMark(a.key, Span(0, 3), "Reuters", whole) for a in (STAR, COURIER))
    (found,) = with_origins([apart], (STAR, COURIER), Copies(passages, marks))
    assert found.independent == independent
    (strangers,) = with_origins([apart], (STAR, COURIER), Copies((), marks))
    assert strangers.independent == 2


# ---- the invented event ---------------------------------------------------------------------------------

EXPECTED: dict[str, Any] = json.loads((ROOT / "seeds" / "expected.json").read_text("utf-8"))


def bridge() -> dict[str, Article]:
    def read(name: str) -> Article:
        text = (ROOT / "seeds" / "hesterwick-bridge" / name).read_text("utf-8")
        return clean(RawArticle(name, text, name, outlet=name))

    return {key: read(entry["file"]) for key, entry in EXPECTED["articles"].items()}


def test_the_invented_events_copies_are_those_its_notes_tell_of() -> None:
    articles = bridge()
    name_of = {a.key: name for name, a in articles.items()}
    copies = find_copies(tuple(articles.values()))
    noted = 0
    for entry in EXPECTED["rows"]:
        claims = [claim(articles[m["article"]], m["text"], ClaimKind.NARRATED) for m in entry["mentions"]]
        (found,) = with_origins([row(*claims)], tuple(articles.values()), copies)
        together = {frozenset(name_of[key] for key in keys) for keys in found.origins if len(keys) > 1}
        assert together <= {frozenset({"today", "ledger"})}, entry["id"]
        if entry.get("note", "").startswith("copy:"):
            noted += 1
            assert together, entry["id"]
            assert found.independent == len({m["article"] for m in entry["mentions"]}) - 1
    assert noted >= 6
