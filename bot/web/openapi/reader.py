"""The description as a page for people: every call, field and error, from the document itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web.openapi.shape import Json

REFERENCE = "#/components/schemas/"
BOUNDS = (("minimum", "≥"), ("maximum", "≤"), ("minLength", "length ≥"), ("maxLength", "length ≤"))


@dataclass(frozen=True)
class Row:
    """A field or a parameter."""

    name: str
    kind: str  # as TypeScript writes types
    about: str
    needed: bool
    leads_to: str | None  # the object that it is


@dataclass(frozen=True)
class Reply:
    """What comes back, with an example; `codes` when it is a refusal."""

    status: str
    about: str
    kind: str
    leads_to: str | None
    example: str


@dataclass(frozen=True)
class Call:
    """One operation."""

    name: str
    method: str
    path: str
    does: str
    more: str
    deprecated: bool
    secured: tuple[str, ...]
    open: bool  # also without
    parameters: tuple[Row, ...]
    body: Reply | None
    good: tuple[Reply, ...]
    refused: tuple[Reply, ...]


def chapters(document: Json) -> list[tuple[Json, list[Call]]]:
    """Return the calls by chapter, in the order of the document."""
    calls: dict[str, list[Call]] = {}
    sent = document.get("webhooks", {})
    for path, methods in (*document["paths"].items(), *sent.items()):
        for method, told in methods.items():
            calls.setdefault(told["tags"][0], []).append(_call(method.upper(), path, told))
    return [(tag, calls[tag["name"]]) for tag in document["tags"] if tag["name"] in calls]


def objects(document: Json) -> list[tuple[str, str, list[Row]]]:
    """Return every object: its name, what it is and its fields."""
    held = document["components"]["schemas"].items()
    return [(name, told.get("description", ""), _fields(told)) for name, told in held]


def _call(method: str, path: str, told: Json) -> Call:
    answers = [_reply(status, one) for status, one in told["responses"].items()]
    body = told.get("requestBody")
    return Call(
        name=told["operationId"],
        method=method,
        path=path,
        does=told["summary"],
        more=told.get("description", ""),
        deprecated=told.get("deprecated", False),
        secured=tuple(dict.fromkeys(name for one in told["security"] for name in one)),
        open={} in told["security"],
        parameters=tuple(_parameter(one) for one in told.get("parameters", [])),
        body=_reply("", body) if body else None,
        good=tuple(one for one in answers if one.status < "400"),
        refused=tuple(one for one in answers if one.status >= "400"),
    )


def _reply(status: str, told: Json) -> Reply:
    for media, content in told.get("content", {}).items():
        schema, example = content.get("schema", {}), content["example"]
        plain = example if isinstance(example, str) else _written(example)
        kind = _kind(schema) if media == "application/json" and status < "400" else media
        return Reply(status, told.get("description", ""), kind, _leads_to(schema), plain)
    return Reply(status, told["description"], "", None, "")


def _written(example: Any) -> str:
    return json.dumps(example, ensure_ascii=False, indent=1)


def _parameter(told: Json) -> Row:
    kind = f"{_kind(told['schema'])} ({told['in']})"
    return Row(told["name"], kind, told["description"], told.get("required", False), None)


def _fields(schema: Json) -> list[Row]:
    needed = schema.get("required", [])
    return [
        Row(name, _kind(one), one.get("description", ""), name in needed, _leads_to(one))
        for name, one in schema.get("properties", {}).items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    if "enum" in schema:
        return " | ".join(json.dumps(one) for one in schema["enum"])
    if "anyOf" in schema and "type" not in schema:
        return " | ".join(dict.fromkeys(_kind(one) for one in schema["anyOf"]))
    return " | ".join(_typed(one, schema) for one in _types(schema))


def _typed(one: str, schema: Mapping[str, Any]) -> str:
    if one == "array":
        inner = _kind(schema.get("items", {}))
        return f"({inner})[]" if " " in inner else f"{inner}[]"
    limits = ", ".join(f"{sign} {schema[key]}" for key, sign in BOUNDS if key in schema)
    return f"{one} ({limits})" if limits and one != "null" else one


def _types(schema: Mapping[str, Any]) -> list[str]:
    held = schema.get("type", "any")
    return [held] if isinstance(held, str) else list(held)


def _leads_to(schema: Mapping[str, Any]) -> str | None:
    return next(_references(schema), None)


def _references(schema: Mapping[str, Any]) -> Iterator[str]:
    if "$ref" in schema:
        yield str(schema["$ref"]).removeprefix(REFERENCE)
    inside = [schema["items"]] if "items" in schema else []
    for one in (*schema.get("anyOf", ()), *inside):
        yield from _references(one)
