"""What is backed up as docs/operate.md says comes back."""

from __future__ import annotations

import asyncio
import os
import stat
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.incoming import Incoming
from bot.conversations.store import ConversationStore
from knowledge.database import Database, address_of
from tests.deploy.files import do
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


async def _talk(store: ConversationStore) -> tuple[str, str]:
    said = {"kind": "answer", "text": {"fr": "oui", "en": "yes"}}
    key, token = await store.create("fr", {**said, "kind": "notice"}, NOW)
    await store.add_incoming(key, Incoming("première", client_message_id="one"), NOW)
    pending = await store.next_pending(key)
    assert pending is not None
    await store.finish(pending, [said], {}, "done", NOW)
    await store.add_incoming(key, Incoming("waits", client_message_id="two"), NOW)
    return key, token


async def _all(url: str, talks: list[tuple[str, str]]) -> list[list[dict[str, Any]]]:
    database = Database(url, durable=True)
    store = ConversationStore(database)
    assert all([await store.authenticate(*talk, NOW) for talk in talks])
    # What waited still waits, and is recognised when it is sent again.
    for key, _ in talks:
        assert (await store.next_pending(key) or {})["client_message_id"] == "two"
        again = Incoming("waits", client_message_id="two")
        assert await store.add_incoming(key, again, NOW) == (4, False)
    found = [[dict(row) for row in await store.history(key)] for key, _ in talks]
    database.close()
    return found


def test_sqlite_comes_back_from_a_backup_made_while_it_served(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'first' / 'assistant.db'}"
    backup = str(tmp_path / "backup.db")
    upgrade(url)
    database = Database(url, durable=True)
    talks = [asyncio.run(_talk(ConversationStore(database))) for _ in range(3)]
    do("back up SQLite", tmp_path, STATE_DIR=str(tmp_path / "first"), BACKUP=backup)
    late = asyncio.run(_talk(ConversationStore(database)))
    database.close()
    assert stat.S_IMODE(Path(backup).stat().st_mode) == 0o600
    second = tmp_path / "second"
    second.mkdir()
    for left in ("assistant.db", "assistant.db-wal", "assistant.db-shm"):
        (second / left).write_bytes(b"of another time")
    do("restore SQLite", tmp_path, STATE_DIR=str(second), BACKUP=backup)
    assert [one.name for one in second.iterdir()] == ["assistant.db"]  # no log of another time
    restored = f"sqlite:///{second / 'assistant.db'}"
    upgrade(restored)
    assert asyncio.run(_all(restored, talks)) == asyncio.run(_all(url, talks))
    gone = Database(restored)
    assert asyncio.run(ConversationStore(gone).conversation(late[0])) is None
    gone.close()


def test_a_backup_of_nothing_fails(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        do("back up SQLite", tmp_path, STATE_DIR=str(tmp_path), BACKUP=str(tmp_path / "b.db"))


def test_postgresql_comes_back_from_a_backup(postgres: str, tmp_path: Path) -> None:
    server = postgres.rpartition("/")[0]
    urls = [f"{server}/{name}_{os.urandom(4).hex()}" for name in ("first", "second")]
    engine = sa.create_engine(address_of(postgres), isolation_level="AUTOCOMMIT")
    programs = str(sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1])
    dump = {"BACKUP": str(tmp_path / "backup.dump")}
    with engine.connect() as connection:
        for url in urls:
            connection.exec_driver_sql(f"CREATE DATABASE {url.rpartition('/')[2]}")
        upgrade(urls[0])
        database = Database(urls[0], durable=True)
        talks = [asyncio.run(_talk(ConversationStore(database))) for _ in range(3)]
        do("back up PostgreSQL", tmp_path, programs, DATABASE_URL=urls[0], **dump)
        database.close()
        do("restore PostgreSQL", tmp_path, programs, DATABASE_URL=urls[1], **dump)
        upgrade(urls[1])
        assert asyncio.run(_all(urls[1], talks)) == asyncio.run(_all(urls[0], talks))
        for url in urls:
            connection.exec_driver_sql(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")
    engine.dispose()
