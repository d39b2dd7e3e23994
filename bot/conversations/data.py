"""What is kept of people: the export, and what is removed when its time has come."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import contacts, correspondents, export, return_codes, statements
from bot.conversations.moment import utc
from bot.conversations.store import IDLE
from bot.conversations.tables import case, conversation, message, tracker_event, tracker_snapshot
from bot.conversations.withdrawn import GONE
from bot.logs import tell
from knowledge.database import Database

log = logging.getLogger("bot.conversations")
SENSITIVE = timedelta(hours=24)  # for which the words of somebody in danger are kept
ALLOWED = timedelta(days=7)  # if they let staff read them, until their case is closed
LONG = 600.0  # seconds that one part of a sweep may take
PAUSE = 3600.0  # seconds between two sweeps
MANY = 500  # conversations removed in one transaction, so that nobody waits


@dataclass(frozen=True)
class Swept:
    """How much one sweep removed."""

    conversations: int
    texts: int
    leftovers: int


@dataclass(frozen=True)
class PersonalData:
    """Reads out and removes what belongs to people; time is an argument."""

    database: Database
    days: int

    async def export(self, key: str) -> dict[str, Any]:
        """Return what was said in a conversation, and what is remembered of it.

        LookupError when it was erased meanwhile.
        """
        held, rest = await self.database.read(lambda c: export.held_of(c, key))
        until = self.kept_until(utc(held["expires_at"]))
        return {"conversation": export.about(held, until), **rest}

    def kept_until(self, expires_at: datetime) -> datetime:
        """Return when a conversation goes if nothing more is said in it."""
        return expires_at - IDLE + timedelta(days=self.days)

    async def sweep(self, now: datetime) -> Swept:
        """Remove what is too old. Stopped half-way it goes on at the next sweep."""
        removed = 0
        while many := await self.database.write(lambda c: self._too_old(c, now), LONG):
            removed += many
        texts = await self.database.write(lambda c: _blank(c, now), LONG)
        await self.database.write(lambda c: return_codes.tidy(c, now), LONG)
        await self.database.write(lambda c: contacts.tidy(c, now), LONG)
        await self.database.write(lambda c: correspondents.tidy(c, now), LONG)
        leftovers = await self.database.write(_leftovers, LONG)
        await self.database.settle()  # of what a turn in flight left, too
        return Swept(removed, texts, leftovers)

    def _too_old(self, connection: sa.Connection, now: datetime) -> int:
        limit = now - timedelta(days=self.days) + IDLE
        old = sa.select(conversation.c.id).where(conversation.c.expires_at < limit).limit(MANY)
        keys = sorted(connection.execute(old).scalars())
        for key in keys:
            statements.erase(connection, key)
        return len(keys)


async def sweep_for_ever(
    held: PersonalData, now: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Sweep at once and every hour; a database that is away is tried again."""
    while True:
        try:
            swept = await held.sweep(now())
            tell(log, logging.INFO, "retention", **asdict(swept))
        except asyncio.CancelledError:
            raise
        except Exception as error:
            tell(log, logging.ERROR, "retention did not run", kind=type(error).__name__)
        await sleep(PAUSE)


def _blank(connection: sa.Connection, now: datetime) -> int:
    """Remove the words to which a safety text was said; the category stays in the reply.

    What Rasa holds of such a conversation goes as well: the words after a fright are there.
    """
    said = message.alias("said")
    frightened = sa.select(said.c.in_reply_to).where(
        said.c.conversation_id == message.c.conversation_id, said.c.kind == "safety"
    )
    old = sa.and_(
        message.c.author == "user",
        message.c.at < now - SENSITIVE,
        sa.or_(message.c.at < now - ALLOWED, message.c.conversation_id.not_in(_read_by_staff())),
        message.c.seq.in_(frightened),
        message.c.body["text"].as_string() != GONE,
    )
    keys = set(connection.execute(sa.select(message.c.conversation_id).where(old)).scalars())
    for table in (tracker_event, tracker_snapshot):
        connection.execute(sa.delete(table).where(table.c.sender.in_(keys)))
    changed = sa.update(message).where(old).values(body={"text": GONE})
    return int(connection.execute(changed).rowcount)


def _read_by_staff() -> sa.Select[Any]:
    open_ones = case.c.state != "closed", case.c.may_be_read
    return sa.select(case.c.conversation_id).where(*open_ones)


def _leftovers(connection: sa.Connection) -> int:
    """Remove what a turn in flight wrote after its conversation was erased."""
    here = sa.select(conversation.c.id)
    removed = 0
    for table in (tracker_event, tracker_snapshot):
        gone = sa.delete(table).where(table.c.sender.not_in(here))
        removed += int(connection.execute(gone).rowcount)
    return removed
