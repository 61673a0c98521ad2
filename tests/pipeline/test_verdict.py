"""Verdicts on rows, and quotes compared word by word."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.dates import DateMention, PartialDate
from app.domain.event import Judgement, QuoteRelation, Verdict, sources
from app.domain.figure import Comparator, Figure
from app.domain.speaker import NO_SPEAKER, Speaker
from app.domain.text import Span
from app.pipeline.verdict import QuoteStatus, compare_quotes, judge
from app.pipeline.verdict.figures import readings
from tests.making import article

SAME, PART, CUT, CHANGED, OTHER = (
    QuoteStatus.IDENTICAL,
    QuoteStatus.PART,
    QuoteStatus.CUT,
    QuoteStatus.CHANGED,
    QuoteStatus.UNRELATED,
)

QUOTES = [
    ("We will rebuild the bridge.", "we will rebuild the bridge", SAME),
    ("It’s a cease-fire, of sorts", "It's a ceasefire of sorts", SAME),
    ("The U.S. will wait", "The US will wait", SAME),
    ("The bridge was sound in May and it will open again", "it will open again", PART),
    ("We lost a neighbour. We will not forget it.", "We will not forget it.", PART),
    ("a failure of nerve.", "It was a failure of nerve and of money", PART),
    ("We tried everything ... and we lost the bridge", "We tried everything and we lost the bridge", PART),
    ("I love the town and I am not leaving it", "I am not leaving it", CUT),
    (
        "We waited for the boats. Nobody came to help.",
        "We waited for the boats. Nobody came to help us at all.",
        CUT,
    ),
    ("We did everything we could for them", "We did everything for them", CUT),
    ("It has not happened and will not happen", "It hasn't happened and won't happen", SAME),
    ("to set up a regime of calm there", "to set up a regime of silence there", CHANGED),
    ("We will rebuild", "Nobody has told us anything", OTHER),
    ("", "", OTHER),
    ("Yes", "", OTHER),
]


@pytest.mark.parametrize(("one", "other", "expected"), QUOTES)
def test_quotes_compared(one: str, other: str, expected: QuoteStatus) -> None:
    assert compare_quotes(one, other).status is expected
    assert compare_quotes(other, one).status is expected


def test_what_was_changed_cut_and_added() -> None:
    difference = compare_quotes(
        "We hope for a long calm in the valley", "We hope for a short calm in that old valley"
    )
    assert difference.changed == (("long", "short"), ("the", "that old"))
    cut = compare_quotes("We did all that we could for them", "We did all for them")
    assert cut.only_first == ("that we could",)
    assert cut.only_second == ()
    assert not cut.marked


def test_a_marked_cut_is_known_as_such() -> None:
    whole = "We did all that we could on that night for them"
    assert compare_quotes(whole, "We did all that we could ... for them").marked
    assert compare_quotes("[The boats] did all that they could", "They did all that they could").marked


_PHRASES = st.lists(
    st.sampled_from(["we", "will", "not", "forget", "it.", "ever", "…", "[sic]", "U.S.", "", "“"])
)


@given(_PHRASES.map(" ".join), _PHRASES.map(" ".join))
def test_comparison_is_symmetric(one: str, other: str) -> None:
    there, back = compare_quotes(one, other), compare_quotes(other, one)
    assert there.status is back.status
    assert (there.only_first, there.only_second) == (back.only_second, back.only_first)
    assert there.changed == tuple((b, a) for a, b in back.changed)


@given(st.text("abcWe .,'’-…[]“”", max_size=200))
def test_a_quote_is_identical_to_itself(quote: str) -> None:
    assert compare_quotes(f"We {quote}", f"We {quote}").status is SAME


def test_long_quotes_end_in_time() -> None:
    assert compare_quotes("a b " * 50_000, "b a " * 50_000).status is not OTHER


# --- rows ------------------------------------------------------------------------------------------

_FIGURE = re.compile(
    r"(?P<more>more than |at least )?(?P<some>several hundred|hundreds)?(?P<number>\d[\d,]*)?"
)
_UNITS = {"hours": "hour", "hour": "hour", "days": "day", "percent": "percent"}


def figure(text: str, words: str, counted: str | None = None) -> Figure:
    """The figure `words` ("more than 250") of a text; a unit is recognised by the word after it."""
    start = text.index(words)
    after = text[start + len(words) :].split()
    unit = _UNITS.get(after[0].strip(".,")) if after else None
    if words in ("several hundred", "hundreds"):
        return Figure(Span(start, start + len(words)), words, 200, 999, Comparator.ABOUT, None, counted)
    value = float(re.sub(r"\D", "", words))
    comparator = Comparator.MORE if words.startswith(("more", "at least")) else Comparator.EXACTLY
    return Figure(Span(start, start + len(words)), words, value, value, comparator, unit, counted)


def noted(text: str, note: str) -> Figure:
    """A figure of a text from a note as in figures.txt: words = low[..high] [unit] counted @ period.

    A sign before the value is the comparator: > more, < fewer, ~ about.
    """
    match = _NOTE.fullmatch(note)
    assert match, note
    start = text.index(match["words"])
    low = float(match["low"])
    return Figure(
        Span(start, start + len(match["words"])),
        match["words"],
        low,
        float(match["high"] or low),
        _SIGNS[match["sign"]],
        match["unit"],
        match["counted"],
        match["period"],
    )


_SIGNS = {"": Comparator.EXACTLY, ">": Comparator.MORE, "<": Comparator.FEWER, "~": Comparator.ABOUT}
_NOTE = re.compile(
    r"(?P<words>.+) = (?P<sign>[<>~]?)(?P<low>[-\d.e]+?)(?:\.\.(?P<high>[\d.e]+))?"
    r"(?: \[(?P<unit>[^]]+)\])?(?: (?P<counted>[^@]+?))?(?: @ (?P<period>.+))?"
)


class Rows:
    """Claims that are each a whole article, and the verdict on them."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self.claims: list[Claim] = []

    def add(
        self,
        text: str,
        *figures: tuple[str, str | None] | Figure,
        kind: ClaimKind = ClaimKind.NARRATED,
        speaker: str | None = None,
        published: str = "2024-03-10",
        outlet: str = "",
        date: tuple[str, str] | None = None,
    ) -> Claim:
        of = article(text, outlet or f"Outlet {len(self.articles) + 1}", published)
        marks = [m.span(1) for m in re.finditer(r"“([^”]*)”", text)]
        quoted = [Span(0, len(text))] if kind is ClaimKind.QUOTE and not marks else [Span(*m) for m in marks]
        dates = []
        if date:
            at = text.index(date[0])
            dates = [DateMention(Span(at, at + len(date[0])), date[0], PartialDate.parse(date[1]))]
        made = Claim(
            article=of.key,
            span=Span(0, len(text)),
            text=text,
            kind=kind,
            source=Span(0, 1) if speaker else None,
            speaker=Speaker.resolved(speaker) if speaker else NO_SPEAKER,
            quoted=tuple(quoted),
            figures=tuple(f if isinstance(f, Figure) else figure(text, *f) for f in figures),
            dates=tuple(dates),
        )
        self.articles[of.key] = of
        self.claims.append(made)
        return made

    def judge(self) -> Judgement:
        found = {judge(order, self.articles) for order in permutations(self.claims)}
        assert len(found) == 1  # whatever the order
        return found.pop()


