"""API keys in the database, of each kind, and as a gateway keeps them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.conversations import api_keys
from bot.conversations.api_keys import KeyProblem, Keys, Limits
from bot.conversations.store import ConversationStore
from knowledge.database import Database, DatabaseAway
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 23, 59, tzinfo=timezone.utc)
NOTICE = {"kind": "notice", "text": {"fr": "bonjour", "en": "hello"}}


class House:
    """A database with a clock, and a gateway's view of the keys."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.keys = Keys(database, lambda: self.now)

    async def add(self, name: str = "partner", **most: int) -> str:
        scopes, limits = ("read", "chat", "chat"), Limits(**most)
        add = api_keys.add
        made = await self.database.write(lambda c: add(c, name, scopes, limits, NOW))
        await self.keys.refresh()
        return made

    async def rows(self) -> list[api_keys.Row]:
        return await self.database.read(api_keys.everybody)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    yield House(database)
    database.close()


async def test_a_key_opens_until_it_is_renewed_or_revoked(house: House) -> None:
    first = await house.add()
    held = house.keys.opened(first)
    assert held and held.name == "partner" and held.scopes == {"chat", "read"}
    second = await house.database.write(lambda c: api_keys.renew(c, "partner"))
    assert house.keys.lives(held)  # until this gateway looks again
    await house.keys.refresh()
    assert not house.keys.lives(held) and house.keys.opened(first) is None
    assert house.keys.opened(second)
    await house.database.write(lambda c: api_keys.revoke(c, "partner", NOW))
    await house.keys.refresh()
    assert house.keys.opened(second) is None
    assert len((await house.rows())[0]["proof"]) == 64


async def test_the_day_of_use_is_noted_once_a_day(house: House, monkeypatch: Any) -> None:
    key, writes = await house.add(), []
    write = house.database.write

    async def counted(work: Any, *more: Any) -> Any:
        writes.append(work)
        return await write(work, *more)

    monkeypatch.setattr(house.database, "write", counted)
    for _ in range(3):
        house.keys.opened(key)
        await house.keys.refresh()
    assert (await house.rows())[0]["used_on"] == NOW.date() and len(writes) == 1
    house.now = NOW + timedelta(minutes=1)
    await house.keys.refresh()  # a new day, but nobody called
    assert len(writes) == 1
    house.keys.opened(key)
    await house.keys.refresh()
    assert (await house.rows())[0]["used_on"] == house.now.date() and len(writes) == 2


async def test_limits_are_counted_on_when_the_keys_are_read_again(house: House) -> None:
    key = await house.add(messages=2)
    waits = []
    for _ in range(3):
        held = house.keys.opened(key)
        assert held
        waits.append(held.messages.seconds_to_wait(held.id, NOW) > 0)
        await house.keys.refresh()
    assert waits == [False, False, True]


async def test_keys_go_on_while_the_database_is_away(house: House, monkeypatch: Any) -> None:
    key = await house.add()

    async def away(work: Any) -> Any:
        raise DatabaseAway("gone")

    monkeypatch.setattr(house.database, "read", away)
    with pytest.raises(DatabaseAway):
        await house.keys.refresh()
    assert house.keys.opened(key)


async def test_a_name_is_given_once(house: House) -> None:
    await house.add("a.b-c_1")
    for name, told in (("a.b-c_1", "there already"), ("A", "no name"), ("", "no name")):
        with pytest.raises(KeyProblem, match=told):
            await house.add(name)


async def test_what_a_token_is_known_for_depends_on_the_key(house: House) -> None:
    store, mine, other = ConversationStore(house.database), "0a0a0a0a", "0b0b0b0b"
    _, theirs = await store.create("fr", NOTICE, NOW, None, mine)
    _, free = await store.create("fr", NOTICE, NOW)
    for token, whose, known in (
        (theirs, mine, True),
        (theirs, other, False),
        (theirs, None, False),
        (free, None, True),
        (free, mine, False),
    ):
        assert await store.token_is_known(token, NOW, whose) is known
