"""The log of the desk: who did what, when. It only grows, and each entry seals the one before.

No words of people are in it: actions, case numbers, and short codes of our own. An entry is
written in the transaction that does what it tells of, as the last thing: it holds the log until
the commit. A cut tail cannot be seen in what is left: note the last hash elsewhere to find that.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa

from bot.conversations.moment import utc
from bot.desk.tables import desk_log

CODE = re.compile("[a-z0-9_]{1,40}")
START = "0" * 64  # before the first entry
AT_ONCE = 1_000  # entries read together
_LAST = sa.select(desk_log.c.id, desk_log.c.hash).order_by(desk_log.c.id.desc()).limit(1)


class Who(Protocol):
    """Somebody who acts, and when: a Member of a request, or casework's Staff."""

    @property
    def name(self) -> str:
        """The name of the staff member; "" for nobody we know."""

    @property
    def now(self) -> datetime:
        """When they act."""


class ChainBroken(Exception):
    """An entry is not as it was written, or one is missing; `number` is the first such one."""

    def __init__(self, number: int) -> None:
        super().__init__(f"desk_log: entry {number} is missing or not as it was written")
        self.number = number


def write(
    connection: sa.Connection,
    member: Who,
    action: str,
    case_id: int | None = None,
    detail: str | None = None,
) -> None:
    """Add an entry; ValueError when action or detail is no short code (a-z, 0-9, _)."""
    for code in (action, detail):
        if code is not None and not CODE.fullmatch(code):
            raise ValueError("desk_log: action and detail are short codes of a-z, 0-9 and _")
    _alone(connection)
    last = connection.execute(_LAST).first()
    number, before = (last.id + 1, last.hash) if last else (1, START)
    entry: dict[str, Any] = {"id": number, "at": utc(member.now), "staff": member.name}
    entry |= {"action": action, "case_id": case_id, "detail": detail, "before": before}
    connection.execute(sa.insert(desk_log).values(**entry, hash=_sealed(entry)))


def verify(connection: sa.Connection) -> tuple[int, str]:
    """Walk the chain; return how many entries there are and the last hash, or raise ChainBroken."""
    number, before = 0, START
    entries = connection.execution_options(yield_per=AT_ONCE).execute(
        sa.select(desk_log).order_by(desk_log.c.id)
    )
    for entry in entries.mappings():
        number += 1
        whole = entry["id"] == number and entry["before"] == before
        if not whole or entry["hash"] != _sealed(entry):
            raise ChainBroken(number)
        before = entry["hash"]
    return number, before


def _alone(connection: sa.Connection) -> None:
    # Two entries must not seal the same one. On SQLite there is one writer anyway.
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE desk_log IN SHARE ROW EXCLUSIVE MODE")


def _sealed(entry: Mapping[Any, Any]) -> str:
    told = [entry[name] for name in ("id", "staff", "action", "case_id", "detail", "before")]
    moment = utc(entry["at"]).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps([*told, moment]).encode()).hexdigest()
