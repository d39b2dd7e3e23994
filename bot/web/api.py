"""The chat's HTTP contract, version 1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.conversations.incoming import Incoming, unnamed
from bot.conversations.redact import redact
from bot.conversations.spool import SpoolFull
from bot.conversations.store import IDLE, Row
from bot.language import Language, accepted_language
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import (
    CONVERSATION_RATES,
    DISPATCHER,
    INCOMING,
    KEEPING,
    MESSAGE_RATES,
    NOTICES,
    NOW,
    OURS,
    STORE,
)
from bot.web.rates import Rates
from bot.web.render import instant, served
from bot.web.text import LONGEST, clean, is_message_id
from knowledge.database import DatabaseAway

WAIT = 20.0  # seconds until 202
ROOT = "/api/v1/conversations"
LANGUAGES = ("fr", "en")
ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def routes() -> list[web.RouteDef]:
    """Return the routes of the chat."""
    one = ROOT + "/{id}"
    return [
        web.post(ROOT, create),
        web.post(one + "/messages", send),
        web.get(one + "/messages", history),
        web.get(one + r"/messages/{seq:[0-9]{1,9}}", one_message),
        web.put(one + "/language", choose_language),
    ]


async def create(request: web.Request) -> web.Response:
    """Open a conversation; the welcome comes with it."""
    body = await body_of(request, "language", may_be_empty=True)
    wanted = body.get("language")
    if wanted is not None and wanted not in LANGUAGES:
        raise ApiError(422, "bad_language")
    _count(request, request.app[CONVERSATION_RATES], request.remote or "")
    guessed = wanted or accepted_language(request.headers.get("Accept-Language"))
    now = request.app[NOW]()
    welcome = request.app[NOTICES].reply("welcome", both=guessed is None)
    store = request.app[STORE]
    key, token = await store.create(guessed or "fr", welcome, now)
    answer = {
        "conversation_id": key,
        "token": token,
        "expires_at": instant(now + IDLE),
        "messages": [served(row) for row in await store.history(key)],
    }
    return web.json_response(answer, status=201)


async def send(request: web.Request) -> web.Response:
    """Store a message, then wait a while for the replies to it."""
    try:
        return await _stored(request)
    except DatabaseAway:
        return await _kept(request)


async def _kept(request: web.Request) -> web.Response:
    """Keep a message in a file: the database is away. DatabaseAway when that cannot be."""
    row = request.app[STORE].recent(request.match_info["id"], _token(request), request.app[NOW]())
    if row is None:
        raise DatabaseAway("a conversation that this gateway has not seen lately")
    incoming = request.get(INCOMING) or await _incoming(request, row["id"], row["language"])
    if request.app[DISPATCHER].may_erase(incoming):
        raise DatabaseAway("what is to be erased is there")
    try:
        replies = await request.app[KEEPING].keep(row, incoming)
    except SpoolFull:
        raise DatabaseAway("the spool takes no more") from None
    answer = {"messages": [served(reply) for reply in replies]}
    return web.json_response(answer, status=200 if replies else 202)


async def _stored(request: web.Request) -> web.Response:
    row = await conversation_of(request, moving=False)  # storing the message moves the expiry
    key, store = row["id"], request.app[STORE]
    request[INCOMING] = incoming = await _incoming(request, key, row["language"])
    if await request.app[DISPATCHER].erases(row, incoming):
        last = await request.app[KEEPING].erase(row)
        return web.json_response({"messages": [served(one) for one in last], "erased": True})
    try:
        seq, _ = await request.app[KEEPING].accept(row, incoming)
        # Answered at once, or before.
        replies: Sequence[Row] | None = await store.replies_to(key, seq)
        if replies is None:
            replies = await request.app[DISPATCHER].wait(key, seq, WAIT)
    except LookupError:  # erased meanwhile
        raise ApiError(404, "not_found") from None
    if replies is None:
        return web.json_response({"messages": []}, status=202)
    return web.json_response({"messages": [served(reply) for reply in replies]})


async def _incoming(request: web.Request, key: str, language: Language) -> Incoming:
    body = await body_of(request, "text", "button", "client_message_id")
    text, button, own_id = (body.get(k) for k in ("text", "button", "client_message_id"))
    if (text is None) == (button is None) or not _strings(text, button):
        raise ApiError(422, "bad_message")
    if own_id is not None and not is_message_id(own_id):
        raise ApiError(422, "bad_client_message_id")
    if button is not None:
        offered = await _offered(request, key, button)
        await _count_message(request, key, own_id)
        return replace(offered, client_message_id=_named(own_id))
    kept = clean(str(text))
    if not kept:
        raise ApiError(422, "text_empty")
    # Read first, and whole: neither length nor haste keeps the numbers from who is in danger.
    found = await request.app[DISPATCHER].danger_in(kept)
    if found is None and len(kept) > LONGEST:
        raise ApiError(422, "text_too_long")
    if found is None:
        await _count_message(request, key, own_id)
    held = redact(kept, request.app[OURS], language)
    return Incoming(held.text, None, _named(own_id), found, removed=held.removed)


def _named(own_id: str | None) -> str:
    """Return the client's name for a message, or one of ours: what is stored twice is one."""
    return own_id or unnamed()


async def _count_message(request: web.Request, key: str, own_id: str | None) -> None:
    wait = request.app[MESSAGE_RATES].seconds_to_wait(key, request.app[NOW]())
    # What is sent again is no further message.
    if wait and not await request.app[STORE].was_sent(key, own_id):
        raise ApiError(429, "too_many_messages", retry_after=wait)


def _strings(*values: Any) -> bool:
    return all(value is None or isinstance(value, str) for value in values)


def _count(request: web.Request, rates: Rates, key: str) -> None:
    wait = rates.seconds_to_wait(key, request.app[NOW]())
    if wait:
        raise ApiError(429, "too_many_messages", retry_after=wait)


async def _offered(request: web.Request, key: str, button: str) -> Incoming:
    """Return what pressing a button says: its label, about what the newest such button is under."""
    for row in reversed(await request.app[STORE].history(key)):
        for offered in row["body"].get("buttons", []):
            if offered["id"] == button:
                label = str(offered["label"][row["language"]])
                return Incoming(label, button, under=row["body"].get("programme"))
    raise ApiError(422, "button_unknown")


async def history(request: web.Request) -> web.Response:
    """Return the messages after a number."""
    row = await conversation_of(request)
    after = request.query.get("after", "0")
    if not (after.isascii() and after.isdecimal() and len(after) < 10):
        raise ApiError(422, "bad_after")
    rows = await request.app[STORE].history(row["id"], int(after))
    return web.json_response({"messages": [served(one) for one in rows]})


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
    token, store = _token(request), request.app[STORE]
    now = request.app[NOW]()
    key = request.match_info["id"]
    # What no id looks like is not looked up: PostgreSQL takes neither NUL nor half a character.
    row = await store.authenticate(key, token, now) if ID.fullmatch(key) else None
    if row is None:
        known = await store.token_is_known(token, now)
        raise ApiError(404, "not_found") if known else ApiError(401, "unauthorized")
    if moving:
        await store.touch(row["id"], now)
    return row


def _token(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise ApiError(401, "unauthorized")
    return token
