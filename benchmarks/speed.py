"""How fast articles are read: `make benchmark`, over real text in ../shared, on one core.

Three works over the same articles in one run: the bare pipeline (tokenizer and components), what
`crossread extract` does (clean, pipeline, claims), and the whole ingest into a fresh database. They take
turns article by article, each beginning at another third of the sample, so that a busy machine and warm
caches serve all of them alike. Then, in fresh processes, how long the pipeline takes to load.
"""

from __future__ import annotations

from benchmarks import one_core  # noqa: F401 - before numpy is loaded

# isort: split
import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from spacy.language import Language

from app.domain.article import RawArticle
from app.ingest import ingest
from app.pipeline.clean import clean
from app.pipeline.extract import load, read_claims
from app.pipeline.extract.pipeline import read_doc
from app.store import open_database
from benchmarks.news import articles_in
from benchmarks.page import table, write

_LOADS = 3
_LOAD = """
import time
start = time.perf_counter()
from app.pipeline.extract import load
imported = time.perf_counter()
load()
print(imported - start, time.perf_counter() - imported)
"""


@dataclass(slots=True)
class Clock:
    """Seconds of wall time spent on one work, over all its turns."""

    seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - start


@dataclass(slots=True)
class Works:
    """What was measured: tokens and claims of the sample, and the time of each work."""

    articles: int
    tokens: int = 0
    claims: int = 0
    failures: int = 0
    pipeline: Clock = field(default_factory=Clock)
    extract: Clock = field(default_factory=Clock)
    ingest: Clock = field(default_factory=Clock)
    busy: float = 0.0  # share of the wall time in which this process had a processor

    @property
    def ratio(self) -> float:
        """The whole ingest against the bare pipeline."""
        return self.ingest.seconds / self.pipeline.seconds


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--every", type=int, default=80, metavar="N", help="take every Nth article")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    options = parser.parse_args()
    articles = list(articles_in(options.shared, options.every))
    works = measure(articles, load())
    report = works_table(works, peak_megabytes(), *load_seconds())
    print(report)
    if options.write:
        write("speed", "make benchmark", report)


def measure(articles: Sequence[RawArticle], nlp: Language) -> Works:
    works, aside = Works(len(articles)), Clock()
    read_claims(clean(articles[0]), nlp)  # what libraries load late is loaded now

    def fed() -> Iterator[RawArticle]:
        """The articles for the ingest; before each, the other works have a turn."""
        for n, article in enumerate(articles):
            with aside.running():
                take_turns(works, *others(articles, n), nlp)
            yield article

    whole, processor = Clock(), time.process_time()
    with tempfile.TemporaryDirectory() as folder, whole.running():
        database = open_database(f"sqlite:///{folder}/speed.sqlite3")
        report = ingest(database, fed(), lambda article: read_claims(article, nlp))
        database.close()
    works.failures = len(report.failures)
    works.busy = (time.process_time() - processor) / whole.seconds
    works.ingest.seconds = whole.seconds - aside.seconds
    return works


def others(articles: Sequence[RawArticle], n: int) -> tuple[RawArticle, RawArticle]:
    """The articles a third and two thirds of the sample behind the nth."""
    count = len(articles)
    return articles[(n + count // 3) % count], articles[(n + 2 * count // 3) % count]


def take_turns(works: Works, bare: RawArticle, raw: RawArticle, nlp: Language) -> None:
    """One article through the bare pipeline, another through what `crossread extract` does."""
    cleaned = clean(bare)
    with works.pipeline.running():
        doc = read_doc(cleaned, nlp)
    works.tokens += len(doc)
    with works.extract.running():
        works.claims += len(read_claims(clean(raw), nlp))


def peak_megabytes() -> float:
    """The most memory this process has held (Linux tells kilobytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def load_seconds() -> tuple[float, float]:
    """Importing Python's modules, and loading the pipeline: medians of fresh processes."""
    runs = [subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True)
            for _ in range(_LOADS)]  # fmt: skip
    imported, loaded = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
    return statistics.median(imported), statistics.median(loaded)


def works_table(works: Works, peak: float, imported: float, loaded: float) -> str:
    def speed(clock: Clock) -> str:
        return f"{works.tokens / clock.seconds:,.0f} tokens/s ({clock.seconds:.1f} s)"

    rows = {
        "articles, tokens, claims": f"{works.articles:,}, {works.tokens:,}, {works.claims:,}",
        "articles that failed": str(works.failures),
        "bare pipeline, one core": speed(works.pipeline),
        "clean, pipeline, claims (`crossread extract`)": speed(works.extract),
        "whole ingest": speed(works.ingest),
        "whole ingest against the bare pipeline": f"{works.ratio:.2f} x",
        "processor time in the wall time": f"{works.busy:.0%}",
        "peak memory": f"{peak:.0f} MB",
        "imports, then loading the pipeline": f"{imported:.2f} s, {loaded:.2f} s",
    }
    return table(["measure", "figure"], [[name, figure] for name, figure in rows.items()])


if __name__ == "__main__":
    main()
