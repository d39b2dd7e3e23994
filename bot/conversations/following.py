"""What those who follow conversations need to see: one look for all of them, then what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.coming import Waiting
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.staying import open_until
from bot.conversations.tables import WAITS, conversation, message
from knowledge.database import Database

MANY = 500  # conversations in one query
NEAR = 64  # messages back from the last among which something may wait


@dataclass(frozen=True)
class Followed:
    """A conversation as it stands."""

    token_hash: str
    open_until: datetime
    last_seq: int
    waiting: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class Following:
    """Reads on behalf of those who follow."""

    database: Database

    async def look(self, keys: Sequence[str]) -> dict[str, Followed]:
        """Return how these conversations stand; those that are gone are not in it."""
        found: dict[str, Followed] = {}
        for start in range(0, len(keys), MANY):
            for row in await self._rows(_state(keys[start : start + MANY])):
                before = found.get(row["id"]) or Followed(
                    row["token_hash"], open_until(row), row["last_seq"]
                )
                found[row["id"]] = replace(before, waiting=(*before.waiting, *_waiting(row)))
        return found

    async def after(self, key: str, seq: int, most: int) -> list[Row]:
        """Return the next messages of a conversation, in order."""
        mine = message.c.conversation_id == key, message.c.seq > seq
        return await self._rows(sa.select(message).where(*mine).order_by(message.c.seq).limit(most))

    async def _rows(self, chosen: sa.Select[Any]) -> list[Row]:
        return await self.database.read(lambda c: list(c.execute(chosen).mappings()))


def _state(keys: Sequence[str]) -> sa.Select[Any]:
    held = conversation.c
    waits = sa.and_(
        message.c.conversation_id == held.id,
        WAITS,
        message.c.seq > held.last_seq - NEAR,  # so that a long talk costs no more than a short one
    )
    until = held.expires_at, held.kept_until
    of_it = (message.c.seq, message.c.at, message.c.language, message.c.client_message_id)
    return (
        sa.select(held.id, held.token_hash, *until, held.last_seq, *of_it)
        .select_from(conversation.outerjoin(message, waits))
        .where(held.id.in_(keys))
        .order_by(held.id, message.c.seq)
    )


def _waiting(row: Row) -> Iterator[Waiting]:
    if row["seq"] is not None:
        yield Waiting(row["seq"], utc(row["at"]), row["language"], row["client_message_id"])
