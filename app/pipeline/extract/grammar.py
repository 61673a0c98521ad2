"""The parse of an article in the Page's numbering: tags, heads, relations and names beside its words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from app.pipeline.extract.reading import Tokens

_FARTHEST = 5  # steps up a tree that a path may take


@dataclass(frozen=True, slots=True)
class Grammar:
    """One entry a word of the Page: Penn tag, UD relation, head (a root is its own), label of its name.

    `phrase` is the range of words that hang on the word, itself included.
    """

    tag: list[str]
    dep: list[str]
    head: list[int]
    name: list[str]  # PERSON, ORG, LOC or ""
    phrase: list[Tokens]

    def climb(self, i: int) -> list[int]:
        """The word and what it hangs on, a few steps up."""
        chain = [i]
        while len(chain) <= _FARTHEST and self.head[chain[-1]] != chain[-1]:
            chain.append(self.head[chain[-1]])
        return chain

    def top(self, tokens: Tokens) -> int:
        """The word that a range hangs on: the first with its head outside, a verb if there is one."""
        outside = [
            i for i in range(*tokens) if not tokens[0] <= self.head[i] < tokens[1] or self.head[i] == i
        ]
        verbs = (i for i in outside if self.tag[i].startswith("VB"))
        return next(verbs, outside[0] if outside else tokens[0])


def read_grammar(doc: Doc, places: list[int]) -> Grammar:
    """The Doc's annotation of the words at `places`."""
    number = {place: i for i, place in enumerate(places)}
    tokens = [doc[place] for place in places]
    return Grammar(
        tag=[token.tag_ for token in tokens],
        dep=[token.dep_ for token in tokens],
        head=[number.get(token.head.i, i) for i, token in enumerate(tokens)],
        name=[token.ent_type_ for token in tokens],
        phrase=[
            (bisect_left(places, token.left_edge.i), bisect_right(places, token.right_edge.i))
            for token in tokens
        ],
    )