FIGURES = [
    ("The calm was extended for 24 hours", "24", "The calm is extended by 48 hours", "48", "conflict"),
    ("14 people were injured", "14 people", "40 people were injured", "40 people", "conflict"),
    ("14 were killed", "14", "The blast killed 40 workers", "40 workers", "conflict"),
    ("14 people were killed", "14 people", "40 people were injured", "40 people", "agree"),
    ("The calm was extended for 24 hours", "24", "Fighting began 48 hours ago", "48", "agree"),
    ("The calm was extended for 2 days", "2", "The calm is extended by 48 hours", "48", "agree"),
    (
        "250 people were killed",
        "250 people",
        "more than 250 people were killed",
        "more than 250 people",
        "agree",
    ),
    ("250 people were killed", "250 people", "hundreds killed in the raid", "hundreds", "agree"),
    ("40 killed in the raid", "40", "hundreds killed in the raid", "hundreds", "conflict"),
    ("3,000 troops were sent north", "3,000 troops", "2,983 troops were sent", "2,983 troops", "agree"),
    ("250 civilians died", "250 civilians", "250 people died", "250 people", "wording"),
    (
        "On it at least 110 people crossed the bridge",
        "at least 110 people",
        "130 people crossed the bridge",
        "130 people",
        "wording",
    ),
    ("Shells killed 25 in Tarn", "25", "The war has killed 25,000 since spring", "25,000", "agree"),
    ("6 bridges were closed", "6 bridges", "the town has 9 schools", "9 schools", "agree"),
    # On one row counts of one noun are of one thing, if they are of one size.
    ("19 bridges that the town may close", "19 bridges", "23 bridges need a crew", "23 bridges", "conflict"),
    ("41 bridges that the town may close", "41 bridges", "78 bridges need a crew", "78 bridges", "conflict"),
    ("19 bridges that the town may close", "19 bridges", "90 bridges need a crew", "90 bridges", "agree"),
    # What is extended must be the same too.
    (
        "The levy on ferries is extended for 24 hours",
        "24",
        "an extended jobless pay for 48 hours",
        "48",
        "agree",
    ),
]


@pytest.mark.parametrize(("one", "its", "other", "others", "expected"), FIGURES)
def test_figures(one: str, its: str, other: str, others: str, expected: str) -> None:
    rows = Rows()
    for text, words in ((one, its), (other, others)):
        noun = words.split()[-1]
        counted = noun if noun in ("people", "workers", "civilians", "troops", "bridges", "schools") else None
        rows.add(text, (words.removesuffix(f" {counted}"), counted))
    assert rows.judge().verdict == expected


