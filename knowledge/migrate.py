"""The one Alembic tree of all tables, run from code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from knowledge.store import open_engine

TREE = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest tables; does nothing when it is there."""
    config = Config()
    config.set_main_option("script_location", str(TREE))
    config.attributes["engine"] = open_engine(url)
    command.upgrade(config, "head")
