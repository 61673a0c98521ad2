"""What people mended of articles: the log, and which article each word of it is on today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.domain.article import Basis
from app.domain.correction import Correction, Field
from app.domain.grouping import Anchor
from app.store.grouping import chunks
from app.store.tables import ArticleCorrectionRecord, ArticleRecord, VersionRecord
from app.store.versions import place_of


def add_article_corrections(session: Session, corrections: Iterable[Correction]) -> None:
    """Put what a person said at the end of the log."""
    session.add_all(
        ArticleCorrectionRecord(
            decided=c.decided,
            article_key=c.article.key,
            article_text=c.article.text_hash,
            article_name=c.article.source_name,
            field=c.field.value,
            value=c.value,
            was=c.was,
            was_basis=c.was_basis.value,
        )
        for c in corrections
    )
    session.flush()


def article_corrections(session: Session, keys: Sequence[str], text: str) -> tuple[Correction, ...]:
    """What was said of the article that has or had these keys, and has or is to have this text (hash).

    By its texts a correction finds its article again that was gone and came back with another outlet, unless
    several articles have the text.
    """
    record = ArticleCorrectionRecord
    former = select(VersionRecord.text_hash).where(VersionRecord.article_key.in_(keys))
    texts = or_(record.article_text == text, record.article_text.in_(former))
    query = select(record).where(or_(record.article_key.in_(keys), texts)).order_by(record.id)
    return tuple(_correction_in(r) for r in session.scalars(query) if _is_of(session, r, keys))


def _is_of(session: Session, record: ArticleCorrectionRecord, keys: Sequence[str]) -> bool:
    if record.article_key in keys:
        return True
    place = place_of(session, record.article_key, record.article_text)
    if place is not None:
        return place in keys
    same_text = select(ArticleRecord.key).where(ArticleRecord.text_hash == record.article_text)
    return session.scalar(same_text.limit(1)) is None


def lost_article_corrections(session: Session) -> tuple[Correction, ...]:
    """What was said of articles that are not here, oldest first; kept for when they come back."""
    log = session.scalars(select(ArticleCorrectionRecord).order_by(ArticleCorrectionRecord.id))
    return tuple(_correction_in(r) for r in log if place_of(session, r.article_key, r.article_text) is None)


def move_corrections(session: Session, old: str, new: str) -> None:
    """An article got another key: what was said of it goes along."""
    said = update(ArticleCorrectionRecord).where(ArticleCorrectionRecord.article_key == old)
    session.execute(said.values(article_key=new))


def corrected_outlets(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """The outlets that a person gave these articles, by key, as they were typed."""
    record = ArticleCorrectionRecord
    last: dict[str, str | None] = {}
    for chunk in chunks(keys):
        ours = (record.field == Field.OUTLET.value, record.article_key.in_(chunk))
        query = select(record.article_key, record.value).where(*ours).order_by(record.id)
        last |= {row.article_key: row.value for row in session.execute(query)}
    return {key: value for key, value in last.items() if value is not None}


def _correction_in(record: ArticleCorrectionRecord) -> Correction:
    return Correction(
        Anchor(record.article_key, record.article_text, record.article_name),
        Field(record.field),
        record.value,
        record.was,
        Basis(record.was_basis),
        record.decided,
    )
