"""API keys: made and revoked by an operator, known to every gateway within seconds.

A gateway reads all of them every two seconds, so that a call with a key costs no statement, and a
key that is revoked dies everywhere. While the database is away the last ones go on.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.key_tables import api_key
from bot.conversations.moment import utc
from bot.conversations.rates import Rates
from bot.conversations.recent import token_hash
from bot.logs import tell
from knowledge.database import Database

log = logging.getLogger("bot.conversations")
SCOPES = ("chat", "read")
EVERY = 2.0  # seconds between two looks at the table
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
FORM = re.compile(r"iomk_(?P<id>[0-9a-f]{8})_[A-Za-z0-9_-]{32}")
NOBODY = "0" * 64
Row = Mapping[Any, Any]


class KeyProblem(ValueError):
    """It cannot be done; the text says why, and what to do."""


@dataclass(frozen=True)
class Limits:
    """What a key may do in a minute, in each gateway; 0 means no limit."""

    messages: int = 600
    conversations: int = 60
    reads: int = 6000


@dataclass(frozen=True)
class ApiKey:
    """A key that is good, with what it has used of its minutes."""

    id: str
    name: str
    proof: str
    scopes: frozenset[str]
    messages: Rates
    conversations: Rates
    reads: Rates

    @classmethod
    def of(cls, row: Row) -> ApiKey:
        """Return the key of a row, with nothing used."""
        rates = (Rates(row[f"{one}_per_minute"]) for one in ("messages", "conversations", "reads"))
        scopes = frozenset(row["scopes"].split())
        return cls(row["id"], row["name"], row["proof"], scopes, *rates)


@dataclass
class Keys:
    """The keys that are good, as this gateway saw them last."""

    database: Database
    now: Callable[[], datetime]
    _good: dict[str, ApiKey] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def opened(self, told: str) -> ApiKey | None:
        """Return the key that was told, if it is good."""
        found = FORM.fullmatch(told)
        held = self._good.get(found["id"]) if found else None
        # A key that is not there is compared all the same.
        same = secrets.compare_digest(held.proof if held else NOBODY, token_hash(told))
        if held is None or not same:
            return None
        self._used.add(held.id)
        return held

    def lives(self, key: ApiKey) -> bool:
        """Tell whether a key that was good still is."""
        held = self._good.get(key.id)
        return held is not None and held.proof == key.proof

    async def refresh(self) -> None:
        """Read the keys, and note of those that were used on which day."""
        good = sa.select(api_key).where(api_key.c.revoked_at.is_(None))
        rows = await self.database.read(lambda c: list(c.execute(good).mappings()))
        self._good = {row["id"]: self._kept(row) for row in rows}
        used, self._used = self._used, set()
        today = utc(self.now()).date()
        if new := [row["id"] for row in rows if row["id"] in used and row["used_on"] != today]:
            mine = sa.update(api_key).where(api_key.c.id.in_(new)).values(used_on=today)
            await self.database.write(lambda c: c.execute(mine).rowcount)

    def _kept(self, row: Row) -> ApiKey:
        held = self._good.get(row["id"])
        return replace(held, proof=row["proof"]) if held else ApiKey.of(row)

    async def look_after(self) -> None:
        """Read them again, for ever."""
        while True:
            try:
                await self.refresh()
            except Exception as error:  # most of all a database that is away: look again
                tell(log, logging.WARNING, "keys not read", kind=type(error).__name__)
            await asyncio.sleep(EVERY)


def add(
    connection: sa.Connection, name: str, scopes: Sequence[str], limits: Limits, now: datetime
) -> str:
    """Make a key and return it: it is shown once, and stored as a hash."""
    if not NAME.fullmatch(name):
        told = "64 at most of a to z, 0 to 9, dot, hyphen and underscore"
        raise KeyProblem(f"{name!r} is no name of a key: {told}")
    if any(row["name"] == name for row in everybody(connection)):
        raise KeyProblem(f"{name} is there already; take another name, or `keys renew {name}`")
    number = secrets.token_hex(4)
    key = _made(number)
    values = {
        "id": number,
        "name": name,
        "proof": token_hash(key),
        "scopes": " ".join(sorted(set(scopes))),
        "messages_per_minute": limits.messages,
        "conversations_per_minute": limits.conversations,
        "reads_per_minute": limits.reads,
        "created_at": now,
    }
    connection.execute(sa.insert(api_key).values(values))
    return key


def renew(connection: sa.Connection, name: str) -> str:
    """Return a new key in place of the old one, whose conversations are then the new one's."""
    row = _called(connection, name)
    key = _made(row["id"])
    _change(connection, row, {"proof": token_hash(key), "revoked_at": None})
    return key


def revoke(connection: sa.Connection, name: str, now: datetime) -> None:
    """Let a key open nothing any more."""
    row = _called(connection, name)
    if row["revoked_at"] is None:
        _change(connection, row, {"revoked_at": now})


def everybody(connection: sa.Connection) -> list[Row]:
    """Return all keys, by name; what opens anything is not in it."""
    listed = sa.select(api_key).order_by(api_key.c.name)
    return list(connection.execute(listed).mappings())


def _called(connection: sa.Connection, name: str) -> Row:
    for row in everybody(connection):
        if row["name"] == name:
            return row
    raise KeyProblem(f"no key is called {name}; `python -m bot keys list` shows all")


def _change(connection: sa.Connection, row: Row, values: dict[str, Any]) -> None:
    connection.execute(sa.update(api_key).where(api_key.c.id == row["id"]).values(**values))


def _made(number: str) -> str:
    """Return a key of 192 random bits; it begins with what it may be named by."""
    return f"iomk_{number}_{secrets.token_urlsafe(24)}"
