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

from bot.web.asked import language_asked
from bot.web.errors import ApiError
from bot.web.keys import KNOWLEDGE, NOW, SEARCH
from knowledge.answers import Knowledge
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

    return _linked(request, await answer(request, told))


async def offices(request: web.Request) -> web.Response:
    """List the offices that fit `q` and `country`."""
    query, country = _query(request), _country(request)

    def listed(knowledge: Knowledge, today: date) -> Body:
        found = data.offices(knowledge, query, country)
        return {"offices": [data.office_data(one, knowledge) for one in found]}

    return await answer(request, listed)


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

    return _linked(request, await answer(request, told))


async def search(request: web.Request) -> web.Response:
    """Rank what is told by how well it fits the question `q`.

    `sure`: the first may be told as the answer. Without `lang` both languages are tried.
    """
    language, query = language_asked(request), _query(request)
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
    """Answer with a body and the release that it is of; without `lang` in both languages."""
    language = language_asked(request)

    def whole(knowledge: Knowledge, today: date) -> Body:
        body = {"release": data.release_of(knowledge), **build(knowledge, today)}
        told: Body = data.in_language(body, language)
        return told

    return await encoded(request, whole, read)


async def encoded(
    request: web.Request,
    build: Callable[[Knowledge, date], Body],
    read: Knowledge | None = None,
    kind: str = "application/json",
) -> web.Response:
    """Build the body in a thread, for a big base is seconds of work; 304 when it is known.

    `read`: the release that the body is about already, for another may come in between.
    """
    knowledge, today = read or await knowledge_of(request), request.app[NOW]().date()

    def written() -> tuple[str, ETag]:
        text = json.dumps(build(knowledge, today))
        return text, ETag(blake2b(text.encode(), digest_size=12).hexdigest())

    text, tag = await asyncio.to_thread(written)
    asked = {one.value for one in request.if_none_match or ()}
    known = bool(asked & {tag.value, "*"})  # also when a proxy made the tag a weak one
    response = web.Response(
        status=304 if known else 200, text=None if known else text, content_type=kind
    )
    response.etag = tag
    response.headers["Cache-Control"] = "no-cache"  # may be kept, but asked about each time
    return response


def _linked(request: web.Request, response: web.Response) -> web.Response:
    """Say where the same stands in the words of schema.org."""
    where = f"{request.rel_url.raw_path}/schema.org"
    lang = f"?lang={request.query['lang']}" if "lang" in request.query else ""
    response.headers["Link"] = f'<{where}{lang}>; rel="alternate"; type="application/ld+json"'
    return response


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
