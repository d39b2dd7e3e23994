"""One Alembic tree makes exactly the tables that the code knows."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext

from bot.conversations import channel_tables, hook_tables, key_tables, review_tables
from bot.conversations import tables as conversations
from bot.desk import tables as desk
from knowledge import tables as knowledge
from knowledge.database import Database
from knowledge.migrate import TREE, upgrade

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)


def test_migrated_tables_are_those_of_the_code(tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    upgrade(f"sqlite:///{path}")
    upgrade(f"sqlite:///{path}")  # a second time changes nothing
    with sa.create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(connection)
        ours = (channel_tables, hook_tables, key_tables, review_tables)
        assert all(one.metadata is conversations.metadata for one in ours)
        metadata = [knowledge.metadata, conversations.metadata, desk.metadata]
        found = compare_metadata(context, metadata)  # type: ignore[arg-type]
    changes = [change for change in found if "alembic_version" not in str(change)]
    assert changes == []


def test_a_step_back_takes_no_conversation_with_it(tmp_path: Path) -> None:
    """On SQLite a table made anew would: what refers to the old one is deleted with it."""
    database = Database(f"sqlite:///{tmp_path / 'fresh.db'}")
    upgrade(f"sqlite:///{tmp_path / 'fresh.db'}")
    held, case = conversations.conversation, conversations.case
    values: dict[str, Any] = {
        "id": "one",
        "token_hash": "",
        "language": "fr",
        "language_chosen": False,
    }
    values |= {"log_odds": 0.0, "created_at": NOW, "expires_at": NOW, "last_seq": 1}
    waits: dict[str, Any] = {
        "conversation_id": "one",
        "state": "open",
        "priority": "high",
        "reason": "safety",
    }
    waits |= {"language": "fr", "seq": 1, "opened_at": NOW, "changed_at": NOW}

    def back(connection: sa.Connection) -> list[str]:
        connection.execute(sa.insert(held).values(**values))
        connection.execute(sa.insert(case).values(**waits, contact="a@b.nl"))
        config = Config()
        config.set_main_option("script_location", str(TREE))
        config.attributes["connection"] = connection
        command.downgrade(config, "0008")
        return list(connection.execute(sa.select(case.c.reason)).scalars())

    assert database.writing(back) == ["safety"]
    database.close()
