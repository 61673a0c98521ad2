"""Fetching from a site on loopback, which the tests allow."""

from __future__ import annotations

import datetime as dt
import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from itertools import repeat

import httpcore
import pytest

from app import __version__
from app.pipeline.fetch import Fetched, FetchError, fetcher
from app.pipeline.fetch.guard import Allowed
from app.pipeline.fetch.network import LIMITS, Backend, Budget, Limits
from tests.pipeline.fetch.site import HTML, Reply, Site, page, redirect, saying, serving

INSIDE = "is inside this machine or its network, which is never fetched"
QUICK = Limits(in_all=0.25)
IMPATIENT = Limits(between=0.1)


def fetch(url: str, limits: Limits = LIMITS, resolve: Callable[..., list[str]] | None = None) -> Fetched:
    names = resolve or (lambda host, port: ["127.0.0.1"])
    return fetcher("127.0.0.1", limits=limits, resolve=names, sleep=lambda seconds: None)(url)


def refusal(url: str, limits: Limits = LIMITS, resolve: Callable[..., list[str]] | None = None) -> FetchError:
    with pytest.raises(FetchError) as raised:
        fetch(url, limits, resolve)
    return raised.value


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({}) as found:
        yield found


def test_a_page_comes_as_it_was_sent(site: Site) -> None:
    body = "<p>Caf\xe9</p>".encode("latin-1")
    headers = {
        "Content-Type": 'Text/HTML; Charset="ISO-8859-1"',
        "ETag": '"abc"',
        "Last-Modified": "Tue, 03 May 2016 10:00:00 GMT",
    }
    site.pages["/story?id=1"] = Reply(body, headers=headers)
    before = dt.datetime.now(dt.UTC)
    got = fetch(f" {site.url('/story?id=1#top')} ")
    assert got.data == body
    assert (got.media_type, got.charset) == ("text/html", "ISO-8859-1")
    assert (got.etag, got.last_modified) == ('"abc"', "Tue, 03 May 2016 10:00:00 GMT")
    assert (got.asked, got.address) == (site.url("/story?id=1#top"), site.url("/story?id=1"))
    assert before <= got.fetched_on <= dt.datetime.now(dt.UTC)
    assert not got.unchanged


