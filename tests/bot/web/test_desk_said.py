"""What a person is told of people: by the setting DESK, and when staff take their case."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp.test_utils import TestClient, TestServer

from bot.conversations import casework
from bot.conversations.casework import Staff
from bot.conversations.tables import case
from bot.settings import Settings, SettingsError
from bot.web.app import create_app
from bot.web.keys import DISPATCHER, NOTICES, PERSONAL_DATA
from tests.bot.web.gateway import Client, FakeRasa, app_of, start
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
Rasa = tuple[FakeRasa, str]
SURE = "I cannot promise a reply, or say when."
NOBODY = "This chat is automatic: no person answers here."
HOURS = {"DESK": "hours", "DESK_HOURS": "Mo-Fr 09:00-17:00"}
DANGER = "my boss took my passport and beats me"


@pytest.fixture
def desk() -> dict[str, str]:
    return {"DESK": "always"}


@pytest.fixture
async def client(rasa: Rasa, tmp_path: Path, desk: dict[str, str]) -> AsyncIterator[Client]:
    """A gateway with people behind it."""
    given = {"STATE_DIR": str(tmp_path), "RASA_URLS": rasa[1], **desk}
    settings = Settings.from_environ(given)
    upgrade(settings.database_url)
    async with TestClient(TestServer(create_app(settings))) as opened:
        yield opened


async def says(client: Client, path: str, token: dict[str, str], **body: str) -> list[Any]:
    answer = await client.post(f"{path}/messages", json=body, headers=token)
    assert answer.status == 200
    return list((await answer.json())["messages"])


@pytest.mark.parametrize(
    ("desk", "line"),
    [
        ({}, NOBODY),
        ({"DESK": "none", "DESK_HOURS": "Mo-Fr 09:00-17:00"}, NOBODY),
        (
            HOURS,
            f"Monday to Friday, 9:00 to 17:00 (Amsterdam time). {SURE}",
        ),
        ({"DESK": "hours"}, f"but not at all hours. {SURE}"),
        (
            {"DESK": "always"},
            f"Someone from the team of this chat can also answer you here. {SURE}",
        ),
    ],
)
async def test_a_hand_off_says_who_answers_here(
    client: Client, rasa: Rasa, desk: dict[str, str], line: str
) -> None:
    rasa[0].extra = {"kind": "handoff"}
    path, token = await start(client)
    (said,) = await says(client, path, token, text="I want to talk to somebody")
    lines = said["text"].splitlines()
    assert lines[0] == "en I want to talk to somebody"
    assert lines[1].endswith(line)
    assert (NOBODY in said["text"]) == (line == NOBODY)
    other = await (await client.get(f"{path}/messages/3?lang=fr", headers=token)).json()
    assert ("personne n'y répond" in other["text"]) == (line == NOBODY)


@pytest.mark.parametrize("desk", [{"DESK": "always"}])
async def test_the_case_has_the_office_talked_of_and_nobody_is_shown_it(
    client: Client, rasa: Rasa, desk: dict[str, str]
) -> None:
    path, token = await start(client)
    rasa[0].extra = {"office": "geneva"}
    await says(client, path, token, text="how do I reach headquarters")
    rasa[0].extra = {"kind": "handoff", "office": "the_hague"}
    (said,) = await says(client, path, token, text="I want to talk to somebody")
    assert "office" not in said
    database = app_of(client)[PERSONAL_DATA].database
    assert await database.read(lambda c: c.execute(sa.select(case.c.office)).scalar()) == "geneva"


@pytest.mark.parametrize("desk", [{}])
async def test_without_a_desk_nothing_is_said_of_people(client: Client, desk: Any) -> None:
    path, token = await start(client)
    said = await says(client, path, token, text=DANGER)
    assert [one["kind"] for one in said] == ["safety"]
    assert "team" not in said[0]["text"]


async def test_somebody_in_danger_may_let_the_team_read(client: Client) -> None:
    path, token = await start(client)
    danger, asked = await says(client, path, token, text=DANGER)
    assert (danger["kind"], asked["kind"]) == ("safety", "notice")
    assert [one["id"] for one in asked["buttons"]] == ["let_read"]
    database = app_of(client)[PERSONAL_DATA].database

    async def may() -> list[bool]:
        chosen = sa.select(case.c.may_be_read)
        return await database.read(lambda c: list(c.execute(chosen).scalars()))

    assert await may() == [False]
    (noted,) = await says(client, path, token, button="let_read")
    assert (noted["kind"], await may()) == ("smalltalk", [True])


async def test_what_only_the_own_channel_may_read_is_not_offered_to_the_team(
    client: Client,
) -> None:
    path, token = await start(client)
    said = await says(client, path, token, text="an IOM staff member asked me for sex for a visa")
    assert [(one["kind"], one["category"]) for one in said] == [("safety", "staff_exploitation")]
    database = app_of(client)[PERSONAL_DATA].database
    cases = await database.read(lambda c: c.execute(sa.select(case.c.id)).all())
    assert cases == []


async def test_the_button_to_let_read_works_only_where_it_was_offered(client: Client) -> None:
    path, token = await start(client)
    answer = await client.post(f"{path}/messages", json={"button": "let_read"}, headers=token)
    assert answer.status == 422


async def test_a_person_of_the_team_takes_over_and_gives_back(client: Client, rasa: Rasa) -> None:
    rasa[0].extra = {"kind": "handoff"}
    path, token = await start(client)
    await says(client, path, token, text="I want to talk to somebody")
    app, anne = app_of(client), Staff("anne", NOW)
    database, told = app[PERSONAL_DATA].database, app[NOTICES].reply

    async def do(work: Any, *given: Any) -> None:
        await database.write(lambda c: work(c, 1, *given))
        app[DISPATCHER].heard(path.rpartition("/")[2])

    await do(casework.take, anne, told("taken"))
    turns = len(rasa[0].turns)
    assert await says(client, path, token, text="are you there?") == []
    assert len(rasa[0].turns) == turns
    (danger, _) = await says(client, path, token, text=DANGER)  # help waits for nobody
    assert danger["kind"] == "safety"
    await do(casework.take, anne, told("taken"))  # danger made it everybody's who protects
    text = {"text": {"fr": "Bonjour, ici Anne.", "en": "Hello, Anne here."}}
    await do(casework.reply, anne, text, "one")
    await do(casework.close, "answered", anne, told("closed"))
    rasa[0].extra = {}
    assert len(await says(client, path, token, text="thank you")) == 1
    history = (await (await client.get(f"{path}/messages?after=3", headers=token)).json())[
        "messages"
    ]
    assert [(one["author"], one["kind"]) for one in history] == [
        ("assistant", "notice"),
        ("user", None),
        ("user", None),
        ("assistant", "safety"),
        ("assistant", "notice"),
        ("assistant", "notice"),
        ("staff", None),
        ("assistant", "notice"),
        ("user", None),
        ("assistant", "answer"),
    ]
    staff = history[6]
    assert (staff["text"], staff["client_message_id"], staff["sources"]) == (
        "Hello, Anne here.",
        None,
        [],
    )
    export = await (await client.get(f"{path}/export", headers=token)).json()
    assert "anne" not in str(export["cases"]).lower()


@pytest.mark.parametrize("desk", [{"DESK": "sometimes"}, {"DESK": "hours", "DESK_HOURS": "late"}])
def test_what_makes_no_sense_is_said(desk: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="DESK"):
        Settings.from_environ(desk)


@pytest.mark.parametrize("desk", [{}, {"DESK": "always"}])
async def test_the_privacy_page_says_what_holds(client: Client, desk: dict[str, str]) -> None:
    html = await (await client.get("/privacy")).text()
    assert ("It alerts nobody" in html) is not bool(desk)
    assert ("they read your words only if you allow it" in html) is bool(desk)
    assert ("your messages train no program" in html) is not bool(desk)
