"""The JSON object of a request."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.conversations.text import json_object
from bot.web.errors import ApiError

WITHIN = 20.0  # seconds for a body, which is 16 KiB at most


async def body_of(request: web.Request, *fields: str, may_be_empty: bool = False) -> dict[str, Any]:
    """Return the object that a body holds; 400 `bad_json` when it is none.

    `fields`: all that may be in it; without them the caller looks.
    """
    try:
        raw = await asyncio.wait_for(request.read(), WITHIN)
    except asyncio.TimeoutError:
        raise ApiError(408, "too_slow", headers={"Connection": "close"}) from None
    try:
        body = {} if may_be_empty and not raw else json_object(raw)
    except ValueError:
        raise ApiError(400, "bad_json") from None
    if fields and not body.keys() <= set(fields):
        raise ApiError(422, "field_unknown", detail=", ".join(fields))
    return body
