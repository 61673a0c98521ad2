"""Whether grouping and line-up keep their speed as a collection grows: `make scale`, over ../shared's corpus.

Articles are stored in the order of their dates with their claims, which are found beforehand (a folder named
with `--cache` keeps them for the next run; only what this script wrote belongs there). Every so many of them,
as many as one ingest might bring, events are settled; only that is timed, and within it the line-up alone:
processor time, since other work on the machine must not make a curve.
Then an event of fifty articles that a person put together gets one more.
"""

from __future__ import annotations

from benchmarks import one_core  # noqa: F401 - before numpy is loaded

# isort: split
import argparse
import datetime as dt
import itertools
import pickle
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from app import store
from app.domain.article import Article, RawArticle
from app.domain.claim import Claim
from app.domain.event import Row
from app.domain.grouping import Bond
from app.ingest import correct, plan, run
from app.pipeline.align import line_up
from app.pipeline.clean import clean
from app.pipeline.extract import VERSION
from app.pipeline.group import likeness, profile
from app.store import Database, open_database
from benchmarks.news import articles_in
from benchmarks.page import table, write
from benchmarks.references import claims_of

_KEPT = 200  # articles in one file of the cache
_ENDS = 1_000  # articles at either end that are compared
_STEPS = 8  # of the curve
_EVENT = 50
_MORE = 5  # articles that are then added to it, one at a time

Analysed = tuple[Article, tuple[Claim, ...]]


@dataclass(slots=True)
class Settling:
    """Processor seconds spent on settling the events of so many new articles, and on lining them up alone.

    `wall` are the seconds that went by.
    """

    articles: int
    whole: float
    line_up: float
    wall: float


class Watch:
    """Settles events and tells how long it took; the line-up is timed within."""

    def __init__(self) -> None:
        self._line_up = 0.0

    def settle(self, database: Database, articles: int) -> Settling:
        self._line_up, start, wall = 0.0, time.process_time(), time.perf_counter()
        with mock.patch.object(run, "line_up", self._lined_up):
            run.settle_events(database, claims_of)
        whole = time.process_time() - start
        return Settling(articles, whole, self._line_up, time.perf_counter() - wall)

    def _lined_up(self, articles: Sequence[Article], claims: Sequence[Claim]) -> tuple[Row, ...]:
        start = time.process_time()
        rows = line_up(articles, claims)
        self._line_up += time.process_time() - start
        return rows


def main() -> None:
    options = arguments()
    found = analysed(options.shared, options.articles, options.cache)
    with tempfile.TemporaryDirectory() as folder:
        settlings = list(told(grow(Path(folder) / "grown.sqlite3", found, options.batch)))
        rows = growth_rows(settlings, options.batch) | event_rows(Path(folder) / "event.sqlite3", found)
    report = table(["measure", "figure"], [[name, figure] for name, figure in rows.items()])
    print(report)
    if options.write:
        write("scale", "make scale", report)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=None, metavar="N", help="only the first N")
    parser.add_argument("--batch", type=int, default=50, metavar="N", help="settle after every N articles")
    parser.add_argument("--cache", type=Path, help="folder that keeps the claims for the next run")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    return parser.parse_args()


def analysed(shared: Path, count: int | None, cache: Path | None) -> list[Analysed]:
    """The corpus in the order of its dates, cleaned and with its claims."""
    raws = sorted(articles_in(shared), key=_when)[:count]
    parts = [raws[start : start + _KEPT] for start in range(0, len(raws), _KEPT)]
    return [one for number, part in enumerate(parts) for one in _kept(part, number, cache)]


def _when(raw: RawArticle) -> tuple[dt.date, str]:
    day = raw.published.first_day() if raw.published else None
    return day or dt.date.max, raw.source_name


def _kept(raws: Sequence[RawArticle], number: int, cache: Path | None) -> list[Analysed]:
    """A part of the corpus, from the cache where it has exactly this part as this pipeline reads it."""
    file = cache / f"{VERSION}-{number:04d}.pickle" if cache else None
    if file and file.is_file():
        kept: list[Analysed] = pickle.loads(file.read_bytes())  # noqa: S301 (our own file)
        if [article.source_name for article, _ in kept] == [raw.source_name for raw in raws]:
            return kept
    found = [(article, claims_of(article)) for article in map(clean, raws)]
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(found))
    return found


