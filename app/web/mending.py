"""The page on which an article is mended: its outlet, date and headline, and the event it stands in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app import ingest, store
from app.domain.article import Article, Basis, text_hash
from app.domain.correction import Correction, Field, as_it_was, value_of
from app.domain.dates import PartialDate
from app.domain.listing import EventQuery, ListedEvent
from app.errors import BadInputError, NotFoundError
from app.ingest import MendingError
from app.store import Database, Session, Twin
from app.web.dates import MONTHS, Stretch, date_words, stretch
from app.web.events import database
from app.web.language import N_, gettext
from app.web.links import article_address, edit_address, event_address, waits_address
from app.web.pages import MAX_TYPED, Fields, render

_NEAR = dt.timedelta(days=3)
_OFFERED = 6  # events of each sort to choose from
ALONE = "alone"

BASES = {
    Basis.CORRECTED: N_("mended by hand"),
    Basis.GIVEN: N_("given with the file, or when it was added"),
    Basis.PAGE: N_("from the page’s markup"),
    Basis.TEXT: N_("from the text"),
    Basis.INFERRED: N_("from the outlet’s home page"),
    Basis.MISSING: N_("nothing was found"),
}
NAMES = {
    Field.OUTLET: N_("Outlet"),
    Field.PUBLISHED: N_("Published"),
    Field.TITLE: N_("Headline"),
}
HINTS = {
    Field.OUTLET: N_("Who published it, as the outlet writes itself."),
    Field.PUBLISHED: N_("As far as it is known: 2 May 2016, May 2016, 2016-05-02 14:30 GMT."),
    Field.TITLE: N_("As the outlet printed it."),
}

router = APIRouter()


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field: what stands in it, what was read, and what is wrong with what was typed."""

    name: str
    words: str
    hint: str
    typed: str
    read: str  # what was read, "" for nothing
    basis: str
    mended: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An event to put the article into."""

    id: str
    words: str
    href: str
    when: Stretch
    outlets: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Events with what they have in common."""

    words: str
    events: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What was mended once."""

    field: str
    was: str
    value: str  # "" where it went back to what was read
    when: str
    iso: str


@dataclass(frozen=True, slots=True)
class EditPage:
    """What templates/mending/article.html shows."""

    title: str
    label: str
    address: str
    back: str
    fields: tuple[FieldView, ...]
    outlets: tuple[str, ...]
    choices: tuple[Choices, ...]
    stands_alone: bool
    asked: str
    found: bool
    problem: str  # of the event
    history: tuple[Entry, ...]
    twins: tuple[Twin, ...]
    waits: str  # where to ask whether the accounts are still being lined up; "" where they are not


@dataclass(frozen=True, slots=True)
class Over:
    """That the accounts are lined up again, and where to see it; `event` is "" for an article without one."""

    article: str
    event: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is stored that the page shows."""

    article: Article
    log: tuple[Correction, ...]
    outlets: tuple[str, ...]
    event: ListedEvent | None
    groups: tuple[tuple[str, tuple[ListedEvent, ...]], ...]
    twins: tuple[Twin, ...]
    waits: bool


@router.get("/articles/{key}/edit")
def edit(request: Request, key: str, q: str = "") -> Response:
    with database(request).session() as session:
        shown = store.stands_for(session, key)
        sheet = load_sheet(session, shown, q[:MAX_TYPED])
    if shown != key:
        return RedirectResponse(edit_address(shown), 303)
    return render("mending/article.html", edit_page(sheet, q[:MAX_TYPED]))


@router.get("/articles/{key}/waits")
def waits(request: Request, key: str) -> Response:
    """What a page that told of a wait puts in its place when that is over; until then, nothing (204)."""
    if "hx-request" not in request.headers:
        return RedirectResponse(article_address(key), 303)
    with database(request).session() as session:
        if store.number_waiting(session, [key]):
            return Response(status_code=204)
        event = store.event_of(session, key)
    return render("mending/over.html", Over(article_address(key), event_address(event) if event else ""))


@router.post("/articles/{key}/edit")
def save(request: Request, key: str, sent: Fields) -> Response:
    """Mend what the form says: one field taken back, the event, or the three fields."""
    now, opened = dt.datetime.now(dt.UTC), database(request)
    if (event := sent.get("event")) is not None:
        return _placed(opened, key, event, now)
    typed = {field: sent[field.value] for field in Field if field.value in sent}
    try:
        if undo := sent.get("undo"):
            ingest.mend(opened, key, dict.fromkeys(f for f in Field if f.value == undo), now)
            return RedirectResponse(edit_address(key), 303)
        shown = ingest.mend(opened, key, _changes(opened, key, typed), now).article.key
    except MendingError as error:
        return _again(opened, key, typed, error)
    return RedirectResponse(article_address(shown), 303)


def _changes(opened: Database, key: str, typed: Mapping[Field, str]) -> dict[Field, str | None]:
    """What was typed and did not stand there before."""
    with opened.session() as session:
        article = _article(session, store.stands_for(session, key))
    there = {field: _typed(article, field) for field in Field}
    return {field: words for field, words in typed.items() if " ".join(words.split()) != there[field]}


def _again(opened: Database, key: str, typed: Mapping[Field, str], error: MendingError) -> HTMLResponse:
    with opened.session() as session:
        sheet = load_sheet(session, store.stands_for(session, key), "")
    page = edit_page(sheet, "")
    fields = tuple(
        replace(view, typed=typed.get(field, view.typed), problem=str(error) if field is error.field else "")
        for field, view in zip(Field, page.fields, strict=True)
    )
    return render("mending/article.html", replace(page, fields=fields), 422)


