"""What is read of the pages in tests/pages, against what a careful person takes from them.

Beside each page lies what is to be found in it: the report's paragraphs, lines that may stand among them
or not (a subheading, a footnote), lines that must not, and what the page states of itself. `load` gives
them all, and one of 10 MB that is made here.
"""

from __future__ import annotations

import datetime as dt
import re
import time
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from rapidfuzz.distance import LCSseq

from app.domain.article import ENGLISH, Article, SegmentKind
from app.domain.dates import PartialDate
from app.errors import BadInputError
from app.pipeline.clean import clean
from app.pipeline.read.page import Page, read_page
from benchmarks.page import mean, shown, table

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "pages"
REFUSED = "refused"
STATED = ("outlet", "headline", "byline", "published", "modified", "url", "language", "extent")
_LEAKED = 0.6  # a line fewer of whose words are the report's is none of it
_TOLD_WORDS = 3  # a shorter line that must not be there may well be words of the report
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")  # Chinese and Japanese by character
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BIG = 10_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """A page's bytes, and what is to be found in them. Of what is None, nothing is expected."""

    name: str
    data: bytes
    body: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()  # lines that may be body or not
    leaks: tuple[str, ...] = ()  # lines that must not be
    address: str | None = None
    outlet: str | None = None
    headline: str | None = None
    byline: str | None = None
    published: str | None = None  # ISO 8601, as exact as the page tells it
    modified: str | None = None
    url: str | None = None
    language: str = ENGLISH
    extent: tuple[str, ...] = ("full",)  # any of these will do; "refused" is that no article comes of it

    @classmethod
    def of(cls, name: str, data: bytes, values: Mapping[str, Any]) -> Expected:
        lists: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
        }
        return cls(name, data, **lists)


@dataclass(frozen=True, slots=True)
class Score:
    """How one page was read. `recall` and `kept` are None where no body is expected."""

    name: str
    recall: float | None  # share of the body's words that were found in body, in order
    kept: float | None  # share of the body's paragraphs that are one line of the text
    leaks: tuple[str, ...]  # lines of body that are none of the report
    right: Mapping[str, bool] = field(default_factory=dict)  # of what is expected of it, by name
    seconds: float = 0.0
    refusal: str | None = None

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(name for name, right in self.right.items() if not right)


def load(folder: Path = FOLDER) -> Iterator[Expected]:
    """All pages in order of name, and the one of 10 MB."""
    for path in sorted(folder.glob("*.toml")):
        yield Expected.of(
            path.stem, path.with_suffix(".html").read_bytes(), tomllib.loads(path.read_text("utf-8"))
        )
    yield ten_megabytes()


def pages() -> str:
    """The report on all pages, for docs/quality.md."""
    scores = [score(expected) for expected in load()]
    return f"{totals_table(scores)}\n\n{pages_table(scores)}"


def score(expected: Expected) -> Score:
    page = Page(expected.data, f"{expected.name}.html", expected.name, address=expected.address)
    start = time.process_time()
    try:
        article = clean(read_page(page))
    except BadInputError as error:
        seconds = time.process_time() - start
        lost = 0.0 if expected.body else None
        return Score(
            expected.name, lost, lost, (), {"extent": REFUSED in expected.extent}, seconds, str(error)
        )
    return judged(expected, article, time.process_time() - start)


def judged(expected: Expected, article: Article, seconds: float = 0.0) -> Score:
    """What the article has of what is expected."""
    lines = [words for line in body_lines(article) if (words := words_of(line))]
    wanted = [words_of(paragraph) for paragraph in expected.body]
    found, shares = aligned([word for words in wanted for word in words], lines)
    return Score(
        expected.name,
        recall=found if wanted else None,
        kept=kept(wanted, lines) if wanted else None,
        leaks=tuple(leaked(expected, lines, shares)),
        right=dict(stated(expected, article)),
        seconds=seconds,
    )


