"""What is said to people on platforms: in order, again until it arrives, once."""

from __future__ import annotations

import asyncio
from datetime import timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.channels import coming
from bot.conversations import casework
from bot.conversations.casework import Staff
from bot.conversations.channel_tables import correspondent, delivery
from bot.conversations.tables import case
from bot.stopping import stop
from bot.web.keys import CHANNELS, DISPATCHER, NOTICES, PERSONAL_DATA
from tests.bot.web.gateway import FakeRasa, app_of
from tests.channels.conftest import Clock
from tests.channels.plain import Platform
from tests.channels.test_engine_in import begun, rows_of

Rasa = tuple[FakeRasa, str]


async def looked(platform: Platform) -> None:
    """Let the gateway look for what waits now."""
    await app_of(platform.client)[CHANNELS].sending._look()


async def test_what_can_be_chosen_has_numbers(platform: Platform, rasa: Rasa) -> None:
    labels = [{"id": f"b{n}", "label": {"fr": f"choix {n}", "en": f"choice {n}"}} for n in range(5)]
    rasa[0].extra = {"buttons": labels, "programme": "rean"}
    await begun(platform)
    assert platform.texts()[1].endswith(
        "Answer with a number:\n" + "\n".join(f"{n + 1}. choice {n}" for n in range(5))
    )
    await platform.sends({"text": "9"})
    await platform.until(3)
    assert "not in the list" in platform.texts()[-1] and len(rasa[0].turns) == 1
    rasa[0].extra = {}
    await platform.sends({"text": "3."})
    await platform.until(4)
    assert rasa[0].turns[-1]["button"] == "b2" and rasa[0].turns[-1]["programme"] == "rean"
    await platform.sends({"text": "0"})
    await platform.until(5)
    assert rasa[0].turns[-1]["text"] == "0", "that is the menu"


async def test_a_number_answers_a_question_for_a_number(platform: Platform, rasa: Rasa) -> None:
    labels = [{"id": f"b{n}", "label": {"fr": f"choix {n}", "en": f"choice {n}"}} for n in range(4)]
    rasa[0].extra = {"kind": "question", "asks": "children", "buttons": labels}
    await begun(platform)
    assert "A. choice 0\nB. choice 1" in platform.texts()[1]
    await platform.sends({"text": "2"})
    await platform.until(3)
    assert rasa[0].turns[-1]["text"] == "2"
    await platform.sends({"text": "b"})
    await platform.until(4)
    assert rasa[0].turns[-1]["button"] == "b1"


async def test_a_few_are_buttons_and_stay_good(platform: Platform, rasa: Rasa) -> None:
    label = {"fr": "qui paie", "en": "who pays"}
    rasa[0].extra = {"buttons": [{"id": "funding", "label": label}]}
    await begun(platform)
    (option,) = platform.got[1]["options"]
    assert option == {"id": "3.funding", "label": "who pays"}
    rasa[0].extra = {}
    await platform.sends({"text": "Thanks a lot for that"})
    await platform.sends({"kind": "button", "button": option["id"]})
    await platform.until(4)
    assert rasa[0].turns[-1]["button"] == "funding"
    await platform.sends({"kind": "button", "button": "3.erase_everybody"})
    await platform.until(5)
    assert "I could not read this message" in platform.texts()[-1]


async def test_a_long_answer_is_cut_between_sentences(platform: Platform, rasa: Rasa) -> None:
    long = " ".join(f"This is sentence number {n} of them." for n in range(60))
    rasa[0].extra = {"text": {"fr": long, "en": long}}
    await begun(platform)
    parts = (await platform.until(5))[1:]
    assert all(len(one["text"]) <= 600 and one["text"].endswith(".") for one in parts)
    assert " ".join(one["text"] for one in parts) == long


