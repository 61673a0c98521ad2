"""The treebank: Universal Dependencies sentences, and the names GUM marks in them.

Only documents whose texts are free to use in a product are let through: all of EWT, and of GUM the genres
whose texts are CC BY or in the public domain.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

FREE_GENRES = frozenset(["bio", "interview", "news", "speech", "textbook", "vlog", "voyage"])
KINDS = {"person": "PERSON", "organization": "ORG", "place": "LOC"}
_BRACKET = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")
_ETYPE = 1  # field of GUM's entity annotation
_INNER = frozenset(
    ("of", "the", "for", "de", "la", "van", "von", "bin", "al", "'s", "’s", "-", "&", "in", "on", "at")
)
_TITLES = frozenset((
    "president", "premier", "prime", "minister", "secretary", "senator", "sen.", "governor", "gov.", "mr.",
    "mrs.", "ms.", "dr.", "prof.", "professor", "sir", "king", "queen", "pope", "lord", "lady", "general",
    "gen.", "colonel", "col.", "captain", "capt.", "sgt.", "lt.", "judge", "justice", "chancellor", "mayor",
    "rep.",
    "representative", "congressman", "congresswoman", "chief", "director", "chairman", "prince", "princess",
    "emperor",
))  # fmt: skip


@dataclass(slots=True)
class Sentence:
    """Columns of one sentence; `head` holds indices within it, the root its own."""

    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    coarse: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)  # GUM's brackets, "" for none
    paragraph: bool = False  # begins one


@dataclass(slots=True)
class Text:
    """One document of the treebank."""

    id: str
    sentences: list[Sentence]

    @property
    def corpus(self) -> str:
        return self.id.partition("-")[0]

    @property
    def genre(self) -> str:
        """As the id has it: "news" of "gum-GUM_news_afghan"; of EWT "weblog" and the like."""
        rest = self.id.partition("-")[2]
        return rest.split("_")[1] if self.corpus == "gum" else rest.split("-")[0]

    @property
    def free(self) -> bool:
        """Whether a product may be trained on it."""
        return self.corpus == "ewt" or self.genre in FREE_GENRES


def read_treebank(path: Path) -> Iterator[Text]:
    """The documents of a .conllu.gz file, in its order."""
    text, sentence, paragraph = Text("", []), Sentence(), False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in map(str.rstrip, lines):
            if line.startswith("# newdoc id = "):
                if text.sentences:
                    yield text
                text = Text(line.removeprefix("# newdoc id = "), [])
            elif line.startswith("# newpar"):
                paragraph = True
            elif line and not line.startswith("#"):
                _add(sentence, line.split("\t"))
            elif not line and sentence.words:
                sentence.paragraph = paragraph
                text.sentences.append(sentence)
                sentence, paragraph = Sentence(), False
    yield text


def _add(sentence: Sentence, columns: list[str]) -> None:
    number, word, lemma, coarse, tag, _, head, dep, _, misc = columns
    notes = dict(note.split("=", 1) for note in misc.split("|") if "=" in note)
    sentence.words.append(word)
    sentence.spaces.append(notes.get("SpaceAfter") != "No")
    sentence.tags.append(tag)
    sentence.coarse.append(coarse)
    sentence.lemmas.append(lemma)
    sentence.heads.append(int(head) - 1 if head != "0" else int(number) - 1)
    sentence.deps.append("ROOT" if head == "0" else dep)
    sentence.entities.append(notes.get("Entity", ""))


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity GUM marks: tokens [first, stop) and its type."""

    first: int
    stop: int
    kind: str


def mentions(sentence: Sentence) -> Iterator[Mention]:
    """Mentions that begin and end in the sentence, in order of their ends."""
    open_: list[tuple[str, int, list[str]]] = []
    for at, notes in enumerate(sentence.entities):
        for match in _BRACKET.finditer(notes):
            opened, closed_at_once, closing = match.groups()
            if opened:
                fields = opened.split("-")
                open_.append((fields[0], at, fields))
            if closing or closed_at_once:
                group = closing or opened.split("-")[0]
                for n in range(len(open_) - 1, -1, -1):
                    if open_[n][0] == group:
                        _, first, fields = open_.pop(n)
                        yield Mention(first, at + 1, fields[_ETYPE] if len(fields) > 1 else "")
                        break


def names(sentence: Sentence) -> list[tuple[int, int, str]]:
    """Names of people, organizations and places: [first, stop) and kind, longest first where they nest.

    GUM marks whole noun phrases. A name is a mention with a proper noun as its head, cut to its proper nouns
    and the small words between them, without titles ("President").
    """
    found: list[tuple[int, int, str]] = []
    for mention in sorted(mentions(sentence), key=lambda m: (m.first - m.stop, m.first)):
        kind = KINDS.get(mention.kind)
        span = _name_in(sentence, mention) if kind else None
        if kind and span and all(span[1] <= a or b <= span[0] for a, b, _ in found):
            found.append((*span, kind))
    return sorted(found)


def _name_in(sentence: Sentence, mention: Mention) -> tuple[int, int] | None:
    inside = range(mention.first, mention.stop)
    head = next((i for i in inside if sentence.heads[i] not in inside or sentence.heads[i] == i), None)
    if head is None or not sentence.tags[head].startswith("NNP"):
        return None

    def part(i: int) -> bool:
        return sentence.tags[i].startswith("NNP") or sentence.words[i].lower() in _INNER

    first = last = head
    while first > mention.first and part(first - 1):
        first -= 1
    while last + 1 < mention.stop and part(last + 1):
        last += 1
    while first < last and (
        not sentence.tags[first].startswith("NNP") or sentence.words[first].lower() in _TITLES
    ):
        first += 1
    while not sentence.tags[last].startswith("NNP"):
        last -= 1
    named = first <= last and sentence.words[first].lower() not in _TITLES
    return (first, last + 1) if named else None
