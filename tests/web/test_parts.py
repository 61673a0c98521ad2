"""Rows that hold parts of claims: what is shown of them, and what the files say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import stretches
from app.domain.copy import SameText
from app.domain.event import Row
from app.domain.text import Span
from app.store import Database, LinedUp, add_article, save_event
from app.web.comparison import comparison_page
from app.web.exports import to_csv, to_json
from tests.making import MADE, article, claim, row
from tests.web.invented import EVENT_ID, comparison
from tests.web.markup import parsed
from tests.web.test_exports import read

TEXT = "The dam, which burst, was old and the town knew it, but “nobody acted in time”, Ann Lee said."
STAR = article(TEXT, "Star")
WHOLE = replace(
    claim(STAR, TEXT[: TEXT.index(", Ann")], ClaimKind.MIXED, "Ann Lee"),
    source=Span(TEXT.index("Ann Lee"), TEXT.index(" said")),
    quoted=(Span(TEXT.index("nobody"), TEXT.index("”")),),
)


def part(words: str, whole: Claim = WHOLE) -> Claim:
    start = TEXT.index(words)
    return whole.part(Span(start, start + len(words)))


BURST, OLD, KNEW = part("which burst"), part("was old"), part("the town knew it")
ACTED = part("nobody acted in time")
DAM = part("The dam")


@pytest.mark.parametrize(
    ("claims", "texts"),
    [
        ((OLD, KNEW), ["was old and the town knew it"]),
        ((BURST, OLD), ["which burst, was old"]),
        ((BURST, KNEW), ["which burst", "the town knew it"]),
        ((OLD, KNEW, ACTED), ["was old and the town knew it, but “nobody acted in time"]),
        ((DAM, OLD), ["The dam", "was old"]),
        ((WHOLE,), [WHOLE.text]),
        ((OLD, claim(STAR, "the town knew it")), ["was old", "the town knew it"]),
        ((OLD, claim(STAR, "and the town"), KNEW), ["was old and the town knew it", "and the town"]),
    ],
)
def test_neighbouring_parts_of_one_claim_are_one_stretch(claims: tuple[Claim, ...], texts: list[str]) -> None:
    found = stretches(claims, TEXT)
    assert [stretch.text for stretch in found] == texts
    assert all(stretch.span.of(TEXT) == stretch.text for stretch in found)
    assert sorted(c.id for stretch in found for c in stretch.claims) == sorted(c.id for c in claims)


POST = article("It was old. The town knew.", "Post")
ROWS = (
    row(OLD, KNEW, claim(POST, "It was old")),
    row(DAM, ACTED),
)


def store(database: Database) -> None:
    held: dict[str, tuple[Claim, ...]] = {STAR.key: (stored(),), POST.key: (claim(POST, "It was old"),)}
    with database.writing() as session:
        for column in (STAR, POST):
            add_article(session, column, held[column.key], "test:1")
        save_event(session, LinedUp(EVENT_ID, "The dam", (STAR, POST), ROWS, "made"))


def stored() -> Claim:
    return replace(WHOLE, parts=tuple(c.span for c in (DAM, BURST, OLD, KNEW, ACTED)))


def cell(client: TestClient, line: Row, outlet: str) -> list[list[str]]:
    """The paragraphs of a cell, by style."""
    shown = parsed(client.get(f"/events/{EVENT_ID}").text).by_id(f"r-{line.id}")
    found = next(td for td in shown.every("td") if td.attributes["data-outlet"] == outlet)
    return [[p.classes[0], p.words] for p in found.every("p") if p.classes]


def test_a_cell_shows_neighbouring_parts_as_one_with_one_source(
    database: Database, empty: TestClient
) -> None:
    store(database)
    words = "was old and the town knew it ¶Read it in Star, paragraph 1"
    assert cell(empty, ROWS[0], "Star") == [["attr", "Ann Lee"], ["words", words]]


def test_parts_further_apart_go_on_under_one_source_and_quoted_words_keep_their_marks(
    database: Database, empty: TestClient
) -> None:
    store(database)
    assert cell(empty, ROWS[1], "Star") == [
        ["attr", "Ann Lee"],
        ["words", "The dam ¶Read it in Star, paragraph 1"],
        ["words", "… “nobody acted in time” ¶Read it in Star, paragraph 1"],
    ]


def test_the_article_marks_each_part_and_has_a_note_for_each_stretch(
    database: Database, empty: TestClient
) -> None:
    store(database)
    shown = parsed(empty.get(f"/articles/{STAR.key}").text)
    assert [shown.by_id(f"c-{c.id}").text for c in (DAM, OLD, KNEW, ACTED)] == [
        c.text for c in (DAM, OLD, KNEW, ACTED)
    ]
    notes = [note.attributes["id"] for note in shown.every("div", "note-c")]
    assert notes == [f"n-{c.id}" for c in (DAM, OLD, ACTED)]
    references = {a.attributes["href"] for a in shown.every("a", "ref")}
    assert references == {f"#{prefix}{c.id}" for c in (DAM, OLD, ACTED) for prefix in ("n-", "c-")}
    assert [piece.text for piece in shown.every("span", "m1")] == [OLD.text, KNEW.text]
    assert "".join(p.text for p in shown.every("p", "p")) == TEXT
    kinds = [li.words for li in shown.first("ul", "kinds").every("li")]
    assert sum(int(words.split()[-1]) for words in kinds) == len(notes)  # what one steps through


def test_files_hold_each_part_to_the_letter_and_name_the_whole() -> None:
    table = comparison((STAR, POST), ROWS)
    claims = [c for line in json.loads(to_json(table, MADE))["rows"] for c in line["claims"]]
    texts = {column.key: column.text for column in (STAR, POST)}
    assert all(texts[c["article"]][c["start"] : c["end"]] == c["text"] for c in claims)
    assert [c["part_of"] for c in claims] == [WHOLE.id, WHOLE.id, None, WHOLE.id, WHOLE.id]
    assert [line["part_of"] for line in read(to_csv(table, "long", MADE))] == [
        WHOLE.id, WHOLE.id, "", WHOLE.id, WHOLE.id,
    ]  # fmt: skip
    wide = read(to_csv(table, "wide", MADE))
    assert [line["Star"] for line in wide] == [
        "was old and the town knew it",
        "The dam ¶ nobody acted in time",
    ]
    assert wide[0]["fact"] == "was old and the town knew it"


def test_shared_text_of_parts_is_counted_together() -> None:
    same = (SameText(OLD.id, POST.key, 2, 2), SameText(KNEW.id, POST.key, 2, 4))
    whole = comparison((STAR, POST), (replace(ROWS[0], same_text=same),))
    view = comparison_page(whole, whole.filters).rows[0].cells[0].claims[0]
    assert view.same_text == "Same text: 4 of 6 words as in Post"
