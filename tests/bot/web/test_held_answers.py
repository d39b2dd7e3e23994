"""Answers that are held: of one release and day, bounded in number and in bytes."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import Settings
from bot.web.answering import HELD, Held
from bot.web.app import create_app
from bot.web.conditional import Encoded
from bot.web.keys import KNOWLEDGE, SETTINGS
from knowledge.database import Database
from knowledge.settings import CONTENT
from knowledge.store import load_release
from tests.bot.web.gateway import Client, app_of
from tests.tables import upgrade

API = "/api/v1"
ONE, OTHER = ("release", date(2026, 11, 28)), ("release", date(2026, 11, 29))


def made(size: int) -> Encoded:
    return Encoded(b"a" * size, None, "tag")


def test_the_longest_unasked_goes_first() -> None:
    held = Held(most=2)
    held.keep(ONE, "a", made(1))
    held.keep(ONE, "b", made(1))
    assert held.get(ONE, "a")
    held.keep(ONE, "c", made(1))
    assert [bool(held.get(ONE, one)) for one in "abc"] == [True, False, True]


def test_no_more_bytes_are_held_than_allowed() -> None:
    held = Held(most=100, largest=10)
    for at in range(50):
        held.keep(ONE, str(at), made(4))
    assert [at for at in range(50) if held.get(ONE, str(at))] == [48, 49]
    held.keep(ONE, "large", made(11))
    assert held.get(ONE, "large") is None
    assert held.get(ONE, "49")


def test_what_is_held_twice_counts_once() -> None:
    held = Held(most=100, largest=10)
    for _ in range(50):
        held.keep(ONE, "a", made(4))
    held.keep(ONE, "b", made(4))
    assert held.get(ONE, "a")
    assert held.get(ONE, "b")


def test_another_day_has_other_answers() -> None:
    held = Held()
    held.keep(ONE, "a", made(1))
    assert held.get(OTHER, "a") is None
    held.keep(OTHER, "b", made(1))
    assert held.get(ONE, "a") is None
    assert held.get(OTHER, "b")


def load(client: Client, folder: Path) -> None:
    database = Database(app_of(client)[SETTINGS].database_url)
    load_release(database, folder, datetime(2026, 11, 27, tzinfo=timezone.utc))
    database.close()


async def asked(client: Client, path: str) -> Any:
    async with client.get(API + path) as answer:
        assert answer.status == 200
        return await answer.json()


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 28, 23, 59, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("path", ["/programmes", "/search?q=visa", "/offices/geneva"])
async def test_the_second_caller_gets_what_was_made_for_the_first(
    client: Client, path: str
) -> None:
    held = app_of(client)[HELD]
    await asked(client, "/search?q=warm")  # the index is there, and its hits stay
    await asyncio.sleep(0)
    first = await asked(client, path)
    assert path in " ".join(held._answers)
    assert await asked(client, path) == first


async def test_a_new_day_is_answered_anew(tmp_path: Path) -> None:
    clock, settings = Clock(), Settings.from_environ({"STATE_DIR": str(tmp_path)})
    await asyncio.to_thread(upgrade, settings.database_url)
    async with TestClient(TestServer(create_app(settings, clock))) as client:
        await asked(client, "/programmes/rean")
        held = app_of(client)[HELD]
        (before,) = held._answers.values()
        clock.now += timedelta(minutes=2)
        facts = (await asked(client, "/programmes/rean"))["facts"]
        assert all(one is not before for one in held._answers.values())
        clock.now += timedelta(days=3650)  # past every review
        later = (await asked(client, "/programmes/rean"))["facts"]
    assert [one["due"] for one in facts] != [one["due"] for one in later]


async def test_a_new_release_is_answered_anew(client: Client, tmp_path: Path) -> None:
    before = await asked(client, "/offices/geneva?lang=en")
    changed = tmp_path / "content"
    await asyncio.to_thread(shutil.copytree, CONTENT, changed)
    told = changed / "offices" / "geneva.yml"
    told.write_text(told.read_text("utf-8").replace("IOM headquarters", "IOM main seat"), "utf-8")
    await asyncio.to_thread(load, client, changed)
    app_of(client)[KNOWLEDGE]._looked = float("-inf")  # a second later
    after = await asked(client, "/offices/geneva?lang=en")
    assert (before["name"], after["name"]) == ("IOM headquarters, Geneva", "IOM main seat, Geneva")
    assert before["release"]["id"] != after["release"]["id"]
    assert len(app_of(client)[HELD]._answers) == 1
