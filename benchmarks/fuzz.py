"""Whether any damage to a page brings its reading down: `make fuzz`, over the pages in tests/pages.

Each case is a page with a few things done to it at random (`--seed` and the number of the case tell which),
read in a child process under limits of time and memory. Exceptions that are none of ours, hangs, ends of the
process and results that contradict themselves are told with their number; the end status tells of any.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import selectors
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.article import Article, RawArticle
from app.errors import BadInputError
from app.pipeline.clean import clean
from app.pipeline.read.page import Page, read_page
from benchmarks.page import table
from benchmarks.pages import FOLDER

SECONDS = 10.0  # for one page
_START = 120.0  # for a child to load what it reads with
MEMORY = 2_000_000_000  # bytes of address space
_FINE = ("article", "refused")
_TAGS = (
    "div",
    "p",
    "article",
    "table",
    "td",
    "ul",
    "li",
    "b",
    "script",
    "template",
    "noscript",
    "svg",
    "time",
)
_BYTES = (b"\0", b"\xff\xfe", b"<", b"-->", b"]]>", b"&#xD800;", b"\xe2\x80\xae", b"</", b'"', b"\x1b[2J")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case went: "article", "refused" or what is wrong; seconds, and the child's peak of memory."""

    case: int
    came_to: str
    seconds: float
    megabytes: float

    @property
    def fine(self) -> bool:
        return self.came_to in _FINE


# --- damage ---------------------------------------------------------------------------------------------


def case(seed: int, number: int, pages: Sequence[bytes]) -> bytes:
    """The page of this number: the same whenever it is asked for."""
    chance = random.Random(f"{seed}.{number}")
    data = chance.choice(pages)
    for _ in range(chance.randint(1, 6)):
        data = chance.choice(_DAMAGES)(data, chance, pages)
    return data


def _flipped(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    found = bytearray(data)
    for _place in range(chance.randint(1, 40) if found else 0):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def _cut(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _range(data, chance)
    return data[:start] if chance.random() < 0.5 else data[:start] + data[end:]


def _repeated(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    start, end = _range(data, chance, 300)
    return data[:start] + data[start:end] * chance.choice((2, 10, 200)) + data[end:]


def _spliced(data: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    start, end = _range(data, chance)
    other = chance.choice(pages)
    return data[:start] + other[slice(*_range(other, chance))] + data[end:]


def _nested(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    place, tag = _range(data, chance)[0], chance.choice(_TAGS).encode()
    return data[:place] + b"<%s>" % tag * chance.choice((3, 100, 5_000)) + data[place:]


def _dressed(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    place = data.find(b">", _range(data, chance)[0])
    names = b"".join(b' a%d="%d"' % (n, n) for n in range(chance.choice((3, 100, 1_000))))
    return data[:place] + names + data[place:] if place > 0 else data


def _inserted(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    place = _range(data, chance)[0]
    return data[:place] + chance.choice(_BYTES) * chance.choice((1, 1, 50)) + data[place:]


def _recoded(data: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    words = data.decode("utf-8", "replace")
    return words.encode(chance.choice(("utf-16", "utf-16-be", "cp1252", "shift_jis", "utf-7")), "replace")


_DAMAGES: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _flipped,
    _cut,
    _repeated,
    _spliced,
    _nested,
    _dressed,
    _inserted,
    _recoded,
)


def _range(data: bytes, chance: random.Random, longest: int = 3_000) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.randint(0, longest))


# --- the child ------------------------------------------------------------------------------------------


def came_to(data: bytes) -> str:
    """What reading the page comes to."""
    try:
        raw = read_page(Page(data, "fuzz.html", "fuzz.html", address="https://courier.example.org/a"))
        return contradiction(raw, clean(raw)) or "article"
    except BadInputError as error:
        return "refused" if str(error) else "refused without a reason"
    except Exception as error:  # that none comes is what is looked for
        innermost = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {Path(innermost.filename).name}, line {innermost.lineno}"


def contradiction(raw: RawArticle, article: Article) -> str | None:
    """What can't be true of an article that was read, None if all is well."""
    try:
        raw.text.encode("utf-8")
    except UnicodeEncodeError:
        return "text with half a character"
    if "\0" in raw.text:
        return "text with NUL"
    if "".join(s.span.of(article.text) for s in article.segments) != raw.text:
        return "segments that are not the text"
    ends = [0, *(s.span.end for s in raw.marked)]
    starts = [*(s.span.start for s in raw.marked), len(raw.text)]
    return "marked parts out of order" if any(a > b for a, b in zip(ends, starts, strict=True)) else None


def child() -> None:
    """Reads pages from standard input, each behind its length, and writes a line on each."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    while head := sys.stdin.buffer.readline():
        data = sys.stdin.buffer.read(int(head))
        start = time.perf_counter()
        found = came_to(data)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([found, time.perf_counter() - start, peak]), flush=True)


class Child:
    """A process that reads pages, replaced when it ends or takes too long."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, number: int, data: bytes) -> Outcome:
        if self._process is None:
            self._process = _started()
            _asked(self._process, b"<p>", _START)  # what it imports is not charged to a case
        start = time.perf_counter()
        line = _asked(self._process, data, SECONDS)
        if line:
            return Outcome(number, *json.loads(line))
        self.close()
        words = "hang" if line is None else "end of the process"
        return Outcome(number, words, time.perf_counter() - start, 0.0)

    def close(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "benchmarks.fuzz", "--child"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=FOLDER.parent.parent)


def _asked(process: subprocess.Popen[bytes], data: bytes, seconds: float) -> bytes | None:
    """The child's line on a page; empty if it ended, None if none came in time."""
    assert process.stdin
    assert process.stdout
    with suppress(BrokenPipeError):  # it has ended, and there will be no answer
        process.stdin.write(b"%d\n" % len(data) + data)
        process.stdin.flush()
    return process.stdout.readline() if _answers(process, seconds) else None


def _answers(process: subprocess.Popen[bytes], seconds: float) -> bool:
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)  # type: ignore[arg-type]
        return bool(waiting.select(seconds))


# --- the run --------------------------------------------------------------------------------------------


def run(seed: int, numbers: Sequence[int]) -> Iterator[Outcome]:
    """How each of the cases of these numbers went."""
    pages = [path.read_bytes() for path in sorted(FOLDER.glob("*.html"))]
    reader = Child()
    try:
        for number in numbers:
            yield reader.read(number, case(seed, number, pages))
    finally:
        reader.close()


def report(outcomes: Sequence[Outcome]) -> str:
    counts = Counter(one.came_to if one.fine else "wrong" for one in outcomes)
    slowest = max(outcomes, key=lambda one: one.seconds)
    rows = {
        "cases": f"{len(outcomes):,}",
        "articles, refused": f"{counts['article']:,}, {counts['refused']:,}",
        "crashes, hangs, contradictions": f"{counts['wrong']:,}",
        "slowest case": f"{slowest.seconds:.2f} s",
        "peak memory": f"{max(one.megabytes for one in outcomes):.0f} MB",
    }
    return table(["measure", "figure"], [[name, figure] for name, figure in rows.items()])


def main() -> None:
    options = arguments()
    if options.child:
        child()
        return
    numbers = [options.case] if options.case is not None else range(options.cases)
    outcomes = []
    for outcome in run(options.seed, numbers):
        outcomes.append(outcome)
        if not outcome.fine:
            print(f"case {outcome.case}: {outcome.came_to}", file=sys.stderr)
    print(report(outcomes))
    sys.exit(0 if all(outcome.fine for outcome in outcomes) else 1)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--case", type=int, help="only the case of this number")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
