"""Whom a printed source means."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from app.domain.article import Article, Segment, SegmentKind
from app.domain.claim import ClaimKind
from app.domain.speaker import UNRESOLVED, Speaker
from app.domain.text import Span
from app.pipeline import extract
from app.pipeline.extract import claims as claims_module
from app.pipeline.extract.components import read_page
from app.pipeline.extract.links import Attribution
from app.pipeline.extract.people import Name, NameKind, find_people
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

BERG = "Norwegian Foreign Minister Anna Berg met reporters in Oslo. "
HALE = "Prime Minister Tom Hale came from Leeds. "


@pytest.fixture(scope="module")
def nlp() -> Language:
    return extract.load()


def resolved(name: str) -> Speaker:
    return Speaker.resolved(name)


# text, the speaker of its last attribution
TABLE = [
    ("U.S. Secretary of State Anna Berg said it rained.", resolved("Anna Berg")),
    ("UN envoy to Norway Anna Berg said it rained.", resolved("Anna Berg")),
    ("The UN envoy to Norway, Anna Berg, said it rained.", resolved("Anna Berg")),
    ("Foreign Minister Adel al-Berg spoke.\n\nBerg said it rained.", resolved("Adel al-Berg")),
    ("Envoy Staffan de Berg spoke.\n\nDe Berg said it rained.", resolved("Staffan de Berg")),
    (BERG + "Berg said it rained.", resolved("Anna Berg")),
    (BERG + "Ms. Berg said it rained.", resolved("Anna Berg")),
    (BERG + "She said it rained.", resolved("Anna Berg")),
    (BERG + "“It rained,” she said.", resolved("Anna Berg")),
    (BERG + "The foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + "The Norwegian foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + "The Danish foreign minister said it rained.", resolved("Danish foreign minister")),
    (BERG + HALE + "The foreign minister said it rained.", resolved("Anna Berg")),
    (BERG + HALE + "She said it rained.", resolved("Anna Berg")),
    (BERG + HALE + "He said it rained.", resolved("Tom Hale")),
    ("Anna Berg and Tom Hale said it rained.", resolved("Anna Berg and Tom Hale")),
    ("Mary Holm met Anna Holm in Oslo.\n\nHolm said it rained.", Speaker.ambiguous("Anna Holm", "Mary Holm")),
    ("Mary Holm met Tom Holm in Oslo.\n\nMr. Holm said it rained.", resolved("Tom Holm")),
    ("The Kremlin said it rained.", resolved("Kremlin")),
    ("Moscow said it rained.", resolved("Moscow")),
    ("The U.S. State Department said it rained.", resolved("U.S. State Department")),
    ("The Harbour Company closed. The Harbour Company said it rained. It said snow fell.",
     resolved("Harbour Company")),
    ("Officials said it rained.", resolved("Officials")),
    ("A spokesman for the ministry said it rained.", resolved("spokesman for the ministry")),
    ("State Department officials said it rained.", resolved("State Department officials")),
    ("He said it rained.", UNRESOLVED),
    ("Anna Berg, who said it rained, left.", resolved("Anna Berg")),
    ("Rubin’s deputy campaign manager, Tom Hale, said it rained.", resolved("Tom Hale")),
]  # fmt: skip

HALL = "Tom Hale spoke in the hall on Monday. "
# Sources without a name: who brings them in, and who stands for them afterwards
UNNAMED = [
    ("A nurse at the clinic said it rained.\n\nThe nurse said it snowed.", resolved("nurse at the clinic")),
    ("A young man came in.\n\n“It rained,” the man said.", resolved("young man")),
    ("A man in a red hat said it rained.\n\nHe said it snowed.", resolved("man in a red hat")),
    (HALL + "A port official said it rained. “It snowed,” the official said.", resolved("port official")),
    ("A spokesman for Anna Berg said it rained.", resolved("Anna Berg spokesman")),
    ("A Berg spokesman said it rained.", resolved("Berg spokesman")),
    ("A spokesman for Mayor Anna Berg said it rained.", resolved("Anna Berg spokesman")),
    ("A spokesman for Anna Berg said it rained.\n\n“It snowed,” the aide said.",
     resolved("Anna Berg spokesman")),
    ("Some port officials said it rained.\n\nThey said it snowed.", resolved("Some port officials")),
    ("A group of miners said it rained.\n\nThe group said it snowed.", resolved("group of miners")),
    (BERG + "Her brother said it rained.", resolved("Anna Berg's brother")),
    (BERG + "Her brother left early. “It rained,” Berg said.", resolved("Anna Berg")),
    (HALL + "The billionaire said it rained.", resolved("Tom Hale")),
    (HALL + "The lawyer said it rained.", UNRESOLVED),
    (HALL + "The cameraman said it rained.", resolved("cameraman")),
    ("The lawyer said it rained.", UNRESOLVED),
    ("A report said it rained.", UNRESOLVED),
    ("A police report said it rained.", resolved("police report")),
    ("They said it rained.", UNRESOLVED),
    ("The charity said it rained.", UNRESOLVED),
]  # fmt: skip

# Descriptions of people who have a name
DESCRIBED = [
    ("President Tom Hale left.\n\nThe French president said it rained.", resolved("French president")),
    ("Sen. Anna Berg left.\n\nThe Leeds senator said it rained.", resolved("Anna Berg")),
    ("Anna Berg, a senator for Oslo, left.\n\nThe Leeds senator said it rained.", resolved("Leeds senator")),
    ("Tom Hale spoke.\n\nThe Leeds judge said it rained.\n\nHe said it snowed.", resolved("Tom Hale")),
    ("It came from Anna Berg, a retired baker, who said it rained.", resolved("Anna Berg")),
    ("Anna Berg came to a hall with miners who said it rained.", resolved("miners")),
    ("Sen. Anna Berg left.\n\nThe Republican senator said it rained.", resolved("Anna Berg")),
    ("President Tom Hale met Mark Reed.\n\nReed left.\n\nThe president spoke.\n\nHe said it rained.",
     resolved("Tom Hale")),
    ("Sen. Anna Berg left.\n\nThe senator said it rained.", resolved("Anna Berg")),
    ("Rep. Anna Berg left.\n\nThe lawmaker also said it rained.", resolved("Anna Berg")),
    ("Tom Hale, a baker, left.\n\nThe baker said it rained.", resolved("Tom Hale")),
    (BERG + "Her lawyer, Tom Hale, left.\n\nThe lawyer said it rained.", resolved("Tom Hale")),
    ("The mayor, Tom Hale, came. A man in a hat followed.\n\nThe mayor said it rained.",
     resolved("Tom Hale")),
    ("Tom Hale, the lawyer for the port, left. A lawyer for the crew came.\n\nThe lawyer said it rained.",
     resolved("lawyer for the crew")),
    ("Judge Anna Berg met Judge Mary Holm and left with Tom Hale.\n\nThe judge said it rained.",
     Speaker.ambiguous("Anna Berg", "Mary Holm")),
    ("Anna Berg spoke. Mary Berg left.\n\nThe elder Berg daughter said it rained.",
     Speaker.ambiguous("Anna Berg", "Mary Berg")),
    ("Tom Hale spoke.\n\nHis statement said it rained.", resolved("Tom Hale")),
    ("Tom Hale spoke.\n\nHale’s letter said it rained.", resolved("Tom Hale")),
    ("An article in The Oslo Mail was short. The article said it rained.", resolved("Oslo Mail")),
    (BERG + "A spokesman for the port spoke. Berg’s deputy, Tom Hale, said it rained.",
     resolved("Tom Hale")),
    ("Anna Berg met Tom Hale, who said it rained.", resolved("Tom Hale")),
    ("Anna Berg met a baker from Leeds, who said it rained.", resolved("baker from Leeds")),
]  # fmt: skip

GENDERS = [
    ("Kelly Berg came. “It rained,” she said. Tom Hale met Berg.\n\nLater Berg left.\n\nHe said it snowed.",
     resolved("Tom Hale")),
    ("Mr. Berg met Anna Hale.\n\nHale left.\n\nHe said it rained.", resolved("Berg")),
    ("Anna Berg met Mary Holm.\n\n“Tom Hale was there,” Berg said.\n\nHe said it rained.", UNRESOLVED),
]  # fmt: skip

BODIES = [
    (
        "Harbourline Group was robbed. Harbourline Group closed, and the company said the ships would sail.",
        resolved("Harbourline Group"),
    ),
    ("The State Department closed early.\n\nThe department said it rained.", resolved("State Department")),
    (
        "The Hale campaign said it rained. Anna Berg left.\n\nThe campaign said it snowed.",
        resolved("Hale campaign"),
    ),
    ("Anna Berg and Tom Hale said it rained.\n\nThey said it snowed.", resolved("Anna Berg and Tom Hale")),
    ("Harbour officials said it rained.\n\nThe agency said it snowed.", UNRESOLVED),
]

# What must not be taken for the one who speaks
BESIDE = [
    (HALL + "\n\nRain over Oslo again\n\n— Mark Reed (@reed) May 2, 2016\n\nHe said it rained.",
     resolved("Tom Hale")),
    ("Saving Norway is hard. The head of the centre in Norway said it rained.",
     resolved("head of the centre in Norway")),
    ("Anna Berg’s sister Mary Berg met Tom Hale.\n\nShe said it rained.", resolved("Mary Berg")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), [*TABLE, *UNNAMED, *DESCRIBED, *GENDERS, *BODIES, *BESIDE])
def test_speaker(nlp: Language, text: str, expected: Speaker) -> None:
    claims = extract.read_attributions(article(text), nlp)
    assert claims[-1].speaker == expected


def test_a_name_inside_a_quotation_is_not_who_speaks_next(nlp: Language) -> None:
    text = "Anna Berg was there. “I never met Tom Hale,” she said. “Mary Holm did,” she added."
    claims = extract.read_attributions(article(text), nlp)
    assert {claim.speaker.name for claim in claims} == {"Anna Berg"}


def test_names_of_a_recogniser_add_to_the_rules(nlp: Language) -> None:
    page, _ = read_page(read_doc(article("Oyo Quill came to Ruda. Quill swam home. It rained."), nlp))
    bare = find_people(page)
    helped = find_people(page, [Name((0, 2), NameKind.PERSON)])
    assert [p.name for p in bare.persons] == []
    assert [(p.name, p.count) for p in helped.persons] == [("Oyo Quill", 2)]


# Whose words a sentence of these texts are: text, words of the claim, speaker
WHOSE = [
    # a block closed only in its last line; a colon behind the clause
    ("A post on the page of Tom Hale set the tone. Tom Hale wrote about the ferry and its owners:\n\n"
     "“The ferry was late again. Nobody in the port was told.\n\nNo one said why the “tide” "
     "was high.\n\nNext week we will count the boats.”\n\nRain fell at night.",
     ["The ferry was late again.", "Nobody in the port was told.",
      "No one said why the “tide” was high.", "Next week we will count the boats."], "Tom Hale"),
    ("Anna Berg, born in Oslo and married to Tom Hale since 2012, wrote to the local news page: “The "
     "ferry was "
     "late again, and nobody was told.”", ["The ferry was late again, and nobody was told."], "Anna Berg"),
    # whatever the verb, and a quotation that goes on behind it
    ("Senator Anna Berg came to Oslo.\n\n“Who are they!” the two-term senator demands. “I want to know it.”",
     ["Who are they!", "I want to know it."], "Anna Berg"),
    # who a sentence cites signs the quotation it begins with
    ("“At present, long talks are being held to open the bridge” – the head of the port’s centre in Oslo "
     "General Tom Hale says ships in the fjord have begun to move.",
     ["At present, long talks are being held to open the bridge"], "Tom Hale"),
    # announced in the paragraph before
    ("Tom Hale spoke to the crew.\n\nHale noted so kindly in a post on Friday morning.\n\n"
     "“Anna Berg, who said no to my ferry, was the first to ask for it.”",
     ["Anna Berg, who said no to my ferry, was the first to ask for it."], "Tom Hale"),
    # a gerund's pronoun; who owns a promise is not who "he" is
    ("Mr. Hale wrote to Mayor Lars K. Holm, a baker, and to the port, after a tape was aired of him claiming "
     "that “nobody in town can swim”.", ["nobody in town can swim"], "Hale"),
    ("Despite Mr. Hale’s promises that Oslo will pay for his wall, Mr. Reed vowed in May that it would "
     "never stand. "
     "He also called Mr. Hale a “false friend” of the town.",
     ["Mr. Hale a “false friend” of the town"], "Reed"),
    # verbs joined share a source
    ("Mayor Tom Hale went to Oslo on Monday, accusing the ferry’s owner Anna Berg of “endless delays” and "
     "calling the port “a slow old harbour.”", ["the port “a slow old harbour.”"], "Tom Hale"),
    # "who went" is "who"
    ("Rain fell on the ferry of former mayor Tom Hale – who went on air declaring the port “not ready” for "
     "the tide.", ["the port “not ready” for the tide"], "Tom Hale"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name"), WHOSE)
def test_whose_words(nlp: Language, text: str, words: list[str], name: str) -> None:
    claims = extract.read_claims(article(text), nlp)
    assert {claim.text: claim.speaker.name for claim in claims if claim.text in words} == dict.fromkeys(
        words, name
    )


def test_the_verbs_of_a_headline_have_one_subject(nlp: Language) -> None:
    headline = "Hale slams ‘late’ ferry owner Berg, calls on ‘slow’ port to act\n"
    whole = article(headline + "Tom Hale came to Oslo.")
    cut = len(headline)
    segments = (
        Segment(Span(0, cut), SegmentKind.HEADLINE),
        Segment(Span(cut, len(whole.text)), SegmentKind.BODY),
    )
    claims = extract.read_attributions(replace(whole, segments=segments), nlp)
    assert {claim.speaker.name for claim in claims} == {"Tom Hale"}


def test_a_name_has_one_kind_in_an_article(nlp: Language) -> None:
    text = "In May, Quillo was robbed. In June, Quillo opened. It rained when Quillo closed."
    page, _ = read_page(read_doc(article(text), nlp))
    places = [i for i, word in enumerate(page.words) if word == "Quillo"]
    kinds = (NameKind.PERSON, NameKind.BODY, NameKind.BODY)
    people = find_people(page, [Name((i, i + 1), kind) for i, kind in zip(places, kinds, strict=True)])
    assert [body.tokens[0] for body in people.bodies] == places


def test_i_in_quoted_words_is_who_is_quoted(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    outer = Attribution((7, 9), (9, 10), ((0, 7),), 0.9)
    inner = Attribution((1, 2), (2, 3), ((3, 5),), 0.9)

    def with_two(article: Article, nlp: Language) -> Doc:
        doc = read_doc(article, nlp)
        doc._.attributions = (outer, inner)
        return doc

    monkeypatch.setattr(claims_module, "read_doc", with_two)
    claims = extract.read_attributions(article("“I said it rained,” Tom Hale said."), nlp)
    assert [claim.speaker for claim in claims] == [resolved("Tom Hale"), resolved("Tom Hale")]


def test_names_in_the_doc_are_used(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    named = False

    def with_names(article: Article, nlp: Language) -> Doc:
        doc = read_doc(article, nlp)
        doc.ents = [DocSpan(doc, 0, 2, label="PERSON")] if named else []
        return doc

    monkeypatch.setattr(claims_module, "read_doc", with_names)
    text = "Oyo Quill came to Ruda.\n\nShe said it rained."
    (without,) = extract.read_attributions(article(text), nlp)
    named = True
    (with_names_found,) = extract.read_attributions(article(text), nlp)
    assert without.speaker == UNRESOLVED
    assert with_names_found.speaker == resolved("Oyo Quill")


def test_words_in_a_headlines_capitals_are_no_names(nlp: Language) -> None:
    text = "Bush Is Suddenly Attacking Holm\n\nEdda Holm spoke. “They sleep,” Holm said."
    column = replace(
        article(text),
        segments=(Segment(Span(0, 31), SegmentKind.HEADLINE), Segment(Span(33, len(text)), SegmentKind.BODY)),
    )
    speakers = {
        claim.speaker.name for claim in extract.read_claims(column, nlp) if claim.kind is ClaimKind.QUOTE
    }
    assert speakers == {"Edda Holm"}


@pytest.mark.parametrize(
    ("text", "source", "speaker"),
    [
        ("On May 1 Norway announced that the bridge had been closed for good.", "Norway", "Norway"),
        ("Minister Anna Berg on Monday urged drivers to turn back at the bridge.", None, "Anna Berg"),
        ("Separately, Senator Anna Berg said the bridge was old.", "Senator Anna Berg", "Anna Berg"),
        ("Anna Berg flew to Geneva. In Geneva Berg said the truce was near.", None, "Anna Berg"),
    ],
)
def test_what_leads_in_is_no_part_of_the_source(
    nlp: Language, text: str, source: str | None, speaker: str
) -> None:
    said = [claim for claim in extract.read_claims(article(text), nlp) if claim.source]
    assert [claim.speaker.name for claim in said] == [speaker]
    assert source is None or [claim.source.of(text) for claim in said if claim.source] == [source]
