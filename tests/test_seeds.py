"""The seed accounts: complete, well formed, and with everything in them that they are there to show."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.claim import ClaimKind
from app.domain.dates import PartialDate
from app.domain.event import Verdict

SEEDS = Path(__file__).parents[1] / "seeds"
TEXTS = {path.relative_to(SEEDS).as_posix(): path for path in sorted(SEEDS.rglob("*.txt"))}
QUOTED = re.compile(r"“([^”]*)”|\"([^\"\n]*)\"")
MAX_QUOTED_WORDS = 8  # of a real report: quotation, not copy
LENGTHS = {"geneva": (200, 1000), "hesterwick-bridge": (450, 800)}  # words


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")  # bytes, so that line ends stay as they are


def manifest() -> list[dict[str, str]]:
    with (SEEDS / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


EXPECTED: dict[str, Any] = json.loads(read(SEEDS / "expected.json"))
ROWS: dict[str, dict[str, Any]] = {row["id"]: row for row in EXPECTED["rows"]}
BRIDGE = {key: read(SEEDS / "hesterwick-bridge" / a["file"]) for key, a in EXPECTED["articles"].items()}


def mentions(row_id: str, article: str) -> list[str]:
    return [m["text"] for m in ROWS[row_id]["mentions"] if m["article"] == article]


def articles(row: dict[str, Any]) -> set[str]:
    return {m["article"] for m in row["mentions"]}


# --- files and manifest ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_clean_utf8(name: str) -> None:
    text = read(TEXTS[name])
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not re.search(r"[\r\ufeff\ufffd\x00]|[ \t]$", text, re.MULTILINE)
    low, high = LENGTHS[name.split("/", maxsplit=1)[0]]
    assert low <= len(text.split()) <= high


def test_base_names_are_distinct() -> None:
    assert len({path.name for path in TEXTS.values()}) == len(TEXTS) == 9


def test_manifest_names_exactly_the_texts() -> None:
    assert sorted(row["file"] for row in manifest()) == sorted(TEXTS)


def test_manifest_is_rfc_4180() -> None:
    raw = (SEEDS / "manifest.csv").read_bytes()
    assert raw.startswith(b"file,outlet,date,title,url,note\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == len(TEXTS) + 1


@pytest.mark.parametrize("row", manifest(), ids=lambda row: str(row["file"]))
def test_manifest_row(row: dict[str, str]) -> None:
    date = PartialDate.parse(row["date"])
    assert row["title"]
    assert row["url"] == ""
    if row["file"].startswith("geneva/"):
        outlet = row["outlet"].replace("World News (unnamed site)", "an unnamed World News site")
        assert row["note"] == f"summary of the report by {outlet}"
        assert date == PartialDate(2016, 5, 2)
    else:
        assert row["note"] == "invented for the demonstration"
        assert date.precision == "minute"


# --- the Geneva accounts --------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("geneva/")])
def test_geneva_quotes_only_short_phrases(name: str) -> None:
    quoted = [curly or straight for curly, straight in QUOTED.findall(read(TEXTS[name]))]
    assert quoted
    assert [q for q in quoted if len(q.split()) > MAX_QUOTED_WORDS] == []


@pytest.mark.parametrize(
    ("words", "outlets"),
    [
        ("24 hours", {"rferl", "world-news", "euronews"}),  # Euronews: "24 hours a day", of the staff
        ("48 hours", {"euronews"}),
        ("regime of calm", {"rferl", "euronews"}),
        ("regime of silence", {"euronews"}),
        ("250 civilians", {"anadolu"}),
        ("250 people", {"rferl", "euronews"}),
        ("250,000", {"anadolu", "rferl"}),
        ("hospital", {"euronews"}),
        ("ICRC", {"euronews"}),
        ("to Moscow", {"anadolu"}),
        ("in Moscow", {"rferl"}),
        ("contributed to this chaos", {"ians"}),
        ("Al Nusra", {"ians"}),
        ("top priority", {"ians"}),
        ("Resolution 2254", {"anadolu"}),
        ("out of control", {"rferl"}),
        ("entire package", {"world-news"}),
    ],
)
def test_geneva_keeps_who_has_what(words: str, outlets: set[str]) -> None:
    prefix = "geneva/geneva-"
    found = {
        n.removeprefix(prefix).removesuffix(".txt")
        for n in TEXTS
        if n.startswith(prefix) and words in read(TEXTS[n])
    }
    assert found == outlets


# --- the invented event and its hand-made comparison ----------------------------------------------


def test_expected_covers_the_event_of_the_manifest() -> None:
    given = {Path(r["file"]).name: (r["outlet"], r["date"]) for r in manifest() if "bridge" in r["file"]}
    assert {a["file"]: (a["outlet"], a["published"]) for a in EXPECTED["articles"].values()} == given


@pytest.mark.parametrize("row", EXPECTED["rows"], ids=lambda row: str(row["id"]))
def test_expected_row(row: dict[str, Any]) -> None:
    kind, verdict = ClaimKind(row["kind"]), Verdict(row["verdict"])
    assert row["mentions"]
    for m in row["mentions"]:
        assert BRIDGE[m["article"]][m["start"] : m["end"]] == m["text"] == m["text"].strip()
    assert (verdict is Verdict.SINGLE) == (len(articles(row)) == 1)
    assert row["speaker"] or not kind.attributed
    assert kind is not ClaimKind.NARRATED or (len(articles(row)) > 1 and not row["speaker"])
    assert row["note"] or verdict in (Verdict.AGREE, Verdict.SINGLE)


def test_expected_ids_and_places_are_distinct() -> None:
    assert len(ROWS) == len(EXPECTED["rows"])
    for row in EXPECTED["rows"]:
        places = [(m["article"], m["start"]) for m in row["mentions"]]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("key", BRIDGE)
def test_every_quotation_of_the_bridge_event_is_annotated(key: str) -> None:
    text = BRIDGE[key]
    spans = [(m["start"], m["end"]) for r in EXPECTED["rows"] for m in r["mentions"] if m["article"] == key]
    opened = [m.end() for m in re.finditer(r"“|(?<![^\s(])\"(?=\w)", text)]
    assert opened
    assert [text[at : at + 40] for at in opened if not any(s <= at < e for s, e in spans)] == []


@pytest.mark.parametrize("key", BRIDGE)
def test_boilerplate_is_whole_lines_without_claims(key: str) -> None:
    lines = BRIDGE[key].splitlines()
    claimed = [m["text"] for row in EXPECTED["rows"] for m in row["mentions"] if m["article"] == key]
    for line in EXPECTED["boilerplate"][key]:
        assert line in lines
        assert not any(text in line for text in claimed)


def test_figures_that_conflict() -> None:
    conflicts = [row for row in ROWS.values() if row["verdict"] == "conflict"]
    assert {row["id"] for row in conflicts} == {"injured", "inspection", "overhaul"}
    for outlet, figure in (("courier", "14"), ("elver", "14"), ("today", "40"), ("ledger", "40")):
        assert figure in mentions("injured", outlet)[0]


def test_exactly_one_update_and_it_is_no_conflict() -> None:
    (row,) = (row for row in ROWS.values() if row["note"].startswith("update:"))
    assert row["verdict"] == "wording"
    latest = max(EXPECTED["articles"], key=lambda key: str(EXPECTED["articles"][key]["published"]))
    assert {m["article"] for m in row["mentions"] if "17" in m["text"]} == {latest}
    assert {m["article"] for m in row["mentions"] if "12" in m["text"]} == set(BRIDGE) - {latest}


def test_wire_copy_in_two_outlets_one_of_which_names_the_agency() -> None:
    copies = [row for row in ROWS.values() if row["note"].startswith("copy:")]
    assert len(copies) >= 4
    for row in copies:
        assert mentions(row["id"], "today") == mentions(row["id"], "ledger") != []
    straight = [BRIDGE[key].replace("“", '"').replace("”", '"').split("\n\n") for key in ("today", "ledger")]
    word_sets = [[set(p.split()) for p in paragraphs if len(p.split()) > 20] for paragraphs in straight]
    alike = [a for a in word_sets[0] if any(len(a & b) >= 0.8 * len(a | b) for b in word_sets[1])]
    assert len(alike) >= 4
    assert [key for key in BRIDGE if "Norvapress" in BRIDGE[key]] == ["ledger"]


@pytest.mark.parametrize(
    ("key", "split"),
    [
        ("today", '"It didn\'t break all at once," Lena Orrick, 34, said, "it leaned'),
        ("elver", '"I did not tell them to close the bridge," he said, "and I shall'),
    ],
)
def test_split_quote(key: str, split: str) -> None:
    assert split in BRIDGE[key]


def test_quotes_differ_as_planned() -> None:
    cut, full = mentions("saw-nothing", "today")[-1], mentions("saw-nothing", "courier")[0]
    assert full.startswith(cut.rstrip(","))
    assert len(full) > len(cut)
    assert "we failed" in mentions("we-failed", "courier")[0]
    assert "mistakes were made" in mentions("we-failed", "ledger")[1]
    assert mentions("windows", "today") == mentions("windows", "elver")
    assert '"' not in "".join(mentions("aske-warned", "elver"))


@pytest.mark.parametrize(
    ("key", "source"),
    [
        ("courier", "the mayor said"),
        ("elver", "the minister said"),
        ("elver", "she said"),
        ("today", "he said"),
    ],
)
def test_titles_and_pronouns_as_sources(key: str, source: str) -> None:
    assert source in BRIDGE[key]


def test_a_quotation_runs_over_two_paragraphs() -> None:
    assert "we failed.\n\n“I will not hide" in BRIDGE["courier"]  # opened again, closed only at the end


def test_omissions_and_facts_that_all_have() -> None:
    widths = {row["id"]: len(articles(row)) for row in ROWS.values()}
    assert set(widths.values()) == {1, 2, 3, 4}
    assert widths["collapse"] == 4
    assert articles(ROWS["letter"]) == {"courier", "elver"}
