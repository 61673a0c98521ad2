"""The process that works in the background: what `crossread serve` starts beside itself."""

from __future__ import annotations

import datetime as dt
import logging
import sys
from collections.abc import Callable
from functools import cache

from app.domain.article import Article
from app.domain.claim import Claim
from app.errors import DatabaseError
from app.ingest import ReadClaims
from app.intake.endings import FAULT, NO_DATABASE, After
from app.intake.feeds import poll_if_due, subscribe
from app.intake.limits import alive, end_with_input, stand_back
from app.intake.resident import reside
from app.intake.worker import Alive, Tools
from app.pipeline.fetch import fetcher
from app.settings import Settings
from app.store import Database

_log = logging.getLogger(__name__)


def work_until_ended(
    database: Database, load: Callable[[], ReadClaims], after: After, every: dt.timedelta | None = None
) -> None:
    """Work on what waits until standard input ends; ends the process with a status that says why.

    Feeds are asked `every` so often, or not by themselves.
    """
    end_with_input()
    stand_back()
    tools = reading_tools(load, alive)

    def ask_feeds() -> None:
        poll_if_due(database, tools.fetch, every)

    try:
        reside(database, tools, ask_feeds, after)
    except DatabaseError as error:
        _log.error("the intake waits: %s", error)
        sys.exit(NO_DATABASE)
    except Exception:
        _log.exception("the intake ended")
        sys.exit(FAULT)


def reading_tools(load: Callable[[], ReadClaims], alive: Alive = lambda seconds: None) -> Tools:
    """What a worker of this program reads with."""
    return Tools(fetcher(Settings().fetch_allow), lazily(load), subscribe, alive)


def lazily(load: Callable[[], ReadClaims]) -> ReadClaims:
    """A reader that is loaded when the first article comes."""
    loaded = cache(load)

    def read(article: Article) -> tuple[Claim, ...]:
        return loaded()(article)

    return read
