"""The process that works in the background: what `crossread serve` starts beside itself."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import cache

from app.domain.article import Article
from app.domain.claim import Claim
from app.errors import DatabaseError
from app.ingest import ReadClaims
from app.intake.endings import FAULT, NO_DATABASE, After
from app.intake.limits import alive, end_with_input, stand_back
from app.intake.resident import reside
from app.intake.worker import Tools
from app.pipeline.fetch import fetcher
from app.settings import Settings
from app.store import Database

_log = logging.getLogger(__name__)


def work_until_ended(database: Database, load: Callable[[], ReadClaims], after: After) -> None:
    """Work on what waits until standard input ends; ends the process with a status that says why."""
    end_with_input()
    stand_back()
    tools = Tools(fetch=fetcher(Settings().fetch_allow), read_claims=lazily(load), alive=alive)
    try:
        reside(database, tools, lambda: None, after)
    except DatabaseError as error:
        _log.error("the intake waits: %s", error)
        sys.exit(NO_DATABASE)
    except Exception:
        _log.exception("the intake ended")
        sys.exit(FAULT)


def lazily(load: Callable[[], ReadClaims]) -> ReadClaims:
    """A reader that is loaded when the first article comes."""
    loaded = cache(load)

    def read(article: Article) -> tuple[Claim, ...]:
        return loaded()(article)

    return read