def _placed(opened: Database, key: str, event: str, now: dt.datetime) -> Response:
    try:
        ingest.place(opened, key, "" if event == ALONE else event, now)
    except (BadInputError, NotFoundError) as error:
        with opened.session() as session:
            page = edit_page(load_sheet(session, store.stands_for(session, key), ""), "")
        return render("mending/article.html", replace(page, problem=str(error)), 422)
    return RedirectResponse(article_address(key), 303)


def load_sheet(session: Session, key: str, asked: str) -> Sheet:
    """What the page of an article shows; `asked` are words to find events by. NotFoundError if unknown."""
    article = _article(session, key)
    event = store.event_of(session, key)
    members = store.members_of(session, event) if event else ()
    here = store.listed_events(session, [event]) if event else ()
    return Sheet(
        article=article,
        log=store.article_corrections(session, [key], text_hash(article.text)),
        outlets=tuple(name.name for name in store.names_to_choose(session, store.OUTLET, "").frequent),
        event=here[0] if here and len(members) > 1 else None,
        groups=_groups(session, article, event or "", asked),
        twins=store.twins(session, key),
        waits=bool(store.number_waiting(session, [key])),
    )


def _article(session: Session, key: str) -> Article:
    article = next(store.load_articles(session, [key]), None)
    if article is None:
        raise NotFoundError(f"there is no article {key}")
    return article


def _groups(
    session: Session, article: Article, event: str, asked: str
) -> tuple[tuple[str, tuple[ListedEvent, ...]], ...]:
    """Events to choose from: found by words, or else like this article, and of about the same days."""
    found = []
    if asked.strip():
        listed = store.list_events(session, EventQuery(words=asked), None, 2 * _OFFERED).events
        found.append((gettext("With these words"), listed))
    else:
        alike = store.events_alike(session, article.key, _OFFERED)
        found.append((gettext("Most like it"), store.listed_events(session, alike)))
        found.append((gettext("About the same days"), _near(session, article)))
    seen = {event}
    groups = []
    for words, listed in found:
        kept = tuple(line for line in listed if line.id not in seen)[: 2 * _OFFERED]
        seen |= {line.id for line in kept}
        groups.append((words, kept))
    return tuple((words, kept) for words, kept in groups if kept)


def _near(session: Session, article: Article) -> tuple[ListedEvent, ...]:
    day = article.published.first_day() if article.published and article.published.day else None
    if day is None:
        return ()
    return store.list_events(session, EventQuery(since=day - _NEAR, until=day + _NEAR), None, _OFFERED).events


def edit_page(sheet: Sheet, asked: str) -> EditPage:
    """The page on which the article is mended."""
    article = sheet.article
    return EditPage(
        title=article.title or gettext("%(outlet)s, without a headline", outlet=article.label),
        label=article.label,
        address=edit_address(article.key),
        back=article_address(article.key),
        fields=tuple(_field(article, field) for field in Field),
        outlets=sheet.outlets,
        choices=tuple(_choices(sheet)),
        stands_alone=sheet.event is None,
        asked=asked,
        found=bool(sheet.groups),
        problem="",
        history=tuple(_entry(correction) for correction in reversed(sheet.log)),
        twins=sheet.twins,
        waits=waits_address(article.key) if sheet.waits else "",
    )


def _field(article: Article, field: Field) -> FieldView:
    read, basis = value_of(as_it_was(article), field)
    return FieldView(
        name=field.value,
        words=gettext(NAMES[field]),
        hint=gettext(HINTS[field]),
        typed=_typed(article, field),
        read=_shown(field, read),
        basis=gettext(BASES[basis]),
        mended=value_of(article, field)[1] is Basis.CORRECTED,
        problem="",
    )


def _typed(article: Article, field: Field) -> str:
    """What stands in the field to be typed over; typed as it is, it is what is stored."""
    if field is Field.PUBLISHED:
        return typed_date(article.published)
    return " ".join((value_of(article, field)[0] or "").split())


def typed_date(date: PartialDate | None) -> str:
    """A date as it may be typed: 2016-05-02 14:30+01:00, 2016-05, 2 May."""
    if date is None:
        return ""
    if date.year is None and date.month:
        return f"{date.day or ''} {MONTHS[date.month - 1]}".strip()
    return date.isoformat().replace("T", " ")


def _shown(field: Field, value: str | None) -> str:
    if not value:
        return ""
    return date_words(PartialDate.parse(value)) if field is Field.PUBLISHED else value


def _choices(sheet: Sheet) -> Iterable[Choices]:
    if sheet.event:
        yield Choices(gettext("Where it stands now"), _lines([sheet.event], chosen=True))
    for words, events in sheet.groups:
        yield Choices(words, _lines(events))


def _lines(events: Sequence[ListedEvent], *, chosen: bool = False) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            id=event.id,
            words=event.title or gettext("Without a title"),
            href=event_address(event.id),
            when=stretch(event.first, event.last),
            outlets=", ".join(event.outlets),
            chosen=chosen,
        )
        for event in events
    )


def _entry(correction: Correction) -> Entry:
    moment = dt.datetime.fromisoformat(correction.decided)
    day = date_words(PartialDate(moment.year, moment.month, moment.day, moment.timetz()))
    return Entry(
        field=gettext(NAMES[correction.field]),
        was=_shown(correction.field, correction.was),
        value=_shown(correction.field, correction.value),
        when=day,
        iso=correction.decided,
    )
