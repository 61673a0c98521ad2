"""Passages that articles of different outlets share, found on their words and verified in order.

Three words in a row that two articles have in common are a hit; hits on one diagonal make a run, and runs
that follow each other closely in both articles make a chain, which survives cut sentences, changed words,
paragraphs split, joined or moved. An index of all three-word sequences takes the place of MinHash (Broder
1997): the articles of an event are few enough to look at every hit (docs/decisions/0009).

Words in quotation marks are shared by nature where two reporters heard the same speaker, and so are names,
offices and numbers. A chain counts as a copy for the plain words outside of quotation marks that it shares.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, groupby

import numpy as np

from app.domain.article import Article, SegmentKind
from app.domain.copy import Copy, Passage
from app.domain.text import Span
from app.pipeline.extract.quotes import find_quotations
from app.pipeline.words import plain
from app.pipeline.wrapping import unwrapped

_WORD = re.compile(r"\w+(?:['’.,-]\w+)*")
_HIT = 3  # words in a row
_FEWEST_HITS = 4  # of a pair of articles, to look at it
_MOST_WORDS = 20_000  # of an article; the rest is left out
_NEAR = 6  # words skipped in both articles within a chain
_CUT = 14  # words skipped in one or the other
_CHAINS = 8  # that are open at once: a run joins the nearest
_DENSE = 0.6  # share of a chain's words that are shared, in either article, in quotation marks or out
_SHORTEST = 5  # words of a chain
# Plain words that a chain shares to be a copy by itself. Read in real reports of one subject and day: chains
# with 20 are one text or one speech without its marks; below that phrases and facts meet by chance, though
# seldom as whole paragraphs.
_OWN = 20
_OWN_WHOLE = 14
_WHOLE = 0.7  # share of a paragraph's words that makes a chain the whole of it
# Plain words in copies from which two articles are known to share text: less tells then.
_KNOWN = 25
_OWN_KNOWN = 10
_WHOLE_KNOWN = 0.6
_EDGE = 2  # words at a paragraph's edge that a changed beginning or end leaves over
_SHORT = 4  # words of a piece in one paragraph


@dataclass(frozen=True, slots=True)
class Words:
    """An article's report as words: folded, with their places, paragraphs, and what is shared by nature."""

    key: str
    outlet: str
    folded: tuple[str, ...]
    spans: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    paragraph: tuple[int, ...]
    quoted: tuple[bool, ...]
    own: tuple[bool, ...]  # plain words outside of quotation marks: no name, no number
    sizes: tuple[int, ...]  # words of each paragraph

    def told(self, places: Iterable[int]) -> int:
        """How many of these places stand outside of quotation marks."""
        return sum(not self.quoted[place] for place in places)

    def whole(self, places: Iterable[int]) -> float:
        """The greatest share of a paragraph's words that the words at these places are."""
        shared = Counter(self.paragraph[place] for place in places)
        return max((n / self.sizes[p] for p, n in shared.items() if n >= _SHORTEST), default=0)


@dataclass(frozen=True, slots=True)
class _Run:
    """`length` words in a row from `one` in one article and from `other` in the other."""

    one: int
    other: int
    length: int


_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Chain:
    """Shared words by their places in both articles; `own` are the plain ones outside of quotation marks.

    `dense`: few words between them; `whole`: the greatest share of a paragraph's words that they are, in one
    article and in the other.
    """

    pairs: tuple[_Pair, ...]
    own: int
    dense: bool
    whole: tuple[float, float]


def shared_passages(articles: Iterable[Article]) -> tuple[Copy, ...]:
    """Passages that articles of different outlets share, each within one paragraph of both; sorted."""
    ordered = sorted(articles, key=lambda a: a.key)
    if len({article.label.casefold() for article in ordered}) < 2:  # most events have one article
        return ()
    texts = [words_of(article) for article in ordered]
    found: list[Copy] = []
    for (first, second), places in sorted(_hits(texts).items()):
        if len(places) >= _FEWEST_HITS:
            found += _shared(texts[first], texts[second], places)
    return tuple(sorted(found))


