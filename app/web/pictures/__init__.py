"""Pictures of an event: who has which fact, when it was said and published, who is cited by whom.

Pure: from comparisons to what templates draw as SVG. Lengths are in the units of the drawing, about a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.comparison import Comparison
from app.web.pictures.citations import Citations, citations
from app.web.pictures.matrix import Matrix, matrix
from app.web.pictures.timeline import Timeline, timeline

__all__ = ["Pictures", "pictures"]


@dataclass(frozen=True, slots=True)
class Pictures:
    """What templates/pictures/ draw."""

    matrix: Matrix
    timeline: Timeline
    citations: Citations


def pictures(whole: Comparison, shown: Comparison) -> Pictures:
    """The pictures of the rows `shown` of a `whole` event; the matrix keeps the others, faint."""
    return Pictures(matrix(whole, shown), timeline(shown), citations(shown))