PERIODS = [
    # (one outlet, its figure; the other, its figure; verdict)
    # A rate is no total.
    ("The port earns the town $5m a year", "$5m = 5e6 [USD] @ a year",
     "The port earns the town $20m", "$20m = 20e6 [USD]", "agree"),
    ("The port earns the town $5m a year", "$5m = 5e6 [USD] @ a year",
     "The port earns the town $5m", "$5m = 5e6 [USD]", "agree"),
    ("The port earns the town $5m a year", "$5m = 5e6 [USD] @ a year",
     "The port earns the town $7m annually", "$7m = 7e6 [USD] @ annually", "conflict"),
    ("The port earns the town $5m a year", "$5m = 5e6 [USD] @ a year",
     "The port earns the town $5m annually", "$5m = 5e6 [USD] @ annually", "agree"),
    ("The port earns the town $5m a month", "$5m = 5e6 [USD] @ a month",
     "The port earns the town $60m a year", "$60m = 60e6 [USD] @ a year", "agree"),
    ("Floods kill 90 people each year", "90 = 90 people @ each year",
     "Floods kill 60 people every year", "60 = 60 people @ every year", "conflict"),
    # Two stretches of time.
    ("Shells killed 250 people over the past 10 days", "250 = 250 people @ over the past 10 days",
     "Shells killed 900 people since 2011", "900 = 900 people @ since 2011", "agree"),
    ("Shells killed 250 people over the past 10 days", "250 = 250 people @ over the past 10 days",
     "Shells killed 400 people in the last 10 days", "400 = 400 people @ in the last 10 days", "conflict"),
    ("Shells killed 250 people last year", "250 = 250 people @ last year",
     "Shells killed 400 people over the last year", "400 = 400 people @ over the last year", "agree"),
    ("Since 2011 shells have killed 250 people", "250 = 250 people @ Since 2011",
     "Shells killed 400 people since 2011", "400 = 400 people @ since 2011", "conflict"),
    # Only one outlet tells the stretch: the same number agrees, another is open.
    ("Shells killed 250 people since Monday", "250 = 250 people @ since Monday",
     "Shells killed 250 people", "250 = 250 people", "agree"),
    ("Shells killed 250 people since Monday", "250 = 250 people @ since Monday",
     "Shells killed 40 people", "40 = 40 people", "wording"),
]  # fmt: skip

SCORES = [
    ("The chamber passed the levy 218-213", "218-213 = 213..218 [score]",
     "The chamber passed the levy 218-212", "218-212 = 212..218 [score]", "conflict"),
    ("The chamber passed the levy 218-213", "218-213 = 213..218 [score]",
     "The chamber passed the levy by 218 to 213", "218 to 213 = 213..218 [score]", "agree"),
    ("The court upheld the levy 5-4", "5-4 = 4..5 [score]",
     "The court upheld the levy 6-3", "6-3 = 3..6 [score]", "conflict"),
    ("The court upheld the levy 5-4", "5-4 = 4..5 [score]",
     "Tarn lost the derby 2-1", "2-1 = 1..2 [score]", "agree"),
]  # fmt: skip

AGES = [
    ("Edda Lind, 41, was pulled from the ferry", "41 = 41 [years old]",
     "Edda Lind, 47, was pulled from the ferry", "47 = 47 [years old]", "conflict"),
    ("Edda Lind, 41, was pulled from the ferry", "41 = 41 [years old]",
     "Edda Lind, a 47-year-old baker, was pulled from the ferry", "47 = 47 [years old]", "conflict"),
    ("Edda Lind, 41, was pulled from the ferry", "41 = 41 [years old]",
     "Edda Lind, aged 41, was pulled from the ferry", "41 = 41 [years old]", "agree"),
    ("Edda Lind, 41, was pulled from the ferry", "41 = 41 [years old]",
     "Oskar Lind, 47, was pulled from the ferry", "47 = 47 [years old]", "agree"),
    ("Lind, 41, was pulled from the ferry", "41 = 41 [years old]",
     "Lind, 47, was pulled from the ferry", "47 = 47 [years old]", "agree"),
    ("A 41-year-old baker was pulled from the ferry", "41 = 41 [years old]",
     "A 47-year-old baker was pulled from the ferry", "47 = 47 [years old]", "agree"),
]  # fmt: skip

SHARES = [
    ("A third of the town lost power", "A third = 0.33333333 [share] town",
     "Some outages: 33 percent of the town lost power", "33 = 33 [percent] town", "agree"),
    ("A third of the town lost power", "A third = 0.33333333 [share] town",
     "In all 37 percent of the town lost power", "37 = 37 [percent] town", "wording"),
    ("A third of the town lost power", "A third = 0.33333333 [share] town",
     "In all 60 percent of the town lost power", "60 = 60 [percent] town", "conflict"),
    ("A third of the town lost power", "A third = 0.33333333 [share] town",
     "Half of the town lost power", "Half = 0.5 [share] town", "conflict"),
    ("One in five homes lost power", "One in five = 0.2 [share] homes",
     "A quarter of homes lost power", "A quarter = 0.25 [share] homes", "wording"),
    ("More than half the town lost power", "half = >0.5 [share] town",
     "In all 80 percent of the town lost power", "80 = 80 [percent] town", "wording"),
    ("Half of the nurses lost power", "Half = 0.5 [share] nurses",
     "In all 80 percent of the pupils lost power", "80 = 80 [percent] pupils", "agree"),
]  # fmt: skip

