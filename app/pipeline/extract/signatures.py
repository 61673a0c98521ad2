"""Names beside words without a verb of reporting: signed quotations, posts, "NAME: words"."""

from __future__ import annotations

from app.domain.article import SegmentKind
from app.pipeline.extract import lexicon
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.reading import CLOSING, DASHES, STOPS, Page, Tokens

_Found = tuple[Tokens, Tokens, tuple[Tokens, ...]]  # source, cue, content
_INNER = frozenset((".", "-", "'s", "’s", "&"))
_LONGEST_NAME = 12  # words
_ASKING = frozenset(("how", "what", "when", "where", "which", "who", "why"))
_CREDITS = frozenset(
    ("credit", "file", "image", "photo", "photograph", "photos", "picture", "source", "video")
)


def unspoken(page: Page, sentence: Tokens, confidence: float) -> Attribution | None:
    """The attribution of a sentence that sets a name beside words, None where it does not."""
    found = _signed(page, sentence) or _posted(page, sentence) or _named_before_colon(page, sentence)
    return Attribution(*found, confidence) if found else None


def _signed(page: Page, sentence: Tokens) -> _Found | None:
    """“Words” – Name, the way lists of quotations and embedded posts are signed."""
    begin, stop = sentence
    if page.quote[begin] < 0:
        begin = next((i for i in range(*sentence) if page.quote[i] >= 0), stop)
    if begin >= stop:
        return None
    after = page.quotes[page.quote[begin]][1]
    while after < stop and (page.words[after] in STOPS | CLOSING or page.words[after] == "*"):
        after += 1
    if (
        after + 1 >= stop
        or page.words[after] not in DASHES
        or not page.capitalised(_first_word(page, after + 1, stop))
    ):
        return None
    source = _name(page, _first_word(page, after + 1, stop), stop)
    content = page.stripped(page.quotes[page.quote[begin]])
    return (source, (after, after + 1), (content,)) if source and content else None


def _name(page: Page, first: int, stop: int) -> Tokens | None:
    """A signature: the words up to a comma, a bracket or the line's end, if they are few."""
    end = next((i for i in range(first, stop) if not page.wordlike(i) and page.words[i] not in _INNER), stop)
    return (first, end) if first < end <= first + _LONGEST_NAME else None


def _posted(page: Page, sentence: Tokens) -> _Found | None:
    """A post set into the text: words — Name (@handle) May 2, 2016; the words may stand one line above."""
    for i in range(sentence[0], sentence[1] - 4):
        if page.words[i] in DASHES and _is_signature(page, i + 1, sentence[1]):
            bracket = page.words.index("(", i + 1)
            content = page.stripped((sentence[0], i)) or _line_before(page, sentence[0])
            name = page.stripped((i + 1, bracket))
            return (name, (i, i + 1), (content,)) if name and content else None
    return None


def _is_signature(page: Page, first: int, stop: int) -> bool:
    """Name (handle) Month day."""
    near = range(first + 1, min(stop, first + 9))
    opened = next((i for i in near if page.words[i] == "("), None)
    if opened is None or not page.capitalised(first):
        return False
    closed = next((i for i in range(opened, min(stop, opened + 8)) if page.words[i] == ")"), None)
    return (
        closed is not None
        and closed + 2 < len(page)
        and page.lower[closed + 1] in lexicon.MONTH_NUMBER
        and page.words[closed + 2].isdigit()
    )


def _line_before(page: Page, first: int) -> Tokens | None:
    """The line above, if it is text."""
    if first == 0 or page.kind[first - 1] is not page.kind[first]:
        return None
    begin = first - 1
    while begin > 0 and page.line[begin - 1] == page.line[first - 1]:
        begin -= 1
    return page.stripped((begin, first))


def _named(page: Page, i: int) -> bool:
    return page.capitalised(i) or page.lower[i] in ("the", "a", "an")


def _first_word(page: Page, i: int, stop: int) -> int:
    while i + 1 < stop and not page.wordlike(i):
        i += 1
    return i


def _named_before_colon(page: Page, sentence: Tokens) -> _Found | None:
    """NAME: words, in a headline or before quoted words."""
    begin, stop = sentence
    colon = next((i for i in range(begin + 1, min(stop, begin + 9)) if page.words[i] == ":"), None)
    if colon is None or colon + 2 >= stop or not page.capitalised(begin):
        return None
    headline = page.kind[begin] is SegmentKind.HEADLINE or page.line[begin] == page.line[0]
    credit = page.lower[colon - 1] in _CREDITS
    if credit or not (headline or page.quote[colon + 1] >= 0) or page.verbish((begin, colon)):
        return None
    if not all(
        page.capitalised(i) or page.lower[i] in lexicon.PREPOSITIONS
        for i in range(begin, colon)
        if page.wordlike(i)
    ):
        return None
    content = page.stripped((colon + 1, stop))
    if content is None or page.lower[content[0]] in _ASKING:  # "Aleppo: what we know"
        return None
    return (begin, colon), (colon, colon + 1), (content,)
