"""Edited wire copies, made by script from real news and planted among other reports of the same days.

A wire report is cut, reordered, its paragraphs split and joined, and one word in ten changed; the copy goes
out under another outlet's name, after paragraphs of another report. Found is a paragraph, or an article, that
is marked as shared with the wire report; false is a marked passage that was not planted. Reports that print
the wire text themselves are left out: they are told by a run of words that no chance explains.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache

from app.domain.article import Article, RawArticle, SegmentKind
from app.domain.text import Span
from app.pipeline.clean import clean
from app.pipeline.copies import find_copies
from app.pipeline.words import plain
from app.web.figures import Count
from benchmarks.news import articles_in
from benchmarks.page import table
from benchmarks.scoring import Run

WIRES = 80  # reports copied, each once for every kind of edit
OTHERS = 6  # reports of the same days around each copy
CHANGED = 0.1  # share of words
KEPT = 0.65  # share of paragraphs that a cut leaves
WORDS = 8  # of a paragraph that counts
CHANCE = 15  # so many words in a row are no chance
_WIRE = re.compile(r"\((?:AP|Reuters|AFP)\)")
_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z\"“])")

Edit = Callable[[list[str], random.Random, Sequence[str]], list[str]]


@dataclass(slots=True)
class Score:
    """Counts of what was planted, found and marked without having been planted."""

    planted: int = 0
    found: int = 0
    articles: int = 0
    articles_found: int = 0
    passages: int = 0
    false: int = 0

    def line(self, name: str) -> list[str]:
        return [
            name,
            f"{self.found}/{self.planted} = {self.found / self.planted:.3f}",
            f"{self.articles_found}/{self.articles} = {self.articles_found / self.articles:.3f}",
            f"{self.false}/{self.passages} = {self.false / max(1, self.passages):.4f}",
        ]


@dataclass(frozen=True, slots=True)
class Planted:
    """A pseudo event: the wire report, its edited copy with the places of what is copied, the others."""

    wire: Article
    copy: Article
    places: tuple[Span, ...]
    others: tuple[Article, ...]


def copies(run: Run) -> str:
    """Found and false by kind of edit."""
    news = [raw for raw in articles_in(run.shared) if raw.published and raw.published.day and raw.outlet]
    by_month: dict[tuple[int | None, int | None], list[RawArticle]] = defaultdict(list)
    for raw in news:
        if raw.published:
            by_month[raw.published.year, raw.published.month].append(raw)
    wires = [raw for raw in news if _WIRE.search(raw.text[:300]) and len(paragraphs_of(raw)) >= 8]
    chosen = random.Random(1).sample(wires, min(WIRES, len(wires)))
    vocabulary = sorted({word for raw in news[:200] for word in re.findall(r"\b[a-z]{3,10}\b", raw.text)})
    scores = {name: Score() for name in EDITS}
    for number, wire in enumerate(chosen):
        month = by_month[wire.published.year, wire.published.month] if wire.published else []
        for name, edit in EDITS.items():
            count(scores[name], planted(wire, month, edit, random.Random(f"{number} {name}"), vocabulary))
    all_of_them = total(scores.values())
    run.told |= {"copies_found": Count(all_of_them.found, all_of_them.planted)}
    run.told |= {"copies_false": Count(all_of_them.false, all_of_them.passages)}
    return table(
        ["edit", "paragraphs found", "articles found", "false passages"],
        [score.line(name) for name, score in [*scores.items(), ("together", all_of_them)]],
    )


def total(scores: Iterable[Score]) -> Score:
    return Score(*(sum(column) for column in zip(*map(astuple, scores), strict=True)))


def paragraphs_of(raw: RawArticle) -> list[str]:
    """The paragraphs of the report that are long enough to count."""
    body = [s.span.of(raw.text) for s in cleaned(raw).segments if s.kind is SegmentKind.BODY]
    lines = (line.strip() for part in body for line in part.split("\n"))
    return [line for line in lines if len(line.split()) >= WORDS]


def planted(
    wire: RawArticle, month: Sequence[RawArticle], edit: Edit, dice: random.Random, vocabulary: Sequence[str]
) -> Planted:
    """The copy among the reports nearest in time by other outlets, with a stranger's paragraphs around it."""
    others = sorted(
        (raw for raw in month if raw.outlet != wire.outlet and raw.text != wire.text),
        key=lambda raw: (abs(_day(raw) - _day(wire)), raw.source_name),
    )
    copied = edit(paragraphs_of(wire), dice, vocabulary)
    beside = list(strangers(others, [wire.text], OTHERS + 1))
    around = paragraphs_of(beside[-1])[:4]
    text, places = "", []
    for words, is_copied in [*((w, False) for w in around), *((w, True) for w in copied)]:
        start = len(text)
        text += words + "\n\n"
        if is_copied:
            places.append(Span(start, start + len(words)))
    made = RawArticle("copy", text, "copy", outlet="The Copyist", published=wire.published, title="")
    return Planted(cleaned(wire), clean(made), tuple(places), tuple(map(cleaned, beside[:OTHERS])))


