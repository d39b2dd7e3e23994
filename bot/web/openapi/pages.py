"""The description of the API as a page, in each language, without a script."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.web.forward import chosen, framed, language_of, page_response
from bot.web.openapi.reader import chapters, objects
from bot.web.openapi.serving import DESCRIPTION
from bot.web.templating import OTHER, templates
from knowledge.basics import LANGUAGES

PATH = "/api"


def routes() -> list[web.RouteDef]:
    """Return the routes; without a language the browser's is taken."""
    listed = [web.get(f"/{language}{PATH}", readable) for language in LANGUAGES]
    return [web.get(PATH, chosen), *listed]


async def readable(request: web.Request) -> web.Response:
    """Serve all that the API can do, for people."""
    language = language_of(request)
    document = request.app[DESCRIPTION].plain[language]

    def written() -> str:
        given = {"chapters": chapters(document), "objects": objects(document)}
        given["schemes"] = document["components"]["securitySchemes"]
        given["twin"] = f"/{OTHER[language]}{PATH}"
        held = {**framed(request, language), **given, "version": document["info"]["version"]}
        return templates().page("api.html", language, **held)

    return page_response(request, await asyncio.to_thread(written))
