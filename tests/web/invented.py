"""An invented event as four invented outlets have it, with every verdict and every kind of gap."""

from __future__ import annotations

from app.domain.article import Article, Basis, Extent, Segment, SegmentKind
from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import Comparison, EventSummary, compare, labels
from app.domain.dates import PartialDate
from app.domain.event import Judgement, Row, Side, Verdict
from app.domain.figure import Comparator, Figure
from app.domain.speaker import NO_SPEAKER, UNRESOLVED, Speaker
from app.domain.text import Span
from app.store import Database, LinedUp, add_article, save_event

EVENT_ID = "e0ferry0"
TITLE = "Ferry Maren loses power off Port Ellis"

HARBOUR_TEXT = """Skip to content

Ferry loses power off Port Ellis, 214 brought ashore

By Ida Lorne

PORT ELLIS, 24 April (Harbour Post) – The ferry Maren lost power two miles off Port Ellis on Sunday \
evening and drifted for three hours before tugs reached it, the coast guard said.

“We heard a bang, then the lights went out, and for a long time nobody told us anything at all,” said Tom \
Reve, a passenger on the car deck. “The children slept through it.”

Coast guard captain Lena Voss said all 214 people on board were safe. “Nobody panicked, and nobody went \
into the water,” she told reporters on the quay.

The transport minister, Paul Adder, rang Olof Brink in the night. He said he would ask for a full \
inquiry.

The Maren was built in 1987.

Photo: the Maren under tow on Sunday night

Share this article
You might also like: Ten walks along the coast
"""

RADIO_TEXT = """Power cut leaves ferry adrift

The ferry Maren drifted for five hours on Sunday after its engines stopped, according to the harbour \
office.

Everyone is safe. “Nobody panicked,” Captain Lena Voss of the coast guard said. She put the number of \
passengers at 214.

The ferry company said the ship was inspected in March and had passed. It was old, they said, but it was \
sound.
"""

WIRE_TEXT = """Some 200 people were rescued from a drifting ferry off Port Ellis, the coast guard said \
on Monday.

“Nobody panicked, nobody went into the sea,” coast guard captain Lena Voss said.

Transport minister Paul Adder promised a full inquiry. The ferry line’s director, Olof Brink, told \
Northern Wire that the crew had acted “calmly and by the book” and that the company would pay for every \
missed connection, for the hotel rooms of those who could not travel on, and for the cars that had been \
damaged on the lower deck when the sea got up.

At 21:40 the engines stopped; at"""

LEDGER_TEXT = """Minister to look into ferry failure

Paul Adder, the transport minister, promised an inquiry into the failure of the ferry Maren. “People have \
a right to know,” he said.

A crewman who asked not to be named said a fuel filter had not been changed for months.
"""