# --- the text -------------------------------------------------------------------------------------------


def body_lines(article: Article) -> Iterator[str]:
    """Lines of what is read as the report, each with white space as it is."""
    for segment in article.segments:
        if segment.kind is SegmentKind.BODY:
            yield from segment.span.of(article.text).splitlines()


def words_of(text: str) -> tuple[str, ...]:
    """Words in lower case, less what no reader sees."""
    return tuple(_WORD.findall(_UNSEEN.sub("", text).casefold()))


def aligned(wanted: Sequence[str], lines: Sequence[Sequence[str]]) -> tuple[float, list[float]]:
    """The share of wanted words that the lines have in order, and of each line's words that are wanted."""
    read = [word for line in lines for word in line]
    matched = bytearray(len(read))
    for step in LCSseq.opcodes(wanted, read):
        if step.tag == "equal":
            matched[step.dest_start : step.dest_end] = b"\1" * (step.dest_end - step.dest_start)
    ends = [0]
    for line in lines:
        ends.append(ends[-1] + len(line))
    shares = [sum(matched[start:end]) / (end - start) for start, end in pairwise(ends)]
    return sum(matched) / max(1, len(wanted)), shares


def kept(wanted: Sequence[Sequence[str]], lines: Sequence[Sequence[str]]) -> float:
    own = {tuple(line) for line in lines}
    return sum(tuple(words) in own for words in wanted) / len(wanted)


def leaked(expected: Expected, lines: Sequence[tuple[str, ...]], shares: Sequence[float]) -> Iterator[str]:
    """Lines that are none of the report's, and lines of the report's that have others' words in them."""
    allowed = [words_of(line) for line in expected.allowed]
    told = [words for leak in expected.leaks if len(words := words_of(leak)) >= _TOLD_WORDS]
    own = " ".join(word for line in (*expected.body, *expected.allowed) for word in words_of(line))
    for line, share in zip(lines, shares, strict=True):
        if share < _LEAKED:
            if not any(among(line, other) for other in allowed):
                yield " ".join(line)
        else:
            yield from (leak for words in told if (leak := " ".join(words)) not in own and runs(words, line))


def among(line: Sequence[str], other: Sequence[str]) -> bool:
    return LCSseq.similarity(line, other) >= _LEAKED * len(line)


def runs(words: Sequence[str], line: Sequence[str]) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(line)} "


# --- what the page states -------------------------------------------------------------------------------


def stated(expected: Expected, article: Article) -> Iterator[tuple[str, bool]]:
    """For each thing that is expected, whether the article has it."""
    names = {"outlet": article.outlet, "headline": article.title, "byline": _names(article.byline)}
    for name, value in names.items():
        if (wanted := getattr(expected, name)) is not None:
            yield name, words_of(value or "") == words_of(wanted)
    for name, when in (("published", article.published), ("modified", article.modified)):
        if (date := getattr(expected, name)) is not None:
            yield name, same_moment(when, PartialDate.parse(date))
    if expected.url is not None:
        yield "url", article.url == expected.url
    yield "language", (article.language or ENGLISH) == expected.language
    yield "extent", article.extent.value in expected.extent


def _names(byline: str | None) -> str | None:
    return re.sub(r"^\s*by\s+", "", byline, flags=re.I) if byline else None


def same_moment(one: PartialDate | None, other: PartialDate) -> bool:
    """Whether both tell the same, to the same precision; two zones may tell one moment."""
    if one is None or one.precision != other.precision:
        return False
    here, there = _moment(one), _moment(other)
    if here is None or there is None:
        return one == other
    return (here.tzinfo is None) == (there.tzinfo is None) and here == there


def _moment(date: PartialDate) -> dt.datetime | None:
    day = date.first_day()
    return dt.datetime.combine(day, date.time) if day and date.time else None


# --- the report -----------------------------------------------------------------------------------------


