"""Hostile links and servers."""

from __future__ import annotations

import gzip
import itertools
import threading
import zlib
from collections.abc import Iterator

from tests.hostile.cases import Cases
from tests.hostile.house import SOON, House
from tests.hostile.server import Pieces, answer, redirect

LINKS = Cases()
_MB = 1_000_000
_PAGE = (
    b"<html><head><title>Mill to close</title></head><body><article><p>The mill at Dunmore will close in"
    b" August, its owners told 340 workers on Tuesday.</p><p>The town draws a quarter of its taxes from it,"
    b" the council said.</p><p>Rosa Delgado, who has run a machine there since 1981, was given coffee and a"
    b" folder. She had been told in March that nothing would change.</p></article>"
)

# --- addresses that are none of the web's ---------------------------------------------------------------

LINKS.each(
    "http",
    {
        "file: address": "file:///etc/passwd",
        "file: address with a host": "file://localhost/etc/passwd",
        "ftp: address": "ftp://files.example.org/a.html",
        "data: address": "data:text/html,<h1>News</h1>",
        "javascript: address": "javascript:alert(document.cookie)",
        "gopher: address": "gopher://127.0.0.1:6379/_FLUSHALL",
        "address without a scheme's slashes": "http:127.0.0.1/secret",
        "view-source: address": "view-source:http://127.0.0.1/",
    },
    lambda house, url: house.refused(url),
)

# --- the inside, written in many ways -------------------------------------------------------------------

LINKS.each(
    "inside|odd way|no web address|user name|no host|interface|no address has",
    {
        "the inside as 127.0.0.1": "http://127.0.0.1:{port}/secret",
        "the inside as 127.1": "http://127.1:{port}/secret",
        "the inside as one decimal number": "http://2130706433:{port}/secret",
        "the inside as one hexadecimal number": "http://0x7f000001:{port}/secret",
        "the inside in octal": "http://0177.0.0.1:{port}/secret",
        "the inside as [::1]": "http://[::1]:{port}/secret",
        "the inside mapped into IPv6": "http://[::ffff:127.0.0.1]:{port}/secret",
        "the inside mapped into IPv6, in hexadecimal": "http://[::ffff:7f00:1]:{port}/secret",
        "the inside as localhost": "http://localhost:{port}/secret",
        "the inside as localhost with a dot": "http://localhost.:{port}/secret",
        "the inside as another address of loopback": "http://127.77.3.9:{port}/secret",
        "the inside as 0.0.0.0": "http://0.0.0.0:{port}/secret",
        "the inside as 0": "http://0:{port}/secret",
        "the address of a cloud's metadata": "http://169.254.169.254/latest/meta-data/",
        "a private network": "http://10.0.0.1/",
        "another private network": "http://192.168.1.1/",
        "a link-local address": "http://[fe80::1%25lo]:{port}/secret",
        "the inside behind a user name": "http://news.example.org@127.0.0.1:{port}/secret",
        "the inside behind a user name and password": "http://a:b@127.0.0.1:{port}/secret",
        "the inside in digits of other scripts": "http://①②⑦.⓪.⓪.①:{port}/secret",
        "the inside with full-width dots": "http://127。0。0。1:{port}/secret",
        "the inside behind a backslash": "http://news.example.org\\@127.0.0.1:{port}/secret",
    },
    lambda house, url: house.refused(url.format(port=house.inside.port)),
)


@LINKS("a name that resolves to the inside", "inside")
def _(house: House) -> str:
    url = f"http://news.example.org:{house.inside.port}/secret"
    return house.refused(url, resolve=lambda host, port: ["127.0.0.1"])


@LINKS("a name that moves inside between two looks", "inside")
def _(house: House) -> str:
    looks = itertools.chain(
        ["127.0.0.1"], itertools.repeat("10.0.0.1")
    )  # the first port alone is let through
    house.site.says("/secret", answer(_PAGE))
    words = house.refused(
        f"http://rebind.example.org:{house.site.port}/secret", resolve=lambda host, port: [next(looks)]
    )
    assert house.site.paths() == []
    return words


