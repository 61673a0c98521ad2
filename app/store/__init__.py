"""What is kept: articles and what was derived from them, in one SQLite file."""

from app.store.articles import (
    add_article,
    article_keys,
    articles_of_outlet,
    articles_with_text,
    load_articles,
    load_claims,
    outlets,
    readings,
    replace_article,
)
from app.store.database import Database, open_database
from app.store.events import (
    LinedUp,
    StoredEvent,
    find_event,
    forget_rows,
    load_comparison,
    load_events,
    load_reading,
    remove_events,
    save_event,
    stored_events,
)

__all__ = [
    "Database",
    "LinedUp",
    "StoredEvent",
    "add_article",
    "article_keys",
    "articles_of_outlet",
    "articles_with_text",
    "find_event",
    "forget_rows",
    "load_articles",
    "load_claims",
    "load_comparison",
    "load_events",
    "load_reading",
    "open_database",
    "outlets",
    "readings",
    "remove_events",
    "replace_article",
    "save_event",
    "stored_events",
]
