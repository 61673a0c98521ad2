"""Where templates, static files, migrations and seeds lie: beside the package, or inside an installed one."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder `name` ("templates", "static", "migrations", "seeds"); FileNotFoundError if there is none.

    A wheel carries them under app/_bundled, a checkout keeps them at its top level.
    """
    for place in (_PACKAGE / "_bundled" / name, _PACKAGE.parent / name):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"crossread's {name} folder is missing; the installation is broken")