@LINKS("a name with an address outside and one inside", "inside")
def _(house: House) -> str:
    found = ["93.184.216.34", "127.0.0.1"]
    url = f"http://two.example.org:{house.inside.port}/secret"
    return house.refused(url, resolve=lambda host, port: found)


# --- redirects ------------------------------------------------------------------------------------------


@LINKS("a redirect to the inside", "inside")
def _(house: House) -> str:
    return house.refused(house.site.says("/news", redirect(house.inside.url("/secret"))))


@LINKS("a redirect to the inside by another spelling", "odd way")
def _(house: House) -> str:
    return house.refused(house.site.says("/news", redirect(f"//2130706433:{house.inside.port}/secret")))


@LINKS("a redirect to a file", "only http")
def _(house: House) -> str:
    return house.refused(house.site.says("/news", redirect("file:///etc/passwd")))


@LINKS("a redirect to a script", "only http")
def _(house: House) -> str:
    return house.refused(house.site.says("/news", redirect("javascript:alert(1)")))


@LINKS("an endless redirect", "redirects more than")
def _(house: House) -> str:
    for number in range(50):
        house.site.says(f"/{number}", redirect(f"/{number + 1}"))
    words = house.refused(house.site.url("/0"))
    assert len(house.site.paths()) < 10
    return words


@LINKS("a redirect in a circle", "in a circle")
def _(house: House) -> str:
    house.site.says("/b", redirect("/a"))
    return house.refused(house.site.says("/a", redirect("/b")))


@LINKS("robots.txt that redirects to the inside", "inside")
def _(house: House) -> str:
    house.site.says("/robots.txt", redirect(house.inside.url("/secret")))
    return house.refused(house.site.says("/news", answer(_PAGE)))


# --- too much, too slow ---------------------------------------------------------------------------------


@LINKS("zip bomb", "larger than")
def _(house: House) -> str:
    packed = gzip.compress(bytes(100 * _MB))
    assert len(packed) < _MB
    return house.refused(
        house.site.says("/a", answer(packed, "200 OK", "text/html", "Content-Encoding: gzip"))
    )


@LINKS("zip bomb in a zip bomb", "packed in a way")
def _(house: House) -> str:
    packed = gzip.compress(gzip.compress(bytes(100 * _MB)))
    told = "Content-Encoding: gzip, gzip"
    return house.refused(house.site.says("/a", answer(packed, "200 OK", "text/html", told)))


@LINKS("zip bomb that never ends", "larger than")
def _(house: House) -> str:
    def pieces(ended: threading.Event) -> Pieces:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: deflate\r\n\r\n"
        packer = zlib.compressobj()
        while True:
            yield packer.compress(bytes(_MB)) + packer.flush(zlib.Z_SYNC_FLUSH)

    return house.refused(house.site.acts("/a", pieces))


@LINKS("an answer without end", "larger than|more than")
def _(house: House) -> str:
    def pieces(ended: threading.Event) -> Pieces:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        yield from itertools.repeat(b"<p>And so on.</p>" * 10_000)

    return house.refused(house.site.acts("/a", pieces))


@LINKS("a slow server: the head comes byte by byte", "took longer|stopped answering")
def _(house: House) -> str:
    return house.refused(house.site.acts("/a", lambda ended: _dripped(answer(_PAGE), ended)), SOON)


@LINKS("a slow server: the body comes byte by byte", "took longer|stopped answering")
def _(house: House) -> str:
    def pieces(ended: threading.Event) -> Pieces:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        yield from _dripped(_PAGE, ended)

    return house.refused(house.site.acts("/a", pieces), SOON)


@LINKS("a slow server: robots.txt never comes", "stopped answering|took longer")
def _(house: House) -> str:
    def silent(ended: threading.Event) -> Pieces:
        ended.wait(3)
        return ()

    house.site.acts("/robots.txt", silent)
    return house.refused(house.site.says("/a", answer(_PAGE)), SOON)