@lru_cache(maxsize=64)  # an event that grows is looked at again
def words_of(article: Article) -> Words:
    """The words of the article's body, as far as it is read."""
    body = [s.span for s in article.segments if s.kind is SegmentKind.BODY]
    text = unwrapped(article.text)
    paragraphs = tuple(line for span in body for line in _lines(text, span))
    matches = [(n, m) for n, p in enumerate(paragraphs) for m in _WORD.finditer(text, p.start, p.end)]
    del matches[_MOST_WORDS:]
    spans = tuple(Span(*match.span()) for _, match in matches)
    sizes = Counter(n for n, _ in matches)
    quoted = _within(spans, [q.inner for q in find_quotations(text, body)])
    return Words(
        article.key,
        article.label.casefold(),
        tuple(_folded(match[0]) for _, match in matches),
        spans,
        paragraphs,
        tuple(n for n, _ in matches),
        quoted,
        tuple(not q and m[0].islower() for q, (_, m) in zip(quoted, matches, strict=True)),
        tuple(sizes[n] for n in range(len(paragraphs))),
    )


def _lines(text: str, within: Span) -> Iterator[Span]:
    for match in re.compile(r"[^\n\r]+").finditer(text, within.start, within.end):
        line = Span(*match.span()).stripped(text)
        if len(line):
            yield line


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return plain(word).removesuffix("'s")


def _within(spans: Sequence[Span], places: Sequence[Span]) -> tuple[bool, ...]:
    """Whether each of the `spans` lies in one of the `places`, which are in order and apart."""
    starts = [place.start for place in places]
    at = [bisect_right(starts, span.start) - 1 for span in spans]
    return tuple(n >= 0 and places[n].covers(span) for n, span in zip(at, spans, strict=True))


def _hits(texts: Sequence[Words]) -> Mapping[_Pair, list[_Pair]]:
    """Places of the same three words in two articles of different outlets, by pair of articles.

    The n-th time in one stands for the n-th time in the other: repeated words cost no more than others.
    """
    found: dict[_Pair, list[_Pair]] = defaultdict(list)
    for group in _in_several(texts):
        times: dict[int, list[_Pair]] = defaultdict(list)
        for _, places in groupby(group, key=lambda pair: pair[0]):
            for time, pair in enumerate(places):
                times[time].append(pair)
        for pairs in times.values():
            for (first, i), (second, j) in combinations(pairs, 2):
                if texts[first].outlet != texts[second].outlet:
                    found[first, second].append((i, j))
    return found


def _in_several(texts: Sequence[Words]) -> Iterator[list[_Pair]]:
    """The places (article, word), in order, of each three words in a row that several articles have."""
    numbers: dict[str, int] = {}
    words = [np.array([numbers.setdefault(w, len(numbers)) for w in t.folded], np.int64) for t in texts]
    base = len(numbers) + 1  # three numbers make one: below 2 ** 63 for two million different words
    threes = [(w[:-2] * base + w[1:-1]) * base + w[2:] for w in words]
    keys = np.concatenate([np.empty(0, np.int64), *threes])
    articles = np.repeat(np.arange(len(texts)), [len(three) for three in threes])
    places = np.concatenate([np.empty(0, np.int64), *(np.arange(len(three)) for three in threes)])
    order = np.argsort(keys, kind="stable")
    keys, articles, places = keys[order], articles[order], places[order]
    starts = np.flatnonzero(np.diff(keys, prepend=-1))
    ends = np.append(starts[1:], len(keys))
    several = articles[starts] != articles[ends - 1] if len(keys) else starts > 0
    for start, end in zip(starts[several].tolist(), ends[several].tolist(), strict=True):
        yield list(zip(articles[start:end].tolist(), places[start:end].tolist(), strict=True))


def _shared(one: Words, other: Words, hits: Iterable[_Pair]) -> list[Copy]:
    """What two articles share, given the places of their common sequences."""
    chains = [_measured(c, one, other) for c in _chains(_runs(hits))]
    dense = [chain for chain in chains if chain.dense]
    found = [chain for chain in dense if _is_copy(chain)]
    if sum(chain.own for chain in found) >= _KNOWN:
        found = [chain for chain in dense if _is_copy_too(chain)]
    return [copy for chain in found for copy in _pieces(chain.pairs, one, other)]


