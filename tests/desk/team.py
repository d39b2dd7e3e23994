"""Staff who are signed in, before a desk with cases, and a clock that the test moves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from aiohttp import web
from aiohttp.test_utils import TestClient

from bot.conversations import opening, statements
from bot.conversations.cases import Due
from bot.conversations.tables import case, conversation, message
from bot.desk import sessions
from bot.desk.door import word_of
from bot.desk.tables import staff
from knowledge.database import Database

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
HUMAN, DANGER = Due("asked_for_human", "normal"), Due("safety", "urgent", "threats")
ANSWER = {"kind": "answer", "text": {"fr": "oui", "en": "yes"}, "programme": "rean"}
Client = TestClient[web.Request, web.Application]


@dataclass
class Team:
    """A desk, those who work there, and the people who wait."""

    database: Database
    client: Any = None  # of aiohttp; a test without one only puts cases in
    now: datetime = NOW
    heard: list[str] = field(default_factory=list)

    def join(self, name: str, role: str) -> Hand:
        """Let somebody of a role sign in."""
        row = {"name": name, "role": role, "created_at": NOW}

        def work(connection: sa.Connection) -> str:
            made = connection.execute(sa.insert(staff).values(**row))
            return sessions.begin(connection, made.inserted_primary_key[0], self.now, None)

        return Hand(self.client, self.database.writing(work))

    def case(
        self,
        said: str,
        due: Due = HUMAN,
        language: str = "fr",
        minutes: int = 0,
        key: str | None = None,
    ) -> int:
        """Let a person say something, be answered, and need a human."""
        at = NOW - timedelta(minutes=minutes)

        key = key or f"talk-{said}"

        def work(connection: sa.Connection) -> int:
            values: dict[str, Any] = {"id": key, "token_hash": "", "language": language}
            values |= {"language_chosen": True, "log_odds": 0.0, "created_at": at}
            values |= {"expires_at": at, "last_seq": 0}
            connection.execute(sa.insert(conversation).values(**values))
            seq = statements.arrive(connection, key, at, None, at).seq
            heard = [{"intent": "ask_funding", "confidence": 0.62}]
            row = {"conversation_id": key, "seq": seq, "author": "user", "body": {"text": said}}
            row |= {"language": language, "at": at, "state": "done", "understood": heard}
            connection.execute(sa.insert(message).values(**row))
            statements.append(connection, key, [ANSWER], language, seq, at)
            opening.open_case(connection, key, seq, due, at)
            return int(connection.execute(sa.select(sa.func.max(case.c.id))).scalar_one())

        return self.database.writing(work)

    def rows(self, table: sa.Table) -> list[Any]:
        """Return what is in a table."""
        return self.database.reading(lambda c: list(c.execute(sa.select(table)).mappings()))

    def said(self, name: str) -> list[tuple[str, str]]:
        """Return who said what in a person's talk."""
        mine = message.c.conversation_id == f"talk-{name}"
        chosen = sa.select(message).where(mine).order_by(message.c.seq)
        rows = self.database.reading(lambda c: list(c.execute(chosen).mappings()))
        return [(row["author"], _plain(row)) for row in rows]


def _plain(row: Any) -> str:
    text = row["body"]["text"]
    return str(text if isinstance(text, str) else text[row["language"]])


@dataclass
class Hand:
    """Somebody of the staff, with a browser."""

    client: Client
    token: str

    @property
    def word(self) -> str:
        return word_of(self.token)

    async def get(self, path: str, **headers: str) -> Any:
        cookies = {"Cookie": f"desk={self.token}", "Accept-Language": "en", **headers}
        return await self.client.get(path, headers=cookies, allow_redirects=False)

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        """Send JSON with the word of the session."""
        told = {"Cookie": f"desk={self.token}", "X-Desk-Word": self.word, **headers}
        return await self.client.post(path, json=body or {}, headers=told, allow_redirects=False)

    async def form(self, path: str, **fields: str) -> Any:
        """Send a form, as a page of the desk does."""
        told = {"Cookie": f"desk={self.token}", "Accept-Language": "en"}
        data = {"word": self.word, **fields}
        return await self.client.post(path, data=data, headers=told, allow_redirects=False)
