"""Pages to forward: a programme, an office, all of them, without a script, in each language."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from aiohttp import ETag, web

from bot.language import accepted_language
from bot.web.answering import knowledge_of
from bot.web.keys import NOTICES, NOW, ON_TRIAL
from bot.web.leaflets import Leaflet
from bot.web.templating import OTHER, templates
from knowledge.basics import LANGUAGES, Language

LARGEST = 14_000  # bytes of a page: one round trip on a poor link
MOST = 20  # facts tried at first
ID = "{id:[a-z0-9_]{1,64}}"
Write = Callable[[Leaflet], "str | None"]


def routes() -> list[web.RouteDef]:
    """Return the routes; without a language the browser's is taken."""
    templates()  # a fault in a template shows at start
    listed = [web.get("/programmes", chosen), web.get("/programmes/" + ID, chosen)]
    listed.append(web.get("/offices/" + ID, chosen))
    for language in LANGUAGES:
        listed += [
            web.get(f"/{language}/programmes", programmes),
            web.get(f"/{language}/programmes/{{id}}", programme),
            web.get(f"/{language}/offices/{{id}}", office),
        ]
    return listed


async def chosen(request: web.Request) -> web.Response:
    """Lead to the page in the browser's language, French when it has neither."""
    language = accepted_language(request.headers.get("Accept-Language")) or "fr"
    led = {"Location": f"/{language}{request.path}", "Vary": "Accept-Language"}
    return web.Response(status=302, headers={**led, "Cache-Control": "no-cache"})


async def programmes(request: web.Request) -> web.Response:
    """List all programmes, by whether they still exist."""
    return await leaflet(
        request, lambda told: _page("programmes.html", request, told.language, told.all())
    )


async def programme(request: web.Request) -> web.Response:
    """Tell of one programme, with as many facts as fit."""
    key = request.match_info["id"]

    def written(told: Leaflet) -> str | None:
        found = told.knowledge.content.programmes.get(key)
        if found is None:
            return None
        for most in range(MOST, -1, -1):
            page = _page("programme.html", request, told.language, told.programme(found, most))
            if len(page.encode()) <= LARGEST:
                break
        return page

    return await leaflet(request, written)


async def office(request: web.Request) -> web.Response:
    """Tell of one office, and how it is reached."""
    key = request.match_info["id"]

    def written(told: Leaflet) -> str | None:
        found = told.knowledge.content.offices.get(key)
        if found is None:
            return None
        return _page("office.html", request, told.language, told.office(found))

    return await leaflet(request, written)


async def leaflet(request: web.Request, write: Write) -> web.Response:
    """Write a page in a thread, for it is some milliseconds of work; 404 when there is none."""
    language = language_of(request)
    knowledge = await knowledge_of(request)
    today, publisher = request.app[NOW]().date(), request.app[NOTICES].by(language)
    told = Leaflet(knowledge, language, today, publisher)
    text = await asyncio.to_thread(write, told)
    return missing(request) if text is None else page_response(request, text)


def missing(request: web.Request) -> web.Response:
    """Say that there is no such page, in the language of its address."""
    language = language_of(request)
    words, twin = templates().words, f"/{OTHER[language]}/programmes"
    given = {"title": words["missing"][language], "text": words["missing_text"][language]}
    text = _page("missing.html", request, language, {**given, "twin": twin})
    return web.Response(text=text, status=404, content_type="text/html")


def page_response(request: web.Request, text: str) -> web.Response:
    """Return a page, or 304 when the browser has this very one."""
    tag = ETag(blake2b(text.encode(), digest_size=12).hexdigest())
    asked = {one.value for one in request.if_none_match or ()}
    known = bool(asked & {tag.value, "*"})  # also when a proxy made the tag a weak one
    response = web.Response(
        status=304 if known else 200, text=None if known else text, content_type="text/html"
    )
    response.etag = tag
    response.headers["Cache-Control"] = "no-cache"  # may be kept, but asked about each time
    return response


def language_of(request: web.Request) -> Language:
    """Return the language that a path begins with."""
    return "en" if request.path.startswith("/en/") else "fr"


def framed(request: web.Request, language: Language) -> dict[str, Any]:
    """Return what stands around every page: who runs this, and that it is on trial."""
    app = request.app
    return {"operator": app[NOTICES].by(language), "trial": app[ON_TRIAL]}


def _page(name: str, request: web.Request, language: Language, given: dict[str, Any]) -> str:
    return templates().page(name, language, **framed(request, language), **given)
