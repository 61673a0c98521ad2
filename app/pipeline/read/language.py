"""The language of a text: measured where there is enough of it, else as the page declares it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_ENOUGH = 150  # characters of words
_ENOUGH_FOREIGN = 20
_SAMPLE = 6_000
_SURE = 0.9
_CODE = re.compile(r"([a-z]{2,3})(?:[-_].*)?$", re.I)
_SAME = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi", "fil": "tl", "eng": "en"}


def language_of(text: str, declared: Iterable[str | None] = ()) -> str | None:
    """ISO 639-1 code; None where neither the text nor the page tells it.

    On enough text what is measured goes before what is declared: templates declare the site's language.
    """
    words = " ".join(text.split())[:_SAMPLE]
    told = next((code for each in declared if (code := _code(each))), None)
    letters = sum(c.isalpha() for c in words)
    foreign = sum(
        c.isalpha() and c > "\u024f" for c in words
    )  # of other alphabets, which few languages share
    if letters < _ENOUGH and foreign < max(_ENOUGH_FOREIGN, letters // 2):
        return told
    found, sure = _identifier().classify(words)
    measured = _SAME.get(str(found), str(found))
    foreign_only = told is None and 2 * foreign > letters  # it may be the wrong one, but it is not English
    return measured if float(sure) >= _SURE or foreign_only else told


def _code(declared: str | None) -> str | None:
    match = _CODE.match((declared or "").strip()[:40])
    if not match or match[1].casefold() in ("und", "mul", "zxx"):
        return None
    code = match[1].casefold()
    return _SAME.get(code, code)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
