"""The list of events, HEAD, and the pages for errors."""

from __future__ import annotations

import datetime as dt
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from app.domain.claim import ClaimKind
from app.domain.event import Verdict
from app.domain.listing import Cursor, EventOrder, EventQuery, EventsFound, ListedEvent, Name, Names
from app.store import Database, forget_rows, open_database
from app.web.app import create_app
from app.web.listing import PER_PAGE, Asked, asked, events_address, events_page
from tests.making import article, claim, row
from tests.web.invented import ARTICLES, EVENT_ID, TITLE, store_event
from tests.web.markup import Element, parsed

EVENT = f"/events/{EVENT_ID}"


def page(client: TestClient, address: str, status: int = 200, **headers: str) -> Element:
    response = client.get(address, headers=headers)
    assert response.status_code == status, address
    return parsed(response.text)


def titles(shown: Element) -> list[str]:
    return [line.first("th").first("a").words for body in shown.every("tbody") for line in body.every("tr")]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A hundred and twenty events, a day apart; every third is in Echo too, where it conflicts."""
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'many.sqlite3'}")
    for number in range(120):
        day = (dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat()
        columns = [article(f"Rain {number}.", "Star", day, f"{number}.txt")]
        if number % 3 == 0:
            columns.append(article(f"Rain {number}!", "Echo & Sons <b>", day, f"{number}e.txt"))
        says = tuple(claim(column, f"Rain {number}", ClaimKind.QUOTE, "Ilse Brand") for column in columns)
        verdict = Verdict.CONFLICT if len(columns) > 1 else Verdict.SINGLE
        store_event(
            database, tuple(columns), (row(*says, verdict=verdict),), f"Rain, day {number}", f"e{number:03d}"
        )
    with TestClient(create_app(database), follow_redirects=False) as client:
        yield client
    database.close()


# ---- the list -------------------------------------------------------------------------------------------


def test_home_is_the_list(empty: TestClient) -> None:
    response = empty.get("/")
    assert (response.status_code, response.headers["location"]) == (307, "/events")


def test_without_events_the_list_says_how_to_get_some(empty: TestClient) -> None:
    shown = page(empty, "/events")
    assert "There are no events yet" in shown.words
    assert "crossread ingest" in shown.words
    assert not list(shown.every("table"))


def test_the_list_tells_what_an_event_is(client: TestClient) -> None:
    shown = page(client, "/events")
    line = shown.first("tbody").first("tr")
    cells = [cell.words for cell in line.every() if cell.tag in ("th", "td")]
    assert cells == [
        TITLE,
        "24 and 25 April 2022",
        "Harbour Post, Coast Radio, Northern Wire, 003_ledger.txt",
        "4",
        "13",
        "≠1 in conflict",
        "~2 worded differently",
    ]
    assert line.first("a").attributes["href"] == EVENT
    assert [time.attributes["datetime"] for time in line.every("time")] == ["2022-04-24", "2022-04-25"]
    assert shown.by_id("count").words == "1 event"


def test_the_list_is_walked_from_end_to_end_and_back(many: TestClient) -> None:
    seen, address, pages = [], "/events", []
    while address:
        shown = page(many, address)
        pages.append(titles(shown))
        seen += pages[-1]
        following = [a.attributes["href"] for a in shown.every("a") if a.attributes.get("rel") == "next"]
        address = following[0] if following else ""
    assert seen == [f"Rain, day {number}" for number in reversed(range(120))]
    assert [len(titles) for titles in pages] == [PER_PAGE, PER_PAGE, 20]
    for expected in reversed(pages[:-1]):
        (newer,) = [a.attributes["href"] for a in shown.every("a") if a.attributes.get("rel") == "prev"]
        shown = page(many, newer)
        assert titles(shown) == expected


STATUS = [
    ("", "120 events, the latest 50 shown"),
    ("?order=conflicts", "120 events, the 50 with most conflicts shown"),
    ("?order=outlets", "120 events, the 50 in most outlets shown"),
    ("?from=2024-04-01&to=2024-04-05", "5 events, latest first"),
    ("?q=day+119", "1 event"),
    ("?q=nothing", "0 events"),
]


@pytest.mark.parametrize(("query", "words"), STATUS)
def test_the_status_says_how_many_and_which(many: TestClient, query: str, words: str) -> None:
    count = page(many, f"/events{query}").by_id("count")
    assert count.words == words
    assert count.attributes["aria-live"] == "polite"


def test_filters_narrow_the_list_and_are_taken_away_one_by_one(many: TestClient) -> None:
    query = urlencode({"q": "rain", "from": "2024-01-02", "to": "2024-01-10", "outlet": "Echo & Sons <b>",
                       "speaker": "Ilse Brand", "order": "conflicts"})  # fmt: skip
    shown = page(many, f"/events?{query}")
    assert titles(shown) == ["Rain, day 9", "Rain, day 6", "Rain, day 3"]
    chips = list(shown.every("a", "chip"))
    assert [chip.words for chip in chips] == [
        "words: rain ×(remove)", "from 2 January 2024 to 10 January 2024 ×(remove)",
        "outlet: Echo & Sons <b> ×(remove)", "speaker: Ilse Brand ×(remove)",
    ]  # fmt: skip
    numbers = [page(many, chip.attributes["href"]).by_id("count").words.split()[0] for chip in chips]
    assert numbers == ["3", "40", "9", "3"]
    (clear,) = shown.every("a", "clear")
    assert clear.attributes["href"] == "/events?order=conflicts"
    held = {
        field.attributes["name"]: field.attributes["value"]
        for field in shown.first("form", "listbar").every("input")
    }
    assert held == {"q": "rain", "from": "2024-01-02", "to": "2024-01-10", "outlet": "Echo & Sons <b>",
                    "speaker": "Ilse Brand"}  # fmt: skip
    (chosen,) = [o.attributes["value"] for o in shown.every("option") if "selected" in o.attributes]
    assert chosen == "conflicts"


def test_the_form_offers_names(many: TestClient) -> None:
    shown = page(many, "/events")
    offered = [option.attributes["value"] for option in shown.by_id("outlets").every("option")]
    assert offered == ["Star", "Echo & Sons <b>"]
    assert len(list(shown.by_id("speakers").every("option"))) == 1


def test_a_list_of_nothing_says_why_and_leads_back(many: TestClient) -> None:
    shown = page(many, "/events?outlet=star&speaker=Ilse+Brand&q=rain")
    empty = shown.first("div", "empty")
    assert "No event passes these filters" in empty.words
    assert "without “outlet: star”" in empty.words
    assert "No outlet here is called “star”. Perhaps: Star" in empty.words
    assert "No speaker here" not in empty.words
    links = {link.words: link.attributes["href"] for link in empty.every("a")}
    assert titles(page(many, links["Star"]))[0] == "Rain, day 119"
    assert titles(page(many, links["without “outlet: star”"]))[0] == "Rain, day 119"
    assert links["all events"] == "/events"
    assert links["Search all claims and articles for them"] == "/search?q=rain"


def test_an_event_that_is_being_lined_up_says_so(database: Database, empty: TestClient) -> None:
    store_event(database)
    with database.writing() as session:
        forget_rows(session)
    line = page(empty, "/events").first("tbody").first("tr")
    assert line.first("th").words == f"{TITLE} being lined up: its facts come when that is done"
    assert [cell.words for cell in line.every("td")][2:] == ["4", *["…not known yet"] * 3]


def test_a_form_s_address_can_be_passed_on(many: TestClient) -> None:
    response = many.get("/events?q=&from=2024-04-01&to=&outlet=&speaker=&order=latest")
    assert (response.status_code, response.headers["location"]) == (303, "/events?from=2024-04-01")
    swapped = many.get("/events?q=&from=2024-04-01&order=latest", headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped.headers["HX-Push-Url"]) == (200, "/events?from=2024-04-01")


def _place(*parts: object) -> str:

    return urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


UNUSABLE = [
    ("page=2", "Pages of the list have no numbers any more"),
    ("from=yesterday", "“yesterday” is no value for “from”"),
    ("to=2024-02-30", "“2024-02-30” is no value for “to”"),
    ("order=best", "“best” is no value for “order”"),
    ("colour=red", "“colour” is no filter"),
    ("q=rain&q=day", "Only the first “q” counts"),
    (f"outlet={'x' * 700}", "The value for “outlet” is too long"),
    (f"q={'x+' * 6000}", "The address is too long"),
    ("after=x", "leads to no place in the list"),
    (f"after={'A' * 5000}", "too long"),
    (f"after={'A' * 500}", "leads to no place in the list"),
    ("after=%00%ff", "leads to no place in the list"),
    (f"after={_place('latest', -1, '', 'e', False)}", "leads to no place in the list"),
    (f"after={_place('latest', 2**63, '', 'e', False)}", "leads to no place in the list"),
    (f"after={_place('conflicts', 1, '2024-01-01', 'e', False)}", "leads to no place in the list"),
    (f"after={_place('latest', 1, None, 'e', False)}", "leads to no place in the list"),
    (f"after={quote('[' * 200)}", "leads to no place in the list"),
    ("from=2024-03-01&to=2024-02-01", "“From” is later than “to”"),
]


@pytest.mark.parametrize(("query", "message"), UNUSABLE, ids=[q[:30] for q, _ in UNUSABLE])
def test_what_can_t_be_used_is_said_beside_the_list(many: TestClient, query: str, message: str) -> None:
    shown = page(many, f"/events?{query}")
    assert message in shown.by_id("chips").words
    assert "from=2024-03" in query or titles(shown) or "No event passes" in shown.words


STRANGE = [
    "%",
    "_",
    "'",
    '"',
    "a\0b",
    "<script>",
    "\ud800",
    "x" * 3_000,
    "' OR 1=1 --",
    "*",
    "(",
    "NEAR(a b)",
]


@pytest.mark.parametrize("name", ["q", "outlet", "speaker", "from", "order", "after"])
@pytest.mark.parametrize("value", STRANGE, ids=range(len(STRANGE)))
def test_any_input_is_safe(many: TestClient, name: str, value: str) -> None:
    encoded = quote(value.encode("utf-8", "surrogatepass"))
    shown = page(many, f"/events?{name}={encoded}")
    assert all(script.attributes["src"].startswith("/static/") for script in shown.every("script"))


QUERIES = [
    EventQuery(),
    EventQuery("rain & sun", dt.date(2024, 1, 1), dt.date(2024, 2, 1), "Echo/Co", "Ilse “B” Brand"),
    EventQuery(order=EventOrder.OUTLETS),
]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("after", [None, Cursor(3, "2024-01-01", "e’1"), Cursor(0, "", "e", newer=True)])
def test_an_address_says_what_is_asked(query: EventQuery, after: Cursor | None) -> None:
    address = events_address(query, after)
    assert asked(address.partition("?")[2]) == Asked(query, after, ())


def test_long_titles_and_names_are_bounded() -> None:
    event = ListedEvent("e", "Rain " * 1_000, None, None, ("Gazette " * 40, "Star"), 20, 25, 1_234, 0, 0)
    shown = events_page(Asked(EventQuery(), None, ()), EventsFound((event,), 1_000, more=True))
    (line,) = shown.lines
    assert (len(line.title), len(line.outlets[0]), line.unnamed) == (240, 61, 18)
    assert (shown.counted, shown.shown) == ("More than 1,000 events", "the latest shown")


def test_a_name_that_is_not_offered_stays_usable() -> None:
    wanted = Asked(EventQuery(speaker="Rare"), None, ())
    shown = events_page(wanted, EventsFound((), 0), Names(), Names((Name("Often", 3),)))
    assert (shown.query.speaker, shown.unknown) == ("Rare", ())


SPANS = [
    (None, None, []),
    ("2024-05-02", "2024-05-02", ["2 May 2024"]),
    ("2024-05-01", "2024-05-02", ["1", "2 May 2024"]),
    ("2024-04-28", "2024-05-02", ["28 April", "2 May 2024"]),
    ("2023-12-31", "2024-01-01", ["31 December 2023", "1 January 2024"]),
]


@pytest.mark.parametrize(("first", "last", "words"), SPANS)
def test_days_are_as_short_as_their_neighbour_allows(
    first: str | None, last: str | None, words: list[str]
) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (first, last)]
    event = ListedEvent("e", "Rain", days[0], days[1], (), 0, 0, 0, 0, 0)
    (line,) = events_page(Asked(EventQuery(), None, ()), EventsFound((event,), 1)).lines
    assert [day.words for day in line.when.days] == words


# ---- HEAD -----------------------------------------------------------------------------------------------


def test_every_page_answers_head(client: TestClient) -> None:
    known = {"event_id": EVENT_ID, "key": ARTICLES[0].key, "row_id": "drift", "number": "7"}
    routers = [getattr(r, "original_router", None) for r in client.app.routes]  # type: ignore[attr-defined]
    found = [route for router in routers if router for route in router.routes]
    routes = [route for route in found if isinstance(route, APIRoute) and "GET" in (route.methods or ())]
    assert len(routes) >= 6
    pages = [route for route in routes if route.path != "/add/events"]  # a stream, which does not end
    addresses = [route.path.format_map(known) for route in pages]
    for address in [*addresses, "/nowhere", "/static/icon.svg", "/static/nothing.css"]:
        whole, head = client.get(address), client.head(address)
        assert head.content == b""
        assert (head.status_code, head.headers) == (whole.status_code, whole.headers), address


# ---- errors ---------------------------------------------------------------------------------------------


def test_what_a_page_does_not_take_is_said_in_words(client: TestClient) -> None:
    response = client.post("/events")
    assert (response.status_code, response.headers["allow"]) == (405, "GET")
    shown = parsed(response.text)
    assert "This page can only be read" in shown.words
    assert response.headers["cache-control"] == "no-cache"


def test_a_value_of_the_wrong_kind_is_a_page_too(database: Database) -> None:
    app = create_app(database)

    def numbered(number: int) -> int:
        return number

    app.add_api_route("/numbered", numbered, methods=["GET"])
    with TestClient(app) as client:
        shown = page(client, "/numbered?number=x", 422)
    assert "That can’t be used" in shown.words
    assert "“number”" in shown.words


@pytest.mark.parametrize(("address", "status"), [("/nowhere", 404), (f"{EVENT}/export.csv?layout=tall", 422)])
def test_an_error_keeps_the_way_on(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    shown = parsed(response.text)
    assert response.status_code == status
    assert response.headers["cache-control"] == "no-cache"
    assert shown.first("nav").attributes["aria-label"] == "Main"
    forms = [form.attributes for form in shown.every("form")]
    assert [form["action"] for form in forms if "action" in form] == ["/search"]
    assert shown.first("p", "advice").words
