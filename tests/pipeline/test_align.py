"""Claims into rows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.article import Article, Segment, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Row, Verdict
from app.domain.figure import Figure
from app.domain.speaker import Speaker
from app.domain.text import Span
from app.pipeline.align import THRESHOLD, line_up
from app.pipeline.align.rows import make_row, story_order
from tests.making import article, claim
from tests.making import row as making_row

STAR = article(
    "The ferry Norla ran aground off Tarn Island on Monday night with 84 people on board. “We lost both "
    "engines within a minute and could not drop anchor,” captain Edda Lind said. Lind said nobody had "
    "been hurt. The island has had no other link to the mainland since the bridge was closed in 2019.",
    "Morning Star",
    "2024-03-12",
)
SUN = article(
    "All 84 passengers of the ferry Norla are safe after it ran aground near Tarn Island. No one was "
    "hurt, coast guard captain Lind said. The captain told reporters the ship “lost both engines within "
    "a minute”. The owner, Velby Lines, promised refunds.",
    "Valley Sun",
    "2024-03-13",
)
POST = article(
    "Velby Lines will pay back every ticket, the owner of the stranded ferry said. “We lost both "
    "engines within two minutes and could not drop anchor,” said Edda Lind.",
    "Island Post",
    "2024-03-13",
)


def quote(of: Article, words: str, speaker: str) -> Claim:
    start = of.text.index(words)
    span = Span(start, start + len(words))
    speaks = Speaker.resolved(speaker)
    return Claim(of.key, span, words, ClaimKind.QUOTE, span, speaker=speaks, quoted=(span,))


def figure(of: Article, words: str, number: float) -> Claim:
    start = of.text.index(words)
    at = of.text.index(f"{number:g}")
    found = Figure(Span(at, at + len(f"{number:g}")), f"{number:g}", number, number)
    return Claim(of.key, Span(start, start + len(words)), words, ClaimKind.FIGURE, figures=(found,))


AGROUND = [
    figure(STAR, "The ferry Norla ran aground off Tarn Island on Monday night with 84 people on board", 84),
    figure(SUN, "All 84 passengers of the ferry Norla are safe after it ran aground near Tarn Island", 84),
]
ENGINES = [
    quote(STAR, "We lost both engines within a minute and could not drop anchor", "Edda Lind"),
    quote(SUN, "lost both engines within a minute", "Captain Lind"),
    quote(POST, "We lost both engines within two minutes and could not drop anchor", "Edda Lind"),
]
UNHURT = [
    claim(STAR, "nobody had been hurt", ClaimKind.STATEMENT, "Edda Lind"),
    claim(SUN, "No one was hurt", ClaimKind.STATEMENT, "Captain Lind"),
]
LINK = [claim(STAR, "The island has had no other link to the mainland since the bridge was closed in 2019")]
ARTICLES = [STAR, SUN, POST]
CLAIMS = [*AGROUND, *ENGINES, *UNHURT, *LINK]


CONFIDENCES = [
    # likeness; of each claim its article, kind and confidence; the row's confidence
    (1.0, [(STAR, ClaimKind.QUOTE, 0.8)], 0.8),
    (1.0, [(STAR, ClaimKind.QUOTE, 0.4), (STAR, ClaimKind.STATEMENT, 0.7)], 0.7),  # an article's surest
    (0.9, [(STAR, ClaimKind.QUOTE, 0.8), (SUN, ClaimKind.QUOTE, 0.6)], 0.6),  # the least sure account
    (0.3, [(STAR, ClaimKind.QUOTE, 0.8), (SUN, ClaimKind.QUOTE, 0.6)], 0.3),
    # what an outlet tells itself has no source that could be read wrongly
    (0.9, [(STAR, ClaimKind.NARRATED, 0.5), (SUN, ClaimKind.FIGURE, 0.5)], 0.9),
    (0.9, [(STAR, ClaimKind.NARRATED, 0.5), (SUN, ClaimKind.MIXED, 0.7)], 0.7),
    (1.0, [(STAR, ClaimKind.NARRATED, 0.5)], 1.0),
]


@pytest.mark.parametrize(("likeness", "claims", "confidence"), CONFIDENCES)
def test_how_sure_a_row_is(
    likeness: float, claims: list[tuple[Article, ClaimKind, float]], confidence: float
) -> None:
    words = {STAR: ["The ferry", "nobody", "the mainland"], SUN: ["No one", "The owner"]}
    made = [
        replace(claim(of, words[of][place], kind), confidence=sure)
        for place, (of, kind, sure) in enumerate(claims)
    ]
    assert make_row(made, {a.key: a for a in ARTICLES}, likeness).confidence == confidence


def test_rows_carry_how_surely_they_were_lined_up() -> None:
    rows = line_up(ARTICLES, CLAIMS)
    assert row_of(rows, LINK[0]).confidence == 1.0
    several = [row.confidence for row in rows if len(row.articles) > 1]
    assert several
    assert all(THRESHOLD <= sure < 1 for sure in several)


def row_of(rows: tuple[Row, ...], one: Claim) -> Row:
    return next(row for row in rows if one.id in {c.id for c in row.claims})


def test_no_claims_no_rows() -> None:
    assert line_up(ARTICLES, []) == ()


def test_claims_of_one_fact_share_a_row() -> None:
    rows = line_up(ARTICLES, CLAIMS)
    for fact in (AGROUND, ENGINES):
        assert {c.id for c in row_of(rows, fact[0]).claims} == {c.id for c in fact}
    assert len(row_of(rows, LINK[0]).claims) == 1


def test_speakers_carry_one_name() -> None:
    rows = line_up(ARTICLES, CLAIMS)
    assert {c.speaker.name for row in rows for c in row.claims if c.speaker.name} == {"Edda Lind"}
    assert row_of(rows, ENGINES[0]).speaker == "Edda Lind"
    assert row_of(rows, LINK[0]).speaker is None


def test_the_row_says_what_it_is_and_why() -> None:
    row = row_of(line_up(ARTICLES, CLAIMS), ENGINES[0])
    assert row.kind is ClaimKind.QUOTE
    assert row.lead in {ENGINES[0].id, ENGINES[2].id}
    assert row.why[0] == "same speaker"
    assert re.fullmatch(r"\d+ words in a row: “[^“”]+”", row.why[1])
    assert row.verdict is Verdict.WORDING
    figures = row_of(line_up(ARTICLES, CLAIMS), AGROUND[0])
    assert figures.kind is ClaimKind.FIGURE
    assert "both 84" in figures.why


WHY = [
    # (one outlet's claim, another's, why they are one row)
    ("Lind closed the old harbour at night", "The harbour was closed by Brandt", ["in common: harbour"]),
    ("a harbour levy that the council of Tarn wants", "the harbour levy that drew jeers in Tarn",
     ["3 words in a row: “harbour levy that”", "in common: Tarn"]),
    ("It was one of the last", "She was one of the last there", ["5 words in a row: “was one of the last”"]),
    # Words that every text has are no reason where rarer ones are shared, and one where none are.
    ("one of a kind of ferry", "one of a fleet, each a ferry", ["in common: ferry"]),
    ("reporters at the House", "the House that reporters saw", ["in common: House, reporters"]),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), WHY)
def test_why_two_claims_are_one_row(one: str, other: str, expected: list[str]) -> None:
    texts = [article(one, "Sun"), article(other, "Star")]
    claims = [Claim(of.key, Span(0, len(of.text)), of.text, ClaimKind.NARRATED) for of in texts]
    assert list(make_row(claims, {of.key: of for of in texts}).why) == expected


def test_a_day_that_all_tell_is_a_reason() -> None:
    texts = [article("The levy passed on Tuesday", "Sun"), article("It was passed on 5 March", "Star")]
    day = PartialDate(2024, 3, 5)
    claims = []
    for of, words in zip(texts, ("Tuesday", "5 March"), strict=True):
        dates = (DateMention(Span(18, 24), words, day),)
        claims.append(Claim(of.key, Span(0, len(of.text)), of.text, ClaimKind.NARRATED, dates=dates))
    assert "both Tuesday" in make_row(claims, {of.key: of for of in texts}).why


def test_a_single_claim_needs_no_reason() -> None:
    row = row_of(line_up(ARTICLES, CLAIMS), LINK[0])
    assert (row.why, row.verdict, row.kind, row.lead) == ((), Verdict.SINGLE, ClaimKind.NARRATED, LINK[0].id)


def test_quotes_of_two_persons_are_two_rows() -> None:
    lind = quote(STAR, "We lost both engines within a minute", "Edda Lind")
    other = article("“We lost the anchor as well,” Oskar Brandt said.", "Island Post")
    brandt = quote(other, "We lost the anchor as well", "Oskar Brandt")
    assert len(line_up([STAR, other], [lind, brandt])) == 2


RAN = "The ferry Norla ran aground off Tarn Island on Monday night with 84 people on board"
PAYS = "its owner, Velby Lines, has promised that it will pay back every ticket that was sold for the summer"
SPLIT = article(f"{RAN}, and {PAYS}. Divers will look at the hull today.", "Harbour Times")
RAN_ALONE = article(
    "The ferry Norla ran aground off Tarn Island late on Monday with 84 people on board. Nobody was hurt.",
    "Valley Sun",
)
PAYS_ALONE = article(
    "Velby Lines said on Tuesday it would think it over. "
    "Velby Lines has promised to pay back every ticket sold for the summer.",
    "Island Post",
)


def sentences(of: Article) -> list[Claim]:
    return [claim(of, sentence.removesuffix(".")) for sentence in of.text.split(". ")]


def split(*parts: str) -> Claim:
    return replace(sentences(SPLIT)[0], parts=tuple(claim(SPLIT, words).span for words in parts))


TWO_FACTS = split(RAN, PAYS)
DIVERS = sentences(SPLIT)[1]
OF_ONE = [sentences(RAN_ALONE)[0], sentences(PAYS_ALONE)[1]]
EACH = [SPLIT, RAN_ALONE, PAYS_ALONE]
OF_EACH = [TWO_FACTS, DIVERS, *sentences(RAN_ALONE), *sentences(PAYS_ALONE)]


def words_of(rows: tuple[Row, ...], of: Article) -> list[list[str]]:
    return [[c.text for c in row.claims if c.article == of.key] for row in rows]


def test_a_claim_of_two_facts_is_cut_where_they_line_up_with_different_rows() -> None:
    rows = line_up(EACH, OF_EACH)
    ran, pays = (row_of(rows, one) for one in OF_ONE)
    assert {c.text for c in ran.claims} == {RAN, OF_ONE[0].text}
    assert {c.text for c in pays.claims} == {PAYS, OF_ONE[1].text}
    assert {c.part_of for c in (*ran.claims, *pays.claims)} == {None, TWO_FACTS.id}


def test_what_remains_of_a_cut_claim_stands_alone() -> None:
    rows = line_up([SPLIT, RAN_ALONE], [TWO_FACTS, DIVERS, *sentences(RAN_ALONE)])
    assert [words for words in words_of(rows, SPLIT) if words] == [[RAN], [PAYS], [DIVERS.text]]
    assert next(row for row in rows if row.claims[0].text == PAYS).verdict is Verdict.SINGLE


def test_neighbouring_parts_that_remain_share_a_row() -> None:
    one, other = PAYS.split(" that it ")
    rows = line_up([SPLIT, RAN_ALONE], [split(RAN, one, other), DIVERS, *sentences(RAN_ALONE)])
    assert [words for words in words_of(rows, SPLIT) if words] == [[RAN], [one, other], [DIVERS.text]]


def test_a_claim_that_lines_up_with_nothing_is_not_cut() -> None:
    (row,) = line_up([SPLIT], [TWO_FACTS])
    assert row.claims == (TWO_FACTS,)


@settings(max_examples=30, deadline=None)
@given(st.permutations(EACH), st.permutations(OF_EACH))
def test_any_order_gives_the_same_parts(articles: list[Article], claims: list[Claim]) -> None:
    assert line_up(articles, claims) == line_up(EACH, OF_EACH)


HEADLINE = "Velby Lines sold"


def headed(of: Article) -> Article:
    rest = Segment(Span(len(HEADLINE), len(of.text)), SegmentKind.BODY)
    return replace(of, segments=(Segment(Span(0, len(HEADLINE)), SegmentKind.HEADLINE), rest))


def test_a_headline_has_a_row_only_with_another_outlet_s_words() -> None:
    one = headed(article(f"{HEADLINE}\n\nThe new owner is not known.", "Morning Star"))
    told = claim(one, HEADLINE)
    assert line_up([one, STAR], [told, *LINK]) == line_up([one, STAR], LINK)
    quoting = replace(told, kind=ClaimKind.QUOTE)
    assert row_of(line_up([one], [quoting]), quoting).claims == (quoting,)
    other = article("Velby Lines was sold.", "Valley Sun")
    sold = claim(other, "Velby Lines was sold")
    (row,) = line_up([one, other], [told, sold])
    assert {c.id for c in row.claims} == {told.id, sold.id}


def test_rows_in_story_order() -> None:
    """As the article with most claims tells it; what only others have comes after what they told before."""
    refunds = claim(SUN, "Velby Lines, promised refunds")
    rows = line_up(ARTICLES, [*CLAIMS, refunds])
    places = [rows.index(row_of(rows, one)) for one in (AGROUND[0], ENGINES[0], LINK[0])]
    assert places == sorted(places)
    assert rows.index(row_of(rows, refunds)) > rows.index(row_of(rows, ENGINES[1]))


TOLD = [
    # what each article tells, the fullest first; the order of the rows
    (["abcd", "bxc"], "abxcd"),
    (["abcd", "xb"], "axbcd"),
    (["abcd", "xa"], "axbcd"),  # the fullest opens the story
    (["abcd", "xyz"], "abcdxyz"),
    (["abcdef", "fabxc"], "abxcdef"),  # f comes first there, but a, b and c keep their order
    (["abcd", "dx", "xy"], "abcdxy"),
    (["ab"], "ab"),
]


@pytest.mark.parametrize(("told", "order"), TOLD)
def test_what_others_have_is_slotted_in(told: list[str], order: str) -> None:
    articles = [article(" ".join(letters), f"Outlet {number}") for number, letters in enumerate(told)]
    claims = {
        letter: [claim(of, letter) for of, letters in zip(articles, told, strict=True) if letter in letters]
        for letter in order
    }
    rows = [making_row(*of_row) for of_row in claims.values()]
    every = [one for of_row in claims.values() for one in of_row]
    for shuffled in (rows, rows[::-1]):
        found = story_order(shuffled, every, [of.key for of in articles])
        assert "".join(row.claims[0].text for row in found) == order


def test_claims_of_a_row_come_by_date_and_place() -> None:
    row = row_of(line_up(ARTICLES[::-1], CLAIMS[::-1]), ENGINES[0])
    assert row.claims[0].article == STAR.key
    assert row.id == row.claims[0].id


@settings(max_examples=40, deadline=None)
@given(st.permutations(ARTICLES), st.permutations(CLAIMS))
def test_any_order_gives_the_same_rows(articles: list[Article], claims: list[Claim]) -> None:
    assert line_up(articles, claims) == line_up(ARTICLES, CLAIMS)


_WORDS = ["Norla", "ferry", "aground", "Tarn", "island", "engines", "lost", "bridge", "84", "Lind", "said"]
_SENTENCES = st.lists(
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=8
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_SENTENCES, min_size=1, max_size=4, unique_by=tuple), st.sampled_from(ClaimKind), st.booleans()
)
def test_all_words_of_a_claim_are_in_rows_once(texts: list[list[str]], kind: ClaimKind, named: bool) -> None:
    """Claims of two sentences, each a part."""
    articles, claims = [], []
    for number, sentences in enumerate(texts):
        of = article(". ".join(sentences), f"Outlet {number}")
        articles.append(of)
        for one, other in zip(sentences[::2], sentences[1::2], strict=False):
            whole = claim(of, f"{one}. {other}", kind, "Edda Lind" if named else None)
            first, second = len(one), len(one) + 2
            start, end = whole.span.start, whole.span.end
            claims.append(replace(whole, parts=(Span(start, start + first), Span(start + second, end))))
    rows = line_up(articles, claims)
    placed = [c for row in rows for c in row.claims]
    for whole in {c.id: c for c in claims}.values():
        spans = sorted(c.span for c in placed if whole.id in (c.id, c.part_of))
        assert tuple(spans) in ((whole.span,), whole.parts)
    assert len({row.id for row in rows}) == len(rows)
    assert line_up(articles[::-1], claims[::-1]) == rows


@settings(max_examples=60, deadline=None)
@given(
    st.lists(_SENTENCES, min_size=1, max_size=4, unique_by=tuple), st.sampled_from(ClaimKind), st.booleans()
)
def test_every_claim_is_in_exactly_one_row(texts: list[list[str]], kind: ClaimKind, named: bool) -> None:
    articles, claims = [], []
    for number, sentences in enumerate(texts):
        of = article(". ".join(sentences), f"Outlet {number}")
        articles.append(of)
        claims += [claim(of, words, kind, "Edda Lind" if named else None) for words in sentences]
    rows = line_up(articles, claims)
    placed = [c.id for row in rows for c in row.claims]
    assert sorted(placed) == sorted({c.id for c in claims})
    assert len({row.id for row in rows}) == len(rows)
    assert line_up(articles[::-1], claims[::-1]) == rows


def test_articles_without_claims_and_claims_of_unknown_articles() -> None:
    stray = Claim("elsewhere", Span(0, 4), "Norl", ClaimKind.NARRATED)
    assert len(line_up([POST], [stray])) == 1


@pytest.mark.parametrize("text", ["", "…", "x" * 5_000, "a " * 5_000])
def test_odd_claims_have_a_row_too(text: str) -> None:
    of = article(text + " end", "Odd")
    odd = Claim(of.key, Span(0, len(text)), text, ClaimKind.NARRATED)
    assert [row.claims for row in line_up([of, STAR], [odd, *LINK]) if row.id == odd.id] == [(odd,)]


def test_figures_that_contradict_each_other_share_a_row() -> None:
    one = article("The army said so. The truce around Velby was extended by 24 hours.", "Morning Star")
    other = article("The truce has been extended for 48 hours in the north of Velby.", "Valley Sun")
    claims = []
    for of, words, hours in (
        (one, "The truce around Velby was extended by 24 hours", 24),
        (other, other.text, 48),
    ):
        start, at = of.text.index(words), of.text.index(str(hours))
        found = Figure(Span(at, at + 2), str(hours), hours, hours, unit="hour")
        span = Span(start, start + len(words))
        claims.append(Claim(of.key, span, words, ClaimKind.FIGURE, figures=(found,)))
    (row,) = line_up([one, other], claims)
    assert row.verdict is Verdict.CONFLICT
    assert {side.value for side in row.judgement.sides} == {"24 hours", "48 hours"}
