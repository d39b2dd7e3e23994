"""Of what webhooks tell: content, erasure, what goes with time; a database that is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import hook_turns, hooks
from bot.conversations.hook_tables import hook_event
from bot.conversations.hooks import HookProblem
from bot.conversations.store import ConversationStore
from tests.bot.hooking import HERE, NOW, THERE, House
from tests.bot.hooking import house as house


async def test_new_content_is_told_once_by_several_gateways(house: House) -> None:
    await house.loads("first")
    await house.add(HERE)
    await house.add(THERE, "content.changed")
    one, two = house.gateway("one"), house.gateway("two")
    await house.sends(one, two)
    assert house.receiver.got == []  # what was there before is no news
    for digest in ("second", "first"):  # a way back is a change, too
        await house.loads(digest)
        for _ in range(2):
            await house.sends(one, two)
    for url in (HERE, THERE):
        told = [one["data"] for one in house.receiver.got if one["url"] == url]
        assert told == [{"release": "second"}, {"release": "first"}]


async def test_erasure_takes_what_waits_and_is_told(house: House) -> None:
    await house.add()
    await house.add(THERE, "case.closed")
    sent = await house.case()
    await house.sends()
    waits = await house.case()
    for key in (sent, waits):
        await ConversationStore(house.database).erase(key)
    rows = sa.select(hook_event.c.conversation_id)
    assert set(await house.database.read(lambda c: c.execute(rows).scalars().all())) == {None}
    house.now = NOW + timedelta(hours=1)
    await house.sends()
    gone = [("case.erased", 1), ("case.erased", 2)]
    assert house.receiver.told() == [("case.opened", 1), *gone]
    assert house.receiver.told(THERE) == gone, "who may have heard of their end"
    assert house.receiver.got[-1]["at"] == "2026-11-28T13:00:00Z"


async def test_a_hook_that_is_removed_gets_nothing_more(house: House) -> None:
    number = await house.add()
    await house.case()
    await house.database.write(lambda c: hooks.remove(c, number))
    await house.sends()
    assert house.receiver.calls == [] and await house.states() == []
    with pytest.raises(HookProblem, match=f"no hook {number}"):
        await house.database.write(lambda c: hooks.remove(c, number))
    assert await house.add() != number  # a number is not given twice


async def test_what_was_sent_goes_after_days(house: House) -> None:
    await house.add()
    await house.case()
    one = house.gateway()
    await house.sends(one)
    for days, left in ((3, ["sent"]), (4, [])):
        house.now = NOW + timedelta(days=days)
        await house.sends(one)
        assert await house.states() == left


async def test_a_lost_database_loses_no_event(house: House, monkeypatch: Any) -> None:
    await house.add()
    await house.case()
    away = sa.exc.OperationalError("x", {}, Exception("gone"))

    def fails(*given: Any) -> None:
        raise away

    with monkeypatch.context() as patch:
        patch.setattr(hook_turns, "sent", fails)
        await house.sends()  # it went out, but nobody noted that
    house.now = NOW + hook_turns.MINE
    await house.sends()
    first, second = house.receiver.got
    assert first == second
    assert await house.states() == ["sent"]
