from __future__ import annotations

import pytest

from app.domain.shown import one_line, whole


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Mill to close", "Mill to close"),
        ("two\nlines\x1b[2J", "two\\nlines\\x1b[2J"),
        ("gpj.\u202exe", "gpj.\\u202exe"),
        ("half \ud83d", "half \\ud83d"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("n" * 50 + ".html", "nnnnnnnnnnnnnn….html"),
        ("\0" * 50, "\\x00\\x00\\x00\\x…0\\x00"),
    ],
)
def test_words_are_one_line_that_shows_all_it_holds(words: str, kept: str) -> None:
    found = one_line(words, 20)
    assert found == kept
    assert len(found) <= 20 or words == kept


def test_halves_of_characters_are_marked() -> None:
    assert whole("a\ud800b 😀") == "a\ufffdb 😀"
