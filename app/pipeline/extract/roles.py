"""What the roles of words around a cue are read from: features for a conditional random field.

The words of the cue's line are labelled source, content, cue or nothing *for that cue*, which settles at once
whose words they are, where they end, and what is nested in them (after Pareti's and Newell et al.'s token
classifiers for attribution, with the parse as in Scheible et al. 2016).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.pipeline.extract.grammar import Grammar
from app.pipeline.extract.reading import Page, Tokens

SOURCE, CONTENT, CUE, NONE = "S", "C", "K", "O"
FIRST, LAST = "B", "E"  # words of a part of the content; a lone word is a first one
REACH = 120  # words to either side of a cue that are looked at
_DISTANCES = (1, 2, 3, 4, 6, 9, 14, 22, 40, 80)
_COMMAS = frozenset((",", ";", "--", "—", "–"))
_STOPS = frozenset((".", "?", "!"))
_SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj", "expl"))
_AFTER = frozenset(("ccomp", "xcomp", "obj", "obl", "iobj", "advcl", "parataxis", "acl", "nmod", "acl:relcl"))
_BEFORE = frozenset(("ccomp", "xcomp", "obj", "nsubj", "nsubj:pass", "advcl", "parataxis"))
_UP = 5  # steps from the cue towards the root in search of a subject
_LONGEST_PATH = 25  # steps from a word up to the cue's ancestors
_PHRASE = 60  # words of a subject's phrase looked at
_KEPT = 2_000  # words whose features are kept for the next cue of their line
_NEAR = 12  # words between a cue and the quotation beside it

Clusters = Mapping[str, tuple[int, int]]  # of a word in lower case: among few, among many
_NO_CLUSTER = (-1, -1)


@dataclass(slots=True)
class Scene:
    """An article as the labeller sees it, with what does not depend on the cue worked out once."""

    page: Page
    grammar: Grammar
    clusters: Clusters
    children: list[list[int]] = field(init=False)
    lines: list[Tokens] = field(init=False)  # the line of each word
    _known: dict[int, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.children = [[] for _ in self.grammar.head]
        for i, head in enumerate(self.grammar.head):
            if head != i:
                self.children[head].append(i)
        self.lines = _lines(self.page)

    def window(self, cue: Tokens) -> Tokens:
        """The words that can have a role for the cue: those of its line, as far as they are near."""
        first, stop = self.lines[cue[0]]
        return max(first, cue[0] - REACH), min(stop, cue[1] + REACH)

    def features(self, cue: Tokens, others: Sequence[Tokens]) -> list[list[str]]:
        """Features of each word of the cue's window; `others` are the article's cues, this one too or not."""
        return _View(self, cue, others).features()

    def phrase(self, word: int) -> Tokens:
        """From the first to the last word below `word`, as far as a bounded search sees."""
        first = last = word
        waiting = [word]
        for _ in range(_PHRASE):
            if not waiting:
                break
            at = waiting.pop()
            first, last = min(first, at), max(last, at)
            waiting += self.children[at]
        return first, last + 1

    def word(self, i: int) -> list[str]:
        """Features of a word wherever the cue is; those of the words last asked for are kept."""
        if i not in self._known:
            if len(self._known) > _KEPT:
                self._known.clear()
            self._known[i] = self._word(i)
        return self._known[i]

    def _word(self, i: int) -> list[str]:
        page, grammar = self.page, self.grammar
        low, head = page.lower[i], grammar.head[i]
        few, many = self.clusters.get(low, _NO_CLUSTER)
        found = [
            f"w={low}",
            f"t={grammar.tag[i]}",
            f"d={grammar.dep[i]}",
            f"td={grammar.tag[i]}{grammar.dep[i]}",
            f"q={page.quote[i] >= 0}",
            f"ht={grammar.tag[head]}{'<' if head > i else '>'}",
            f"hw={page.lower[head]}",
            f"cl{few}",
            f"CL{many}",
        ]
        if grammar.name[i]:
            found.append(f"n={grammar.name[i]}")
        if page.words[i][:1].isupper():
            found.append("cap")
        return found + self._neighbours(i)

    def _neighbours(self, i: int) -> list[str]:
        page, found = self.page, []
        first, stop = self.lines[i]
        for step in (-2, -1, 1, 2):
            j = i + step
            inside = first <= j < stop
            found.append(f"t{step}={self.grammar.tag[j] if inside else '|'}")
            if inside and step in (-1, 1):
                found += [f"w{step}={page.lower[j]}", f"q{step}={page.quote[j] >= 0}"]
        return found


def _lines(page: Page) -> list[Tokens]:
    lines: list[Tokens] = []
    first = 0
    for i in range(len(page)):
        if i + 1 == len(page) or page.line[i + 1] != page.line[i]:
            lines += [(first, i + 1)] * (i + 1 - first)
            first = i + 1
    return lines


class _View:
    """The article seen from one cue."""

    def __init__(self, scene: Scene, cue: Tokens, others: Sequence[Tokens]) -> None:
        self.scene, self.page, self.grammar, self.cue = scene, scene.page, scene.grammar, cue
        self.first, self.stop = scene.window(cue)
        self.top = self.grammar.top(cue)
        self.word = self.page.lower[self.top]
        self.cluster = scene.clusters.get(self.word, _NO_CLUSTER)[1]
        self.other = {i for other in others if other != cue for i in range(*other)}
        self.chain, self.level = _ancestors(self.grammar, self.top)
        self.paths: dict[int, tuple[str, str]] = {}
        self.after = self._relations(_AFTER, after=True)
        self.before = self._relations(_BEFORE, after=False)

    def features(self) -> list[list[str]]:
        a, z = self.cue
        seen = [list(self.scene.word(i)) for i in range(self.first, self.stop)]
        self._side(seen, range(a - 1, self.first - 1, -1), "L")
        self._side(seen, range(z, self.stop), "R")
        for i in range(a, z):
            seen[i - self.first] += ["CUE", f"c={self.word}"]
        self._mark_subject(seen)
        self._mark_quotations(seen)
        return seen

    def _relations(self, kinds: frozenset[str], *, after: bool) -> str:
        grammar = self.grammar
        here = (k for k in self.scene.children[self.top] if (k > self.top) is after)
        return "+".join(sorted({grammar.dep[k] for k in here if grammar.dep[k] in kinds}))

    def _side(self, seen: list[list[str]], words: range, side: str) -> None:
        """Features of the words on one side, from the cue outwards; what lies between is counted."""
        page, edge = self.page, self.cue[0] if side == "L" else self.cue[1] - 1
        commas = stops = quotes = others = 0
        inside = -1
        for i in words:
            between = (min(commas, 3), min(stops, 2), min(quotes, 2), min(others, 2))
            seen[i - self.first] += self._word(i, side, abs(i - edge), between)
            word = page.words[i]
            commas += word in _COMMAS
            stops += word in _STOPS
            quotes += page.quote[i] >= 0 and page.quote[i] != inside
            inside = page.quote[i]
            others += i in self.other

    def _word(self, i: int, side: str, distance: int, between: tuple[int, int, int, int]) -> list[str]:
        page, cue_quote = self.page, self.page.quote[self.top]
        path, longer = self._path(i)
        quote = page.quote[i]
        tag, top_tag = self.grammar.tag[i], self.grammar.tag[self.top]
        commas, stops, quotes, others = between
        found = [
            f"s={side}",
            f"D={side}{_bucket(distance)}",
            f"p={path}",
            f"pp={longer}",
            f"pt={path}|{tag}",
            f"pd={path}|{side}",
            f"c={self.word}{side}",
            f"cp={self.word}|{path}",
            f"ct={top_tag}{side}{path}",
            f"k={side}{commas}",
            f"st={side}{stops}",
            f"qs={side}{quote >= 0:d}{cue_quote >= 0:d}{quote == cue_quote:d}",
            f"qn={side}{quotes}{quote >= 0:d}",
            f"o={side}{others}",
            f"x={side}{quote >= 0:d}{min(commas, 2)}{min(stops, 1)}",
            f"cc={self.cluster}|{side}",
            f"ccp={self.cluster}|{path}",
            f"ccq={self.cluster}|{side}{quote >= 0:d}{min(stops, 1)}",
            f"sg={side}{self.after}",
            f"sgp={path}|{self.after}",
            f"lsg={side}{self.before}",
            f"sgt={self.after}|{path}|{top_tag[:2]}",
        ]
        if others:
            found.append(f"op={path}")
        if i in self.other:
            found.append("ocue")
        if distance == 1:
            found += [f"adj={side}{page.lower[i]}", f"adjc={side}{page.lower[i]}{self.word}"]
        return found

    def _path(self, i: int) -> tuple[str, str]:
        """Relations from the cue up to the common ancestor and down towards the word, shorter and longer."""
        climbed: list[str] = []
        at = i
        while at not in self.level:
            if at in self.paths:
                return self._joined(i, self.paths[at], climbed)
            climbed.append(self.grammar.dep[at])
            above = self.grammar.head[at]
            if above == at or len(climbed) > _LONGEST_PATH:
                return self._kept(i, ("far", ""))
            at = above
        base = self.chain[min(self.level[at], 3)]
        short = f"{base}_{climbed[-1]}" if climbed else f"{base}="
        longer = f"{base}_{climbed[-1]}_{climbed[-2]}" if len(climbed) > 1 else ""
        return self._kept(i, (short, longer))

    def _joined(self, i: int, known: tuple[str, str], climbed: list[str]) -> tuple[str, str]:
        short, longer = known
        if short == "far" or longer or not climbed:
            return self._kept(i, known)
        return self._kept(i, (short, f"{short}_{climbed[-1]}"))

    def _kept(self, i: int, path: tuple[str, str]) -> tuple[str, str]:
        self.paths[i] = path
        return path

    def _mark_subject(self, seen: list[list[str]]) -> None:
        found = self._subject()
        at_cue = seen[self.cue[0] - self.first]
        self.subject = found[0] if found else None
        if not found:
            at_cue.append("noSJ")
            return
        word, how = found
        at_cue.append(f"hasSJ={how}")
        first, stop = self.scene.phrase(word)
        for i in range(max(first, self.first), min(stop, self.stop)):
            seen[i - self.first] += ["SJ", f"SJ={how}"]
        if self.first <= word < self.stop:
            seen[word - self.first] += ["SJH", f"SJH={how}{self.grammar.tag[word]}"]

    def _subject(self) -> tuple[int, str] | None:
        """Who does what the cue says, by the parse, and how: the cue's own subject, its governor's, ..."""
        grammar, at, how = self.grammar, self.top, ""
        for _ in range(_UP):
            beneath = self.scene.children[at]
            for kinds, name in ((_SUBJECTS, ""), (frozenset(["obl:agent"]), "agent")):
                own = next((k for k in beneath if grammar.dep[k] in kinds), None)
                if own is not None:
                    return own, how + (name or grammar.dep[own])
            relation, head = grammar.dep[at], grammar.head[at]
            if head == at:
                return None
            if relation.startswith("acl") or relation == "amod":
                return head, how + relation
            owner = next((k for k in beneath if grammar.dep[k] == "nmod:poss"), None)
            if owner is not None and grammar.tag[at].startswith("N"):
                return owner, how + "poss"
            how += relation.partition(":")[0] + "^"
            at = head
        return None

    def _mark_quotations(self, seen: list[list[str]]) -> None:
        """The quotation that ends shortly before the cue, and the one that begins shortly after it."""
        near = self._near()
        if not near:
            return
        for i in range(self.first, self.stop):
            number = self.page.quote[i]
            if number in near:
                seen[i - self.first] += [near[number], f"c{self.word}{near[number]}"]
            elif number >= 0:
                seen[i - self.first].append("Qother")

    def _near(self) -> dict[int, str]:
        quote, (a, z) = self.page.quote, self.cue
        near: dict[int, str] = {}
        before = next((i for i in range(a - 1, max(self.first, a - _NEAR) - 1, -1) if quote[i] >= 0), None)
        if before is not None:
            between = self.subject is not None and before < self.subject < a
            near[quote[before]] = f"QL{a - before <= 1}{between}"
        after = next((i for i in range(z, min(self.stop, z + _NEAR)) if quote[i] >= 0), None)
        if after is not None:
            near[quote[after]] = f"QR{after - z <= 2}"
        return near


def _ancestors(grammar: Grammar, top: int) -> tuple[list[str], dict[int, int]]:
    """The relations passed on the way up from the cue, and how far up each word on that way is."""
    up = grammar.climb(top)
    chain = [""]
    for at in up[:-1]:
        chain.append(f"{chain[-1]}^{grammar.dep[at]}")
    return chain, {at: n for n, at in enumerate(up)}


def _bucket(distance: int) -> int:
    return next((n for n, limit in enumerate(_DISTANCES) if distance <= limit), len(_DISTANCES))
