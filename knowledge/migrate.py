"""The one Alembic tree of all tables, run from code."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from knowledge.database import Database

TREE = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Bring the database at `url` to the newest tables; does nothing when it is there."""
    database = Database(url)
    try:
        database.writing(_upgrade)
    finally:
        database.close()


def _upgrade(connection: sa.Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(TREE))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
