"""The command line: crossread ingest | serve | events | export | extract | group | rebuild | demo."""

from app.cli.main import main

__all__ = ["main"]