def _day(raw: RawArticle) -> int:
    day = raw.published.first_day() if raw.published else None
    return day.toordinal() if day else 0


def count(score: Score, event: Planted) -> None:
    articles = {a.key: a for a in (event.wire, event.copy, *event.others)}
    marked: list[Span] = []
    for copy in find_copies(tuple(articles.values())).passages:
        if {copy.one.article, copy.other.article} == {event.wire.key, event.copy.key}:
            seen = copy.seen_from(event.copy.key)
            marked += [seen[0]] if seen else []
            score.passages += 1
            score.false += not any(place.overlap(marked[-1]) for place in event.places)
        else:
            score.passages += 1
            score.false += 1
    score.articles += 1
    score.articles_found += bool(marked)
    counting = [place for place in event.places if len(place.of(event.copy.text).split()) >= WORDS]
    score.planted += len(counting)
    score.found += sum(2 * sum(place.overlap(span) for span in marked) >= len(place) for place in counting)


def strangers(texts: Iterable[RawArticle], to: Iterable[str], most: int) -> Iterator[RawArticle]:
    """The first `most` texts that share no long run of words with `to`, nor with each other."""
    taken = {run for text in to for run in runs_of(text)}
    for raw in texts:
        runs = runs_of(raw.text)
        if taken.isdisjoint(runs):
            yield raw
            taken |= runs
            most -= 1
        if not most:
            return


@lru_cache(maxsize=1024)
def cleaned(raw: RawArticle) -> Article:
    return clean(raw)


@lru_cache(maxsize=1024)
def runs_of(text: str) -> set[int]:
    words = re.findall(r"\w+", plain(text))
    return {hash(tuple(words[n : n + CHANCE])) for n in range(len(words) - CHANCE + 1)}


def cut(paragraphs: list[str], dice: random.Random, _: Sequence[str]) -> list[str]:
    """Some paragraphs and some last sentences left out."""
    kept = [p for p in paragraphs if dice.random() < KEPT] or paragraphs[:1]
    return [shortened(p) if dice.random() < 0.3 else p for p in kept]


def shortened(paragraph: str) -> str:
    sentences = _SENTENCE.split(paragraph)
    return " ".join(sentences[:-1]) if len(sentences) > 1 else paragraph


def reordered(paragraphs: list[str], dice: random.Random, _: Sequence[str]) -> list[str]:
    return dice.sample(paragraphs, len(paragraphs))


def changed(paragraphs: list[str], dice: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """One word in ten another, left out, or joined by a new one. Words with marks at them keep these."""

    def edited(word: str) -> Iterator[str]:
        new = dice.choice(vocabulary)
        how = dice.randrange(3) if dice.random() < CHANGED else None
        if how is None or (how == 1 and not word.isalpha()):
            yield word
        elif how == 0:
            yield re.sub(r"\w.*\w|\w", new, word)
        elif how == 2:
            yield from (new, word)

    return [" ".join(new for word in p.split() for new in edited(word)) for p in paragraphs]


def resplit(paragraphs: list[str], dice: random.Random, _: Sequence[str]) -> list[str]:
    """Paragraphs cut at a sentence's end, or joined with the next."""
    found: list[str] = []
    for paragraph in paragraphs:
        sentences = _SENTENCE.split(paragraph)
        at = dice.randrange(1, len(sentences)) if len(sentences) > 1 and dice.random() < 0.5 else 0
        if found and dice.random() < 0.3:
            found[-1] += " " + paragraph
        elif at:
            found += [" ".join(sentences[:at]), " ".join(sentences[at:])]
        else:
            found.append(paragraph)
    return found


def everything(paragraphs: list[str], dice: random.Random, vocabulary: Sequence[str]) -> list[str]:
    for edit in (cut, resplit, reordered, changed):
        paragraphs = edit(paragraphs, dice, vocabulary)
    return paragraphs


def three(paragraphs: list[str], dice: random.Random, vocabulary: Sequence[str]) -> list[str]:
    """Three paragraphs in a row, one word in ten changed."""
    first = dice.randrange(len(paragraphs) - 2)
    return changed(paragraphs[first : first + 3], dice, vocabulary)


EDITS: Mapping[str, Edit] = {
    "cut": cut,
    "reordered": reordered,
    "one word in ten changed": changed,
    "split and joined": resplit,
    "all of these": everything,
    "three paragraphs, one word in ten changed": three,
}
