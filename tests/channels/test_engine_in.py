"""What people do on platforms, and what comes of it: nothing is kept that need not be."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.channel_tables import correspondent, farewell, gone_message
from bot.conversations.tables import case, conversation, message, tracker_event
from bot.conversations.withdrawn import GONE
from bot.web.keys import CHANNELS, PERSONAL_DATA
from tests.bot.web.gateway import FakeRasa, app_of
from tests.channels.conftest import Clock
from tests.channels.plain import SECRET, Platform

Rasa = tuple[FakeRasa, str]


async def rows_of(platform: Platform, table: sa.Table) -> list[Any]:
    database = app_of(platform.client)[PERSONAL_DATA].database
    return await database.read(lambda c: list(c.execute(sa.select(table)).mappings()))


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def begun(platform: Platform, **told: str) -> None:
    """Let somebody begin a conversation, and let it be noted that the answer was sent."""
    await platform.sends({"text": "Hello, what is REAN?", "language": "en", **told})
    await platform.until(2)
    for _ in range(1200):
        (held,) = await rows_of(platform, correspondent)
        if held["held_by"] is None and held["sent_seq"] == 3:
            return
        await asyncio.sleep(0.05)
    pytest.fail("it was not noted")


async def all_sent(platform: Platform) -> None:
    """Wait until every message is answered, and that all answers were sent is noted."""
    for _ in range(1200):
        waits = [one for one in await rows_of(platform, message) if one["state"] == "new"]
        last = {one["id"]: one["last_seq"] for one in await rows_of(platform, conversation)}
        people = await rows_of(platform, correspondent)
        if not waits and all(
            one["held_by"] is None and one["sent_seq"] == last[one["conversation_id"]]
            for one in people
        ):
            return
        await asyncio.sleep(0.05)
    pytest.fail("something waits to be sent")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("voice", "I cannot listen to voice messages"),
        ("media", "I cannot open photos or files"),
        ("location", "I do not need your position"),
        ("unreadable", "I could not read this message"),
        ("text", "I could not read this message"),  # of nothing but blanks
    ],
)
async def test_what_cannot_be_read_is_answered_kindly(
    platform: Platform, rasa: Rasa, kind: str, words: str
) -> None:
    await begun(platform)
    await platform.sends({"kind": kind, "text": " \u200b" if kind == "text" else ""})
    await platform.until(3)
    assert words in platform.texts()[-1]
    assert len(rasa[0].turns) == 1, "nobody else is asked"


async def test_the_words_under_a_picture_are_answered(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    await platform.sends({"kind": "media", "text": "Who pays for the ticket?"})
    await platform.until(4)
    assert platform.texts()[2].startswith("I have only read your text")
    assert platform.texts()[3] == "en Who pays for the ticket?"


async def test_an_edit_of_what_waits_takes_its_place(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    rasa[0].failures = 2
    await platform.sends({"id": "q", "text": "Who pais?"})
    await platform.sends({"kind": "edited", "about": "q", "text": "Who pays for the journey?"})
    await platform.until(3)
    assert platform.texts()[-1] == "en Who pays for the journey?"
    await platform.sends({"text": "And TRQN?"})
    await platform.until(4)
    assert platform.texts()[2:] == ["en Who pays for the journey?", "en And TRQN?"]


async def test_an_edit_of_what_is_answered_is_told(platform: Platform, rasa: Rasa) -> None:
    await begun(platform, id="q")
    await platform.sends({"kind": "edited", "about": "q", "text": "Hello, what is REAN, please?"})
    await platform.until(3)
    assert "send your question again" in platform.texts()[-1]
    await platform.sends({"kind": "edited", "about": "q", "text": "My husband beats me, help me"})
    await platform.until(4)
    assert "112" in platform.texts()[-1], "danger is heard in an edit, too"


async def test_what_is_deleted_is_gone_here(platform: Platform, rasa: Rasa) -> None:
    await begun(platform, id="q")
    await platform.sends({"kind": "deleted", "about": "q", "text": ""})
    said = [one for one in await rows_of(platform, message) if one["author"] == "user"]
    assert [one["body"]["text"] for one in said] == [GONE]
    await platform.sends({"kind": "deleted", "about": "never seen", "text": ""})
    assert len(platform.got) == 2


async def test_what_is_deleted_while_it_is_answered_is_gone_where_rasa_has_it(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    database = app_of(platform.client)[PERSONAL_DATA].database

    async def meanwhile(turn: dict[str, Any]) -> None:
        await platform.sends({"kind": "deleted", "about": "q", "text": ""})
        key, said = turn["conversation"], turn["message_id"]
        event = {"event": "user", "text": turn["text"], "message_id": said}
        noted = sa.insert(tracker_event).values(sender=key, data=event)
        written.append(await database.write(lambda c: c.execute(noted).rowcount))

    written: list[int] = []
    rasa[0].meanwhile = meanwhile
    await platform.sends({"id": "q", "text": "My secret is a gold mine"})
    for _ in range(600):
        if written and not await rows_of(platform, tracker_event):
            break
        await asyncio.sleep(0.05)
    assert written == [1] and not await rows_of(platform, tracker_event)
    assert len(platform.got) == 2, "and nobody is told an answer to it"


async def test_stop_is_heard_and_only_their_next_message_ends_it(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    await platform.sends({"text": "ARRÊT"})
    await platform.until(3)
    assert "I will not write to you any more" in platform.texts()[-1]
    assert (await rows_of(platform, correspondent))[0]["stopped_at"] is not None
    await platform.sends({"text": "Hello again, who pays?"})
    await platform.until(4)
    assert platform.texts()[-1] == "en Hello again, who pays?"
    assert (await rows_of(platform, correspondent))[0]["stopped_at"] is None


async def test_what_was_written_before_the_stop_does_not_end_it(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    asked, stopped = (clock() + timedelta(seconds=s) for s in (60, 120))
    clock.gone += timedelta(minutes=5)
    await platform.sends({"text": "STOP", "at": stopped.isoformat()})
    await platform.until(3)
    await platform.sends({"text": "Who pays for the ticket?", "at": asked.isoformat()})
    (held,) = await rows_of(platform, correspondent)
    assert held["stopped_at"] is not None
    assert len(rasa[0].turns) == 1, "what comes late is kept, and not answered"
    await platform.sends({"text": "My husband beats me", "at": asked.isoformat()})
    await platform.until(6)  # its sources, and whether they may be read
    assert "112" in platform.texts()[3], "the numbers are told all the same"
    await platform.sends({"text": "Hello again, who pays?", "at": clock().isoformat()})
    await platform.until(7)
    assert platform.texts()[-1] == "en Hello again, who pays?"


async def test_stop_within_a_check_only_ends_the_check(platform: Platform, rasa: Rasa) -> None:
    rasa[0].extra = {"kind": "question", "asks": "nationality"}
    await begun(platform)
    await platform.sends({"text": "stop"})
    await platform.until(3)
    assert platform.texts()[-1] == "en stop"


async def test_who_blocks_us_is_not_written_to(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    await platform.sends({"kind": "blocked"})
    assert (await rows_of(platform, correspondent))[0]["stopped_at"] is not None
    assert len(platform.got) == 2


async def test_all_is_erased_and_they_are_told(platform: Platform, rasa: Rasa) -> None:
    await begun(platform, id="first")
    await platform.sends({"id": "order", "text": "erase everything"})
    await platform.until(3)
    assert "Do you want to erase" in platform.texts()[-1]
    yes = {"id": "yes", "text": "yes"}
    assert await asyncio.gather(*(platform.sends(yes) for _ in range(3))) == [200] * 3
    await platform.until(4)
    assert platform.texts()[-1].startswith("It is erased.")
    for _ in range(600):  # it is noted after it was told
        if not await rows_of(platform, farewell):
            break
        await asyncio.sleep(0.05)
    await platform.sends(yes, {"id": "first", "text": "Hello, what is REAN?"})
    for table in (conversation, message, correspondent, farewell):
        assert await rows_of(platform, table) == [], "what was erased comes back no more"
    assert len(await rows_of(platform, gone_message)) >= 3
    assert len(platform.got) == 4
    await platform.sends({"text": "Hello, who are you?"})
    await platform.until(6)
    assert "Telegram sees" in platform.texts()[4], "it is a new conversation"


async def test_danger_is_answered_with_rasa_away_and_opens_a_case(
    platform: Platform, rasa: Rasa
) -> None:
    rasa[0].failures = 100
    await platform.sends({"text": "My boss took my passport and does not pay me, help"})
    await platform.until(2)
    assert "112" in platform.texts()[1]
    assert [one["reason"] for one in await rows_of(platform, case)] == ["safety"]


async def test_too_long_and_too_many_are_told(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    await platform.sends({"text": "how does it work? " * 80})
    await platform.until(3)
    assert "1,000 characters" in platform.texts()[-1]
    for _ in range(25):
        await platform.sends({"text": "Who pays?"})
    await all_sent(platform)
    told = [one for one in platform.texts() if one.startswith("You are writing too fast")]
    assert len(told) == 1
    assert len([one for one in await rows_of(platform, message) if one["author"] == "user"]) == 27


async def test_pictures_count_as_messages(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    for _ in range(25):
        await platform.sends({"kind": "media", "text": ""})
    await platform.sends({"text": "erase everything"})
    await all_sent(platform)
    told = platform.texts()[2:]
    assert len([one for one in told if one.startswith("I cannot open photos")]) == 19
    assert len(told) == 20 and told[-1].startswith("You are writing too fast")


async def test_no_number_of_anybody_stands_in_the_state_folder(
    platform: Platform, rasa: Rasa, tmp_path: Path
) -> None:
    await platform.sends({"text": "Hello, who are you?", "from": "+999444555666"})
    await platform.until(2)
    files = {path.name: path for path in _files(tmp_path)}
    assert "assistant.db" in files
    assert not [one for one in files.values() if b"999444555666" in one.read_bytes()]
    assert not files["channel.key"].stat().st_mode & 0o077, "it is nobody else's"


async def test_what_they_said_of_themselves_is_told_on_demand(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    await platform.sends({"text": "my data"})
    await platform.until(3)
    assert "nothing" in platform.texts()[-1] and "encrypted" in platform.texts()[-1]


async def test_an_address_goes_after_a_day(platform: Platform, rasa: Rasa, clock: Clock) -> None:
    await begun(platform)
    held = app_of(platform.client)[PERSONAL_DATA]
    await held.sweep(clock())
    assert (await rows_of(platform, correspondent))[0]["address"] is not None
    clock.gone = timedelta(hours=25)
    await held.sweep(clock())
    assert (await rows_of(platform, correspondent))[0]["address"] is None
    await platform.sends({"text": "And who pays?"})
    await platform.until(3)


async def test_who_is_not_the_platform_is_refused(platform: Platform) -> None:
    async def knock(body: bytes, **headers: str) -> tuple[int, str]:
        answer = await platform.client.post("/channels/telegram", data=body, headers=headers)
        return answer.status, (await answer.json())["error"]["code"]

    good = json.dumps([{"from": "+999001", "id": "1", "text": "hello"}]).encode()
    assert await knock(good, **{"X-Secret": SECRET[:-1]}) == (401, "unauthorized")
    assert await knock(b"no list", **{"X-Secret": SECRET}) == (422, "bad_payload")
    assert (await platform.client.post("/channels/twilio", data=good)).status == 404
    assert (await platform.client.get("/channels/telegram?token=no&proof=7")).status == 403
    answer = await platform.client.get("/channels/telegram", params={"token": SECRET, "proof": "7"})
    assert (answer.status, await answer.text()) == (200, "7")
    assert await knock(b" " * 5_000_000, **{"X-Secret": SECRET}) == (413, "body_too_large")
    text = app_of(platform.client)[CHANNELS].door.metrics.text().decode()
    assert 'iom_channel_refused_total{channel="telegram",why="signature"} 1.0' in text


async def test_only_so_many_large_bodies_are_read_at_a_time(platform: Platform) -> None:
    large = app_of(platform.client)[CHANNELS].door.large
    for _ in range(16):
        await large.acquire()
    body = json.dumps([{"from": "+999001", "id": "1", "text": "x" * 200_000}]).encode()
    headers = {"X-Secret": SECRET}
    full = await platform.client.post("/channels/whatsapp", data=body, headers=headers)
    assert (full.status, full.headers["Retry-After"]) == (429, "5")
    assert await platform.sends({"text": "hello"}) == 200, "others do not wait for them"
    large.release()
    free = await platform.client.post("/channels/whatsapp", data=body, headers=headers)
    assert free.status == 200


async def test_the_privacy_page_says_what_platforms_see(platform: Platform) -> None:
    page = await (await platform.client.get("/privacy")).text()
    for told in ("WhatsApp appartient à Meta", "WhatsApp belongs to Meta", "Telegram voit votre"):
        assert told in page
    assert "Twilio" not in page, "nobody writes by it here"
    assert "{platforms}" not in page
