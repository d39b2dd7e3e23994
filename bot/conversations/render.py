"""A stored message in one language, as the contract serves it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.conversations.incoming import client_name
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.return_codes import shown
from knowledge.export.data import in_language


def served(row: Row, language: str | None = None) -> dict[str, Any]:
    """Return a message in its own language, or in another; a person's words have only one."""
    body = row["body"]
    mine, staff = (row["author"] == one for one in ("user", "staff"))
    chosen = row["language"] if mine else language or row["language"]
    return {
        "seq": row["seq"],
        "author": row["author"],
        "kind": None if mine else body["kind"],
        "language": chosen,
        "text": body["text"] if mine else shown(body, chosen),
        "at": instant(row["at"]),
        "client_message_id": None if staff else client_name(row["client_message_id"]),
        "sources": [_in(source, chosen, "note") for source in body.get("sources", [])],
        "contacts": [
            _in(contact, chosen, "label", "hours", "cost") for contact in body.get("contacts", [])
        ],
        "buttons": [_in(button, chosen, "label") for button in body.get("buttons", [])],
        **{key: body.get(key) for key in ("programme", "asks", "category")},
        "eligibility": in_language(body.get("eligibility"), "en" if chosen == "en" else "fr"),
    }


def _in(entry: dict[str, Any], language: str, *fields: str) -> dict[str, Any]:
    words = {
        field: entry[field][language] if isinstance(entry.get(field), dict) else entry.get(field)
        for field in fields
    }
    return {**entry, **words}


def instant(moment: datetime) -> str:
    """Write a time in UTC."""
    return utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")
