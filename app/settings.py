"""Settings from the environment (CROSSREAD_...); the command line's options override them."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_data_path
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """`database_url` is an SQLAlchemy URL of an SQLite file, `language` the code of the pages' language.

    `fetch_allow` names, with commas, hosts and networks that are fetched from though they are inside.
    """

    model_config = SettingsConfigDict(env_prefix="CROSSREAD_")

    database_url: str = ""
    language: str = ""
    fetch_allow: str = ""

    def database(self) -> str:
        return self.database_url or default_database_url()


def default_database_url(name: str = "crossread") -> str:
    """An SQLite file in the user's data folder, which is made if need be."""
    folder: Path = user_data_path("crossread", appauthor=False, ensure_exists=True)
    return f"sqlite:///{folder / name}.sqlite3"
