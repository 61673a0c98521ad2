"""Invented events told by three outlets each, for tests that need many articles."""

from __future__ import annotations

from app.domain.article import RawArticle
from app.domain.dates import PartialDate
from app.store import Database, load_comparison, load_events

TOWNS = ("Harlow Bay", "Tessenby", "Old Marrick", "Quillport", "Vennholt", "Sarn", "Upper Dray", "Lindmoor")
MAYORS = (
    "Ilse Brand",
    "Tom Reed",
    "Maya Okafor",
    "Peter Lund",
    "Rosa Quint",
    "Jon Feld",
    "Ada Moss",
    "Karl Weir",
)
THINGS = ("dam", "school", "bridge", "ferry", "museum", "harbour", "library", "tunnel")


def stories(events: int) -> list[RawArticle]:
    """Three articles for each of `events` events; the same list every time."""
    return [article for number in range(events) for article in _event(number)]


def _event(number: int) -> tuple[RawArticle, ...]:
    town, mayor = TOWNS[number % 8], MAYORS[(number + number // 8) % 8]
    thing, hurt = THINGS[(number * 3 + number // 8) % 8], 10 + number
    lead = f"{town}'s {thing} was closed on Tuesday after a fire that hurt {hurt} people."
    said = f"“The {thing} of {town} will not open before spring,” mayor {mayor} said."
    more = f"{mayor} said that the fire at the {thing} had started in a store room of {town}."
    who = f"Nobody knows who will pay for the {thing}, residents of {town} say."
    other = f"{town}'s {thing} was closed on Tuesday after a fire that hurt {hurt + 30} people."
    texts = {
        "Morning Courier": f"{thing.title()} of {town} closed\n\n{lead}\n\n{said}\n",
        "Evening Star": f"{other}\n\n{more}\n\n{said}\n",
        "Valley Ledger": f"{lead}\n\n{more}\n\n{who}\n",
    }
    date = PartialDate(2024, 1 + number % 12, 1 + number % 28)
    return tuple(
        RawArticle(f"{number}-{outlet[0].lower()}", text, f"story {number}", outlet=outlet, published=date)
        for outlet, text in texts.items()
    )


def tables(database: Database) -> object:
    """All that is shown of all events, in an order that does not depend on their ids."""
    with database.session() as session:
        found = [load_comparison(session, event.id) for event in load_events(session)]
    return sorted((table.event.title, repr(table.columns), repr(table.rows)) for table in found)
