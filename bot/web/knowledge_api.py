"""Programmes, offices and search as data: read-only, public, of one release."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from aiohttp import web

from bot.web.answering import Body, answer, held_answer, knowledge_of, language_of
from bot.web.errors import ApiError
from bot.web.keys import KNOWLEDGE, SEARCH
from bot.web.openapi import knowledge as told
from bot.web.openapi import places
from bot.web.openapi.operation import described
from bot.web.paging import Page
from knowledge.answers import Knowledge
from knowledge.export import data
from knowledge.reader import KnowledgeError

ID = re.compile("[a-z0-9_]{1,64}")
STATUSES = frozenset(data.OPENNESS.values())


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

    page = _page(request)

    def listed(knowledge: Knowledge, today: date) -> Body:
        found, rest = page.cut(data.programmes(knowledge, query, country, status))
        return {"programmes": [data.programme_data(one, knowledge) for one in found], "next": rest}

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

    return _linked(request, await answer(request, told))


@described(places.OFFICES)
async def offices(request: web.Request) -> web.Response:
    """List the offices that fit `q` and `country`."""
    query, country, page = _query(request), _country(request), _page(request)

    def listed(knowledge: Knowledge, today: date) -> Body:
        found, rest = page.cut(data.offices(knowledge, query, country))
        return {"offices": [data.office_data(one, knowledge) for one in found], "next": rest}

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

    return _linked(request, await answer(request, told))


@described(places.SEARCH)
async def search(request: web.Request) -> web.Response:
    """Rank what is told by how well it fits the question `q`.

    `sure`: the first may be told as the answer. Without `lang` both languages are tried.
    """
    language, query = language_of(request), _query(request)
    if not query.strip():
        raise ApiError(422, "text_empty")
    page = Page.of(request, places.MOST_FOUND, places.USUALLY_FOUND)
    first = page.rank
    if first > places.MOST_FOUND:
        raise ApiError(422, "bad_page")
    knowledge, searching = await knowledge_of(request), request.app[SEARCH]
    if (held := held_answer(request, knowledge)) is not None:
        return held
    settled = searching.settled_on(knowledge)
    found = await searching.find(query, language, knowledge, first + page.limit + 1)

    def ranked(knowledge: Knowledge, today: date) -> Body:
        hits, last = found.hits[first:], first + page.limit
        facts = [
            {"score": hit.score, **data.fact_data(hit.unit, knowledge, today)}
            for hit in hits[: page.limit]
        ]
        more = len(hits) > page.limit and last <= places.MOST_FOUND
        told = {"language": found.language, "sure": found.sure, "facts": facts}
        return {**told, "next": page.next(str(last)) if more else None}

    return await answer(request, ranked, knowledge, keep=settled)


def _linked(request: web.Request, response: web.Response) -> web.Response:
    """Say where the same stands in the words of schema.org."""
    where = f"{request.rel_url.raw_path}/schema.org"
    lang = f"?lang={request.query['lang']}" if "lang" in request.query else ""
    response.headers["Link"] = f'<{where}{lang}>; rel="alternate"; type="application/ld+json"'
    return response


def _page(request: web.Request) -> Page:
    page = Page.of(request)
    if page.after is not None and not ID.fullmatch(page.after):
        raise ApiError(422, "bad_page")
    return page


def _country(request: web.Request) -> str:
    asked = request.query.get("country", "").upper()
    if asked and not (len(asked) == 2 and asked.isascii() and asked.isalpha()):
        raise ApiError(422, "bad_country")
    return asked


def _query(request: web.Request) -> str:
    asked = request.query.get("q", "")
    if len(asked) > told.LONGEST_QUERY:
        raise ApiError(422, "text_too_long")
    return asked