MEASURES = [
    ("The barge carried 20 tons of flour", "20 = 20 [ton] flour",
     "The barge carried 30 tons of flour", "30 = 30 [ton] flour", "conflict"),
    ("The barge carried 20 tons of flour", "20 = 20 [ton] flour",
     "The barge carried 30 tons of rice", "30 = 30 [ton] rice", "agree"),
    ("The barge waited 500 hours at the lock", "500 = 500 [hour]",
     "The barge waited 490 days at the lock", "490 = 490 [day]", "conflict"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "its", "other", "others", "expected"), [*PERIODS, *SCORES, *AGES, *SHARES, *MEASURES]
)
def test_figures_with_units_and_periods(one: str, its: str, other: str, others: str, expected: str) -> None:
    rows = Rows()
    rows.add(one, noted(one, its))
    rows.add(other, noted(other, others))
    assert rows.judge().verdict == expected


LABELS = [
    ("In all 40 percent of voters stayed away", "40 = 40 [percent] voters", "40 percent of voters"),
    ("Her list took 43% of the vote", "43 = 43 [percent] vote", "43% of the vote"),
    ("The lorry held 20 tons of fine\nflour", "20 = 20 [ton] flour", "20 tons of fine flour"),
    ("Half the seats changed hands", "Half = 0.5 [share] seats", "Half the seats"),
    ("Prices fell by a third", "a third = 0.33333333 [share]", "a third"),
    ("Tarn has 180 guards, a fifth of them women", "a fifth = 0.2 [share]", "a fifth"),
    ("Shares fell 12%", "12 = 12 [percent]", "12 percent"),
    ("A 24-hour calm began", "24 = 24 [hour]", "24 hours"),
    ("They sat there half an hour", "half an = 0.5 [hour]", "half an hour"),
    ("The mast is 90 ft tall", "90 = 90 [foot]", "90 feet"),
    ("It covers 300 sq km", "300 = 300 [square km]", "300 square km"),
    ("Gusts of 120 miles an hour", "120 = 120 [mph]", "120 mph"),
    ("It was 40C in Velby", "40 = 40 [celsius]", "40 degrees Celsius"),
    ("A 6.4-magnitude quake hit Tarn", "6.4 = 6.4 [magnitude]", "magnitude 6.4"),
    ("Edda Lind, 41, rowed ashore", "41 = 41 [years old]", "41 years old"),
    ("The court split 5-4", "5-4 = 4..5 [score]", "5-4"),
    ("The desk is staffed 24-7", "24-7 = 24 [round-the-clock]", "24-7"),
    ("Demand has grown tenfold", "tenfold = 10 [times]", "tenfold"),
    ("The port earns $5m a year", "$5m = 5e6 [USD] @ a year", "$5m a year"),
    ("Tarn will pay Rs 1,200 crore", "Rs 1,200 crore = 1.2e10 [INR]", "Rs 1,200 crore"),
    ("Tarn pledged 60 billion yuan", "60 billion = 6e10 [CNY]", "60 billion CNY"),
    ("A 38-word oath was sworn", "38 = 38 word", "38 words"),
    ("There were dozens of arrests", "dozens = ~24..90 arrests", "dozens of arrests"),
    ("Every year 90 sailors drown", "90 = 90 sailors @ Every year", "90 sailors every year"),
    ("The ash drifted hundreds of miles", "hundreds = ~200..900 [mile]", "hundreds of miles"),
    ("They counted 3,000 people", "3,000 = 3000 people", "3,000 people"),
]


@pytest.mark.parametrize(("text", "note", "expected"), LABELS)
def test_a_figure_is_named_as_a_reader_would(text: str, note: str, expected: str) -> None:
    rows = Rows()
    (reading,) = readings([rows.add(text, noted(text, note))])
    assert reading.label == expected


def test_a_number_whose_stretch_of_time_only_one_tells_is_shown_with_it() -> None:
    rows = Rows()
    for text, note in (
        ("Since Monday shells have killed 250 people", "250 = 250 people @ Since Monday"),
        ("Shells killed 40 people", "40 = 40 people"),
    ):
        rows.add(text, noted(text, note))
    (reason,) = {tuple(sorted(reason.split(", "))) for reason in rows.judge().reasons}
    assert reason == ("“250 people since Monday”", "“40 people”")


def test_a_conflict_names_both_sides() -> None:
    rows = Rows()
    first = rows.add("The calm was extended for 24 hours", ("24", None))
    second = rows.add("The army extended the calm, 24 hours more", ("24", None))
    third = rows.add("The calm is extended by 48 hours", ("48", None))
    verdict = rows.judge()
    assert verdict.verdict is Verdict.CONFLICT
    assert verdict.reasons == ("24 hours against 48 hours",)
    sides = {side.value: set(side.claims) for side in verdict.sides}
    assert sides == {"24 hours": {first.id, second.id}, "48 hours": {third.id}}


def test_a_part_is_not_the_whole() -> None:
    rows = Rows()
    rows.add("40 people were killed", ("40", "people"))
    rows.add("More than 250 killed, including 14 people from Velby", ("14", "people"))
    assert rows.judge().verdict is Verdict.AGREE


