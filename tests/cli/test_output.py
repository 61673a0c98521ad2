from __future__ import annotations

from io import StringIO

import pytest

from app.cli.output import print_events
from app.domain.comparison import EventSummary


@pytest.mark.parametrize("columns", ["20", "40", "60", "80", "200"])
def test_ids_are_whole_however_narrow_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    out = StringIO()
    outlets = ("The Courier", "Evening Star", "Coast Radio")
    event = EventSummary("0123456789", "Ferry adrift off Port Ellis for three hours", outlets, ())
    print_events((event,), out)
    assert "0123456789" in out.getvalue()
