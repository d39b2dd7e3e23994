"""What is sent to a hook, signed; and what its answer means."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from aiohttp import ClientSession, ClientTimeout

from bot.conversations.moment import utc
from bot.conversations.telling import signature

WITHIN = 10.0  # seconds for a request and its answer
LONGEST_WISH = timedelta(days=1)  # that a receiver may make us wait


@dataclass(frozen=True)
class Event:
    """Something that happened, as it is told."""

    id: str
    event: str
    at: datetime
    data: Mapping[str, Any]

    def body(self) -> bytes:
        """Return it as JSON."""
        at = utc(self.at).strftime("%Y-%m-%dT%H:%M:%SZ")
        told = {"id": self.id, "event": self.event, "at": at, "data": dict(self.data)}
        return json.dumps(told).encode()


@dataclass(frozen=True)
class Answer:
    """What a receiver said."""

    status: int
    retry_after: str | None = None

    @property
    def good(self) -> bool:
        """Tell whether it took the event; a redirect is not followed, and so is a no."""
        return 200 <= self.status < 300


Post = Callable[[str, Mapping[str, str], bytes], Awaitable[Answer]]


def poster(session: ClientSession) -> Post:
    """Return what sends; it follows no redirect, and reads nothing of what is answered."""

    async def post(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        within = ClientTimeout(WITHIN)
        sent = session.post(url, data=body, headers=headers, timeout=within, allow_redirects=False)
        async with sent as answer:
            return Answer(answer.status, answer.headers.get("Retry-After"))

    return post


def headers_of(secret: str, body: bytes, now: datetime) -> dict[str, str]:
    """Return the headers that let a receiver know that this is ours, and of now."""
    at = str(int(now.timestamp()))
    return {
        "Content-Type": "application/json",
        "User-Agent": "iom-assistant",
        "X-Timestamp": at,
        "X-Signature": signature(secret, at, body),
    }


def wished(retry_after: str | None, now: datetime) -> timedelta:
    """Return how long a receiver wants us to wait: seconds, or until a date."""
    told = (retry_after or "").strip()
    if told.isascii() and told.isdecimal():
        wish = timedelta(seconds=min(int(told[:9]), LONGEST_WISH.total_seconds()))
    else:
        try:
            wish = utc(parsedate_to_datetime(told)) - now
        except (TypeError, ValueError):  # no date either
            wish = timedelta()
    return min(max(wish, timedelta()), LONGEST_WISH)
