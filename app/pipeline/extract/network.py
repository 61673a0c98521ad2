"""The network that scores each word as part of a cue: hashed features, word vectors, a few layers of context.

After spaCy's own encoders (MultiHashEmbed, MaxoutWindowEncoder), with the parse and the quotation marks among
the features.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy
from numpy.typing import NDArray
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.vectors import Vectors
from thinc.api import (
    Dropout,
    HashEmbed,
    Linear,
    Maxout,
    Model,
    chain,
    clone,
    concatenate,
    expand_window,
    residual,
    with_array,
)

from app.pipeline.extract.grammar import Grammar
from app.pipeline.extract.reading import Page

Ids = NDArray[numpy.uint64]
Scores = NDArray[numpy.float32]

OUTPUTS = (
    5  # no cue, first word of a cue, further word of a cue; and told apart only in training: source, content
)
_ROWS = (6000, 1500, 2500, 500, 200, 1500, 3000, 1500, 500, 200)  # of the hash table of each column
_EMBED, _WIDTH, _DEPTH = 64, 96, 4
_PIECE = 8_000  # words
_FAR = 9  # words: how near a quotation mark is told apart
_TELLING = frozenset((
    "nsubj", "nsubj:pass", "csubj", "ccomp", "xcomp", "parataxis", "mark", "obj", "obl", "obl:agent", "cop",
    "aux:pass", "advcl", "acl", "acl:relcl", "nmod", "nmod:poss", "det", "expl", "case",
))  # relations of a word's dependants that say how it is used  # fmt: skip


def build(vectors: Vectors, dropout: float = 0.0) -> Model[list[Ids], list[Scores]]:
    """The network, untrained.

    Its input is one array an article: a row of feature ids for each word, the last the row of its vector (0
    for none, else one more than the row in `vectors`).
    """
    table = numpy.vstack([numpy.zeros((1, vectors.shape[1]), dtype="f"), vectors.data])
    columns = len(_ROWS)
    embeddings: list[Model[Any, Any]] = [
        HashEmbed(_EMBED, nV=rows, column=n, seed=n + 1) for n, rows in enumerate(_ROWS)
    ]
    looked_up: Model[Any, Any] = _look_up(table)
    projected: Model[Any, Any] = Linear(_EMBED, table.shape[1])
    static: Model[Any, Any] = chain(looked_up, projected)
    mixed: Model[Any, Any] = Maxout(_WIDTH, _EMBED * (columns + 1), nP=3, normalize=True)
    layer: Model[Any, Any] = residual(
        chain(expand_window(window_size=1), Maxout(_WIDTH, _WIDTH * 3, nP=3, normalize=True))
    )
    words: Model[Any, Any] = chain(concatenate(*embeddings, static), mixed, Dropout(dropout))
    context: Model[Any, Any] = chain(clone(layer, _DEPTH), Dropout(dropout))
    layers: tuple[Model[Any, Any], ...] = (
        with_array(words),
        with_array(context, pad=_DEPTH),
        with_array(Linear(OUTPUTS, _WIDTH)),
    )
    network: Model[Any, Any] = chain(*layers)
    return network


def _look_up(table: NDArray[numpy.float32]) -> Model[Ids, Scores]:
    """Vectors by the ids' last column; not trained, not stored with the network."""

    def forward(_: Model[Ids, Scores], ids: Ids, is_train: bool) -> tuple[Scores, Any]:
        return table[ids[:, -1].astype("int64")], lambda _: numpy.zeros_like(ids)

    return Model("static_vectors", forward)


def initialized(network: Model[list[Ids], list[Scores]]) -> Model[list[Ids], list[Scores]]:
    """The network with its layers' sizes set."""
    example = numpy.zeros((2, len(_ROWS) + 1), dtype="uint64")
    network.initialize(X=[example], Y=[numpy.zeros((2, OUTPUTS), dtype="f")])
    return network


