"""Changing one's own password: the one of now, the new one twice. All other sessions end."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.desk import entering, passwords
from bot.desk.guard import Member, allowed
from bot.desk.keys import ADDRESSES, DATABASE, PASSWORDS
from bot.desk.pages import query
from bot.desk.signing_in import form_page, let_in, seconds_to_wait, too_soon
from bot.web.door import form_of
from knowledge.database import DatabaseAway

PASSWORD, PAGE = "/desk/password", "password.html"


def routes() -> list[web.RouteDef]:
    """Return the routes."""
    return [web.get(PASSWORD, show), web.post(PASSWORD, change)]


@allowed(None)
async def show(request: web.Request, member: Member) -> web.Response:
    """Show the form; after a change, that it was made."""
    done = request.query.get("said") == "changed"
    return form_page(request, PAGE, **_given(member, done))


@allowed(None)
async def change(request: web.Request, member: Member) -> web.Response:
    """Take a new password from who knows the one of now, and begin a new session."""
    form = await form_of(request)
    if wrong := passwords.fault_of(form, member.name):
        return form_page(request, PAGE, 422, wrong, **_given(member))
    if wait := seconds_to_wait(request):
        return too_soon(request, PAGE, wait, **_given(member))
    try:
        token = await _changed(request, member, form.get("current", ""), form["password"])
    except DatabaseAway:
        request.app[ADDRESSES].was_right(request.remote or "")
        raise
    if token is None:
        return form_page(request, PAGE, 422, "not_current", **_given(member))
    request.app[ADDRESSES].was_right(request.remote or "")
    return let_in(request, token, PASSWORD + query(request, said="changed"))


async def _changed(request: web.Request, member: Member, current: str, chosen: str) -> str | None:
    """Return the token of the new session; None, and an entry in the log, when it is refused.

    Who has only found an open page guesses no faster than who signs in.
    """
    database, now, hasher = request.app[DATABASE], member.now, request.app[PASSWORDS]
    row, why = await database.write(lambda c: entering.tried(c, member.name, now))
    fits, _ = await hasher.fits(row["password_hash"] if row else None, current)
    if row and fits:
        kept = await hasher.hash(chosen)
        token = await database.write(lambda c: entering.renewed(c, row, kept, now))
        if token is not None:
            return token
    told = why or "password"
    await database.write(lambda c: entering.failed(c, "password_kept", member.name, told, now))
    return None


def _given(member: Member, done: bool = False) -> dict[str, Any]:
    return {"member": member, "done": done, **passwords.LIMITS}
