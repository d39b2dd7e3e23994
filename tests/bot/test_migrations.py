"""One Alembic tree makes exactly the tables that the code knows."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.conversations import tables as conversations
from knowledge import tables as knowledge
from knowledge.migrate import upgrade


def test_migrated_tables_are_those_of_the_code(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    upgrade(f"sqlite:///{path}")
    upgrade(f"sqlite:///{path}")  # a second time changes nothing
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(connection)
        metadata = [knowledge.metadata, conversations.metadata]
        found = compare_metadata(context, metadata)  # type: ignore[arg-type]
    changes = [change for change in found if "alembic_version" not in str(change)]
    assert changes == []
