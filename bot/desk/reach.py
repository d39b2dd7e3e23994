"""Whether somebody on a platform can be written to now, and how far what was said to them came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.channels.house import KINDS
from bot.conversations.channel_tables import TEMPLATE, correspondent, delivery
from bot.conversations.moment import utc
from bot.conversations.render import instant
from bot.conversations.tables import message

WINDOWS: dict[str, timedelta | None] = {kind.name: kind.window for kind in KINDS}
WAITS = "waiting"


def of(connection: sa.Connection, key: str) -> tuple[dict[str, Any] | None, dict[int, str]]:
    """Return who is written to on a platform, and how far each message to them came.

    None: the conversation is on the web, where they read it themselves.
    """
    mine = sa.select(correspondent).where(correspondent.c.conversation_id == key)
    row = connection.execute(mine).mappings().first()
    if row is None:
        return None, {}
    sent = delivery.c
    parts = sa.select(sent.seq, sent.part, sent.state).where(sent.conversation_id == key)
    held = connection.execute(parts.order_by(sent.part)).all()
    far = {one.seq: str(one.state) for one in held if one.part != TEMPLATE}
    templates = [one for one in held if one.part == TEMPLATE and one.seq > row["sent_seq"]]
    later = message.c.seq > row["sent_seq"], message.c.author != "user"
    waits = sa.select(message.c.seq).where(message.c.conversation_id == key, *later)
    far.update(dict.fromkeys(connection.execute(waits).scalars(), WAITS))
    person = {
        "channel": row["channel"],
        "heard_at": instant(row["heard_at"]),
        "stopped": row["stopped_at"] is not None,
        "known": row["address"] is not None,
        "told": instant(row["template_at"]) if row["template_at"] else None,
        # We could not tell them that something waits.
        "untold": any(one.state == "failed" for one in templates),
    }
    return person, far


def reaching(person: dict[str, Any] | None, now: datetime) -> str | None:
    """Return what staff should know before they write: stopped, or closed; None: write away."""
    if person is None:
        return None
    if person["stopped"]:
        return "stopped"
    window = WINDOWS.get(person["channel"])
    heard_at = utc(datetime.fromisoformat(person["heard_at"].replace("Z", "+00:00")))
    late = window is not None and now - heard_at > window
    return "closed" if late or not person["known"] else None