def test_it_says_who_asks_and_nothing_of_the_machine(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    site.pages["/a"] = page("<p>a", Set_Cookie="session=1")
    site.pages["/b"] = page("<p>b")
    get = fetcher("127.0.0.1", sleep=lambda seconds: None)
    get(site.url("/a"))
    get(site.url("/b"))
    sent = site.asked[-1][1]
    assert sent["user-agent"].startswith(f"Crossread/{__version__} (")
    assert socket.gethostname() not in sent["user-agent"]
    assert set(sent) == {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection"}


def test_a_name_keeps_its_name_though_an_address_is_connected_to(site: Site) -> None:
    site.pages["/"] = page("<p>a")
    assert fetch(site.url("/", "paper.example")).address == site.url("/", "paper.example")
    assert site.asked[-1][1]["host"] == f"paper.example:{site.port}"


PACKED = [
    ("gzip", gzip.compress),
    ("X-GZIP", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", lambda data: zlib.compress(data, wbits=-15)),
    ("identity", lambda data: data),
    ("gzip", lambda data: gzip.compress(data) + b"what follows is left alone"),
]


@pytest.mark.parametrize(("encoding", "packed"), PACKED)
def test_packed_answers(site: Site, encoding: str, packed: Callable[[bytes], bytes]) -> None:
    body = b"<p>Word for word.</p>" * 500
    site.pages["/"] = Reply(packed(body), headers={**HTML, "Content-Encoding": encoding})
    assert fetch(site.url()).data == body


def megabytes(count: int) -> Iterator[bytes]:
    return repeat(b" " * 100_000, count * 10)


def bomb() -> bytes:
    pack = zlib.compressobj(9, wbits=31)
    return b"".join(pack.compress(piece) for piece in megabytes(300)) + pack.flush()


TOO_MUCH = [
    (Reply(b"", headers={**HTML, "Content-Length": "45000000"}), "is 45.0 MB; 12 MB at most"),
    (Reply(headers=HTML, body_of=lambda: megabytes(13)), "is larger than 12 MB"),
    (Reply(bomb(), headers={**HTML, "Content-Encoding": "gzip"}), "is larger than 12 MB"),
    (Reply(b"", headers={**HTML, "Content-Encoding": "gzip, gzip"}), "is packed in a way"),
    (Reply(b"", headers={**HTML, "Content-Encoding": "br"}), "is packed in a way"),
]


@pytest.mark.parametrize(("reply", "reason"), TOO_MUCH)
def test_too_much_is_refused(site: Site, reply: Reply, reason: str) -> None:
    site.pages["/"] = reply
    assert reason in str(refusal(site.url()))


def test_twelve_megabytes_are_taken(site: Site) -> None:
    site.pages["/"] = Reply(b"x" * 12_000_000, headers=HTML)
    assert len(fetch(site.url()).data) == 12_000_000


BROKEN = [
    (gzip.compress(b"word " * 10_000)[:-20], {"Content-Encoding": "gzip"}, "broke off", True),
    (b"<p>half", {"Content-Length": "100"}, "broke off", True),
    (b"no gzip at all", {"Content-Encoding": "gzip"}, "is damaged (its compression)", False),
    (b"\xff" * 50, {"Content-Encoding": "deflate"}, "is damaged (its compression)", False),
]


@pytest.mark.parametrize(("body", "headers", "reason", "again"), BROKEN)
def test_half_an_answer_is_none(
    site: Site, body: bytes, headers: dict[str, str], reason: str, again: bool
) -> None:
    site.pages["/"] = Reply(body, headers={**HTML, **headers})
    error = refusal(site.url())
    assert reason in str(error)
    assert error.again is again


STATUSES = [
    (204, "answered 204: answered with nothing", False),
    (401, "401: asks to sign in; save the page", False),
    (402, "402: asks for payment", False),
    (403, "403: refuses machines, or asks to sign in; save the page", False),
    (404, "404: there is no such page", False),
    (410, "410: the page was taken down", False),
    (418, "418: which is no page that can be read", False),
    (429, "429: too many requests", True),
    (451, "451: the page may not be shown, for legal reasons", False),
    (500, "500: a fault of its own", True),
    (503, "503: it is overloaded or being worked on", True),
    (304, "304: which is no page that can be read", False),
    (300, "300: which is no page that can be read", False),
]


@pytest.mark.parametrize(("status", "reason", "again"), STATUSES)
def test_statuses_in_words(site: Site, status: int, reason: str, again: bool) -> None:
    site.pages["/"] = Reply(b"", status)
    error = refusal(site.url())
    assert reason in str(error)
    assert error.again is again


@pytest.mark.parametrize(
    ("words", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("9" * 400, 86_400),
        ("9" * 9_000, None),
        ("Fri, 31 Dec 2094 23:59:59 GMT", 86_400),
        ("Sat, 01 Jan 2000 00:00:00 GMT", 0),
        ("soon", None),
        ("-5", None),
    ],
)
def test_how_long_a_site_wants_to_be_left_alone(site: Site, words: str, seconds: int | None) -> None:
    site.pages["/"] = Reply(b"", 503, {"Retry-After": words})
    after = refusal(site.url()).after
    assert after == (None if seconds is None else dt.timedelta(seconds=seconds))


MEDIA_TYPES = [
    ("application/pdf", "is a PDF"),
    ("image/png", "is a picture"),
    ("image/svg+xml", "is a picture"),
    ("video/mp4", "is a video"),
    ("application/zip", "is an archive"),
    ("text/css", "is of a kind that is not read here"),
    ("application/x-msdownload", "is of a kind that is not read here"),
    *(
        (kind, "")
        for kind in ("text/html", "application/xhtml+xml", "text/plain", "text/csv", "application/json")
    ),
    *((kind, "") for kind in ("application/rss+xml", "application/atom+xml", "application/feed+json")),
    *((kind, "") for kind in ("text/xml", "application/x-ndjson", "application/octet-stream", "")),
]


@pytest.mark.parametrize(("media_type", "reason"), MEDIA_TYPES)
def test_kinds_of_answers(site: Site, media_type: str, reason: str) -> None:
    site.pages["/"] = Reply(b"some words", headers={"Content-Type": media_type})
    if reason:
        assert reason in str(refusal(site.url()))
    else:
        assert fetch(site.url()).media_type == media_type


def test_redirects_are_followed_and_told(site: Site) -> None:
    site.pages |= {
        "/short": redirect("/step", 301),
        "/step": redirect(site.url("/story?from=short", "paper.example"), 307),
        "/story?from=short": page("<p>The story"),
    }
    got = fetch(site.url("/short"))
    assert got.data == b"<p>The story"
    assert got.address == site.url("/story?from=short", "paper.example")
    assert (got.asked, got.via) == (site.url("/short"), (site.url("/step"),))


def test_five_redirects_are_followed_and_no_more(site: Site) -> None:
    site.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": page("<p>end")}
    assert fetch(site.url("/1")).data == b"<p>end"
    assert "redirects more than 5 times" in str(refusal(site.url("/0")))


ASTRAY = [
    ("/", "redirects in a circle"),
    ("#again", "redirects in a circle"),
    ("", "redirects to nowhere"),
    ("file:///etc/passwd", "leads to file:, and only http and https are fetched"),
    ("http://user:secret@paper.example/", "holds a user name or password"),
    ("http://127.1/", "odd way"),
    ("http://10.0.0.1/", INSIDE),
    ("http://169.254.169.254/latest/meta-data/", INSIDE),
    ("http://[::1]/", INSIDE),
    ("http://[::ffff:10.0.0.1]/", INSIDE),
    ("http://inner.example/", INSIDE),
    ("http://1.1.1.1:25/", "port 25 of 1.1.1.1 is not one that pages are served from"),
]


@pytest.mark.parametrize(("location", "reason"), ASTRAY)
def test_a_redirect_is_vetted_like_an_address(site: Site, location: str, reason: str) -> None:
    site.pages["/"] = redirect(location)
    error = refusal(
        site.url(), resolve=lambda host, port: ["10.1.1.1" if host == "inner.example" else host.strip("[]")]
    )
    assert reason in str(error)
    assert site.paths() == ["/"]


# The inside, written eight ways and more; names lead there as they may in anybody's DNS.
INNER = [
    "127.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
]
INNER += [
    "localhost",
    "localtest.example",
    "127.0.0.1.",
    "127。0。0。1",
    "0.0.0.0",
    "[::]",
    "169.254.169.254",
]


@pytest.mark.parametrize("host", INNER)
def test_the_inside_is_not_fetched_from(site: Site, host: str) -> None:
    names = {"localhost": ["::1", "127.0.0.1"], "localtest.example": ["127.0.0.1"]}
    get = fetcher(resolve=lambda host, port: names.get(host, [host]))
    with pytest.raises(FetchError, match=INSIDE):
        get(f"http://{host}:{site.port}/")
    assert site.asked == []


def test_a_name_that_changes_its_address_between_two_looks_gets_nowhere(site: Site) -> None:
    site.pages["/"] = page("<p>a")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    error = refusal(site.url("/", "rebound.example"), resolve=lambda host, port: next(answers))
    assert INSIDE in str(error)
    assert [path for path, _ in site.asked] == ["/robots.txt"]


class Recorded(httpcore.NetworkBackend):
    """Tells what would be connected to, and does not."""

    def __init__(self, failing: int = 0) -> None:
        self.met: list[str] = []
        self.failing = failing

    def connect_tcp(self, host: str, port: int, *rest: object, **named: object) -> httpcore.NetworkStream:
        self.met.append(host)
        if len(self.met) <= self.failing:
            raise httpcore.ConnectError("no")
        return httpcore.MockStream([])


def test_what_is_connected_to_is_the_address_that_was_vetted() -> None:
    looks = iter([["1.1.1.1"], ["127.0.0.1"]])
    recorded = Recorded()
    way = Backend(Allowed(), Budget(Limits()), lambda host, port: next(looks), recorded)
    way.connect_tcp("rebound.example", 443)
    assert recorded.met == ["1.1.1.1"]
    with pytest.raises(FetchError, match=INSIDE):
        way.connect_tcp("rebound.example", 443)
    assert recorded.met == ["1.1.1.1"]


def test_a_name_with_many_addresses_is_tried_at_four() -> None:
    many = [f"1.1.1.{n}" for n in range(1, 9)]
    for failing, tried in [(1, 2), (99, 4)]:
        recorded = Recorded(failing)
        way = Backend(Allowed(), Budget(Limits()), lambda host, port: many, recorded)
        if failing == 99:
            with pytest.raises(httpcore.ConnectError):
                way.connect_tcp("paper.example", 443)
        else:
            way.connect_tcp("paper.example", 443)
        assert recorded.met == many[:tried]


def test_sockets_of_the_machine_are_not_connected_to() -> None:
    with pytest.raises(FetchError):
        Backend(Allowed(), Budget(Limits())).connect_unix_socket("/run/something")


@pytest.mark.parametrize(
    ("error", "reason", "again"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "there is no host called paper.example", False),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "is this machine connected?", True),
        (UnicodeError("label too long"), "there is no host called", False),
    ],
)
def test_names_that_lead_nowhere(error: Exception, reason: str, again: bool) -> None:
    def failing(host: str, port: int) -> list[str]:
        raise error

    told = refusal("https://paper.example/", resolve=failing)
    assert reason in str(told)
    assert told.again is again


def test_a_lookup_has_its_time() -> None:
    done = threading.Event()
    told = refusal("https://paper.example/", Limits(connect=0.1), lambda host, port: [str(done.wait(5))])
    done.set()
    assert "looking up the name paper.example takes too long" in str(told)
    assert told.again


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    error = refusal(f"http://127.0.0.1:{port}/")
    assert "127.0.0.1 takes no connections" in str(error)
    assert error.again


def test_no_secure_connection_where_none_is_spoken(site: Site) -> None:
    error = refusal(site.url().replace("http:", "https:"))
    assert "offers no secure connection that works here" in str(error)


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("pieces", "reason"),
    [
        ((), "stopped answering"),
        ((OK,), "stopped answering"),
        ((OK, b"Content-Length: 50\r\n\r\n<p>half"), "stopped answering"),
    ],
)
def test_a_server_that_falls_silent(pieces: tuple[bytes, ...], reason: str) -> None:
    with saying(*pieces, pause=threading.Event()) as port:
        error = refusal(f"http://127.0.0.1:{port}/", IMPATIENT)
    assert reason in str(error)
    assert error.again


