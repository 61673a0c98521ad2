"""Where a claim of several clauses can be cut, so that each may line up with another outlet's words."""

from __future__ import annotations

from collections.abc import Iterator

from app.pipeline.extract.grammar import Grammar
from app.pipeline.extract.reading import CLOSING, OPENING, Page, Tokens

_LEAST = 4  # words of a part
_MOST = 40  # parts: a stretch of more is no sentence
# Relations of Universal Dependencies whose phrase tells something of its own.
_CLAUSES = frozenset(("acl", "acl:relcl", "advcl", "appos", "parataxis"))
_OF_A_CLAUSE = frozenset(("nsubj", "nsubj:pass", "cop", "aux"))
_LEADING = frozenset(("cc", "mark"))  # words that lead into the clause behind them
_SIGNS_BEFORE, _SIGNS_BEHIND = frozenset("$£€[#@"), frozenset("%])")


def clauses(page: Page, grammar: Grammar, tokens: Tokens) -> list[Tokens]:
    """The range cut where clauses begin and end, in order; itself where it is one clause.

    Parts are disjoint, without the punctuation and conjunctions around them. No part is shorter than
    four words.
    """
    joints = sorted({_before_lead(grammar, tokens, i) for i in _joints(grammar, tokens)} - set(tokens))
    parts: list[Tokens] = []
    begin, left = tokens[0], page.count(tokens)
    for joint in joints:
        words = page.count((begin, joint))
        if words >= _LEAST and left - words >= _LEAST:
            parts.append((begin, joint))
            begin, left = joint, left - words
    bare = [_bared(page, grammar, part) for part in (*parts, (begin, tokens[1]))]
    return [part for part in bare if part[0] < part[1]] if len(bare) <= _MOST else [tokens]


def _joints(grammar: Grammar, tokens: Tokens) -> Iterator[int]:
    """The ends of each clause within the range; "to rescue the crew" stays with what it is the aim of."""
    subjects = {grammar.head[i] for i in range(*tokens) if grammar.dep[i] in _OF_A_CLAUSE}
    for i in range(*tokens):
        joined = grammar.dep[i] == "conj" and (grammar.tag[i].startswith("VB") or i in subjects)
        aim = grammar.tag[grammar.phrase[i][0]] == "TO"
        if joined or (grammar.dep[i] in _CLAUSES and not aim):
            yield from (end for end in grammar.phrase[i] if tokens[0] < end < tokens[1])


def _before_lead(grammar: Grammar, tokens: Tokens, joint: int) -> int:
    while joint > tokens[0] and grammar.dep[joint - 1] in _LEADING:
        joint -= 1
    return joint


def _bared(page: Page, grammar: Grammar, part: Tokens) -> Tokens:
    first, stop = part
    while first < stop and (grammar.dep[first] == "cc" or not _begins(page, first, stop)):
        first += 1
    while stop > first and not _ends(page, stop - 1):
        stop -= 1
    return first, stop


def _begins(page: Page, i: int, stop: int) -> bool:
    opens = page.words[i] in OPENING and page.closes_inside(i, stop)
    return page.wordlike(i) or page.words[i] in _SIGNS_BEFORE or opens


def _ends(page: Page, i: int) -> bool:
    return page.wordlike(i) or page.words[i] in _SIGNS_BEHIND or page.words[i] in CLOSING - OPENING
