"""Templates filled from typed contexts, without a web server: the command line writes pages too."""

from __future__ import annotations

import hashlib
from functools import cache
from secrets import token_hex
from typing import TYPE_CHECKING, Any, ClassVar, Protocol
from weakref import WeakKeyDictionary

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from app import __version__
from app.resources import folder
from app.web import marks
from app.web.language import language, ngettext, plural_translation, translation

if TYPE_CHECKING:
    from app.web.comparison import ComparisonPage
    from app.web.comparison.rows import RowView

# They stand for the page's query, with open rows and without, in markup that is kept; no text holds them.
_PLACE, _FETCH = token_hex(16), token_hex(16)
_rows: WeakKeyDictionary[RowView, str] = WeakKeyDictionary()


class Page(Protocol):
    """A frozen dataclass with all that a template shows."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


def filled(template: str, page: Page) -> str:
    """The template's HTML with `page` in it; everything is escaped."""
    return _environment().get_template(template).render(page=page)


@cache
def asset(pattern: str) -> str:
    """The address of a static file, with its fingerprint, so that browsers may keep it for good."""
    path = next(folder("static").glob(pattern))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return f"/static/{path.relative_to(folder('static')).as_posix()}?v={digest}"


@cache
def style_sheet(*names: str) -> Markup:
    """Our own style sheets, one after the other, for a page that has to stand alone."""
    sheets = (folder("static") / "css" / f"{name}.css" for name in names)
    return Markup("\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets))  # noqa: S704


def row_markup(page: ComparisonPage, row: RowView) -> Markup:
    """A row of the table. A closed one's markup is kept as long as the row; the page's query is put in."""
    template = _environment().get_template("events/row.html")
    if page.standalone:
        return Markup(template.render(row=row, alone=True, place="", fetch="", closed=""))  # noqa: S704
    place, fetch = page.place(), f"?{page.query}" if page.query else ""
    if row.opened:
        words = {"place": place, "fetch": fetch, "closed": page.without(row.id)}
        return Markup(template.render(row=row, alone=False, **words))  # noqa: S704
    if row not in _rows:
        _rows[row] = template.render(row=row, alone=False, place=_PLACE, fetch=_FETCH, closed="")
    kept = _rows[row].replace(_PLACE, str(escape(place))).replace(_FETCH, str(escape(fetch)))
    return Markup(kept)  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    # Through functions, not through a catalogue: the language is looked up when a page is filled.
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        translation, plural_translation, newstyle=True
    )
    environment.globals.update(asset=asset, style_sheet=style_sheet, version=__version__)
    environment.globals.update(verdicts=marks.VERDICTS, kinds=marks.KINDS, attitude=marks.ATTITUDE)
    environment.globals.update(gaps=marks.GAPS, plural=ngettext, language=language, row_markup=row_markup)
    environment.filters.update(kind=marks.kind_name, speaker=marks.speaker_label)
    return environment
