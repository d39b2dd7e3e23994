"""Programmes and offices in the words of schema.org, as the pages to forward carry them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from aiohttp import web

from bot.web.answering import Body, answer_in, one_language
from bot.web.errors import ApiError
from bot.web.keys import NOTICES
from bot.web.openapi import schema_org
from bot.web.openapi.operation import described
from knowledge.answers import Knowledge
from knowledge.basics import Language
from knowledge.export.schema_org import office_ld, programme_ld
from knowledge.models import Content, Office, Programme

Entry = TypeVar("Entry", Programme, Office)
Told = Callable[[Entry, str, Language, Knowledge, str], Body]


def routes() -> list[web.RouteDef]:
    """Return the routes; each belongs to the JSON of the same programme or office."""
    return [
        web.get("/api/v1/programmes/{id}/schema.org", programme),
        web.get("/api/v1/offices/{id}/schema.org", office),
    ]


@described(schema_org.PROGRAMME_LD)
async def programme(request: web.Request) -> web.Response:
    """Return a programme as JSON-LD."""
    return await _told(request, "programmes", lambda held: held.programmes, programme_ld)


@described(schema_org.OFFICE_LD)
async def office(request: web.Request) -> web.Response:
    """Return an office as JSON-LD."""
    return await _told(request, "offices", lambda held: held.offices, office_ld)


async def _told(
    request: web.Request,
    kind: str,
    among: Callable[[Content], Mapping[str, Entry]],
    write: Told[Entry],
) -> web.Response:
    language, key = one_language(request), request.match_info["id"]
    publisher = request.app[NOTICES].by(language)

    def written(knowledge: Knowledge, today: object) -> Body:
        found = among(knowledge.content).get(key)
        if found is None:
            raise ApiError(404, "not_found")
        page = f"/{language}/{kind}/{key}"  # which it describes
        return write(found, page, language, knowledge, publisher)

    return await answer_in(request, language, written, schema_org.LD)