def test_a_toll_belongs_to_the_number_behind_its_verb() -> None:
    rows = Rows()
    rows.add("14 injured people were taken to Velby", ("14", "people"))
    rows.add("The pier fell, killing 12 people and injuring 40", ("12", "people"), ("40", None))
    verdict = rows.judge()
    assert verdict.verdict is Verdict.CONFLICT
    assert verdict.reasons == ("14 people against 40",)


def test_two_figures_on_one_thing_leave_it_open() -> None:
    rows = Rows()
    rows.add(
        "14 people were injured in the north and 9 people injured in the south",
        ("14", "people"),
        ("9", "people"),
    )
    rows.add("23 people were injured", ("23", "people"))
    assert rows.judge().verdict is Verdict.AGREE


ADDED = ["the river gave up 5 more dead", "another 5 people were found dead", "5 others died"]


@pytest.mark.parametrize("text", ADDED)
def test_what_came_on_top_of_a_count_is_not_the_count(text: str) -> None:
    rows = Rows()
    rows.add("12 people died", ("12", "people"))
    rows.add(text, ("5", "people"))
    assert rows.judge().verdict is not Verdict.CONFLICT


def test_a_later_higher_toll_is_an_update() -> None:
    rows = Rows()
    rows.add("At least 12 people died", ("12", "people"), published="2024-03-10T07:15")
    rows.add("The toll has risen to 17 dead", ("17", None), published="2024-03-10T19:30")
    verdict = rows.judge()
    assert (verdict.verdict, verdict.update) == (Verdict.WORDING, True)
    assert verdict.reasons[0] == "12 people (10 March 2024, 07:15), later 17 (10 March 2024, 19:30)"
    assert [side.value for side in verdict.sides] == ["12 people", "17"]


def test_a_toll_that_has_risen_is_an_update_even_of_a_least_number() -> None:
    rows = Rows()
    rows.add("By noon at least 12 people had died", ("at least 12", "people"), published="2024-03-10T07:15")
    rows.add("The toll has risen to 17 dead", ("17", None), published="2024-03-10T19:30")
    verdict = rows.judge()
    assert (verdict.verdict, verdict.update) == (Verdict.WORDING, True)


def test_an_earlier_higher_toll_is_a_conflict() -> None:
    rows = Rows()
    rows.add("12 people died", ("12", "people"), published="2024-03-11")
    rows.add("17 people died", ("17", "people"), published="2024-03-10")
    assert rows.judge().verdict is Verdict.CONFLICT


def test_other_days_for_one_thing() -> None:
    rows = Rows()
    rows.add("The Norla ran aground off Velby on 3 March", date=("3 March", "2024-03-03"))
    rows.add("The ferry Norla ran aground near Velby on 5 March", date=("5 March", "2024-03-05"))
    verdict = rows.judge()
    assert verdict.verdict is Verdict.CONFLICT
    assert verdict.reasons == ("3 March 2024 against 5 March 2024",)


def test_one_outlet_is_single() -> None:
    rows = Rows()
    rows.add("Nobody was hurt")
    assert rows.judge().verdict is Verdict.SINGLE
    twice = rows.claims * 2
    assert judge(twice, rows.articles).verdict is Verdict.SINGLE


QUOTED = [
    ("We will rebuild the bridge by spring.", "We will rebuild the bridge by spring", "agree"),
    ("We will rebuild the bridge by spring.", "rebuild the bridge", "agree"),
    ("We will rebuild the bridge by spring.", "We will mend the bridge by spring.", "wording"),
    ("We will not rebuild the bridge by spring.", "We won't rebuild the bridge by spring.", "agree"),
]


