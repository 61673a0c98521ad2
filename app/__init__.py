"""Crossread: what several outlets wrote about one event, lined up fact by fact."""

__version__ = "0.1.0"
