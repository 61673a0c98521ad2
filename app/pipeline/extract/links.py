"""What an attribution is made of: the links between spans that the Doc's extension holds."""

from __future__ import annotations

from dataclasses import dataclass

from app.pipeline.extract.reading import Tokens


@dataclass(frozen=True, slots=True)
class Attribution:
    """Token ranges of who is cited, the reporting words and what is said; how sure that is, in [0, 1]."""

    source: Tokens | None
    cue: Tokens
    content: tuple[Tokens, ...]
    confidence: float

    @property
    def hull(self) -> Tokens:
        return self.content[0][0], self.content[-1][1]
