"""Links on the command line, from a site on loopback that the setting allows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import crossread
from tests.pipeline.fetch.site import Reply, page, serving

PARAGRAPHS = "".join(
    f"<p>The harbour master said that pier {n} would stay shut until the storm had passed on Monday.</p>"
    for n in range(8)
)
PAGE = f"<html lang=en><head><title>Harbour shut</title></head><body><h1>Harbour shut</h1>{PARAGRAPHS}</body>"


def test_links_and_files_are_ingested_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "market.txt").write_text("The mayor said that the market would open on Friday.", "utf-8")
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    with serving({"/harbour": page(PAGE), "/signed-in": Reply(b"", 403)}) as site:
        monkeypatch.setenv("CROSSREAD_FETCH_ALLOW", f"127.0.0.1:{site.port}")
        inside = "http://[::1]/admin"
        names = (tmp_path / "market.txt", site.url("/harbour"), site.url("/signed-in"), inside)
        done = crossread("ingest", *names, "--database", url, check=False)
    assert done.returncode == 1
    assert "2 stored, 0 already there, 2 failed" in done.stderr
    assert f"failed: {site.url('/signed-in')}: the site answered 403: refuses machines" in done.stderr
    assert f"failed: {inside}: ::1 is inside this machine or its network" in done.stderr
    listing = json.loads(crossread("events", "--format", "json", "--database", url).stdout)
    assert site.url("/harbour") in [name for event in listing for name in event["articles"]]
