"""A large collection, made up and put straight into the store: what `make dashboard` measures the pages on.

One event of 20 outlets and 400 rows, and 10,000 events of about 4 articles and 12 rows for the list. No
article is read and no language pipeline runs: sentences are drawn from the word lists below, so the file is
the same on every machine. The tables are filled as they were at SCHEMA and then migrated by Crossread itself,
so what later versions count and index beside them is made by the code that does it for a reader's old file.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from app.domain.article import Article, Basis, Extent, Segment, SegmentKind, text_hash
from app.domain.claim import Claim, ClaimKind
from app.domain.copy import AgencyMark, Copies, Copy, Passage, SameText
from app.domain.dates import PartialDate
from app.domain.event import Judgement, QuoteNote, QuoteRelation, Row, Side, Verdict
from app.domain.figure import Figure
from app.domain.speaker import NO_SPEAKER, UNRESOLVED, Speaker
from app.domain.text import Span
from app.ingest.run import LINED_UP_BY
from app.store import LinedUp, codec, open_database
from app.store.database import migration_config

SCHEMA = "0006"
LARGE_EVENT = "e0large000"
EVENTS = 10_000
OUTLETS, ROWS, SPEAKERS = 20, 400, 60
COPYING = ((0, 17), (3, 18), (5, 19))  # outlets of the large event that print one agency's report
COLLECTION_VIEW = "claim_with_outlet"  # Datasette has no facet on a column of another table
FIRST_DAY = dt.date(2019, 1, 1)
READ_AS = "large:1"


def _list(words: str) -> list[str]:
    """Words with spaces between them, or phrases with bars."""
    return words.split("|" if "|" in words else " ")


NOUNS = _list(
    "harbour bridge council budget ferry strike storm valley hospital railway treaty market ministry "
    "court election inquiry factory vaccine river border convoy reactor school airport pipeline "
    "refinery parliament village tunnel archive orchard quarry depot embassy tribunal summit ceasefire "
    "drought harvest licence tariff pension wage landlord tenant mayor delegation spokesman engineer "
    "crew passenger warehouse turbine satellite telescope laboratory museum stadium coastline reservoir "
    "glacier forest peninsula province district barracks checkpoint corridor shelter hostage negotiator "
    "mediator witness prosecutor defendant appeal verdict ruling amendment petition referendum "
    "coalition cabinet opposition auditor regulator consumer exporter shipment container freight cargo "
    "tanker trawler lighthouse breakwater ferryman quay"
)
ADJECTIVES = _list(
    "northern southern late early public private narrow broad sudden final interim disputed damaged "
    "flooded abandoned rebuilt costly cheap senior junior foreign domestic regional rural urban armed "
    "peaceful secret open formal informal urgent lengthy brief repeated unexpected annual joint "
    "separate temporary permanent independent voluntary compulsory partial complete fragile stable "
    "modern ancient crowded empty remote"
)
VERBS = _list(
    "delays closes reopens rejects approves questions repairs inspects funds blocks defends criticises "
    "shelves postpones extends shortens evacuates surrounds supplies welcomes condemns reviews revises "
    "publishes leaks denies confirms threatens protects abandons rebuilds replaces monitors audits "
    "overrules suspends restores withdraws announces signs ratifies enforces breaches overlooks "
    "underestimates exaggerates measures counts"
)
PREPOSITIONS = _list(
    "near|along|despite|after|before|without|beyond|under|because of|in spite of|ahead of|on behalf of|"
    "in front of|at the edge of|with the help of|for the sake of|against the advice of"
)
CUES = _list("said added warned insisted explained argued claimed announced conceded")
ROLES = _list(
    "minister|spokeswoman|captain|chief engineer|union leader|judge|economist|mayor|witness|professor"
)
BEGINNINGS = _list("Mar Vel Tor Lin Kas Bren Ost Hal Fen Dro Sel Ran Ulf Pet Gor Nim Ald Wes Tal Erk")
ENDINGS = _list("den ova ik ström ery mont hagen elli sen wick ford una ara ton is berg well ane ond ule")
THINGS = _list("people passengers houses tonnes vehicles soldiers workers patients ships pupils")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m benchmarks.large FILE.sqlite3")
    began = time.perf_counter()
    build(Path(sys.argv[1]))
    size = Path(sys.argv[1]).stat().st_size / 2**20
    print(f"{sys.argv[1]}: {size:.0f} MiB in {time.perf_counter() - began:.0f} s")


def build(path: Path, events: int = EVENTS) -> None:
    """Make the collection in `path`, which must not exist; the same bytes of data every time."""
    if path.exists():
        raise FileExistsError(f"{path} is there already")
    rng = random.Random(5)
    _make_tables(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        for event in _events(rng, events):
            _put(connection, event)
        connection.execute(
            f"CREATE VIEW {COLLECTION_VIEW} AS SELECT claim.id, article.outlet, claim.speaker, claim.kind,"  # noqa: S608
            " claim.quote, claim.said_on, claim.confidence FROM claim"
            " JOIN article ON article.key = claim.article_key"
        )
    open_database(f"sqlite:///{path}").close()  # migrates, and makes what later versions keep beside it
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ANALYZE")
        connection.commit()


def _make_tables(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(migration_config(connection), SCHEMA)
    engine.dispose()


def _events(rng: random.Random, events: int) -> Iterator[Made]:
    outlets = _names(rng, OUTLETS, ["The {} Courier", "{} Post", "{} Times", "Radio {}", "{} Wire"])
    yield _event(rng, Plan(LARGE_EVENT, outlets, _people(rng, SPEAKERS), ROWS, 10, 60, COPYING))
    more = [*outlets, *_names(rng, 100, ["{} Herald", "{} Gazette", "{} Daily", "Voice of {}"])]
    people = _people(rng, 800)
    for number in range(events):
        some = rng.sample(more, rng.choice((2, 3, 3, 4, 4, 4, 5, 7)))
        plan = Plan(f"e{number:09d}", some, rng.sample(people, 6), rng.randint(6, 18), 8, 18)
        yield _event(rng, plan)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an event is to be: `least` and `most` words in a claim; `copying` are pairs of outlets."""

    id: str
    outlets: Sequence[str]
    people: Sequence[str]
    rows: int
    least: int
    most: int
    copying: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """An event ready to be put into the tables, with the claims of its articles."""

    lined_up: LinedUp
    claims: list[Claim]