def _article(text: str, outlet: str | None, name: str, published: str, **more: object) -> Article:
    parts = more.pop("parts", [Segment(Span(0, len(text)), SegmentKind.BODY)])
    basis = Basis.GIVEN if published else Basis.MISSING
    return Article(
        source_name=name,
        text=text,
        segments=tuple(parts),  # type: ignore[arg-type]
        outlet=outlet,
        outlet_basis=Basis.GIVEN if outlet else Basis.MISSING,
        published=PartialDate.parse(published) if published else None,
        published_basis=more.pop("basis", basis),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def _parts(text: str, *marks: tuple[str, SegmentKind]) -> list[Segment]:
    """Segments of a text: each mark's words are of its kind, what lies between is body."""
    found: list[Segment] = []
    at = 0
    for words, kind in marks:
        start = text.index(words, at)
        if start > at:
            found.append(Segment(Span(at, start), SegmentKind.BODY))
        at = start + len(words)
        found.append(Segment(Span(start, at), kind))
    return [*found, Segment(Span(at, len(text)), SegmentKind.BODY)] if at < len(text) else found


HARBOUR = _article(
    HARBOUR_TEXT,
    "Harbour Post",
    "harbour.txt",
    "2022-04-24",
    basis=Basis.INFERRED,
    title="Ferry loses power off Port Ellis, 214 brought ashore",
    title_basis=Basis.TEXT,
    byline="Ida Lorne",
    url="https://harbour.example/maren",
    parts=_parts(
        HARBOUR_TEXT,
        ("Skip to content\n\n", SegmentKind.BOILERPLATE),
        ("Ferry loses power off Port Ellis, 214 brought ashore\n\n", SegmentKind.HEADLINE),
        ("By Ida Lorne\n\n", SegmentKind.BYLINE),
        ("PORT ELLIS, 24 April (Harbour Post) – ", SegmentKind.DATELINE),
        ("Photo: the Maren under tow on Sunday night\n\n", SegmentKind.CAPTION),
        ("Share this article\nYou might also like: Ten walks along the coast\n", SegmentKind.BOILERPLATE),
    ),
)
RADIO = _article(
    RADIO_TEXT,
    "Coast Radio",
    "radio.txt",
    "2022-04-25T07:10+00:00",
    title="Power cut leaves ferry adrift",
    title_basis=Basis.TEXT,
    url="javascript:alert(1)",
    note="summary of the report by Coast Radio",
)
WIRE = _article(WIRE_TEXT, "Northern Wire", "wire.txt", "--04-25", extent=Extent.CUT_OFF)
LEDGER = _article(
    LEDGER_TEXT,
    None,
    "003_ledger.txt",
    "",
    title="Minister to look into ferry failure",
    title_basis=Basis.TEXT,
)
ARTICLES = (HARBOUR, RADIO, WIRE, LEDGER)
VOSS, ADDER, BRINK, REVE = (
    Speaker.resolved(name) for name in ("Lena Voss", "Paul Adder", "Olof Brink", "Tom Reve")
)
GUARD, OFFICE, COMPANY = (
    Speaker.resolved(name) for name in ("Coast guard", "Harbour office", "Maren Ferries")
)


def place(article: Article, words: str, after: str = "") -> Span:
    """Where the words first stand after `after`."""
    start = article.text.index(words, article.text.index(after))
    return Span(start, start + len(words))


def figure(
    article: Article, words: str, value: float, unit: str | None, counted: str | None, after: str = ""
) -> Figure:
    about = Comparator.ABOUT if words.startswith("Some") else Comparator.EXACTLY
    return Figure(place(article, words, after), words, value, value, about, unit, counted)


def claim(
    article: Article,
    words: str,
    kind: ClaimKind,
    speaker: Speaker = NO_SPEAKER,
    source: str = "",
    cue: str = "",
    said: str = "",
    figures: tuple[Figure, ...] = (),
    after: str = "",
) -> Claim:
    span = place(article, words)
    return Claim(
        article=article.key,
        span=span,
        text=words,
        kind=kind,
        source=place(article, source, after) if source else None,
        cue=place(article, cue, after) if cue else None,
        speaker=speaker,
        figures=figures,
        said_on=PartialDate.parse(said) if said else None,
    )


def row(
    id_: str,
    verdict: Verdict,
    *claims: Claim,
    reasons: tuple[str, ...] = (),
    sides: tuple[Side, ...] = (),
    why: tuple[str, ...] = (),
) -> Row:
    names = {claim.speaker.name for claim in claims}
    return Row(
        id=id_,
        claims=claims,
        lead=claims[0].id,
        kind=claims[0].kind,
        judgement=Judgement(verdict, reasons, sides),
        speaker=names.pop() if len(names) == 1 else None,
        why=why,
    )


Q, S, M, F, N = (
    ClaimKind.QUOTE,
    ClaimKind.STATEMENT,
    ClaimKind.MIXED,
    ClaimKind.FIGURE,
    ClaimKind.NARRATED,
)

_three = claim(
    HARBOUR,
    "The ferry Maren lost power two miles off Port Ellis on Sunday evening and drifted "
    "for three hours before tugs reached it",
    S,
    GUARD,
    "the coast guard",
    "said",
    "2022-04-24",
    (figure(HARBOUR, "three hours", 3, "hour", None), figure(HARBOUR, "two miles", 2, "mile", None)),
    after="reached it",
)
_five = claim(
    RADIO,
    "The ferry Maren drifted for five hours on Sunday after its engines stopped",
    S,
    OFFICE,
    "the harbour office",
    "according to",
    "2022-04-24",
    (figure(RADIO, "five hours", 5, "hour", None),),
)
_all = claim(
    HARBOUR,
    "all 214 people on board were safe",
    S,
    VOSS,
    "Coast guard captain Lena Voss",
    "said",
    "2022-04-24",
    (figure(HARBOUR, "214", 214, None, "people", "Voss said"),),
    after="Coast guard captain",
)
_put = claim(
    RADIO,
    "She put the number of passengers at 214",
    F,
    VOSS,
    "She",
    "put",
    "2022-04-24",
    (figure(RADIO, "214", 214, None, "passengers"),),
    after="the coast guard said.",
)
_some = claim(
    WIRE,
    "Some 200 people were rescued from a drifting ferry off Port Ellis",
    S,
    GUARD,
    "the coast guard",
    "said",
    "2022-04-25",
    (figure(WIRE, "Some 200", 200, None, "people"),),
)
_panicked = claim(
    HARBOUR,
    "“Nobody panicked, and nobody went into the water,”",
    Q,
    VOSS,
    "she",
    "told reporters",
    "2022-04-24",
    after="into the water",
)
_panic_radio = claim(
    RADIO,
    "“Nobody panicked,”",
    Q,
    VOSS,
    "Captain Lena Voss of the coast guard",
    "said",
    "2022-04-24",
    after="Captain Lena",
)
_panic_wire = claim(
    WIRE,
    "“Nobody panicked, nobody went into the sea,”",
    Q,
    VOSS,
    "coast guard captain Lena Voss",
    "said",
    "2022-04-24",
    after="coast guard captain",
)
_inquiry = claim(
    HARBOUR,
    "he would ask for a full inquiry",
    S,
    Speaker.ambiguous("Paul Adder", "Olof Brink"),
    "He",
    "said",
    after="in the night.",
)
_promised = claim(WIRE, "promised a full inquiry", S, ADDER, "Transport minister Paul Adder", "promised")
_promised_ledger = claim(
    LEDGER,
    "promised an inquiry into the failure of the ferry Maren",
    S,
    ADDER,
    "Paul Adder, the transport minister",
    "promised",
)
_right = claim(LEDGER, "“People have a right to know,”", Q, ADDER, "he", "said", after="right to know")
_bang = claim(
    HARBOUR,
    "“We heard a bang, then the lights went out, and for a long time nobody told us anything at all,”",
    Q,
    REVE,
    "Tom Reve",
    "said",
    "2022-04-24",
)
_slept = claim(HARBOUR, "“The children slept through it.”", Q, REVE, "Tom Reve", "said", "2022-04-24")
_built = claim(
    HARBOUR, "The Maren was built in 1987.", F, figures=(figure(HARBOUR, "1987", 1987, None, None),)
)
_safe = claim(RADIO, "Everyone is safe.", N)
_inspected = claim(
    RADIO,
    "the ship was inspected in March and had passed",
    S,
    COMPANY,
    "The ferry company",
    "said",
    "2022-04-25",
    after="The ferry company",
)
_sound = claim(
    RADIO, "It was old, they said, but it was sound.", S, UNRESOLVED, "they", "said", after="It was old"
)
_book = claim(
    WIRE,
    "the crew had acted “calmly and by the book” and that the company would pay for every missed connection, "
    "for the hotel rooms of those who could not travel on, and for the cars that had been damaged on the "
    "lower deck when the sea got up.",
    M,
    BRINK,
    "The ferry line’s director, Olof Brink,",
    "told Northern Wire",
    "2022-04-25",
)
_calm = claim(WIRE, "“calmly and by the book”", Q, BRINK, "The ferry line’s director, Olof Brink,", "told")
_stopped = claim(WIRE, "At 21:40 the engines stopped", N)
_filter = claim(
    LEDGER,
    "a fuel filter had not been changed for months",
    S,
    UNRESOLVED,
    "A crewman who asked not to be named",
    "said",
    after="A crewman",
)

ROWS = (
    row(
        "drift",
        Verdict.CONFLICT,
        _three,
        _five,
        reasons=("three hours against five hours",),
        sides=(Side("three hours", (_three.id,)), Side("five hours", (_five.id,))),
        why=("the same ferry, adrift",),
    ),
    row("bang", Verdict.SINGLE, _bang, _slept),
    row(
        "aboard",
        Verdict.WORDING,
        _all,
        _put,
        _some,
        reasons=("“people” against “passengers”", "Northern Wire rounds: some 200"),
        why=("the same count",),
    ),
    row("panic", Verdict.WORDING, _panicked, _panic_radio, _panic_wire, reasons=("“water” against “sea”",)),
    row("inquiry", Verdict.AGREE, _promised_ledger, _promised, _inquiry, why=("full inquiry",)),
    row("built", Verdict.SINGLE, _built),
    row("safe", Verdict.SINGLE, _safe),
    row("inspected", Verdict.SINGLE, _inspected),
    row("sound", Verdict.SINGLE, _sound),
    row("book", Verdict.SINGLE, _book, _calm),
    row("stopped", Verdict.SINGLE, _stopped),
    row("right", Verdict.SINGLE, _right),
    row("filter", Verdict.SINGLE, _filter),
)


def comparison(articles: tuple[Article, ...] = ARTICLES, rows: tuple[Row, ...] = ROWS) -> Comparison:
    """The event as one table, unfiltered."""
    summary = EventSummary(
        id=EVENT_ID,
        title=TITLE,
        outlets=labels(articles),
        source_names=tuple(article.source_name for article in articles),
        verdicts={verdict: sum(1 for row in rows if row.verdict is verdict) for verdict in Verdict},
    )
    return compare(summary, articles, rows)


def store_event(
    database: Database,
    articles: tuple[Article, ...] = ARTICLES,
    rows: tuple[Row, ...] = ROWS,
    title: str = TITLE,
    id_: str = EVENT_ID,
) -> None:
    claims = [claim for row in rows for claim in row.claims]
    with database.writing() as session:
        for article in articles:
            mine = tuple(claim for claim in claims if claim.article == article.key)
            add_article(session, article, mine, "test:1")
        save_event(session, LinedUp(id_, title, articles, rows, "made"))
