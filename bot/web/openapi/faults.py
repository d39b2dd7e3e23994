"""Which status each error code comes with, and the errors that every call can have."""

from __future__ import annotations

from collections.abc import Iterable

from bot.web.errors import MESSAGES
from bot.web.openapi.operation import Operation
from bot.web.openapi.schemes import API_KEY
from bot.web.openapi.shape import Json, Said, one_of, text

STATUS = {
    "bad_request": 400,
    "bad_json": 400,
    "unauthorized": 401,
    "forbidden": 403,
    "not_found": 404,
    "too_slow": 408,
    "body_too_large": 413,
    "field_unknown": 422,
    "bad_after": 422,
    "bad_client_message_id": 422,
    "bad_code": 422,
    "bad_contact": 422,
    "bad_country": 422,
    "bad_days": 422,
    "bad_feedback": 422,
    "bad_language": 422,
    "bad_message": 422,
    "bad_page": 422,
    "bad_parameter": 422,
    "bad_profile": 422,
    "bad_status": 422,
    "button_unknown": 422,
    "consent_needed": 422,
    "no_case": 422,
    "nobody_reads": 422,
    "not_a_reply": 422,
    "text_empty": 422,
    "text_too_long": 422,
    "too_many_codes": 429,
    "too_many_messages": 429,
    "too_many_streams": 429,
    "broken": 500,
    "database_away": 503,
    "earlier_missing": 503,
}
ALWAYS = ("bad_request", "broken")
WITH_BODY = ("bad_json", "too_slow", "body_too_large")
WAITS = (429, 503)  # with these comes Retry-After
ABOUT = Said("Refus ; `code` dit pourquoi : ", "Refused; `code` says why: ")


def errors_of(operation: Operation) -> dict[int, list[str]]:
    """Return the codes that a call can be refused with, by status."""
    if operation.sent:
        return {}
    codes: dict[str, None] = dict.fromkeys((*operation.errors, *ALWAYS))
    if operation.body is not None:
        codes.update(dict.fromkeys(WITH_BODY))
    if operation.secured is not None:
        codes.update(dict.fromkeys(operation.secured.errors))
    codes.update(dict.fromkeys(API_KEY.errors))
    found: dict[int, list[str]] = {}
    for code in sorted(codes, key=lambda one: (STATUS[one], one)):
        found.setdefault(STATUS[code], []).append(code)
    return found


def error_shape(codes: Iterable[str]) -> Json:
    """Return the schema of an error with one of these codes."""
    told = Said("Pour les personnes, en deux langues.", "For people, in both languages.")
    every = tuple(codes)
    inner = {
        "code": one_of(Said("Le motif.", "The reason."), every),
        "message": text(told, MESSAGES[every[0]]),
    }
    error = {"type": "object", "properties": inner, "required": ["code", "message"]}
    return {"type": "object", "properties": {"error": error}, "required": ["error"]}
