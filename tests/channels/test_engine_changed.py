"""What people change, take back or stop later than they wrote it, in whatever order it comes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.channel_tables import correspondent
from bot.conversations.tables import message, tracker_event
from bot.conversations.withdrawn import GONE
from bot.web.keys import PERSONAL_DATA
from tests.bot.web.gateway import FakeRasa, app_of
from tests.channels.conftest import Clock
from tests.channels.plain import Platform
from tests.channels.test_engine_in import begun, rows_of

Rasa = tuple[FakeRasa, str]


def edit(text: str, own_id: str) -> dict[str, Any]:
    return {"id": own_id, "kind": "edited", "about": "q", "text": text}


DELETED = {"kind": "deleted", "about": "q"}


async def words(platform: Platform) -> list[str]:
    """Return what people wrote, as it is stored."""
    rows = await rows_of(platform, message)
    return [one["body"]["text"] for one in rows if one["author"] == "user"]


async def rasa_noted(platform: Platform, *numbers: int) -> None:
    """Let Rasa have noted the turns of these messages."""
    (key,) = {one["conversation_id"] for one in await rows_of(platform, message)}
    noted = [{"sender": key, "data": {"message_id": f"{key}.{number}"}} for number in numbers]
    database = app_of(platform.client)[PERSONAL_DATA].database
    await database.write(lambda c: c.execute(sa.insert(tracker_event), noted).rowcount)
    assert len(await rows_of(platform, tracker_event)) == len(numbers)


async def test_only_the_last_edit_of_what_waits_is_answered(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    rasa[0].failures = 100
    await platform.sends({"id": "q", "text": "Who pais?"})
    await platform.sends(edit("Who pays?", "e1"))
    await platform.sends(edit("Who pays for the journey?", "e2"))
    await platform.sends(edit("Who pays for the journey?", "e2"))
    await platform.sends({"text": "And TRQN?"})
    rasa[0].failures = 0
    await platform.until(4)
    assert platform.texts()[2:] == ["en Who pays for the journey?", "en And TRQN?"]
    assert (await words(platform))[1:] == [GONE, GONE, "Who pays for the journey?", "And TRQN?"]


async def test_what_was_edited_while_it_waited_can_be_deleted(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    rasa[0].failures = 100
    await platform.sends({"id": "q", "text": "Who pais?"})
    await platform.sends(edit("My secret is a gold mine", "e1"))
    await platform.sends(DELETED)
    await platform.sends({"text": "And TRQN?"})
    rasa[0].failures = 0
    await platform.until(3)
    assert platform.texts()[2:] == ["en And TRQN?"]
    assert (await words(platform))[1:] == [GONE, GONE, "And TRQN?"]


async def test_a_deletion_takes_all_versions_and_what_rasa_noted(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform, id="q")
    for number in range(2):
        await platform.sends(edit(f"My secret is gold mine {number}", f"e{number}"))
    await platform.until(4)
    await rasa_noted(platform, 2, 4)
    await platform.sends(DELETED)
    assert await words(platform) == [GONE] * 3
    assert not await rows_of(platform, tracker_event)


async def test_what_comes_after_its_deletion_is_not_taken(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    await platform.sends(DELETED)
    await platform.sends(edit("My secret is a gold mine", "e1"))
    await platform.sends({"id": "q", "text": "My secret is gold"})
    await platform.sends({"text": "And TRQN?"})
    await platform.until(3)
    assert (await words(platform))[1:] == ["And TRQN?"]


async def test_a_deletion_before_the_very_first_message_holds(
    platform: Platform, rasa: Rasa
) -> None:
    await platform.sends(DELETED)
    await platform.sends({"id": "q", "text": "My secret is a gold mine"})
    assert await rows_of(platform, message) == [] and platform.got == []


async def test_an_edit_that_comes_first_is_a_message(platform: Platform, rasa: Rasa) -> None:
    await platform.sends({**edit("Hello, what is REAN?", "e1"), "language": "en"})
    await platform.until(2)
    assert platform.texts()[1] == "en Hello, what is REAN?"
    await platform.sends({"id": "q", "text": "Hello, what is RAEN?"})
    await platform.sends({"text": "And TRQN?"})
    await platform.until(3)
    assert platform.texts()[2:] == ["en And TRQN?"], "its old words come too late"


async def test_a_deletion_reaches_what_was_edited_before_it_was_handled(
    platform: Platform, rasa: Rasa
) -> None:
    """Rasa had noted it, and the gateway was killed before its answer: nobody finishes it."""
    await begun(platform)
    rasa[0].failures = 100
    await platform.sends({"id": "q", "text": "My secret is a gold mine"})
    await rasa_noted(platform, 4)
    await platform.sends(edit("Who pays for the journey?", "e1"))
    assert not await rows_of(platform, tracker_event)
    assert (await words(platform))[1:] == [GONE, "Who pays for the journey?"]


async def test_what_was_erased_stays_so_though_its_edit_came_first(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    await platform.sends(edit("My secret is a gold mine", "e1"))
    await platform.until(3)
    await platform.sends({"text": "erase everything"})
    await platform.until(4)
    await platform.sends({"text": "yes"})
    await platform.until(5)
    await platform.sends({"id": "q", "text": "My secret is a gold mien"})
    assert await rows_of(platform, message) == []


async def test_a_stop_that_comes_late_silences_nobody_who_wrote_since(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    clock.gone = timedelta(minutes=5)
    early, late = clock() - timedelta(minutes=2), clock()
    rasa[0].failures = 2
    await platform.sends({"text": "Who pays?", "at": late.isoformat()})
    await platform.sends({"text": "STOP", "at": early.isoformat()})
    await platform.sends({"kind": "blocked", "at": early.isoformat()})
    await platform.until(3)
    assert platform.texts()[2:] == ["en Who pays?"]
    assert (await rows_of(platform, correspondent))[0]["stopped_at"] is None


async def test_a_stop_counts_whatever_came_without_a_time(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    """Telegram says no time for a button: what was pressed before, but came late, ends no wish."""
    await begun(platform)
    clock.gone = timedelta(minutes=10)
    at = clock() - timedelta(minutes=9)
    await platform.sends({"text": "Who pays?"})
    await platform.until(3)
    await platform.sends({"text": "STOP", "at": at.isoformat()})
    await platform.until(4)
    assert "I will not write to you any more" in platform.texts()[-1]
    assert (await rows_of(platform, correspondent))[0]["stopped_at"] == at.replace(tzinfo=None)


async def test_an_earlier_stop_moves_no_later_one(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    clock.gone = timedelta(minutes=5)
    early, late = clock() - timedelta(minutes=2), clock()
    await platform.sends({"kind": "blocked", "at": late.isoformat()})
    await platform.sends({"kind": "blocked", "at": early.isoformat()})
    between = (clock() - timedelta(minutes=1)).isoformat()
    await platform.sends({"text": "Who pays?", "at": between})
    (held,) = await rows_of(platform, correspondent)
    assert held["stopped_at"] == late.replace(tzinfo=None)
    assert len(platform.got) == 2
