"""Fetching: addresses to bytes, politely, within limits, and never from inside the house."""

from app.pipeline.fetch.fetched import Fetched, Fetcher, FetchError

__all__ = ["FetchError", "Fetched", "Fetcher"]
