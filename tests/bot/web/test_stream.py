"""The event stream: what was missed, what comes, the notice, and how a stream ends."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations import coming
from bot.conversations.coming import PATIENCE, Waiting, due_for_notice
from bot.conversations.moment import utc
from bot.conversations.statements import spoken
from bot.conversations.tables import conversation, message
from bot.settings import Settings
from bot.web import stream
from bot.web.app import create_app
from bot.web.keys import PERSONAL_DATA, STREAMS
from bot.web.streams import MOST
from knowledge.database import DatabaseAway
from tests.bot.web.gateway import Client, FakeRasa, app_of, start
from tests.tables import upgrade

Rasa = tuple[FakeRasa, str]
Token = dict[str, str]
SOON = 20.0  # seconds within which something must have come
NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)


class Events:
    """Reads the events of a stream."""

    def __init__(self, answer: ClientResponse) -> None:
        self.answer = answer

    async def line(self) -> str:
        return (await asyncio.wait_for(self.answer.content.readline(), SOON)).decode()

    async def next(self) -> dict[str, Any] | None:
        """Return the next event, comments left out; None at the end."""
        event: dict[str, Any] = {}
        while line := await self.line():
            name, _, value = line.rstrip("\n").partition(": ")
            if name and value:
                event[name] = json.loads(value) if name == "data" else value
            if not line.strip() and event:
                return event
        return None

    async def texts(self, count: int) -> list[tuple[str, str]]:
        """Return the ids and texts of the next messages."""
        found = [await self.next() for _ in range(count)]
        return [(one["id"], one["data"]["text"]) for one in found if one]


@asynccontextmanager
async def following(
    client: Client, path: str, token: Token, after: int | None = None
) -> AsyncIterator[Events]:
    asked = f"{path}/events" + (f"?after={after}" if after is not None else "")
    async with client.get(asked, headers=token) as answer:
        assert answer.status == 200, await answer.text()
        yield Events(answer)


async def say(client: Client, path: str, token: Token, text: str, **more: str) -> Any:
    body = {"text": text, **more}
    answer = await client.post(f"{path}/messages", json=body, headers=token)
    return (await answer.json())["messages"]


async def until(client: Client, readers: int) -> None:
    """Wait until so many streams are open."""
    for _ in range(200):
        if len(app_of(client)[STREAMS]) == readers:
            return
        await asyncio.sleep(SOON / 200)
    pytest.fail("streams stay")


async def change(client: Client, **values: Any) -> None:
    database = app_of(client)[PERSONAL_DATA].database
    await database.write(lambda c: c.execute(sa.update(conversation).values(**values)).close())


async def expiry(client: Client) -> datetime:
    database = app_of(client)[PERSONAL_DATA].database
    chosen = sa.select(conversation.c.expires_at)
    return utc(await database.read(lambda c: c.execute(chosen).scalar_one()))


async def test_first_what_was_missed_then_what_comes(client: Client) -> None:
    path, token = await start(client)
    await say(client, path, token, "hello")
    async with following(client, path, token, after=1) as events:
        head = events.answer.headers
        assert head["Content-Type"] == "text/event-stream; charset=utf-8"
        assert (head["Cache-Control"], head["X-Accel-Buffering"]) == ("no-store", "no")
        assert head["X-Content-Type-Options"] == "nosniff"
        assert await events.texts(2) == [("2", "hello"), ("3", "en hello")]
        replies = await say(client, path, token, "again")
        mine, reply = await events.next(), await events.next()
        assert mine and reply
        assert (mine["event"], mine["data"]["author"]) == ("message", "user")
        assert (reply["id"], [reply["data"]]) == ("5", replies)


async def test_a_reader_goes_on_where_it_was_cut(client: Client) -> None:
    path, token = await start(client)
    await say(client, path, token, "hello")
    async with following(client, path, {**token, "Last-Event-ID": "2"}, after=0) as events:
        assert await events.texts(1) == [("3", "en hello")]
    async with following(client, path, token, after=999) as events:  # there is no such message yet
        await say(client, path, token, "again")
        assert await events.texts(2) == [("4", "again"), ("5", "en again")]


async def test_what_is_no_good_request_opens_no_stream(client: Client) -> None:
    path, token = await start(client)
    other, _ = await start(client)
    for more in ({"Last-Event-ID": "x"}, {"Last-Event-ID": "-1"}, {"Last-Event-ID": "9" * 400}):
        refused = await client.get(f"{path}/events", headers={**token, **more})
        assert (refused.status, (await refused.json())["error"]["code"]) == (422, "bad_after")
    assert (await client.get(f"{path}/events?after=1e3", headers=token)).status == 422
    assert (await client.get(f"{path}/events")).status == 401
    assert (await client.get(f"{other}/events", headers=token)).status == 404
    assert (await client.head(f"{path}/events", headers=token)).status == 405
    await until(client, 0)


async def test_four_streams_and_a_place_again_when_one_has_gone(client: Client) -> None:
    path, token = await start(client)
    opened = [await client.get(f"{path}/events?after=1", headers=token) for _ in range(MOST)]
    refused = await client.get(f"{path}/events", headers=token)
    assert (refused.status, (await refused.json())["error"]["code"]) == (429, "too_many_streams")
    assert int(refused.headers["Retry-After"]) > 0
    opened[0].close()
    await until(client, MOST - 1)
    async with following(client, path, token) as events:
        assert len(await events.texts(1)) == 1
    for one in opened:
        one.close()
    await until(client, 0)


async def test_it_ends_with_the_conversation(client: Client) -> None:
    path, token = await start(client)
    async with following(client, path, token, after=1) as events:
        assert (await client.delete(path, headers=token)).status == 204
        assert await events.next() == {"event": "erased", "data": {}}
        assert await events.next() is None


async def test_it_ends_when_the_token_dies_and_reconnecting_keeps_none_alive(
    client: Client,
) -> None:
    path, token = await start(client)
    now = datetime.now(timezone.utc)
    soon = now + timedelta(minutes=1)
    await change(client, expires_at=soon)
    async with following(client, path, {**token, "Last-Event-ID": "1"}) as events:
        assert await expiry(client) == soon
        await change(client, expires_at=now - timedelta(seconds=1))
        assert await events.next() is None
    assert (await client.get(f"{path}/events", headers=token)).status == 401


async def test_silence_has_a_heartbeat(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "HEARTBEAT", 0.1)
    path, token = await start(client)
    async with following(client, path, token, after=1) as events:
        lines = [await events.line() for _ in range(4)]
    assert lines == [": open\n", "\n", ": here\n", "\n"]


async def test_a_message_that_waits_is_told_once_and_nothing_of_it_is_kept(
    client: Client, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "PATIENCE", timedelta(seconds=0.2))
    path, token = await start(client)
    rasa[0].failures = 10_000
    async with following(client, path, token, after=1) as events:
        asked = asyncio.create_task(say(client, path, token, "hello", client_message_id="mine"))
        assert await events.texts(1) == [("2", "hello")]
        notice = await events.next()
        assert notice is not None and "id" not in notice
        told = notice["data"]
        assert (told["kind"], told["seq"], told["author"]) == ("notice", None, "assistant")
        assert (told["client_message_id"], told["language"]) == ("mine", "en")
        assert "on its way" in told["text"]
        await asyncio.sleep(2.2)  # two more looks at what waits
        rasa[0].failures = 0
        assert await events.texts(1) == [("3", "en hello")]
    # On a busy machine the call may end before its answer is there; asked again, it is told.
    again = {"text": "hello", "client_message_id": "mine"}
    replies = await asked or await say(client, path, token, **again)
    assert [one["seq"] for one in replies] == [3]
    held = await (await client.get(f"{path}/messages", headers=token)).json()
    assert [one["seq"] for one in held["messages"]] == [1, 2, 3]


def test_for_which_messages_the_notice_is_due() -> None:
    young, old = Waiting(8, NOW, "en"), Waiting(4, NOW - PATIENCE, "fr")
    older = Waiting(2, NOW - 3 * PATIENCE, "fr")
    every = (older, old, young)
    assert due_for_notice(every, NOW) == [older, old]
    assert due_for_notice(every, NOW, since=NOW - PATIENCE) == [old]
    assert due_for_notice(every, NOW, since=NOW) == []
    assert due_for_notice(every, NOW + PATIENCE, since=NOW) == [young]


async def test_a_stream_of_another_gateway(rasa: Rasa, database_url: str, tmp_path: Path) -> None:
    given = {"DATABASE_URL": database_url, "RASA_URLS": rasa[1]}
    await asyncio.to_thread(upgrade, database_url)
    folders = [tmp_path / name for name in ("one", "other")]
    apps = [create_app(Settings.from_environ({**given, "STATE_DIR": str(one)})) for one in folders]
    async with TestClient(TestServer(apps[0])) as one, TestClient(TestServer(apps[1])) as other:
        path, token = await start(one)
        async with following(other, path, token, after=1) as events:
            await say(one, path, token, "hello")
            assert await events.texts(2) == [("2", "hello"), ("3", "en hello")]
            await one.delete(path, headers=token)
            assert await events.next() == {"event": "erased", "data": {}}


async def test_a_database_that_is_away_for_a_while_ends_no_stream(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, token = await start(client)
    following_ = app_of(client)[STREAMS].following
    looks = []

    async def away(keys: object) -> dict[str, object]:
        looks.append(keys)
        raise DatabaseAway("gone")

    async with following(client, path, token, after=1) as events:
        with monkeypatch.context() as patched:
            patched.setattr(type(following_), "look", lambda self, keys: away(keys))
            await say(client, path, token, "hello")
            for _ in range(200):
                await asyncio.sleep(0 if len(looks) > 2 else SOON / 200)
        assert len(looks) > 2
        assert await events.texts(2) == [("2", "hello"), ("3", "en hello")]


async def test_who_does_not_read_is_let_go(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "PATIENCE", 0.5)
    path, token = await start(client)
    key = path.rpartition("/")[2]
    reply = {"kind": "answer", "text": {"fr": "a", "en": "b" * 200_000}}
    rows = [
        {**spoken(reply, seq, "en", NOW), "conversation_id": key, "in_reply_to": None}
        for seq in range(2, 152)
    ]
    database = app_of(client)[PERSONAL_DATA].database
    await database.write(lambda c: c.execute(sa.insert(message), rows).close())
    await change(client, last_seq=151)
    with socket.create_connection((client.host, client.port or 0)) as deaf:
        head = f"GET {path}/events HTTP/1.1\r\nHost: a\r\nAuthorization: {token['Authorization']}"
        deaf.sendall(f"{head}\r\n\r\n".encode())
        await until(client, 1)
        await until(client, 0)
    async with following(client, path, token, after=150) as events:  # and nobody else is hurt
        assert [seq for seq, _ in await events.texts(1)] == ["151"]


async def test_a_gateway_that_stops_waits_for_no_stream(rasa: Rasa, tmp_path: Path) -> None:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1]})
    await asyncio.to_thread(upgrade, settings.database_url)
    server = TestServer(create_app(settings))
    async with TestClient(server) as client:
        path, token = await start(client)
        async with following(client, path, token, after=1) as events:
            # It would wait a minute for a request under way.
            await asyncio.wait_for(server.close(), SOON)
            assert await events.next() is None


@pytest.mark.parametrize("origin", ["https://aid.example", "https://other.example"])
async def test_only_pages_of_allowed_sites_may_read_it(
    origin: str, rasa: Rasa, tmp_path: Path
) -> None:
    environ = {"STATE_DIR": str(tmp_path), "ALLOWED_ORIGINS": "https://aid.example"}
    settings = Settings.from_environ({**environ, "RASA_URLS": rasa[1]})
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as client:
        path, token = await start(client)
        async with following(client, path, {**token, "Origin": origin}) as events:
            allowed = events.answer.headers.get("Access-Control-Allow-Origin")
    assert allowed == (origin if origin == "https://aid.example" else None)
