"""What an engine does with calls, in two lines; and what it is to get."""

from __future__ import annotations

from datetime import datetime, timezone

from aiohttp import ClientSession

from bot.channels.base import Call, Channel, Outcome

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
REF = "0123456789abcdef" * 2


async def make(channel: Channel, call: Call) -> Outcome:
    """Make a call, and return what became of it."""
    async with (
        ClientSession() as session,
        session.post(call.url, data=call.body, headers=call.headers) as answer,
    ):
        return channel.outcome(answer.status, answer.headers, await answer.read())
