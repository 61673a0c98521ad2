"""What sites ask of machines is heeded, and they are given room."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.pipeline.fetch import Fetcher, FetchError, fetcher
from app.pipeline.fetch.pace import Pace
from app.pipeline.fetch.robots import rules_of
from tests.pipeline.fetch.site import Reply, Site, page, redirect, serving


@dataclass
class Time:
    now: float = 100.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.now += seconds


def fetching(time: Time) -> Fetcher:
    return fetcher("127.0.0.1", clock=time.clock, sleep=time.sleep)


REFUSED = "asks machines not to read this page (robots.txt); save the page in your browser and add the file"


def allowed(site: Site, path: str = "/story") -> bool:
    try:
        fetching(Time())(site.url(path))
    except FetchError as error:
        return REFUSED not in str(error)
    return True


ROBOTS = [
    (page(""), True),
    (page("User-agent: *\nDisallow: /"), False),
    (page("User-agent: *\nDisallow: /private/"), True),
    (page("User-agent: *\nDisallow: /st*y$"), False),
    (page("User-agent: *\nDisallow: /\nAllow: /story"), True),
    (page("User-agent: OtherBot\nDisallow: /"), True),
    (page("User-agent: crossread\nDisallow: /\n\nUser-agent: *\nAllow: /"), False),
    (page("User-agent: Crossread\nAllow: /\n\nUser-agent: *\nDisallow: /"), True),
    (page("\ufeffUser-agent: *\r\nDisallow: /story\r\n"), False),
    (page("<html><p>Disallow: all hope"), True),
    (Reply(b"\xff\xfe\x00" * 100), True),
    (Reply(b"", 404), True),
    (Reply(b"", 403), True),
    (redirect("/real-robots"), False),
    (redirect("/robots.txt"), True),
    (page("User-agent: *\n" + "# a comment\n" * 50_000 + "Disallow: /"), True),  # beyond what is read of it
]


@pytest.mark.parametrize(("robots", "expected"), ROBOTS)
def test_what_robots_txt_says(robots: Reply, expected: bool) -> None:
    others = {"/story": page("<p>A story"), "/real-robots": page("User-agent: *\nDisallow: /")}
    with serving({"/robots.txt": robots, **others}) as site:
        assert allowed(site) is expected
        assert site.paths().count("/story") == expected


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_site_that_cannot_say_is_asked_later(status: int) -> None:
    time = Time()
    with serving({"/robots.txt": Reply(b"", status), "/story": page("<p>A story")}) as site:
        get = fetching(time)
        for _ in range(2):
            with pytest.raises(FetchError, match="can't say just now what machines may read") as raised:
                get(site.url("/story"))
            assert raised.value.again
        assert len(site.asked) == 1
        time.now += 61
        site.pages["/robots.txt"] = page("")
        assert get(site.url("/story")).data == b"<p>A story"


def test_robots_txt_is_asked_for_once_an_hour() -> None:
    time = Time()
    with serving({"/robots.txt": page(""), "/a": page("a"), "/b": page("b")}) as site:
        get = fetching(time)
        for path, later in [("/a", 0), ("/b", 3_000), ("/a", 700)]:
            time.now += later
            get(site.url(path))
        assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/b", "/robots.txt", "/a"]


@pytest.mark.parametrize(
    ("robots", "waits"),
    [
        ("", [1.0, 1.0]),
        ("User-agent: *\nCrawl-delay: 4", [4.0, 4.0]),
        ("User-agent: *\nCrawl-delay: 0.1", [1.0, 1.0]),
        ("User-agent: *\nCrawl-delay: 3600", [10.0, 10.0]),
        ("User-agent: *\nCrawl-delay: soon", [1.0, 1.0]),
    ],
)
def test_room_between_requests_to_a_host(robots: str, waits: list[float]) -> None:
    time = Time()
    with serving({"/robots.txt": page(robots), "/a": redirect("/b"), "/b": page("b")}) as site:
        get = fetching(time)
        get(site.url("/a"))
        get(site.url("/b"))
    assert time.waits == waits


def test_turns_are_taken_by_host() -> None:
    pace = Pace(lambda: 5.0)
    assert [pace.turn("a.example") for _ in range(3)] == [0.0, 1.0, 2.0]
    assert pace.turn("b.example", delay=7) == 0.0
    assert pace.turn("b.example") == 7.0


def test_waiting_for_a_turn_is_not_charged_to_the_site() -> None:
    time = Time()
    with serving({"/robots.txt": page("User-agent: *\nCrawl-delay: 10"), "/a": page("a")}) as site:
        get = fetching(time)
        for _ in range(8):
            get(site.url("/a"))
    assert sum(time.waits) == 70.0


def test_a_robots_txt_made_to_burst_is_read_in_bounded_time() -> None:
    agents = "User-agent: *\n" + "".join(f"User-agent: a{n}\n" for n in range(16_000))
    rules = "".join(f"Disallow: /{n}/\n" for n in range(15_000))
    found = rules_of((agents + rules).encode())
    assert not found.allow("https://paper.example/3/story")
    assert found.allow("https://paper.example/14999/story")  # as the rest would take gigabytes
