"""What a server need not load: pages are shown and mended without the trained pipeline."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"spacy", "thinc", "sklearn", "trafilatura", "htmldate", "feedparser", "py3langid", "dateparser"}


def test_serving_loads_nothing_that_analyses_or_reads_pages() -> None:
    """Only the worker beside it does: they double the time to start and the memory."""
    code = "import sys, app.web.app, app.cli.serving; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & set(found.stdout.split())
