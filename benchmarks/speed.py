"""How fast articles are read: `make benchmark`, over real text in ../shared.

Two figures: tokens a second of `read_claims` alone on one core, and the whole ingest (clean, read, store,
group, line up) against it over the same texts in the same run, as a ratio, since machines differ.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from app.domain.article import RawArticle
from app.ingest import ingest
from app.pipeline.clean import clean
from app.pipeline.extract import load, read_claims
from app.store import open_database


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=500)
    options = parser.parse_args()
    corpus = options.shared / "corpora" / "allsides" / "2012-2016.jsonl.gz"
    if not corpus.is_file():
        sys.exit(f"nothing to measure on: {corpus} is missing")
    articles = sample(corpus, options.articles)
    nlp = load()
    start = time.perf_counter()
    claims = sum(len(read_claims(clean(article), nlp)) for article in articles)
    alone = time.perf_counter() - start
    tokens = sum(len(nlp.tokenizer(article.text)) for article in articles)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/speed.sqlite3")
        report = ingest(database, articles, lambda article: read_claims(article, nlp))
        database.close()
    whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(articles)} articles, {tokens} tokens, {claims} claims, failures {len(report.failures)}")
    print(f"clean + read: {alone:.1f} s, {tokens / alone:.0f} tokens/s")
    print(f"whole ingest: {whole:.1f} s, {whole / alone:.2f} x; peak memory {peak:.0f} MB")


def sample(corpus: Path, count: int) -> list[RawArticle]:
    """Every so-many-th article of the corpus, so that the sample runs through its years and outlets."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in itertools.islice(lines, 0, None, 16460 // count)][:count]
    return [RawArticle(r["id"], r["text"], r["id"], outlet=r["outlet"]) for r in records]


if __name__ == "__main__":
    main()
