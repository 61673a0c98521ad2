# ruff: noqa: E501 - tables of markup read better in one line
from __future__ import annotations

import datetime as dt
import json
import time
from pathlib import Path

import pytest

from app.domain.article import Extent, Given, RawArticle, Segment, SegmentKind
from app.domain.dates import PartialDate
from app.domain.text import Span
from app.errors import BadInputError
from app.pipeline.clean import clean
from app.pipeline.read import read
from app.pipeline.read.language import language_of
from app.pipeline.read.page import MAX_PAGE_BYTES, Page, read_page

P = (
    "The harbour board voted on Tuesday to close the north pier for two years, ending months of argument.",
    "“We could not go on patching it,” said Marta Oduya, who chairs the board.",
    "Fishermen who moor there said that they had been told nothing about where their boats would go.",
    "The council estimates the repairs at 4.2 million crowns, of which the state is to pay about half.",
)
TITLE = "Harbour board closes north pier"
TEXT = "\n\n".join(P)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in P)
CET = dt.timezone(dt.timedelta(hours=1))
TEN = PartialDate(2025, 3, 4, dt.time(10, 15, tzinfo=CET))


def raw(body: str | bytes, *, head: str = "", address: str | None = None, **fields: object) -> RawArticle:
    if isinstance(body, str):
        body = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()
    return read_page(Page(body, "page.html", "page.html", address, **fields))  # type: ignore[arg-type]


def linked(**fields: object) -> str:
    stated = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE} | fields
    return f'<script type="application/ld+json">{json.dumps(stated)}</script>'


def body_of(found: RawArticle) -> str:
    """What a page's text is to claims: the parts that nothing is marked in."""
    marked = {segment.span.start for segment in found.marked}
    kept, at = [], 0
    for part in found.text.split("\n\n"):
        kept += [part] * (at not in marked)
        at += len(part) + 2
    return "\n\n".join(kept)


def marks_of(found: RawArticle) -> list[tuple[str, str]]:
    return [(segment.kind.value, segment.span.of(found.text)) for segment in found.marked]


NAV = '<header><nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li></ul></nav></header>'
FOOT = "<footer><p>© The Northern Post. All rights to what stands here are reserved.</p></footer>"
RELATED = (
    '<aside class="related"><h3>Related</h3><ul><li><a href="/1">Ferry fares to rise</a></li></ul></aside>'
)
LETTER = '<div class="newsletter"><p>Subscribe to our newsletter and get the coast’s news daily.</p></div>'
COMMENTS = '<section id="comments"><h2>Comments</h2><p>I always said that this pier was a danger to us.</p></section>'


@pytest.mark.parametrize(
    ("layout", "markup"),
    [
        ("article tag", f"{NAV}<article><h1>{TITLE}</h1>{PARAGRAPHS}{RELATED}</article>{COMMENTS}{FOOT}"),
        ("blog", f'<div class="post hentry"><h1>{TITLE}</h1><div class="entry-content">{PARAGRAPHS}</div></div>'),
        ("div soup", "<div><div>Menu</div></div><div>" + "".join(f"<div><span>{p}</span></div>" for p in P) + "</div>"),
        ("br", f"<table><tr><td><b>{TITLE}</b><br>{'<br><br>'.join(P)}</td></tr></table>"),
        ("single br", f"<div id='story'>{'<br>'.join(P)}</div>"),
        ("form around all", f"<form><div class='menu'>Home</div><div><h1>{TITLE}</h1>{PARAGRAPHS}</div></form>"),
        ("broken", f"<div class=article-body><p><b>{'<p></i>'.join(P)}</div></span><p>"),
        ("unclosed title", f"<title>{TITLE}<body>{PARAGRAPHS}"),
        ("teasers", f"<main><article><h1>{TITLE}</h1>{PARAGRAPHS}</article>" + "<article><h2><a href=/1>Fares</a></h2>"
         "<p>Fares on the ferry will rise, the company said.</p></article>" * 3 + "</main>"),
        ("next article", f"<article><h1>{TITLE}</h1>{PARAGRAPHS}</article><article><h1>Fares rise</h1>"
         + "<p>Fares on the ferry will rise in spring, the company that runs it said on Monday.</p>" * 3 + "</article>"),
        ("long comments", f"<div><h1>{TITLE}</h1>{PARAGRAPHS}</div>" + COMMENTS.replace("</section>", "")
         + "<p>It is a shame that nobody ever asked those who live at the harbour what they think.</p>" * 30),
        ("flagged wrapper", f'<div class="has-sidebar share-enabled related"><h1>{TITLE}</h1>{PARAGRAPHS}</div>'),
        ("hidden until shown", f'<div style="display:none"><h1>{TITLE}</h1>{PARAGRAPHS}</div>'),
        ("noise within", f"<article>{P[0]}<div class='ad-slot'>Advertisement</div><p>{P[1]}</p>{RELATED}<p>{P[2]}</p>"
         f"<div class='share-tools'><a>Share</a></div><p>{P[3]}</p></article>"),
    ],
)  # fmt: skip
def test_the_articles_text_is_found_in_any_layout(layout: str, markup: str) -> None:
    found = raw(markup, head=f"<title>{TITLE}</title>")
    assert body_of(found) == TEXT, layout
    assert found.extent is Extent.FULL


