"""Words for how much of a report a text holds, and for the language it is in."""

from __future__ import annotations

from typing import Final

from app.domain.article import Article, Extent
from app.web.language import N_, gettext

_SHORT: Final = {
    Extent.FULL: "",
    Extent.CUT_OFF: N_("cut off"),
    Extent.WALLED: N_("behind a wall"),
    Extent.SHELL: N_("not the whole text"),
}
_AS_FACT: Final = {
    Extent.FULL: "",
    Extent.CUT_OFF: N_("ends before the report does"),
    Extent.WALLED: N_("not available in full: behind a wall"),
    Extent.SHELL: N_("not available in full: page made by scripts"),
}
_NOTES: Final = {
    Extent.FULL: "",
    Extent.CUT_OFF: N_(
        "The text we have ends before the report does: what it lacks may stand in the part we don’t have."
    ),
    Extent.WALLED: N_(
        "Not available in full: the page stops at a wall (to subscribe, to sign in or to consent). What the"
        " text lacks may stand behind it. If you can read all of it, paste the whole text."
    ),
    Extent.SHELL: N_(
        "Not available in full: the page is filled by scripts, so all we have is what it says of the report."
        " Open it in a browser and paste the whole text."
    ),
}
_LANGUAGES: Final = {
    "af": N_("Afrikaans"), "ar": N_("Arabic"), "bg": N_("Bulgarian"), "bn": N_("Bengali"),
    "bs": N_("Bosnian"), "ca": N_("Catalan"), "cs": N_("Czech"), "da": N_("Danish"), "de": N_("German"),
    "el": N_("Greek"), "en": N_("English"), "es": N_("Spanish"), "et": N_("Estonian"),
    "fa": N_("Persian"), "fi": N_("Finnish"), "fr": N_("French"), "he": N_("Hebrew"), "hi": N_("Hindi"),
    "hr": N_("Croatian"), "hu": N_("Hungarian"), "id": N_("Indonesian"), "it": N_("Italian"),
    "ja": N_("Japanese"), "ko": N_("Korean"), "lt": N_("Lithuanian"), "lv": N_("Latvian"),
    "ms": N_("Malay"), "nl": N_("Dutch"), "no": N_("Norwegian"), "pl": N_("Polish"),
    "pt": N_("Portuguese"), "ro": N_("Romanian"), "ru": N_("Russian"), "sk": N_("Slovak"),
    "sl": N_("Slovenian"), "sq": N_("Albanian"), "sr": N_("Serbian"), "sv": N_("Swedish"),
    "sw": N_("Swahili"), "ta": N_("Tamil"), "th": N_("Thai"), "tl": N_("Tagalog"), "tr": N_("Turkish"),
    "uk": N_("Ukrainian"), "ur": N_("Urdu"), "vi": N_("Vietnamese"), "zh": N_("Chinese"),
}  # fmt: skip


def extent_short(extent: Extent) -> str:
    """What a column's head says of a text that is not the whole report; "" of one that is."""
    return _words(_SHORT[extent])


def extent_fact(extent: Extent) -> str:
    """The same as a fact about the article."""
    return _words(_AS_FACT[extent])


def extent_note(extent: Extent) -> str:
    """The same in sentences, with what can be done about it."""
    return _words(_NOTES[extent])


def language_name(code: str) -> str:
    """The name of a language; its code (ISO 639-1) where we have no name for it."""
    return gettext(_LANGUAGES[code]) if code in _LANGUAGES else code


def language_note(article: Article) -> str:
    """What to say of an article that is not analysed; "" of one that is."""
    if article.analysed or not article.language:
        return ""
    return gettext(
        "In %(language)s. Crossread reads English only: the text is kept, but no claims are read from it and"
        " it is compared with nothing.",
        language=language_name(article.language),
    )


def _words(ours: str) -> str:
    return gettext(ours) if ours else ""
