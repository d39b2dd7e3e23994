"""The database is away: what is sent is kept in files, and handled when it is back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.incoming import Incoming
from bot.conversations.spool import Spool, SpoolFull
from bot.web.keys import KEEPING
from knowledge.database import Database, DatabaseAway
from tests.bot.web.gateway import Client, FakeRasa, answered, app_of, start

Rasa = tuple[FakeRasa, str]


class Switch:
    """Takes the database away, and gives it back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.away = False
        for name in ("reading", "writing"):
            monkeypatch.setattr(Database, name, self._or_away(getattr(Database, name)))

    def _or_away(self, really: Any) -> Any:
        def do(database: Database, work: Any) -> Any:
            if self.away:
                raise DatabaseAway("somebody pulled the plug")
            return really(database, work)

        return do


@pytest.fixture
def switch(monkeypatch: pytest.MonkeyPatch) -> Switch:
    return Switch(monkeypatch)


def files(state_dir: Path) -> list[str]:
    return [one.name for one in (state_dir / "spool").iterdir()]


async def texts(client: Client, path: str, token: dict[str, str]) -> list[str]:
    history = await (await client.get(f"{path}/messages", headers=token)).json()
    return [one["text"] for one in history["messages"]][1:]


async def test_kept_in_order_sent_twice_and_answered_once(
    client: Client, rasa: Rasa, switch: Switch, tmp_path: Path
) -> None:
    path, token = await start(client)
    switch.away = True
    for body in (
        {"text": "first"},
        {"text": "second", "client_message_id": "b"},
        {"text": "second", "client_message_id": "b"},
    ):
        kept = await client.post(f"{path}/messages", json=body, headers=token)
        assert (kept.status, await kept.json()) == (202, {"messages": []})
    assert len(files(tmp_path)) == 2
    switch.away = False
    third = await client.post(f"{path}/messages", json={"text": "third"}, headers=token)
    told = [one["text"] for one in (await third.json())["messages"]]
    assert (told or (await answered(client, path, token, 6))[-1:]) == ["en third"]
    again = {"text": "second", "client_message_id": "b"}
    replied = await (await client.post(f"{path}/messages", json=again, headers=token)).json()
    assert [one["text"] for one in replied["messages"]] == ["en second"]
    said = await texts(client, path, token)
    assert [one for one in said if not one.startswith("en ")] == ["first", "second", "third"]
    assert [turn["text"] for turn in rasa[0].turns] == ["first", "second", "third"]
    assert files(tmp_path) == []


async def test_what_nobody_sends_after_is_handed_over_too(
    client: Client, switch: Switch, tmp_path: Path
) -> None:
    path, token = await start(client)
    switch.away = True
    await client.post(f"{path}/messages", json={"text": "alone"}, headers=token)
    await app_of(client)[KEEPING].keep(
        {"id": "nobody", "last_seq": 1, "language": "en"}, _incoming("of one who was erased")
    )
    switch.away = False
    for _ in range(150):
        await asyncio.sleep(0.1)
        if await texts(client, path, token) == ["alone", "en alone"] and not files(tmp_path):
            break
    assert await texts(client, path, token) == ["alone", "en alone"]
    assert files(tmp_path) == []


async def test_danger_is_answered_at_once_and_becomes_a_case(
    client: Client, switch: Switch
) -> None:
    path, token = await start(client)
    switch.away = True
    danger = {"text": "my boss took my passport", "client_message_id": "d"}
    said = await client.post(f"{path}/messages", json=danger, headers=token)
    (safety,) = (await said.json())["messages"]
    assert (said.status, safety["kind"], safety["category"]) == (200, "safety", "trafficking")
    switch.away = False
    stored = await (await client.post(f"{path}/messages", json=danger, headers=token)).json()
    assert stored["messages"] == [safety | {"at": stored["messages"][0]["at"]}]
    held = await (await client.get(f"{path}/export", headers=token)).json()
    assert [one["reason"] for one in held["cases"]] == ["safety"]


async def test_what_cannot_be_kept_is_refused_and_can_be_sent_again(
    client: Client, switch: Switch, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, token = await start(client)
    calls = [
        ("post", "/api/v1/conversations", {}),
        ("get", f"{path}/messages", None),
        ("delete", path, None),
        ("post", f"{path}/messages", {"button": "menu"}),
    ]
    switch.away = True
    for method, where, body in calls:
        refused = await client.request(method, where, json=body, headers=token)
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert (await refused.json())["error"]["code"] == "database_away"
    stranger = {"Authorization": "Bearer wrong"}
    for where, headers in ((path, stranger), ("/api/v1/conversations/not-mine-at-all", token)):
        asked = await client.post(f"{where}/messages", json={"text": "hi"}, headers=headers)
        assert asked.status == 503  # nobody can tell now whose this is
    monkeypatch.setattr(Spool, "keep", _full)
    refused = await client.post(f"{path}/messages", json={"text": "hi"}, headers=token)
    assert refused.status == 503
    switch.away = False
    assert await texts(client, path, token) == []


async def test_erasing_takes_the_files_along(
    client: Client, switch: Switch, tmp_path: Path
) -> None:
    path, token = await start(client)
    switch.away = True
    await client.post(f"{path}/messages", json={"text": "CANARY"}, headers=token)
    switch.away = False
    assert (await client.delete(path, headers=token)).status == 204
    assert files(tmp_path) == []


def _full(*_: object) -> bool:
    raise SpoolFull("no room")


def _incoming(text: str) -> Incoming:
    return Incoming(text, client_message_id="x")


async def test_what_follows_a_message_with_another_gateway_waits_for_it(
    client: Client, rasa: Rasa, switch: Switch
) -> None:
    path, token = await start(client)
    later = {"text": "second", "client_message_id": "b", "follows": "a"}
    refused = await client.post(f"{path}/messages", json=later, headers=token)
    assert (refused.status, refused.headers["Retry-After"]) == (503, "2")
    assert (await refused.json())["error"]["code"] == "earlier_missing"
    switch.away = True  # what comes now is kept, and waits in the files as well
    assert (await client.post(f"{path}/messages", json=later, headers=token)).status == 202
    switch.away = False
    await client.post(
        f"{path}/messages", json={"text": "x", "client_message_id": "a"}, headers=token
    )
    again = await client.post(f"{path}/messages", json=later, headers=token)
    assert again.status == 200
    assert [one for one in await texts(client, path, token) if one in ("x", "second")] == [
        "x",
        "second",
    ]
