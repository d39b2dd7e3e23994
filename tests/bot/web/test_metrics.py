"""`/metrics`: what is counted, and who may read it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.settings import Settings, SettingsError
from bot.web.app import create_app
from tests.bot.web.gateway import Client, FakeRasa, start
from tests.tables import upgrade

Rasa = tuple[FakeRasa, str]
TOKEN = "an-operators-token-of-some-length"


async def counted(client: Client) -> dict[tuple[str, ...], float]:
    text = await (await client.get("/metrics")).text()
    families = text_string_to_metric_families(text)
    return {
        (one.name, *one.labels.values()): one.value for found in families for one in found.samples
    }


async def test_messages_replies_danger_cases_and_intents(client: Client, rasa: Rasa) -> None:
    path, token = await start(client)
    rasa[0].failures = 1
    for body in (
        {"text": "hello", "client_message_id": "a"},
        {"text": "hello", "client_message_id": "a"},
        {"text": "my boss took my passport"},
    ):
        await client.post(f"{path}/messages", json=body, headers=token)
    seen = await counted(client)
    assert seen["iom_messages_total", "text", "en"] == 2
    assert seen["iom_messages_again_total",] == 1
    assert seen["iom_rasa_failures_total", "no answer"] == 1
    assert seen["iom_replies_total", "answer", "en"] == 1
    assert seen["iom_safety_total", "trafficking", "en"] == 1
    assert seen["iom_cases_total", "urgent", "safety"] == 1
    assert seen["iom_intents_total", "greet", "answer"] == 1
    assert seen["iom_reply_seconds_count",] == 1
    assert seen["iom_http_responses_total", "/api/v1/conversations/{id}/messages", "200"] == 3
    for _ in range(200):  # what waits is looked at every three seconds
        if seen["iom_waiting",] == 0:
            break
        await asyncio.sleep(0.1)
        seen = await counted(client)
    assert seen["iom_waiting",] == 0


async def test_no_id_and_no_word_of_anybody_is_in_it(client: Client) -> None:
    path, token = await start(client)
    await client.post(f"{path}/messages", json={"text": "QUORNDALE"}, headers=token)
    await client.get("/api/v1/QUORNDALE")
    text = await (await client.get("/metrics")).text()
    assert "QUORNDALE" not in text and path.rpartition("/")[2] not in text


async def test_a_proxy_on_this_machine_speaks_for_the_world(client: Client) -> None:
    assert (await client.get("/metrics")).status == 200
    for name in ("X-Forwarded-For", "Forwarded", "Via"):
        refused = await client.get("/metrics", headers={name: "for=203.0.113.9"})
        assert (refused.status, (await refused.json())["error"]["code"]) == (404, "not_found")


@pytest.fixture
async def guarded(tmp_path: Path) -> AsyncIterator[Client]:
    environ = {"STATE_DIR": str(tmp_path), "METRICS_TOKEN": TOKEN}
    settings = Settings.from_environ(environ)
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as opened:
        yield opened


async def test_with_a_token_only_who_has_it(guarded: Client) -> None:
    good = {"Authorization": f"Bearer {TOKEN}", "X-Forwarded-For": "10.0.0.7"}
    assert (await guarded.get("/metrics", headers=good)).status == 200
    for told in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": TOKEN}):
        assert (await guarded.get("/metrics", headers=told)).status == 404


def test_a_short_token_is_refused() -> None:
    with pytest.raises(SettingsError, match="METRICS_TOKEN"):
        Settings.from_environ({"METRICS_TOKEN": "short"})