def test_what_is_not_the_report_is_marked() -> None:
    found = raw(
        f'<article><h1>{TITLE}</h1><p class="byline">By Ann Lee</p><figure><img><figcaption>The pier in a storm.'
        f"</figcaption></figure><p>{P[0]}</p><h2>What comes next</h2><p>{P[1]}</p>{LETTER}<p>{P[2]}</p></article>"
    )
    assert marks_of(found) == [
        ("byline", "By Ann Lee"),
        ("caption", "The pier in a storm."),
        ("headline", "What comes next"),
        ("boilerplate", "Subscribe to our newsletter and get the coast’s news daily."),
    ]
    assert body_of(found) == "\n\n".join(P[:3])


def test_entries_of_a_live_blog_keep_their_order_and_their_times() -> None:
    entries = "".join(
        f"<article><time datetime='2025-03-04T1{hour}:30Z'>1{hour}.30</time><h2>Entry {hour}</h2><p>{words}</p></article>"
        for hour, words in zip((3, 2, 1), P, strict=False)
    )
    found = raw(f"<main><h1>Storm, as it happened</h1>{entries}</main>")
    assert found.text.split("\n\n") == [
        words
        for hour, told in zip((3, 2, 1), P, strict=False)
        for words in (f"1{hour}.30", f"Entry {hour}", told)
    ]
    assert body_of(found) == "\n\n".join(P[:3])


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One\n  <b>and</b>\ttwo  are &lt;three&gt; as we all&nbsp;know here.</p>", "One and two are <three> as we all\xa0know here."),
        ("<p>The soft&shy;ware of the board is ten years old now.</p>", "The soft\xadware of the board is ten years old now."),
        ("<p>It is &#147;done&#148;, she told us all on Tuesday.</p>", "It is “done”, she told us all on Tuesday."),
        ("<p>She said <q>no more of this</q> and left the room.</p>", "She said “no more of this” and left the room."),
        ("<p>A line that goes<br>on in the next one, as verses do.</p>", "A line that goes\non in the next one, as verses do."),
        ("<table><tr><td>The north pier was closed</td><td>on Tuesday.</td></tr></table>", "The north pier was closed on Tuesday."),
    ],
)  # fmt: skip
def test_words_are_as_a_browser_shows_them(markup: str, text: str) -> None:
    assert raw(f"<article>{markup}</article>").text == text


FRENCH = (
    "Le conseil a voté mardi la fermeture de la jetée nord pendant deux ans, après des mois de débat sur son état."
    " « C’était nécessaire », a déclaré la présidente, qui a été élue l’année dernière à la tête du conseil du port."
)


