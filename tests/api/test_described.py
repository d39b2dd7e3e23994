"""The description of the API, made from the application: all of it, and nothing beside it."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from jsonschema import Draft202012Validator

from bot.settings import Settings
from bot.web.app import create_app
from bot.web.errors import MESSAGES
from bot.web.openapi.document import document, routes_of
from bot.web.openapi.faults import STATUS
from bot.web.openapi.operation import operation_of
from bot.web.openapi.profile import ABOUT
from bot.web.openapi.serving import DESCRIPTION
from bot.web.openapi.shape import Named, Said
from knowledge.eligibility.vocabulary import IOM
from tests.api.contract import Operations, faults, operations_of
from tests.conftest import ROOT

# Outside the contract: pages, forms, the desk, and what answers what is no HTTP.
GENERIC = {"bad_request", "method_not_allowed", "forbidden"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> web.Application:
    folder = tmp_path_factory.mktemp("described")
    return create_app(Settings.from_environ({"STATE_DIR": str(folder)}))


@pytest.fixture(scope="module")
def told(app: web.Application) -> dict[str, Any]:
    return app[DESCRIPTION].plain["en"]


@pytest.fixture(scope="module")
def operations(told: dict[str, Any]) -> Operations:
    return operations_of(told)


def test_every_route_is_described_and_nothing_else(
    app: web.Application, operations: Operations
) -> None:
    served = set()
    for resource in app.router.resources():
        for route in resource:
            if "/api/v1" in resource.canonical and route.method != "HEAD":
                served.add((route.method, resource.canonical))
    assert ("POST", "/api/v1/conversations") in served
    assert served == set(operations)


def test_a_route_that_nobody_described_stops_the_start(app: web.Application) -> None:
    async def handler(request: web.Request) -> web.Response:
        return web.Response()

    other = web.Application()
    other.add_routes([web.get("/api/v1/new", handler)])
    with pytest.raises(LookupError, match="GET /api/v1/new is not described"):
        document(other, "en")


def test_names_are_unique_and_paths_have_their_parameters(operations: Operations) -> None:
    names = [told["operationId"] for told in operations.values()]
    assert len(names) == len(set(names))
    for (_, path), told in operations.items():
        given = {one["name"] for one in told.get("parameters", []) if one["in"] == "path"}
        assert given == {part[1:-1] for part in path.split("/") if part.startswith("{")}, path


def test_every_schema_is_one_and_every_example_fits(
    told: dict[str, Any], operations: Operations
) -> None:
    for name, schema in told["components"]["schemas"].items():
        Draft202012Validator.check_schema(schema)
        assert schema["description"], name
    checked = 0
    for key, one in operations.items():
        bodies = [one["requestBody"]] if "requestBody" in one else []
        for held in (*bodies, *one["responses"].values()):
            for media in held.get("content", {}).values():
                assert not list(faults(told, media["schema"], media["example"])), (key, media)
                checked += 1
        for parameter in one.get("parameters", []):
            schema, example = parameter["schema"], parameter["example"]
            assert not list(faults(told, schema, example)), (key, parameter["name"])
    assert checked > 2 * len(operations)


def test_every_success_with_a_body_has_an_example(operations: Operations) -> None:
    for key, one in operations.items():
        good = {status: told for status, told in one["responses"].items() if status < "300"}
        assert good, key
        for status, told in good.items():
            assert status == "204" or told["content"], key


def test_every_field_says_what_it_is(told: dict[str, Any]) -> None:
    for name, schema in told["components"]["schemas"].items():
        for field, shape in schema.get("properties", {}).items():
            if name != "Bilingual":
                assert _says(told, shape), f"{name}.{field}"


def _says(told: dict[str, Any], shape: dict[str, Any]) -> bool:
    if "$ref" in shape:
        return bool(told["components"]["schemas"][shape["$ref"].rpartition("/")[2]]["description"])
    parts = shape.get("anyOf", [])
    return bool(shape.get("description")) or any(_says(told, one) for one in parts)


def test_bodies_refuse_what_they_do_not_know(told: dict[str, Any], operations: Operations) -> None:
    bodies = [one["requestBody"] for one in operations.values() if "requestBody" in one]
    assert len(bodies) >= 8
    for body in bodies:
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        assert told["components"]["schemas"][name]["additionalProperties"] is False, name


def test_every_code_has_its_words_and_its_status() -> None:
    assert set(STATUS) <= set(MESSAGES)
    raised = set(_raised())
    assert len(raised) > 30
    for where, status, code in raised:
        assert STATUS.get(code, status) == status or code in GENERIC, (where, code, status)
    never = set(STATUS) - {code for _, _, code in raised}
    assert not never, f"described, but never said: {never}"


def _raised() -> Iterator[tuple[str, int, str]]:
    """Yield each error that the gateway makes, as it stands in the code."""
    for path in sorted((ROOT / "bot" / "web").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ApiError":
                first = node.args[:2]
                if all(isinstance(one, ast.Constant) for one in first):
                    status, code = (ast.literal_eval(one) for one in first)
                    yield path.name, status, code
    yield "errors.py", 400, "bad_request"  # of what is no HTTP


def test_every_code_of_the_api_is_described(operations: Operations) -> None:
    known = {
        code
        for one in operations.values()
        for told in one["responses"].values()
        if "application/json" in told.get("content", {})
        for code in _codes(told["content"]["application/json"]["schema"])
    }
    assert known == set(STATUS)


def _codes(schema: dict[str, Any]) -> list[str]:
    error = schema.get("properties", {}).get("error", {})
    return list(error.get("properties", {}).get("code", {}).get("enum", []))


def test_a_profile_may_say_what_the_conditions_know() -> None:
    assert set(ABOUT) == set(IOM.fields)


def test_both_languages_say_everything(app: web.Application) -> None:
    texts = [
        text
        for _, _, route in routes_of(app)
        if (operation := operation_of(route))
        for text in _said(operation)
    ]
    assert len(texts) > 300
    for text in texts:
        assert text.fr.strip(), text
        assert text.en.strip(), text
        assert text.fr != text.en, text
    french, english = (app[DESCRIPTION].plain[one] for one in ("fr", "en"))
    assert set(french["paths"]) == set(english["paths"])
    assert french["info"]["title"] != english["info"]["title"]


def _said(value: Any) -> Iterator[Said]:
    if isinstance(value, Said):
        yield value
    elif isinstance(value, Named):
        yield from _said(value.schema)
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from _said(getattr(value, one.name))
    elif isinstance(value, dict):
        for one in value.values():
            yield from _said(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _said(one)
