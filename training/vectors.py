"""Word vectors from news text: floret's skip-grams, which see a word's parts; one vector is kept a word."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import spacy

from training.corpora import read_polnear

_LONGEST = 20_000  # characters of a line tokenized at once
_SETTINGS = {
    "model": "skipgram", "mode": "floret", "hashCount": 2, "bucket": 50_000, "dim": 64, "minn": 4, "maxn": 5,
    "minCount": 8, "neg": 10, "ws": 5, "epoch": 4, "lr": 0.05,
    "thread": 1,  # more would be quicker, and come out different every time
}  # fmt: skip


def write_news(shared: Path, to: Path) -> None:
    """The news text, tokenized as the pipeline does it, a line a paragraph."""
    nlp = spacy.blank("en")
    with to.open("w", encoding="utf-8") as out:
        for text in _texts(shared):
            for line in text.split("\n"):
                for at in range(0, len(line), _LONGEST):
                    words = [t.text for t in nlp.tokenizer(line[at : at + _LONGEST]) if not t.is_space]
                    if words:
                        out.write(" ".join(words) + "\n")


def _texts(shared: Path) -> Iterator[str]:
    with gzip.open(shared / "corpora" / "allsides" / "2012-2016.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in lines)
    yield from (article["text"] for article in read_polnear(shared, "train"))


def train(news: Path, to: Path) -> None:
    """Vectors of 64 dimensions for each word seen 8 times, in word2vec's text format."""
    import floret  # only for training

    floret.train_unsupervised(str(news), **_SETTINGS).save_vectors(str(to))