@pytest.mark.parametrize(
    ("written", "server", "declared"),
    [
        ("utf-8", None, "utf-8"),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("cp1252", None, "utf-8"),
        ("cp1252", "utf-8", "iso-8859-1"),
        ("cp1252", None, "no-such-charset"),
        ("utf-8-sig", "windows-1252", ""),
        ("utf-16", None, ""),
        ("utf-16-le", None, "utf-8"),
        ("mac-roman", "macintosh", ""),
    ],
)
def test_a_wrong_charset_does_not_garble_a_page(written: str, server: str | None, declared: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>{FRENCH}</p></body></html>"
    found = raw(page.encode(written), charset=server)
    assert (found.text, found.language) == (FRENCH, "fr")


HEAD = f'<title>{TITLE} | The Northern Post</title><meta property="og:site_name" content="The Northern Post">'


@pytest.mark.parametrize(
    ("head", "body", "stated"),
    [
        (linked(publisher={"name": "The Northern Post"}, author=[{"name": "Ann Lee"}, {"name": "Jo Ek"}]), "",
         ("The Northern Post", TITLE, "Ann Lee and Jo Ek")),
        (HEAD, "", ("The Northern Post", TITLE, None)),
        (HEAD + '<meta name="author" content="By Ann Lee">', "", ("The Northern Post", TITLE, "Ann Lee")),
        (HEAD + linked(author={"name": "The Northern Post"}), "", ("The Northern Post", TITLE, None)),
        (linked(publisher={"name": "Coast Media Ltd"}) + HEAD, "", ("The Northern Post", TITLE, None)),
        ("<title>Coast Times - Harbour board closes north pier - Local news</title>", f"<h1>{TITLE}</h1>", (None, TITLE, None)),
        ("<title>x</title>", f"<h1>{TITLE}</h1><p class='author'>By Ann Lee</p>", (None, TITLE, "Ann Lee")),
        ("", f"<h1>{TITLE}</h1><p>Posted on 4 March 2025 by <span class='author vcard'><a>Ann Lee</a></span></p>", (None, TITLE, "Ann Lee")),
        (linked(headline="Pier &amp; harbour: &lt;b&gt;closed&lt;/b&gt;"), "", (None, "Pier & harbour: closed", None)),
        ('<script type="application/ld+json">{"@graph": [{"@id": "#p", "@type": "Organization", "name": "Post"},'
         f'{{"@type": ["ReportageNewsArticle"], "headline": "{TITLE}", "publisher": {{"@id": "#p"}},}}]}}</script>', "",
         ("Post", TITLE, None)),
        ('<script type="application/ld+json">{broken</script>', "", (None, None, None)),
    ],
)  # fmt: skip
def test_a_page_states_outlet_headline_and_byline(
    head: str, body: str, stated: tuple[str | None, str | None, str | None]
) -> None:
    found = raw(f"<article>{body}{PARAGRAPHS}</article>", head=head).stated
    assert (found.outlet, found.title, found.byline) == stated


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


PUBLISHED, CHANGED = "article:published_time", "article:modified_time"
STAMP = "2025-03-04T10:15:00+01:00"


@pytest.mark.parametrize(
    ("head", "above", "published", "modified"),
    [
        (linked(datePublished=STAMP, dateModified="2025-03-05"), "", TEN, PartialDate(2025, 3, 5)),
        (linked(datePublished=STAMP) + meta(PUBLISHED, "2024-01-01"), "", TEN, None),
        (linked(datePublished="2025-03-04") + meta(PUBLISHED, STAMP), "", TEN, None),
        (meta(PUBLISHED, STAMP) + meta(CHANGED, STAMP), "<time datetime='2020-01-01'>", TEN, None),
        (linked(dateModified=STAMP), "", None, TEN),
        (meta("og:updated_time", STAMP), "", None, TEN),
        ("", f"<time datetime='{STAMP}'>4 March</time>", TEN, None),
        ("", f"<div class='updated'>Updated <time datetime='{STAMP}'>4 March</time></div>", None, TEN),
        ("", "<p>Published: 4 March 2025 10:15 GMT</p>", PartialDate(2025, 3, 4, dt.time(10, 15, tzinfo=dt.UTC)), None),
        ("", "<p class='date'>Updated 5 March 2025</p>", None, None),
        (linked(datePublished="0000-00-00") + meta(PUBLISHED, "soon"), "", None, None),
        (linked(datePublished="2031-01-01"), "", None, None),
        (linked(datePublished=1741079700000), "", PartialDate(2025, 3, 4, dt.time(9, 15, tzinfo=dt.UTC)), None),
        ("", "", None, None),
    ],
)  # fmt: skip
def test_dates_are_those_the_page_states(
    head: str, above: str, published: PartialDate | None, modified: PartialDate | None
) -> None:
    related = "<aside class='related'><time datetime='2025-02-01'>1 February 2025</time> Ferry fares</aside>"
    page = f"<article><h1>{TITLE}</h1>{above}{PARAGRAPHS}{related}</article>"
    found = raw(page, head=head, read_on=dt.datetime(2025, 6, 1, tzinfo=dt.UTC))
    assert (found.stated.published, found.modified) == (published, modified)


HERE = "https://www.example.org/harbour/pier"


@pytest.mark.parametrize(
    ("address", "head", "url", "others"),
    [
        (f"{HERE}?utm_source=x", f'<link rel="canonical" href="{HERE}">', HERE, (f"{HERE}?utm_source=x",)),
        (f"{HERE}/amp", '<link rel="canonical" href="/harbour/pier">', HERE, (f"{HERE}/amp",)),
        (HERE, f'<link rel="amphtml" href="{HERE}/amp">', HERE, (f"{HERE}/amp",)),
        (HERE, '<link rel="canonical" href="https://www.example.org/">', HERE, ()),
        (HERE, '<link rel="canonical" href="https://elsewhere.example.com/harbour/pier">', HERE, ()),
        (HERE, '<link rel="canonical" href="javascript:alert(1)">', HERE, ()),
        (HERE, '<link rel="canonical" href="http://[broken">', HERE, ()),
        (None, f'<link rel="canonical" href="{HERE}">', HERE, ()),
        (None, f"<!-- saved from url=(0036){HERE} -->", HERE, ()),
        (None, "", None, ()),
        ("https://cdn.ampproject.org/c/s/www.example.org/harbour/pier", meta("og:url", HERE), HERE,
         ("https://cdn.ampproject.org/c/s/www.example.org/harbour/pier",)),
    ],
)  # fmt: skip
def test_a_pages_own_address_is_taken_where_it_can_be(
    address: str | None, head: str, url: str | None, others: tuple[str, ...]
) -> None:
    found = raw(f"<article>{PARAGRAPHS}</article>", head=head, address=address)
    assert (found.url, found.addresses) == (url, others)


WALL = '<div class="offer"><p>Subscribe to continue reading this story.</p></div>'
FIRST = f"<article><h1>{TITLE}</h1><p>{P[0]}</p>"
LONG = "".join(f"<p>{words}</p>" for words in P * 12)


@pytest.mark.parametrize(
    ("head", "body", "extent"),
    [
        (linked(isAccessibleForFree="False"), f"{FIRST}</article>", Extent.WALLED),
        (linked(isAccessibleForFree=False), f"<article>{LONG}</article>", Extent.FULL),
        ("", f"{FIRST}</article>{WALL}", Extent.WALLED),
        ("", f"{FIRST}{WALL}</article>", Extent.WALLED),
        ("", f"<article>{LONG}{WALL}</article>", Extent.FULL),
        ("", f"{FIRST}</article>{LETTER}", Extent.FULL),
        ("", f"{FIRST}</article><p>You have read 2 of 5 free articles. Subscribe to continue reading.</p>", Extent.FULL),
        ("", f"<header><a>Subscribe to read more</a></header>{FIRST}{LETTER}</article>", Extent.FULL),
        (linked(isAccessibleForFree=True), f"<article>{LONG}</article>{WALL}", Extent.FULL),
        (linked(isAccessibleForFree=False, hasPart={"cssSelector": ".gate"}),
         f"<article><div class='gate'>{PARAGRAPHS * 2}</div></article>", Extent.FULL),
    ],
)  # fmt: skip
def test_a_wall_is_told_from_a_newsletter(head: str, body: str, extent: Extent) -> None:
    found = raw(body, head=head)
    assert found.extent is extent
    assert "continue reading" not in body_of(found)


SAYS = meta("og:description", "The board voted to close the pier for two years.") + meta("og:title", TITLE)
SHELL = '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
COOKIES = "<h1>Before you continue</h1><p>We and our 812 partners use cookies and store information on your device.</p>"


@pytest.mark.parametrize(
    ("head", "body", "extent"), [(SAYS, SHELL, Extent.SHELL), (SAYS + linked(), COOKIES, Extent.WALLED)]
)
def test_a_page_without_its_text_is_stored_as_what_it_states(head: str, body: str, extent: Extent) -> None:
    found = raw(body, head=head)
    assert found.extent is extent
    assert found.text == f"{TITLE}\n\nThe board voted to close the pier for two years."
    assert marks_of(found) == [("headline", TITLE)]


def test_the_text_is_taken_from_linked_data_where_the_page_shows_none() -> None:
    found = raw(SHELL, head=linked(articleBody="\n".join(P), datePublished=STAMP))
    assert (found.text, found.extent, found.stated.published) == (TEXT, Extent.FULL, TEN)


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("", "is empty"),
        ("\x89PNG\r\n\x1a\n", "is not text (looks like a PNG image)"),
        ("\x01\x02\x03\x04" * 40, "is not a page (binary data)"),
        (SHELL, "is filled by scripts and holds no text itself; open it in a browser and paste the text"),
        (COOKIES, "shows only a question about cookies; open it in a browser and paste the article's text"),
        (WALL, "shows only a wall to sign in or subscribe; paste the article's text if you have it"),
        ("<title>404 - Page not found</title><h1>Sorry</h1><p>What you asked for is not here any more.</p>",
         "is an error page and no article (“404 - Page not found”)"),
        ("<title>Just a moment...</title><p>Checking that you are a person, this takes some seconds.</p>",
         "asks whether a person is reading; open it in a browser and save the page or paste its text"),
        ("<main>" + "<article><h2><a href=/1>Fares</a></h2><p>Fares on the ferry will rise, they said.</p></article>" * 9,
         "is a list of links to articles, not an article; give the address of one of them"),
        ("<p></p>" * 500_000, "has 500,000 elements; a page may have 250,000"),
        ("<html><body><p>Menu</p></body></html>", "holds no article's text; paste the text if it shows one in a browser"),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related", "is a web archive (MHTML); save the page as HTML"),
    ],
)  # fmt: skip
def test_what_is_no_article_is_refused_with_what_to_do(page: str, reason: str) -> None:
    with pytest.raises(BadInputError) as error:
        raw(page.encode("latin-1" if page.startswith("\x89") else "utf-8"))
    assert str(error.value) == reason


