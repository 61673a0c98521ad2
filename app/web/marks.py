"""The words and glyphs verdicts and kinds of claim go by: form, glyph and word first, colour last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.claim import Claim, ClaimKind
from app.domain.comparison import NO_SPEAKER_FILTER, OPEN_SPEAKER_FILTER
from app.domain.event import Gap, Verdict
from app.domain.speaker import Speaker, SpeakerStatus
from app.web.language import N_, gettext


@dataclass(frozen=True, slots=True)
class Mark:
    """A glyph, and the word beside it in the reader's language (`name` is ours)."""

    glyph: str
    name: str

    @property
    def word(self) -> str:
        return gettext(self.name)


class Words(Mapping[Gap, str]):
    """What things are called in the reader's language; made of the words in ours."""

    def __init__(self, ours: Mapping[Gap, str]) -> None:
        self._ours = ours

    def __getitem__(self, key: Gap) -> str:
        return gettext(self._ours[key])

    def __iter__(self) -> Iterator[Gap]:
        return iter(self._ours)

    def __len__(self) -> int:
        return len(self._ours)


VERDICTS: Final = {
    Verdict.CONFLICT: Mark("≠", N_("Conflict")),
    Verdict.WORDING: Mark("~", N_("Worded differently")),
    Verdict.AGREE: Mark("=", N_("Agree")),
    Verdict.SINGLE: Mark("①", N_("Only here")),
}
KINDS: Final = {
    ClaimKind.QUOTE: Mark("“”", N_("Quote")),
    ClaimKind.MIXED: Mark("“…", N_("Mixed")),
    ClaimKind.STATEMENT: Mark("›", N_("Statement")),
    ClaimKind.FIGURE: Mark("#", N_("Figure")),
    ClaimKind.NARRATED: Mark("—", N_("Narrated")),
}
GAPS: Final = Words(
    {
        Gap.EARLIER: N_("published before it happened"),
        Gap.CUT_OFF: N_("text cut off"),
        Gap.WALLED: N_("behind a wall"),
        Gap.SHELL: N_("page made by scripts"),
        Gap.SUMMARY: N_("only a summary"),
        Gap.SHORT: N_("only a short text"),
    }
)
ATTITUDE: Final = N_("attitude")
UNSURE: Final = N_("unsure")  # whether the reading is right
_KIND_NAMES: Final = {
    ClaimKind.QUOTE: N_("quote"),
    ClaimKind.MIXED: N_("mixed"),
    ClaimKind.STATEMENT: N_("statement"),
    ClaimKind.FIGURE: N_("figure"),
    ClaimKind.NARRATED: N_("narrated"),
}
_OPEN: Final = {
    NO_SPEAKER_FILTER: N_("no source cited"),
    OPEN_SPEAKER_FILTER: N_("source not identified"),
}
_NUMBERS: Final = (
    N_("no"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"),
    N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip


def kind_name(kind: ClaimKind) -> str:
    """What a kind of claim is called within a line: "quote"."""
    return gettext(_KIND_NAMES[kind])


def kind_words(claim: Claim) -> str:
    """What a claim is called in words: "statement (attitude)" for what is thought or wanted, not said."""
    if not claim.attitude:
        return kind_name(claim.kind)
    return gettext("%(kind)s (attitude)", kind=kind_name(claim.kind))


def speaker_words(speaker: Speaker, cited: bool) -> str:
    """Who speaks, or what is not known of it; `cited` tells whether a source is printed."""
    if speaker.name:
        return speaker.name
    if speaker.status is SpeakerStatus.AMBIGUOUS:
        return gettext("%(names)s?", names=joined(speaker.candidates, "or"))
    return speaker_label(OPEN_SPEAKER_FILTER if cited else NO_SPEAKER_FILTER)


def speaker_label(value: str) -> str:
    """What a value of the speaker filter is called on the page."""
    return gettext(_OPEN[value]) if value in _OPEN else value


def joined(words: tuple[str, ...], last: str = "and") -> str:
    """A list in words: "A, B and C"; with `last` "or" a choice."""
    if len(words) < 2:
        return "".join(words)
    rest, end = gettext(", ").join(words[:-1]), words[-1]
    if last == "or":
        return gettext("%(rest)s or %(last)s", rest=rest, last=end)
    return gettext("%(rest)s and %(last)s", rest=rest, last=end)


def number_word(number: int) -> str:
    return gettext(_NUMBERS[number]) if number < len(_NUMBERS) else f"{number:,}"
