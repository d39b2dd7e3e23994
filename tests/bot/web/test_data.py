"""A person's data: what typed numbers leave behind, the export, erasure to the byte, retention."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import sqlalchemy as sa

from bot.conversations import tables
from bot.conversations.data import PersonalData
from bot.conversations.store import IDLE
from bot.conversations.withdrawn import GONE
from knowledge.database import Database
from tests.bot.web.conftest import Client
from tests.bot.web.gateway import FakeRasa
from tests.bot.web.test_contract import start

CANARY = "quokkasaurus"
NOW = datetime.now(timezone.utc)


async def say(client: Client, path: str, token: dict[str, str], text: str) -> list[dict[str, str]]:
    answer = await client.post(f"{path}/messages", json={"text": text}, headers=token)
    said: list[dict[str, str]] = (await answer.json())["messages"]
    return said


async def test_a_typed_number_is_removed_before_storage_and_told_so(
    client: Client, rasa: tuple[FakeRasa, str], tmp_path: Path
) -> None:
    path, token = await start(client)
    said = await say(client, path, token, "my passport number is NX4512998, who can take part?")
    assert [one["kind"] for one in said] == ["notice", "answer"]
    assert "document" in said[0]["text"]
    assert "NX4512998" not in str(rasa[0].turns)
    assert b"NX4512998" not in b"".join(one.read_bytes() for one in _files(tmp_path))


async def test_our_own_numbers_stay(client: Client, rasa: tuple[FakeRasa, str]) -> None:
    path, token = await start(client)
    said = await say(client, path, token, "is 070 318 15 00 really your number?")
    assert [one["kind"] for one in said] == ["answer"]
    assert "070 318 15 00" in rasa[0].turns[-1]["text"]


async def test_the_export_holds_all_and_only_with_the_token(client: Client) -> None:
    path, token = await start(client)
    await say(client, path, token, f"hello {CANARY}")
    assert (await client.get(f"{path}/export")).status == 401
    answer = await client.get(f"{path}/export", headers=token)
    assert "attachment" in answer.headers["Content-Disposition"]
    held = await answer.json()
    assert [one["author"] for one in held["messages"]] == ["assistant", "user", "assistant"]
    assert CANARY in held["messages"][1]["text"]
    assert set(held) == {
        "conversation",
        "messages",
        "cases",
        "feedback",
        "return_codes",
        "notes",
        "remembered",
    }
    assert "token" not in str(held)


async def test_export_is_explained_when_asked_for(client: Client) -> None:
    path, token = await start(client)
    (said,) = await say(client, path, token, "export my data")
    assert (said["kind"], bool(said["sources"])) == ("answer", True)


async def test_what_is_erased_is_gone_from_the_files(client: Client, tmp_path: Path) -> None:
    path, token = await start(client)
    other, its = await start(client)
    for _ in range(20):
        await say(client, path, token, f"a question about {CANARY} and its family")
    await say(client, other, its, "hello")
    files = _files(tmp_path)
    assert any(CANARY.encode() in one.read_bytes() for one in files)
    assert (await client.delete(path, headers=token)).status == 204
    assert not [one for one in _files(tmp_path) if _holds(one)]
    assert (await client.get(f"{other}/messages", headers=its)).status == 200
    assert (await client.delete(path, headers=token)).status == 401


def _holds(file: Path) -> bool:
    return CANARY.encode() in file.read_bytes()


async def test_leaving_erases_at_once_and_leaves_the_numbers(client: Client) -> None:
    path, token = await start(client)
    answer = await client.post(f"{path}/messages", json={"button": "leave"}, headers=token)
    said = await answer.json()
    assert (said["erased"], "+31 70 318 15 00" in said["messages"][0]["text"]) == (True, True)
    assert (await client.get(f"{path}/messages", headers=token)).status == 401


async def test_orders_are_heard_with_rasa_away(client: Client, rasa: tuple[FakeRasa, str]) -> None:
    path, token = await start(client)
    rasa[0].failures = 10_000
    (asked,) = await say(client, path, token, "effacez tout")
    assert asked["kind"] == "question"
    kept = await client.post(f"{path}/messages", json={"button": "erase_no"}, headers=token)
    assert "erase" in (await kept.json())["messages"][0]["text"] + "erase"
    assert (await client.get(f"{path}/messages", headers=token)).status == 200


async def test_a_turn_in_flight_leaves_nothing_after_erasure(tmp_path: Path) -> None:
    held, database = await stored(tmp_path)
    late = {"sender": "gone-conversation", "data": {"event": "user", "text": CANARY}}
    await database.write(lambda c: c.execute(sa.insert(tables.tracker_event), [late]))
    swept = await held.sweep(NOW)
    assert swept.leftovers == 1
    assert CANARY.encode() not in (tmp_path / "assistant.db").read_bytes()
    database.close()


async def test_conversations_go_after_their_days_and_danger_after_one(tmp_path: Path) -> None:
    held, database = await stored(tmp_path)
    for key, age in (("old-conversation", 30), ("new-conversation", 29), ("day-old-one", 1)):
        await database.write(lambda c, key=key, age=age: put(c, key, timedelta(days=age)))
    swept = await held.sweep(NOW + timedelta(seconds=1))
    assert (swept.conversations, swept.texts) == (1, 2)
    text = sa.select(tables.message.c.conversation_id, tables.message.c.body)
    rows = await database.read(
        lambda c: c.execute(text.where(tables.message.c.author == "user")).all()
    )
    assert {key for key, _ in rows} == {"new-conversation", "day-old-one"}
    assert {body["text"] for _, body in rows} == {GONE}
    again = await held.sweep(NOW + timedelta(seconds=1))
    assert (again.conversations, again.texts, again.leftovers) == (0, 0, 0)
    database.close()


async def stored(tmp_path: Path) -> tuple[PersonalData, Database]:
    url = f"sqlite:///{tmp_path / 'assistant.db'}"
    database = Database(url, durable=True)
    await database.write(tables.metadata.create_all)
    return PersonalData(database, 30), database


def put(connection: sa.Connection, key: str, age: timedelta) -> None:
    """Store a conversation whose last message, about danger, is `age` old."""
    conversation = {
        "id": key,
        "token_hash": key,
        "language": "en",
        "language_chosen": False,
        "log_odds": 0.0,
        "created_at": NOW - age,
        "expires_at": NOW - age + IDLE,
        "last_seq": 2,
    }
    connection.execute(sa.insert(tables.conversation).values(**conversation))
    said = {"conversation_id": key, "language": "en", "at": NOW - age}
    mine = {"seq": 1, "author": "user", "body": {"text": CANARY}, "state": "done"}
    reply = {"seq": 2, "author": "assistant", "kind": "safety", "body": {}, "in_reply_to": 1}
    for row in (mine, reply):
        connection.execute(sa.insert(tables.message).values(**said, **row))


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]
