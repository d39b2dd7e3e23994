"""All rows of people that a database holds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations.moment import utc
from bot.conversations.tables import (
    case,
    conversation,
    gateway,
    message,
    metadata,
    tracker_event,
    tracker_snapshot,
)

Row = Any
CONVERSATIONS, GATEWAYS = sa.select(conversation), sa.select(gateway)
MESSAGES = sa.select(message).order_by(message.c.conversation_id, message.c.seq)
CASES = sa.select(case).order_by(case.c.id)
ELSEWHERE = [
    sa.select(table.c.conversation_id)
    for table in metadata.tables.values()
    if "conversation_id" in table.c and table not in (message, case)
]
SENDERS = sa.union(sa.select(tracker_event.c.sender), sa.select(tracker_snapshot.c.sender))


@dataclass(frozen=True)
class Held:
    """All rows of people, by conversation."""

    conversations: dict[str, Row]
    messages: dict[str, list[Row]]
    cases: dict[str, list[Row]]
    trackers: set[str]
    gateways: dict[str, datetime]  # until when each counts as alive

    def alive(self, now: datetime) -> set[str]:
        """Return the gateways that count as alive."""
        return {name for name, until in self.gateways.items() if utc(until) >= now}

    @classmethod
    def read(cls, connection: sa.Connection) -> Held:
        """Read the tables."""
        messages: dict[str, list[Row]] = defaultdict(list)
        cases: dict[str, list[Row]] = defaultdict(list)
        for row in connection.execute(MESSAGES).mappings():
            messages[row["conversation_id"]].append(row)
        for row in connection.execute(CASES).mappings():
            cases[row["conversation_id"]].append(row)
        held = {row["id"]: row for row in connection.execute(CONVERSATIONS).mappings()}
        trackers = set(connection.execute(SENDERS).scalars())
        for chosen in ELSEWHERE:  # what later tables hold is gone with the rest, too
            for key in connection.execute(chosen).scalars():
                assert key in held, "rows of an erased conversation"
        gateways = {row.id: row.alive_until for row in connection.execute(GATEWAYS)}
        return cls(held, messages, cases, trackers, gateways)
