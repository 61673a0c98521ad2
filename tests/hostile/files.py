"""Hostile files: tables, JSON, names."""

from __future__ import annotations

import gzip
import json
import os

from app.domain.article import RawArticle
from app.domain.intake import Item, ItemKind, NewItem
from app.pipeline.read import Unreadable
from tests.hostile.cases import Cases
from tests.hostile.house import House

FILES = Cases()
_TEXT = b"The mill at Dunmore will close in August, its owners told 340 workers on Tuesday."
_MORE = (
    b"<p>The town draws a quarter of its taxes from the mill, the council said on Wednesday evening.</p>" * 3
)
_PAGE = (
    b"<html><head><title>Mill to close</title></head><body><article><p>"
    + _TEXT
    + b"</p>"
    + _MORE
    + b"</article>"
)

# --- tables ---------------------------------------------------------------------------------------------


def _told(house: House, name: str, data: bytes) -> str:
    """What `crossread ingest` says of a file that holds no article."""
    found = house.ingested(name, data)
    assert all(isinstance(one, Unreadable) for one in found)
    return "; ".join(one.reason for one in found if isinstance(one, Unreadable))


@FILES("CSV with a million columns", "has 1,000,000 columns")
def _(house: House) -> str:
    return _told(house, "a.csv", b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1,2\n")


@FILES("CSV with a million columns in one row", "1000000 cells|columns")
def _(house: House) -> str:
    return _told(house, "a.csv", b"text,outlet\n" + b"a," * 999_999 + b"a\n")


@FILES("CSV with one cell of 100 MB that no quotation mark ends", "broken CSV|MB")
def _(house: House) -> str:
    return _told(house, "a.csv", b'text,outlet\n"' + b"words and " * 10_000_000)


@FILES("CSV whose header is broken to all delimiters but one", "stored")
def _(house: House) -> str:
    data = b'text;outlet;"a, b"\n' + _TEXT + b';Ledger;\n"x" y;Ledger;\n'
    item = house.handed_in(NewItem(ItemKind.FILE, "a.csv", data=data, columns=("text", "outlet", "")))[1]
    return item.state.value


@FILES("CSV on the Add page with a million columns", "columns")
def _(house: House) -> str:
    item = house.file("a.csv", b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n1,2\n")
    assert item.article is None
    return item.words


@FILES("CSV that is no CSV but a program", "looks like a program|binary")
def _(house: House) -> str:
    return _told(house, "a.csv", b"\x7fELF\x02\x01" + bytes(4_000))


@FILES("JSON nested 100,000 deep", "nested too deeply")
def _(house: House) -> str:
    return _told(house, "a.jsonl", b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n")


@FILES("JSON with numbers beyond all", "^its id is not text; its date is not text; its text is not a string$")
def _(house: House) -> str:
    text, digits = json.dumps(_TEXT.decode()).encode(), b"9" * 1_000_000
    values = (b'"id": %s' % digits, b'"date": 1e9999', b'"text": NaN', b'"id": "sound"')
    lines = [b'{"text": %s, %s}' % (text, value) for value in values]
    found = house.ingested("a.jsonl", b"\n".join(lines))
    assert [one.source_name for one in found if isinstance(one, RawArticle)] == ["sound"]
    return "; ".join(one.reason for one in found if isinstance(one, Unreadable))


@FILES("JSON with a date of the year 99999", "date")
def _(house: House) -> str:
    return _told(house, "a.jsonl", json.dumps({"text": _TEXT.decode(), "date": "99999-01-01"}).encode())


@FILES("JSON with half a character", "half a character")
def _(house: House) -> str:
    return _told(house, "a.jsonl", b'{"text": "The mill \\ud83d will close."}\n')


@FILES("JSON with a NUL in it", "NUL")
def _(house: House) -> str:
    return _told(house, "a.jsonl", b'{"text": "The mill \\u0000 will close."}\n')


@FILES("JSON with a headline of a million characters", "longer than|characters")
def _(house: House) -> str:
    record = {"text": _TEXT.decode(), "title": "Mill " * 200_000}
    return _told(house, "a.jsonl", json.dumps(record).encode())


# --- names of files -------------------------------------------------------------------------------------


def _named(house: House, name: str) -> str:
    """The page is read under a name that is fit to be shown, and nothing is written anywhere."""
    before = sorted(house.folder.rglob("*"))
    item = house.file(name, _PAGE)
    found = sorted(house.folder.rglob("*"))
    assert [path for path in found if path not in before and not path.name.startswith("test.")] == []
    assert _harmless(item)
    return f"{item.state.value}: {item.words}"


def _harmless(item: Item) -> bool:
    """What is shown of it forges no line and turns no text around."""
    shown = item.name + item.words
    return shown.isprintable() and len(shown) <= 1_000


FILES.each(
    "stored",
    {
        "file name that leads up": "../../../../etc/cron.d/job.html",
        "file name that is absolute": "/etc/passwd.html",
        "file name of another system": "C:\\Windows\\System32\\news.html",
        "file name with a NUL": "news\0.exe.html",
        "file name with right-to-left override": "news-\u202elmth.exe.html",
        "file name with half a character": "news-\ud83d.html",
        "file name with line breaks": "news.html\r\nStored: all.html",
        "file name of 5,000 characters": "n" * 5_000 + ".html",
        "file name with a leading dash": "--outlet=Evil.html",
        "file name that is a script": "<script>alert(1)</script>.html",
        "file name that is a command": "$(touch pwned);`touch pwned`.html",
    },
    _named,
)


@FILES("file name that is no text", "read as")
def _(house: House) -> str:
    found = house.ingested(os.fsdecode(b"news-\xff\x1b[2J.html"), _PAGE)
    names = [one.source_name for one in found if isinstance(one, RawArticle)]
    assert all(name.isprintable() and name.encode("utf-8") for name in names)
    return f"read as {names}"


@FILES("file that is packed without end", "gzip|packed|MB|kind")
def _(house: House) -> str:
    return house.file("a.html.gz", gzip.compress(bytes(100_000_000), 1)).words


@FILES("file without a name", "kind|name")
def _(house: House) -> str:
    return house.file("", b"\0\1\2\3" * 100).words
