"""What a person typed, pasted and chose, as items to be read; what can't be read is told, none is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from app.domain.article import NOTHING_GIVEN, Given, web_address
from app.domain.dates import PartialDate
from app.domain.intake import ItemKind, NewItem
from app.errors import BadInputError
from app.pipeline.read.dates import parse_date
from app.pipeline.read.decoding import refuse_unstorable
from app.web.add.listing import sentence
from app.web.add.upload import MAX_FIELD, MEGABYTE, Upload
from app.web.language import gettext

MAX_LINKS = 2_000
MAX_ADDRESS = 2_000  # characters
MAX_LINE = 500  # characters of an outlet's name, a headline
_SHOWN = 200
_BESIDE = " \t\"'`<>()[]{}|*«»“”„‘’,;"  # what stands around an address in a text
_AFTER = ".:!?…"
_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+|\d{1,3}(?:\.\d{1,3}){3}|localhost|\[[0-9a-f:.]+\]", re.I)
_READ = (
    ".txt",
    ".html",
    ".htm",
    ".xhtml",
    ".csv",
    ".tsv",
    ".jsonl",
    ".json",
    ".gz",
    ".warc",
    ".opml",
    ".xml",
)


@dataclass(frozen=True, slots=True)
class Typed:
    """The form's fields as they were typed. `all_*` are of the links and files."""

    links: str = ""
    all_outlet: str = ""
    all_date: str = ""
    text: str = ""
    outlet: str = ""
    date: str = ""
    title: str = ""
    url: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Typed:
        return cls(**{f.name: values.get(f.name, "") for f in fields(cls)})


NOTHING_TYPED = Typed()


