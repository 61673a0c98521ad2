"""Score Crossread against the hand-made references and write the figures to docs/quality.md.

`make evaluate` runs it. Everything goes the way a user's input goes: the ingest job, the database, the
exported JSON; then the one scorer, ../shared/evaluate/score.py, compares.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import __version__
from app.domain.article import Article, RawArticle
from app.domain.claim import Claim
from app.ingest import ingest
from app.pipeline.extract import VERSION, load, read_claims
from app.pipeline.read import read
from app.store import Database, load_comparison, load_events, open_database
from app.web.exports import to_json

QUALITY = Path(__file__).resolve().parent.parent / "docs" / "quality.md"
BEGIN, END = "<!-- figures: written by make evaluate -->", "<!-- end of figures -->"
_NLP = load()


@dataclass(frozen=True, slots=True)
class Gold:
    """A hand-made comparison and the articles it was made of."""

    path: Path
    articles: tuple[RawArticle, ...]

    @property
    def name(self) -> str:
        return self.path.stem


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True, help="folder with gold/, corpora/, evaluate/")
    parser.add_argument("--keep", type=Path, help="keep the exports in this folder")
    options = parser.parse_args()
    if not (options.shared / "evaluate" / "score.py").is_file():
        sys.exit(f"nothing to evaluate against: {options.shared} has no evaluate/score.py")
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        report = "\n".join(sections(options.shared, folder))
    print(report)
    write(report)


def sections(shared: Path, scratch: Path) -> Iterator[str]:
    """The report, part by part."""
    yield f"Crossread {__version__}, pipeline {VERSION}.\n"
    yield "### Seven events: claims, speakers, line-up, verdicts\n"
    golds = tuple(gold_events(shared))
    yield comparison_table({gold.name: score_event(shared, scratch, gold) for gold in golds})
    yield "\n### The invented event of seeds/\n"
    yield comparison_table({"seeds/expected.json": score_event(shared, scratch, own_seeds())})
    yield "\n### Events: BASIL's articles in one database (B-cubed)\n"
    yield figures_table(score_grouping(shared, scratch))
    yield "\n### Attributions: PolNeAR dev\n"
    yield extraction_table(score_polnear(shared, scratch))


def gold_events(shared: Path) -> Iterator[Gold]:
    """The seven references with their articles, which carry what their corpus gives beside the text."""
    yield Gold(shared / "gold" / "seeds.json", raw_articles([shared / "seeds"]))
    records = list(basil(shared))
    for path in sorted((shared / "gold").glob("basil-*.json")):
        event = path.stem.removeprefix("basil-")
        yield Gold(path, tuple(record_as_raw(r) for r in records if r["event"].startswith(event)))


def own_seeds() -> Gold:
    seeds = Path(__file__).resolve().parent.parent / "seeds"
    expected = json.loads((seeds / "expected.json").read_text("utf-8"))
    files = {article["file"] for article in expected["articles"].values()}
    articles = tuple(raw for raw in raw_articles([seeds]) if Path(raw.source_name).name in files)
    return Gold(seeds / "expected.json", articles)


def raw_articles(paths: Sequence[Path]) -> tuple[RawArticle, ...]:
    return tuple(item for item in read(paths) if isinstance(item, RawArticle))


def basil(shared: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(shared / "corpora" / "basil" / "dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def record_as_raw(record: Mapping[str, Any]) -> RawArticle:
    """A corpus record as `read` would hand it over from a JSON line, less its event."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(json.dumps({key: value for key, value in record.items() if key != "event"}))
        file.flush()
        (article,) = raw_articles([Path(file.name)])
    return article


def score_event(shared: Path, scratch: Path, gold: Gold) -> Mapping[str, Any]:
    database = filled(scratch / f"{gold.name}.sqlite3", gold.articles)
    export = scratch / f"{gold.name}.export.json"
    export.write_text(json.dumps(one_export(database)), "utf-8")
    database.close()
    return score(shared, "comparison", gold.path, export)


