"""The desk's JSON: who sees what, what is done once, and what is refused."""

from __future__ import annotations

import asyncio
import threading
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import return_codes, statements
from bot.conversations.tables import case, case_note, conversation, return_code
from bot.desk import cases_api
from bot.desk.rights import ROLES
from bot.desk.tables import desk_log
from tests.desk.team import DANGER, Team

API = "/desk/api/cases"
REPLY = {"text": "Bonjour, ici Anne.", "language": "fr", "id": "r1"}


async def body(answer: Any, status: int = 200) -> Any:
    assert answer.status == status, await answer.text()
    return await answer.json()


async def code(answer: Any, status: int) -> str:
    return str((await body(answer, status))["error"]["code"])


async def test_a_case_from_the_queue_to_its_end(team: Team) -> None:
    number = team.case("who pays?", minutes=5)
    anne = team.join("anne", "agent")
    told = await body(await anne.get(API))
    assert told["counts"] == {"open": 1, "urgent": 0, "unassigned": 1, "mine": 0}
    (listed,) = told["cases"]
    assert (listed["id"], listed["opened_at"]) == (number, "2026-11-28T11:55:00Z")
    one = f"{API}/{number}"
    assert (await body(await anne.post(f"{one}/take")))["case"]["taken_by"] == "anne"
    await body(await anne.post(f"{one}/reply", REPLY))
    await body(await anne.post(f"{one}/note", {"text": "call on Monday"}))
    await body(await anne.post(f"{one}/label", {"label": "travel"}))
    told = (await body(await anne.get(one)))["case"]
    assert (told["notes"][0]["text"], told["labels"]) == ("call on Monday", ["travel"])
    closed = (await body(await anne.post(f"{one}/close", {"outcome": "answered"})))["case"]
    assert (closed["state"], closed["outcome"]) == ("closed", "answered")
    said = team.said("who pays?")
    assert [author for author, _ in said] == [
        "user",
        "assistant",
        "assistant",
        "staff",
        "assistant",
    ]
    assert said[3][1] == "Bonjour, ici Anne."
    assert set(team.heard) == {"talk-who pays?"}  # who follows the talk is woken
    assert (await body(await anne.get(API)))["cases"] == []
    actions = [row["action"] for row in team.rows(desk_log)]
    assert [one for one in actions if one != "see_case"] == [
        "take",
        "reply",
        "note",
        "label",
        "close",
    ]


async def test_sent_twice_it_is_said_once(team: Team) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    await anne.post(f"{API}/{number}/take")
    await asyncio.gather(*(anne.post(f"{API}/{number}/reply", REPLY) for _ in range(3)))
    assert [author for author, _ in team.said("who pays?")].count("staff") == 1


async def test_two_who_take_one_case_at_once(team: Team) -> None:
    number = team.case("who pays?")
    hands = [team.join("anne", "agent"), team.join("ben", "agent")]
    answers = await asyncio.gather(*(one.post(f"{API}/{number}/take") for one in hands))
    assert sorted(one.status for one in answers) == [200, 409]
    refused = next(one for one in answers if one.status == 409)
    assert (await refused.json())["error"]["code"] == "case_taken"
    has = team.rows(case)[0]["taken_by"]
    assert has in (await refused.json())["error"]["message"]


async def test_who_erases_while_staff_reply_is_told_nothing(team: Team) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    await anne.post(f"{API}/{number}/take")
    team.database.writing(lambda c: statements.erase(c, "talk-who pays?"))
    assert await code(await anne.post(f"{API}/{number}/reply", REPLY), 404) == "not_found"
    assert team.rows(conversation) == []


@pytest.mark.parametrize("role", ROLES)
async def test_a_case_of_danger_is_for_those_who_protect(team: Team, role: str) -> None:
    number = team.case("they beat me", DANGER)
    hand = team.join("one", role)
    sees = role == "protection"
    one = await hand.get(f"{API}/{number}")
    assert one.status == (200 if sees else 403 if role == "admin" else 404)
    assert "they beat me" not in await one.text()  # nobody allowed it
    queue = await hand.get(API)
    if role != "admin":
        told = await body(queue)
        assert (len(told["cases"]), told["counts"]["urgent"]) == ((1, 1) if sees else (0, 0))
    for action, sent in (("take", {}), ("close", {"outcome": "mistake"}), ("note", {"text": "x"})):
        answer = await hand.post(f"{API}/{number}/{action}", sent)
        assert answer.status == (200 if sees else 404 if role == "agent" else 403), (role, action)
    assert [row["state"] for row in team.rows(case)] == ["closed" if sees else "open"]


