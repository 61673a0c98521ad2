from __future__ import annotations

from app.domain.claim import Claim, ClaimKind
from app.domain.dates import DateMention, PartialDate
from app.domain.figure import Figure
from app.domain.speaker import Speaker
from app.domain.text import Span

TEXT = "it was “very hard” to save 84 people, and the ferry will sail on Monday"
AT = 100  # where the claim begins in its article


def span(words: str) -> Span:
    start = AT + TEXT.index(words)
    return Span(start, start + len(words))


HARD, SAIL = span("it was “very hard” to save 84 people"), span("the ferry will sail on Monday")
WHOLE = Claim(
    "a",
    Span(AT, AT + len(TEXT)),
    TEXT,
    ClaimKind.MIXED,
    source=Span(80, 90),
    cue=Span(91, 95),
    speaker=Speaker.resolved("Edda Lind"),
    quoted=(span("very hard"),),
    figures=(Figure(span("84"), "84", 84, 84),),
    dates=(DateMention(span("on Monday"), "on Monday", PartialDate(2024, 3, 11)),),
    parts=(HARD, SAIL),
)


def test_a_part_has_the_claim_s_source_and_what_lies_in_it() -> None:
    hard = WHOLE.part(HARD)
    assert (hard.text, hard.kind) == ("it was “very hard” to save 84 people", ClaimKind.MIXED)
    assert (hard.quoted, hard.figures, hard.dates) == (WHOLE.quoted, WHOLE.figures, ())
    assert (hard.source, hard.cue, hard.speaker) == (WHOLE.source, WHOLE.cue, WHOLE.speaker)
    assert (hard.parts, hard.part_of) == ((), WHOLE.id)
    assert hard.id != WHOLE.id


def test_a_part_without_quoted_words_is_a_statement() -> None:
    sail = WHOLE.part(SAIL)
    assert (sail.kind, sail.quoted, sail.figures, sail.dates) == (ClaimKind.STATEMENT, (), (), WHOLE.dates)


def test_a_part_of_a_figure_without_its_number_is_narrated() -> None:
    counted = Claim("a", WHOLE.span, TEXT, ClaimKind.FIGURE, figures=WHOLE.figures, parts=WHOLE.parts)
    assert [counted.part(at).kind for at in counted.parts] == [ClaimKind.FIGURE, ClaimKind.NARRATED]


def test_a_quotation_that_runs_on_is_cut_with_the_claim() -> None:
    quote = Claim("a", WHOLE.span, TEXT, ClaimKind.QUOTE, quoted=(WHOLE.span,), parts=WHOLE.parts)
    assert [quote.part(at).quoted for at in quote.parts] == [(HARD,), (SAIL,)]
    assert {quote.part(at).kind for at in quote.parts} == {ClaimKind.QUOTE}


def test_a_part_of_a_part_is_of_the_same_claim() -> None:
    assert WHOLE.part(HARD).part(span("84 people")).part_of == WHOLE.id
    assert WHOLE.part(WHOLE.span) is WHOLE
