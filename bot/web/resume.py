"""Coming back to a conversation by its return code."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.conversations.resuming import resume
from bot.logs import short_id, tell
from bot.web.api_keys import caller_of
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import GUESSES, NOW, PERSONAL_DATA, STORE, STREAMS
from bot.web.openapi import leaving
from bot.web.openapi.operation import described
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.web")
PATH = "/api/v1/resume"


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.post(PATH, come_back)]


@described(leaving.RESUME)
async def come_back(request: web.Request) -> web.Response:
    """Open the conversation that a return code belongs to, with a new token."""
    code = (await body_of(request, "code")).get("code")
    if not isinstance(code, str):
        raise ApiError(422, "bad_code")
    key, token = await reopened(request, code)
    return web.json_response({"conversation_id": key, "token": token})


async def reopened(request: web.Request, code: str) -> tuple[str, str]:
    """Return the conversation that a code opens, with a new token; ApiError when it is none."""
    guesses, now, caller = request.app[GUESSES], request.app[NOW](), caller_of(request)
    whose = caller.id if caller else None
    if wait := guesses.seconds_to_wait(whose or request.remote or "", now):
        raise ApiError(429, "too_many_codes", retry_after=wait)
    try:
        opened = await resume(request.app[PERSONAL_DATA].database, code, now, whose)
    except DatabaseAway:
        guesses.was_none()
        raise
    if opened is None:
        raise ApiError(404, "not_found")
    guesses.was_none()
    key, token = opened
    request.app[STORE].known.forget(key)
    request.app[STREAMS].wake(key)  # those of the token before end
    tell(log, logging.INFO, "resumed", conversation=short_id(key))
    return key, token
