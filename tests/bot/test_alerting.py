"""Urgent cases are told within the minute, once by all gateways, and again when nobody came."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.alert_settings import AlertSettings
from bot.conversations import alerting, casework, opening
from bot.conversations.alerting import Alert, Alerting
from bot.conversations.cases import Due
from bot.conversations.casework import Staff
from bot.conversations.store import ConversationStore
from bot.conversations.telling import signature, teller
from bot.settings import SettingsError
from knowledge.database import Database
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
NOTICE = {"kind": "notice", "text": {"fr": "oui", "en": "yes"}}
AGAIN = timedelta(minutes=15)


class Ward:
    """A database with cases, a clock, and what was told."""

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, NOW
        self.told: list[Alert] = []
        self.fails = 0

    def alerting(self, **other: Any) -> Alerting:
        given = {"database": self.database, "send": self.send, "again": AGAIN}
        return Alerting(**{**given, "now": lambda: self.now, **other})

    async def send(self, alert: Alert) -> None:
        await asyncio.sleep(0)
        if self.fails:
            self.fails -= 1
            raise ConnectionError("down")
        self.told.append(alert)

    async def case(self, priority: str = "urgent") -> None:
        key, _ = await ConversationStore(self.database).create("fr", NOTICE, NOW)
        due = Due("safety", priority, "threats")
        await self.database.write(lambda c: opening.open_case(c, key, 1, due, NOW))


@pytest.fixture
async def ward(database_url: str) -> AsyncIterator[Ward]:
    await asyncio.to_thread(upgrade, database_url)
    database = Database(database_url, durable=True)
    yield Ward(database)
    database.close()


async def test_an_urgent_case_is_told_once_by_two_gateways(ward: Ward) -> None:
    await ward.case()
    await ward.case("high")
    told = await asyncio.gather(ward.alerting().look(), ward.alerting().look())
    assert sorted(told) == [0, 1]
    assert [(one.case, one.category, one.times) for one in ward.told] == [(1, "threats", 0)]
    assert alerting.EVERY <= 60 and await ward.alerting().waiting() == (1, NOW)


async def test_it_is_told_again_until_somebody_takes_it(ward: Ward) -> None:
    await ward.case()
    await ward.alerting().look()
    for minutes in (14, 15, 16, 31):
        ward.now = NOW + timedelta(minutes=minutes)
        await ward.alerting().look()
    assert [one.times for one in ward.told] == [0, 1, 2]
    anne = Staff("anne", NOW)
    await ward.database.write(lambda c: casework.take(c, 1, anne, NOTICE))
    ward.now = NOW + timedelta(hours=2)
    assert await ward.alerting().look() == 0
    assert await ward.alerting().waiting() == (0, None)


async def test_an_alert_that_failed_is_tried_within_a_minute(ward: Ward) -> None:
    failures: list[str] = []
    await ward.case()
    ward.fails = 1
    one = ward.alerting(failed=lambda: failures.append("failed"))
    assert await one.look() == 0
    assert await one.look() == 0  # it is ours for a minute: whoever told it may yet come to an end
    ward.now = NOW + timedelta(seconds=60)
    assert await one.look() == 1
    assert failures == ["failed"]


async def test_a_request_is_signed_and_holds_no_words(ward: Ward) -> None:
    got: list[tuple[dict[str, str], bytes]] = []
    status = 204

    async def hook(request: web.Request) -> web.Response:
        got.append((dict(request.headers), await request.read()))
        return web.Response(status=status)

    app = web.Application()
    app.add_routes([web.post("/hook", hook)])
    await ward.case()
    async with TestServer(app) as server, ClientSession() as session:
        given = {"ALERT_TARGET": str(server.make_url("/hook")), "ALERT_SECRET": "s" * 16}
        settings = AlertSettings.from_environ(given)
        send = teller(settings, session, lambda: ward.now)
        assert await ward.alerting(send=send).look() == 1
        status = 500
        ward.now = NOW + AGAIN
        assert await ward.alerting(send=send).look() == 0
    (headers, body), _ = got
    assert headers["X-Signature"] == signature("s" * 16, headers["X-Timestamp"], body)
    told = json.loads(body)
    assert told.keys() == {"event", "case", "category", "language", "opened_at", "times"}
    assert headers["X-Timestamp"] == str(int(NOW.timestamp()))


async def test_a_letter_goes_to_whom_it_is_for(ward: Ward) -> None:
    commands: list[bytes] = []
    letter: list[bytes] = []

    async def mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := await reader.readline():
            commands.append(line.strip().lower())
            if commands[-1] == b"data":
                writer.write(b"354 go on\r\n")
                letter.append(await reader.readuntil(b"\r\n.\r\n"))
            writer.write(b"221 bye\r\n" if commands[-1] == b"quit" else b"250 ok\r\n")
        writer.close()

    await ward.case()
    server = await asyncio.start_server(mail, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    given = {"ALERT_TARGET": "mailto:desk@aid.example", "ALERT_FROM": "chat@aid.example"}
    given |= {"SMTP_URL": f"smtp://127.0.0.1:{port}", "DESK_URL": "https://desk.aid.example"}
    async with server, ClientSession() as session:
        send = teller(AlertSettings.from_environ(given), session, lambda: NOW)
        assert await ward.alerting(send=send).look() == 1
    assert {b"rcpt to:<desk@aid.example>", b"mail from:<chat@aid.example>"} < set(commands)
    told = email.message_from_bytes(letter[0], policy=email.policy.default)
    assert told["Subject"] == "Demande urgente n° 1 / Urgent request no. 1"
    text = told.get_content()  # type: ignore[attr-defined]
    assert "https://desk.aid.example" in text and "threats" not in text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"ALERT_TARGET": "http://aid.example/hook"}, "ALERT_TARGET"),
        ({"ALERT_TARGET": "mailto:nobody"}, "ALERT_TARGET"),
        ({"ALERT_TARGET": "https://aid.example/hook", "ALERT_SECRET": "x" * 15}, "ALERT_SECRET"),
        ({"ALERT_TARGET": "mailto:a@b.example", "SMTP_URL": "mail.example"}, "SMTP_URL"),
        ({"ALERT_TARGET": "mailto:a@b.example", "SMTP_URL": "smtp://m.example"}, "ALERT_FROM"),
        ({"ESCALATE_MINUTES": "0"}, "ESCALATE_MINUTES"),
    ],
)
def test_what_makes_no_sense_is_said(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        AlertSettings.from_environ(given)
