"""Web archives: the pages in them, whatever else they hold and however they were cut."""

from __future__ import annotations

import datetime as dt
import gzip
import tracemalloc
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from app.domain.article import Given, RawArticle
from app.errors import BadInputError
from app.pipeline.read import Passed, Unreadable, read
from app.pipeline.read.page import Page
from app.pipeline.read.warc import BrokenPage, pages

HTML = "text/html; charset=utf-8"
STORY = (
    "<html><head><title>Ferry strike ends</title></head><body><article><h1>Ferry strike ends</h1>"
    + "".join(
        f"<p>The crews of boat {n} went back to work on Monday, the union said, after nine days ashore.</p>"
        for n in range(12)
    )
    + "</article></body></html>"
).encode()
Record = tuple[str, str, str, bytes, dict[str, str]]  # address, status, media type, body, other headers


def record(
    path: str = "/story", status: str = "200 OK", kind: str = HTML, body: bytes = STORY, **more: str
) -> Record:
    headers = {name.replace("_", "-"): value for name, value in more.items()}
    return f"https://paper.example{path}", status, kind, body, headers


def archive(records: Iterable[Record], *, packed: bool = False) -> bytes:
    pieces = [_block("warcinfo", b"software: a test\r\n")]
    for address, status, kind, body, more in records:
        lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *(f"{k}: {v}" for k, v in more.items())]
        answer = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        pieces.append(_block("response", answer, f"WARC-Target-URI: {address}\r\n"))
    return b"".join(gzip.compress(piece) if packed else piece for piece in pieces)


def _block(kind: str, block: bytes, more: str = "") -> bytes:
    date = "WARC-Date: 2016-05-03T10:30:00Z"
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\n{date}\r\n{more}Content-Length: {len(block)}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def found(data: bytes, folder: Path, name: str = "made.warc") -> list[Page | BrokenPage | None]:
    (folder / name).write_bytes(data)
    return list(pages(folder / name, name))


@pytest.mark.parametrize("name", ["made.warc", "made.warc.gz", "whole.warc.gz"])
def test_the_pages_of_an_archive(name: str, tmp_path: Path) -> None:
    data = archive([record("/a"), record("/b?id=2")], packed=name == "made.warc.gz")
    data = gzip.compress(data) if name == "whole.warc.gz" else data
    first, second = found(data, tmp_path, name)
    moment = dt.datetime(2016, 5, 3, 10, 30, tzinfo=dt.UTC)
    address = "https://paper.example/a"
    assert first == Page(STORY, address, f"{name}, {address}", address, charset="utf-8", read_on=moment)
    assert isinstance(second, Page)
    assert second.address == "https://paper.example/b?id=2"


NO_PAGES = [
    record("/"),  # a front page
    record("", body=b"<p>front"),
    record(status="404 Not Found"),
    record(status="301 Moved"),
    record(kind="image/png"),
    record(kind="application/json", body=b"{}"),
]


@pytest.mark.parametrize("other", NO_PAGES)
def test_what_is_no_page_is_counted(other: Record, tmp_path: Path) -> None:
    assert found(archive([other]), tmp_path) == [None]


CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (STORY[:100], STORY[100:])) + b"0\r\n\r\n"
PACKED = gzip.compress(STORY)
IN_CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PACKED), PACKED)
BODIES = [
    (CHUNKED, {"Transfer_Encoding": "chunked"}),
    (STORY, {"Transfer_Encoding": "chunked"}),
    (PACKED, {"Content_Encoding": "gzip"}),
    (STORY, {"Content_Encoding": "gzip"}),
    (STORY, {"Content_Encoding": "br"}),
    (zlib.compress(STORY), {"Content_Encoding": "deflate"}),
    (IN_CHUNKS, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}),
]


@pytest.mark.parametrize(("body", "headers"), BODIES)
def test_bodies_as_crawlers_leave_them(body: bytes, headers: dict[str, str], tmp_path: Path) -> None:
    (page,) = found(archive([record(body=body, **headers)]), tmp_path)
    assert isinstance(page, Page)
    assert page.data == STORY


BOMB = gzip.compress(b"<p>" + b" " * 60_000_000)
UNREADABLE = [
    (record(body=BOMB, Content_Encoding="gzip"), "is larger than 12 MB"),
    (record(body=b"%x\r\n%s\r\n0\r\n\r\n" % (len(BOMB), BOMB), Content_Encoding="gzip"), "is damaged"),
    (record(body=b" " * 13_000_000), "is larger than 12 MB"),
    (record(body=b" " * 17_000_000), "is larger than 16 MB"),
    (record(body=PACKED[:-30], Content_Encoding="gzip"), "breaks off before its end"),
    (record(body=b"\x8b\x0f\x80binary", Content_Encoding="br"), "packed in a way that is not read here"),
]