def test_an_article_about_an_error_is_no_error_page() -> None:
    assert (
        raw(f"<article>{LONG}</article>", head="<title>404: page not found, city told</title>").extent
        is Extent.FULL
    )


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + PARAGRAPHS,
        "<b><i>" * 30_000 + PARAGRAPHS,
        f'<div class="{"a " * 1_000_000}">{PARAGRAPHS}</div>',
        "<!-- -->" * 200_000 + PARAGRAPHS,
        f"<article>{PARAGRAPHS}</article><script>{'var a = 1;' * 1_100_000}</script>",
        f"<article>{PARAGRAPHS}</article>" + "<div><a href=/1>Ferry fares to rise</a></div>" * 20_000,
        linked(author={"name": {"name": [[]]}}, hasPart=7, publisher=[], liveBlogUpdate="x") + PARAGRAPHS,
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>" + PARAGRAPHS,
    ],
    ids=["divs", "inline", "attribute", "comments", "11 MB", "links", "odd data", "deep data"],
)
def test_odd_pages_are_read_in_bounded_time(page: str) -> None:
    started = time.process_time()
    assert body_of(raw(f"<html><body>{page}".encode())) == TEXT
    assert time.process_time() - started < 10


def test_a_page_beyond_the_limit_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"is 12\.0 MB; a page may have 12 MB"):
        raw(b" " * (MAX_PAGE_BYTES + 1))


