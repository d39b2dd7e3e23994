"""What went wrong, as a page, when a person's browser asked for one."""

from __future__ import annotations

from aiohttp import web

from bot.language import accepted_language
from bot.web.errors import Handler
from bot.web.forward import framed, language_of
from bot.web.templating import OTHER, templates
from knowledge.basics import Language

FOR_MACHINES = ("/api/", "/health/", "/metrics", "/static/")
PAGES = {404: ("missing", "missing_text"), 503: ("not_now", "away")}
OURS, THEIRS = ("fault", "failed"), ("not_so", "not_so_text")


@web.middleware
async def readable(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn the contract's error into a page where a browser shows it to a person."""
    response = await handler(request)
    machine = response.status < 400 or response.content_type != "application/json"
    if machine or request.path.startswith(FOR_MACHINES) or not _reads_pages(request):
        return response
    headers = {
        one: response.headers[one] for one in ("Allow", "Retry-After") if one in response.headers
    }
    page = error_page(request, response.status)
    return web.Response(
        text=page, status=response.status, content_type="text/html", headers=headers
    )


def error_page(request: web.Request, status: int) -> str:
    """Return the page of an error, in the language of its address, else the browser's."""
    language = _language(request)
    title, text = PAGES.get(status, OURS if status >= 500 else THEIRS)
    words = templates().words
    given = {"title": words[title][language], "text": words[text][language]}
    twin = f"/{OTHER[language]}/programmes"
    return templates().page(
        "missing.html", language, **framed(request, language), **given, twin=twin
    )


def _reads_pages(request: web.Request) -> bool:
    return "text/html" in request.headers.get("Accept", "")


def _language(request: web.Request) -> Language:
    if request.path.startswith(("/fr/", "/en/")):
        return language_of(request)
    return accepted_language(request.headers.get("Accept-Language")) or "fr"
