"""Whether anything in real text brings the reader down: `make rough-weather`, over the corpus in ../shared.

Every article is cleaned and read; exceptions are counted and named, and the end status tells of any. One
process's memory is taken after each quarter of its articles. Then two articles of 200,000 words, and
whether the same texts give the same claims, byte for byte, in processes that hash differently.
"""

from __future__ import annotations

from benchmarks import one_core  # noqa: F401 - before numpy is loaded

# isort: split
import argparse
import itertools
import json
import multiprocessing
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from app.domain.article import RawArticle
from app.pipeline.clean import clean
from app.pipeline.extract import load, read_claims
from app.pipeline.extract.pipeline import read_doc
from benchmarks.news import articles_in, found_in
from benchmarks.page import table, write

_LONGEST_WAIT = 1_800  # seconds for one long article, after which its process is ended
_SEEDS = ("1", "2")  # of Python's hashes
_CHUNK = 16  # articles handed to a process at a time
_EVERY = 250  # articles between lines of progress
_CLOSING_MARKS = str.maketrans({"”": None, "’": None, '"': "“"})


@dataclass(frozen=True, slots=True)
class Reading:
    """How one article went; `fault` names the exception, memory is the process's just afterwards."""

    id: str
    claims: int
    tokens: int
    seconds: float
    fault: str | None
    process: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Long:
    """How one article of very many words went: in a process of its own, loading included."""

    seconds: float
    megabytes: float  # at its peak
    claims: int | None  # None where it failed or was ended