@dataclass(frozen=True, slots=True)
class Fact:
    """One row to be: who says it, and the words each outlet (by number) has for it."""

    kind: ClaimKind
    verdict: Verdict
    speaker: str | None
    told: dict[int, list[str]]
    sides: dict[str, list[int]]
    reason: str = ""


@dataclass(slots=True)
class Draft:
    """An article being written; its claims' places are known before its key is."""

    outlet: str
    published: PartialDate
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    said: list[tuple[int, dict[str, object]]] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = self.length
        self.pieces.append(words)
        self.length += len(words)
        return Span(start, self.length)


def _event(rng: random.Random, plan: Plan) -> Made:
    day = FIRST_DAY + dt.timedelta(days=rng.randrange(2_000))
    facts = [_fact(rng, plan) for _ in range(plan.rows)]
    drafts = [_draft(rng, outlet, day, n, facts) for n, outlet in enumerate(plan.outlets)]
    articles = [_article(rng, plan, number, draft) for number, draft in enumerate(drafts)]
    of: list[dict[int, Claim]] = [{} for _ in facts]
    for number, (draft, article) in enumerate(zip(drafts, articles, strict=True)):
        for row, said in draft.said:
            span: Span = said["span"]  # type: ignore[assignment]
            text = article.text[span.start : span.end]
            of[row][number] = Claim(article=article.key, text=text, **said)  # type: ignore[arg-type]
    copies = _copies(plan, facts, of, articles)
    rows = tuple(_row(plan, n, fact, of[n], articles) for n, fact in enumerate(facts) if of[n])
    title = " ".join((_place(rng), rng.choice(NOUNS), rng.choice(VERBS), rng.choice(NOUNS)))
    event = LinedUp(plan.id, title, tuple(articles), rows, f"{LINED_UP_BY}:{READ_AS}", copies)
    return Made(event, [claim for row in of for claim in row.values()])


