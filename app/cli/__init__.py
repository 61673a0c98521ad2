"""The command line: crossread ingest | serve | events | export | extract | rebuild | demo."""

from app.cli.main import main

__all__ = ["main"]
