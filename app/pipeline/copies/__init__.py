"""What articles of one event share with each other or with an agency, and how many of them report on their own."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.article import Article
from app.domain.copy import Copies
from app.pipeline.copies.passages import shared_passages


def find_copies(articles: Sequence[Article]) -> Copies:
    """Passages that the articles of one event share, and the agencies they name as origins."""
    return Copies(shared_passages(articles), ())
