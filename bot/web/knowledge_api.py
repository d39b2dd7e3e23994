"""Programmes, offices and search as data: read-only, public, of one release."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.web.errors import ApiError
from bot.web.keys import KNOWLEDGE, NOW, SEARCH
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.export import data

LONGEST_QUERY = 1000
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


async def programmes(request: web.Request) -> web.Response:
    """List the programmes that fit `q`, `country` and `status`."""
    language, knowledge = _language(request), await _knowledge(request)
    status = request.query.get("status", "")
    if status and status not in STATUSES:
        raise ApiError(422, "bad_status")
    found = data.programmes(knowledge, _query(request), _country(request), status)
    listed = [data.programme_data(one, knowledge, language) for one in found]
    return _answer(knowledge, {"programmes": listed})


async def programme(request: web.Request) -> web.Response:
    """Return one programme with all that is told of it."""
    language, knowledge = _language(request), await _knowledge(request)
    found = knowledge.content.programmes.get(request.match_info["id"])
    if found is None:
        raise ApiError(404, "not_found")
    units = (unit for unit in knowledge.content.units.values() if found.id in unit.programmes)
    facts = data.facts_of(units, knowledge, language, request.app[NOW]().date())
    one = data.programme_data(found, knowledge, language)
    return _answer(knowledge, {**one, "facts": facts})


async def offices(request: web.Request) -> web.Response:
    """List the offices that fit `q` and `country`."""
    language, knowledge = _language(request), await _knowledge(request)
    found = data.offices(knowledge, _query(request), _country(request))
    listed = [data.office_data(one, knowledge, language) for one in found]
    return _answer(knowledge, {"offices": listed})


async def office(request: web.Request) -> web.Response:
    """Return one office with all that is told of it."""
    language, knowledge = _language(request), await _knowledge(request)
    found = knowledge.content.offices.get(request.match_info["id"])
    if found is None:
        raise ApiError(404, "not_found")
    units = (unit for unit in knowledge.content.units.values() if unit.office == found.id)
    facts = data.facts_of(units, knowledge, language, request.app[NOW]().date())
    one = data.office_data(found, knowledge, language)
    return _answer(knowledge, {**one, "facts": facts})


async def search(request: web.Request) -> web.Response:
    """Rank what is told by how well it fits the question `q`.

    `sure`: the first may be told as the answer. Without `lang` both languages are tried.
    """
    language, knowledge, asked = _language(request), await _knowledge(request), _query(request)
    if not asked.strip():
        raise ApiError(422, "text_empty")
    found = await request.app[SEARCH].find(asked, language, knowledge)
    today = request.app[NOW]().date()
    facts = [
        {"score": hit.score, **data.fact_data(hit.unit, knowledge, language, today)}
        for hit in found.hits
    ]
    return _answer(knowledge, {"language": found.language, "sure": found.sure, "facts": facts})


async def _knowledge(request: web.Request) -> Knowledge:
    found = await request.app[KNOWLEDGE].refresh()
    return found.on(request.app[NOW]().date())


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


def _answer(knowledge: Knowledge, body: Mapping[str, Any]) -> web.Response:
    return web.json_response({"release": data.release_of(knowledge), **body})