@LINKS("robots.txt of 50 MB", "Mill to close")
def _(house: House) -> str:
    def pieces(ended: threading.Event) -> Pieces:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 50000000\r\n\r\n"
        yield b"User-agent: *\n"
        yield from itertools.repeat(b"Disallow: /private/*/a*b*c*d*e$\n" * 1_000, 1_600)

    house.site.acts("/robots.txt", pieces)
    return house.fetched(house.site.says("/a", answer(_PAGE))).data.decode()


def _dripped(data: bytes, ended: threading.Event) -> Iterator[bytes]:
    for byte in data:
        if ended.wait(0.02):
            return
        yield bytes((byte,))


# --- heads that lie -------------------------------------------------------------------------------------


@LINKS("a line break in the address", "characters that no address has")
def _(house: House) -> str:
    words = house.refused(house.site.url("/a HTTP/1.1\r\nX-Inside: 1"))
    assert not any("x-inside" in head.casefold() for head in house.site.asked)
    return words


@LINKS("an escaped line break in the address", "404")
def _(house: House) -> str:
    words = house.refused(house.site.url("/a%0d%0aX-Inside:%201"))
    assert not any("\nx-inside" in head.casefold() for head in house.site.asked)
    return words


@LINKS("an escaped line break in a redirect", "404")
def _(house: House) -> str:
    words = house.refused(house.site.says("/a", redirect("/b%0d%0aX-Inside:%201")))
    assert not any("\nx-inside" in head.casefold() for head in house.site.asked)
    return words


@LINKS("a head of 10 MB", "HTTP|too great|more than")
def _(house: House) -> str:
    lines = itertools.repeat(b"X-Long: " + b"a" * 100_000 + b"\r\n", 100)
    return house.refused(house.site.says("/a", b"HTTP/1.1 200 OK\r\n", *lines, b"\r\n", _PAGE))


@LINKS("a head without end", "HTTP|too great|more than|took longer")
def _(house: House) -> str:
    line = b"X-More: 1\r\n" * 1_000
    return house.refused(
        house.site.acts(
            "/a", lambda ended: itertools.chain((b"HTTP/1.1 200 OK\r\n",), itertools.repeat(line))
        )
    )


@LINKS("a length that promises more than comes", "broke off")
def _(house: House) -> str:
    return house.refused(house.site.says("/a", answer(_PAGE, length=len(_PAGE) + 1_000)))


@LINKS("a length that promises less than comes", "^<html><head><t$")
def _(house: House) -> str:
    return house.fetched(house.site.says("/a", answer(_PAGE, length=14))).data.decode()


@LINKS("a length of a terabyte", "MB at most")
def _(house: House) -> str:
    return house.refused(house.site.says("/a", answer(_PAGE, length=10**12)))


@LINKS("a length that is no number", "HTTP|broke off")
def _(house: House) -> str:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -5\r\n\r\n"
    return house.refused(house.site.says("/a", head, _PAGE))


@LINKS("an answer that is no HTTP", "not HTTP")
def _(house: House) -> str:
    return house.refused(house.site.says("/a", b"220 mail.example.org ESMTP ready\r\n"))


@LINKS("a picture that calls itself a page", "binary|picture|PNG|not a page")
def _(house: House) -> str:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
    item = house.link(house.site.says("/a.html", answer(picture)))
    assert item.article is None
    return item.words


@LINKS("a charset that does not exist", "Mill to close")
def _(house: House) -> str:
    kind = 'text/html; charset="../../../etc/passwd"'
    return house.fetched(house.site.says("/a", answer(_PAGE, "200 OK", kind))).data.decode()


@LINKS("a page that sends on to a file by meta refresh", "stored|partly")
def _(house: House) -> str:
    refresh = b'<meta http-equiv="refresh" content="0;url=file:///etc/passwd">'
    item = house.link(house.site.says("/a", answer(refresh + _PAGE)))
    assert item.article is not None
    assert house.site.paths() == ["/a"]
    return item.state.value
