"""The help page: what the marks mean, how it works, and how often it errs."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from app.domain.claim import SURE, ClaimKind
from app.domain.event import Verdict
from app.web.figures import Count, Figures, figures
from app.web.language import N_, gettext
from app.web.pages import render

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Example:
    """An invented row: what it shows, and what each invented outlet has of it, "" for nothing."""

    meaning: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """How often one step is right, in plain sentences, and on what that was measured."""

    step: str
    words: str
    on: str


@dataclass(frozen=True, slots=True)
class Key:
    """Keys that do the same, and what they do."""

    keys: tuple[str, ...]
    does: str


@dataclass(frozen=True, slots=True)
class HelpPage:
    """What templates/help/help.html shows."""

    verdicts: tuple[tuple[Verdict, Example], ...]
    kinds: tuple[tuple[ClaimKind, str, str], ...]  # kind, what it is, an invented example
    measured: tuple[Measured, ...]
    pipeline: str
    unsure: float  # below this confidence the pages say "unsure"
    keys: tuple[Key, ...]


@router.get("/help")
def help_() -> HTMLResponse:
    return render("help/help.html", help_page(figures()))


def help_page(found: Figures) -> HelpPage:
    """The page; `found` is how often each step was right when it was last measured."""
    return HelpPage(
        verdicts=tuple((verdict, _example(verdict)) for verdict in Verdict),
        kinds=tuple((kind, gettext(_KINDS[kind][0]), gettext(_KINDS[kind][1])) for kind in ClaimKind),
        measured=(*_reading(found), *_lining_up(found)),
        pipeline=found.pipeline,
        unsure=SURE,
        keys=tuple(Key(keys, gettext(does)) for keys, does in _KEYS),
    )


def hundredths(share: float) -> int:
    """A share as so many of a hundred."""
    return round(100 * share)


def tenths(share: float) -> int:
    return round(10 * share)


_HARBOUR, _RADIO = N_("Harbour Post"), N_("Coast Radio")
_VERDICTS = {
    Verdict.CONFLICT: (
        N_(
            "They can’t both be right: another number, day, name or place for the same thing. We don’t say "
            "who "
            "is right, and the first column leaves the value at issue out."
        ),
        (
            (_HARBOUR, N_("The ferry drifted for three hours before tugs reached it.")),
            (_RADIO, N_("The ferry drifted for five hours, the harbour office says.")),
        ),
    ),
    Verdict.WORDING: (
        N_(
            "The same fact or the same quote, but words inside quotation marks are cut, changed or added, "
            "another thing is counted, or only some say who their source is. A figure that rose because a "
            "later "
            "article knew more is here too."
        ),
        (
            (_HARBOUR, N_("“Nobody panicked, and nobody went into the water,” the captain said.")),
            (_RADIO, N_("“Nobody panicked,” the captain said.")),
        ),
    ),
    Verdict.AGREE: (
        N_("They say the same, in whatever words. That several say it does not make it true."),
        (
            (_HARBOUR, N_("All 214 people on board were safe.")),
            (_RADIO, N_("The 214 passengers and crew came to no harm.")),
        ),
    ),
    Verdict.SINGLE: (
        N_("One outlet has it. The others may have left it out, or we missed it in their texts."),
        ((_HARBOUR, N_("The ferry was built in 1987.")), (_RADIO, "")),
    ),
}
_KINDS = {
    ClaimKind.QUOTE: (N_("words in quotation marks"), N_("“Nobody panicked,” the captain said.")),
    ClaimKind.STATEMENT: (
        N_(
            "what somebody is reported to have said, without quotation marks; marked “attitude” where it is "
            "what "
            "they think or want"
        ),
        N_("The minister said he would ask for an inquiry."),
    ),
    ClaimKind.MIXED: (
        N_("partly in quotation marks"),
        N_("The company called the ferry “old but sound”."),
    ),
    ClaimKind.FIGURE: (
        N_("a number that the sentence turns on, without a source"),
        N_("The ferry carried 214 people."),
    ),
    ClaimKind.NARRATED: (
        N_("what the outlet says itself, without a source"),
        N_("The lights went out soon after."),
    ),
}
_KEYS = (
    (("j", "k"), N_("next and previous row")),
    (("l", "h"), N_("to the right and to the left, from outlet to outlet")),
    (("o", "Enter"), N_("open the row, or close it")),
    (("n", "p"), N_("next and previous claim, in an article")),
    (("/",), N_("to the search field")),
    (("?",), N_("these keys")),
    (("Esc",), N_("close what is open")),
)


def _example(verdict: Verdict) -> Example:
    meaning, lines = _VERDICTS[verdict]
    return Example(
        gettext(meaning),
        tuple((gettext(outlet), gettext(words) if words else "") for outlet, words in lines),
    )


def _reading(found: Figures) -> tuple[Measured, ...]:
    by_hand = gettext(
        "%(events)s events, %(articles)s articles, compared by hand",
        events=found.events,
        articles=found.articles,
    )
    strangers = gettext(
        "%(articles)s news articles that researchers annotated for a purpose of their own",
        articles=found.strangers,
    )
    return (
        Measured(
            gettext("Finding claims"),
            gettext(
                "Of 100 passages that a reader marked as telling a fact, it finds %(found)s. Of 100 claims "
                "with a "
                "speaker that it finds, %(right)s stand on something the reader marked.",
                found=hundredths(found.claims_found),
                right=hundredths(found.claims_right),
            ),
            by_hand,
        ),
        Measured(
            gettext("Who says it"),
            gettext(
                "Of 100 quotes and statements that it finds, %(right)s have the right speaker.",
                right=hundredths(found.speakers_right),
            ),
            by_hand,
        ),
        Measured(
            gettext("Source, reporting words and what was said, all three"),
            gettext(
                "Of 100 attributions that it finds, %(right)s are right in all three; of 100 that there "
                "are, it "
                "finds %(found)s so.",
                right=hundredths(found.attributions_right),
                found=hundredths(found.attributions_found),
            ),
            strangers,
        ),
        Measured(
            gettext("Its own confidence"),
            gettext(
                "Of 100 attributions of which it is surest (above 0.9), %(sure)s are right; of 100 that the "
                "pages "
                "call “unsure”, %(unsure)s.",
                sure=hundredths(found.sure_right),
                unsure=hundredths(found.unsure_right),
            ),
            strangers,
        ),
    )


def _lining_up(found: Figures) -> tuple[Measured, ...]:
    by_hand = gettext(
        "the same %(events)s events; the line-up was fitted on them too, so on yours expect less",
        events=found.events,
    )
    return (
        Measured(
            gettext("Lining up: the weakest step"),
            gettext(
                "Of ten pairs of passages that it puts on one row, %(right)s belong together; of ten pairs "
                "that "
                "belong together, it puts %(found)s on one row.",
                right=tenths(found.pairs_right),
                found=tenths(found.pairs_found),
            ),
            by_hand,
        ),
        Measured(
            gettext("Verdicts"),
            gettext(
                "Of %(conflicts)s conflicts that a reader marked and it lined up, it calls %(found)s a "
                "conflict. Of "
                "%(wordings)s differences in wording it calls %(worded)s so. Of %(agreed)s rows on which the "
                "outlets agree it calls %(false)s a conflict and %(others)s worded differently.",
                conflicts=found.conflicts_found.of,
                found=_of(found.conflicts_found),
                wordings=found.wording_found.of,
                worded=_of(found.wording_found),
                agreed=found.agreed_called_conflict.of,
                false=_of(found.agreed_called_conflict),
                others=_of(found.agreed_called_wording),
            ),
            gettext("these events and an invented one"),
        ),
        Measured(
            gettext("Which articles report on one event"),
            gettext(
                "Of 100 articles that it puts beside another, %(right)s belong there; of 100 that belong "
                "there, it "
                "finds %(found)s.",
                right=hundredths(found.together_right),
                found=hundredths(found.together_found),
            ),
            gettext(
                "%(articles)s articles on events months apart; events of one week are harder",
                articles=found.together_articles,
            ),
        ),
        Measured(
            gettext("Copied text"),
            gettext(
                "Of %(planted)s copied paragraphs it finds %(found)s; of %(marked)s passages that it marked, "
                "%(false)s had not been copied.",
                planted=f"{found.copies_found.of:,}",
                found=_of(found.copies_found),
                marked=f"{found.copies_false.of:,}",
                false=_of(found.copies_false),
            ),
            gettext("wire reports that we edited and planted among others of the same days"),
        ),
    )


def _of(count: Count) -> str:
    return f"{count.right:,}" if count.right else gettext("none")
