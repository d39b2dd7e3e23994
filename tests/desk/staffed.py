"""A desk in this process with a made-up clock, and people who join and sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import pyotp
import sqlalchemy as sa
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from bot.desk import accounts
from bot.desk.keys import ADDRESSES
from bot.desk.rights import Role
from knowledge.database import Database

Client = TestClient[web.Request, web.Application]
BEGIN = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
PASSWORD = "cactus lanterne 7 voiles"  # pragma: allowlist secret
WRONG = PASSWORD + "!"
WORD = re.compile(r'name="word" value="([0-9a-f]{32})"')


@dataclass
class Clock:
    """Tells a time that stands still until it is moved."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class Person:
    """Somebody of the staff with a browser: the cookies of one client."""

    client: Client
    name: str
    secret: str = ""
    answer: Any = None
    page: str = ""

    async def read(self, path: str, **headers: str) -> str:
        return await self._got(await self.client.get(path, headers=headers))

    async def send(self, path: str, form: dict[str, str], **headers: str) -> str:
        """Send a form with the word of the page that one sees, unless it has another."""
        word = WORD.search(self.page)
        sent = {"word": word[1] if word else "", **form}
        answer = await self.client.post(path, data=sent, headers=headers, allow_redirects=False)
        return await self._got(answer)

    async def _got(self, answer: ClientResponse) -> str:
        self.answer, self.page = answer, await answer.text()
        return self.page

    def cookie(self) -> str | None:
        held = {one.key: one.value for one in self.client.session.cookie_jar}
        return held.get("desk")


class Staffed:
    """The desk, its database and its clock."""

    def __init__(self, client: Client, database: Database, clock: Clock) -> None:
        self.client, self.database, self.clock = client, database, clock

    def invited(self, name: str, role: Role = "agent") -> str:
        return self.database.writing(lambda c: accounts.add(c, name, role, self.clock.now))

    def code(self, person: Person) -> str:
        return pyotp.TOTP(person.secret).at(self.clock.now)

    async def joined(self, name: str, role: Role = "agent") -> Person:
        """Return somebody who has joined, and is signed in."""
        person, join = Person(self.client, name), self.invited(name, role)
        await person.read("/desk/join?language=en")
        form = {"name": name, "join": join, "password": PASSWORD, "again": PASSWORD}
        await person.send("/desk/join?language=en", form)
        person.secret = self.secret(name)
        await person.send(
            "/desk/join/confirm", {"name": name, "join": join, "code": self.code(person)}
        )
        assert person.answer.status == 303
        self.clock.on(minutes=1)
        return person

    async def sign_in(self, person: Person, **other: str) -> int:
        """Try to sign in as a person does; return the status."""
        if not WORD.search(person.page) or "/desk/sign-out" in person.page:
            await person.read("/desk/sign-in?language=en")
        form = {"name": person.name, "password": PASSWORD, "code": self.code(person), **other}
        await person.send("/desk/sign-in?language=en", form)
        return int(person.answer.status)

    def forgive(self) -> None:
        """Forget the failures of all addresses, as if the next try came from another one."""
        app: Any = self.client.app
        app[ADDRESSES]._failed.clear()

    def secret(self, name: str) -> str:
        row = self.rows("staff", name=name)[0]
        return str(row["totp_secret"])

    def rows(self, table: str, **where: Any) -> list[dict[str, Any]]:
        chosen = sa.text(f"SELECT * FROM {table}")
        found = self.database.reading(lambda c: [dict(r) for r in c.execute(chosen).mappings()])
        return [row for row in found if all(row[k] == v for k, v in where.items())]

    def log(self) -> list[tuple[Any, ...]]:
        shown = ("staff", "action", "case_id", "detail")
        return [tuple(row[name] for name in shown) for row in self.rows("desk_log")]
