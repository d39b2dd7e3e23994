"""The HTTP contract with a Rasa that this test plays."""

from __future__ import annotations

import asyncio
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.app import create_app
from tests.bot.web.gateway import ROOT, Client, FakeRasa, start
from tests.tables import upgrade


async def test_says_and_is_answered_in_order(client: Client) -> None:
    path, token = await start(client)
    for text in ("what is this programme", "who pays for it"):
        answer = await client.post(f"{path}/messages", json={"text": text}, headers=token)
        assert answer.status == 200
        assert [m["text"] for m in (await answer.json())["messages"]] == [f"en {text}"]
    history = await (await client.get(f"{path}/messages", headers=token)).json()
    assert [m["seq"] for m in history["messages"]] == [1, 2, 3, 4, 5]
    other = await client.get(f"{path}/messages/3?lang=fr", headers=token)
    assert (await other.json())["text"] == "fr what is this programme"


async def test_the_same_message_twice_is_handled_once(
    client: Client, rasa: tuple[FakeRasa, str]
) -> None:
    path, token = await start(client)
    body = {"text": "hello", "client_message_id": "one"}
    first = await (await client.post(f"{path}/messages", json=body, headers=token)).json()
    again = await (await client.post(f"{path}/messages", json=body, headers=token)).json()
    assert first == again
    assert len(rasa[0].turns) == 1


async def test_a_refused_turn_is_tried_again(client: Client, rasa: tuple[FakeRasa, str]) -> None:
    path, token = await start(client)
    rasa[0].failures = 2
    answer = await client.post(f"{path}/messages", json={"text": "hello"}, headers=token)
    assert answer.status == 200
    assert (await answer.json())["messages"]


async def test_danger_is_answered_without_rasa(client: Client, rasa: tuple[FakeRasa, str]) -> None:
    path, token = await start(client)
    rasa[0].failures = 1000
    text = "my boss took my passport " + "and " * 400
    answer = await client.post(f"{path}/messages", json={"text": text}, headers=token)
    (message,) = (await answer.json())["messages"]
    assert (message["kind"], message["category"]) == ("safety", "trafficking")
    assert "112" in message["text"]


async def test_tokens_open_their_own_conversation_only(client: Client) -> None:
    path, token = await start(client)
    other, _ = await start(client)
    wrong = {"Authorization": "Bearer wrong"}
    assert (await client.get(f"{path}/messages", headers=wrong)).status == 401
    assert (await client.get(f"{path}/messages")).status == 401
    assert (await client.get(f"{other}/messages", headers=token)).status == 404
    missing = await client.get("/api/v1/nowhere")
    assert (missing.status, (await missing.json())["error"]["code"]) == (404, "not_found")


async def test_erasing_leaves_nothing(client: Client) -> None:
    path, token = await start(client)
    assert (await client.delete(path, headers=token)).status == 204
    assert (await client.get(f"{path}/messages", headers=token)).status == 401


async def test_after_a_fright_an_unclear_message_gets_the_numbers_again(
    client: Client, rasa: tuple[FakeRasa, str]
) -> None:
    path, token = await start(client)
    kinds = []
    for text, sure in (
        ("he has a knife, help", True),
        ("he is coming back", False),
        ("i am scared", False),
        ("who pays for the programme", True),
        ("hm", False),
    ):
        rasa[0].sure = sure
        answer = await client.post(f"{path}/messages", json={"text": text}, headers=token)
        kinds += [message["kind"] for message in (await answer.json())["messages"]]
    assert kinds == ["safety", "safety", "safety", "answer", "answer"]


@pytest.mark.parametrize("confirmed", [{"button": "erase_yes"}, {"text": "yes"}])
async def test_erasing_asks_then_says_goodbye_and_leaves_nothing(
    client: Client, rasa: tuple[FakeRasa, str], tmp_path: Path, confirmed: dict[str, str]
) -> None:
    path, token = await start(client)
    await client.post(f"{path}/messages", json={"text": "hello"}, headers=token)
    asked = await client.post(f"{path}/messages", json={"text": "erase everything"}, headers=token)
    (question,) = (await asked.json())["messages"]
    assert question["kind"] == "question"
    answer = await client.post(f"{path}/messages", json=confirmed, headers=token)
    said = await answer.json()
    assert said["erased"] is True
    assert "112" in said["messages"][0]["text"]
    assert (await client.get(f"{path}/messages", headers=token)).status == 401
    with sqlite3.connect(tmp_path / "assistant.db") as database:
        for table in ("conversation", "message", "tracker_event", "tracker_snapshot"):
            assert database.execute(f"select count(*) from {table}").fetchone() == (0,)


