"""Our own words on the pages: every one goes through gettext, so that all can be translated in one place.

Templates mark them with `{% trans %}`, `_()` or `plural()`, Python with `gettext` and `ngettext`; a constant
is marked with `N_` and put through `gettext` where it is shown. `make messages` gathers them all in
locale/crossread.pot. What an outlet printed is never put through.
"""

from __future__ import annotations

import gettext as catalogues
from collections.abc import Iterator
from contextlib import contextmanager

_spoken: list[catalogues.NullTranslations] = [catalogues.NullTranslations()]


def gettext(words: str, **values: object) -> str:
    """The words in the reader's language; `values` fill in what stands as %(name)s."""
    return _filled(translation(words), values)


def ngettext(one: str, many: str, number: int, **values: object) -> str:
    """`one` or `many` as the language asks for it; %(num)s is the number, with separators."""
    return _filled(plural_translation(one, many, number), {"num": f"{number:,}", **values})


def translation(words: str) -> str:
    """As `gettext`, with the places for values left in."""
    return _spoken[-1].gettext(words)


def plural_translation(one: str, many: str, number: int) -> str:
    """As `ngettext`, with the places for values left in."""
    return _spoken[-1].ngettext(one, many, number)


def language() -> int:
    """Tells one catalogue of words from another while both are in use: for what is kept with words in it."""
    return id(_spoken[-1])


def N_(words: str) -> str:  # noqa: N802 - the name gettext's tools look for
    """Words that are put through `gettext` later, where they are shown."""
    return words


@contextmanager
def speaking(translations: catalogues.NullTranslations) -> Iterator[None]:
    """Words come from `translations` meanwhile. For the whole process: it serves one language."""
    _spoken.append(translations)
    try:
        yield
    finally:
        _spoken.remove(translations)


def _filled(words: str, values: dict[str, object]) -> str:
    return words % values if values else words