def _fact(rng: random.Random, plan: Plan) -> Fact:
    outlets = sorted(rng.sample(range(len(plan.outlets)), _how_many(rng, len(plan.outlets))))
    kind = rng.choices(tuple(ClaimKind), (30, 28, 12, 12, 18))[0]
    words = _words(rng, rng.randint(plan.least, plan.most))
    speaker = None
    if kind.attributed and rng.random() < 0.9:
        speaker = plan.people[min(int(rng.expovariate(4 / len(plan.people))), len(plan.people) - 1)]
    if kind is ClaimKind.FIGURE or rng.random() < 0.1:
        words[4:4] = [str(rng.randint(12, 4_000)), rng.choice(THINGS)]
        return _with_number(rng, kind, speaker, words, outlets)
    if len(outlets) > 1 and rng.random() < 0.45:
        return _worded(rng, kind, speaker, words, outlets)
    verdict = Verdict.SINGLE if len(outlets) == 1 else Verdict.AGREE
    return Fact(kind, verdict, speaker, {n: _varied(rng, kind, words) for n in outlets}, {})


def _how_many(rng: random.Random, most: int) -> int:
    """Many facts only one outlet tells, some nearly all do: about a quarter of the cells are filled."""
    number = rng.choices((1, 2, 3, 4, 5, 6 + int(rng.triangular(0, 15, 0))), (35, 12, 10, 8, 7, 28))[0]
    return min(number, most)


def _with_number(
    rng: random.Random, kind: ClaimKind, speaker: str | None, words: list[str], outlets: list[int]
) -> Fact:
    """A fact with a number in it, on which the outlets agree or not."""
    told = {n: list(words) for n in outlets}
    if len(outlets) == 1 or rng.random() < 0.4:
        return Fact(kind, Verdict.SINGLE if len(outlets) == 1 else Verdict.AGREE, speaker, told, {})
    other = str(int(words[4]) + rng.randint(1, 90))
    split = rng.randint(1, len(outlets) - 1)
    for n in outlets[split:]:
        told[n][4] = other
    one, two = f"{words[4]} {words[5]}", f"{other} {words[5]}"
    sides = {one: outlets[:split], two: outlets[split:]}
    return Fact(kind, Verdict.CONFLICT, speaker, told, sides, f"{one} against {two}")


