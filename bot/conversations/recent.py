"""Which tokens open what, as far as was seen lately: the database may be away."""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.conversations.staying import open_until

MOST = 5_000  # conversations
Row = Mapping[Any, Any]


class Recent:
    """The rows of conversations that were opened last."""

    def __init__(self) -> None:
        """Know none."""
        self._rows: OrderedDict[str, dict[str, Any]] = OrderedDict()

    def remember(self, key: str, row: Row) -> None:
        """Know a conversation; the one that was not seen longest goes."""
        self._rows[key] = dict(row)
        self._rows.move_to_end(key)
        if len(self._rows) > MOST:
            self._rows.popitem(last=False)

    def saw(self, key: str, seq: int) -> None:
        """Know that a conversation has a message of this number."""
        if held := self._rows.get(key):
            held["last_seq"] = max(held["last_seq"], seq)

    def forget(self, key: str) -> None:
        """Know no token of a conversation any more, until the database is asked."""
        self._rows.pop(key, None)

    def opened(self, key: str, token: str, now: datetime, api_key: str | None = None) -> Row | None:
        """Return the conversation that this token opens, with the API key if it has one."""
        return opened(self._rows.get(key), token, now, api_key)


def token_hash(token: str) -> str:
    """Hash a token for storage; 128 random bits need no salt."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def opened(row: Row | None, token: str, now: datetime, api_key: str | None = None) -> Row | None:
    """Return a row when this token opens it, and has not expired.

    What was opened with an API key is that key's alone, and a key opens nothing else.
    """
    if row is None or not secrets.compare_digest(row["token_hash"], token_hash(token)):
        return None
    if row["api_key"] != api_key:
        return None
    return row if now <= open_until(row) else None