async def test_a_language_effect_sticks(client: Client, rasa: tuple[FakeRasa, str]) -> None:
    path, token = await start(client)
    rasa[0].effects = [{"type": "set_language", "language": "fr"}]
    await client.post(f"{path}/messages", json={"text": "in french please"}, headers=token)
    rasa[0].effects = []
    body = {"text": "how many people went to sudan in the pilot"}
    answer = await client.post(f"{path}/messages", json=body, headers=token)
    assert (await answer.json())["messages"][0]["language"] == "fr"


@pytest.mark.parametrize("settings", [{"CONVERSATIONS_PER_MINUTE": "2"}])
async def test_too_many_conversations_of_one_address(
    settings: dict[str, str], tmp_path: Path
) -> None:
    given = Settings.from_environ({"STATE_DIR": str(tmp_path), **settings})
    await asyncio.to_thread(upgrade, given.database_url)
    async with TestClient(TestServer(create_app(given))) as opened:
        answers = [await opened.post(ROOT, json={"language": "fr"}) for _ in range(3)]
    assert [answer.status for answer in answers] == [201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


async def test_the_idle_conversation_closes(rasa: tuple[FakeRasa, str], tmp_path: Path) -> None:
    moments = [datetime(2026, 11, 25, 12, tzinfo=timezone.utc)]
    given = Settings.from_environ({"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1]})
    await asyncio.to_thread(upgrade, given.database_url)
    app = create_app(given, now=lambda: moments[-1])
    async with TestClient(TestServer(app)) as opened:
        path, token = await start(opened)
        for minutes in (15, 30):  # each message moves the end
            moments.append(moments[0] + timedelta(minutes=minutes))
            sent = await opened.post(f"{path}/messages", json={"text": "hi"}, headers=token)
            assert sent.status == 200
        moments.append(moments[0] + timedelta(minutes=51))
        assert (await opened.get(f"{path}/messages", headers=token)).status == 401


async def test_who_asks_to_go_home_after_a_fright_reads_the_numbers_again(
    client: Client, rasa: tuple[FakeRasa, str]
) -> None:
    path, token = await start(client)
    text = "my boss took my passport"
    await client.post(f"{path}/messages", json={"text": text}, headers=token)
    rasa[0].extra = {"programme": "rean"}
    body = {"text": "can IOM help me go home?"}
    answer = await client.post(f"{path}/messages", json=body, headers=token)
    assert [m["kind"] for m in (await answer.json())["messages"]] == ["answer", "safety"]
    answer = await client.post(f"{path}/messages", json={"text": "which papers?"}, headers=token)
    assert [m["kind"] for m in (await answer.json())["messages"]] == ["answer", "safety"]
    rasa[0].extra = {"programme": "trqn_ii"}
    answer = await client.post(f"{path}/messages", json={"text": "who pays?"}, headers=token)
    assert [m["kind"] for m in (await answer.json())["messages"]] == ["answer"]
    await client.post(f"{path}/messages", json={"text": "and then?"}, headers=token)
    # Then no check begins: nobody in danger is asked where they are.
    assert [turn.get("danger") for turn in rasa[0].turns] == [*["trafficking"] * 3, None]


async def test_an_old_button_means_what_it_stood_under(
    client: Client, rasa: tuple[FakeRasa, str]
) -> None:
    path, token = await start(client)

    async def press(button: str) -> dict[str, Any]:
        await client.post(f"{path}/messages", json={"button": button}, headers=token)
        return rasa[0].turns[-1]

    funding = {"id": "funding", "label": {"fr": "Qui paie ?", "en": "Who pays?"}}
    rasa[0].extra = {"programme": "cd4d", "buttons": [funding]}
    await client.post(f"{path}/messages", json={"text": "what is CD4D"}, headers=token)
    rasa[0].extra = {"programme": "trqn_ii"}
    await client.post(f"{path}/messages", json={"text": "which countries"}, headers=token)
    assert (await press("funding"))["programme"] == "cd4d"
    rasa[0].extra = {"programme": "trqn_pilot", "buttons": [funding]}
    await client.post(f"{path}/messages", json={"text": "and the pilot"}, headers=token)
    assert (await press("funding"))["programme"] == "trqn_pilot"
