"""Webhooks out: who is told of what, and the outbox of what they are told.

An event is stored in the transaction of what it tells of, so that there is none without the other.
It holds no words of anybody.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

from bot.conversations.hook_tables import hook, hook_event
from bot.conversations.tables import case
from knowledge.store import current_digest

OPENED, CLOSED, ERASED, CHANGED = "case.opened", "case.closed", "case.erased", "content.changed"
EVENTS = (OPENED, CLOSED, CHANGED)  # who wants one of the first two is told of erasures, too
TOLD = ("priority", "reason", "category", "language")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
VISIBLE = re.compile(r"[!-~]{1,500}")
Row = Mapping[Any, Any]


class HookProblem(ValueError):
    """It cannot be done; the text says why, and what to do."""


def case_changed(connection: sa.Connection, event: str, row: Row, at: datetime) -> None:
    """Tell of a case that was opened or closed, given its row."""
    told = {name: row[name] for name in TOLD}
    data = {"case": row["id"], "state": row["state"], "outcome": row.get("outcome"), **told}
    _put(connection, wanting(connection, event), event, data, at, row["conversation_id"])


def erased(connection: sa.Connection, key: str) -> None:
    """Tell those who may have heard of a conversation's cases that they are gone."""
    mine = sa.select(case.c.id).where(case.c.conversation_id == key).order_by(case.c.id)
    for number in connection.execute(mine).scalars().all():
        _put(connection, wanting(connection, OPENED, CLOSED), ERASED, {"case": number}, None)


def content_changed(connection: sa.Connection, at: datetime) -> None:
    """Tell of the current content those who were not told yet; several gateways do so once."""
    digest = current_digest(connection)
    news = hook.c.events.contains(CHANGED), hook.c.release.is_distinct_from(digest)
    if digest is None:
        return
    # The change comes first and locks the rows: who comes second finds nothing to tell.
    noted = sa.update(hook).where(*news).values(release=digest).returning(hook.c.id)
    told = connection.execute(noted).scalars().all()
    _put(connection, told, CHANGED, {"release": digest}, at)


def wanting(connection: sa.Connection, *events: str) -> Sequence[int]:
    """Return the hooks that want one of these events."""
    some = sa.or_(*(hook.c.events.contains(event) for event in events))
    chosen = sa.select(hook.c.id).where(some).order_by(hook.c.id)
    return connection.execute(chosen).scalars().all()


def _put(
    connection: sa.Connection,
    hooks: Iterable[int],
    event: str,
    data: dict[str, Any],
    at: datetime | None,
    key: str | None = None,
) -> None:
    shared = {"conversation_id": key, "event_id": new_id(), "event": event, "data": data}
    rows = [{"hook_id": one, **shared, "at": at, "state": "waiting"} for one in hooks]
    if rows:
        connection.execute(sa.insert(hook_event), rows)


def new_id() -> str:
    """Return what names an event: its receiver knows by it what comes a second time."""
    return secrets.token_hex(16)


def add(
    connection: sa.Connection, url: str, events: Sequence[str], now: datetime
) -> tuple[int, str]:
    """Tell an address of events from now on; return its number, and the secret that signs."""
    secret = secrets.token_urlsafe(32)
    values = {
        "url": checked(url),
        "events": " ".join(one for one in EVENTS if one in events),
        "secret": secret,
        "created_at": now,
        "release": current_digest(connection),
    }
    made = connection.execute(sa.insert(hook).values(values).returning(hook.c.id))
    return int(made.scalar_one()), secret


def checked(url: str) -> str:
    """Return an address that may be told; HookProblem when it may not."""
    try:
        parts = urlsplit(url)
        local = parts.hostname in LOOPBACK
        good = parts.scheme == "https" or (parts.scheme == "http" and local)
        _ = parts.port  # ValueError for one that is none
    except ValueError:
        good = False
    if not good or not VISIBLE.fullmatch(url) or not parts.hostname:
        raise HookProblem(f"{url!r} is no https address; http is for this machine only")
    if "@" in parts.netloc or parts.fragment:
        raise HookProblem("the address holds a password or a fragment (#); write it without")
    return url


def remove(connection: sa.Connection, number: int) -> None:
    """Tell a hook nothing any more, not even what waits."""
    called(connection, number)
    connection.execute(sa.delete(hook_event).where(hook_event.c.hook_id == number))
    connection.execute(sa.delete(hook).where(hook.c.id == number))


def called(connection: sa.Connection, number: int) -> Row:
    """Return the hook of a number; HookProblem if there is none."""
    row = connection.execute(sa.select(hook).where(hook.c.id == number)).mappings().first()
    if row is None:
        raise HookProblem(f"there is no hook {number}; `python -m bot hooks list` shows all")
    return row


def listed(connection: sa.Connection) -> list[tuple[Row, dict[str, tuple[int, datetime | None]]]]:
    """Return all hooks, each with how many of its events are in which state, and since when."""
    chosen = sa.select(
        hook_event.c.hook_id,
        hook_event.c.state,
        sa.func.count(),
        sa.func.min(hook_event.c.at),
    ).group_by(hook_event.c.hook_id, hook_event.c.state)
    counts: dict[int, dict[str, tuple[int, datetime | None]]] = {}
    for number, state, count, oldest in connection.execute(chosen):
        counts.setdefault(number, {})[state] = (count, oldest)
    rows = connection.execute(sa.select(hook).order_by(hook.c.id)).mappings().all()
    return [(row, counts.get(row["id"], {})) for row in rows]
