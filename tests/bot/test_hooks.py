"""Webhooks out: stored with what they tell of, sent in order, and at least once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.conversations import casework, hook_turns, hooks, opening
from bot.conversations.cases import Due
from bot.conversations.casework import Staff
from bot.conversations.hook_calls import Answer, poster, wished
from bot.conversations.hook_sending import Sending
from bot.conversations.hook_tables import hook_event
from bot.conversations.hooks import EVENTS, HookProblem
from bot.conversations.incoming import Incoming
from bot.conversations.store import ConversationStore
from bot.conversations.telling import signature
from knowledge.database import Database
from knowledge.migrate import upgrade
from knowledge.tables import release

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
NOTICE = {"kind": "notice", "text": {"fr": "bonjour", "en": "hello"}}
HERE, THERE = "https://here.example/hook", "https://there.example/hook"
WORDS = "my husband beats me"


@dataclass
class Receiver:
    """Takes what is sent, or fails as it is told."""

    answers: list[Answer | Exception] = field(default_factory=list)
    got: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    hangs: set[str] = field(default_factory=set)  # addresses that never answer
    called: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.calls.append((url, headers, body))
        self.called.set()
        if url in self.hangs:
            await asyncio.Event().wait()
        answer = self.answers.pop(0) if self.answers else Answer(204)
        if isinstance(answer, Exception):
            raise answer
        if answer.good:
            self.got.append({"url": url, **json.loads(body)})
        return answer

    def told(self, url: str = HERE) -> list[tuple[str, Any]]:
        """Return events and cases that arrived, in order."""
        return [(one["event"], one["data"].get("case")) for one in self.got if one["url"] == url]


@dataclass
class House:
    """A database, a clock, a receiver, and gateways that send."""

    database: Database
    now: datetime = NOW
    receiver: Receiver = field(default_factory=Receiver)
    outcomes: list[str] = field(default_factory=list)

    def gateway(self, name: str = "one") -> Sending:
        tried = lambda number, outcome: self.outcomes.append(outcome)  # noqa: E731
        return Sending(self.database, name, self.receiver, lambda: self.now, tried)

    async def sends(self, *gateways: Sending) -> None:
        every = gateways or (self.gateway(),)
        await asyncio.gather(*(one.look() for one in every))
        await asyncio.gather(*(one.settled() for one in every))

    async def add(self, url: str = HERE, *events: str) -> int:
        work = lambda c: hooks.add(c, url, events or EVENTS, NOW)  # noqa: E731
        return (await self.database.write(work))[0]

    async def case(self, reason: str = "safety") -> str:
        store = ConversationStore(self.database)
        key, _ = await store.create("fr", NOTICE, NOW)
        await store.add_incoming(key, Incoming(WORDS), NOW)
        due = Due(reason, "urgent", "threats", programme="rean")
        await self.database.write(lambda c: opening.open_case(c, key, 2, due, NOW))
        return key

    async def close_case(self, number: int = 1) -> None:
        anne = Staff("anne", NOW)
        await self.database.write(lambda c: casework.close(c, number, "answered", anne, NOTICE))

    async def loads(self, digest: str, withdrawn: bool = False) -> None:
        def work(connection: sa.Connection) -> None:
            connection.execute(sa.update(release).values(current=False))
            row = {"digest": digest, "loaded_at": NOW, "current": True, "withdrawn": withdrawn}
            connection.execute(sa.insert(release).values(row))

        await self.database.write(work)

    async def states(self) -> list[str]:
        chosen = sa.select(hook_event.c.state).order_by(hook_event.c.id)
        return await self.database.read(lambda c: list(c.execute(chosen).scalars()))


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    yield House(database)
    database.close()


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


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("soon", 0),
        ("-5", 0),
        ("120", 120),
        ("9" * 400, 86400),
        ("Sat, 28 Nov 2026 12:05:00 GMT", 300),
        ("Fri, 27 Nov 2026 12:05:00 GMT", 0),
        ("Sat, 28 Nov 2099 12:05:00 GMT", 86400),
    ],
    ids=["none", "empty", "word", "negative", "seconds", "huge", "date", "past", "far"],
)
def test_retry_after_is_seconds_or_a_date(told: str | None, seconds: int) -> None:
    assert wished(told, NOW) == timedelta(seconds=seconds)


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
        await asyncio.wait([one._busy[other]])
    assert [number for _, number in house.receiver.told(THERE)] == [1, 2, 3]
    await one.close()


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
    assert house.receiver.told(THERE) == []
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


async def test_the_network_follows_no_redirect_and_reads_no_answer() -> None:
    got: list[str] = []

    async def moved(request: web.Request) -> web.Response:
        got.append("moved")
        raise web.HTTPTemporaryRedirect("/there")

    async def endless(request: web.Request) -> web.StreamResponse:
        got.append("endless")
        response = web.StreamResponse(headers={"Retry-After": "7"})
        await response.prepare(request)
        while True:
            await response.write(b"x" * 100_000)
            await asyncio.sleep(0)

    app = web.Application()
    app.add_routes([web.post("/moved", moved), web.post("/endless", endless)])
    async with TestServer(app) as server, ClientSession() as session:
        post = poster(session)
        assert await post(str(server.make_url("/moved")), {}, b"") == Answer(307)
        assert await post(str(server.make_url("/endless")), {}, b"") == Answer(200, "7")
    assert got == ["moved", "endless"]


GOOD = [
    "https://a.example/x?y=1",
    "https://10.0.0.1:8443/",
    "http://127.0.0.1:9/x",
    "http://[::1]/",
]
BAD = [
    "http://a.example/",
    "http://10.0.0.1/",
    "ftp://a.example/",
    "https://",
    "https:///x",
    "https://u:p@a.example/",
    "https://a.example/#x",
    "https://a.example/a b",
    "https://a.example:99999/",
    "https://a.example/é",
    "https://[a/",
    "https://a.example/" + "x" * 500,
]


@pytest.mark.parametrize("url", GOOD, ids=GOOD)
def test_an_https_address_or_this_machine_may_be_told(url: str) -> None:
    assert hooks.checked(url) == url


@pytest.mark.parametrize("url", BAD, ids=[one[:30] for one in BAD])
def test_another_address_may_not(url: str) -> None:
    with pytest.raises(HookProblem):
        hooks.checked(url)
