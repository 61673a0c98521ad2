"""The catalogue of our words is what the code and the templates say."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

POT = "locale/crossread.pot"


def test_the_catalogue_is_current(tmp_path: Path) -> None:
    """With the command of `make messages`, so that the two can't part."""
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nmessages:")[2].partition("\n\n")[0]
    fresh = tmp_path / "fresh.pot"
    options = recipe.partition(" extract ")[2].replace("\\\n", " ").replace(POT, str(fresh))
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    subprocess.run([*babel, *shlex.split(options)], cwd=ROOT, check=True)
    assert (ROOT / POT).read_text("utf-8") == fresh.read_text("utf-8"), "run `make messages`"
