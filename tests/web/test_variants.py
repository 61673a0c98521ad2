"""Words that differ between versions of a quote: what is marked, and that the outlet's words stay its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import ComparisonRow, compare
from app.domain.event import Judgement, QuoteNote, QuoteRelation, Row, Side, Verdict
from app.domain.text import Span
from app.store import Database
from app.web.comparison.cells import A_FEW, MAX_WORDS, Piece, cut_short, runs_of
from app.web.comparison.variants import Change, Variant, compared, variants, words_of
from tests.making import article, claim, row
from tests.web.invented import EVENT_ID, comparison, store_event
from tests.web.markup import Element, parsed

# The fullest wording, another version, and both with their changes: [changed] {added} -absent-
COMPARED = [
    ("We swam to the quay", "We swam to the quay", "We swam to the quay", "We swam to the quay"),
    ("We swam, to the quay!", "we SWAM to the “quay”", "We swam, to the quay!", "we SWAM to the “quay”"),
    ("It’s cold", "it's cold", "It’s cold", "it's cold"),
    ("We saw the water", "We saw the sea", "We saw the [water]", "We saw the -water-{sea}"),
    ("We all swam home", "We swam home", "We [all] swam home", "We -all-swam home"),
    ("We swam home", "We all swam home", "We swam home", "We {all} swam home"),
    ("We swam home at last", "We swam home", "We swam home [at last]", "We swam home-at last-"),
    ("At last we swam home", "we swam home", "[At last] we swam home", "-At last-we swam home"),
    ("one two three", "four five", "one two three", "four five"),
    ("We", "", "We", ""),
    (
        "We a b c d e f g h i j k swam",
        "We swam",
        "We [a b c d e f g h i j k] swam",
        "We -a b c … i j k-swam",
    ),
    ("nobody told us, then the sea came", "nobody told us; the sea came",
     "nobody told us, [then] the sea came", "nobody told us; -then-the sea came"),
]  # fmt: skip


def shown(text: str, changes: tuple[Variant, ...]) -> str:
    """The text with its changes written out."""
    forms = {Change.CHANGED: "[{}]", Change.ADDED: "{{{}}}", Change.ABSENT: "-{}-"}
    runs = runs_of([Piece(text)], 0, changes)
    words = ((run.change, run.absent or "".join(piece.words for piece in run.pieces)) for run in runs)
    return "".join(forms[change].format(said) if change else said for change, said in words)


def spans(words: str) -> list[Span]:
    return [Span(0, len(words))]


@pytest.mark.parametrize(("full", "other", "marked", "here"), COMPARED)
def test_versions_are_compared_word_by_word(full: str, other: str, marked: str, here: str) -> None:
    ones = words_of(full, spans(full))
    lacking, changes = compared(ones, words_of(other, spans(other)), full)
    runs: list[Span] = []
    for word in lacking:
        near = runs and ones[[w.span for w in ones].index(word.span) - 1].span.end == runs[-1].end
        runs = [*runs[:-1], Span(runs[-1].start, word.span.end)] if near else [*runs, word.span]
    assert shown(full, tuple(Variant(run, Change.CHANGED) for run in runs)) == marked
    assert shown(other, changes) == here


def test_a_fragment_lacks_nothing_at_its_ends() -> None:
    full = words_of("we swam all the way home", spans("we swam all the way home"))
    other = words_of("swam the way", spans("swam the way"))
    lacking, changes = compared(full, other, "we swam all the way home", outer=False)
    assert [word.same_as for word in lacking] == ["all"]
    assert [change.absent for change in changes] == ["all"]


def test_a_stretch_that_stands_beside_is_not_missing() -> None:
    full = words_of(whole := "it did not give way at once, it leaned", spans(whole))
    other = words_of(here := "it leaned", spans(here))
    assert [change.absent for change in compared(full, other, whole)[1]] == ["it did not give way at once"]
    assert compared(full, other, whole, beside={"not", "give", "way", "at", "once"}) == ((), ())


ABSENT_AT = [("We swam home.", 12, True), ("We swam home.", 8, False), ("“We swam”", 1, False)]


@pytest.mark.parametrize(("text", "at", "glued"), ABSENT_AT)
def test_absent_words_are_glued_where_a_word_stands_right_before(text: str, at: int, *, glued: bool) -> None:
    runs = runs_of([Piece(text)], 0, [Variant(Span(at, at), Change.ABSENT, "at last")])
    assert [run.glued for run in runs if run.absent] == [glued]


STAR = article("He said: “We went into the water, all of us.” That was all.", "Star")
POST = article("“We went into the sea, all of us,” he said. “We went into the sea, all of us.”", "Post")
TIMES = article("He said that they went into the sea.", "Times")
FULL = claim(STAR, "“We went into the water, all of us.”", ClaimKind.QUOTE)
OTHER = claim(POST, "“We went into the sea, all of us,”", ClaimKind.QUOTE)
AGAIN = claim(POST, "“We went into the sea, all of us.”", ClaimKind.QUOTE)
TOLD = claim(TIMES, "they went into the sea", ClaimKind.STATEMENT)
COLUMNS = (STAR, POST, TIMES)


def judged(*relations: QuoteRelation, claims: tuple[Claim, ...] = (FULL, OTHER, AGAIN, TOLD)) -> Row:
    notes = tuple(
        QuoteNote(relation, (Side("water", (FULL.id,)), Side("sea", (OTHER.id, AGAIN.id))))
        for relation in relations
    )
    return replace(row(*claims), lead=FULL.id, judgement=Judgement(Verdict.WORDING, quotes=notes))


def marks(line: Row, columns: tuple[Article, ...] = COLUMNS) -> list[list[str]]:
    """The changes of each column, as they are written in COMPARED."""
    table: ComparisonRow = comparison(columns, (line,)).rows[0]
    found = variants(table, {column.key: column.text for column in columns})
    return [
        [
            f"{change.change.value}: {change.absent or change.span.of(column.text)}"
            for change in found[column.key]
        ]
        if column.key in found
        else []
        for column in columns
    ]


SAID = [
    ((QuoteRelation.CHANGED,), [["mark: water"], ["del: water", "ins: sea"], []]),
    ((QuoteRelation.MINOR,), [["mark: water"], ["del: water", "ins: sea"], []]),
    ((QuoteRelation.IDENTICAL,), [[], [], []]),
    ((QuoteRelation.PART,), [[], [], []]),
    ((QuoteRelation.IDENTICAL, QuoteRelation.CHANGED), [["mark: water"], ["del: water", "ins: sea"], []]),
    ((), [[], [], []]),
]


@pytest.mark.parametrize(("relations", "expected"), SAID)
def test_words_are_marked_where_the_judgement_says_that_versions_differ(
    relations: tuple[QuoteRelation, ...], expected: list[list[str]]
) -> None:
    assert marks(judged(*relations)) == expected


def test_without_the_fullest_wording_shown_nothing_is_held_against_it() -> None:
    columns = (POST, TIMES)
    whole = compare(comparison(columns).event, COLUMNS, (judged(QuoteRelation.CHANGED),))
    from app.domain.comparison import Filters

    shown_row = whole.filtered(Filters(columns=("Post", "Times"))).rows[0]
    assert variants(shown_row, {column.key: column.text for column in columns}) == {}


def cell(shown_page: Element, outlet: str) -> Element:
    return next(td for td in shown_page.every("td") if td.attributes.get("data-outlet") == outlet)


def test_what_stands_as_the_outlets_words_is_theirs_to_the_letter(
    database: Database, empty: TestClient
) -> None:
    store_event(database, COLUMNS, (judged(QuoteRelation.CHANGED),))
    page = parsed(empty.get(f"/events/{EVENT_ID}").text).first("tbody")
    for outlet, text, words in (
        ("Star", FULL.text, FULL.text),
        ("Post", OTHER.text, "“We went into the not here: water; added: sea, all of us,”"),
    ):
        said = next(cell(page, outlet).every("p", "words"))
        assert "".join(piece.text for piece in said.every("span", "verbatim")) == text
        assert said.words.startswith(words)
        assert not [piece for mark in said.every("del") for piece in mark.every("span", "verbatim")]
    assert [mark.words for mark in cell(page, "Star").every("mark")] == ["water"]


def test_a_very_long_claim_is_cut_and_leads_on(database: Database, empty: TestClient) -> None:
    words = " ".join(f"word{number}" for number in range(MAX_WORDS + A_FEW + 1))
    long, fits = article(words, "Star"), article(words.rpartition(" ")[0] + ".", "Post")
    lines = (row(claim(long, words)), row(claim(fits, words.rpartition(" ")[0])))
    store_event(database, (long, fits), lines)
    page = parsed(empty.get(f"/events/{EVENT_ID}").text)
    cut = page.by_id(f"r-{lines[0].id}")
    assert cut.first("span", "verbatim").text == " ".join(words.split()[:MAX_WORDS])
    address = cut.first("a", "more").attributes["href"]
    assert not list(page.by_id(f"r-{lines[1].id}").every("a", "more"))
    there = parsed(empty.get(address).text).by_id(address.partition("#")[2])
    assert there.first("span", "verbatim").text == words
    assert not list(there.every("a", "more"))


def test_a_cut_keeps_the_order_of_words_and_changes() -> None:
    text = " ".join("word" for _ in range(MAX_WORDS * 2))
    runs = runs_of(
        [Piece(text)], 0, [Variant(Span(5, 9), Change.ADDED), Variant(Span(10, 10), Change.ABSENT, "x")]
    )
    kept = cut_short(runs)
    assert [run.change for run in kept] == [None, Change.ADDED, None, Change.ABSENT, None]
    assert "".join(piece.words for run in kept for piece in run.pieces) == " ".join(text.split()[:MAX_WORDS])
