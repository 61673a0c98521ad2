"""Fetching: addresses to bytes, politely, within limits, and never from inside the house."""

from app.pipeline.fetch.address import address
from app.pipeline.fetch.fetched import Fetched, Fetcher, FetchError
from app.pipeline.fetch.fetching import AGENT, fetcher

__all__ = ["AGENT", "FetchError", "Fetched", "Fetcher", "address", "fetcher"]
