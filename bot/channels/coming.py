"""Whoever waits is told once that their message has arrived. Parts of transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.channels import outbox
from bot.channels.outbox import MANY
from bot.conversations import statements
from bot.conversations.channel_tables import REACHABLE, correspondent, delivery
from bot.conversations.tables import WAITS, message

SLOW = timedelta(seconds=5)  # after which somebody is told
LATE = timedelta(hours=1)  # after which that would only confuse


def is_told(
    connection: sa.Connection, key: str, seq: int, now: datetime
) -> tuple[str, bytes | None, str] | None:
    """Claim to tell somebody that a message of theirs has arrived; return where, and how.

    None: another gateway tells them, or it is answered by now.
    """
    there = message.c.conversation_id == key, message.c.seq == seq
    still = sa.select(message.c.language).where(*there, WAITS)
    mine = delivery.c.conversation_id == key, delivery.c.seq == seq
    statements.lock(connection, key)
    language = connection.execute(still).scalar()
    if language is None or connection.execute(sa.select(delivery.c.ref).where(*mine)).first():
        return None
    outbox.ends(connection, outbox.starts(connection, key, seq, 0, now), "told", now)
    of_it = sa.select(correspondent).where(correspondent.c.conversation_id == key)
    row = connection.execute(of_it).mappings().one()
    return row["channel"], row["address"], str(language)


def slow(
    connection: sa.Connection, channels: Sequence[str], now: datetime
) -> list[tuple[str, int]]:
    """Return messages that have waited some seconds, and whose senders were not told so."""
    held = delivery.c.conversation_id == message.c.conversation_id, delivery.c.seq == message.c.seq
    old = message.c.at < now - SLOW, message.c.at > now - LATE, WAITS
    told = sa.select(delivery.c.seq).where(*held).exists()
    some = sa.select(message.c.conversation_id, message.c.seq).where(*old, ~told)
    mine = some.join(
        correspondent, correspondent.c.conversation_id == message.c.conversation_id
    ).where(correspondent.c.stopped_at.is_(None), REACHABLE, correspondent.c.channel.in_(channels))
    return [(str(key), int(seq)) for key, seq in connection.execute(mine.limit(MANY))]
