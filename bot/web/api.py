"""The chat's HTTP contract, version 1."""

from __future__ import annotations

import re

from aiohttp import web

from bot.conversations.api_keys import ApiKey
from bot.conversations.reading import Row
from bot.conversations.render import instant, served
from bot.conversations.store import IDLE
from bot.language import Language, accepted_language
from bot.web.api_keys import caller_of
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import (
    CONVERSATION_RATES,
    NOTICES,
    NOW,
    STORE,
)
from bot.web.openapi import chat, reading
from bot.web.openapi.operation import described

ROOT = "/api/v1/conversations"
LANGUAGES = ("fr", "en")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def routes() -> list[web.RouteDef]:
    """Return the routes of the chat."""
    one = ROOT + "/{id}"
    return [
        web.post(ROOT, create),
        web.get(one + "/messages", history),
        web.get(one + r"/messages/{seq:[0-9]{1,9}}", one_message),
        web.put(one + "/language", choose_language),
    ]


@described(chat.OPEN)
async def create(request: web.Request) -> web.Response:
    """Open a conversation; the welcome comes with it."""
    body = await body_of(request, "language", may_be_empty=True)
    wanted = body.get("language")
    if wanted is not None and wanted not in LANGUAGES:
        raise ApiError(422, "bad_language")
    key, token = await begin(request, wanted)
    answer = {
        "conversation_id": key,
        "token": token,
        "expires_at": instant(request.app[NOW]() + IDLE),
        "messages": [served(row) for row in await request.app[STORE].history(key)],
    }
    return web.json_response(answer, status=201)


async def begin(
    request: web.Request, wanted: Language | None, named: tuple[str, str] | None = None
) -> tuple[str, str]:
    """Open a conversation with the welcome in it; return its id and token."""
    caller, now = caller_of(request), request.app[NOW]()
    if caller:
        wait = caller.conversations.seconds_to_wait(caller.id, now)
    else:
        wait = request.app[CONVERSATION_RATES].seconds_to_wait(request.remote or "", now)
    if wait:
        raise ApiError(429, "too_many_messages", retry_after=wait)
    guessed = wanted or accepted_language(request.headers.get("Accept-Language"))
    welcome = request.app[NOTICES].reply("welcome", both=guessed is None)
    whose = caller.id if caller else None
    return await request.app[STORE].create(guessed or "fr", welcome, now, named, whose)


@described(reading.HISTORY)
async def history(request: web.Request) -> web.Response:
    """Return the messages after a number."""
    row = await conversation_of(request)
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise ApiError(422, "bad_after")
    rows = await request.app[STORE].history(row["id"], int(after))
    return web.json_response({"messages": [served(one) for one in rows]})


@described(reading.ONE_MESSAGE)
async def one_message(request: web.Request) -> web.Response:
    """Return one message, in the other language when asked."""
    row = await conversation_of(request)
    language = request.query.get("lang")
    if language is not None and language not in LANGUAGES:
        raise ApiError(422, "bad_language")
    seq = int(request.match_info["seq"])
    found = await request.app[STORE].message(row["id"], seq)
    if found is None:
        raise ApiError(404, "not_found")
    return web.json_response(served(found, language))


@described(reading.CHOOSE_LANGUAGE)
async def choose_language(request: web.Request) -> web.Response:
    """Remember the language a person chose."""
    row = await conversation_of(request)
    language = (await body_of(request, "language")).get("language")
    if language not in LANGUAGES:
        raise ApiError(422, "bad_language")
    await request.app[STORE].set_language(row["id"], language)
    return web.json_response({"language": language})


async def conversation_of(request: web.Request, moving: bool = True) -> Row:
    """Return the conversation that the call's token opens; raise the fitting error."""
    token, caller = token_of(request), caller_of(request)
    return await opened(request.app, request.match_info["id"], token, moving, caller)


async def opened(
    app: web.Application, key: str, token: str, moving: bool = True, caller: ApiKey | None = None
) -> Row:
    """Return the conversation that a token opens; raise the fitting error.

    `moving`: the idle minutes count from now on.
    """
    store, now, whose = app[STORE], app[NOW](), caller.id if caller else None
    # What no id looks like is not looked up: PostgreSQL takes neither NUL nor half a character.
    row = await store.authenticate(key, token, now, whose) if ID.fullmatch(key) else None
    if row is None:
        known = await store.token_is_known(token, now, whose)
        raise ApiError(404, "not_found") if known else ApiError(401, "unauthorized")
    if moving:
        await store.touch(row["id"], now)
    return row


def token_of(request: web.Request) -> str:
    """Return the token of a call, whatever it opens."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise ApiError(401, "unauthorized")
    return token
