"""How a conversation stands, and the choice to keep it on this device for seven days."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.render import instant
from bot.conversations.tables import case
from bot.web.keys import PERSONAL_DATA, STORE
from tests.bot.web.gateway import Client, FakeRasa, app_of, start
from tests.bot.web.test_resume import CODE
from tests.bot.web.timed import Clock, Token, changed, handed_over, opened, refused

Rasa = tuple[FakeRasa, str]
WEEK = timedelta(days=7)
IDLE = timedelta(minutes=20)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def client(rasa: Rasa, tmp_path: Path, clock: Clock) -> AsyncIterator[Client]:
    async with opened(rasa, tmp_path, clock) as one:
        yield one


async def keep(client: Client, path: str, token: Token, days: Any = 7) -> Any:
    for _ in range(10):
        answer = await client.put(f"{path}/keep", json={"days": days}, headers=token)
        if answer.status != 503:  # on a busy machine a disk may take its time: try again
            break
    return answer


async def stands(client: Client, path: str, token: Token) -> Any:
    answer = await client.get(path, headers=token)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    return await answer.json()


async def reads(client: Client, path: str, token: Token) -> int:
    return (await client.get(f"{path}/messages", headers=token)).status


async def test_a_page_learns_what_it_may_offer(client: Client, rasa: Rasa, clock: Clock) -> None:
    path, token = await start(client)
    assert await stands(client, path, token) == {
        "conversation_id": path.rpartition("/")[2],
        "language": "en",
        "expires_at": instant(clock.now + IDLE),
        "case": None,
        "kept": False,
        "may_leave_contact": False,
        "contact_left": False,
    }
    path, token = await handed_over(client, rasa)
    held = await stands(client, path, token)
    assert held["case"] == {"opened_at": instant(clock.now), "state": "open"}
    assert held["may_leave_contact"] is False  # nobody reads
    await changed(client, sa.update(case).values(state="taken"))
    assert (await stands(client, path, token))["case"]["state"] == "open"
    await changed(client, sa.update(case).values(state="closed"))
    assert (await stands(client, path, token))["case"]["state"] == "closed"


async def test_how_it_stands_is_told_to_nobody_else(client: Client, rasa: Rasa) -> None:
    path, token = await handed_over(client, rasa)
    other, _ = await start(client)
    assert (await client.get(path)).status == 401
    assert (await client.get(other, headers=token)).status == 404
    assert token["Authorization"][7:] not in str(await stands(client, path, token))
    assert not CODE.search(str(await stands(client, path, token)))


async def test_after_a_hand_off_it_stays_open_for_a_week(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    until = clock.now + WEEK
    answer = await keep(client, path, token)
    assert (answer.status, await answer.json()) == (200, {"expires_at": instant(until)})
    for _ in range(6):
        clock.passes(days=1)
        held = await stands(client, path, token)
        assert (held["kept"], held["expires_at"]) == (True, instant(until))  # neither less nor more
    asked = {"text": "and now?"}
    assert (await client.post(f"{path}/messages", json=asked, headers=token)).status == 200
    assert await reads(client, path, token) == 200
    clock.passes(days=1, minutes=1)
    assert await reads(client, path, token) == 401


async def test_who_is_there_at_the_end_of_the_week_has_the_idle_minutes(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    clock.passes(days=7, minutes=-5)
    held = await stands(client, path, token)
    assert held["expires_at"] == instant(clock.now + IDLE)
    clock.passes(minutes=10)
    assert (await stands(client, path, token))["kept"] is False


async def test_the_choice_is_taken_back(client: Client, rasa: Rasa, clock: Clock) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    await changed(client, sa.update(case).values(state="closed"))  # possible all the same
    answer = await keep(client, path, token, 0)
    assert await answer.json() == {"expires_at": instant(clock.now + IDLE)}
    assert (await stands(client, path, token))["kept"] is False
    clock.passes(minutes=21)
    assert await reads(client, path, token) == 401


async def test_only_who_waits_for_an_answer_keeps_it(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await start(client)
    assert await refused(await keep(client, path, token)) == (422, "no_case")
    clock.passes(minutes=21)
    assert await reads(client, path, token) == 401
    path, token = await handed_over(client, rasa)
    await changed(client, sa.update(case).values(state="closed"))
    assert await refused(await keep(client, path, token)) == (422, "no_case")


@pytest.mark.parametrize("days", [1, 30, -7, 7.0, "7", True, False, None, [7], {}])
async def test_it_is_seven_days_or_none(client: Client, rasa: Rasa, days: Any) -> None:
    path, token = await handed_over(client, rasa)
    assert await refused(await keep(client, path, token, days)) == (422, "bad_days")
    assert (await client.put(f"{path}/keep", json={}, headers=token)).status == 422
    assert (await client.put(f"{path}/keep", json={"days": 7})).status == 401
    assert (await stands(client, path, token))["kept"] is False


async def test_never_longer_than_conversations_are_kept(
    rasa: Rasa, tmp_path: Path, clock: Clock
) -> None:
    async with opened(rasa, tmp_path, clock, RETENTION_DAYS="2") as client:
        path, token = await handed_over(client, rasa)
        answer = await keep(client, path, token)
        assert await answer.json() == {"expires_at": instant(clock.now + timedelta(days=2))}
        clock.passes(days=2, minutes=-1)
        await app_of(client)[PERSONAL_DATA].sweep(clock.now)
        assert await reads(client, path, token) == 200


async def test_to_keep_it_moves_no_retention(client: Client, rasa: Rasa, clock: Clock) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    data = app_of(client)[PERSONAL_DATA]
    assert (await data.sweep(clock.now + timedelta(days=30, minutes=-1))).conversations == 0
    assert (await data.sweep(clock.now + timedelta(days=30, minutes=1))).conversations == 1


async def test_an_open_stream_stays_and_ends_with_the_choice(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    clock.passes(hours=2)
    last = {**token, "Last-Event-ID": "1"}
    async with client.get(f"{path}/events", headers=last) as events:
        assert events.status == 200
        heard = b""
        while b"id: 3" not in heard:
            heard += await asyncio.wait_for(events.content.readline(), 20)
        clock.passes(days=8)
        while await asyncio.wait_for(events.content.readline(), 20):  # it ends
            pass
    assert (await client.get(f"{path}/events", headers=last)).status == 401


async def test_a_good_token_with_another_id_is_still_told_from_a_dead_one(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    clock.passes(days=3)
    assert await reads(client, path[:-1] + "_", token) == 404
    clock.passes(days=5)
    assert await reads(client, path[:-1] + "_", token) == 401


async def test_the_code_stays_in_sight_while_it_is_kept(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    clock.passes(days=2)
    await app_of(client)[PERSONAL_DATA].sweep(clock.now)
    said = await (await client.get(f"{path}/messages", headers=token)).text()
    assert CODE.search(said)
    clock.passes(days=6)
    await app_of(client)[PERSONAL_DATA].sweep(clock.now)
    (code,) = CODE.findall(said)
    assert code not in str(await app_of(client)[PERSONAL_DATA].export(path.rpartition("/")[2]))


async def test_who_comes_back_elsewhere_has_not_chosen_for_that_device(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    said = await (await client.get(f"{path}/messages", headers=token)).text()
    (code,) = CODE.findall(said)
    back = await (await client.post("/api/v1/resume", json={"code": code})).json()
    fresh = {"Authorization": f"Bearer {back['token']}"}
    assert (await stands(client, path, fresh))["kept"] is False
    assert await reads(client, path, token) == 401
    clock.passes(minutes=21)
    assert await reads(client, path, fresh) == 401


async def test_the_export_says_until_when(client: Client, rasa: Rasa, clock: Clock) -> None:
    path, token = await handed_over(client, rasa)
    until = (clock.now + WEEK).isoformat()
    held = await (await client.get(f"{path}/export", headers=token)).json()
    assert held["conversation"]["kept_on_this_device_until"] is None
    await keep(client, path, token)
    held = await (await client.get(f"{path}/export", headers=token)).json()
    assert held["conversation"]["kept_on_this_device_until"] == until
    assert held["conversation"]["kept_until"] == (clock.now + timedelta(days=30)).isoformat()


async def test_with_the_database_away_a_kept_conversation_is_still_known(
    client: Client, rasa: Rasa, clock: Clock
) -> None:
    path, token = await handed_over(client, rasa)
    await keep(client, path, token)
    known = app_of(client)[STORE].known
    clock.passes(days=1)
    key, secret = path.rpartition("/")[2], token["Authorization"][7:]
    assert known.opened(key, secret, clock.now) is not None
    assert known.opened(key, secret, clock.now + WEEK) is None
