"""The description at its address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.web.conditional import Encoded
from bot.web.errors import ApiError
from bot.web.openapi.document import NO_HOOKS, Hooks, document
from bot.web.openapi.operation import Answer, Operation, Param, Tag, described
from bot.web.openapi.shape import Json, Said, one_of
from knowledge.basics import LANGUAGES, Language

PATH = "/api/v1/openapi.json"
LANG = Param(
    "lang",
    Said("La langue des textes ; `en` par défaut.", "Their language; `en` unless given."),
    one_of(Said("La langue.", "The language."), ("en", "fr")),
)
ITSELF = Tag(
    "description",
    Said("Cette description", "This description"),
    Said("Ce que l'API sait faire, pour les machines.", "What the API can do, for machines."),
)


@dataclass(frozen=True)
class Description:
    """What the application answers, in both languages, made once at start."""

    plain: Mapping[Language, Json]
    encoded: Mapping[Language, Encoded]

    @classmethod
    def of(cls, app: web.Application, hooks: Hooks = NO_HOOKS) -> Description:
        """Describe an application that has all its routes."""
        plain = {one: document(app, one, hooks) for one in LANGUAGES}
        return cls(plain, {one: Encoded.of(_written(told)) for one, told in plain.items()})


DESCRIPTION: web.AppKey[Description] = web.AppKey("description", Description)


def routes() -> list[web.RouteDef]:
    """Return the one route."""
    return [web.get(PATH, openapi)]


@described(
    Operation(
        name="describe",
        tag=ITSELF,
        does=Said("Lire cette description.", "Read this description."),
        query=(LANG,),
        answers={
            200: Answer(
                Said("OpenAPI 3.1, en JSON.", "OpenAPI 3.1, as JSON."),
                {"type": "object", "required": ["openapi", "info", "paths"]},
                example={"openapi": "3.1.0", "info": {}, "paths": {}},
            )
        },
        errors=("bad_language",),
        tagged=True,
        public=True,
    )
)
async def openapi(request: web.Request) -> web.Response:
    """Return the description of this very application."""
    asked = request.query.get("lang", "en")
    for language in LANGUAGES:
        if asked == language:
            response = request.app[DESCRIPTION].encoded[language].response(request)
            response.headers["Content-Language"] = language
            return response
    raise ApiError(422, "bad_language")


def _written(told: Json) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode()
