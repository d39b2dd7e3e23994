"""How a conversation begins, wherever it is held."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.recent import token_hash
from bot.conversations.tables import conversation
from bot.language import Language

IDLE = timedelta(minutes=20)
Values = dict[str, Any]


def new_values(key: str, token: str, language: Language, now: datetime) -> Values:
    """Return the row of a new conversation."""
    return {
        "id": key,
        "token_hash": token_hash(token),
        "language": language,
        "language_chosen": False,
        "log_odds": 0.0,
        "created_at": now,
        "expires_at": now + IDLE,
        "kept_until": None,
        "last_seq": 0,
    }


def begin(connection: sa.Connection, values: Values, welcome: Values) -> None:
    """Open a conversation with its first message."""
    connection.execute(sa.insert(conversation).values(**values))
    now = values["created_at"]
    statements.append(connection, values["id"], [welcome], values["language"], None, now)
