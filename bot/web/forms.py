"""The chat without a script: plain forms, the same conversation, the same answers.

Each form leads by 303 to the page, so that loading that again sends nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from aiohttp import web

from bot.web import forms_do as do
from bot.web import forms_view as view
from bot.web.api import opened
from bot.web.data_api import file_of
from bot.web.door import Held, form_of, held_by, is_foreign, is_led_here, is_of
from bot.web.errors import ApiError
from bot.web.forms_pages import (
    CHAT,
    Form,
    about,
    again,
    before,
    draft_in,
    expired,
    language_of,
    once_more,
    page,
    to_page,
)
from bot.web.forms_view import Look, Wrong
from bot.web.templating import templates
from knowledge.database import DatabaseAway

Do = Callable[[web.Request, Held, Form], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.Response]]
DOING: dict[str, Do] = {
    "": do.send,
    "/start": do.start,
    "/language": do.speak,
    "/feedback": do.judge,
    "/delete": do.delete,
    "/resume": do.come_back,
}


def routes() -> list[web.RouteDef]:
    """Return the routes; all lie below the path that the cookie is for."""
    listed = [web.get(CHAT, show), web.get("/chat/data", data), web.get("/chat/left", left)]
    listed.append(web.post("/chat/leave", do.leave))
    return [*listed, *(web.post(CHAT + path, posted(one)) for path, one in DOING.items())]


def posted(doing: Do) -> Handler:
    """Do it when the form is ours and of the conversation that is open; else say why not."""

    @wraps(doing)
    async def handle(request: web.Request) -> web.Response:
        if is_foreign(request):
            return view.last_words(request, language_of(request), "foreign", status=403)
        held, form = held_by(request), dict[str, str]()
        try:
            form = await form_of(request)
            draft = draft_in(form)
            if held is None:
                return expired(request, "expired" if "page" in form else "no_cookie", draft)
            if not is_of(held, form):
                raise ApiError(409, "other_page")
            return await doing(request, held, form)
        except ApiError as error:
            return await again(request, held, Wrong.of(error, draft_in(form)))
        except DatabaseAway:
            return view.away(request, language_of(request), held, draft_in(form))

    return handle


async def show(request: web.Request) -> web.Response:
    """Show the conversation that the cookie opens, else the notice; a GET changes nothing."""
    if is_led_here(request):
        return once_more(request)
    held = held_by(request)
    try:
        draft = await about(request)
        if held is None or not held.begun:
            return before(request, None, draft)
        return await page(request, held, Look.at(request), None, draft)
    except ApiError:
        return expired(request, "expired", "")
    except DatabaseAway:
        return view.away(request, language_of(request), held, "")


async def data(request: web.Request) -> web.Response:
    """Hand out what is held of the conversation, as a file."""
    held = held_by(request)
    try:
        if held is None:
            return to_page()
        row = await opened(request.app, held.key, held.token)
        response = await file_of(request, row["id"])
    except ApiError:
        return to_page()
    response.headers["Cache-Control"] = "no-store"
    return response


async def left(request: web.Request) -> web.Response:
    """Serve a page that says nothing of us."""
    text = templates().page("left.html", language_of(request))
    return web.Response(text=text, content_type="text/html", headers={"Cache-Control": "no-store"})
