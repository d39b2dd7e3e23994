"""What went wrong, as a page, when a person's browser asked for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.language import accepted_language
from bot.web.errors import Handler
from bot.web.forward import framed, language_of
from bot.web.templating import OTHER, templates
from knowledge.basics import Language

FOR_MACHINES = ("/api/", "/health/", "/metrics", "/static/")
PAGES = {404: ("missing", "missing_text"), 503: ("not_now", "away")}
KEPT = ("Allow", "Retry-After")
OURS, THEIRS = ("fault", "failed"), ("not_so", "not_so_text")


def as_pages(machines: tuple[str, ...], made: Callable[[web.Request, int], web.Response]) -> Any:
    """Return a middleware that turns the contract's errors into pages where a person reads them.

    `machines`: paths that begin so are never read by one; `made` makes the page of a status.
    """

    @web.middleware
    async def readable(request: web.Request, handler: Handler) -> web.StreamResponse:
        """Turn an error into a page where a browser shows it to a person."""
        response = await handler(request)
        machine = response.status < 400 or response.content_type != "application/json"
        person = "text/html" in request.headers.get("Accept", "")
        if machine or request.path.startswith(machines) or not person:
            return response
        page = made(request, response.status)
        page.headers.update({one: response.headers[one] for one in KEPT if one in response.headers})
        return page

    return readable


def error_page(request: web.Request, status: int) -> web.Response:
    """Return the page of an error, in the language of its address, else the browser's."""
    language = _language(request)
    title, text = PAGES.get(status, OURS if status >= 500 else THEIRS)
    words = templates().words
    given = {"title": words[title][language], "text": words[text][language]}
    given["twin"] = f"/{OTHER[language]}/programmes"
    told = templates().page("missing.html", language, **framed(request, language), **given)
    return web.Response(text=told, status=status, content_type="text/html")


def _language(request: web.Request) -> Language:
    if request.path.startswith(("/fr/", "/en/")):
        return language_of(request)
    return accepted_language(request.headers.get("Accept-Language")) or "fr"


readable = as_pages(FOR_MACHINES, error_page)