def test_given_values_go_before_what_the_page_states() -> None:
    page = Page(f"{HEAD}<article>{PARAGRAPHS}</article>".encode(), "page.html", "page.html")
    article = clean(read_page(page, Given(outlet="Coast Times", url=HERE)))
    assert (article.outlet, article.title, article.url) == ("Coast Times", TITLE, HERE)


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (FRENCH, "en", "fr"),
        (TEXT, "fr", "en"),
        ("Le port ferme.", "fr-FR", "fr"),
        ("The pier closes.", "und", None),
        ("Совет порта проголосовал во вторник за закрытие причала.", None, "ru"),
        ("港湾委員会は火曜日、北埠頭を二年間閉鎖することを決めた。", None, "ja"),
    ],
)
def test_the_language_is_measured_where_there_is_enough_text(
    text: str, declared: str | None, language: str | None
) -> None:
    assert language_of(text, [declared]) == language


def test_the_language_of_a_text_file_is_measured_too(tmp_path: Path) -> None:
    (tmp_path / "port.txt").write_text(FRENCH)
    (tmp_path / "pier.txt").write_text(TEXT)
    assert [found.language for found in read([tmp_path]) if isinstance(found, RawArticle)] == ["en", "fr"]


def test_cleaning_lets_stand_what_is_marked() -> None:
    text = "Share this article\n\nBy Monday the pier is closed\n\n" + TEXT
    first, second = Span(0, 18), Span(20, 48)
    told = (Segment(first, SegmentKind.BODY), Segment(second, SegmentKind.CAPTION))
    article = clean(RawArticle("a", text, "a", marked=told))
    assert [(s.kind, s.span.of(text).strip()) for s in article.segments[:3]] == [
        (SegmentKind.BODY, "Share this article"),
        (SegmentKind.CAPTION, "By Monday the pier is closed"),
        (SegmentKind.BODY, TEXT),
    ]
    assert clean(RawArticle("a", text, "a")).segments[0].kind is SegmentKind.BOILERPLATE


def test_saved_pages_are_read_and_not_what_was_saved_beside_them(tmp_path: Path) -> None:
    (tmp_path / "pier.htm").write_text(f"<!-- saved from url=(0036){HERE} --><article>{PARAGRAPHS}</article>")
    (tmp_path / "pier_files").mkdir()
    (tmp_path / "pier_files" / "frame.html").write_text(f"<p>{P[2]}</p>")
    (found,) = read([tmp_path])
    assert isinstance(found, RawArticle)
    assert (found.text, found.url, found.source_name) == (TEXT, HERE, "pier.htm")
