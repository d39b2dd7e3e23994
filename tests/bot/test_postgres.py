"""The same tables, loading and conversations on PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.conversations import contacts, opening, staying
from bot.conversations.cases import Due
from bot.conversations.data import PersonalData
from bot.conversations.incoming import Incoming
from bot.conversations.store import ConversationStore
from bot.conversations.tables import case
from knowledge.database import Database, DatabaseUrlError, address_of
from knowledge.migrate import upgrade
from knowledge.settings import CONTENT
from knowledge.store import load_release, read_release

NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)


def test_tables_content_and_a_conversation(postgres: str) -> None:
    url = postgres
    upgrade(url)
    upgrade(url)
    database = Database(url, durable=True)
    assert load_release(database, Path(CONTENT), NOW) is not None
    assert load_release(database, Path(CONTENT), NOW) is None
    release = database.reading(read_release)
    assert release is not None
    assert "trqn_ii" in release.content.programmes
    asyncio.run(_talk(ConversationStore(database)))
    asyncio.run(_waits(ConversationStore(database), database))
    database.close()


async def _talk(store: ConversationStore) -> None:
    reply = {"kind": "answer", "text": {"fr": "oui", "en": "yes"}}
    key, token = await store.create("fr", {**reply, "kind": "notice"}, NOW)
    assert await store.authenticate(key, token, NOW)
    sent = Incoming("bonjour", client_message_id="one")
    twice = await asyncio.gather(*(store.add_incoming(key, sent, NOW) for _ in range(8)))
    assert {seq for seq, _ in twice} == {2}
    assert sum(new for _, new in twice) == 1
    pending = await store.next_pending(key)
    assert pending is not None
    await store.finish(pending, [reply], {"language": "en"}, "done", NOW)
    replies = await store.replies_to(key, 2)
    assert replies is not None
    assert [row["language"] for row in replies] == ["en"]
    await store.erase(key)
    assert await store.conversation(key) is None


async def _waits(store: ConversationStore, database: Database) -> None:
    """Somebody who asked for a person keeps the talk open, and says how to be reached."""
    key, token = await store.create("fr", {"kind": "notice", "text": {"fr": "oui"}}, NOW)
    due, week = Due("asked_for_human", "normal"), NOW + timedelta(days=7)
    await database.write(lambda c: opening.open_case(c, key, 1, due, NOW))
    later = NOW + timedelta(days=6)
    assert not await store.token_is_known(token, later)
    assert await database.write(lambda c: staying.keep(c, key, week))
    assert await store.token_is_known(token, later)
    assert await store.authenticate(key, token, later)
    assert await store.authenticate(key, token, week + timedelta(seconds=1)) is None
    data = PersonalData(database, 30)
    assert await database.write(lambda c: contacts.leave(c, key, "a@b.nl", NOW))
    assert (await data.export(key))["cases"][0]["contact"] == "a@b.nl"
    closed = sa.update(case).values(state="closed")
    await database.write(lambda c: c.execute(closed))
    await data.sweep(later)
    assert (await data.export(key))["cases"][0]["contact"] is None
    await store.erase(key)


@pytest.mark.parametrize("name", ["mysql://x/y", "nonsense", "postgresql+nowhere"])
def test_another_database_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(DatabaseUrlError, match="must begin with sqlite:/// or postgresql://"):
        address_of(name)
