"""The desk's pages: made from its templates, in French or English; errors as pages, too."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.web.errors import Handler
from bot.web.forms_pages import language_of as first_guess
from bot.web.readable import as_pages
from bot.web.templating import OTHER, Templates
from knowledge.basics import LANGUAGES, Language

FOLDER = Path(__file__).parent / "templates"
SPOKEN = "desk_language"
FOR_MACHINES = ("/desk/api/", "/desk/static/")
ERRORS = {403: "forbidden", 404: "missing", 503: "away"}
PRIVATE = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@cache
def templates() -> Templates:
    """Return the templates of this process."""
    return Templates(FOLDER)


def language_of(request: web.Request) -> Language:
    """Return the language asked for in the address, else the one chosen before, else a guess."""
    for chosen in (request.query.get("language"), request.cookies.get(SPOKEN)):
        for language in LANGUAGES:
            if chosen == language:
                return language
    return first_guess(request)


def page(
    request: web.Request, name: str, status: int = 200, member: Any = None, **given: Any
) -> web.Response:
    """Make a page; `member`: who is signed in, `twin`: where it stands in the other language."""
    language = language_of(request)
    here = given.setdefault("here", request.path)
    given.setdefault("twin", here + query(request, language=OTHER[language]))
    text = templates().page(name, language, member=member, **{"wrong": None, **given})
    response = web.Response(text=text, status=status, content_type="text/html")
    if request.query.get("language") == language:
        response.set_cookie(SPOKEN, language, path="/desk", httponly=True, samesite="Strict")
    return response


def query(request: web.Request, **more: str) -> str:
    """Return what a link of a page carries on, as the end of an address."""
    held = {name: request.query[name] for name in ("to", "language") if name in request.query}
    return f"?{urlencode({**held, **more})}" if held or more else ""


def led(where: str) -> web.Response:
    """Lead to a page by 303, so that loading that again sends nothing."""
    return web.Response(status=303, headers={"Location": where})


def once_more(request: web.Request) -> web.Response:
    """Load the page again, from ours this time: the cookie comes along, if there is one."""
    response = page(request, "here.html", here=request.path_qs)
    response.headers["Refresh"] = f"0; url={request.path_qs}"
    return response


@web.middleware
async def private(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nothing be kept, and nothing be used by pages of other sites."""
    response = await handler(request)
    for name, value in PRIVATE.items():
        response.headers.setdefault(name, value)
    return response


def error_page(request: web.Request, status: int) -> web.Response:
    """Return the page of an error."""
    word = ERRORS.get(status, "fault" if status >= 500 else "not_so")
    twin = "/desk/" + query(request, language=OTHER[language_of(request)])
    return page(request, "error.html", status, word=word, twin=twin)


readable = as_pages(FOR_MACHINES, error_page)