@pytest.mark.parametrize(("broken", "reason"), UNREADABLE)
def test_one_broken_page_does_not_end_the_archive(broken: Record, reason: str, tmp_path: Path) -> None:
    told, page = found(archive([broken, record("/next")]), tmp_path)
    assert isinstance(told, BrokenPage)
    assert reason in told.reason
    assert isinstance(page, Page)


WHOLE = archive([record("/a"), record("/b")])
AT_B = WHOLE.rindex(b"WARC/1.0")
ZIPPED = archive([record("/a"), record("/b")], packed=True)
DAMAGED = [
    (WHOLE[:AT_B] + b"no record\r\n", "a record does not begin where it should"),
    (WHOLE[:AT_B] + b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "how long it is"),
    (WHOLE[:AT_B] + b"WARC/1.0\r\nX: " + b"y" * 2_000_000, "a record's head does not end"),
    (WHOLE[:AT_B] + b"WARC/1.0\r\n" + b"X: y\r\n" * 400_000, "a record's head does not end"),
    (WHOLE[:AT_B] + b"\r\n" * 1_000_000, "a record's head does not end"),
    (WHOLE[:-20], "it ends in the middle of a record"),
    (ZIPPED[: len(ZIPPED) - 40], "it ends in the middle of a record"),
    (gzip.compress(WHOLE)[:-12], "it ends in the middle of a record"),
    (ZIPPED + b"not gzip", "its compression is broken"),
]


@pytest.mark.parametrize(("data", "reason"), DAMAGED)
def test_what_stands_before_the_damage_is_read(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    met = pages(tmp_path / "a.warc", "a.warc")
    first = next(met)
    assert isinstance(first, Page)
    assert first.address == "https://paper.example/a"
    with pytest.raises(BadInputError, match=reason) as raised:
        list(met)
    assert "the rest of the archive was not read" in str(raised.value)


def test_a_page_that_was_cut_off_when_it_was_saved_is_told(tmp_path: Path) -> None:
    data = archive([record("/a")]).replace(b"WARC-Target", b"WARC-Truncated: length\r\nWARC-Target")
    address = "https://paper.example/a"
    assert found(data, tmp_path) == [BrokenPage(address, "was cut off when it was saved")]


def test_what_a_hostile_archive_says_is_not_printed(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data = archive([record("/a")]).replace(b"example/a", b"example/a b\x1b[2J")
    assert len(found(data, tmp_path)) == 1
    assert caplog.records == []


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n"])
def test_an_empty_archive_holds_nothing(data: bytes, tmp_path: Path) -> None:
    assert found(data, tmp_path) == []


def test_an_archive_is_read_a_record_at_a_time(tmp_path: Path) -> None:
    piece = b"0" * 1_000_000
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://paper.example/film\r\nContent-Length: "
    )
    with gzip.open(tmp_path / "large.warc.gz", "wb", 1) as out:
        out.write(head + b"80000000\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n")
        for _ in range(79):
            out.write(piece)
        out.write(b"0" * (1_000_000 - 45) + b"\r\n\r\n")
    tracemalloc.start()
    try:
        assert list(pages(tmp_path / "large.warc.gz", "large.warc.gz"))[:1] == [None]
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_articles_come_from_an_archive_like_from_any_file(tmp_path: Path) -> None:
    data = archive(
        [record("/strike"), record(kind="image/png"), record("/empty", body=b"<p></p>")], packed=True
    )
    (tmp_path / "crawl.warc.gz").write_bytes(data)
    article, broken, passed = read([tmp_path], given=Given(outlet="The Paper"))
    assert isinstance(article, RawArticle)
    assert "nine days ashore" in article.text
    assert (article.url, article.outlet) == ("https://paper.example/strike", "The Paper")
    assert article.read_on == dt.datetime(2016, 5, 3, 10, 30, tzinfo=dt.UTC)
    assert isinstance(broken, Unreadable)
    assert broken.origin.endswith("crawl.warc.gz, https://paper.example/empty")
    assert isinstance(passed, Passed)
    assert passed.reason == "1 of its records are no articles' pages"