@dataclass(frozen=True, slots=True)
class Refused:
    """Something handed in that is not even tried, and why."""

    item: NewItem
    reason: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What is to be read: links and texts, files with what is given beside them, and what was refused.

    `problems` are by field; with one of them nothing is taken, as the person is still at the form.
    """

    items: tuple[NewItem, ...] = ()
    files: tuple[tuple[Upload, Given], ...] = ()
    refused: tuple[Refused, ...] = ()
    problems: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.items or self.files or self.refused)


def handed_in(typed: Typed, uploads: Sequence[Upload]) -> HandedIn:
    """The form as items, in the order in which they stand on the page."""
    problems: list[tuple[str, str]] = []
    given = NOTHING_GIVEN
    try:
        given = given_in(typed.all_outlet, typed.all_date)
    except BadInputError as error:
        problems.append(("all_date", sentence(str(error))))
    links, refused = links_in(typed.links, given)
    files, passed = _files(uploads, given)
    text = _text(typed, problems)
    found = HandedIn((*links, *text), files, (*refused, *passed), tuple(problems))
    return found if found or problems else HandedIn(problems=(("links", _nothing()),))


def _nothing() -> str:
    return gettext("There is nothing to read yet: give a link, choose a file or paste a text.")


def given_in(outlet: str, date: str, title: str = "", url: str = "") -> Given:
    """What was typed beside a text; BadInputError with the reason if the date is none, or could be two."""
    return Given(_line(outlet), _date(date), _line(title), web_address(_line(url)))


def _line(words: str) -> str | None:
    return " ".join(words.replace("\0", " ").split())[:MAX_LINE] or None


def _date(words: str) -> PartialDate | None:
    return parse_date(words) if words.strip() else None


# ---- links ------------------------------------------------------------------------------------------------


def links_in(words: str, given: Given) -> tuple[tuple[NewItem, ...], tuple[Refused, ...]]:
    """The addresses in what was pasted into the field for links, and the lines or words that are none.

    Words beside an address are taken for its description and left out.
    """
    found: dict[str, NewItem] = {}
    refused: list[Refused] = []
    for candidate in dict.fromkeys(_candidates(words)):
        try:
            url = address(candidate)
        except BadInputError as error:
            refused.append(_not_read(candidate, given, str(error)))
            continue
        if len(found) < MAX_LINKS:
            found.setdefault(url, NewItem(ItemKind.LINK, url[:MAX_ADDRESS], url, given=given))
        elif url not in found and len(refused) < MAX_LINKS:
            refused.append(_not_read(url, given, f"Not taken: at most {MAX_LINKS:,} links at once"))
    return tuple(found.values()), tuple(refused[:MAX_LINKS])


def _not_read(words: str, given: Given, reason: str) -> Refused:
    return Refused(NewItem(ItemKind.LINK, _cut(words), given=given), reason)


def _candidates(words: str) -> Iterator[str]:
    for line in words.replace("\0", " ").splitlines():
        pieces = [bare for piece in re.split(r"\s+|[,;|](?=https?:)", line) if (bare := _bare(piece))]
        likely = [piece for piece in pieces if "://" in piece or _looks_like_one(piece)]
        if likely:
            yield from likely
        elif line.strip():
            yield line.strip()


def _bare(piece: str) -> str:
    """A word without the marks around it; a bracket that belongs to the address stays."""
    bare = piece.strip(_BESIDE).rstrip(_AFTER).strip(_BESIDE)
    for left, right in ("()", "[]"):
        rest = piece[piece.find(bare) + len(bare) :]
        if rest.startswith(right) and bare.count(left) > bare.count(right):
            bare += right
    return bare


def _looks_like_one(piece: str) -> bool:
    if len(piece) > MAX_ADDRESS:
        return False
    return bool(_HOST.fullmatch(_site(piece))) and "@" not in piece and not _is_file(piece)


def _site(piece: str) -> str:
    return re.split(r"[/?#]", piece, maxsplit=1)[0].rsplit(":", 1)[0] if piece[:1] != "[" else piece


def _is_file(piece: str) -> bool:
    return "/" not in piece and piece.casefold().endswith((*_READ, ".pdf", ".docx", ".doc"))


def address(words: str) -> str:
    """The address that `words` are, https where it names no scheme; BadInputError if they are none."""
    if len(words) > MAX_ADDRESS:
        raise BadInputError(f"No address is as long as this: more than {MAX_ADDRESS:,} characters")
    scheme = words.partition("://")[0].casefold() if "://" in words else ""
    if scheme == "feed":
        words, scheme = "https" + words[4:], "https"
    if scheme not in ("", "http", "https"):
        raise BadInputError("Only http and https are fetched. A file of yours can be chosen under Files")
    if not scheme:
        if not _looks_like_one(words):
            raise BadInputError(_why_none(words))
        words = f"https://{words}"
    return _sound(words)


def _sound(words: str) -> str:
    try:
        parts = urlsplit(words)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise BadInputError(f"No address: {error}") from None
    if not host or not _HOST.fullmatch(f"[{host}]" if ":" in host else host):
        raise BadInputError("No site is named. An address is like https://example.org/page")
    return words


def _why_none(words: str) -> str:
    if re.fullmatch(r"\S+@\S+\.\S+", words):
        return "A mail address. Only web addresses can be fetched"
    if _is_file(words) or words.startswith(("/", "~", ".")) or re.match(r"[A-Za-z]:\\", words):
        return "A file's name. Choose the file under Files"
    return "No address. One is like https://example.org/page; a text goes into the field for text"


# ---- files ------------------------------------------------------------------------------------------------


def _files(
    uploads: Sequence[Upload], given: Given
) -> tuple[tuple[tuple[Upload, Given], ...], tuple[Refused, ...]]:
    """Files to read, and those that are not taken. What a folder holds beside is told in one line."""
    beside = [upload for upload in uploads if upload.field == "folder" and not _wanted(upload.name)]
    passed = set(map(id, beside))  # by what they are: to compare thousands with each other takes a minute
    chosen = [upload for upload in uploads if id(upload) not in passed]
    refused = [Refused(_file(upload, given), upload.refused) for upload in chosen if upload.refused]
    if told := _told(beside):
        refused.append(told)
    return tuple((upload, given) for upload in chosen if not upload.refused), tuple(refused)


def _file(upload: Upload, given: Given) -> NewItem:
    return NewItem(ItemKind.FILE, upload.name or "(no name)", given=given)


def _wanted(name: str) -> bool:
    return name.casefold().endswith(_READ) and not _hidden(name)


def _hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _told(beside: Sequence[Upload]) -> Refused | None:
    seen = [upload for upload in beside if not _hidden(upload.name)]
    if not seen:
        return None
    endings = sorted({PurePosixPath(upload.name).suffix.casefold() or "no ending" for upload in seen})
    kinds = ", ".join(endings[:6]) + ("…" if len(endings) > 6 else "")
    count = f"{len(seen):,} file" + ("s" if len(seen) > 1 else "")
    folder = seen[0].name.partition("/")[0]
    return Refused(
        NewItem(ItemKind.FILE, f"{folder}: {count}"), f"Passed over: of kinds not read here ({kinds})"
    )


# ---- text -------------------------------------------------------------------------------------------------


def _text(typed: Typed, problems: list[tuple[str, str]]) -> tuple[NewItem, ...]:
    if not typed.text.strip():
        if typed.title.strip():
            problems.append(("text", gettext("There is a headline, but no text of the article.")))
        return ()
    given = NOTHING_GIVEN
    try:
        given = given_in(typed.outlet, typed.date, typed.title, typed.url)
    except BadInputError as error:
        problems.append(("date", sentence(str(error))))
    try:
        refuse_unstorable(typed.text)
    except BadInputError as error:
        problems.append(("text", gettext("This text %(reason)s.", reason=str(error))))
        return ()
    data = typed.text.encode()
    if len(data) > MAX_FIELD:
        reason = gettext("This text is longer than %(most)d MB.", most=MAX_FIELD // MEGABYTE)
        problems.append(("text", reason))
    name = given.title or next(line for line in typed.text.splitlines() if line.strip())
    return (NewItem(ItemKind.TEXT, _cut(" ".join(name.split())), data=data, given=given),)


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
