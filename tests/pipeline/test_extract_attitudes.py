"""Attitudes told apart from speech, by the words of the cue."""

from __future__ import annotations

import time

import pytest

from app.domain.claim import ClaimKind
from app.pipeline import extract
from app.pipeline.extract.attitudes import is_attitude
from app.pipeline.extract.components import read_page
from app.pipeline.extract.pipeline import read_doc
from tests.making import article

NLP = extract.load()

# Chosen from the cues of PolNeAR's training part and invented.
ATTITUDES = """
believes | believed | has long believed | do n't believe | thinks | thought | think | knew | knows
understands | hopes | had hoped | is hoping | are hopeful | in the hope | wants | did not want | would like
desire | wishes | fears | fearing | is afraid | worried | are worried about | concerns about | was concerned
anxious | doubt | doubts | is expected | are widely expected | is not expected | expects | had expected
expectation | anticipates | supports | supported | has supported | support for | in support of
supporter of | is supportive of | back | backs | has backed | is backing | endorsed | has endorsed
to endorse | endorsement of | favors | in favor of | prefers | opposes | opposed | opposition to
is opposed to | voted against | is against | voted for | plans to vote for | plans | plans to | is planning
planned | intends | intention | is considering | considered | is weighing | is mulling | refused to
refuses | refusal | has decided | decision | is willing | was unwilling | is eager | reluctant | is ready
has been critical of | is skeptical | was sceptical | confident | is convinced | are angry | was furious
am glad | sees | is seen as | view of | in his view | are viewed as | regards | is regarded as | felt
feels | wondered | sought | seeks | is looking for | are looking to | is counting on | agrees with
sided with | stands by | trusts | remembers | suspected | assumes | has no doubt | loves | hates | dislike
is proud | was surprised | are divided | made no secret of his support | never hid her belief
is determined | was leaning toward | belief | conviction
"""
SPEECH = """
said | says | told | told reporters | also said | has repeatedly said | saying | : | wrote | writes
tweeted | announced | argued | argues | claims | claimed | according to | urged | asked | asks | warned
warned of | criticised | criticized | has criticized | called for | calls for | is calling for | denied
promised | vowed | pledged | testified | in a statement | statement | a report | report | reported
reportedly | issued a statement saying | explained | said he hopes | said he believes
told reporters he wanted | expressed hope | expressed concern | voiced support | announced plans
announced his support | spoke in favor of | argued against | warned against | railed against | raised doubts
raised concerns | cast doubt on | is expected to say | is expected to announce | weighed in on
took aim at | shot back | fired back | hit back | pushed back | known as | is known for
praised | attacked | blasted | mocked
accused | blamed | condemned | suggested | indicated | showed | shows | found | in | quoted | chanted
apologized for | insisted | acknowledged | admitted | agreed to | declined to comment | did not say
was asked about | criticism of | allegations of | complaints about | questions about | accusations of
speech | interview | letter | demanded | ordered | replied | added | described | predicted | proposed
threatened | confirmed | revealed
"""
# Drawn at random from all distinct cues of that part but its 700 most frequent, after the lists were made;
# 53 of the 60 were right at first try (15 of 20 attitudes, 38 of 40 others).
DRAWN = """
A actually like | dislike for | seen as | had decided | sentiment runs hot among | seriously contemplated
A holds dear | tried here last week to empathize with | initially expected | suspected immediately
A had jumped aboard with | enjoyed | need to remember | surprised | s also expected | went on to endorse
A are drawing blueprints for | both back | has offended | didn’t want
S the previously announced | dropped | here in | 's | have kept the focus on | policy toward
S was much derided | staged | it is said | ending | delivered his tirade against
S carrying saturation coverage of | hesitated to repeat | it’s | response was | made a direct appeal
S it may not be a question of whether | pledged to | a series of investigative reports on
S said in phone interview | to air | focusing on | may not have made | trade | pressed again about
S might blame | is better known as | made several statements | boasted monday night
S ominous denunciations of | was claiming | have so far been requested | written reply to | to broadcast
S is also an example of | have been unsparing in their criticism of | arguments that could be made against
S gives most of a speech to effusively praising | has mused about | had harsh words for
"""
FLOOR = 0.85  # of the drawn cues


def cues(table: str) -> list[str]:
    return [cue.strip() for line in table.strip().splitlines() for cue in line.split("|")]


def reads(words: str) -> bool:
    page, _ = read_page(read_doc(article(words), NLP))
    return is_attitude(page, (0, len(page)))


def drawn() -> list[tuple[str, bool]]:
    lines = DRAWN.strip().splitlines()
    return [(cue, line.startswith("A ")) for line in lines for cue in cues(line[2:])]


def test_the_table_is_large_enough() -> None:
    assert len(set(cues(ATTITUDES))) >= 120
    assert len(set(cues(SPEECH))) >= 100
    assert len({cue for cue, _ in drawn()}) == 60


@pytest.mark.parametrize("words", cues(ATTITUDES))
def test_a_cue_of_attitude(words: str) -> None:
    assert reads(words)


@pytest.mark.parametrize("words", cues(SPEECH))
def test_a_cue_of_speech(words: str) -> None:
    assert not reads(words)


def test_share_of_drawn_cues_read_right() -> None:
    missed = [words for words, expected in drawn() if reads(words) is not expected]
    assert len(missed) <= (1 - FLOOR) * len(drawn()), missed


# text; kind of each attributed claim, and whether it is an attitude
CLAIMS = [
    ("Anna Berg said the bridge was old.", [(ClaimKind.STATEMENT, False)]),
    ("Anna Berg believes the bridge is old.", [(ClaimKind.STATEMENT, True)]),
    ("Anna Berg believes the bridge is “far too old” for lorries.", [(ClaimKind.MIXED, True)]),
    ("“The bridge is old,” Anna Berg believes.", [(ClaimKind.QUOTE, False)]),
]


@pytest.mark.parametrize(("text", "expected"), CLAIMS)
def test_claims_know_whether_they_were_said(text: str, expected: list[tuple[ClaimKind, bool]]) -> None:
    claims = extract.read_claims(article(text), NLP)
    assert [(claim.kind, claim.attitude) for claim in claims] == expected


def test_what_nobody_is_cited_for_is_no_attitude() -> None:
    (claim,) = extract.read_claims(article("Hopes faded in Oslo as rain fell on the old bridge."), NLP)
    assert (claim.kind, claim.attitude) == (ClaimKind.NARRATED, False)


def test_a_cue_of_any_length_is_read_in_bounded_time() -> None:
    started = time.perf_counter()
    assert not reads("throw be have look " * 20_000)
    assert time.perf_counter() - started < 30
