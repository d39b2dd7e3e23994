"""Whether a reply was of use."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.conversations import feedback
from bot.conversations.feedback import Feedback
from bot.conversations.reading import Row
from bot.conversations.redact import redact
from bot.conversations.text import clean
from bot.web.api import ROOT, conversation_of
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import (
    DISPATCHER,
    FEEDBACK_RATES,
    NOW,
    OURS,
    PERSONAL_DATA,
)
from bot.web.openapi import leaving
from bot.web.openapi.operation import described

LONGEST = 500  # code points of a comment after NFC


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.post(ROOT + r"/{id}/messages/{seq:[0-9]{1,9}}/feedback", judge)]


@described(leaving.FEEDBACK)
async def judge(request: web.Request) -> web.Response:
    """Keep what a person says of a reply; the last word counts."""
    row = await conversation_of(request)
    given = await _given(request, row)
    seq, now = int(request.match_info["seq"]), request.app[NOW]()
    database = request.app[PERSONAL_DATA].database
    author = await database.write(lambda c: feedback.keep(c, row["id"], seq, given, now))
    if author is None:
        raise ApiError(404, "not_found")
    if author != "assistant":
        raise ApiError(422, "not_a_reply")
    if given.danger:
        request.app[DISPATCHER].heard(row["id"])  # the numbers are in the conversation now
    return web.Response(status=204)


async def _given(request: web.Request, row: Row) -> Feedback:
    body = await body_of(request, "useful", "comment")
    useful, comment = body.get("useful"), body.get("comment")
    if not isinstance(useful, bool) or not (comment is None or isinstance(comment, str)):
        raise ApiError(422, "bad_feedback")
    said = clean(comment or "")
    # Read first, and whole, as in any message.
    found = await request.app[DISPATCHER].danger_in(said) if said else None
    if found is not None:
        # What somebody in danger wrote is not needed here, so it is not kept.
        texts = request.app[DISPATCHER].safety_texts
        help: dict[str, Any] = texts.reply(found.category, found.also, said)
        return Feedback(useful, None, found, help)
    if len(said) > LONGEST:
        raise ApiError(422, "bad_feedback")
    wait = request.app[FEEDBACK_RATES].seconds_to_wait(row["id"], request.app[NOW]())
    if wait:
        raise ApiError(429, "too_many_messages", retry_after=wait)
    return Feedback(useful, redact(said, request.app[OURS], row["language"]).text or None)