def main() -> None:
    options = arguments()
    start = time.perf_counter()
    found = list(itertools.islice(found_in(options.shared), options.limit))
    articles = [item for item in found if isinstance(item, RawArticle)]
    readings = list(told(read_all(articles, options.processes), len(articles)))
    seconds = time.perf_counter() - start
    rows = corpus_rows(readings, len(found) - len(articles), seconds, options.processes)
    with tempfile.TemporaryDirectory() as folder:
        rows |= long_rows(options.shared, options.words, Path(folder))
        same, count = same_twice(options.shared, options.twice, Path(folder))
    rows[f"{count} articles read twice"] = "the same claims, byte for byte" if same else "DIFFERENT CLAIMS"
    report = table(["measure", "figure"], [[name, figure] for name, figure in rows.items()])
    print(report)
    if options.write:
        write("rough weather", "make rough-weather", report)
    sys.exit(0 if same and not any(reading.fault for reading in readings) else 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--limit", type=int, help="articles of the corpus (all)")
    parser.add_argument("--words", type=int, default=200_000, help="of the long articles")
    parser.add_argument("--twice", type=int, default=200, help="articles that are read twice")
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    return parser.parse_args()


# --- all articles ---------------------------------------------------------------------------------------


def read_all(articles: Sequence[RawArticle], processes: int) -> Iterator[Reading]:
    """A Reading of each article, in order, from processes that start empty."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        yield from pool.map(read_one, articles, chunksize=_CHUNK)


def read_one(raw: RawArticle) -> Reading:
    nlp, claims, tokens, fault = _language(), 0, 0, None
    start = time.perf_counter()
    try:
        claims = len(read_claims(clean(raw), nlp))
        seconds = time.perf_counter() - start
        tokens = _tokens(raw, nlp)
    except Exception as error:  # that none comes is what is measured
        seconds = time.perf_counter() - start
        fault = place_of(error)
    return Reading(raw.source_name, claims, tokens, seconds, fault, os.getpid(), _megabytes())


def place_of(error: Exception) -> str:
    """The exception's type and the innermost line it passed; not its words, which may be the article's."""
    innermost = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(innermost.filename).name}, line {innermost.lineno}"


@cache
def _language() -> Language:
    return load()


def _tokens(raw: RawArticle, nlp: Language) -> int:
    with nlp.select_pipes(enable=[]):
        return len(read_doc(clean(raw), nlp))


def _megabytes() -> float:
    """Memory this process holds now; its peak where the system does not tell."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def told(readings: Iterable[Reading], of: int) -> Iterator[Reading]:
    """The readings, while standard error tells how far they are, and of every fault at once."""
    start = time.perf_counter()
    for number, reading in enumerate(readings, 1):
        if reading.fault:
            print(f"{reading.id}: {reading.fault}", file=sys.stderr)
        if number % _EVERY == 0 or number == of:
            print(f"{number}/{of} articles, {time.perf_counter() - start:.0f} s", file=sys.stderr)
        yield reading


def corpus_rows(readings: Sequence[Reading], refused: int, seconds: float, processes: int) -> dict[str, str]:
    faults = [f"{reading.id} ({reading.fault})" for reading in readings if reading.fault]
    tokens, alone = sum(r.tokens for r in readings), sum(r.seconds for r in readings)
    slowest = max(readings, key=lambda reading: reading.seconds)
    return {
        "articles, refused": f"{len(readings):,}, {refused:,}",
        "exceptions": "; ".join([str(len(faults)), *faults]),
        "claims, tokens": f"{sum(r.claims for r in readings):,}, {tokens:,}",
        "claims an article: least, quartiles, most": ", ".join(
            map(str, quartiles(r.claims for r in readings))
        ),
        f"seconds, {processes} processes": f"{seconds:,.0f} ({tokens / alone:,.0f} tokens/s in each)",
        "slowest article": f"{slowest.seconds:.2f} s, {slowest.tokens:,} tokens",
        "memory of one process after each quarter": ", ".join(f"{mb:.0f}" for mb in memory(readings)) + " MB",
    }


def quartiles(counts: Iterable[int]) -> tuple[int, ...]:
    """Least, first quartile, median, third quartile and most, each to the nearest whole number."""
    ordered = sorted(counts)
    inner = statistics.quantiles(ordered, n=4, method="inclusive") if len(ordered) > 1 else ordered * 3
    return ordered[0], *map(round, inner), ordered[-1]


def memory(readings: Sequence[Reading]) -> tuple[float, ...]:
    """Megabytes that the process of the first article held after 1/4, 1/2, 3/4 and all of its articles."""
    held = [reading.megabytes for reading in readings if reading.process == readings[0].process]
    return tuple(held[max(0, len(held) * quarter // 4 - 1)] for quarter in (1, 2, 3, 4))


# --- one very long article ------------------------------------------------------------------------------


def long_rows(shared: Path, words: int, folder: Path) -> dict[str, str]:
    text = joined((raw.text for raw in articles_in(shared)), words)
    kinds = {"as printed": text, "one line, no quotation closed": hostile(text)}
    return {f"{words:,} words, {kind}": long_figure(read_long(text, folder)) for kind, text in kinds.items()}


def joined(texts: Iterable[str], words: int) -> str:
    """Texts one behind the other, cut behind so many words."""
    parts, left = list[str](), words
    for line in itertools.chain.from_iterable(map(str.splitlines, texts)):
        if left <= 0:
            break
        own = line.split()[:left]
        left -= len(own)
        parts.append(" ".join(own))
    return "\n".join(parts)


def hostile(text: str) -> str:
    """The text on one line, with its quotations opened and never closed."""
    return " ".join(text.translate(_CLOSING_MARKS).split())


def read_long(text: str, folder: Path) -> Long:
    """What `crossread extract --cut` makes of one text, in a process that is ended after a long wait."""
    claims = folder / "long.claims.jsonl"
    claims.unlink(missing_ok=True)
    command = extract_command(write_articles({"long": text}, folder / "long.jsonl"), claims)
    start = time.perf_counter()
    with subprocess.Popen(command) as process:
        waiting = threading.Timer(_LONGEST_WAIT, process.kill)
        waiting.start()
        _, status, usage = os.wait4(process.pid, 0)  # unlike Popen's, it tells this child's memory alone
        process.returncode = os.waitstatus_to_exitcode(status)
        waiting.cancel()
    lines = claims.read_text("utf-8").splitlines() if process.returncode == 0 else []
    count = len(json.loads(lines[0])["claims"]) if lines else None
    return Long(time.perf_counter() - start, usage.ru_maxrss / 1024, count)


def long_figure(long: Long) -> str:
    claims = "FAILED" if long.claims is None else f"{long.claims:,} claims"
    return f"{long.seconds:.0f} s, {long.megabytes:.0f} MB, {claims}"


# --- the same twice -------------------------------------------------------------------------------------


def same_twice(shared: Path, count: int, folder: Path) -> tuple[bool, int]:
    """Whether two fresh processes, hashing differently, give the same bytes; and over how many articles."""
    texts = {raw.source_name: raw.text for raw in itertools.islice(articles_in(shared, every=80), count)}
    articles = write_articles(texts, folder / "articles.jsonl")
    outputs = []
    for seed in _SEEDS:
        output = folder / f"claims-{seed}.jsonl"
        subprocess.run(
            extract_command(articles, output), check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        outputs.append(output.read_bytes())
    return len(set(outputs)) == 1, len(texts)


def write_articles(texts: Mapping[str, str], path: Path) -> Path:
    lines = (json.dumps({"id": name, "text": text, "date": "2016-05-02"}) for name, text in texts.items())
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def extract_command(articles: Path, output: Path) -> list[str]:
    return [sys.executable, "-m", "app", "extract", "--cut", str(articles), "-o", str(output)]


if __name__ == "__main__":
    main()
