"""What is said of an item: its state, and the words beside it. They are kept, so they are plain English."""

from __future__ import annotations

from app.domain.article import Article, Extent
from app.domain.intake import ItemState, Outcome
from app.errors import CrossreadError
from app.ingest import Decision, Fate

COLUMNS = "say what its columns hold"
NO_ARTICLES = "holds no articles"
NOT_KEPT = "what was handed in is not kept any more: hand it in again"
ENDED = "could not be read: Crossread ended each time it tried"

_EXTENTS = {
    Extent.CUT_OFF: "the text ends before the report does",
    Extent.WALLED: "the page stops at a wall (to pay, sign in or consent); what stands before it was read",
    Extent.SHELL: "scripts fill the page, so what was read is not the report: paste its text instead",
}


def outcome(decision: Decision) -> Outcome:
    """What an item came to whose article met this fate."""
    state, told = _FATES[decision.fate]
    lacks = _shortcomings(decision.article)
    if decision.fate is Fate.NEW and lacks:
        state = ItemState.PARTLY
    words = decision.words or told or lacks
    return Outcome(state, words, decision.article.key)


_FATES = {
    Fate.NEW: (ItemState.STORED, ""),
    Fate.VERSION: (ItemState.CHANGED, ""),
    Fate.THERE: (ItemState.THERE, "the same text was there already"),
    Fate.UPDATE: (ItemState.THERE, "the same text was there already; what came with it now was added"),
}


def _shortcomings(article: Article) -> str:
    found = [_EXTENTS[article.extent]] if article.extent in _EXTENTS else []
    if not article.analysed:
        found.append(f"it is not in English ({article.language}), so it is stored and not compared")
    return "; ".join(found)


def opened(count: int) -> str:
    return f"{count:,} articles in it" if count != 1 else "one article in it"


def too_large(size: int, most: int) -> str:
    return f"has {size / 1e6:,.1f} MB; an article's text may have {most // 1_000_000} MB"


def too_long(seconds: float) -> str:
    return f"could not be read: it took longer than {seconds:.0f} seconds"


def reason(error: Exception) -> str:
    """Why an item failed, as its reader can act on it; a fault of ours is named as such."""
    if isinstance(error, MemoryError) or isinstance(error.__cause__, MemoryError):
        return "could not be read: it takes more memory than one item may have"
    if isinstance(error, CrossreadError):
        return str(error)
    return f"could not be read, a fault in Crossread ({type(error).__name__})"
