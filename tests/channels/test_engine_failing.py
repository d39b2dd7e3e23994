"""What never arrives is known to a human; a platform that is ill holds up no other."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels import coming, outbox, sending
from bot.channels.base import Call, Sent
from bot.channels.breaker import MANY
from bot.conversations.channel_tables import TEMPLATE, correspondent, delivery
from bot.conversations.tables import case, conversation
from bot.desk import reach
from bot.stopping import stop
from bot.web.keys import CHANNELS, PERSONAL_DATA
from tests.bot.web.gateway import FakeRasa, app_of
from tests.channels.conftest import Clock
from tests.channels.plain import Platform
from tests.channels.test_engine_in import begun, rows_of
from tests.channels.test_engine_out import looked, replied

Rasa = tuple[FakeRasa, str]
HELLO = {"text": "Hello, can I speak to someone?", "language": "en"}


async def test_what_a_platform_reports_as_failed_opens_a_case_once(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    for how in ("delivered", "failed", "failed"):
        await platform.sends({"id": "p2", "reached": how, "code": "131026"})
    (held,) = await rows_of(platform, case)
    assert (held["reason"], held["priority"], held["seq"]) == ("unanswered", "high", 3)


async def test_a_report_on_who_wished_for_silence_opens_none(
    platform: Platform, rasa: Rasa
) -> None:
    await begun(platform)
    await platform.sends({"text": "STOP"})
    await platform.until(3)
    await platform.sends({"id": "p2", "reached": "failed"})
    assert not await rows_of(platform, case)


async def test_a_report_on_the_numbers_opens_no_case_of_its_own(
    platform: Platform, rasa: Rasa
) -> None:
    """Whether danger goes to somebody is not for a platform to decide."""
    await begun(platform)
    await platform.sends({"text": "My husband beats me, help me"})
    await platform.tried(5)
    before = await rows_of(platform, case)
    await platform.sends({"id": "p3", "reached": "failed"})
    assert await rows_of(platform, case) == before


async def waiting_outside(
    platform: Platform, rasa: Rasa, clock: Clock, *answers: web.Response
) -> None:
    """Let staff reply to somebody to whom only a template may go; what the platform says to it."""
    rasa[0].extra = {"kind": "handoff"}
    await platform.sends(HELLO, name="whatsapp")
    await platform.tried(2)
    (held,) = await rows_of(platform, case)
    assert held["priority"] == "normal"
    clock.gone = timedelta(hours=25)
    platform.answers = list(answers)
    await replied(platform, "We have looked at it.")
    await platform.tried(3)


async def person_of(platform: Platform) -> tuple[dict[str, Any], dict[int, str]]:
    """Return what the desk says of the person, and of what was sent to them."""
    (held,) = await rows_of(platform, conversation)
    database = app_of(platform.client)[PERSONAL_DATA].database
    person, far = await database.read(lambda c: reach.of(c, held["id"]))
    assert person is not None
    return person, far


async def is_untold(platform: Platform) -> bool:
    """Tell whether the desk says that they could not be told; something waits for them."""
    person, far = await person_of(platform)
    assert "waiting" in far.values()
    return bool(person["untold"])


async def test_a_template_that_an_operator_must_mend_is_sent_after_that(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    expired = web.json_response({"ours": True}, status=401)
    await waiting_outside(platform, rasa, clock, expired)
    assert (await rows_of(platform, correspondent))[0]["template_at"] is None
    clock.gone += timedelta(seconds=70)
    await looked(platform)
    await platform.tried(4)
    assert platform.texts()[2:] == ["template en"]
    await platform.sends({"text": "yes"}, name="whatsapp")
    await platform.until(5)
    assert "We have looked at it." in platform.texts()[3:]


async def test_a_template_that_is_refused_for_good_is_known_to_a_human(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await waiting_outside(platform, rasa, clock, web.Response(status=400))
    (held,) = await rows_of(platform, case)
    assert (held["priority"], await is_untold(platform)) == ("high", True)
    for _ in range(3):
        await looked(platform)
    await platform.tried(3)
    assert platform.asked == 3
    clock.gone += timedelta(hours=25)
    closed = sa.update(case).values(state="closed")
    database = app_of(platform.client)[PERSONAL_DATA].database
    await database.write(partial(done, closed))
    await looked(platform)
    await platform.tried(3)
    assert platform.asked == 3 and len(await rows_of(platform, case)) == 1, "known is known"
    await platform.sends({"text": "Is anybody there?"}, name="whatsapp")
    await platform.until(4)
    assert platform.texts()[3] == "We have looked at it.", "and is not lost"


async def test_a_template_that_failed_after_it_was_taken_is_known_to_a_human(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await waiting_outside(platform, rasa, clock)
    (before,) = await rows_of(platform, case)
    assert (before["priority"], await is_untold(platform)) == ("normal", False)
    assert platform.texts()[2:] == ["template en"]
    await platform.sends({"id": "p3", "reached": "failed", "code": "131049"}, name="whatsapp")
    (held,) = await rows_of(platform, case)
    assert (held["priority"], await is_untold(platform)) == ("high", True)
    await platform.sends({"text": "Is anybody there?"}, name="whatsapp")
    await platform.until(5)
    assert "We have looked at it." in platform.texts()[3:]


def done(statement: sa.Update, connection: sa.Connection) -> int:
    return connection.execute(statement).rowcount


async def test_a_template_is_not_sent_twice_though_nobody_noted_that_it_went(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    """Killed, or the answer lost on its way: the delivery still says that it went."""
    await waiting_outside(platform, rasa, clock)
    forgotten = sa.update(correspondent).values(template_at=None, next_try_at=None)
    database = app_of(platform.client)[PERSONAL_DATA].database
    for state, hours in (("sent", 1), ("delivered", 2), ("sending", 2)):
        clock.gone = timedelta(hours=25 + hours)
        at = {"at": clock()} if state == "sending" else {}
        stands = sa.update(delivery).where(delivery.c.part == TEMPLATE).values(state=state, **at)
        await database.write(partial(done, stands))
        await database.write(partial(done, forgotten))  # last: now a look may come at any time
        await looked(platform)
        await platform.tried(3)
        assert platform.texts()[2:] == ["template en"], state
    clock.gone += timedelta(seconds=61)
    await looked(platform)
    await platform.tried(4)
    assert platform.texts()[2:] == ["template en"] * 2, "nobody said that it arrived"


async def test_a_late_report_on_a_template_is_nothing_when_the_answer_has_arrived(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await waiting_outside(platform, rasa, clock)
    await platform.sends({"text": "yes"}, name="whatsapp")
    await platform.until(5)
    await platform.tried(5)
    before = await rows_of(platform, case)
    await platform.sends({"id": "p3", "reached": "failed"}, name="whatsapp")
    assert await rows_of(platform, case) == before
    person, _ = await person_of(platform)
    assert not person["untold"]


async def test_an_answer_in_two_pieces_is_read_to_its_end(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)

    async def in_pieces(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        for piece in (b'{"id": "in ', b'two pieces"}'):
            await answer.write(piece)
            await asyncio.sleep(0.1)
        return answer

    posting = app_of(platform.client)[CHANNELS].sending.posting
    calling, channel = posting.calling, posting.channels["telegram"]
    app = web.Application()
    app.add_routes([web.post("/", in_pieces)])
    async with TestServer(app) as server:
        call = Call(str(server.make_url("/")), {}, b"{}")
        assert await calling.post(channel, call) == Sent("in two pieces")


async def crowd(platform: Platform, count: int, at: datetime) -> None:
    """Let many wait on one platform, all of them longer than anybody else."""
    database = app_of(platform.client)[PERSONAL_DATA].database
    (held,) = await rows_of(platform, conversation)
    (one,) = await rows_of(platform, correspondent)
    people = [
        {**one, "conversation_id": f"whatsapp-{n:022d}", "sender_key": f"{n:064d}"}
        | {"channel": "whatsapp", "heard_at": at, "sent_seq": 0, "next_try_at": None}
        for n in range(count)
    ]

    def work(connection: sa.Connection) -> None:
        talks = [{**held, "id": one["conversation_id"]} for one in people]
        connection.execute(sa.insert(conversation), talks)
        connection.execute(sa.insert(correspondent), people)

    await database.write(work)


async def test_a_dead_platform_with_a_crowd_waiting_holds_up_no_other(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    house = app_of(platform.client)[CHANNELS]
    await stop(house._tasks)  # the one look of below is to do
    await crowd(platform, outbox.MANY + 1, clock() - timedelta(hours=1))
    breaker = house.sending.posting.calling.breaker(house.door.channels["whatsapp"])
    platform.down = True
    await platform.sends({"text": "Who pays for the journey?"})
    await platform.tried(3)
    platform.down = False
    for _ in range(MANY):
        breaker.failed(clock() + timedelta(minutes=2))
    clock.gone = timedelta(minutes=2)
    await looked(platform)
    await platform.until(3)
    assert platform.texts()[2] == "en Who pays for the journey?"


async def test_a_dead_platform_keeps_no_other_from_hearing_that_it_arrived(
    platform: Platform, rasa: Rasa, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coming, "MANY", 2)
    monkeypatch.setattr(coming, "SLOW", timedelta(seconds=5))
    house = app_of(platform.client)[CHANNELS]
    await stop(house._tasks)
    rasa[0].failures = 100
    for n in range(3):  # of telegram, which the database has before whatsapp
        await platform.sends({**HELLO, "from": f"+9997{n}"})
    await platform.sends(HELLO, name="whatsapp")
    await platform.tried(4)
    breaker = house.sending.posting.calling.breaker(house.door.channels["telegram"])
    for _ in range(MANY):
        breaker.failed(clock() + timedelta(minutes=2))
    clock.gone = timedelta(seconds=20)
    await house.sending._slow()
    assert platform.texts()[1:] == ["Your message has arrived. The answer is on its way."]


async def test_a_crowd_is_served_without_waiting_for_the_next_look(
    platform: Platform, rasa: Rasa, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "AT_ONCE", 2)
    monkeypatch.setattr(outbox, "due", lambda *given: [])  # no look finds anybody
    people = [f"+99900{n}" for n in range(8)]
    await asyncio.gather(*(platform.sends({"from": one, "text": "Hello"}) for one in people))
    await platform.until(16)
