"""Until when a token opens its conversation: 20 idle minutes, or days on this device by choice.

The choice stands beside the idle minutes, not in their place: these still say when somebody was
last there, and from that the days of retention are counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.moment import utc
from bot.conversations.tables import case, conversation

DAYS = 7


def open_until(row: Mapping[Any, Any]) -> datetime:
    """Return until when the token of a conversation is good."""
    idle, kept = utc(row["expires_at"]), row["kept_until"]
    return max(idle, utc(kept)) if kept else idle


def is_open(now: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that a conversation's token is good; never null, so it can be denied."""
    held = conversation.c
    kept = sa.func.coalesce(held.kept_until, held.expires_at)
    return sa.or_(held.expires_at >= now, kept >= now)


def keep(connection: sa.Connection, key: str, until: datetime | None) -> bool:
    """Keep a conversation open until then; None: for the idle minutes again.

    Return False, and keep nothing, when it has no open case: nobody waits for an answer.
    """
    statements.lock(connection, key)
    waits = newest_case(connection, key)
    if until and not (waits and is_open_case(waits)):
        return False
    statements.change(connection, key, {"kept_until": until})
    return True


def newest_case(connection: sa.Connection, key: str) -> Mapping[Any, Any] | None:
    """Return the newest case of a conversation: the open one, if there is one."""
    mine = sa.select(case).where(case.c.conversation_id == key)
    return connection.execute(mine.order_by(case.c.id.desc()).limit(1)).mappings().first()


def is_open_case(row: Mapping[Any, Any]) -> bool:
    """Tell whether staff are not done with a case."""
    return bool(row["state"] != "closed")


def latest(now: datetime, retention_days: int) -> datetime:
    """Return until when a conversation may be kept that is chosen now."""
    return now + timedelta(days=min(DAYS, retention_days))