def _is_copy(chain: _Chain) -> bool:
    return chain.own >= (_OWN_WHOLE if max(chain.whole) >= _WHOLE else _OWN)


def _is_copy_too(chain: _Chain) -> bool:
    """Whether it is one where the articles share text elsewhere. A quotation must be a paragraph in both."""
    least = 1 if max(chain.whole) >= _WHOLE_KNOWN else _OWN_KNOWN
    return chain.own >= least or min(chain.whole) >= _WHOLE


def _runs(hits: Iterable[_Pair]) -> list[_Run]:
    """Words that follow each other in both articles, in the order of one."""
    runs: list[_Run] = []
    for _, on_diagonal in groupby(sorted((i - j, i) for i, j in hits), key=lambda pair: pair[0]):
        begin = last = -2
        for diagonal, i in on_diagonal:
            if i > last + 1 or begin < 0:
                begin = i
                runs.append(_Run(i, i - diagonal, _HIT))
            else:
                runs[-1] = _Run(begin, begin - diagonal, i - begin + _HIT)
            last = i
    return sorted(runs, key=lambda run: (run.one, run.other))


def _chains(runs: Iterable[_Run]) -> list[list[_Run]]:
    """Runs that follow each other closely in both articles."""
    chains: list[list[_Run]] = []
    for run in runs:
        near = [(gap, chain) for chain in chains[-_CHAINS:] if (gap := _gap(chain[-1], run)) is not None]
        if near:
            min(near, key=lambda pair: pair[0])[1].append(run)
        else:
            chains.append([run])
    return chains


def _gap(before: _Run, run: _Run) -> int | None:
    """Words between two runs, None if they don't follow each other. Runs may overlap by less than a hit."""
    gaps = (run.one - before.one - before.length, run.other - before.other - before.length)
    if min(gaps) <= -_HIT or min(gaps) > _NEAR or max(gaps) > _CUT:
        return None
    return abs(gaps[0]) + abs(gaps[1])


def _aligned(chain: Iterable[_Run]) -> list[_Pair]:
    """Places of the shared words in both articles, each once, both rising."""
    pairs: list[_Pair] = []
    for run in chain:
        i, j = pairs[-1] if pairs else (-1, -1)
        skip = max(0, i + 1 - run.one, j + 1 - run.other)
        pairs += [(run.one + n, run.other + n) for n in range(skip, run.length)]
    return pairs


def _measured(chain: Sequence[_Run], one: Words, other: Words) -> _Chain:
    pairs = _aligned(chain)
    firsts, seconds = [i for i, _ in pairs], [j for _, j in pairs]
    own = sum(one.own[i] and other.own[j] for i, j in pairs)
    sides = ((one, firsts), (other, seconds))
    dense = len(pairs) >= _SHORTEST and all(
        len(pairs) >= _DENSE * (places[-1] + 1 - places[0])
        and text.told(places) >= _DENSE * text.told(range(places[0], places[-1] + 1))
        for text, places in sides
    )
    return _Chain(tuple(pairs), own, dense, (one.whole(firsts), other.whole(seconds)))


def _pieces(pairs: Sequence[_Pair], one: Words, other: Words) -> Iterator[Copy]:
    """The shared words cut where either article begins a new paragraph."""
    for _, piece in groupby(pairs, key=lambda pair: (one.paragraph[pair[0]], other.paragraph[pair[1]])):
        here = list(piece)
        if len(here) >= _SHORT:
            passages = sorted(
                _passage(text, here[0][side], here[-1][side]) for side, text in enumerate((one, other))
            )
            yield Copy(passages[0], passages[1], len(here))


def _passage(text: Words, first: int, last: int) -> Passage:
    """From word to word, or to the paragraph's edge where only a few words are left over."""
    here = text.paragraph[first]
    paragraph = text.paragraphs[here]
    start, end = text.spans[first].start, text.spans[last].end
    before, after = first - _EDGE - 1, last + _EDGE + 1
    if before < 0 or text.paragraph[before] != here:
        start = paragraph.start
    if after >= len(text.paragraph) or text.paragraph[after] != here:
        end = paragraph.end
    return Passage(text.key, Span(start, end))