def filled(path: Path, articles: Sequence[RawArticle]) -> Database:
    path.unlink(missing_ok=True)
    database = open_database(f"sqlite:///{path}")
    ingest(database, articles, claims_of)
    return database


def claims_of(article: Article) -> tuple[Claim, ...]:
    return read_claims(article, _NLP)


def one_export(database: Database) -> Mapping[str, Any]:
    """All events of a database as one export: articles wrongly kept apart then share no row."""
    merged: dict[str, list[Any]] = {"articles": [], "rows": []}
    with database.session() as session:
        for event in load_events(session):
            exported = json.loads(to_json(load_comparison(session, event.id)))
            merged["articles"] += exported["articles"]
            merged["rows"] += exported["rows"]
    return merged


def score_grouping(shared: Path, scratch: Path) -> Mapping[str, Any]:
    database = filled(scratch / "basil.sqlite3", [record_as_raw(record) for record in basil(shared)])
    with database.session() as session:
        events = [{"id": e.id, "articles": list(e.source_names)} for e in load_events(session)]
    database.close()
    listing = scratch / "basil.events.json"
    listing.write_text(json.dumps(events), "utf-8")
    return score(shared, "events", shared / "corpora" / "basil" / "dev.jsonl.gz", listing)


def score_polnear(shared: Path, scratch: Path) -> Mapping[str, Any]:
    gold = shared / "corpora" / "polnear" / "dev.jsonl.gz"
    articles, claims = scratch / "polnear.jsonl", scratch / "polnear.claims.jsonl"
    with gzip.open(gold, "rt", encoding="utf-8") as lines, articles.open("w", encoding="utf-8") as out:
        for record in map(json.loads, lines):
            out.write(json.dumps({"id": record["id"], "text": record["text"]}) + "\n")
    crossread = [sys.executable, "-m", "app", "extract", str(articles), "-o", str(claims)]
    subprocess.run(crossread, check=True)
    return score(shared, "extraction", gold, claims)


def score(shared: Path, task: str, gold: Path, output: Path) -> Mapping[str, Any]:
    """What the scorer's last line says."""
    command = [sys.executable, str(shared / "evaluate" / "score.py"), task, str(gold), str(output)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


MEASURES = (
    "claim_recall",
    "claim_precision",
    "speaker_accuracy",
    "lineup_precision",
    "lineup_recall",
    "lineup_f1",
)


def comparison_table(events: Mapping[str, Mapping[str, Any]]) -> str:
    head = [
        "event",
        *(m.replace("_", " ") for m in MEASURES),
        "verdicts right",
        "text lost",
        "boilerplate claims",
    ]
    rows = [
        [
            name,
            *(shown(s[m]) for m in MEASURES),
            verdicts(s),
            str(s["text_lost"]),
            str(s["boilerplate_claims"]),
        ]
        for name, s in events.items()
    ]
    if len(events) > 1:
        rows.append(["mean", *(shown(mean(s[m] for s in events.values())) for m in MEASURES), "", "", ""])
    return table(head, rows)


def figures_table(figures: Mapping[str, Any]) -> str:
    return table(
        ["measure", "figure"], [[key.replace("_", " "), shown(value)] for key, value in figures.items()]
    )


def extraction_table(figures: Mapping[str, Any]) -> str:
    parts = {key: value for key, value in figures.items() if isinstance(value, dict)}
    rows = [[key.replace("_", " "), *(shown(v) for v in value.values())] for key, value in parts.items()]
    source = f"\nSource right where the content is: {shown(figures['source_accuracy'])}"
    return table(["", "precision", "recall", "F1"], rows) + f"\n{source}; {figures['articles']} articles."


def verdicts(figures: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {right}" for name, right in figures["verdicts"].items())


def mean(values: Iterator[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known)


def shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-" if value is None else str(value)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def write(report: str) -> None:
    """Put the report between the marks in docs/quality.md."""
    page = QUALITY.read_text("utf-8")
    pattern = re.compile(re.escape(BEGIN) + ".*" + re.escape(END), re.DOTALL)
    QUALITY.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{report}\n\n{END}", page), "utf-8")


if __name__ == "__main__":
    main()