async def test_down_for_an_hour_all_is_answered_after_it_in_order(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    platform.down = True
    people = [f"+99900{n}" for n in range(5)]
    for number in range(3):
        for one in people:
            await platform.sends({"from": one, "text": f"Hello, question number {number}"})
    await asyncio.sleep(1)
    assert platform.got == []
    clock.gone = timedelta(hours=1)
    platform.down = False
    await looked(platform)
    await asyncio.sleep(0.2)
    clock.gone = timedelta(hours=1, minutes=2)  # whoever came first let the others wait
    await looked(platform)
    await platform.until(20)
    for one in people:
        assert platform.texts(one)[1:] == [f"en Hello, question number {n}" for n in range(3)]


async def test_a_platform_that_says_when_is_obeyed(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    platform.answers = [web.Response(status=429, headers={"Retry-After": "3000"})]
    await platform.sends({"text": "Hello, what is REAN?"})
    await platform.tried(1)
    clock.gone = timedelta(seconds=2000)
    await looked(platform)
    await asyncio.sleep(0.3)
    assert platform.got == []
    clock.gone = timedelta(seconds=3001)
    await looked(platform)
    await platform.until(2)


async def test_after_a_day_of_failures_a_human_knows_and_the_next_is_tried(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    await stop(app_of(platform.client)[CHANNELS]._tasks)  # the looks below are all that there are
    platform.answers = [web.Response(status=500) for _ in range(12)]
    await platform.sends({"text": "Who pays for the journey?"})
    for tries in range(1, 12):
        await platform.tried(2 + tries)
        assert len(platform.got) == 2 and not await rows_of(platform, case)
        clock.gone = timedelta(hours=2.2 * tries)
        await looked(platform)
    await platform.tried(2 + 12)
    (held,) = await rows_of(platform, case)
    assert (held["reason"], held["priority"]) == ("unanswered", "high")
    platform.answers = []
    clock.gone += timedelta(seconds=20)  # a platform that failed so often rests
    await platform.sends({"text": "And TRQN?"})
    await platform.until(3)
    assert platform.texts()[2:] == ["en And TRQN?"]


async def test_what_is_refused_for_good_keeps_nothing_back(platform: Platform, rasa: Rasa) -> None:
    platform.answers = [web.Response(status=400)]
    await platform.sends({"text": "Hello, what is REAN?"})
    await platform.until(1)
    assert platform.texts() == ["en Hello, what is REAN?"]
    states = {(one["seq"], one["state"], one["code"]) for one in await rows_of(platform, delivery)}
    assert (1, "failed", "400") in states
    (held,) = await rows_of(platform, case)
    assert (held["reason"], held["seq"]) == ("unanswered", 1)


async def test_who_blocked_us_is_answered_when_they_write_again(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    await begun(platform)
    platform.answers = [web.json_response({"blocked": True}, status=403)]
    await platform.sends({"text": "Who pays?", "at": clock().isoformat()})
    for _ in range(600):
        (held,) = await rows_of(platform, correspondent)
        if held["stopped_at"]:
            break
        await asyncio.sleep(0.05)
    assert held["stopped_at"] == held["heard_at"] and not await rows_of(platform, case)
    # The platform's clock is behind ours: what counts is that they wrote later than before.
    since = held["heard_at"].replace(tzinfo=timezone.utc) + timedelta(milliseconds=1)
    await platform.sends({"text": "And TRQN?", "at": since.isoformat()})
    await platform.until(3)
    assert platform.texts()[2:] == ["en And TRQN?"]


async def test_what_arrived_is_noted_whatever_the_order(platform: Platform, rasa: Rasa) -> None:
    await begun(platform)
    for how in ("delivered", "sent", "read", "delivered"):
        await platform.sends({"id": "p2", "reached": how})
    await platform.sends({"id": "never sent", "reached": "read"})
    states = {one["seq"]: one["state"] for one in await rows_of(platform, delivery)}
    assert states == {1: "sent", 3: "read"}


async def opened_case(platform: Platform) -> tuple[Any, Any]:
    """Let the person ask for somebody; return the case, and what staff are."""
    (held,) = await rows_of(platform, case)
    return held, Staff("ada", app_of(platform.client)[DISPATCHER].now())


async def replied(platform: Platform, text: str) -> None:
    app = app_of(platform.client)
    held, ada = await opened_case(platform)
    told = app[NOTICES].reply("taken")
    said = {"text": {"fr": text, "en": text}}

    def work(connection: sa.Connection) -> None:
        casework.take(connection, held["id"], ada, told)
        casework.reply(connection, held["id"], ada, said, "once")

    await app[PERSONAL_DATA].database.write(work)
    app[DISPATCHER].heard(held["conversation_id"])


async def test_staff_reply_on_the_persons_platform_though_it_was_down(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    rasa[0].extra = {"kind": "handoff"}
    await begun(platform)
    assert "maison" not in platform.texts()[-1] and "code" not in platform.texts()[-1]
    platform.down = True
    await replied(platform, "We have looked at it.")
    await asyncio.sleep(0.5)
    assert len(platform.got) == 2
    platform.down, clock.gone = False, timedelta(minutes=2)
    await looked(platform)
    await platform.until(4)
    assert platform.texts()[-1] == "We have looked at it."
    await platform.sends({"text": "Thank you, that helps"})
    await asyncio.sleep(0.5)
    assert len(platform.got) == 4, "a person answers here"


async def test_outside_the_window_a_template_goes_and_the_reply_follows_theirs(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    rasa[0].extra = {"kind": "handoff"}
    hello = {"text": "Hello, can I speak to someone?", "language": "en"}
    await platform.sends(hello, name="whatsapp")
    await platform.until(2)
    clock.gone = timedelta(hours=25)
    await replied(platform, "We have looked at it.")
    await platform.until(3)
    for _ in range(3):
        await looked(platform)
    await asyncio.sleep(0.5)
    assert platform.texts()[2:] == ["template en"], "once"
    await platform.sends({"text": "yes"}, name="whatsapp")
    await platform.until(5)
    assert platform.texts()[-1] == "We have looked at it."


async def test_what_is_delivered_late_opens_no_window(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    hello = {"text": "Hello, who pays?", "language": "en", "at": clock().isoformat()}
    clock.gone = timedelta(hours=25)
    await platform.sends(hello, name="whatsapp")
    await platform.until(1)
    await asyncio.sleep(0.3)
    assert platform.texts() == ["template en"]
    await platform.sends({"text": "Who?", "at": clock().isoformat()}, name="whatsapp")
    await platform.until(4)
    assert platform.texts()[2:] == ["en Hello, who pays?", "en Who?"]


async def test_who_waits_is_told_once_that_it_arrived(
    platform: Platform, rasa: Rasa, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await begun(platform)
    monkeypatch.setattr(coming, "SLOW", timedelta(seconds=5))
    rasa[0].failures = 4
    await platform.sends({"text": "Who pays for the journey?"})
    clock.gone = timedelta(seconds=6)
    sending = app_of(platform.client)[CHANNELS].sending
    for _ in range(3):
        await sending._slow()
    await platform.until(4)
    assert platform.texts()[2:] == [
        "Your message has arrived. The answer is on its way.",
        "en Who pays for the journey?",
    ]


async def test_after_a_kill_while_sending_it_is_sent_again(
    platform: Platform, rasa: Rasa, clock: Clock
) -> None:
    """Whether the first one arrived nobody knows: silence would be worse than a repetition."""
    await begun(platform)
    database = app_of(platform.client)[PERSONAL_DATA].database
    for _ in range(600):  # until it has noted that it was sent
        if not (await rows_of(platform, correspondent))[0]["held_by"]:
            break
        await asyncio.sleep(0.05)

    def half(connection: sa.Connection) -> None:
        back = sa.update(correspondent).values(
            sent_seq=2, held_by="dead", held_until=clock() + timedelta(seconds=50)
        )
        connection.execute(back)
        connection.execute(sa.update(delivery).where(delivery.c.seq == 3).values(state="sending"))

    await database.write(half)
    await looked(platform)
    await asyncio.sleep(0.3)
    assert len(platform.got) == 2, "the other one may live"
    clock.gone = timedelta(seconds=61)
    await looked(platform)
    await platform.until(3)
    assert platform.got[2]["ref"] == platform.got[1]["ref"], "a platform may know it by that"
    assert platform.texts()[1] == platform.texts()[2]