def scores(network: Model[list[Ids], list[Scores]], ids: Ids) -> Scores:
    """Probabilities that a word is no cue, begins one, goes on with one: three columns, a row for each word.

    A long article goes through in pieces, so that memory stays bounded.
    """
    pieces = [ids[at : at + _PIECE] for at in range(0, len(ids), _PIECE)]
    return numpy.vstack([softmax(network.predict([piece])[0][:, :3]) for piece in pieces])


def softmax(values: Scores) -> Scores:
    raised = numpy.exp(values - values.max(axis=1, keepdims=True))
    found: Scores = raised / raised.sum(axis=1, keepdims=True)
    return found


def ids(page: Page, grammar: Grammar, vectors: Vectors) -> Ids:
    """The network's input for one article."""
    out = numpy.zeros((len(page), len(_ROWS) + 1), dtype="uint64")
    for i, row in enumerate(_features(page, grammar)):
        out[i, :-1] = [_hashed(feature) for feature in row]
    out[:, -1] = vector_rows(page.words, vectors)
    return out


@lru_cache(maxsize=200_000)
def _hashed(feature: str) -> int:
    return int(hash_string(feature))


def vector_rows(words: Sequence[str], vectors: Vectors) -> list[int]:
    """One more than each word's row, as printed or else in lower case; 0 where it has none."""
    rows = vectors.key2row
    return [1 + rows.get(_hashed(word), -1) or 1 + rows.get(_hashed(word.lower()), -1) for word in words]


def _features(page: Page, grammar: Grammar) -> list[tuple[str, ...]]:
    dependants = _dependants(grammar)
    marks = _marks(page)
    length = len(page)
    found: list[tuple[str, ...]] = []
    for i, low in enumerate(page.lower):
        head = grammar.head[i]
        first = i == 0 or page.line[i - 1] != page.line[i]
        last = i + 1 == length or page.line[i + 1] != page.line[i]
        found.append(
            (
                low,
                low[:3],
                low[-3:],
                _shape(page.words[i]),
                grammar.tag[i],
                f"{grammar.dep[i]}/{grammar.tag[head]}",
                f"h {page.lower[head]}" if head != i else "root",
                f"k {dependants[i]}",
                marks[i],
                f"s {page.kind[i]} {first} {last} {grammar.name[i]}",
            )
        )
    return found


def _dependants(grammar: Grammar) -> list[str]:
    kinds: list[set[str]] = [set() for _ in grammar.head]
    for i, head in enumerate(grammar.head):
        if head != i and grammar.dep[i] in _TELLING:
            kinds[head].add(grammar.dep[i])
    return [" ".join(sorted(kind)) for kind in kinds]


def _marks(page: Page) -> list[str]:
    """Inside quotation marks or not, words since the last one closed and until the next one opens."""
    length, quote, line = len(page), page.quote, page.line
    until = [_FAR] * (length + 1)
    for i in range(length - 1, -1, -1):
        opens = quote[i] >= 0 and (i == 0 or quote[i - 1] != quote[i])
        goes_on = i + 1 < length and line[i + 1] == line[i]
        until[i] = 0 if opens else min(_FAR, until[i + 1] + 1) if goes_on else _FAR
    since, found = _FAR, []
    for i in range(length):
        same = i > 0 and line[i - 1] == line[i]
        closed = i > 0 and quote[i - 1] >= 0 and quote[i - 1] != quote[i]
        since = (0 if closed else min(_FAR, since + 1)) if same else _FAR
        found.append(f"q {quote[i] >= 0} {since} {until[i]}")
    return found


@lru_cache(maxsize=50_000)
def _shape(word: str) -> str:
    """The kinds of its characters, runs cut at three: Xxxx for Moscow, ddd for 2016."""
    kinds: list[str] = []
    for char in word[:12]:
        kind = "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        if kinds[-3:] != [kind] * 3:
            kinds.append(kind)
    return "".join(kinds)
