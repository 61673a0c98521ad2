"""Our own words on the pages: every one goes through gettext, so that all can be translated in one place.

Templates mark them with `{% trans %}`, `_()` or `plural()`, Python with `gettext` and `ngettext`; a constant
is marked with `N_` and put through `gettext` where it is shown. `make messages` gathers them all in
locale/crossread.pot. What an outlet printed is never put through. A language is put in by its catalogue,
locale/xx/LC_MESSAGES/crossread.mo, and chosen by CROSSREAD_LANGUAGE=xx.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.errors import BadInputError
from app.resources import folder

OURS = "en"  # the language our words are written in
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language by its code ("de", "pt_BR"), with its catalogue."""

    code: str
    catalogue: catalogues.NullTranslations


_spoken: list[Tongue] = [Tongue(OURS, catalogues.NullTranslations())]


def gettext(words: str, **values: object) -> str:
    """The words in the reader's language; `values` fill in what stands as %(name)s."""
    return _filled(translation(words), values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """`one` or `many` as the language asks for it; %(num)s is the number, with separators."""
    return _filled(plural_translation(one, many, number), {"num": f"{number:,}", **values})


def translation(words: str) -> str:
    """As `gettext`, with the places for values left in."""
    return spoken().catalogue.gettext(words)


def plural_translation(one: str, many: str, number: int) -> str:
    """As `ngettext`, with the places for values left in."""
    return spoken().catalogue.ngettext(one, many, number)


def N_(words: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Words that are put through `gettext` later, where they are shown."""
    return words


def spoken() -> Tongue:
    """The language words come in now: what is kept in words is kept for this one."""
    return _spoken[-1]


def language() -> str:
    """The language pages are in, as HTML wants it in `lang`: "en", "pt-BR"."""
    return spoken().code.replace("_", "-")


def tongue(code: str) -> Tongue:
    """The language with this code, ours for ""; BadInputError where there is no catalogue for it."""
    if code in ("", OURS):
        return _spoken[0]
    places = folder("locale")
    if not _LANGUAGE.fullmatch(code) or catalogues.find("crossread", places, [code]) is None:
        raise BadInputError(
            f"there is no language {code} here: it would stand in locale/{code}/LC_MESSAGES/crossread.mo"
        )
    return Tongue(code, catalogues.translation("crossread", places, [code]))


@contextmanager
def speaking(translations: catalogues.NullTranslations | Tongue) -> Iterator[None]:
    """Words come from `translations` meanwhile. For the whole process: it serves one language."""
    other = translations if isinstance(translations, Tongue) else Tongue(OURS, translations)
    _spoken.append(other)
    try:
        yield
    finally:
        _spoken.remove(other)


def _filled(words: str, values: dict[str, object]) -> str:
    return words % values if values else words