@pytest.mark.parametrize(("one", "other", "expected"), QUOTED)
def test_quotes(one: str, other: str, expected: str) -> None:
    rows = Rows()
    rows.add(one, kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add(other, kind=ClaimKind.QUOTE, speaker="Edda Lind")
    assert rows.judge().verdict == expected


def test_reasons_show_the_words() -> None:
    rows = Rows()
    rows.add("a regime of calm also in the province", kind=ClaimKind.QUOTE, speaker="Ivo Rann", outlet="Star")
    rows.add(
        "a regime of silence also in the province", kind=ClaimKind.QUOTE, speaker="Ivo Rann", outlet="Sun"
    )
    assert set(rows.judge().reasons) <= {"Star “calm”, Sun “silence”", "Sun “silence”, Star “calm”"}
    assert rows.judge().verdict is Verdict.WORDING


def test_a_quote_and_a_paraphrase_agree() -> None:
    rows = Rows()
    rows.add("We will rebuild the bridge by spring.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add("the bridge would be open again before summer", kind=ClaimKind.STATEMENT, speaker="Edda Lind")
    assert rows.judge().verdict is Verdict.AGREE


def test_dropped_quotation_marks() -> None:
    rows = Rows()
    rows.add("We have to look at every cable of this bridge", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add(
        "We have to look at every cable of the bridge, she told us", kind=ClaimKind.NARRATED, outlet="Sun"
    )
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert "Sun drops the quotation marks" in verdict.reasons


def test_a_source_only_some_name() -> None:
    rows = Rows()
    rows.add("the engines had failed", kind=ClaimKind.STATEMENT, speaker="Edda Lind", outlet="Sun")
    rows.add("The engines failed")
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert verdict.reasons == ("only Sun names a source",)


def test_one_quote_two_speakers() -> None:
    rows = Rows()
    rows.add("We will rebuild the bridge by spring.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add("We will rebuild the bridge by spring.", kind=ClaimKind.QUOTE, speaker="Oskar Brandt")
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert verdict.reasons == ("credited to Edda Lind and to Oskar Brandt",)


def test_two_people_who_say_the_like_are_not_one_credited_twice() -> None:
    rows = Rows()
    ours = "The people of this town deserve to see the whole report."
    theirs = "The ferries and the people of this town deserve to judge the plans."
    rows.add(ours, kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add(theirs, kind=ClaimKind.QUOTE, speaker="Oskar Brandt")
    assert rows.judge().verdict is Verdict.AGREE


def test_a_quote_is_held_against_its_closest_counterpart() -> None:
    rows = Rows()
    rows.add("“I am not going to speak of it.”", kind=ClaimKind.MIXED, outlet="Sun")
    closest = "Look, I am not going to speak of it."
    another = "But I am not going to let the din of the harbour speak for the town."
    rows.add(f"“{closest}” “{another}”", kind=ClaimKind.MIXED, outlet="Star")
    assert rows.judge().reasons == ("Sun leaves out “Look”",)


# --- notes on quotes -------------------------------------------------------------------------------

RELATIONS = [
    # (one outlet, another, what became of the words: relation, first's words, second's words)
    ("We will rebuild the pier by spring.", "“We will rebuild the pier by spring”", []),
    ("We hadn't seen it and we won't", "We had not seen it and we will not",
     [("minor", "hadn't", "had not"), ("minor", "won't", "will not")]),
    ("It is a failure of the council", "It is failure of the council", [("minor", "a", "")]),
    ("Sen. Lind asked for sixty boats", "Senator Lind asked for 60 boats", []),
    ("Brandt & Lind lost the pier", "Brandt and Lind lost the pier", []),
    ("The town fully supported the levy last year", "fully support the levy",
     [("minor", "supported", "support")]),
    ("Nobody at all told us that the pier would sink.", "Nobody at all told us.",
     [("cut short", "that the pier would sink", "")]),
    ("I saw nothing that frightened me,", "I saw nothing at all,",
     [("changed", "that frightened me", "at all")]),
    ("We had a crew of four and we lost the pier", "We had a crew ... and we lost the pier",
     [("left out", "of four", "")]),
    ("They lost the pier and the boats", "They lost the pier [in March] and the boats",
     [("added", "", "[in March]")]),
    ("We asked for help. Nobody came. We lost the pier.", "We asked for help, we lost the pier.",
     [("joined", "Nobody came", "")]),
    ("Nobody will pay for that blasted pier", "Nobody will pay for that b-----d pier",
     [("masked", "blasted", "b-----d")]),
    ("It was a matter of luck", "What happened to it after all these weeks is that it was a matter of luck",
     [("cut short", "", "What happened to it after all these weeks is that")]),
    ("it's ruinous to the town", "What happened to it in all these weeks is that it’s ruinous for the town",
     [("changed", "to", "for")]),
    ("Tell us now ... We have a right to be told.", "We have a right to be told.", []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), RELATIONS)
def test_what_became_of_the_words(one: str, other: str, expected: list[tuple[str, str, str]]) -> None:
    found = compare_quotes(one, other).edits
    assert [(edit.relation, edit.first, edit.second) for edit in found] == expected
    mirrored = compare_quotes(other, one).edits
    assert [(edit.relation, edit.second, edit.first) for edit in mirrored] == expected


def test_a_marked_cut_says_so() -> None:
    (edit,) = compare_quotes("We had a crew of four and lost it", "We had a crew ... and lost it").edits
    assert edit.marked
    (edit,) = compare_quotes("We had a crew of four and lost it", "We had a crew and lost it").edits
    assert not edit.marked


def test_a_row_tells_how_its_quotes_differ_and_in_whose_claims() -> None:
    rows = Rows()
    first = rows.add("We will rebuild the pier by spring.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    second = rows.add("We will rebuild the pier by spring", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    third = rows.add("We will mend the pier by spring.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    notes = rows.judge().quotes
    assert [note.relation for note in notes] == [QuoteRelation.IDENTICAL, QuoteRelation.CHANGED]
    assert set(notes[0].sides[0].claims) == {first.id, second.id}
    sides = {side.value: set(side.claims) for side in notes[1].sides}
    assert sides == {"rebuild": {first.id, second.id}, "mend": {third.id}}


def test_words_that_an_article_quotes_elsewhere_are_not_left_out() -> None:
    rows = Rows()
    whole = "We lost the pier because nobody listened to the crew that week"
    rows.add(f"“{whole}.”", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add(f"“We lost the pier.” She said it twice: “{whole}.”", kind=ClaimKind.MIXED, speaker="Edda Lind")
    assert rows.judge().verdict is Verdict.AGREE


def test_a_sentence_in_other_words_is_another_rendering() -> None:
    rows = Rows()
    rows.add(
        "No matter how angry the town may be, this does not justify a poor answer.",
        kind=ClaimKind.QUOTE, speaker="Edda Lind", outlet="Sun",
    )  # fmt: skip
    rows.add(
        "No matter how angry and how tired people get, that is no excuse for what I answered.",
        kind=ClaimKind.QUOTE, speaker="Edda Lind", outlet="Star",
    )  # fmt: skip
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert [note.relation for note in verdict.quotes] == [QuoteRelation.RENDERING]


def test_two_quotes_of_one_speaker_are_no_renderings() -> None:
    rows = Rows()
    rows.add("The crew of the pier worked all through the night.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add("Nobody in this town will sleep before spring comes.", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    verdict = rows.judge()
    assert (verdict.verdict, verdict.quotes) == (Verdict.AGREE, ())


def test_indirect_speech_that_keeps_most_words_drops_no_marks() -> None:
    rows = Rows()
    rows.add("I invited you to come and pay for the whole pier", kind=ClaimKind.QUOTE, speaker="Edda Lind")
    rows.add(
        "she had invited him to come to Velby and to pay for the pier",
        kind=ClaimKind.STATEMENT,
        speaker="Edda Lind",
    )
    assert rows.judge().verdict is Verdict.AGREE


# --- sources ---------------------------------------------------------------------------------------

CITING = [
    # (what Sun has from its source, what Star asserts, whose words they are, verdict)
    ("the engines of the ferry had failed", "The engines of the ferry failed", "Edda Lind", "wording"),
    ("the harbour master resigned", "Harbour master Lind resigned", "Edda Lind", "agree"),  # told of herself
    ("“we closed the harbour for a night”", "The harbour was closed for a night", "Edda Lind", "agree"),
    ("the ferry needs new engines and the crew wants a pilot aboard whatever it costs the town",
     "A pilot steered", "Edda Lind", "agree"),  # hardly one thing
]  # fmt: skip


@pytest.mark.parametrize(("stated", "asserted", "speaker", "expected"), CITING)
def test_a_source_is_compared_where_one_thing_is_told(
    stated: str, asserted: str, speaker: str, expected: str
) -> None:
    rows = Rows()
    rows.add(stated, kind=ClaimKind.STATEMENT, speaker=speaker, outlet="Sun")
    rows.add(asserted, outlet="Star")
    assert rows.judge().verdict == expected


def test_a_detail_of_what_is_said_is_not_what_the_source_is_named_for() -> None:
    rows = Rows()
    said = "the levy was a mistake to replace the old harbour toll"
    stated = rows.add(said, kind=ClaimKind.STATEMENT, speaker="Edda Lind", outlet="Sun")
    rows.claims = [stated.part(Span(said.index("to replace"), len(said)))]
    rows.add("which will replace the old toll of the harbour", outlet="Star")
    assert rows.judge().verdict is Verdict.AGREE


def test_an_attitude_against_an_assertion_is_no_difference() -> None:
    rows = Rows()
    made = rows.add("the engines of the ferry had failed", kind=ClaimKind.STATEMENT, speaker="Edda Lind")
    rows.add("The engines of the ferry failed")
    rows.claims[0] = replace(made, attitude=True)
    assert rows.judge().verdict is Verdict.AGREE


def test_what_only_one_vouches_for() -> None:
    rows = Rows()
    rows.add("The harbour master reportedly sold the town's ferry", outlet="Sun")
    rows.add("The harbour master sold the ferry", outlet="Star")
    verdict = rows.judge()
    assert (verdict.verdict, verdict.reasons) == (Verdict.WORDING, ("only Sun says “reportedly”",))


def test_one_family_name_is_one_person() -> None:
    rows = Rows()
    for name in ("Dick Brandt", "Richard Brandt"):
        rows.add("We will rebuild the bridge by spring.", kind=ClaimKind.QUOTE, speaker=name)
    assert rows.judge().verdict is Verdict.AGREE


def test_who_is_cited_article_by_article() -> None:
    rows = Rows()
    first = rows.add("Lind said the engines had failed", kind=ClaimKind.STATEMENT, speaker="Edda Lind")
    second = rows.add("The engines failed")
    first = replace(first, source=Span(0, 4))
    told = sources([second, first], rows.articles)
    assert [(c.article, c.source, c.speaker, c.claims) for c in told] == [
        (first.article, "Lind", "Edda Lind", (first.id,)),
        (second.article, None, None, (second.id,)),
    ]


# --- names and dates -------------------------------------------------------------------------------

NAMES = [
    ("Captain Rowan Marrable steered the ferry", "Captain Rowan Marrible steered the ferry", "wording"),
    ("Captain Rowan Braster steered the ferry", "Captain Rowan Branster steered the ferry", "conflict"),
    ("Captain Rowan Braster steered the ferry", "Captain Oskar Lindqvist steered the ferry", "conflict"),
    ("Captain Rowan Braster steered the ferry", "Captain Oskar Lindqvist repaired an engine", "agree"),
    ("Captain Rowan Braster steered the ferry", "Captain Braster steered the ferry", "agree"),
    ("The wounded were treated at Velby hospital", "The wounded were treated at Tarnow hospital", "conflict"),
    ("The wounded were treated at Velby hospital", "The wounded were treated in Tarnow", "agree"),
    ("The ferry sank off the north bank", "The ferry sank off the south bank", "conflict"),
    ("The ferry sank off the north bank", "The ferry sank off the south coast", "agree"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), NAMES)
def test_names(one: str, other: str, expected: str) -> None:
    rows = Rows()
    rows.add(one)
    rows.add(other)
    assert rows.judge().verdict == expected


def test_a_rounded_clock_time_is_another_wording() -> None:
    rows = Rows()
    rows.add("The footbridge came down at 8.42 p.m.")
    rows.add("The footbridge gave way shortly before 9 p.m.")
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert verdict.reasons == ("“8.42 p.m.”, “shortly before 9 p.m.”",)


def test_two_names_that_one_article_has_are_two_things() -> None:
    rows = Rows()
    rows.add("Captain Rowan Braster steered the ferry")
    rows.add("Captain Rowan Branster steered the ferry, as Braster slept")
    assert rows.judge().verdict is Verdict.AGREE


DATES = [
    ("The pier was built in 1931", ("1931", "1931"),
     "The pier was built in 1932", ("1932", "1932"), "conflict"),
    ("The pier was built in 1931", ("1931", "1931"),
     "The pier was painted in 1932", ("1932", "1932"), "agree"),
    ("The pier was built in 1931", ("1931", "1931"),
     "It was built in May 1931", ("May 1931", "1931-05"), "agree"),
    ("The pier collapsed at 8.42 p.m.", ("8.42 p.m.", "2024-03-09T20:42"),
     "The pier collapsed at 9.15 p.m.", ("9.15 p.m.", "2024-03-09T21:15"), "conflict"),
    ("The pier collapsed at 8.42 p.m.", ("8.42 p.m.", "2024-03-09T20:42"),
     "The pier collapsed shortly before 9 p.m.", ("9 p.m.", "2024-03-09T21:00"), "wording"),
    ("The pier collapsed at 8.42 p.m.", ("8.42 p.m.", "2024-03-09T20:42"),
     "The pier collapsed at 8.45 p.m.", ("8.45 p.m.", "2024-03-09T20:45"), "agree"),
    # The day may stand first; then several words around it must be the same.
    ("On Wednesday, the council reaffirmed the ferry levy", ("Wednesday", "2024-03-06"),
     "The ferry levy was reaffirmed Tuesday", ("Tuesday", "2024-03-05"), "conflict"),
    ("On Wednesday, the council reaffirmed the ferry levy", ("Wednesday", "2024-03-06"),
     "A post on the levy Tuesday drew jeers from the crews", ("Tuesday", "2024-03-05"), "agree"),
    ("The levy passed on Wednesday", ("Wednesday", "2024-03-06"),  # in a report that was updated a week later
     "The levy passed Wednesday night", ("Wednesday night", "2024-03-13"), "agree"),
    ("Lind's second and last term officially ends in 2019", ("2019", "2019"),
     "before her term ends in 2018", ("2018", "2018"), "conflict"),
    # One day, of which neither prints the year.
    ("The crew sued after the Nov. 11 storm", ("Nov. 11", "2001-11-11"),
     "The crew sued after the 11/11 storm", ("11/11", "2016-11-11"), "agree"),
    ("Fifteen of the 19 Sept. 11 pilots were sued", ("19 Sept.", "2001-09-19"),  # the 11th's nineteen
     "Fifteen of the pilots of Sept. 11 were sued", ("Sept. 11", "2001-09-11"), "agree"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "its", "other", "others", "expected"), DATES)
def test_dates(one: str, its: tuple[str, str], other: str, others: tuple[str, str], expected: str) -> None:
    rows = Rows()
    rows.add(one, date=its)
    rows.add(other, date=others)
    assert rows.judge().verdict == expected


# --- more figures ----------------------------------------------------------------------------------


def test_a_figure_is_named_with_what_bounds_it() -> None:
    rows = Rows()
    text = "More than 250 people crossed"
    (reading,) = readings([rows.add(text, noted(text, "250 = >250 people"))])
    assert reading.label == "more than 250 people"


def test_a_later_toll_that_alone_tells_its_stretch_is_an_update() -> None:
    rows = Rows()
    text = "17 people have been killed since Monday"
    rows.add("12 people were killed", ("12", "people"), published="2024-03-10")
    rows.add(text, noted(text, "17 = 17 people @ since Monday"), published="2024-03-12")
    verdict = rows.judge()
    assert (verdict.verdict, verdict.update) == (Verdict.WORDING, True)
    assert verdict.reasons == ("12 people (10 March 2024), later 17 people (12 March 2024)",)


def test_counts_of_one_noun_that_can_both_hold_are_shown_together() -> None:
    rows = Rows()
    for text, note in (
        ("About 110 people were on deck then", "110 = ~110 people"),
        ("More than 100 people stood on the ferry", "100 = >100 people"),
    ):
        rows.add(text, noted(text, note))
    verdict = rows.judge()
    assert verdict.verdict is Verdict.WORDING
    assert set(verdict.reasons[0].split(", ")) == {"“about 110 people”", "“more than 100 people”"}
