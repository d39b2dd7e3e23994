"""What is read out of a platform's request or answer: of the right type, or BadPayload. Pure."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, TypeVar

from bot.channels.base import BadPayload
from bot.conversations.text import is_message_id, json_object

T = TypeVar("T")
NAMES: dict[type, str] = {dict: "an object", list: "a list", str: "a text", int: "a whole number"}
LONGEST_WAIT = 86_400.0  # seconds; a platform that asks for more is asked again after a day


def object_of(body: bytes) -> dict[str, Any]:
    """Return the JSON object of a request's body; BadPayload when it holds none."""
    try:
        return json_object(body)
    except ValueError:
        raise BadPayload("the body: not one JSON object in UTF-8") from None


def answered(body: bytes) -> dict[str, Any]:
    """Return the JSON object of an answer; {} when it holds none, as the status tells enough."""
    try:
        return json_object(body)
    except ValueError:
        return {}


def optional(holder: Mapping[str, Any], name: str, kind: type[T], where: str = "") -> T | None:
    """Return a field, None when it is missing or null; BadPayload when it is of another type."""
    value = holder.get(name)
    # Not isinstance: true would be a whole number.
    if value is not None and type(value) is not kind:
        raise BadPayload(f"{where}{name}: not {NAMES[kind]}")
    return value


def needed(holder: Mapping[str, Any], name: str, kind: type[T], where: str = "") -> T:
    """Return a field; BadPayload when it is missing or of another type."""
    value = optional(holder, name, kind, where)
    if value is None:
        raise BadPayload(f"{where}{name}: missing")
    return value


def identifier(holder: Mapping[str, Any], name: str, where: str = "") -> str:
    """Return an id: up to 128 letters that show."""
    value = needed(holder, name, str, where)
    if not is_message_id(value):
        raise BadPayload(f"{where}{name}: not 1 to 128 printable characters")
    return value


def moment(holder: Mapping[str, Any], name: str, where: str = "") -> datetime | None:
    """Return the time that a field gives in seconds since 1970."""
    value = optional(holder, name, int, where)
    try:
        return None if value is None else datetime.fromtimestamp(value, timezone.utc)
    except (OverflowError, ValueError, OSError):
        raise BadPayload(f"{where}{name}: no time") from None


def same(given: str, ours: str) -> bool:
    """Compare what came with what it should be; how long that takes tells nothing of ours."""
    # A header's stray bytes come as surrogates.
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), ours.encode())


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header whose name may be written in any case; "" when it is missing."""
    return next((held for one, held in headers.items() if one.lower() == name.lower()), "")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return for how long the answer's header asks us to wait."""
    return seconds(header(headers, "Retry-After"))


def seconds(value: Any) -> float | None:
    """Return for how long a platform asks us to wait, a day at most; None when it does not."""
    try:
        wait = float(value)
    except (TypeError, ValueError, OverflowError):
        return None  # a date, which without a clock says nothing
    return min(wait, LONGEST_WAIT) if wait >= 0 else None
