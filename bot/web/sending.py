"""Sending a message by the API: 200 with the replies, or 202 when they follow."""

from __future__ import annotations

from aiohttp import web

from bot.conversations.render import served
from bot.language import accepted_language
from bot.web.api import ROOT, token_of
from bot.web.api_keys import caller_of
from bot.web.body import body_of
from bot.web.openapi import chat
from bot.web.openapi.operation import described
from bot.web.taking import Taking


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.post(ROOT + "/{id}/messages", send)]


@described(chat.SEND)
async def send(request: web.Request) -> web.Response:
    """Store a message, then wait a while for the replies to it."""
    guessed = accepted_language(request.headers.get("Accept-Language"))
    talk = request.match_info["id"], token_of(request)
    sent = Taking(request.app, *talk, guessed, lambda: body_of(request), caller_of(request))
    taken = await sent.taken()
    answer = {"messages": [served(reply) for reply in taken.replies or ()]}
    if taken.erased:
        return web.json_response({**answer, "erased": True})
    return web.json_response(answer, status=202 if taken.replies is None else 200)
