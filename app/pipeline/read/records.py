"""What stands beside a text, and records that carry text and metadata together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.article import Given, RawArticle, web_address
from app.errors import BadInputError
from app.pipeline.read.dates import DateOrder, parse_date
from app.pipeline.read.decoding import refuse_unstorable
from app.pipeline.read.language import language_of

_MAX_METADATA = 2_000
_HOST_AND_PATH = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?$", re.I)
_INNER = ("name", "title", "text", "value")  # of an object that stands for one value
_LANGUAGES = {"english": "en", "eng": "en"}
_ALIASES: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "file": ("file", "filename"),
    "text": (
        *("text", "body", "content", "fulltext", "maintext", "articletext", "articlebody", "bodytext"),
        *("storytext", "contenttext", "storycontent"),
    ),
    "outlet": (
        *("outlet", "source", "publication", "publisher", "publicationtitle"),
        *(
            "publicationname",
            "medianame",
            "sitename",
            "newspaper",
            "mediaoutlet",
            "sourcename",
            "sourcetitle",
        ),
        *("sourcedomain", "domain"),
    ),
    "date": (
        *("date", "published", "publicationdate", "publishedat", "publishdate", "datepublished"),
        *("datepublish", "pubdate", "publisheddate", "publishedon", "dateofpublication", "articledate"),
        *("datetime", "publishedtime", "loaddate"),
    ),
    "title": ("title", "headline", "articletitle", "heading"),
    "byline": ("byline", "authors", "author", "creator", "writer", "writtenby"),
    "url": (
        *(
            "url",
            "link",
            "webaddress",
            "address",
            "articleurl",
            "sourceurl",
            "storyurl",
            "pageurl",
            "weblink",
        ),
        *("permalink", "href", "canonicalurl"),
    ),
    "note": ("note",),
    "language": ("language", "lang", "languagecode"),
}
_RANKS = {alias: (name, rank) for name, all_ in _ALIASES.items() for rank, alias in enumerate(all_)}


@dataclass(frozen=True, slots=True)
class Named:
    """A record's values under the names used here, blank ones left out."""

    values: Mapping[str, object]
    dates: DateOrder | None = None  # how dates in figures are to be read

    @classmethod
    def chosen(cls, pairs: Iterable[tuple[str, object]], dates: DateOrder | None = None) -> Named:
        """Values under names that somebody chose; of several under one name the first that is not blank."""
        best: dict[str, object] = {}
        for name, value in pairs:
            if name and name not in best and not _blank(value):
                best[name] = value
        return cls(best, dates)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, object]], dates: DateOrder | None = None) -> Named:
        """Names are taken in any case and with their aliases ("headline" is the title)."""
        best: dict[str, tuple[int, object]] = {}
        for key, value in pairs:
            name, rank = known(key) or ("", 0)
            if name and not _blank(value) and (name not in best or rank < best[name][0]):
                best[name] = (rank, value)
        return cls({name: value for name, (_, value) in best.items()}, dates)

    def line(self, name: str) -> str | None:
        """A value of one line, white space as single blanks; BadInputError if it is no text."""
        value = self.values.get(name)
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = ", ".join(value)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if value is None:
            return None
        if not isinstance(value, str):
            raise BadInputError(f"its {name} is not text")
        return _storable_line(name, " ".join(value.split()))

    def text(self) -> str:
        """The article's text, as it is."""
        value = self.values.get("text")
        if value is None:
            raise BadInputError("has no text")
        if not isinstance(value, str):
            raise BadInputError("its text is not a string")
        return value

    def given(self) -> Given:
        """The metadata; BadInputError with the reason if one of them can't be used."""
        date = self.line("date")
        return Given(
            outlet=self.line("outlet"),
            published=parse_date(date, self.dates) if date else None,
            title=self.line("title"),
            url=_address(self.line("url")),
            byline=self.line("byline"),
            note=self.line("note"),
        )

    def language(self) -> str | None:
        """The language as ISO 639-1 where the record names it so, or says that it is English."""
        words = (self.line("language") or "").casefold()
        code = _LANGUAGES.get(words) or re.split(r"[-_]", words)[0]
        return code if len(code) == 2 and code.isalpha() and code.isascii() else None


def by_names(keys: Iterable[str]) -> frozenset[str]:
    """What a record with these keys holds, by their names."""
    return frozenset(found[0] for key in keys if (found := known(key)))


def known(key: str) -> tuple[str, int] | None:
    """The name a column or key stands for, and its place among the aliases; "source.name" is the source."""
    outer, _, inner = key.casefold().rpartition(".")
    if outer and inner in _INNER:
        return known(outer)
    return _RANKS.get(key.casefold().replace("_", "").replace(" ", "").replace("-", ""))


def raw_article(name: str, text: str, origin: str, given: Given, language: str | None = None) -> RawArticle:
    """BadInputError with the reason if the text can't be stored or has no words.

    The language is measured where it is not given and there is enough text.
    """
    refuse_unstorable(text)
    return RawArticle(
        source_name=name,
        text=text,
        origin=origin,
        outlet=given.outlet,
        published=given.published,
        title=given.title,
        byline=given.byline,
        url=given.url,
        note=given.note,
        language=language or language_of(text),
    )


def _address(words: str | None) -> str | None:
    """The address as a browser takes it: one that is written without its scheme gets one."""
    if words and _HOST_AND_PATH.match(words):
        return f"https://{words}"
    return web_address(words)


def _blank(value: object) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _storable_line(name: str, words: str) -> str:
    if len(words) > _MAX_METADATA:
        raise BadInputError(f"its {name} is longer than {_MAX_METADATA:,} characters")
    if "\0" in words or any("\ud800" <= c <= "\udfff" for c in words):
        raise BadInputError(f"its {name} contains characters that can't be stored")
    return words
