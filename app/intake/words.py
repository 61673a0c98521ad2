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
    article = decision.article
    if decision.fate is Fate.THERE:
        return Outcome(ItemState.THERE, "the same text was there already", article.key)
    if decision.fate is Fate.UPDATE:
        told = "the same text was there already; what came with it now was added"
        return Outcome(ItemState.THERE, told, article.key)
    shortcomings = _shortcomings(article)
    if decision.fate is not Fate.NEW:
        return Outcome(ItemState.CHANGED, shortcomings, article.key)
    return Outcome(ItemState.PARTLY if shortcomings else ItemState.STORED, shortcomings, article.key)


def _shortcomings(article: Article) -> str:
    found = [_EXTENTS[article.extent]] if article.extent in _EXTENTS else []
    if not article.analysed:
        found.append(f"it is not in English ({article.language}), so it is stored and not compared")
    return "; ".join(found)


def opened(count: int) -> str:
    return f"{count:,} articles in it" if count != 1 else "one article in it"


def too_long(seconds: float) -> str:
    return f"could not be read: it took longer than {seconds:.0f} seconds"


def reason(error: Exception) -> str:
    """Why an item failed, as its reader can act on it; a fault of ours is named as such."""
    if isinstance(error, CrossreadError):
        return str(error)
    if isinstance(error, MemoryError):
        return "could not be read: it takes more memory than one item may have"
    return f"could not be read, a fault in Crossread ({type(error).__name__})"
