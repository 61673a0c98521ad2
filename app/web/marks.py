"""The words and glyphs verdicts and kinds of claim go by: form, glyph and word first, colour last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import NO_SPEAKER_FILTER, OPEN_SPEAKER_FILTER
from app.domain.event import Gap, Verdict
from app.domain.speaker import Speaker, SpeakerStatus


@dataclass(frozen=True, slots=True)
class Mark:
    glyph: str
    word: str


VERDICTS: Final = {
    Verdict.CONFLICT: Mark("≠", "Conflict"),
    Verdict.WORDING: Mark("~", "Worded differently"),
    Verdict.AGREE: Mark("=", "Agree"),
    Verdict.SINGLE: Mark("①", "Only here"),
}
KINDS: Final = {
    ClaimKind.QUOTE: Mark("“”", "Quote"),
    ClaimKind.MIXED: Mark("“…", "Mixed"),
    ClaimKind.STATEMENT: Mark("›", "Statement"),
    ClaimKind.FIGURE: Mark("#", "Figure"),
    ClaimKind.NARRATED: Mark("—", "Narrated"),
}
GAPS: Final = {
    Gap.EARLIER: "published before it happened",
    Gap.CUT_OFF: "text cut off",
    Gap.SUMMARY: "only a summary",
    Gap.SHORT: "only a short text",
}
ATTITUDE: Final = "attitude"
UNSURE: Final = "unsure"  # whether the reading is right
_OPEN: Final = {NO_SPEAKER_FILTER: "no source cited", OPEN_SPEAKER_FILTER: "source not identified"}
_NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def kind_words(claim: Claim) -> str:
    """What a claim is called in words: "statement (attitude)" for what is thought or wanted, not said."""
    return f"{claim.kind} ({ATTITUDE})" if claim.attitude else claim.kind.value


def speaker_words(speaker: Speaker, cited: bool) -> str:
    """Who speaks, or what is not known of it; `cited` tells whether a source is printed."""
    if speaker.name:
        return speaker.name
    if speaker.status is SpeakerStatus.AMBIGUOUS:
        return f"{joined(speaker.candidates, 'or')}?"
    return _OPEN[OPEN_SPEAKER_FILTER if cited else NO_SPEAKER_FILTER]


def speaker_label(value: str) -> str:
    """What a value of the speaker filter is called on the page."""
    return _OPEN.get(value, value)


def joined(words: tuple[str, ...], last: str = "and") -> str:
    """A list in words: "A, B and C"."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 fact", "1,200 facts"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def number_word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
