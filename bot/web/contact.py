"""A phone number or an e-mail address, left for staff with consent, and taken back."""

from __future__ import annotations

from aiohttp import web

from bot.conversations import contacts
from bot.web.api import ROOT, conversation_of
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import FEEDBACK_RATES, NOW, PERSONAL_DATA, SETTINGS
from bot.web.openapi import leaving
from bot.web.openapi.operation import described


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.post(ROOT + "/{id}/contact", leave)]


def may_leave(request: web.Request) -> bool:
    """Tell whether somebody is there who would read it."""
    return request.app[SETTINGS].desk != "none"


@described(leaving.CONTACT)
async def leave(request: web.Request) -> web.Response:
    """Keep how to reach a person on their open case; null takes it back."""
    row = await conversation_of(request)
    body = await body_of(request, "contact", "consent")
    database, now = request.app[PERSONAL_DATA].database, request.app[NOW]()
    if body.get("contact", "") is None:  # taking back is always possible
        changed = await database.write(lambda c: contacts.remove(c, row["id"]))
    else:
        contact = _given(request, body.get("contact"), body.get("consent"))
        if wait := request.app[FEEDBACK_RATES].seconds_to_wait(row["id"], now):
            raise ApiError(429, "too_many_messages", retry_after=wait)
        changed = await database.write(lambda c: contacts.leave(c, row["id"], contact, now))
        if not changed:
            raise ApiError(422, "no_case")
    if changed:
        await database.settle()  # no file holds the one before
    return web.Response(status=204)


def _given(request: web.Request, contact: object, consent: object) -> str:
    if not may_leave(request):
        raise ApiError(422, "nobody_reads")
    if consent is not True:
        raise ApiError(422, "consent_needed")
    read = contacts.read(contact) if isinstance(contact, str) else None
    if read is None:
        raise ApiError(422, "bad_contact")
    return read