def _worded(
    rng: random.Random, kind: ClaimKind, speaker: str | None, words: list[str], outlets: list[int]
) -> Fact:
    """A fact with one word that differs, and words cut by some."""
    told = {n: list(words) for n in outlets}
    place, other = rng.randrange(2, len(words) - 2), rng.choice(ADJECTIVES)
    split = rng.randint(1, len(outlets) - 1)
    for n in outlets[split:]:
        told[n][place] = other
    for n in outlets[1::3]:
        cut = rng.randrange(len(words) // 2, len(words) - 1)
        del told[n][max(cut, place + 1) :]
    sides = {words[place]: outlets[:split], other: outlets[split:]}
    return Fact(kind, Verdict.WORDING, speaker, told, sides, f"“{words[place]}” against “{other}”")


def _varied(rng: random.Random, kind: ClaimKind, words: list[str]) -> list[str]:
    """The words as another outlet has them: quotes stand, what is told in one's own words varies."""
    if kind is ClaimKind.QUOTE:
        return list(words)
    return [rng.choice(ADJECTIVES) if rng.random() < 0.06 else word for word in words]


def _draft(rng: random.Random, outlet: str, day: dt.date, number: int, facts: list[Fact]) -> Draft:
    when = day + dt.timedelta(days=rng.choice((0, 0, 0, 1, 1, 2)))
    clock = f"T{rng.randrange(6, 23):02d}:{rng.randrange(0, 60, 5):02d}+00:00" if rng.random() < 0.6 else ""
    draft = Draft(outlet, PartialDate.parse(when.isoformat() + clock))
    draft.add(" ".join(_words(rng, 9)).capitalize() + "\n\n")
    draft.add(f"{_place(rng).upper()} (Coastal Agency) – ")
    for row, fact in enumerate(facts):
        if number in fact.told:
            draft.said.append((row, _told(rng, draft, fact, " ".join(fact.told[number]), day)))
            draft.add(" " if rng.random() < 0.4 else "\n\n")
    draft.add(" ".join(_words(rng, 20)).capitalize() + ".\n")
    return draft


def _told(rng: random.Random, draft: Draft, fact: Fact, words: str, day: dt.date) -> dict[str, object]:
    """Write one claim with its source; what a Claim is made of, but for the article."""
    source = cue = None
    quoted: tuple[Span, ...] = ()
    if fact.kind is ClaimKind.QUOTE:
        draft.add("“")
        span = draft.add(words[0].upper() + words[1:])
        quoted = (span,)
        draft.add(",” ")
        cue = draft.add(rng.choice(CUES))
        draft.add(" ")
        source = draft.add(_source(rng, fact.speaker))
    elif fact.kind.attributed:
        source = draft.add(_source(rng, fact.speaker))
        draft.add(" ")
        cue = draft.add(rng.choice(CUES))
        draft.add(" that ")
        span = draft.add(words if fact.kind is ClaimKind.STATEMENT else f"“{words}”")
        quoted = (Span(span.start + 1, span.end - 1),) if fact.kind is ClaimKind.MIXED else ()
    else:
        span = draft.add(words[0].upper() + words[1:])
    draft.add(".")
    return {
        "span": span,
        "kind": fact.kind,
        "source": source,
        "cue": cue,
        "quoted": quoted,
        "speaker": _speaker(fact),
        "figures": _figures(words, span.start + (fact.kind is ClaimKind.MIXED)),
        "said_on": PartialDate.of(day - dt.timedelta(days=rng.randrange(4))) if rng.random() < 0.7 else None,
        "confidence": round(rng.betavariate(5, 2), 3),
    }


def _speaker(fact: Fact) -> Speaker:
    if not fact.kind.attributed:
        return NO_SPEAKER
    return Speaker.resolved(fact.speaker) if fact.speaker else UNRESOLVED


def _source(rng: random.Random, name: str | None) -> str:
    return (
        rng.choice(("they", "officials", "residents"))
        if name is None
        else (rng.choice((name, name.split()[-1], f"the {rng.choice(ROLES)}, {name}")))
    )


def _figures(words: str, start: int) -> tuple[Figure, ...]:
    found = []
    at = start
    parts = words.split(" ")
    for part, after in zip(parts, [*parts[1:], ""], strict=True):
        if part.isdigit():
            place = Span(at, at + len(part))
            found.append(Figure(place, part, float(part), float(part), counted=after))
        at += len(part) + 1
    return tuple(found)


def _article(rng: random.Random, plan: Plan, number: int, draft: Draft) -> Article:
    text = "".join(draft.pieces)
    head, dateline = len(draft.pieces[0]), len(draft.pieces[0]) + len(draft.pieces[1])
    return Article(
        source_name=f"{plan.id}-{number:02d}.txt",
        text=text,
        segments=(
            Segment(Span(0, head), SegmentKind.HEADLINE),
            Segment(Span(head, dateline), SegmentKind.DATELINE),
            Segment(Span(dateline, len(text)), SegmentKind.BODY),
        ),
        outlet=draft.outlet,
        outlet_basis=Basis.GIVEN,
        published=draft.published,
        published_basis=Basis.GIVEN,
        title=draft.pieces[0].strip(),
        title_basis=Basis.TEXT,
        url=f"https://outlet{number}.example/{plan.id}",
        extent=Extent.CUT_OFF if rng.random() < 0.05 else Extent.FULL,
    )


def _copies(plan: Plan, facts: list[Fact], of: list[dict[int, Claim]], articles: list[Article]) -> Copies:
    passages = []
    for one, other in plan.copying:
        for fact, claims in zip(facts, of, strict=True):
            if fact.verdict is Verdict.AGREE and one in claims and other in claims:
                low, high = sorted(Passage(claims[n].article, claims[n].span) for n in (one, other))
                passages.append(Copy(low, high, len(claims[one].text.split())))
    marked = sorted({n for pair in plan.copying for n in pair})
    agencies = [_agency_mark(articles[n]) for n in marked]
    return Copies(tuple(sorted(passages)), tuple(sorted(agencies)))


def _agency_mark(article: Article) -> AgencyMark:
    start = article.text.index("Coastal Agency")
    return AgencyMark(article.key, Span(start, start + len("Coastal Agency")), "Coastal Agency", True)


def _row(plan: Plan, number: int, fact: Fact, claims: dict[int, Claim], articles: list[Article]) -> Row:
    in_order = tuple(claims.values())
    sides = tuple(Side(value, tuple(claims[n].id for n in having)) for value, having in fact.sides.items())
    worded = fact.verdict is Verdict.WORDING
    notes = (QuoteNote(QuoteRelation.CHANGED, sides),) if worded and in_order[0].quoted else ()
    return Row(
        id=f"r{number:04d}{plan.id[-7:]}",
        claims=in_order,
        lead=max(in_order, key=lambda claim: len(claim.text)).id,
        kind=in_order[0].kind,
        judgement=Judgement(
            fact.verdict,
            (fact.reason,) if fact.reason else (),
            sides if fact.verdict is Verdict.CONFLICT else (),
            quotes=notes,
        ),
        speaker=fact.speaker,
        why=("the same words", "the same speaker") if len(in_order) > 1 else (),
        same_text=_same_text(plan, fact, claims),
        origins=_origins(plan, fact, claims, articles),
    )


def _same_text(plan: Plan, fact: Fact, claims: dict[int, Claim]) -> tuple[SameText, ...]:
    found = []
    for one, other in _copied(plan, fact, claims):
        words = len(claims[one].text.split())
        found.append(SameText(claims[one].id, claims[other].article, words, words))
        found.append(SameText(claims[other].id, claims[one].article, words, words))
    return tuple(sorted(found))


def _copied(plan: Plan, fact: Fact, claims: dict[int, Claim]) -> list[tuple[int, int]]:
    if fact.verdict is not Verdict.AGREE:
        return []
    return [(one, other) for one, other in plan.copying if one in claims and other in claims]


def _origins(
    plan: Plan, fact: Fact, claims: dict[int, Claim], articles: list[Article]
) -> tuple[tuple[str, ...], ...]:
    pairs = _copied(plan, fact, claims)
    alone = [(n,) for n in claims if not any(n in pair for pair in pairs)]
    groups = (tuple(sorted(articles[n].key for n in group)) for group in (*pairs, *alone))
    return tuple(sorted(groups))


def _words(rng: random.Random, number: int) -> list[str]:
    found: list[str] = []
    while len(found) < number:
        found += ["the", rng.choice(ADJECTIVES), rng.choice(NOUNS), rng.choice(VERBS), "the"]
        found += [rng.choice(NOUNS), *rng.choice(PREPOSITIONS).split(), _place(rng)]
        found.append(rng.choice(("and", "while", "but", "so")))
    return found[:number]


def _place(rng: random.Random) -> str:
    return rng.choice(BEGINNINGS) + rng.choice(ENDINGS)


def _names(rng: random.Random, number: int, forms: Sequence[str]) -> list[str]:
    places = [begin + end for begin in BEGINNINGS for end in ENDINGS]
    return [rng.choice(forms).format(place) for place in rng.sample(places, number)]


def _people(rng: random.Random, number: int) -> list[str]:
    places = [begin + end for begin in BEGINNINGS for end in ENDINGS]
    pairs = rng.sample(list(combinations(places[:80], 2)), number)
    return [f"{first} {last}" for first, last in pairs]


def _put(connection: sqlite3.Connection, made: Made) -> None:
    """Everything of one event into the tables as they are at SCHEMA."""
    event = made.lined_up
    days = sorted(a.published.isoformat()[:10] for a in event.columns if a.published)
    lists = (codec.passages_out(event.copies.passages), codec.agencies_out(event.copies.agencies))
    head = (event.id, event.title, days[0], days[-1], event.made_from, *map(_json, lists))
    _insert(connection, "event", "id title first_day last_day made_from copies agencies", [head])
    _insert(connection, "article", _ARTICLE, [_article_values(article) for article in event.columns])
    _insert(connection, "claim", _CLAIM, [_claim_values(claim) for claim in made.claims])
    members = [(article.key, event.id, n) for n, article in enumerate(event.columns)]
    _insert(connection, "event_article", "article_key event_id position", members)
    rows = [_row_values(event.id, n, row) for n, row in enumerate(event.rows)]
    _insert(connection, "event_row", _ROW, rows)
    held = [
        (claim.id, claim.span.start, claim.span.end, event.id, row.id, n, claim.speaker.name)
        for row in event.rows
        for n, claim in enumerate(row.claims)
    ]
    _insert(connection, "row_claim", "claim_id start end event_id row_id position speaker", held)


_ARTICLE = (
    "key source_name text_hash text segments outlet outlet_basis published published_basis title title_basis"
    " url cut_off read_as"
)
_CLAIM = (
    "id article_key start end quote kind source cue speaker_status speaker candidates quoted figures dates"
    " said_on attitude confidence parts pipeline"
)
_ROW = "event_id id position lead kind verdict reasons sides quotes is_update speaker why same_text origins"


def _insert(
    connection: sqlite3.Connection, table: str, columns: str, values: Sequence[tuple[object, ...]]
) -> None:
    names = ", ".join(f'"{name}"' for name in columns.split())
    places = ", ".join("?" * len(columns.split()))
    connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)  # noqa: S608 - ours