def drip(piece: bytes) -> Callable[[], Iterator[bytes]]:
    wait = threading.Event()

    def pieces() -> Iterator[bytes]:
        for _ in range(200):
            yield piece
            wait.wait(0.01)

    return pieces


def test_a_server_that_drips_runs_out_of_time(site: Site) -> None:
    site.pages["/"] = Reply(headers=HTML, body_of=drip(b"."))
    site.pages["/robots.txt"] = page("")
    error = refusal(site.url(), QUICK)
    assert "took longer than 0.25 seconds" in str(error)
    assert error.again


NO_HTTP = [
    ((b"SSH-2.0-OpenSSH_9\r\n",), "is not HTTP"),
    ((b"\0" * 1_000,), "is not HTTP"),
    ((b"HTTP/1.1 200 OK\r\nX: " + b"y" * 300_000,), "at too great length"),
    ((b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000,), "at too great length"),
    ((b"",), "is not HTTP"),
    ((b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nwords",), "is not HTTP"),
    ((OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nwords\r\n",), "is not HTTP"),
]


@pytest.mark.parametrize(("pieces", "reason"), NO_HTTP)
def test_what_is_not_http(pieces: tuple[bytes, ...], reason: str) -> None:
    with saying(*pieces) as port:
        assert reason in str(refusal(f"http://127.0.0.1:{port}/"))


def test_words_before_the_answer_without_end() -> None:
    with saying(b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000) as port:
        error = refusal(f"http://127.0.0.1:{port}/", Limits(wire=100_000))
    assert "sends more than 0.1 MB" in str(error)


def test_an_unchanged_feed_is_told_as_such(site: Site) -> None:
    site.pages["/feed"] = Reply(b"", 304)
    get = fetcher("127.0.0.1", sleep=lambda seconds: None)
    got = get(site.url("/feed"), etag='"abc"', last_modified="Tue, 03 May 2016 10:00:00 GMT")
    assert got.unchanged
    assert got.data == b""
    sent = site.asked[-1][1]
    assert sent["if-none-match"] == '"abc"'
    assert sent["if-modified-since"] == "Tue, 03 May 2016 10:00:00 GMT"


@pytest.mark.parametrize("etag", ['"a"\r\nX-Inside: 1', '"é"', "x" * 501, ""])
def test_a_mark_that_fits_no_header_is_not_handed_back(site: Site, etag: str) -> None:
    site.pages["/feed"] = page("<rss/>")
    fetcher("127.0.0.1", sleep=lambda seconds: None)(site.url("/feed"), etag=etag)
    assert not {"if-none-match", "x-inside"} & set(site.asked[-1][1])
