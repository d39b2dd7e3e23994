"""What a person gets who asks for their data: what was said, and what is held beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.conversations import return_codes
from bot.conversations.correspondents import channel_of
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.tables import (
    case,
    case_note,
    conversation,
    feedback,
    message,
    return_code,
    tracker_snapshot,
)


def held_of(connection: sa.Connection, key: str) -> tuple[Row, dict[str, Any]]:
    """Return a conversation, and what belongs to it as the file has it.

    LookupError when it was erased meanwhile.
    """
    one = sa.select(conversation).where(conversation.c.id == key)
    held = connection.execute(one).mappings().first()
    if held is None:
        raise LookupError("the conversation was erased meanwhile")
    of_it = sa.select(message).where(message.c.conversation_id == key)
    state = sa.select(tracker_snapshot.c.state).where(tracker_snapshot.c.sender == key)
    slots = (connection.execute(state).scalar() or {}).get("slots", {})
    said = connection.execute(of_it.order_by(message.c.seq)).mappings()
    noted = sa.select(case).where(case.c.conversation_id == key).order_by(case.c.id)
    written = sa.select(case_note).where(case_note.c.conversation_id == key)
    judged = sa.select(feedback).where(feedback.c.conversation_id == key)
    until = sa.select(return_code.c.expires_at).where(return_code.c.conversation_id == key)
    return held, {
        "messages": [_message(row) for row in said],
        "cases": [_case(row) for row in connection.execute(noted).mappings()],
        "notes": [  # of staff, without their names
            {"at": utc(one["at"]).isoformat(), "text": one["text"]}
            for one in connection.execute(written.order_by(case_note.c.id)).mappings()
        ],
        "feedback": [
            {name: one[name] for name in ("seq", "useful", "comment")}
            for one in connection.execute(judged.order_by(feedback.c.seq)).mappings()
        ],
        # That there is one; what opens a conversation stands in no file.
        "return_codes": [
            {"good_until": utc(one).isoformat()} for one in connection.execute(until).scalars()
        ],
        "remembered": {name: value for name, value in slots.items() if value},
    }


def _message(row: Row) -> dict[str, Any]:
    body = row["body"]
    mine = row["author"] == "user"
    return {
        "seq": row["seq"],
        "author": row["author"],
        "at": utc(row["at"]).isoformat(),
        "kind": row["kind"],
        "text": body["text"] if mine else return_codes.hidden(body, row["language"]),
        "button": row["button"],
        "category": body.get("category"),
    }


def _case(row: Row) -> dict[str, Any]:
    told = ("reason", "category", "priority", "state", "contact")
    consented = _instant(row["contact_given_at"])
    return {**{name: row[name] for name in told}, "contact_given_at": consented}


def about(held: Row, kept_until: datetime) -> dict[str, Any]:
    """Return what is told of a conversation itself; `kept_until`: when the sweep removes it."""
    return {
        "language": held["language"],
        "channel": channel_of(held["id"]),  # null: the web
        "created_at": utc(held["created_at"]).isoformat(),
        "kept_until": kept_until.isoformat(),
        "kept_on_this_device_until": _instant(held["kept_until"]),
    }


def _instant(moment: datetime | None) -> str | None:
    return utc(moment).isoformat() if moment else None
