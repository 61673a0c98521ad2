"""The command line: crossread ingest | serve | events | export | extract | group | rebuild | demo."""

from __future__ import annotations

import sys

INTERRUPTED = 130  # the status of a program that Ctrl-C ended, as shells tell it


def main() -> None:
    """Run the command line; ended by Ctrl-C while it still loads, it says nothing."""
    try:
        from app.cli.main import main as run
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    run()
