"""A person's own data: all of it as a file, and all of it gone."""

from __future__ import annotations

from aiohttp import web

from bot.web.api import ROOT, conversation_of
from bot.web.errors import ApiError
from bot.web.keys import KEEPING, PERSONAL_DATA
from bot.web.openapi import own_data
from bot.web.openapi.operation import described


def routes() -> list[web.RouteDef]:
    """Return the routes of one's data."""
    one = ROOT + "/{id}"
    return [web.get(one + "/export", export), web.delete(one, erase)]


@described(own_data.EXPORT)
async def export(request: web.Request) -> web.Response:
    """Return what was said, and what is remembered of it, as a file."""
    row = await conversation_of(request)
    return await file_of(request, row["id"])


async def file_of(request: web.Request, key: str) -> web.Response:
    """Return what is held of a conversation, as a file; ApiError when it was erased meanwhile."""
    try:
        held = await request.app[PERSONAL_DATA].export(key)
    except LookupError:
        raise ApiError(404, "not_found") from None
    named = {"Content-Disposition": 'attachment; filename="iom-assistant-data.json"'}
    return web.json_response(held, headers=named)


@described(own_data.ERASE)
async def erase(request: web.Request) -> web.Response:
    """Remove the conversation from every table."""
    row = await conversation_of(request)
    await request.app[KEEPING].erase(row)
    return web.Response(status=204)
