"""A case with all that staff need on one screen, and no more than they may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.conversations import return_codes
from bot.conversations.correspondents import channel_of
from bot.conversations.render import instant, served
from bot.conversations.tables import (
    case,
    case_label,
    case_note,
    conversation,
    feedback,
    message,
)
from bot.desk import reach
from bot.desk.queue import WEB, Row

NOT_TOLD = frozenset({"conversation_id", "alerting_until", "seq"})


def told(connection: sa.Connection, case_id: int, protection: bool) -> dict[str, Any] | None:
    """Return a case with its conversation; None when there is none, or not for this reader.

    Of somebody in danger who has not allowed it, no word of the conversation is in it.
    """
    talk = conversation.c.protected, conversation.c.language.label("speaks")
    chosen = sa.select(case, *talk).join(conversation).where(case.c.id == case_id)
    row = connection.execute(chosen).mappings().first()
    if row is None:
        return None
    protected = row["reason"] == "safety" or row["protected"]
    if protected and not protection:
        return None
    readable = not protected or row["may_be_read"]
    said = _said(connection, row["conversation_id"]) if readable else []
    person, far = reach.of(connection, row["conversation_id"])
    return {
        **fields(row),
        "protected": protected,
        "readable": readable,
        "messages": [_message(one, far) for one in said],
        "person": person,
        "feedback": _feedback(connection, row["conversation_id"]) if readable else [],
        "notes": _notes(connection, case_id),
        "labels": _labels(connection, case_id),
        "packet": packet(row, said) if readable else None,
    }


def packet(row: Row, said: Sequence[Row]) -> dict[str, Any]:
    """Return what whoever takes over needs first: what was asked, what is settled, what is open."""
    asked = [one["body"]["text"] for one in said if one["author"] == "user" and not one["button"]]
    replies = [one for one in said if one["author"] == "assistant"]
    checks = [one["body"]["eligibility"] for one in replies if one["body"].get("eligibility")]
    answers = [one for one in replies if one["body"]["kind"] == "answer"]
    return {
        "language": row["language"],
        "asked": asked[-3:],
        "verdict": _verdict(checks[-1]) if checks else None,
        # What the assistant knows of it: to be read and changed, never sent by itself.
        "suggested": answers[-1]["body"]["text"] if answers else None,
    }


def _verdict(check: dict[str, Any]) -> dict[str, Any]:
    unknown = [one for one in check.get("criteria", []) if one["result"] == "unknown"]
    return {
        "programme": check.get("programme"),
        "verdict": check["verdict"],
        "unknown": [one["label"] for one in unknown],
        "missing": check.get("missing", []),
    }


def fields(row: Row) -> dict[str, Any]:
    """Return what a case is, with the platform that its conversation is on."""
    told = {
        name: instant(value) if name.endswith("_at") and value else value
        for name, value in row.items()
        if name not in NOT_TOLD
    }
    return {**told, "channel": channel_of(row["conversation_id"]) or WEB}


def _said(connection: sa.Connection, key: str) -> Sequence[Row]:
    mine = sa.select(message).where(message.c.conversation_id == key).order_by(message.c.seq)
    return connection.execute(mine).mappings().all()


def _message(row: Row, far: dict[int, str]) -> dict[str, Any]:
    """Return a message as the contract has it, with what was understood; no return code."""
    shown = served(row)
    if row["author"] != "user":
        both = {one: return_codes.hidden(row["body"], one) for one in ("fr", "en")}
        more: dict[str, Any] = {"both": both, "understood": [], "delivery": far.get(row["seq"])}
        return {**shown, "text": both[row["language"]], **more}
    heard = {"understood": row["understood"] or [], "button": row["button"]}
    return {**shown, **heard, "delivery": None}


def _feedback(connection: sa.Connection, key: str) -> list[dict[str, Any]]:
    mine = sa.select(feedback).where(feedback.c.conversation_id == key).order_by(feedback.c.seq)
    rows = connection.execute(mine).mappings()
    return [{name: one[name] for name in ("seq", "useful", "comment")} for one in rows]


def _notes(connection: sa.Connection, case_id: int) -> list[dict[str, Any]]:
    mine = sa.select(case_note).where(case_note.c.case_id == case_id).order_by(case_note.c.id)
    rows = connection.execute(mine).mappings()
    return [
        {"author": one["author"], "text": one["text"], "at": instant(one["at"])} for one in rows
    ]


def _labels(connection: sa.Connection, case_id: int) -> list[str]:
    mine = sa.select(case_label.c.label).where(case_label.c.case_id == case_id)
    return list(connection.execute(mine.order_by(case_label.c.label)).scalars())
