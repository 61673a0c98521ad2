"""No address, whatever stands in its query, is answered by a fault of ours."""

from __future__ import annotations

import base64
import json
from urllib.parse import quote_plus

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.invented import EVENT_ID, HARBOUR, comparison

ROW = comparison().rows[0].row.id
PATHS = (
    "/events", "/speakers", "/speaker", "/outlets", "/outlet", "/search", "/help", "/nowhere", "/feeds",
    f"/events/{EVENT_ID}", f"/events/{EVENT_ID}/rows/{ROW}", f"/events/{EVENT_ID}/rows/x",
    f"/events/{EVENT_ID}/export.csv", f"/events/{EVENT_ID}/export.json", f"/events/{EVENT_ID}/export.html",
    f"/events/{EVENT_ID}/print", "/events/x", f"/articles/{HARBOUR.key}", "/articles/x", "/static/css/x.css",
)  # fmt: skip
FIELDS = (
    "q", "speaker", "outlet", "kind", "verdict", "left-out-by", "when", "from", "to", "confidence", "order",
    "col", "narrow", "fold", "layout", "raw", "bom", "open", "up", "down", "name", "page", "letter", "in",
    "section", "after", "since", "until", "v", "from-events", "removed", "added", "[]", "",
)  # fmt: skip


def _cursor(*place: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


HOSTILE = (
    "", " ", "%", "%s", "%(num)s", "%(name)s %(x)d", "{{ 7 * 7 }}", "{% raw %}", "<script>alert(1)</script>",
    "\"'><img src=x>", "\0", "a\0b", "\ud800", "\u202etxt.exe", "\r\nSet-Cookie: a=b", "-1", "0", "1", "2",
    "1e999", "nan", "inf", "0.5", "9" * 30, "٣", "²", "0001-01-01", "9999-12-31", "2022-04-24", "2022-02-30",
    "2022-W01-1", "20220424", "x" * 700, "ferry", "Lena Voss", "Harbour Post", "Coast Radio", "said",
    "published", "date", "article", "conflicts", "outlets", "latest", "name", "copies", "wide", "long",
    "conflict", "quote", "claims", "articles", '"nobody panicked"', "ferr*", "AND OR NOT NEAR(", "'; DROP",
    "%ff%fe", "+", "&", "#", ROW, EVENT_ID,
    _cursor("latest", 0, "\ud800", "\udfff", False), _cursor("latest", 10**30, "", "", True),
    _cursor("latest", 0, "\0", "\0", True), _cursor("conflicts", 2**31, "", "", False), _cursor([], {}, None),
    "W" * 299,
)  # fmt: skip
values = st.sampled_from(HOSTILE) | st.text(max_size=20) | st.integers().map(str)
queries = st.lists(st.tuples(st.sampled_from(FIELDS), values), max_size=5)


@settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(path=st.sampled_from(PATHS), query=queries, raw=st.text(max_size=8), scripted=st.booleans())
def test_any_query_is_answered(
    client: TestClient, path: str, query: list[tuple[str, str]], raw: str, scripted: bool
) -> None:
    pairs = "&".join(
        f"{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}" for name, value in query
    )
    address = f"{path}?{pairs}" + (f"&{quote_plus(raw, safe='=&;%')}" if raw else "")
    found = client.get(address, headers={"HX-Request": "true", "HX-Target": "results"} if scripted else {})
    assert found.status_code in (200, 303, 404, 422), address
    assert "<script>alert" not in found.text or "json" in found.headers["content-type"], address


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("path", ["/events", "/search", f"/events/{EVENT_ID}"])
def test_every_hostile_value_is_answered_in_every_field(client: TestClient, path: str, value: str) -> None:
    for name in FIELDS:
        address = f"{path}?{quote_plus(name)}={quote_plus(value, errors='surrogatepass')}"
        assert client.get(address).status_code in (200, 303, 404, 422), address
