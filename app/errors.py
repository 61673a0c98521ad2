"""What can go wrong, in words a user can act on."""

from __future__ import annotations


class CrossreadError(Exception):
    """Base of all errors whose message is meant for the user."""


class NotFoundError(CrossreadError):
    """No such event or article."""


class BadInputError(CrossreadError):
    """Something the user gave can't be used; the message names it and the reason."""


class DatabaseError(CrossreadError):
    """The database can't be opened, or was made by a newer version."""


class AnalysisError(CrossreadError):
    """An article could not be analysed: a fault of this program, not of the article."""
