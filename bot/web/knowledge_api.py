"""Programmes, offices and search as data: read-only, public, of one release."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from typing import Any

from aiohttp import ETag, web

from bot.web.errors import ApiError
from bot.web.keys import KNOWLEDGE, NOW, SEARCH
from bot.web.openapi import knowledge as told
from bot.web.openapi import places
from bot.web.openapi.operation import described
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.export import data
from knowledge.reader import KnowledgeError

LONGEST_QUERY = 1000
STATUSES = frozenset(data.OPENNESS.values())
Body = Mapping[str, Any]


def routes() -> list[web.RouteDef]:
    """Return the routes of the knowledge."""
    root = "/api/v1"
    return [
        web.get(f"{root}/programmes", programmes),
        web.get(root + "/programmes/{id}", programme),
        web.get(f"{root}/offices", offices),
        web.get(root + "/offices/{id}", office),
        web.get(f"{root}/search", search),
    ]


async def warm(app: web.Application) -> None:
    """Index before somebody searches: it is most of a second's work."""
    with suppress(KnowledgeError):  # the first search tries again
        await app[SEARCH].warm(await app[KNOWLEDGE].refresh())


@described(told.PROGRAMMES)
async def programmes(request: web.Request) -> web.Response:
    """List the programmes that fit `q`, `country` and `status`."""
    query, country = _query(request), _country(request)
    status = request.query.get("status", "")
    if status and status not in STATUSES:
        raise ApiError(422, "bad_status")

    def listed(knowledge: Knowledge, today: date) -> Body:
        found = data.programmes(knowledge, query, country, status)
        return {"programmes": [data.programme_data(one, knowledge) for one in found]}

    return await answer(request, listed)


@described(told.ONE_PROGRAMME)
async def programme(request: web.Request) -> web.Response:
    """Return one programme with all that is told of it."""
    key = request.match_info["id"]

    def told(knowledge: Knowledge, today: date) -> Body:
        found = knowledge.content.programmes.get(key)
        if found is None:
            raise ApiError(404, "not_found")
        units = (unit for unit in knowledge.content.units.values() if key in unit.programmes)
        facts = data.facts_of(units, knowledge, today)
        return {**data.programme_data(found, knowledge), "facts": facts}

    return await answer(request, told)


@described(places.OFFICES)
async def offices(request: web.Request) -> web.Response:
    """List the offices that fit `q` and `country`."""
    query, country = _query(request), _country(request)

    def listed(knowledge: Knowledge, today: date) -> Body:
        found = data.offices(knowledge, query, country)
        return {"offices": [data.office_data(one, knowledge) for one in found]}

    return await answer(request, listed)


@described(places.ONE_OFFICE)
async def office(request: web.Request) -> web.Response:
    """Return one office with all that is told of it."""
    key = request.match_info["id"]

    def told(knowledge: Knowledge, today: date) -> Body:
        found = knowledge.content.offices.get(key)
        if found is None:
            raise ApiError(404, "not_found")
        units = (unit for unit in knowledge.content.units.values() if unit.office == key)
        facts = data.facts_of(units, knowledge, today)
        return {**data.office_data(found, knowledge), "facts": facts}

    return await answer(request, told)


@described(places.SEARCH)
async def search(request: web.Request) -> web.Response:
    """Rank what is told by how well it fits the question `q`.

    `sure`: the first may be told as the answer. Without `lang` both languages are tried.
    """
    language, query = _language(request), _query(request)
    if not query.strip():
        raise ApiError(422, "text_empty")
    knowledge = await knowledge_of(request)
    found = await request.app[SEARCH].find(query, language, knowledge)

    def ranked(knowledge: Knowledge, today: date) -> Body:
        facts = [
            {"score": hit.score, **data.fact_data(hit.unit, knowledge, today)} for hit in found.hits
        ]
        return {"language": found.language, "sure": found.sure, "facts": facts}

    return await answer(request, ranked, knowledge)


async def knowledge_of(request: web.Request) -> Knowledge:
    found = await request.app[KNOWLEDGE].refresh()
    return found.on(request.app[NOW]().date())


async def answer(
    request: web.Request,
    build: Callable[[Knowledge, date], Body],
    read: Knowledge | None = None,
) -> web.Response:
    """Build the body in a thread, for a big base is seconds of work; 304 when it is known.

    `read`: the release that the body is about already, for another may come in between.
    """
    language = _language(request)
    knowledge, today = read or await knowledge_of(request), request.app[NOW]().date()

    def written() -> tuple[str, ETag]:
        body = {"release": data.release_of(knowledge), **build(knowledge, today)}
        text = json.dumps(data.in_language(body, language))
        return text, ETag(blake2b(text.encode(), digest_size=12).hexdigest())

    text, tag = await asyncio.to_thread(written)
    asked = {one.value for one in request.if_none_match or ()}
    known = bool(asked & {tag.value, "*"})  # also when a proxy made the tag a weak one
    response = web.Response(
        status=304 if known else 200, text=None if known else text, content_type="application/json"
    )
    response.etag = tag
    response.headers["Cache-Control"] = "no-cache"  # may be kept, but asked about each time
    return response


def _language(request: web.Request) -> Language | None:
    asked = request.query.get("lang")
    if asked is None:
        return None
    for language in LANGUAGES:
        if asked == language:
            return language
    raise ApiError(422, "bad_language")


def _country(request: web.Request) -> str:
    asked = request.query.get("country", "").upper()
    if asked and not (len(asked) == 2 and asked.isascii() and asked.isalpha()):
        raise ApiError(422, "bad_country")
    return asked


def _query(request: web.Request) -> str:
    asked = request.query.get("q", "")
    if len(asked) > LONGEST_QUERY:
        raise ApiError(422, "text_too_long")
    return asked
