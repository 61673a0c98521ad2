"""Where templates, static files, languages, migrations and seeds lie: beside the package or inside it."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder templates, static, locale, migrations or seeds; FileNotFoundError if it is not there.

    A wheel carries them under app/_bundled, a checkout keeps them at its top level.
    """
    for place in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"crossread's {name} folder is missing; the installation is broken")
