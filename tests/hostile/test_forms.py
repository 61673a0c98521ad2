"""Forms as no browser sends them: each is taken or refused in words, soon, and in little memory."""

from __future__ import annotations

import asyncio
import time
import tracemalloc
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from typing import ClassVar, cast

import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from starlette.requests import ClientDisconnect, Request

from app import store
from app.errors import BadInputError
from app.store import Database, open_database
from app.web.add import upload
from app.web.app import create_app
from tests.web.markup import parsed

FORM = "multipart/form-data; boundary=B"
END = b"--B--\r\n"
SECONDS, MEMORY = 10.0, 5_000_000
POSTS = (
    *("/add", "/add/retry", "/add/items/1", "/add/items/1/columns", "/feeds", "/feeds/change"),
    *("/outlet/edit", "/articles/abc/edit"),
)


def part(name: str, value: bytes, file: bytes | None = None) -> bytes:
    named = b"" if file is None else b'; filename="' + file + b'"'
    return b'--B\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name.encode(), named, value)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    found = open_database(f"sqlite:///{tmp_path_factory.mktemp('forms') / 'test.sqlite3'}")
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(opened: Database) -> Iterator[TestClient]:
    with TestClient(create_app(opened), follow_redirects=False) as found:
        yield found


FORMS: dict[str, tuple[str, Callable[[], bytes], int, str]] = {
    "no boundary": ("multipart/form-data", lambda: b"x", 422, "only be sent by the page"),
    "an empty boundary": ('multipart/form-data; boundary=""', lambda: b"x", 422, "only be sent by"),
    "another boundary": (
        "multipart/form-data; boundary=C",
        lambda: part("text", b"x") + END,
        422,
        "broke off",
    ),
    "no form": ("application/json", lambda: b"{}", 422, "only be sent by the page"),
    "nothing": (FORM, lambda: b"", 422, "broke off"),
    "line breaks": (FORM, lambda: b"\r\n" * 500_000, 422, "broke off"),
    "half a head": (FORM, lambda: b"--B\r\nContent-Dis", 422, "broke off"),
    "half a part": (
        FORM,
        lambda: part("text", b"Whole.") + part("links", b"https://a.org/b")[:-9],
        422,
        "broke",
    ),
    "a head of 1 MB": (FORM, lambda: part("n" * 1_000_000, b"x") + END, 422, "broke off"),
    "100,000 lines of head": (FORM, lambda: b"--B\r\n" + b"A: b\r\n" * 100_000 + END, 422, "broke off"),
    "20,000 fields": (FORM, lambda: part("x", b"v") * 20_000 + END, 422, "nothing to read yet"),
    "11,000 files": (
        FORM,
        lambda: part("files", b"v", b"f.txt") * 11_000 + END,
        422,
        "files were sent at once",
    ),
    "a folder of 9,000 other files": (FORM, lambda: part("folder", b"v", b"d/f.exe") * 9_000 + END, 303, ""),
    "a form in a form": (FORM, lambda: part("files", b"--D\r\n\r\nx\r\n--D--") + END, 422, "nothing to read"),
    "a field of 6 MB": (FORM, lambda: part("text", b"word " * 1_200_000) + END, 422, "characters"),
    "links of 1 MB": (FORM, lambda: part("links", b"a.b " * 250_000) + END, 303, ""),
    "one link of 1 MB": (FORM, lambda: part("links", b"a." * 500_000) + END, 303, ""),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_a_stranger(client: TestClient, name: str) -> None:
    kind, body, status, words = FORMS[name]
    sent, start = body(), time.perf_counter()
    response = client.post("/add", content=sent, headers={"content-type": kind})
    assert time.perf_counter() - start < SECONDS
    assert response.status_code == status
    assert words in parsed(response.text).words if response.text else not words


def test_what_is_too_much_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MAX_SENT", 40_000_000)

    class Endless:
        headers: ClassVar = {"content-type": FORM}

        async def stream(self) -> AsyncIterator[bytes]:
            yield part("files", b"", b"a.csv")[:-2]
            while True:
                yield b"words, " * 10_000

    tracemalloc.start()
    with pytest.raises(BadInputError, match="more than 40 MB were sent at once"):
        asyncio.run(upload.received(cast("Request", Endless())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY


def test_a_browser_that_is_gone_is_no_fault() -> None:
    class Gone:
        headers: ClassVar = {"content-type": FORM}

        async def stream(self) -> AsyncIterator[bytes]:
            yield part("text", b"Half of a te")[:-2]
            raise ClientDisconnect

    with pytest.raises(BadInputError, match="broke off"):
        asyncio.run(upload.received(cast("Request", Gone())))


@pytest.mark.parametrize("path", POSTS)
def test_no_form_of_any_kind_is_a_fault_of_ours(client: TestClient, path: str) -> None:
    bodies = (
        ("application/json", b"{}"),
        ("text/plain", b"x"),
        ("multipart/form-data", b"x"),
        (FORM, b"--B\r\nContent-Dis"),
        (FORM, part("home", b"x" * 3_000_000) + END),
        (FORM, part("into", b"x", b"f.txt") + END),
        ("application/x-www-form-urlencoded", b"home=" + b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"%ff=%ed%a0%80&name=%00&event=%ed%a0%80&outlet=%00"),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5_000))),
    )
    for kind, body in bodies:
        response = client.post(path, content=body, headers={"content-type": kind})
        assert response.status_code in (303, 400, 404, 422), (kind, body[:30])
    lied = {"content-type": "application/x-www-form-urlencoded", "content-length": "many"}
    assert client.post(path, content=b"", headers=lied).status_code < 500


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"origin": "http://["},
    ],
)
def test_nothing_is_taken_from_another_site(
    opened: Database, client: TestClient, path: str, headers: dict[str, str]
) -> None:
    before = _latest(opened)
    body = part("text", b"Words of another site.") + END
    response = client.post(path, content=body, headers={"content-type": FORM, **headers})
    assert response.status_code == 403
    assert _latest(opened) == before


def _latest(opened: Database) -> int:
    with opened.session() as session:
        return store.load_progress(session).changed
