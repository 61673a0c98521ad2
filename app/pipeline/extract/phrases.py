"""Noun phrases that say who is cited: head noun, owner, and the words a reader would call them by."""

from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.extract import lexicon
from app.pipeline.extract.lexicon import Form
from app.pipeline.extract.people import page_text
from app.pipeline.extract.reading import Page, Tokens

ARTICLES = frozenset({"the", "a", "an", "that", "this", "these", "those", "one"})
POINTING = frozenset({"the", "that", "this", "these", "those"})
_NEW = frozenset({"a", "an", "another", "one", "some", "two", "three", "several"})
_ASIDES = frozenset({",", "(", "--", "–", "—", ";", ":", "who", "which", "whose", "whom", "where", "that"})
_HEAD_ENDS = (lexicon.PREPOSITIONS - {"like"}) | _ASIDES | frozenset({"and", "or"})
_LEADING = frozenset({"by", "to", "from", "per", "and", "but", "while", "as", "even", "at", "in"})
_TRAILING = lexicon.ADVERBS | lexicon.AUXILIARIES | lexicon.PREPOSITIONS | frozenset({"'", "’", "and"})
_TAIL = frozenset({"of", "for", "from", "by", "at", "in", "to", "with"})
_OWNED = frozenset({"'s", "’s", "'", "’"})
_REACH = 8  # tokens a phrase is read to the left of its noun, and behind it
_TAIL_REACH = 12  # tokens behind a noun that tell whose or what for
_LONGEST = 24  # tokens of a description that is shown


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without asides and adverbs; `noun` is the token of its head noun.

    `owner` are the tokens before "'s", or the possessive pronoun it begins with.
    """

    tokens: Tokens
    noun: int
    owner: Tokens | None
    pointing: bool  # "the", "this": it points back at someone

    @property
    def definite(self) -> bool:
        return self.pointing or self.owner is not None


def trimmed(page: Page, source: Tokens) -> Tokens | None:
    """The source without what ties it to its sentence ("by", "also", a comma); None where nothing is left."""
    first, stop = source
    while first < stop and not (page.wordlike(first) and page.lower[first] not in _LEADING):
        first += 1
    while stop > first + 1 and _loose_end(page, stop - 1):
        stop -= 1
    return (first, stop) if first < stop else None


def _loose_end(page: Page, i: int) -> bool:
    named = page.capitalised(i) and page.lower[i] in ("may", "will")
    return (not page.wordlike(i) and page.words[i] != ")") or (page.lower[i] in _TRAILING and not named)


def without_aside(page: Page, tokens: Tokens) -> Tokens:
    """The phrase up to its first comma, bracket or relative clause."""
    for i in range(tokens[0] + 1, tokens[1]):
        if page.words[i] in _ASIDES or page.lower[i] in _ASIDES:
            return tokens[0], i
    return tokens


def parse(page: Page, tokens: Tokens) -> Phrase:
    """The phrase of `tokens`, which hold no aside."""
    first, noun = tokens[0], _head_noun(page, tokens)
    owner: Tokens | None = None
    if page.lower[first] in lexicon.POSSESSIVES and first < noun:
        owner = (first, first + 1)
    else:
        marks = [i for i in range(first + 1, noun) if page.words[i] in _OWNED]
        owner = (first, marks[-1]) if marks else None
    return Phrase(tokens, noun, owner, page.lower[first] in POINTING)


def _head_noun(page: Page, tokens: Tokens) -> int:
    """The last word before a preposition, a relative clause or "and"; adjectives behind the noun left out."""
    i = tokens[0]
    while i + 1 < tokens[1] and page.lower[i + 1] not in _HEAD_ENDS:
        i += 1
    while i > tokens[0] and not page.wordlike(i):
        i -= 1
    known = [k for k in range(tokens[0], i) if page.lower[k] in lexicon.UNNAMED_NOUNS]
    follows = i + 1 < tokens[1] and page.lower[i + 1] in lexicon.PREPOSITIONS
    return known[-1] if known and follows and page.lower[i] not in lexicon.PERSON_NOUNS else i


def describes(page: Page, phrase: Phrase) -> bool:
    """Whether the phrase, as printed, tells a reader who is meant: no bare pronoun, number or participle."""
    low, first = page.lower[phrase.noun], phrase.tokens[0]
    if low.endswith("ly") or (not page.capitalised(first) and not _may_begin(page, first)):
        return False
    if not page.words[phrase.noun][0].isalpha() or low in lexicon.SUBJECT_PRONOUNS | lexicon.OBJECT_PRONOUNS:
        return False
    if low in lexicon.DETERMINERS | lexicon.RELATIVES | lexicon.ADVERBS | {"others", "what"}:
        return False
    return not (phrase.noun == phrase.tokens[0] and page.forms(phrase.noun) == {Form.ING})


def _may_begin(page: Page, i: int) -> bool:
    """Whether a noun phrase can begin with the word: no preposition, adverb or plain verb."""
    low = page.lower[i]
    if low in lexicon.DETERMINERS:
        return True
    if low in lexicon.PREPOSITIONS | lexicon.ADVERBS | lexicon.SUBORDINATORS | {
        "out",
        "up",
        "down",
        "according",
    }:
        return False
    return (
        Form.BASE not in page.forms(i) or i + 1 == len(page) or page.lower[i + 1] not in lexicon.DETERMINERS
    )


def words_of(page: Page, tokens: Tokens) -> str:
    """The words as printed, single-spaced, without an article in front."""
    first = tokens[0] + (page.lower[tokens[0]] in ARTICLES and tokens[1] - tokens[0] > 1)
    return page_text(page, (first, min(tokens[1], first + _LONGEST)))


def introduction(page: Page, noun: int) -> Tokens | None:
    """The phrase around the word `noun` if it brings someone new ("a nurse from Oslo"), less its article.

    None for "the spokesman", for "she is a spokesman", and inside quotation marks.
    """
    if page.quote[noun] >= 0 or page.kind[noun] is None:
        return None
    first = _left_of(page, noun)
    article = page.lower[first]
    before = page.lower[first - 1] if first else ""
    tail = tail_of(page, noun)
    if before in lexicon.BE_FORMS or (article in POINTING and not _named(page, first, tail)):
        return None
    start = first + (article in lexicon.DETERMINERS - lexicon.POSSESSIVES and first < noun)
    told = article in _NEW or start < noun or tail > noun + 1
    return (start, tail) if told else None


def _named(page: Page, first: int, stop: int) -> bool:
    return any(page.capitalised(i) for i in range(first + 1, stop))


def _left_of(page: Page, noun: int) -> int:
    """The first token of the phrase that ends with the word `noun`, its article included."""
    i = noun
    while i > 0 and noun - i < _REACH and page.line[i - 1] == page.line[noun]:
        low = page.lower[i - 1]
        if low in lexicon.DETERMINERS:
            return i - 1
        joined = page.words[i - 1] in ("-", "'s", "’s", '"', "“", "”")
        if not (page.wordlike(i - 1) or joined) or page.finite(i - 1) or low in _HEAD_ENDS | _TRAILING:
            break
        i -= 1
    return i


def tail_of(page: Page, noun: int) -> int:
    """End of "of the port", "for Anna Berg" behind the word `noun`; of the noun where nothing follows."""
    stop = noun + 1
    if stop + 1 >= len(page) or page.lower[stop] not in _TAIL or page.line[stop + 1] != page.line[noun]:
        return stop
    i = stop + 1
    while i < len(page) and page.line[i] == page.line[noun] and _goes_on(page, i):
        i += 1
        if i - stop > _TAIL_REACH:
            return stop
    while i > stop and not (page.wordlike(i - 1) and page.lower[i - 1] not in _TRAILING | ARTICLES):
        i -= 1
    named = any(page.capitalised(k) for k in range(stop + 1, i))
    return i if i > stop and (named or page.lower[stop] in ("of", "for", "from", "at")) else stop


def _goes_on(page: Page, i: int) -> bool:
    inside = page.wordlike(i) or page.words[i] in ("-", "'s", "’s", "&")
    verb = page.finite(i) or Form.ING in page.forms(i) or page.words[i][0].isdigit()
    return inside and not verb and page.lower[i] not in lexicon.SUBORDINATORS | lexicon.CONJUNCTIONS