async def test_one_must_take_a_case_before_one_replies(team: Team) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    assert await code(await anne.post(f"{API}/{number}/reply", REPLY), 409) == "case_not_taken"
    await anne.post(f"{API}/{number}/close", {"outcome": "mistake"})
    assert await code(await anne.post(f"{API}/{number}/take"), 409) == "case_closed"


@pytest.mark.parametrize(
    ("action", "sent", "expected"),
    [
        ("reply", {"text": "", "language": "fr", "id": "1"}, "desk_empty"),
        ("reply", {"text": "x" * 1001, "language": "fr", "id": "1"}, "desk_too_long"),
        ("reply", {"text": "x", "language": "de", "id": "1"}, "desk_bad_language"),
        ("reply", {"text": "x", "language": "fr"}, "desk_bad_id"),
        ("reply", {"text": ["x"], "language": "fr", "id": "1"}, "desk_empty"),
        ("close", {"outcome": "won"}, "desk_bad_outcome"),
        ("assign", {"to": "nobody"}, "desk_bad_name"),
        ("note", {"text": "\x00"}, "desk_empty"),
        ("label", {"label": "x" * 41}, "desk_too_long"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    team: Team, action: str, sent: Any, expected: str
) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    await anne.post(f"{API}/{number}/take")
    before = team.said("who pays?")
    assert await code(await anne.post(f"{API}/{number}/{action}", sent), 422) == expected
    assert (team.said("who pays?"), team.rows(case_note)) == (before, [])


async def test_a_case_goes_to_a_colleague_who_may_have_it(team: Team) -> None:
    number, danger = team.case("who pays?"), team.case("they beat me", DANGER)
    carla, _ = team.join("carla", "protection"), team.join("ben", "agent")
    taken = await body(await carla.post(f"{API}/{number}/assign", {"to": "ben"}))
    assert taken["case"]["taken_by"] == "ben"
    answer = await carla.post(f"{API}/{danger}/assign", {"to": "ben"})
    assert await code(answer, 422) == "desk_bad_name"


async def test_without_the_word_of_the_session_nothing_is_done(team: Team) -> None:
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    for headers in ({"X-Desk-Word": "no"}, {"Origin": "https://evil.example"}):
        answer = await anne.post(f"{API}/{number}/take", **headers)
        assert answer.status == 403
    assert team.rows(case)[0]["state"] == "open"
    nobody = await team.client.get(API)
    assert await code(nobody, 401) == "unauthorized"


async def test_a_bilingual_reply_is_read_in_both(team: Team) -> None:
    number = team.case("who pays?", language="en")
    anne = team.join("anne", "agent")
    await anne.post(f"{API}/{number}/take")
    sent = {"text": "Hello.", "other": "Bonjour.", "language": "en", "id": "1"}
    told = await body(await anne.post(f"{API}/{number}/reply", sent))
    assert told["case"]["messages"][-1]["both"] == {"en": "Hello.", "fr": "Bonjour."}


async def test_who_follows_is_told_that_something_changed(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, state = threading.Event(), cases_api._state

    def seen(*given: Any) -> Any:
        found = state(*given)
        looked.set()
        return found

    monkeypatch.setattr(cases_api, "_state", seen)
    number = team.case("who pays?")
    anne = team.join("anne", "agent")
    stream = await anne.get("/desk/api/events")
    assert stream.headers["Content-Type"] == "text/event-stream"
    assert await asyncio.to_thread(looked.wait, 60)  # how it stood before is known
    team.now += timedelta(seconds=1)
    await anne.post(f"{API}/{number}/take")
    line = await asyncio.wait_for(stream.content.readline(), 60)
    assert line == b"event: changed\n"
    stream.close()


async def test_a_code_of_a_case_of_danger_leads_only_those_who_protect(team: Team) -> None:
    team.case("they beat me", DANGER)
    code = "un-deux-trois-0000"
    lookup, proof = await return_codes.hashed(code)
    row = {"conversation_id": "talk-they beat me", "lookup": lookup, "proof": proof}
    row |= {"expires_at": team.now + timedelta(days=1)}
    team.database.writing(lambda c: c.execute(sa.insert(return_code).values(**row)).rowcount)
    carla, anne = team.join("carla", "protection"), team.join("anne", "agent")
    assert (await carla.form("/desk/code", code=code)).status == 303
    answer = await anne.form("/desk/code", code=code)
    assert (answer.status, "No request has this code" in await answer.text()) == (200, True)


@pytest.mark.parametrize(
    "query", ["page=99999999999999999999", "words=%00", "topic=%00%27", "page=-1"]
)
async def test_strange_filters_find_what_they_find(team: Team, query: str) -> None:
    team.case("who pays?")
    assert (await team.join("anne", "agent").get(f"{API}?{query}")).status == 200
