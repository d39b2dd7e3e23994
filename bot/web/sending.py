"""Sending a message: stored, then answered; kept in a file while the database is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.conversations.incoming import Incoming, unnamed
from bot.conversations.keeping import EarlierMissing
from bot.conversations.reading import Row
from bot.conversations.redact import redact
from bot.conversations.spool import SpoolFull
from bot.conversations.statements import spoken
from bot.language import Language, accepted_language
from bot.web.api import ROOT, conversation_of, token_of
from bot.web.body import body_of
from bot.web.errors import LATER, ApiError
from bot.web.keys import DISPATCHER, INCOMING, KEEPING, MESSAGE_RATES, NOW, OURS, STORE
from bot.web.render import served
from bot.web.text import LONGEST, clean, is_message_id
from knowledge.database import DatabaseAway

SOON = 2  # seconds after which another gateway has handed over what it kept
WAIT = 20.0  # seconds until 202


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.post(ROOT + "/{id}/messages", send)]


async def send(request: web.Request) -> web.Response:
    """Store a message, then wait a while for the replies to it."""
    try:
        return await _stored(request)
    except DatabaseAway:
        return await _kept(request)


async def _kept(request: web.Request) -> web.Response:
    """Keep a message in a file: the database is away. DatabaseAway when that cannot be."""
    row = request.app[STORE].known.opened(
        request.match_info["id"], token_of(request), request.app[NOW]()
    )
    if row is None:  # one that this gateway has not seen lately
        raise await _refused(request)
    incoming = request.get(INCOMING) or await _incoming(request, row["id"], row["language"])
    if request.app[DISPATCHER].may_erase(incoming):
        raise DatabaseAway("what is to be erased is there")
    try:
        replies = await request.app[KEEPING].keep(row, incoming)
    except SpoolFull:
        raise await _refused(request) from None
    answer = {"messages": [served(reply) for reply in replies]}
    return web.json_response(answer, status=200 if replies else 202)


async def _refused(request: web.Request) -> ApiError:
    """Return a refusal; the numbers come with it, for nobody in danger shall do without."""
    text = (await body_of(request)).get("text")
    dispatcher, now = request.app[DISPATCHER], request.app[NOW]()
    found = await dispatcher.danger_in(clean(text)) if isinstance(text, str) else None
    said = []
    if found:
        guessed = accepted_language(request.headers.get("Accept-Language")) or "fr"
        language = dispatcher.identifier.choose(guessed, 0.0, str(text)).language
        reply = dispatcher.safety_texts.reply(found.category, found.also, str(text))
        said = [served(spoken(reply, 0, language, now))]
    return ApiError(503, "database_away", retry_after=LATER, more={"messages": said})


async def _stored(request: web.Request) -> web.Response:
    row = await conversation_of(request, moving=False)  # storing the message moves the expiry
    key, store = row["id"], request.app[STORE]
    request[INCOMING] = incoming = await _incoming(request, key, row["language"])
    if await request.app[DISPATCHER].erases(row, incoming):
        last = await request.app[KEEPING].erase(row)
        return web.json_response({"messages": [served(one) for one in last], "erased": True})
    try:
        accepted = await request.app[KEEPING].accept(row, incoming)
        replies: Sequence[Row] | None = None
        if accepted.may_be_answered:
            replies = await store.replies_to(key, accepted.seq)
        if replies is None:
            replies = await request.app[DISPATCHER].wait(key, accepted.seq, WAIT)
    except LookupError:  # erased meanwhile
        raise ApiError(404, "not_found") from None
    except EarlierMissing:
        raise ApiError(503, "earlier_missing", retry_after=SOON) from None
    if replies is None:
        return web.json_response({"messages": []}, status=202)
    return web.json_response({"messages": [served(reply) for reply in replies]})


async def _incoming(request: web.Request, key: str, language: Language) -> Incoming:
    body = await body_of(request, "text", "button", "client_message_id", "follows")
    text, button, own_id = (body.get(k) for k in ("text", "button", "client_message_id"))
    follows = body.get("follows")
    if (text is None) == (button is None) or not _strings(text, button):
        raise ApiError(422, "bad_message")
    if not all(one is None or is_message_id(one) for one in (own_id, follows)):
        raise ApiError(422, "bad_client_message_id")
    if button is not None:
        offered = await _offered(request, key, button)
        await _count_message(request, key, own_id)
        return replace(offered, client_message_id=_named(own_id), follows=follows)
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
    named = _named(own_id)
    return Incoming(held.text, None, named, found, removed=held.removed, follows=follows)


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


async def _offered(request: web.Request, key: str, button: str) -> Incoming:
    """Return what pressing a button says: its label, about what the newest such button is under."""
    for row in reversed(await request.app[STORE].history(key)):
        for offered in row["body"].get("buttons", []):
            if offered["id"] == button:
                label = str(offered["label"][row["language"]])
                return Incoming(label, button, under=row["body"].get("programme"))
    raise ApiError(422, "button_unknown")
