"""What articles of one event share with each other or with an agency, and how many report on their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.article import Article
from app.domain.copy import Copies
from app.pipeline.copies.agencies import agency_marks
from app.pipeline.copies.origins import with_origins
from app.pipeline.copies.passages import shared_passages

__all__ = ["find_copies", "with_origins"]


def find_copies(articles: Sequence[Article]) -> Copies:
    """Passages that the articles of one event share, and the agencies they name as origins."""
    marks = sorted(mark for article in articles for mark in agency_marks(article))
    return Copies(shared_passages(articles), tuple(marks))
