"""Webhooks out: stored with what they tell of, sent in order, and at least once."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.conversations import hook_turns, hooks, opening
from bot.conversations.cases import Due
from bot.conversations.hook_calls import Answer
from bot.conversations.hook_tables import hook
from bot.conversations.hooks import EVENTS
from bot.conversations.store import ConversationStore
from bot.conversations.telling import signature
from tests.bot.hooking import HERE, NOTICE, NOW, THERE, WORDS, House
from tests.bot.hooking import house as house


async def test_a_case_is_told_when_it_opens_and_closes_without_words(house: House) -> None:
    await house.add()
    await house.case()
    await house.close_case()
    await house.sends()
    opened, closed = house.receiver.got
    shared = {"case": 1, "priority": "urgent", "reason": "safety", "category": "threats"}
    shared["language"] = "fr"
    assert opened["data"] == {**shared, "state": "open", "outcome": None}
    assert closed["data"] == {**shared, "state": "closed", "outcome": "answered"}
    assert [one["event"] for one in (opened, closed)] == ["case.opened", "case.closed"]
    assert opened.keys() == {"url", "id", "event", "at", "data"}
    assert opened["at"] == "2026-11-28T12:00:00Z" and opened["id"] != closed["id"]
    assert not any(WORDS.encode() in body for _, _, body in house.receiver.calls)
    assert await house.states() == ["sent", "sent"]
    await house.sends()
    assert len(house.receiver.calls) == 2


async def test_what_is_sent_is_signed_with_the_time_of_its_sending(house: House) -> None:
    _, secret = await house.database.write(lambda c: hooks.add(c, HERE, EVENTS, NOW))
    await house.case()
    house.now = NOW + timedelta(hours=2)
    await house.sends()
    ((_, headers, body),) = house.receiver.calls
    at = str(int(house.now.timestamp()))
    assert headers["X-Timestamp"] == at
    assert headers["X-Signature"] == signature(secret, at, body)
    assert secret not in str(headers) and "secret" not in repr(
        hook_turns.Turn(1, 1, HERE, secret, 0, None)  # type: ignore[arg-type]
    )


async def test_a_hook_gets_what_it_asked_for_only(house: House) -> None:
    await house.add(HERE, "case.closed")
    await house.add(THERE, "content.changed")
    await house.case()
    await house.close_case()
    await house.sends()
    assert house.receiver.told() == [("case.closed", 1)]
    assert house.receiver.told(THERE) == []


async def test_what_is_not_stored_is_not_told(house: House) -> None:
    await house.add()
    key, _ = await ConversationStore(house.database).create("fr", NOTICE, NOW)

    def work(connection: sa.Connection) -> None:
        opening.open_case(connection, key, 1, Due("safety", "high"), NOW)
        raise RuntimeError("the rest of the transaction fails")

    with pytest.raises(RuntimeError):
        await house.database.write(work)
    await house.sends()
    assert house.receiver.calls == []


async def test_two_gateways_send_each_event_once_and_in_order(house: House) -> None:
    await house.add()
    for _ in range(6):
        await house.case()
    one, two = house.gateway("one"), house.gateway("two")
    for _ in range(3):
        await house.sends(one, two)
    assert house.receiver.told() == [("case.opened", number) for number in range(1, 7)]
    assert len(house.receiver.calls) == 6


async def test_a_failure_is_tried_again_later_and_later_and_keeps_the_order(house: House) -> None:
    await house.add()
    await house.case()
    await house.case()
    bad: list[Answer | Exception] = [Answer(500), ConnectionError(), TimeoutError(), Answer(404)]
    house.receiver.answers = list(bad)
    for pause in (0, 1, 4, 16, 64):
        house.now += timedelta(seconds=pause)
        await house.sends()
        await house.sends()  # too early
    assert len(house.receiver.calls) == len(bad) + 2
    assert house.receiver.told() == [("case.opened", 1), ("case.opened", 2)]
    first = {json.loads(body)["id"] for _, _, body in house.receiver.calls[:5]}
    assert len(first) == 1
    assert house.outcomes == ["failed"] * 4 + ["sent"] * 2


async def test_a_receiver_says_when_to_come_again(house: House) -> None:
    await house.add()
    await house.case()
    house.receiver.answers = [Answer(429, "90")]
    await house.sends()
    house.now = NOW + timedelta(seconds=89)
    await house.sends()
    assert len(house.receiver.calls) == 1
    house.now = NOW + timedelta(seconds=90)
    await house.sends()
    assert house.receiver.told() == [("case.opened", 1)]


async def test_after_three_days_an_event_is_given_up_and_shown(house: House) -> None:
    number = await house.add()
    await house.case()
    late = NOW + timedelta(days=2, hours=23)
    house.receiver.answers = [Answer(500)] * 3
    for house.now in (NOW, late, NOW + timedelta(days=3)):
        await house.sends()
    assert await house.states() == ["given_up"]
    assert house.outcomes == ["failed", "failed", "failed", "given_up"]
    ((row, counts),) = await house.database.read(hooks.listed)
    assert (row["id"], row["failure"], counts["given_up"][0]) == (number, "500", 1)
    await house.case()  # and what comes later is sent
    house.now += timedelta(hours=1)
    await house.sends()
    assert house.receiver.told() == [("case.opened", 2)]


async def test_who_is_killed_while_sending_makes_another_send_it_again(house: House) -> None:
    await house.add()
    await house.case()
    house.receiver.hangs = {HERE}
    dead = house.gateway("dead")
    await dead.look()
    await house.receiver.called.wait()
    for task in dead._busy.values():  # without a goodbye
        task.cancel()
    house.receiver.hangs = set()
    house.now = NOW + hook_turns.MINE - timedelta(seconds=1)
    await house.sends(house.gateway("other"))
    assert house.receiver.got == []
    house.now = NOW + hook_turns.MINE
    await house.sends(house.gateway("other"))
    ids = [json.loads(body)["id"] for _, _, body in house.receiver.calls]
    assert len(ids) == 2 and ids[0] == ids[1]


async def test_who_stops_lets_others_go_on_at_once(house: House) -> None:
    await house.add()
    await house.case()
    house.receiver.hangs = {HERE}
    one = house.gateway("one")
    await one.look()
    await house.receiver.called.wait()
    await one.close()
    house.receiver.hangs = set()
    await house.sends(house.gateway("two"))
    assert house.receiver.told() == [("case.opened", 1)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_event_that_is_just_being_written_holds_up_none_before_it(house: House) -> None:
    await house.add()
    await house.case()
    with house.database.engine.begin() as connection:
        # What a row that refers to the hook does to it until its commit.
        connection.execute(sa.select(hook.c.id).with_for_update(read=True, key_share=True))
        await house.sends()
    assert house.receiver.told() == [("case.opened", 1)]


async def test_a_receiver_that_hangs_delays_nobody_else(house: House) -> None:
    await house.add(HERE)
    other = await house.add(THERE)
    house.receiver.hangs = {HERE}
    await house.case()
    one = house.gateway()
    await one.look()
    for _ in range(2):
        await house.case()
        await one.look()
        if busy := one._busy.get(other):  # else it is done already
            await asyncio.wait([busy])
    for _ in range(600):  # on PostgreSQL what it took may have been read before the last case
        if len(house.receiver.told(THERE)) == 3:
            break
        await one.look()
        await asyncio.sleep(0.05)
    assert [number for _, number in house.receiver.told(THERE)] == [1, 2, 3]
    await one.close()