def grow(path: Path, articles: Sequence[Analysed], batch: int) -> Iterator[Settling]:
    """Store the articles, a batch at a time, and settle after each."""
    database, watch = open_database(f"sqlite:///{path}"), Watch()
    for start in range(0, len(articles), batch):
        some = articles[start : start + batch]
        _stored(database, some)
        yield watch.settle(database, len(some))
    database.close()


def _stored(database: Database, articles: Iterable[Analysed]) -> None:
    with database.writing() as session:
        there = set(store.article_keys(session))
        for article, claims in articles:
            if article.key not in there:
                there.add(article.key)
                store.add_article(session, article, claims, plan.reading_of(article, VERSION))


def told(settlings: Iterable[Settling]) -> Iterator[Settling]:
    """The same, with a line on standard error now and then."""
    for number, settling in enumerate(settlings, 1):
        if number % 20 == 0:
            ms = 1000 * settling.whole / settling.articles
            print(f"{number * settling.articles:,} articles, {ms:.0f} ms each", file=sys.stderr)
        yield settling


def growth_rows(settlings: Sequence[Settling], batch: int) -> dict[str, str]:
    first, last = _ends(settlings)
    rows = {
        "articles, settled after every": f"{sum(s.articles for s in settlings):,}, {batch}",
        "first 1,000: grouping + line-up, an article": _each(first),
        "last 1,000: grouping + line-up, an article": _each(last),
        "last against first: both, grouping alone": f"{_ratio(first, last)} x, {_ratio(first, last, 0)} x",
    }
    length = max(1, -(-len(settlings) // _STEPS))
    steps = [settlings[start : start + length] for start in range(0, len(settlings), length)]
    busy = sum(s.whole for s in settlings) / sum(s.wall for s in settlings)
    rows["processor time in the wall time"] = f"{busy:.0%}"
    rows["the same in eight steps"] = "; ".join(_each(step) for step in steps)
    return rows


def _ends(settlings: Sequence[Settling]) -> tuple[list[Settling], list[Settling]]:
    def taken(some: Iterable[Settling]) -> list[Settling]:
        counts = itertools.accumulate(s.articles for s in settlings)
        return [s for s, so_far in zip(some, counts, strict=False) if so_far <= _ENDS]

    return taken(settlings), taken(reversed(settlings))


def _per_article(settlings: Sequence[Settling]) -> tuple[float, float]:
    """Milliseconds an article for grouping (with reading and storing events), and for the line-up."""
    articles, lined_up = sum(s.articles for s in settlings), sum(s.line_up for s in settlings)
    return 1000 * (sum(s.whole for s in settlings) - lined_up) / articles, 1000 * lined_up / articles


def _each(settlings: Sequence[Settling]) -> str:
    grouping, lined_up = _per_article(settlings)
    return f"{grouping:.0f} + {lined_up:.0f} ms"


def _ratio(first: Sequence[Settling], last: Sequence[Settling], part: int | None = None) -> str:
    before, after = _per_article(first), _per_article(last)
    value = sum(after) / sum(before) if part is None else after[part] / before[part]
    return f"{value:.2f}"


def event_rows(path: Path, articles: Sequence[Analysed]) -> dict[str, str]:
    """An event of fifty, put together by hand of what is most alike, and one more, a few times over."""
    middle = profile(articles[len(articles) // 2][0])
    alike = sorted(articles, key=lambda one: (-likeness(middle, profile(one[0])), one[0].key))
    chosen = alike[: _EVENT + _MORE]
    database, watch = open_database(f"sqlite:///{path}"), Watch()
    _joined(database, chosen[:_EVENT], chosen[0])
    watch.settle(database, _EVENT)
    more = []
    for one in chosen[_EVENT:]:
        _joined(database, [one], chosen[0])
        more.append(watch.settle(database, 1))
    with database.session() as session:
        largest = max(len(event.articles) for event in store.stored_events(session))
    database.close()
    median = sorted(more, key=lambda settling: settling.whole)[len(more) // 2]
    name = f"one more article to an event of {_EVENT} to {largest - 1}: grouping + line-up, median"
    return {name: f"{_each([median])} ({median.wall:.2f} s went by)"}


def _joined(database: Database, articles: Sequence[Analysed], to: Analysed) -> None:
    _stored(database, articles)
    for article, _ in articles:
        if article.key != to[0].key:
            correct(database, article.key, {to[0].key: Bond.TOGETHER}, dt.datetime.now(dt.UTC))


if __name__ == "__main__":
    main()
