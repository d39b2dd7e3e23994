"""The description of a running application, as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aiohttp import web

from bot.web.deprecation import deprecation_of
from bot.web.errors import MESSAGES
from bot.web.openapi.faults import ABOUT, WAITS, error_shape, errors_of
from bot.web.openapi.operation import Answer, Operation, Param, Scheme, Tag, operation_of
from bot.web.openapi.schemes import API_KEY
from bot.web.openapi.shape import Json, Named, Said, Shape, example_of
from knowledge.basics import Language

PREFIX = "/api/v1/"
VERSION = "1.1.0"  # of the contract; docs/api.md says what moves which part of it
IMPLIED = ("HEAD",)  # goes with every GET
Hooks = Mapping[str, Operation]
NO_HOOKS: Hooks = {}
TITLE = Said("L'assistant sur les programmes de l'OIM", "The assistant about IOM programmes")
SUMMARY = Said(
    "Lire programmes, bureaux et conditions comme données ; tenir la conversation depuis un autre "
    "système.",
    "Read programmes, offices and conditions as data; hold the conversation from another system.",
)
ETAG = Said(
    "Change avec la réponse ; à renvoyer dans If-None-Match.",
    "Changes with the answer; to be sent back in If-None-Match.",
)
KNOWN = Said("L'ETag de ce que vous avez.", "The ETag of what you have.")
UNCHANGED = Said("Rien n'a changé.", "Nothing has changed.")
WAIT = Said("Secondes avant un nouvel essai.", "Seconds to wait before another try.")
CASE = Param("If-None-Match", KNOWN, {"type": "string", "examples": ['"5f0c"']})


def routes_of(app: web.Application) -> Iterator[tuple[str, str, web.AbstractRoute]]:
    """Yield method and path of every route of the API, and the route."""
    for route in app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if path.startswith(PREFIX) and route.method not in IMPLIED:
            yield route.method, path, route


def document(app: web.Application, language: Language, hooks: Hooks = NO_HOOKS) -> Json:
    """Describe what the application answers; `hooks`: what it sends by itself, by name.

    LookupError: a route that nobody has described.
    """
    making = _Making(language)
    paths: Json = {}
    for method, path, route in routes_of(app):
        operation = operation_of(route)
        if operation is None:
            raise LookupError(f"{method} {path} is not described: put @described on its handler")
        told = making.operation(operation)
        if deprecation_of(route) is not None:
            told["deprecated"] = True
        paths.setdefault(path, {})[method.lower()] = told
    sent = {name: {"post": making.operation(one)} for name, one in hooks.items()}
    return making.whole(paths, sent)


class _Making:
    """Gathers the schemas, tags and schemes that the operations use."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._named: dict[str, tuple[Named, Any]] = {}
        self._tags: dict[str, Tag] = {}
        self._schemes: dict[str, Scheme] = {}

    def whole(self, paths: Json, hooks: Json) -> Json:
        """Return the document around the operations."""
        told: Json = {
            "openapi": "3.1.0",
            "info": {"title": TITLE, "summary": SUMMARY, "version": VERSION},
            "servers": [{"url": "/"}],
            "tags": [_tag(one) for one in self._tags.values()],
            "paths": paths,
            **({"webhooks": hooks} if hooks else {}),
        }
        schemes = {name: one.schema for name, one in self._schemes.items()}
        written: Json = self._plain({**told, "components": {"securitySchemes": schemes}})
        schemas = {name: one for name, (_, one) in sorted(self._named.items())}
        written["components"] = {"schemas": schemas, **written["components"]}
        return written

    def operation(self, told: Operation) -> Json:
        """Return one operation."""
        self._tags.setdefault(told.tag.name, told.tag)
        secured: Json = {"security": []}
        if told.secured is not None:
            self._schemes.setdefault(told.secured.name, told.secured)
            secured["security"] = [{told.secured.name: []}]
        if not told.sent:  # a key may come with every call
            self._schemes.setdefault(API_KEY.name, API_KEY)
            without = secured["security"] or [{}]
            secured["security"] = [*without, *({**one, API_KEY.name: []} for one in without)]
        about = {"description": told.more} if told.more else {}
        known = (CASE,) if told.tagged else ()
        given = (("path", told.path), ("query", told.query), ("header", (*told.headers, *known)))
        params = [_param(where, one) for where, several in given for one in several]
        whole: Json = {"operationId": told.name, "tags": [told.tag.name], "summary": told.does}
        whole |= {**about, **secured, **({"parameters": params} if params else {})}
        if told.body is not None:
            sent = {"schema": told.body, "example": told.example or example_of(told.body)}
            content = {"application/json": sent}
            whole["requestBody"] = {"required": told.body_needed, "content": content}
        whole["responses"] = self._responses(told)
        written: Json = self._plain(whole)
        return written

    def _responses(self, told: Operation) -> Json:
        found: Json = {str(status): _answer(told, one) for status, one in told.answers.items()}
        if told.tagged:
            found["304"] = {"description": UNCHANGED}
        for status, codes in errors_of(told).items():
            listed = ", ".join(f"`{code}`" for code in codes)
            about = Said(ABOUT.fr + listed, ABOUT.en + listed)
            example = {"error": {"code": codes[0], "message": MESSAGES[codes[0]]}}
            content = {"application/json": {"schema": error_shape(codes), "example": example}}
            found[str(status)] = {"description": about, "content": content}
            if status in WAITS:
                found[str(status)]["headers"] = {"Retry-After": _header(WAIT, "integer")}
        return found

    def _plain(self, value: Any) -> Any:
        """Write out what is said in one language, and what is named as a reference."""
        if isinstance(value, Said):
            return value.in_(self._language)
        if isinstance(value, Named):
            return self._reference(value)
        if isinstance(value, Mapping):
            return {key: self._plain(one) for key, one in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._plain(one) for one in value]
        return value

    def _reference(self, named: Named) -> Json:
        held = self._named.setdefault(named.name, (named, None))
        if held[0] is not named:
            raise ValueError(f"two schemas are called {named.name}")
        if held[1] is None:
            self._named[named.name] = (named, {})  # it may speak of itself
            self._named[named.name] = (named, self._plain(named.schema))
        return {"$ref": f"#/components/schemas/{named.name}"}


def _tag(told: Tag) -> Json:
    return {"name": told.name, "x-displayName": told.title, "description": told.about}


def _param(where: str, told: Param) -> Json:
    schema: Shape = told.shape
    if isinstance(schema, Mapping):
        schema = {key: one for key, one in schema.items() if key != "description"}
    needed = {"required": True} if told.needed or where == "path" else {}
    about = {"description": told.about, "example": example_of(told.shape)}
    return {"name": told.name, "in": where, **needed, **about, "schema": schema}


def _header(about: Said, kind: str) -> Json:
    return {"description": about, "schema": {"type": kind}}


def _answer(told: Operation, answer: Answer) -> Json:
    found: Json = {"description": answer.about}
    headers: Json = {name: _header(one, "string") for name, one in answer.headers.items()}
    if told.tagged:
        headers["ETag"] = _header(ETAG, "string")
    if headers:
        found["headers"] = headers
    if answer.links:
        found["links"] = answer.links
    if answer.shape is not None:
        example = answer.example if answer.example is not None else example_of(answer.shape)
        found["content"] = {answer.kind: {"schema": answer.shape, "example": example}}
    return found
