"""Templates filled from typed contexts, without a web server: the command line writes pages too."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any, ClassVar, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app import __version__
from app.resources import folder
from app.web import marks
from app.web.language import language, ngettext, plural_translation, translation


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
    environment.globals.update(gaps=marks.GAPS, plural=ngettext, language=language)
    environment.filters.update(counted=marks.counted, joined=marks.joined, speaker=marks.speaker_label)
    environment.filters.update(kind=marks.kind_name)
    return environment
