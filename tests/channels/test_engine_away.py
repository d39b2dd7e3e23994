"""With the database away nothing that platforms bring is lost, and danger is answered at once."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.spool import SpoolFull
from bot.stopping import stop
from bot.web.keys import CHANNELS, METRICS, PERSONAL_DATA
from knowledge.database import Database, DatabaseAway
from tests.bot.web.gateway import FakeRasa, app_of
from tests.channels.plain import Platform
from tests.channels.test_engine_in import begun

Rasa = tuple[FakeRasa, str]
T = Callable[[sa.Connection], Any]


class Away:
    """Takes the database away, and gives it back."""

    def __init__(self, database: Database, patch: pytest.MonkeyPatch) -> None:
        self.database, self.patch = database, patch

    def go(self) -> None:
        async def fails(work: T, within: float = 0) -> Any:
            raise DatabaseAway("a test took it")

        for name in ("read", "write"):
            self.patch.setattr(self.database, name, fails)

    def back(self) -> None:
        self.patch.undo()


@pytest.fixture
def away(platform: Platform) -> Away:
    # A patch of its own: undoing that of the platform would take its kinds.
    return Away(app_of(platform.client)[PERSONAL_DATA].database, pytest.MonkeyPatch())


async def test_what_comes_meanwhile_is_kept_sealed_and_answered_in_order(
    platform: Platform, rasa: Rasa, away: Away, tmp_path: Path
) -> None:
    await begun(platform)
    away.go()
    for number in range(3):
        again = {"id": f"q{number}", "text": f"Who pays, number {number}?", "from": "+999001"}
        assert await platform.sends(again) == await platform.sends(again) == 200
    metrics = app_of(platform.client)[METRICS]
    for _ in range(1200):
        if b'iom_in_spool{spool="channels"} 3.0' in metrics.text():
            break
        await asyncio.sleep(0.05)
    else:
        pytest.fail("no alarm would ring")
    files = list((tmp_path / "spool-channels").iterdir())
    assert len(files) == 3, "the same again is kept once"
    assert not [
        one for one in files if b"999001" in one.read_bytes() or b"pays" in one.read_bytes()
    ]
    assert len(platform.got) == 2
    away.back()
    await platform.until(5)
    assert platform.texts()[2:] == [f"en Who pays, number {n}?" for n in range(3)]
    for _ in range(600):
        if not list((tmp_path / "spool-channels").iterdir()):
            return
        await asyncio.sleep(0.05)
    pytest.fail("what was handed over is still kept")


async def test_who_writes_on_while_a_message_is_being_kept_does_not_pass_it(
    platform: Platform, rasa: Rasa, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(platform)
    door = app_of(platform.client)[CHANNELS].door
    keep = door.spool.keep

    def slowly(*given: Any) -> bool:
        asking.set()
        time.sleep(0.5)
        return keep(*given)

    asking = threading.Event()
    monkeypatch.setattr(door.spool, "keep", slowly)
    away.go()
    first = asyncio.create_task(platform.sends({"text": "Who pays?"}))
    await asyncio.to_thread(asking.wait)
    away.back()
    await platform.sends({"text": "And TRQN?"})
    await first
    await platform.until(4)
    assert platform.texts()[2:] == ["en Who pays?", "en And TRQN?"]


async def test_a_disk_that_fails_once_does_not_end_the_handing_over(
    platform: Platform, rasa: Rasa, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(platform)
    spool = app_of(platform.client)[CHANNELS].door.spool
    kept, failed = spool.kept, threading.Event()

    def fails_once(of: str) -> Any:
        if failed.is_set():
            return kept(of)
        failed.set()
        raise OSError("a bad sector")

    monkeypatch.setattr(spool, "kept", fails_once)  # before: a look may be under way then
    away.go()
    await platform.sends({"text": "Who pays for the journey?"})
    away.back()
    await platform.until(3)
    assert failed.is_set() and platform.texts()[2:] == ["en Who pays for the journey?"]


async def test_a_file_that_cannot_be_read_keeps_only_its_own_sender_waiting(
    platform: Platform,
    rasa: Rasa,
    away: Away,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await begun(platform)
    spool, broken = app_of(platform.client)[CHANNELS].door.spool, threading.Event()
    kept, sick, tried = spool.kept, list[str](), list[str]()

    def of_one_fails(of: str) -> Any:
        if not sick:
            sick.append(of)
        if of == sick[0] and not broken.is_set():
            tried.append(of)
            raise OSError("a bad sector")
        return kept(of)

    monkeypatch.setattr(spool, "kept", of_one_fails)
    away.go()
    await platform.sends({"text": "Who pays for the journey?"})
    await platform.sends({"from": "+999002", "text": "And TRQN?"})
    away.back()
    for _ in range(1200):
        if platform.texts("+999002"):
            break
        await asyncio.sleep(0.05)
    assert platform.texts("+999002") and len(platform.texts()) == 2
    assert await platform.sends({"text": "Is anybody there?"}) == 200
    for _ in range(1200):
        if len(tried) > 1:
            break
        await asyncio.sleep(0.05)
    assert len(tried) > 1 and caplog.text.count("kept message not read") == 1
    broken.set()
    for _ in range(1200):
        if len(platform.texts()) == 4:
            break
        await asyncio.sleep(0.05)
    asked = ["en Who pays for the journey?", "en Is anybody there?"]
    assert platform.texts()[2:] == asked, "in order, and none is lost"


async def test_what_cannot_be_taken_is_set_aside_and_goes_with_the_person(
    platform: Platform, rasa: Rasa, away: Away, tmp_path: Path
) -> None:
    await begun(platform)
    folder, house = tmp_path / "spool-channels", app_of(platform.client)[CHANNELS]
    await stop(house._tasks)  # else a look may read the file before it is spoilt
    door = house.door
    away.go()
    await platform.sends({"text": "Who pays for the journey?"})
    (file,) = folder.iterdir()
    held = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**held, "sealed": "AAAA"}), encoding="utf-8")
    away.back()
    await platform.sends({"text": "And TRQN?"})
    await platform.until(3)
    assert platform.texts()[2:] == ["en And TRQN?"], "it keeps nobody waiting"
    (aside,) = folder.iterdir()
    assert aside.suffix == ".aside" and len(door.spool) == 0
    await platform.sends({"text": "erase everything"})
    await platform.sends({"text": "yes, erase everything"})
    for _ in range(1200):
        if not list(folder.iterdir()):
            return
        await asyncio.sleep(0.05)
    pytest.fail("erased, but for what was set aside")


async def test_danger_gets_its_numbers_meanwhile(
    platform: Platform, rasa: Rasa, away: Away
) -> None:
    away.go()
    await platform.sends({"text": "My husband beats me, help me", "from": "+999777"})
    await platform.until(1)
    assert "112" in platform.texts("+999777")[0]
    away.back()
    for _ in range(1200):
        if any("Telegram sees" in one for one in platform.texts("+999777")):
            return  # now it has its conversation
        await asyncio.sleep(0.05)
    pytest.fail("it was not handed over")


async def test_when_nothing_can_be_kept_the_platform_brings_it_again(
    platform: Platform, rasa: Rasa, away: Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    away.go()

    def full(*given: Any) -> bool:
        raise SpoolFull("the disk is full")

    spool = app_of(platform.client)[CHANNELS].door.spool
    monkeypatch.setattr(spool, "keep", full)
    assert await platform.sends({"id": "q", "text": "Who pays for the journey?"}) == 503
    away.back()
    assert await platform.sends({"id": "q", "text": "Who pays for the journey?"}) == 200
    await platform.until(2)
    assert platform.texts()[1] == "en Who pays for the journey?"
