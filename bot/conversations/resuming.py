"""Coming back to a conversation by its return code."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.recent import token_hash
from bot.conversations.return_codes import hashed, hide
from bot.conversations.store import IDLE
from bot.conversations.tables import conversation, return_code
from knowledge.database import Database


async def resume(
    database: Database, typed: str, now: datetime, api_key: str | None = None
) -> tuple[str, str] | None:
    """Return a conversation's id and a new token for the code that opens it, else None.

    What was opened with an API key is opened again with that one only.

    The token before dies: there is one a conversation, and who comes back by the code may have
    lost the device, or left it to somebody else.
    """
    row = await found(database, typed, now)
    if row is None:
        return None
    token = secrets.token_urlsafe(16)
    opened = await database.write(lambda c: _opened(c, row, token, now, api_key))
    return (row["conversation_id"], token) if opened else None


async def found(database: Database, typed: str, now: datetime) -> Row | None:
    """Return the row of a code that is good; nothing is changed by it."""
    lookup, proof = await hashed(typed)
    row = await database.read(lambda c: c.execute(_found(lookup)).mappings().first())
    # A row that is not there is compared all the same.
    good = secrets.compare_digest(row["proof"] if row else "0" * len(proof), proof)
    return row if row and good and utc(row["expires_at"]) >= now else None


def _found(lookup: str) -> sa.Select[tuple[Any, ...]]:
    return sa.select(return_code).where(return_code.c.lookup == lookup)


def _opened(
    connection: sa.Connection, row: Row, token: str, now: datetime, api_key: str | None
) -> bool:
    key = row["conversation_id"]
    statements.lock(connection, key)
    whose = sa.select(conversation.c.api_key).where(conversation.c.id == key)
    if connection.execute(whose).scalar() != api_key:
        return False
    still = connection.execute(_found(row["lookup"])).first()
    if still is None:  # erased or replaced meanwhile
        return False
    hide(connection, key)
    # That the device before should keep it was said of that device.
    values = {"token_hash": token_hash(token), "expires_at": now + IDLE, "kept_until": None}
    statements.change(connection, key, values)
    return True
