"""ASVS 2.1.3 to 2.4.1, 15.3.4 (items 8, 9, 10, 12, 22): how much, how often, and what else."""

from __future__ import annotations

import asyncio
import gzip
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations.rates import Rates
from bot.settings import Settings
from bot.web.app import create_app
from tests.bot.web.gateway import ROOT, Client, FakeRasa, start
from tests.bot.web.process import CHATS, Gateway
from tests.tables import upgrade


async def test_2_1_3_the_limits_of_text_body_and_haste(client: Client) -> None:
    path, token = await start(client)
    for size, status in ((1000, 200), (1001, 422)):
        body = {"text": "é" * size}
        answer = await client.post(f"{path}/messages", json=body, headers=token)
        assert answer.status == status
    for size, status in ((16 * 1024, 200), (16 * 1024 + 1, 413)):
        raw = b'{"text": "a"}'.ljust(size)
        answer = await client.post(f"{path}/messages", data=raw, headers=token)
        assert answer.status == status


async def test_2_1_3_a_small_parcel_of_a_big_body_is_too_big(client: Client) -> None:
    path, token = await start(client)
    bomb = gzip.compress(b'{"text": "' + b"a" * 30_000_000 + b'"}')
    headers = {**token, "Content-Encoding": "gzip"}
    assert (await client.post(f"{path}/messages", data=bomb, headers=headers)).status == 413
    assert (await client.get(f"{path}/messages", headers=token)).status == 200


@pytest.mark.parametrize(
    ("method", "call", "body"),
    [
        ("POST", "", {"language": "fr", "id": "mine"}),
        ("POST", "/messages", {"text": "a", "intent": "ask_funding"}),
        ("POST", "/messages", {"text": "a", "author": "staff", "kind": "safety", "seq": 1}),
        ("POST", "/messages", {"text": "a", "conversation": "another"}),
        ("PUT", "/language", {"language": "fr", "expires_at": "2099-01-01"}),
    ],
)
def test_2_2_1_an_unknown_field_is_refused(
    gateway: Gateway, method: str, call: str, body: dict[str, Any]
) -> None:
    path, token = gateway.open()
    heard = len(gateway.rasa.turns)
    answer = gateway.ask(method, path + call if call else CHATS, body, token)
    assert (answer.status, answer.code()) == (422, "field_unknown")
    assert len(gateway.rasa.turns) == heard


async def test_2_2_1_two_readers_read_the_same(client: Client) -> None:
    path, token = await start(client)
    for raw in (b'{"text": "a", "text": "b"}', b'{"text": "a", "te\\u0078t": "b"}'):
        answer = await client.post(f"{path}/messages", data=raw, headers=token)
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, "bad_json")


async def test_2_3_1_only_what_was_offered_can_be_pressed(
    client: Client, rasa: tuple[FakeRasa, str]
) -> None:
    path, token = await start(client)
    for name in ("affirm", "/ask_funding", "say.age.18", "action_restart", "menu\x00", "../menu"):
        answer = await client.post(f"{path}/messages", json={"button": name}, headers=token)
        assert (answer.status, (await answer.json())["error"]["code"]) == (422, "button_unknown")
    for text in ("/restart", " /ask_funding{}", "EXTERNAL: x", "@9999"):
        await client.post(f"{path}/messages", json={"text": text}, headers=token)
    assert all("button" not in turn and "text" in turn for turn in rasa[0].turns)
    assert len(rasa[0].turns) == 4


async def test_2_4_1_the_21st_message_of_a_minute_waits(client: Client) -> None:
    path, token = await start(client)
    bodies = [{"text": f"question {n}", "client_message_id": f"m{n}"} for n in range(21)]
    said = [await client.post(f"{path}/messages", json=body, headers=token) for body in bodies]
    assert [one.status for one in said] == [200] * 20 + [429]
    error = (await said[20].json())["error"]
    assert error["code"] == "too_many_messages"
    assert "attendez" in error["message"]
    assert "please wait" in error["message"]
    assert 1 <= int(said[20].headers["Retry-After"]) <= 61
    other, its_token = await start(client)
    spared = await client.post(f"{other}/messages", json={"text": "hello"}, headers=its_token)
    assert spared.status == 200


def test_2_4_1_a_thousand_senders_behind_one_address_are_served() -> None:
    rates, now = Rates(20), datetime(2026, 11, 28, tzinfo=timezone.utc)
    for sender in range(1000):
        assert [rates.seconds_to_wait(f"sender {sender}", now) for _ in range(20)] == [0] * 20
    assert all(rates.seconds_to_wait(f"sender {sender}", now) for sender in range(1000))


async def test_2_4_1_a_hundred_conversations_of_one_address_are_answered(client: Client) -> None:
    opened = []
    for _ in range(10):  # to open them is not what is asked of the gateway all at once
        opened += await asyncio.gather(*(start(client) for _ in range(10)))
    body = {"text": "hello there"}
    calls = (client.post(f"{path}/messages", json=body, headers=token) for path, token in opened)
    # 202: on a busy machine the answer of the last may take longer, and follows.
    assert {one.status for one in await asyncio.gather(*calls)} <= {200, 202}
    for path, token in opened:
        for _ in range(300):
            answer = await client.get(f"{path}/messages?after=2", headers=token)
            if (await answer.json())["messages"]:
                break
            await asyncio.sleep(0.1)
        else:
            pytest.fail("one was not answered")


async def test_15_3_4_a_forged_sender_has_no_effect(tmp_path: Path) -> None:
    given = {"STATE_DIR": str(tmp_path), "CONVERSATIONS_PER_MINUTE": "1"}
    settings = Settings.from_environ(given)
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as client:
        assert (await client.post(ROOT)).status == 201
        for n, name in enumerate(
            (
                "X-Forwarded-For",
                "X-Real-IP",
                "Forwarded",
                "X-Client-IP",
                "X-User-Id",
                "True-Client-IP",
            )
        ):
            answer = await client.post(ROOT, headers={name: f"for=10.0.0.{n}"})
            assert answer.status == 429
