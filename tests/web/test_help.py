from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

from fastapi.testclient import TestClient

from app.domain.claim import ClaimKind
from app.domain.event import Verdict
from app.web.figures import Count, figures, read, written
from app.web.help import help_page, hundredths, tenths
from app.web.marks import KINDS, VERDICTS
from tests.web.markup import Element, parsed


def page(client: TestClient) -> Element:
    response = client.get("/help")
    assert response.status_code == 200
    return parsed(response.text)


TOPICS = (
    "conflict", "wording", "agree", "single", "verdicts", "kinds", "blank", "copies", "confidence", "how",
    "errors", "grouping", "adding", "keys", "privacy",
)  # fmt: skip


def test_every_topic_has_its_anchor(client: TestClient) -> None:
    shown = page(client)
    for topic in TOPICS:
        assert shown.by_id(topic).words
    contents = [
        urlsplit(link.attributes["href"]).fragment for link in shown.first("nav", "contents").every("a")
    ]
    assert set(contents) < set(TOPICS)


def test_verdicts_and_kinds_go_by_their_glyphs_and_words(client: TestClient) -> None:
    shown = page(client)
    for verdict in Verdict:
        topic = shown.by_id(verdict)
        assert VERDICTS[verdict].glyph in topic.first("h3").text
        assert VERDICTS[verdict].word in topic.first("h3").text
        assert len(list(topic.first("dl", "example").every("dt"))) == 2
    for kind in ClaimKind:
        assert KINDS[kind].word in shown.by_id("kinds").words


def test_the_headings_go_down_by_one(client: TestClient) -> None:
    levels = [int(found.tag[1]) for found in page(client).every() if re.fullmatch("h[1-6]", found.tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_figures_on_the_page_are_those_measured(client: TestClient) -> None:
    found = figures()
    words = page(client).by_id("errors").words
    for share in (found.claims_found, found.claims_right, found.speakers_right, found.attributions_right,
                  found.sure_right, found.together_right):  # fmt: skip
        assert re.search(rf"(?<!\d){hundredths(share)}(?!\d)", words)
    assert f"{tenths(found.pairs_right)} belong together" in words
    assert f"{found.copies_found.right:,}" in words
    assert f"{found.events} events, {found.articles} articles" in words


def test_other_figures_make_other_sentences() -> None:
    other = replace(figures(), claims_found=0.5, pairs_right=0.44, conflicts_found=Count(0, 7))
    words = " ".join(line.words for line in help_page(other).measured)
    assert "it finds 50." in words
    assert "4 belong together" in words
    assert "Of 7 conflicts that a reader marked and it lined up, it calls none a conflict." in words


def test_figures_come_back_as_they_were_written() -> None:
    assert read(written(figures())) == figures()
    assert read(written(replace(figures(), claims_found=0.92964))).claims_found == 0.93
