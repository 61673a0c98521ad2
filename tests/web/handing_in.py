"""What was handed in, in every state it can be in: for pages that show it."""

from __future__ import annotations

import datetime as dt

from app import store
from app.domain.article import Given
from app.domain.intake import ItemKind, ItemState, NewItem, Origin, Outcome
from app.store import Database

MADE = dt.datetime(2022, 4, 24, 12, 0, tzinfo=dt.UTC)
TABLE = (
    b"Headline;Body;Source;Published;Extra\n"
    b"Ferry drifts;The ferry drifted for an hour.;Coast Radio;03/04/2022;x\n"
    b"Ferry towed;The ferry was towed in.;Harbour Post;05/06/2022;\n"
)
OUTCOMES = (
    ("there", Outcome(ItemState.THERE, "the same text was there already")),
    ("stored", Outcome(ItemState.STORED)),
    ("partly", Outcome(ItemState.PARTLY, "the page stops at a wall")),
    ("changed", Outcome(ItemState.CHANGED)),
    ("failed", Outcome(ItemState.FAILED, "no answer within 20 seconds")),
    ("waiting", None),
)
WORDS = (
    *("our man’s story", "no address", "has no text", "pasted words"),
    *("table.csv", "export.jsonl", "row 0", "row 1"),
    *(
        words
        for name, outcome in OUTCOMES
        for words in (f"https://example.org/{name}", outcome.words if outcome else "")
    ),
)  # what it holds that is not ours


def hand_in_all(database: Database, articles: tuple[str, ...]) -> dict[str, int]:
    """A batch with an item in every state: the items' numbers by name. `articles` are keys of stored ones."""
    with database.writing() as session:
        links = [NewItem(ItemKind.LINK, url := f"https://example.org/{name}", url) for name, _ in OUTCOMES]
        batch = store.add_batch(session, links, Origin.PAGE, MADE)
        first = store.add_items(session, batch, [])  # none: the numbers of the links are those listed
        assert first == ()
        numbers = sorted(item.item.id for item in store.list_items(session, batch=batch).items)
        found = {"batch": batch}
        for number, (name, outcome), key in zip(numbers, OUTCOMES, (*articles[:4], None, None), strict=True):
            found[name] = number
            if outcome:
                store.settle_item(session, number, Outcome(outcome.state, outcome.words, key))
        found |= _files(session, batch)
    return found


def _files(session: store.Session, batch: int) -> dict[str, int]:
    given = Given(outlet="Coast Radio")
    table, export, text = store.add_items(
        session,
        batch,
        [
            NewItem(ItemKind.FILE, "table.csv", data=TABLE, given=given),
            NewItem(ItemKind.FILE, "export.jsonl", data=b"{}"),
            NewItem(ItemKind.TEXT, "Pasted words", data=b"Pasted words"),
        ],
    )
    store.settle_item(session, table, Outcome(ItemState.ASKING))
    records = store.add_items(
        session, batch, [NewItem(ItemKind.RECORD, f"row {n}", parent=export, place=n) for n in range(2)]
    )
    store.settle_item(session, export, Outcome(ItemState.OPENED))
    store.settle_item(session, records[0], Outcome(ItemState.FAILED, "has no text"))
    (refused,) = store.add_items(
        session, batch, [NewItem(ItemKind.LINK, "our man’s story")], ItemState.FAILED
    )
    store.settle_item(session, refused, Outcome(ItemState.FAILED, "No address"))
    return {"asking": table, "opened": export, "text": text, "record": records[0], "refused": refused}
