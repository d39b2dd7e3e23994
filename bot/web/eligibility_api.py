"""Eligibility as data: what may be asked for a programme, and the assessment of a profile.

Nothing is stored, and nothing of a profile is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from aiohttp import web

from bot.web.answering import Body, answer, knowledge_of
from bot.web.body import body_of
from bot.web.errors import ApiError
from bot.web.keys import NOW
from bot.web.openapi import eligibility
from bot.web.openapi.operation import described
from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES
from knowledge.eligibility.programmes import assess_programme
from knowledge.eligibility.told import Told
from knowledge.eligibility.vocabulary import COUNTRY, IOM, ProfileError
from knowledge.export.data import in_language
from knowledge.export.eligibility import fields_data
from knowledge.models import Programme

PATH = "/api/v1/eligibility/{programme}"
EMPTY: tuple[Any, ...] = (None, "", [], {})  # not known, never no
KNOWN = ("profile", "dont_know", "lang")


def routes() -> list[web.RouteDef]:
    """Return the routes of eligibility."""
    return [web.get(PATH, fields), web.post(PATH, assessed)]


@described(eligibility.FIELDS)
async def fields(request: web.Request) -> web.Response:
    """Return the fields of a programme in order, with their questions."""

    def listed(knowledge: Knowledge, today: date) -> Body:
        programme = _programme(request, knowledge)
        return {"programme": programme.id, "fields": fields_data(knowledge, programme)}

    return await answer(request, listed)


@described(eligibility.ASSESS)
async def assessed(request: web.Request) -> web.Response:
    """Judge a profile by the published conditions of a programme."""
    knowledge = await knowledge_of(request)
    programme = _programme(request, knowledge)
    body = await body_of(request)
    try:
        profile, dont_know = _profile(body, knowledge)
    except ProfileError as error:
        raise ApiError(422, "bad_profile", detail=str(error)) from None
    language = body.get("lang", LANGUAGES[0])
    if language not in LANGUAGES:
        raise ApiError(422, "bad_language")
    today = request.app[NOW]().date()
    found = assess_programme(knowledge, programme, profile, dont_know, today)
    data = Told(knowledge, programme, found, profile, dont_know).data()
    told = {"Content-Language": language}
    return web.json_response(in_language(data, language), headers=told)


def _programme(request: web.Request, knowledge: Knowledge) -> Programme:
    found = knowledge.content.programmes.get(request.match_info["programme"])
    if found is None:
        raise ApiError(404, "not_found")
    return found


def _profile(
    body: Mapping[str, Any], knowledge: Knowledge
) -> tuple[dict[str, Any], frozenset[str]]:
    for name in body:
        if name not in KNOWN:
            raise ProfileError(name, f"is no part of the body; there are {', '.join(KNOWN)}")
    given, unsure = body.get("profile"), body.get("dont_know")
    given, unsure = {} if given in EMPTY else given, [] if unsure in EMPTY else unsure
    if not isinstance(given, dict):
        raise ProfileError("profile", "must map fields to values")
    if not isinstance(unsure, list):
        raise ProfileError("dont_know", "must be a list of fields")
    profile = IOM.read(given)
    IOM.names(str(one) for one in unsure)
    for name, value in profile.items():
        if IOM.fields[name].pattern is COUNTRY:
            _are_countries(name, value, knowledge)
    return profile, frozenset(unsure) - set(profile)


def _are_countries(name: str, value: Any, knowledge: Knowledge) -> None:
    known = knowledge.content.countries.keys() | IOM.fields[name].also
    for code in value if isinstance(value, frozenset) else {value}:
        if code not in known:
            raise ProfileError(
                name, "has a country that is not in ISO 3166; two letters, such as NL"
            )
