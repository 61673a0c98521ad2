"""Speakers: the person or body a printed source stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpeakerStatus(StrEnum):
    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"  # several candidates tie; the page names them all
    UNRESOLVED = "unresolved"  # a source is printed, but whom it means is open
    NONE = "none"  # no source is cited


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is cited. `name` is set exactly when resolved, `candidates` exactly when ambiguous."""

    status: SpeakerStatus
    name: str | None = None
    candidates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.name is not None) != (self.status is SpeakerStatus.RESOLVED):
            raise ValueError("a speaker has a name when it is resolved, and only then")
        if bool(self.candidates) != (self.status is SpeakerStatus.AMBIGUOUS):
            raise ValueError("candidates belong to an ambiguous speaker")

    @classmethod
    def resolved(cls, name: str) -> Speaker:
        return cls(SpeakerStatus.RESOLVED, name)

    @classmethod
    def ambiguous(cls, *candidates: str) -> Speaker:
        return cls(SpeakerStatus.AMBIGUOUS, candidates=tuple(sorted(candidates)))


UNRESOLVED = Speaker(SpeakerStatus.UNRESOLVED)
NO_SPEAKER = Speaker(SpeakerStatus.NONE)
