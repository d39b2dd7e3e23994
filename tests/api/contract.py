"""The description as a judge: what a gateway answers must be what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from jsonschema import Draft202012Validator

from tests.bot.web.process import Answer, Gateway

METHODS = ("get", "post", "put", "delete", "patch")
Operations = dict[tuple[str, str], dict[str, Any]]


def operations_of(document: Mapping[str, Any]) -> Operations:
    """Return every operation by method and path."""
    return {
        (method.upper(), path): told
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if method in METHODS
    }


def closed(schema: Any) -> Any:
    """Return a schema in which no object may hold what is not described."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: closed(one) for key, one in schema.items()}
    if "properties" in told and told.get("type") == "object":
        told.setdefault("additionalProperties", False)
    return told


def faults(document: Mapping[str, Any], schema: Any, value: Any) -> Iterator[str]:
    """Yield where a value is not as a schema of the document says, undescribed fields too."""
    whole = {**closed(schema), "components": closed(document["components"])}
    for error in Draft202012Validator(whole).iter_errors(value):
        yield f"{error.json_path}: {error.message[:300]}"


@dataclass
class Judge:
    """Asks a gateway and holds its answers against the description."""

    gateway: Gateway
    document: dict[str, Any] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)  # operations and their statuses
    codes: set[tuple[str, str]] = field(default_factory=set)  # operations and their error codes

    def __post_init__(self) -> None:
        self.document = self.gateway.ask("GET", "/api/v1/openapi.json").json()

    def ask(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Send a call; fail unless status, type and body of the answer are described."""
        answer = self.gateway.ask(method, path, body, headers)
        told = self._operation(method, path.partition("?")[0])
        name, status = told["operationId"], str(answer.status)
        assert status in told["responses"], (name, status, answer.body[:300])
        self.seen.add((name, answer.status))
        content = told["responses"][status].get("content")
        if content is None:
            assert answer.body == b"", (name, status)
            return answer
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert kind in content, (name, status, kind)
        wrong = list(faults(self.document, content[kind]["schema"], answer.json()))
        assert not wrong, (name, status, wrong)
        if answer.status >= 400:
            self.codes.add((name, answer.code()))
        return answer

    def _operation(self, method: str, path: str) -> dict[str, Any]:
        for (one, pattern), told in operations_of(self.document).items():
            if one == method and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", pattern), path):
                return told
        raise AssertionError(f"{method} {path} is not described")
