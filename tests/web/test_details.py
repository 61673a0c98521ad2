"""What an opened row tells, in a reader's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import ComparisonRow
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Judgement, QuoteNote, QuoteRelation, Row, Side, Verdict
from app.domain.speaker import UNRESOLVED
from app.domain.text import Span
from app.web.comparison import comparison_page
from app.web.comparison.details import MAX_NOTES, Details, details
from tests.making import article, claim, row
from tests.web.invented import comparison

STAR = article("She said the dam held. It broke.", "Star")
POST = article("The mayor said the dam held. It broke at noon.", "Post")
ECHO = article("The dam broke, a crewman said.", "Echo")
COLUMNS = (STAR, POST, ECHO)


def opened(*claims: Claim, judgement: Judgement, columns: tuple[Article, ...] = COLUMNS) -> Details | None:
    line = replace(row(*claims), judgement=judgement)
    return details(first_row(line, columns), {column.key: column for column in columns})


def first_row(line: Row, columns: tuple[Article, ...] = COLUMNS) -> ComparisonRow:
    return comparison(columns, (line,)).rows[0]


def with_source(told: Claim, words: str, text: str) -> Claim:
    start = text.index(words)
    return replace(told, source=Span(start, start + len(words)))


STAR_SAID = with_source(claim(STAR, "the dam held", ClaimKind.STATEMENT, "Ann Lee"), "She", STAR.text)
POST_SAID = with_source(claim(POST, "the dam held", ClaimKind.STATEMENT, "Ann Lee"), "The mayor", POST.text)
STAR_OWN, POST_OWN = claim(STAR, "It broke"), claim(POST, "It broke at noon")
ECHO_SAID = replace(
    with_source(claim(ECHO, "The dam broke", ClaimKind.STATEMENT), "a crewman", ECHO.text), speaker=UNRESOLVED
)
AGREE = Judgement(Verdict.AGREE)


@pytest.mark.parametrize(
    ("claims", "cited"),
    [
        ((STAR_SAID, POST_SAID), ["Ann Lee in Star and Post"]),
        ((STAR_OWN, POST_SAID), ["Ann Lee in Post", "Nobody in Star"]),
        ((STAR_SAID, STAR_OWN, POST_OWN), ["Ann Lee in Star", "Nobody in Post"]),
        ((POST_SAID, ECHO_SAID), ["Ann Lee in Post", "“a crewman” in Echo"]),
        ((STAR_OWN, POST_OWN), ["Nobody in Star and Post"]),
    ],
)
def test_who_is_cited(claims: tuple[Claim, ...], cited: list[str]) -> None:
    shown = opened(*claims, judgement=AGREE)
    assert shown
    assert [f"{line.words} in {line.outlets}" for line in shown.cited] == cited


@pytest.mark.parametrize(
    ("relation", "values", "told"),
    [
        (QuoteRelation.IDENTICAL, ("it held", None), "The same in Star: “it held”"),
        (QuoteRelation.PART, ("we knew it held", "it held"), "Only part of it in Post: “it held”"),
        (
            QuoteRelation.CHANGED,
            ("it held", "it broke"),
            "Other words: “it held” in Star; “it broke” in Post",
        ),
        (QuoteRelation.MINOR, ("it’s", "it is"), "A small difference: “it’s” in Star; “it is” in Post"),
        (QuoteRelation.MINOR, ("", "the"), "In Post, not in Star: “the”"),
        (QuoteRelation.LEFT_OUT, ("long", ""), "In Star, not in Post: “long”"),
        (QuoteRelation.CUT_SHORT, ("", "for now"), "Cut short in Star, without “for now”"),
        (QuoteRelation.ADDED, ("", "the dam"), "Added in brackets in Post: “the dam”"),
        (QuoteRelation.MASKED, ("d---", "damn"), "Letters masked: “d---” in Star; “damn” in Post"),
        (QuoteRelation.JOINED, ("a. b", "a, b"), "Two sentences made one: “a. b” in Star; “a, b” in Post"),
        (QuoteRelation.UNMARKED, ("it held", ""), "Without quotation marks in Post: “it held”"),
        (
            QuoteRelation.RENDERING,
            ("it held", "it did hold"),
            "Put otherwise, as translations are: “it held” in Star; “it did hold” in Post",
        ),
    ],
)
def test_how_versions_of_a_quote_differ(
    relation: QuoteRelation, values: tuple[str, str | None], told: str
) -> None:
    pairs = zip(values, (STAR_SAID, POST_SAID), strict=True)
    note = QuoteNote(relation, tuple(Side(value, (c.id,)) for value, c in pairs if value is not None))
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=(note,)))
    assert shown
    assert shown.quotes == (told,)


def test_every_relation_has_words() -> None:
    sides = (Side("a", (STAR_SAID.id,)), Side("b", (POST_SAID.id,)))
    notes = tuple(QuoteNote(relation, sides) for relation in QuoteRelation)
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=notes))
    assert shown
    assert len(set(shown.quotes)) == min(len(notes), MAX_NOTES)


def test_a_cut_that_the_reader_is_told_of_says_so_and_what_counts_comes_first() -> None:
    same = QuoteNote(QuoteRelation.IDENTICAL, (Side("it held", (STAR_SAID.id, POST_SAID.id)),))
    cut = QuoteNote(
        QuoteRelation.LEFT_OUT, (Side("long", (STAR_SAID.id,)), Side("", (POST_SAID.id,))), marked=True
    )
    shown = opened(STAR_SAID, POST_SAID, judgement=Judgement(Verdict.WORDING, quotes=(same, cut)))
    assert shown
    assert shown.quotes == (
        "In Star, not in Post: “long” (marked for the reader)",
        "The same in Star and Post: “it held”",
    )


def test_many_notes_are_cut_off_and_counted() -> None:
    note = QuoteNote(QuoteRelation.CHANGED, (Side("a", (STAR_SAID.id,)), Side("b", (POST_SAID.id,))))
    judgement = Judgement(Verdict.WORDING, quotes=(note,) * (MAX_NOTES + 2))
    shown = opened(STAR_SAID, POST_SAID, judgement=judgement)
    assert shown
    assert (len(shown.quotes), shown.quotes[-1]) == (MAX_NOTES + 1, "And 2 more notes.")


def test_who_has_which_value_and_what_stays_open() -> None:
    sides = (Side("noon", (POST_OWN.id,)), Side("dawn", (ECHO_SAID.id, STAR_OWN.id)))
    shown = opened(STAR_OWN, POST_OWN, ECHO_SAID, judgement=Judgement(Verdict.CONFLICT, sides=sides))
    assert shown
    assert [f"{line.words} in {line.outlets}" for line in shown.values] == [
        "noon in Post",
        "dawn in Star and Echo",
    ]
    assert shown.unknown == ("Which of them is right.", "Who “a crewman” is in Echo.")


def test_an_update_and_an_unsure_reading_are_open() -> None:
    unsure = replace(POST_SAID, confidence=0.1)
    shown = opened(STAR_SAID, unsure, judgement=Judgement(Verdict.WORDING, update=True))
    assert shown
    assert shown.unknown == (
        "Whether the earlier count was wrong or the number has risen since.",
        "Whether we read Post rightly: the sentence is hard to take apart.",
    )


def test_what_one_outlet_has_needs_no_details() -> None:
    assert opened(STAR_SAID, STAR_OWN, judgement=Judgement(Verdict.SINGLE)) is None


def test_the_words_that_stand_for_a_conflict_leave_out_a_value_printed_shorter_than_its_side() -> None:
    told = claim(POST, "It broke at noon")
    start = POST.text.index("noon")
    dated = replace(
        told, dates=(DateMention(Span(start, start + 4), "noon", PartialDate.parse("2024-03-12")),)
    )
    judgement = Judgement(
        Verdict.CONFLICT, sides=(Side("noon 12 March", (dated.id,)), Side("dawn", (STAR_OWN.id,)))
    )
    line = replace(row(dated, STAR_OWN), judgement=judgement)
    whole = comparison(COLUMNS, (line,))
    view = comparison_page(whole, whole.filters).rows[0]
    assert view.fact == "It broke at …"
    assert [piece.words for piece in view.cells[1].claims[0].words if "odds" in piece.css] == ["noon"]
