"""What ../shared/evaluate/score.py says of Crossread's outputs: comparisons, events, attributions.

Everything goes the way a user's input goes: the ingest job, the database, the exported JSON.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from app.domain.article import RawArticle
from app.ingest import ingest
from app.store import Database, load_comparison, load_events, open_database
from app.web.exports import to_json
from app.web.provenance import Provenance
from benchmarks.page import mean, shown, table
from benchmarks.references import Gold, basil, claims_of, json_lines, record_as_raw

Figures = Mapping[str, Any]

_MEASURES = (
    "claim_recall",
    "claim_precision",
    "speaker_accuracy",
    "lineup_precision",
    "lineup_recall",
    "lineup_f1",
)
_COUNTS = ("text_lost", "boilerplate_claims")


class Run:
    """One evaluation: where the references lie, and a folder for what is made on the way."""

    def __init__(self, shared: Path, scratch: Path) -> None:
        self.shared = shared
        self.scratch = scratch
        self.told: dict[str, Any] = {}  # what the help page shows, by the fields of app.web.figures.Figures

    @property
    def polnear(self) -> Path:
        return self.shared / "corpora" / "polnear" / "dev.jsonl.gz"

    @cached_property
    def polnear_claims(self) -> Path:
        """What `crossread extract` finds in PolNeAR's articles, told nothing but their texts."""
        articles, claims = self.scratch / "polnear.jsonl", self.scratch / "polnear.claims.jsonl"
        with articles.open("w", encoding="utf-8") as out:
            for record in json_lines(self.polnear):
                out.write(json.dumps({"id": record["id"], "text": record["text"]}) + "\n")
        crossread = [sys.executable, "-m", "app", "extract", str(articles), "-o", str(claims)]
        subprocess.run(crossread, check=True)
        return claims

    def score(self, task: str, gold: Path, output: Path) -> Figures:
        """What the scorer's last line says, in a process of its own: it keeps texts by their address."""
        command = [sys.executable, str(self._scorer), task, str(gold), str(output)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        figures: Figures = json.loads(done.stdout.splitlines()[-1])
        return figures

    @cached_property
    def scorer(self) -> Any:
        """The scorer's functions, for what its command line does not tell."""
        spec = importlib.util.spec_from_file_location("score", self._scorer)
        if spec is None or spec.loader is None:
            raise FileNotFoundError(self._scorer)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    @property
    def _scorer(self) -> Path:
        return self.shared / "evaluate" / "score.py"


def comparisons(run: Run, golds: Sequence[Gold], names: Sequence[str] = ()) -> str:
    """A line for each event, and the mean of several."""
    scores = [_score_event(run, gold) for gold in golds]
    head = ["event", *_worded(_MEASURES), "verdicts right", *_worded(_COUNTS)]
    rows = [
        [name, *(shown(s[m]) for m in _MEASURES), _verdicts(s), *(str(s[c]) for c in _COUNTS)]
        for name, s in zip(names or [gold.name for gold in golds], scores, strict=True)
    ]
    if len(scores) > 1:
        others = [s for gold, s in zip(golds, scores, strict=True) if gold.name != "seeds"]
        _tell(run, golds, scores)
        rows += [_mean_row("mean", scores), _mean_row("mean without seeds", others)]
    return table(head, rows)


def _tell(run: Run, golds: Sequence[Gold], scores: Sequence[Figures]) -> None:
    fields = {"claims_found": "claim_recall", "claims_right": "claim_precision"}
    fields |= {"speakers_right": "speaker_accuracy"}
    fields |= {"pairs_found": "lineup_recall", "pairs_right": "lineup_precision"}
    run.told |= {field: mean(s[measure] for s in scores) for field, measure in fields.items()}
    run.told |= {"events": len(golds), "articles": sum(len(gold.articles) for gold in golds)}


def _mean_row(name: str, scores: Sequence[Figures]) -> list[str]:
    return [name, *(shown(mean(s[m] for s in scores)) for m in _MEASURES), "", *[""] * len(_COUNTS)]


def _worded(measures: Sequence[str]) -> list[str]:
    return [measure.replace("_", " ") for measure in measures]


def _verdicts(figures: Figures) -> str:
    return ", ".join(f"{name} {right}" for name, right in figures["verdicts"].items())


def _score_event(run: Run, gold: Gold) -> Figures:
    database = _filled(run.scratch / f"{gold.name}.sqlite3", gold.articles)
    export = run.scratch / f"{gold.name}.export.json"
    export.write_text(json.dumps(_one_export(database)), "utf-8")
    database.close()
    return run.score("comparison", gold.path, export)


def _filled(path: Path, articles: Sequence[RawArticle]) -> Database:
    path.unlink(missing_ok=True)
    database = open_database(f"sqlite:///{path}")
    ingest(database, articles, claims_of)
    return database


def _one_export(database: Database) -> Figures:
    """All events of a database as one export: articles wrongly kept apart then share no row."""
    merged: dict[str, list[Any]] = {"articles": [], "rows": []}
    origin = Provenance(dt.datetime.now(dt.UTC))
    with database.session() as session:
        for event in load_events(session):
            exported = json.loads(to_json(load_comparison(session, event.id), origin))
            merged["articles"] += exported["articles"]
            merged["rows"] += exported["rows"]
    return merged


def grouping(run: Run) -> Figures:
    """BASIL's articles in one database: whether those about one event are together."""
    articles = [record_as_raw(record) for record in basil(run.shared)]
    database = _filled(run.scratch / "basil.sqlite3", articles)
    with database.session() as session:
        events = [{"id": e.id, "articles": list(e.source_names)} for e in load_events(session)]
    database.close()
    listing = run.scratch / "basil.events.json"
    listing.write_text(json.dumps(events), "utf-8")
    figures = run.score("events", run.shared / "corpora" / "basil" / "dev.jsonl.gz", listing)
    run.told |= {"together_articles": len(articles), "together_found": figures["bcubed_recall"]}
    run.told |= {"together_right": figures["bcubed_precision"]}
    return figures


def attributions(run: Run) -> str:
    figures = run.score("extraction", run.polnear, run.polnear_claims)
    parts = {key: value for key, value in figures.items() if isinstance(value, dict)}
    run.told |= {"strangers": figures["articles"], "attributions_found": figures["relation"]["recall"]}
    run.told |= {"attributions_right": figures["relation"]["precision"]}
    rows = [[key.replace("_", " "), *(shown(v) for v in value.values())] for key, value in parts.items()]
    source = f"\nSource right where the content is: {shown(figures['source_accuracy'])}"
    return table(["", "precision", "recall", "F1"], rows) + f"\n{source}; {figures['articles']} articles."
