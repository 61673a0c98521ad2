from __future__ import annotations

from dataclasses import replace

from app.domain.article import Article
from app.domain.claim import Claim, ClaimKind
from app.domain.event import Verdict
from benchmarks.verdicts import judged_reference
from tests.making import article, claim

SUN = article(
    "“We will rebuild the pier by spring, whatever it takes,” Lind said. It is 40 years old.", "Sun", ""
)
STAR = article("Lind said: “We will mend the pier by spring, whatever it takes.”", "Star", "")
ARTICLES = {"sun": SUN, "star": STAR}


def quote(of: Article, words: str) -> Claim:
    made = claim(of, words, ClaimKind.QUOTE, "Edda Lind")
    return replace(made, quoted=(made.span,))


CLAIMS = [
    quote(SUN, "We will rebuild the pier by spring, whatever it takes,"),
    quote(STAR, "We will mend the pier by spring, whatever it takes."),
]


def reference(*mentions: tuple[str, str], verdict: str = "wording") -> dict[str, object]:
    """A reference of one row; mentions are an article's key and the words."""
    places = [(key, ARTICLES[key].text.index(words), len(words)) for key, words in mentions]
    return {
        "rows": [
            {
                "id": "pier",
                "verdict": verdict,
                "mentions": [{"article": key, "start": at, "end": at + size} for key, at, size in places],
            }
        ]
    }


def test_a_row_is_judged_as_the_reference_cuts_it() -> None:
    whole = reference(
        ("sun", "We will rebuild the pier by spring"), ("star", "We will mend the pier by spring")
    )
    (judged,) = judged_reference(whole, ARTICLES, CLAIMS)
    assert (judged.expected, judged.found) == (Verdict.WORDING, Verdict.WORDING)
    tail = reference(("sun", "by spring, whatever it takes"), ("star", "by spring, whatever it takes"))
    (judged,) = judged_reference(tail, ARTICLES, CLAIMS)
    assert judged.found is Verdict.AGREE
    assert [claim.text for claim in judged.claims] == ["by spring, whatever it takes"] * 2


def test_rows_of_one_outlet_are_not_judged() -> None:
    alone = reference(("sun", "It is 40 years old"), verdict="single")
    assert list(judged_reference(alone, ARTICLES, CLAIMS)) == []
