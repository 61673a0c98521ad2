"""The addresses that articles were met under."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.store.tables import AddressRecord


def add_addresses(session: Session, key: str, addresses: Mapping[str, str]) -> None:
    """Note that an article was met under these addresses: as printed, by identity. The first print stays."""
    held = select(AddressRecord.address).where(AddressRecord.article_key == key)
    known = set(session.scalars(held))
    rows = [
        {"address": name, "article_key": key, "printed": printed}
        for name, printed in sorted(addresses.items())
        if name not in known
    ]
    if rows:
        session.execute(insert(AddressRecord), rows)


def load_addresses(session: Session, key: str) -> tuple[str, ...]:
    """The addresses that an article was met under, as printed, in the order of their identities."""
    query = select(AddressRecord.printed).where(AddressRecord.article_key == key)
    return tuple(session.scalars(query.order_by(AddressRecord.address)))


def keys_at(session: Session, addresses: Iterable[str], most: int) -> tuple[str, ...]:
    """The keys of the articles met under any of these addresses (identities), ascending, `most` of them."""
    query = select(AddressRecord.article_key).where(AddressRecord.address.in_(sorted(addresses)))
    return tuple(session.scalars(query.distinct().order_by(AddressRecord.article_key).limit(most)))


def addresses_of(session: Session, keys: Iterable[str]) -> dict[str, frozenset[str]]:
    """The identities of the addresses that each of these articles was met under."""
    found: dict[str, set[str]] = {key: set() for key in keys}
    query = select(AddressRecord.article_key, AddressRecord.address)
    for key, address in session.execute(query.where(AddressRecord.article_key.in_(sorted(found)))):
        found[key].add(address)
    return {key: frozenset(names) for key, names in found.items()}


def rename_addresses(session: Session, name_of: Callable[[str], str | None]) -> None:
    """Store every address under the identity that `name_of` gives it; without one it is dropped."""
    held = session.execute(select(AddressRecord.article_key, AddressRecord.printed)).all()
    session.execute(delete(AddressRecord))
    for key, printed in sorted((row.article_key, row.printed) for row in held):
        if name := name_of(printed):
            add_addresses(session, key, {name: printed})
