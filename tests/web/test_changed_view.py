"""The rows on which an article has changed its words: found in one click, in the page and in its files."""

from __future__ import annotations

from dataclasses import replace

from app.domain.article import Basis, text_hash
from app.domain.comparison import Comparison, EventSummary, Filters, compare
from app.domain.correction import Correction, Field, mended
from app.domain.grouping import Anchor
from app.domain.version import Version
from app.web.articles.versions import versions_page
from app.web.comparison import comparison_page
from app.web.comparison.changed import with_changes
from app.web.filters import parse, to_query
from tests.making import article, claim, row

BEFORE = article("The lock gate failed.\n\nNine barges wait.\n\nNobody is hurt.", "Towpath")
NOW = replace(BEFORE, text="The lock gate failed.\n\nTwelve barges wait.\n\nNobody is hurt.")
OTHER = article("The gate of the lock failed. Nobody is hurt.", "Quay Letter")
ROWS = (
    row(claim(NOW, "The lock gate failed."), claim(OTHER, "The gate of the lock failed.")),
    row(claim(NOW, "Twelve barges wait.")),
    row(claim(NOW, "Nobody is hurt."), claim(OTHER, "Nobody is hurt.")),
)


def _table(*former: Version) -> Comparison:
    summary = EventSummary("e", "The lock", ("Towpath", "Quay Letter"), ("a.txt", "b.txt"))
    whole = compare(summary, (NOW, OTHER), ROWS, versions={NOW.key: former} if former else {})
    return with_changes(whole)


def test_rows_whose_words_changed_are_a_view() -> None:
    whole = _table(Version.of(BEFORE))
    filters, problems = parse("changed=since&verdict=single")
    assert not problems
    assert parse(to_query(filters)) == (filters, ())
    assert [found.number for found in whole.filtered(Filters(changed=True)).rows] == [2]
    view = comparison_page(whole, Filters()).views[-1]
    assert (view.words, view.number, view.current) == ("Changed since first read", 1, False)
    page = comparison_page(whole, parse(view.href.partition("?")[2])[0])
    assert [found.number for found in page.rows] == [2]
    assert page.views[-1].current
    assert [chip.words for chip in page.chips] == ["Changed since first read"]
    assert [v.name for v in page.views if v.current] == ["changed"]
    assert parse(page.views[0].href.partition("?")[2])[0] == Filters()


def test_a_column_that_is_not_shown_has_changed_nothing_there() -> None:
    shown = _table(Version.of(BEFORE)).filtered(Filters(columns=("Quay Letter",), changed=True))
    assert not shown.rows


def test_without_changes_there_is_no_such_view() -> None:
    whole = _table()
    assert "changed" not in [view.name for view in comparison_page(whole, Filters()).views]
    asked = comparison_page(whole, Filters(changed=True))
    assert not asked.rows
    assert asked.views[-1].current


def test_a_value_that_is_none_is_told() -> None:
    assert parse("changed=yes") == (Filters(), ("“yes” is no value for “changed” and is ignored.",))


def test_a_headline_mended_by_hand_is_no_change_of_the_outlets() -> None:
    first = replace(NOW, title="Lock fails", title_basis=Basis.PAGE)
    read = replace(BEFORE, title="Lock fails", title_basis=Basis.PAGE)
    anchor = Anchor(first.key, text_hash(first.text), first.source_name)
    words = "Lock fails again"
    said = Correction(anchor, Field.TITLE, words, "Lock fails", Basis.PAGE, "2024-03-12T09:00:00+00:00")
    mended_now = mended(first, [said])
    assert mended_now.title == "Lock fails again"
    assert versions_page(mended_now, (Version.of(read),)).titles is None
