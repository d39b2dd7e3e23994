"""On PostgreSQL none waits for one who waits for it: all lock the conversation first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels import changing, coming, outbox
from bot.conversations import correspondents, statements
from bot.conversations.beginning import begin, new_values
from bot.conversations.channel_tables import delivery
from bot.conversations.correspondents import Who
from bot.conversations.tables import message
from knowledge.database import Database
from knowledge.migrate import upgrade

NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)
KEY, REF = "telegram-0123456789012345678901", "0" * 32
SENT = (None, REF)
Work = Callable[[sa.Connection], Any]
# What may run while somebody erases everything; each touches rows of several tables.
WORKS: dict[str, Work] = {
    "is it ours": lambda c: statements.is_ours(c, KEY, 2, "us"),
    "a part starts": lambda c: outbox.starts(c, KEY, 1, 1, NOW),
    "a report": lambda c: correspondents.reached(c, SENT, "delivered", None, NOW),
    "who waits is told": lambda c: coming.is_told(c, KEY, 2, NOW),
    "a stop": lambda c: changing.stop(c, KEY, "stop", NOW),
    "an edit": lambda c: changing.edit(c, KEY, "q", NOW),
    "a deletion": lambda c: changing.delete(c, KEY, "q", NOW),
}
BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def prepared(database: Database) -> None:
    """Store a conversation with a message that waits and an answer on its way."""
    asked = {"seq": 2, "author": "user", "body": {"text": "Who?"}, "client_message_id": "q"}
    of_it = {"conversation_id": KEY, "language": "en", "at": NOW}
    part = {"conversation_id": KEY, "seq": 1, "part": 0, "ref": REF, "state": "sending", "at": NOW}

    def work(connection: sa.Connection) -> None:
        reply = {"kind": "notice", "text": {"fr": "oui", "en": "yes"}}
        begin(connection, {**new_values(KEY, "token", "en", NOW), "held_by": "us"}, reply)
        correspondents.add(connection, KEY, Who("telegram", "s", b"a"), NOW)
        connection.execute(sa.insert(message).values(**asked, **of_it, state="new"))
        connection.execute(sa.insert(delivery).values(**part))

    database.writing(work)


@pytest.mark.parametrize("name", WORKS)
def test_who_meets_an_erasure_waits_for_it(postgres: str, name: str) -> None:
    upgrade(postgres)
    database = Database(postgres, durable=True)
    try:
        prepared(database)
        meets(database, WORKS[name])
    finally:
        database.writing(lambda c: statements.erase(c, KEY))
        database.close()


def meets(database: Database, work: Work) -> None:
    """Erase, once another waits for us: it must not hold what we need then."""
    wrong: list[Exception] = []

    def other() -> None:
        try:
            with database.engine.begin() as connection:
                work(connection)
        except sa.exc.IntegrityError:
            pass  # the conversation is gone, which is so
        except Exception as error:
            wrong.append(error)

    with database.engine.begin() as connection:
        statements.lock(connection, KEY)
        thread = threading.Thread(target=other)
        thread.start()
        # Within a transaction this view stays as it was first seen.
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watching:
            for _ in range(500):
                if watching.execute(sa.text(BLOCKED)).scalar():
                    break
                time.sleep(0.02)
            else:
                pytest.fail("it waits for nothing")
        statements.erase(connection, KEY)
    thread.join(20)
    assert not thread.is_alive() and not wrong, wrong