def totals_table(scores: Sequence[Score]) -> str:
    return table(["measure", "figure"], [[name, figure] for name, figure in totals(scores).items()])


def totals(scores: Sequence[Score]) -> dict[str, str]:
    """Means, worst pages, and how many of those that state something were read right."""
    read = [one for one in scores if one.recall is not None]
    worst = min(read, key=lambda one: one.recall or 0.0)
    leaky = max(scores, key=lambda one: len(one.leaks))
    slowest = max(scores, key=lambda one: one.seconds)
    rows = {
        "pages, with a report in them": f"{len(scores)}, {len(read)}",
        "recall of the body, mean": shown(mean(one.recall for one in read)),
        "recall of the body, worst page": f"{shown(worst.recall)} ({worst.name})",
        "paragraphs kept, mean": shown(mean(one.kept for one in read)),
        "leaked lines a page, mean": shown(mean(float(len(one.leaks)) for one in scores)),
        "leaked lines, worst page": f"{len(leaky.leaks)} ({leaky.name})",
    }
    rows |= {f"{name} right": share for name in STATED if (share := share_right(scores, name))}
    return rows | {"slowest page": f"{slowest.seconds:.2f} s of the processor ({slowest.name})"}


def share_right(scores: Sequence[Score], name: str) -> str | None:
    answers = [one.right[name] for one in scores if name in one.right]
    return f"{sum(answers)}/{len(answers)}" if answers else None


def pages_table(scores: Sequence[Score]) -> str:
    head = ["page", "recall", "paragraphs kept", "leaked lines", "not right"]
    return table(head, [_row(one) for one in scores])


def _row(one: Score) -> list[str]:
    wrong = ", ".join(one.wrong) + (" (refused)" if one.refusal else "")
    return [one.name, shown(one.recall), shown(one.kept), str(len(one.leaks)), wrong or "-"]


# --- the page that is too large to keep -----------------------------------------------------------------


def ten_megabytes() -> Expected:
    """A report of some 2,000 words; around it a script's data, a navigation and comments, 10 MB in all."""
    body = tuple(_paragraph(number) for number in range(60))
    story = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    links = "".join(f'<a href="/s/{n}">Section {n}</a>' for n in range(5_000))
    head = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sixty days on the ice</title>'
        '<meta property="og:site_name" content="Polar Post"><meta property="og:title" content="Sixty days on'
        ' the ice"><meta property="article:published_time" content="2024-07-01T10:00:00+00:00">'
        f"<script>window.state = [{','.join(map(str, range(700_000)))}]</script></head><body>"
        f"<nav>{links}</nav>"
        f'<article><h1>Sixty days on the ice</h1>{story}</article><div id="comments" class="comments">'
    )
    comments = list[str]()
    size, number = len(head), 0
    while size < _BIG:
        comments.append(_comment(number))
        size, number = size + len(comments[-1]), number + 1
    data = f"{head}{''.join(comments)}</div></body></html>".encode()
    return Expected(
        "ten-megabytes",
        data,
        body,
        outlet="Polar Post",
        headline="Sixty days on the ice",
        published="2024-07-01T10:00+00:00",
    )


def _paragraph(number: int) -> str:
    pace, wind = 9 + number * 7 % 13, 20 + number * 11 % 37
    return (
        f"On day {number + 1} the party covered {pace} kilometres against a wind of {wind} kilometres an "
        f"hour, the expedition's log says. “Sledge {number % 4 + 1} is the heavy one and nobody admits to "
        f"packing it,” wrote its leader, Astrid Nyland, who put the camp at {120 + number * 3} metres."
    )


def _comment(number: int) -> str:
    return (
        f'<div class="comment" id="c{number}"><b>reader{number}</b><p>I was on that ice in '
        f"{1950 + number % 70} and we had neither sledges nor a log, let alone a camp at {number} metres.</p>"
        f'<a href="#c{number}">Reply</a></div>'
    )