def _article_values(article: Article) -> tuple[object, ...]:
    return (
        article.key,
        article.source_name,
        text_hash(article.text),
        article.text,
        _json(codec.segments_out(article.segments)),
        article.outlet,
        article.outlet_basis.value,
        codec.date_out(article.published),
        article.published_basis.value,
        article.title,
        article.title_basis.value,
        article.url,
        article.cut_off,
        READ_AS,
    )


def _claim_values(claim: Claim) -> tuple[object, ...]:
    return (
        claim.id,
        claim.article,
        claim.span.start,
        claim.span.end,
        claim.text,
        claim.kind.value,
        _json(codec.span_out(claim.source)),
        _json(codec.span_out(claim.cue)),
        claim.speaker.status.value,
        claim.speaker.name,
        "[]",
        _json(codec.spans_out(claim.quoted)),
        _json(codec.figures_out(claim.figures)),
        "[]",
        codec.date_out(claim.said_on),
        claim.attitude,
        claim.confidence,
        "[]",
        READ_AS.partition(":")[0],
    )


def _row_values(event_id: str, position: int, row: Row) -> tuple[object, ...]:
    judgement = row.judgement
    return (
        event_id,
        row.id,
        position,
        row.lead,
        row.kind.value,
        row.verdict.value,
        _json(judgement.reasons),
        _json(codec.sides_out(judgement.sides)),
        _json(codec.quotes_out(judgement.quotes)),
        judgement.update,
        row.speaker,
        _json(row.why),
        _json(codec.same_text_out(row.same_text)),
        _json(row.origins),
    )


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value)


if __name__ == "__main__":
    main()
