"""Score Crossread against the hand-made references and write the figures to docs/quality.md.

The few of them that the help page tells go to app/web/figures.json, from the same run.

`make evaluate` runs it all; `--only SECTION` prints one section and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from app import __version__
from app.pipeline.extract import VERSION
from app.web.figures import FILE, Figures, written
from benchmarks.calibration import calibration
from benchmarks.copies import copies
from benchmarks.page import figures_table, table, write
from benchmarks.pages import pages
from benchmarks.references import gold_events, language, own_seeds
from benchmarks.row_confidence import row_confidence
from benchmarks.scoring import Run, attributions, comparisons, grouping
from benchmarks.treebank import treebank
from benchmarks.verdicts import verdicts
from tests.pipeline import date_table, figure_table

Section = tuple[str, Callable[[Run], str]]


def main() -> None:
    options = arguments()
    if not (options.shared / "evaluate" / "score.py").is_file():
        sys.exit(f"nothing to evaluate against: {options.shared} has no evaluate/score.py")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        run = Run(options.shared, folder)
        report = "\n".join(sections(run, options.only or SECTIONS))
    print(report)
    if not options.only:
        write("figures", "make evaluate", report)
        FILE.write_text(written(Figures(pipeline=VERSION, **run.told)), "utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, corpora/, evaluate/")
    parser.add_argument("--keep", type=Path, help="keep the exports in this folder")
    parser.add_argument(
        "--only", action="append", choices=SECTIONS, help="print this section, may be given again"
    )
    return parser.parse_args()


def sections(run: Run, chosen: Iterable[str]) -> Iterator[str]:
    """The report, part by part."""
    yield f"Crossread {__version__}, pipeline {VERSION}."
    for name in chosen:
        title, report = SECTIONS[name]
        yield f"\n### {title}\n"
        yield report(run)


def tables(_: Run) -> str:
    """Expressions of our own in the style of news, with what a careful reader notes down."""
    shares = {
        "figures: value, comparator, unit, what is counted": figure_table.share_right(),
        "figures: period, where the rest is right": figure_table.periods_right(),
        "dates": date_table.share_right(),
        "the day something was said": date_table.said_share_right(),
    }
    return share_table(shares)


def share_table(shares: Mapping[str, tuple[int, int]]) -> str:
    rows = [[name, f"{right}/{of}", f"{right / of:.3f}"] for name, (right, of) in shares.items()]
    return table(["table", "right", "share"], rows)


SECTIONS: Mapping[str, Section] = {
    "events": (
        "Seven events: claims, speakers, line-up, verdicts",
        lambda run: comparisons(run, tuple(gold_events(run.shared))),
    ),
    "invented": (
        "The invented event of seeds/",
        lambda run: comparisons(run, [own_seeds()], ["seeds/expected.json"]),
    ),
    "verdicts": (
        "Verdicts: rows lined up by hand, and by Crossread",
        lambda run: verdicts(run, (*gold_events(run.shared), own_seeds())),
    ),
    "rows": (
        "Confidence of rows: which links are right, trees fitted without the event",
        lambda run: row_confidence(run.shared),
    ),
    "grouping": (
        "Events: BASIL's articles in one database (B-cubed)",
        lambda run: figures_table(grouping(run)),
    ),
    "copies": ("Copies: edited wire reports among others of the same days", copies),
    "attributions": ("Attributions: PolNeAR dev", attributions),
    "calibration": ("Confidence of attributions: PolNeAR dev", calibration),
    "tables": ("Figures and dates: the tables in tests/pipeline", tables),
    "pages": ("Pages: the self-made ones in tests/pages", lambda _: pages()),
    "treebank": (
        "Grammar and names: the treebank's test part",
        lambda run: treebank(run.shared, language()),
    ),
}


if __name__ == "__main__":
    main()
