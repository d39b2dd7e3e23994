"""ASVS 2.2.1, 2.3.1, 13.2.1 (items 6, 9, 10): Rasa's side of the house, without a model."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from tests.bot.web.corpus import TEXTS

pytestmark = pytest.mark.rasa
TOKEN = "ab" * 16
OLDER = "cd" * 16  # while one token follows another
OPENS = {"Authorization": f"Bearer {TOKEN}"}
TURN = {"conversation": "a" * 22, "message_id": "a.1", "language": "en", "text": "hello"}
WRONG: list[Any] = [None, True, 5, 1.5, [], ["a"], {}, {"a": 1}, "", "\ud800", "a\x00b", "../a"]


@pytest.fixture
async def channel() -> AsyncIterator[TestClient[Any, Any]]:
    from bot.dialogue.channel import create_app

    agent: Any = SimpleNamespace(
        is_ready=lambda: True, model_id="m", processor=None, tracker_store=None
    )
    async with TestClient(TestServer(create_app(agent, (TOKEN, OLDER)))) as opened:
        yield opened


async def test_13_2_1_only_the_gateway_is_heard(channel: TestClient[Any, Any]) -> None:
    for value in ("", "Bearer", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", f"Bearer {TOKEN} "[:-2]):
        for method, path in (("POST", "/internal/turn"), ("GET", "/internal/health"), ("GET", "/")):
            answer = await channel.request(
                method, path, json=TURN, headers={"Authorization": value}
            )
            assert (answer.status, await answer.json()) == (
                401,
                {"error": {"code": "unauthorized"}},
            )
    for token in (TOKEN, OLDER):
        opens = {"Authorization": f"Bearer {token}"}
        assert (await channel.get("/internal/health", headers=opens)).status == 200


BODIES = [
    b"",
    b"[",
    b"[]",
    b"5",
    b"null",
    b"[" * 10_000,
    b'{"a":' * 3000,
    b"\xff\xfe",
    b"a" * 20_000,
]


@pytest.mark.parametrize("raw", BODIES, ids=range(len(BODIES)))
async def test_2_2_1_any_body_is_a_bad_turn(channel: TestClient[Any, Any], raw: bytes) -> None:
    for coding in ({}, {"Content-Encoding": "gzip"}):
        answer = await channel.post("/internal/turn", data=raw, headers={**OPENS, **coding})
        assert answer.status == 400
    assert (await answer.text()) in ('{"error": {"code": "bad_turn"}}',) or coding


@pytest.mark.parametrize("field", ["conversation", "message_id", "language", "text", "button"])
async def test_2_2_1_any_value_is_a_bad_turn_or_fails_safe(
    channel: TestClient[Any, Any], field: str, caplog: pytest.LogCaptureFixture
) -> None:
    for value in [*WRONG, *TEXTS.values()]:
        body = json.dumps({**TURN, field: value}).encode()[:16_000]
        answer = await channel.post("/internal/turn", data=body, headers=OPENS)
        assert answer.status in (400, 503), value  # 503: this stand-in has no tracker store
        assert "Traceback" not in await answer.text()
    assert "FORGED" not in caplog.text


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/restart", "restart"),
        (" \n/ask_funding", "ask_funding"),
        ('//ask{"a": "b"}', 'ask{"a": "b"}'),
        ("/ /session_start", "session_start"),
        ("///", "?"),
        ("{name.__class__}", "{name.__class__}"),
    ],
)
def test_2_3_1_no_intent_comes_from_a_text(text: str, heard: str) -> None:
    from bot.dialogue.channel import _message

    message = _message({**TURN, "text": text})
    assert message.text == heard
    assert message.parse_data is None
