"""What stands in for the Graph API speaks in: errors, faults, what was taken, strict reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

Json = dict[str, Any]


class GraphError(Exception):
    """An answer that is no success, as the Graph API words it."""

    def __init__(
        self, code: int, says: str, subcode: int | None = None, status: int = 400, details: str = ""
    ) -> None:
        super().__init__(says)
        told: Json = {"message": f"(#{code}) {says}", "type": "OAuthException", "code": code}
        if subcode is not None:
            told["error_subcode"] = subcode
        if details:
            told["error_data"] = {"messaging_product": "whatsapp", "details": details}
        self.status, self.body = status, {"error": {**told, "fbtrace_id": "AMadeUpTraceId"}}


@dataclass
class Fault:
    """What goes wrong with the next calls: an answer, a hang, or a cut line."""

    error: GraphError | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: float = 0.0  # seconds
    cut: bool = False
    taken: bool = False  # whether the message is sent all the same
    times: int | None = 1  # None: until `faults` is cleared


@dataclass(frozen=True)
class Taken:
    """A message that Meta has accepted."""

    own_id: str
    person: str
    account: str
    body: Json
    at: datetime

    @property
    def text(self) -> str:
        """Return the words of it, whatever its form."""
        said = self.body.get("message") or self.body.get(self.body.get("type", ""), {})
        inner = said.get("body", "")
        return str(said.get("text") or (inner["text"] if isinstance(inner, dict) else inner))


async def body_of(request: web.Request) -> Json:
    """Return the object that a call brings."""
    try:
        body = await request.json()
    except ValueError:
        raise GraphError(100, "Invalid parameter") from None
    if not isinstance(body, dict):
        raise GraphError(100, "Invalid parameter")
    return body


def only(of: Any, where: str, must: Sequence[str], may: Sequence[str] = ()) -> Json:
    """Return an object that has the keys it must have and none beyond those it may have."""
    if not isinstance(of, dict):
        raise GraphError(100, f"Param {where} must be a JSON object.")
    for key in must:
        if key not in of:
            raise GraphError(100, f"The parameter {where}['{key}'] is required.")
    for key in of:
        if key not in (*must, *may):
            raise GraphError(100, f"Unexpected key '{key}' on param '{where}'.")
    return of


def text_of(of: Json, key: str, where: str, most: int, code: int = 131009) -> str:
    """Return a text that is there and not too long."""
    value = of.get(key)
    if not isinstance(value, str) or not value.strip():
        raise GraphError(code, f"{where}['{key}'] must be a non-empty string")
    if len(value) > most:
        told = f"Param {where}['{key}'] must be at most {most} characters long."
        raise GraphError(code, "Parameter value is not valid", details=told)
    return value
