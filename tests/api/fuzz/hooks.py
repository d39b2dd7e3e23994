"""Who asks: somebody with a conversation open in which a person was asked for.

Loaded by schemathesis in its own environment; nothing of ours is there.
"""

from __future__ import annotations

import re
from typing import Any

import requests
import schemathesis
from hypothesis import strategies
from schemathesis.core.parameters import ParameterLocation

API = "/api/v1"
CHATS, RESUME = f"{API}/conversations", f"{API}/resume"
ONE = CHATS + "/{id}"
OURS = "Bearer of-the-conversation"  # stands for the token until it is known which one
COUNTRIES = ["NL", "SD", "AF", "IQ", "SO", "XK", "GH"]
CODE = re.compile(r"\b[a-z]+-[a-z]+-[a-z]+-\d{4}\b")
# Refusals that no schema can foretell: what stands in the conversation decides, or what the words
# come to. Each has tests of its own.
BY_MEANING = {
    "button_unknown",
    "no_case",
    "not_a_reply",
    "bad_client_message_id",  # letters that cannot be printed
    "bad_contact",
    "bad_feedback",  # more than 500 letters: danger is read first, so no schema may forbid them
    "text_empty",  # nothing in it shows
    "text_too_long",  # as for the comment
}
NO_COUNTRY = "is not in ISO 3166"
held: dict[str, str] = {}  # tokens of the conversations that were opened, by id
current: list[str] = []  # the one that calls are about when they name none of ours
codes: list[str] = []  # a return code that opens it

schemathesis.openapi.format("iso-3166-alpha-2", strategies.sampled_from(COUNTRIES))


@schemathesis.auth(refresh_interval=None).apply_to(path_regex=f"^{CHATS}/.+")
class Token:
    """The token of the conversation that a call will be about."""

    def get(self, case: Any, context: Any) -> str:
        return OURS

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers["Authorization"] = data


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Let a call be about a conversation of ours, with what opens it."""
    if case.path == RESUME and codes and _is_right(case, ParameterLocation.BODY):
        case.body = {"code": codes.pop()}
    if not case.path.startswith(ONE):
        return
    meant = case.path_parameters.get("id")
    if meant not in held and _is_right(case, ParameterLocation.PATH):
        meant = case.path_parameters["id"] = current[0] if current else _opened(case)
    if case.headers.get("Authorization") == OURS:
        case.headers["Authorization"] = f"Bearer {held.get(str(meant), 'none')}"
    _without_waiting(case)


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Remember what was opened; forget what opens nothing any more."""
    if case.path in (CHATS, RESUME) and response.status_code in (200, 201):
        made = response.json()
        held[made["conversation_id"]] = made["token"]
    gone = response.status_code == 401 or case.method == "DELETE"
    if gone and case.path.startswith(ONE) and case.path_parameters.get("id") in current:
        current.clear()


@schemathesis.hook
def filter_failure(context: Any, failure: Any, case: Any, response: Any) -> bool:
    """Accept that words with a right form can be refused for what they say."""
    if type(failure).__name__ != "RejectedPositiveData" or response.status_code != 422:
        return True
    error = response.json()["error"]
    return error["code"] not in BY_MEANING and NO_COUNTRY not in error["message"]


def _is_right(case: Any, where: ParameterLocation) -> bool:
    return not (case.meta and case.meta.is_negative_at(where))


def _without_waiting(case: Any) -> None:
    """Leave out what is waited for: a message that never comes, news that there are none."""
    sends = case.path.endswith("/messages") and isinstance(case.body, dict)
    if sends and _is_right(case, ParameterLocation.BODY):
        case.body.pop("follows", None)
    if case.path.endswith("/events"):
        if _is_right(case, ParameterLocation.QUERY):
            case.query.pop("after", None)
        if _is_right(case, ParameterLocation.HEADER):
            case.headers.pop("Last-Event-ID", None)


def _opened(case: Any) -> str:
    """Open a conversation and ask for a person, so that there is a case and a return code."""
    chats = case.operation.base_url.rstrip("/") + CHATS
    made = requests.post(chats, timeout=30).json()
    key, token = made["conversation_id"], made["token"]
    said = requests.post(
        f"{chats}/{key}/messages",
        json={"text": "somebody, please"},
        headers={"Authorization": f"Bearer {token}"},
        timeout=30,
    ).json()
    held[key] = token
    current[:] = [key]
    codes[:] = CODE.findall(said["messages"][0]["text"])
    return str(key)
