"""What people change, take back or stop, as each kind of database reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels import changing
from bot.conversations.moment import written
from bot.conversations.tables import message
from bot.conversations.withdrawn import GONE
from knowledge.database import Database
from tests.channels.test_engine_locks import KEY, NOW, prepared
from tests.tables import upgrade


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    made = Database(database_url)
    prepared(made)
    yield made
    made.close()


def add(database: Database, seq: int, **body: str) -> None:
    """Store one more message of the person, which waits."""
    row = {"conversation_id": KEY, "seq": seq, "author": "user", "language": "en", "at": NOW}
    row |= {"body": body, "client_message_id": f"m{seq}", "state": "new"}
    database.writing(lambda c: c.execute(sa.insert(message).values(row)))


def held(database: Database) -> dict[int, tuple[str, Any]]:
    columns = message.c.seq, message.c.body, message.c.state
    mine = sa.select(*columns).where(message.c.author == "user").order_by(message.c.seq)
    rows = database.reading(lambda c: c.execute(mine).all())
    return {one.seq: (one.body["text"], one.state) for one in rows}


def test_a_stop_is_held_against_what_a_platform_says_was_written_since(database: Database) -> None:
    second = timedelta(seconds=1)
    add(database, 3, text="And TRQN?", written=written(NOW))
    assert not database.writing(lambda c: changing.stop(c, KEY, "s1", NOW - second / 1000))
    assert held(database)[3] == ("And TRQN?", "new")
    assert database.writing(lambda c: changing.stop(c, KEY, "s2", NOW))
    assert held(database)[3] == ("And TRQN?", "done")
    assert not database.writing(lambda c: changing.stop(c, KEY, "s3", NOW - second))


def test_an_edit_and_a_deletion_find_every_version(database: Database) -> None:
    def edited(at: datetime = NOW) -> str | None:
        return database.writing(lambda c: changing.edit(c, KEY, "q", at))

    assert edited() == "text"
    add(database, 3, text="Who pays?", edits="q", written=written(NOW))
    assert edited(NOW - timedelta(seconds=1)) is None, "an older one that comes late"
    assert held(database)[3] == ("Who pays?", "new")
    assert database.reading(lambda c: changing.is_changed(c, KEY, "q"))
    assert not database.reading(lambda c: changing.is_changed(c, KEY, "m3"))
    assert edited() == "text"
    add(database, 4, text="Who pays for it?", edits="q")
    assert held(database) == {
        2: (GONE, "done"),
        3: (GONE, "done"),
        4: ("Who pays for it?", "new"),
    }
    done = sa.update(message).where(message.c.seq == 4).values(state="done")
    database.writing(lambda c: c.execute(done))
    assert edited() == "edited"
    database.writing(lambda c: changing.delete(c, KEY, "q", NOW))
    database.writing(lambda c: changing.delete(c, KEY, "q", NOW))
    assert {text for text, _ in held(database).values()} == {GONE}
