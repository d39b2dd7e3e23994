"""ASVS 2.2.1, 4.1.1, 16.5.1 (items 4, 9, 21, 45): the bad-input corpus on every public entry."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from tests.bot.web.corpus import ADDRESSES, BODIES, TEXTS, VALUES, in_address
from tests.bot.web.process import CHATS, Answer, Gateway

API = "/api/v1"
CHECK = f"{API}/eligibility/rean"
PLACES = [
    API + "/programmes?q={}",
    API + "/programmes?country={}",
    API + "/programmes?status={}",
    API + "/programmes?lang={}",
    API + "/programmes/{}",
    API + "/offices?q={}",
    API + "/offices/{}?lang=en",
    API + "/search?q={}",
    API + "/search?q=visa&lang={}",
    API + "/eligibility/{}",
    CHATS + "/{}/messages",
    "CHAT/messages?after={}",
    "CHAT/messages/{}",
    "CHAT/messages/1?lang={}",
    "/static/{}",
    "/privacy?{}",
    "/health/live?{}",
    "/{}",
]
HEADERS = ["Accept-Language", "Authorization", "If-None-Match", "Content-Type", "X-Forwarded-For"]
BODY_CALLS = ["POST " + CHATS, "POST CHAT/messages", "PUT CHAT/language", "POST " + CHECK]


def held(gateway: Gateway, path: str, token: dict[str, str], least: int) -> list[Any]:
    """Return the history once it holds so many: on a busy machine a call may not wait (202)."""
    end = time.monotonic() + 60
    while True:
        kept: list[Any] = gateway.ask("GET", f"{path}/messages", None, token).json()["messages"]
        if len(kept) >= least or time.monotonic() > end:
            return kept
        time.sleep(0.1)


def fits_the_contract(answer: Answer) -> None:
    """An answer as the contract has it: its own form, whatever was sent."""
    kind = answer.headers.get("Content-Type", "")
    assert answer.status < 500, answer
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for word in (b"Traceback", b'File "', b"sqlalchemy", b"aiohttp"):
        assert word not in answer.body
    assert answer.status not in (301, 302, 303, 307, 308)
    if answer.status >= 400:
        assert kind == "application/json; charset=utf-8"
        assert set(answer.json()["error"]) == {"code", "message"}
    elif answer.status not in (204, 304):
        assert kind.endswith("; charset=utf-8"), kind


@pytest.fixture(scope="module")
def chat(gateway: Gateway) -> tuple[str, dict[str, str]]:
    return gateway.open()


@pytest.mark.parametrize("place", PLACES)
def test_2_2_1_any_text_in_an_address(
    gateway: Gateway, chat: tuple[str, dict[str, str]], place: str
) -> None:
    for written in [*map(in_address, TEXTS.values()), *ADDRESSES]:
        answer = gateway.ask("GET", place.format(written).replace("CHAT", chat[0]), None, chat[1])
        fits_the_contract(answer)
    assert gateway.ask("GET", f"{chat[0]}/messages", None, chat[1]).status == 200


@pytest.mark.parametrize("name", TEXTS)
def test_1_3_3_any_text_as_a_message(gateway: Gateway, name: str) -> None:
    """Shown as it was sent but for what nobody sees, or refused with the contract's code."""
    (path, token), text = gateway.open(), TEXTS[name]
    answer = gateway.ask("POST", f"{path}/messages", {"text": text}, token)
    fits_the_contract(answer)
    if answer.status in (200, 202):
        heard = held(gateway, path, token, 2)[1]
        assert (heard["author"], heard["kind"], heard["seq"]) == ("user", None, 2)
        assert len(heard["text"]) <= 1000
        assert not set(heard["text"]) & set("\x00\x07\x08\x1b\x7f\x9b\r\ud800\udfff")
    else:
        refusals = {(422, "text_empty"), (422, "text_too_long"), (413, "body_too_large")}
        assert (answer.status, answer.code()) in refusals
    for body in ({"button": text}, {"text": "a", "client_message_id": text}, {"language": text}):
        fits_the_contract(gateway.ask("POST", f"{path}/messages", body, token))
    fits_the_contract(gateway.ask("POST", CHATS, {"language": text}))
    fits_the_contract(gateway.ask("PUT", f"{path}/language", {"language": text}, token))


@pytest.mark.parametrize("field", ["age", "profession", "residence_country", "sectors", "x"])
def test_2_2_1_any_text_in_a_profile(gateway: Gateway, field: str) -> None:
    for value in [*TEXTS.values(), *VALUES.values()]:
        for body in (
            {"profile": {field: value}},
            {"profile": {str(value)[:500]: value}},
            {"profile": {field: [value, value]}},
            {"dont_know": [value]},
            {"profile": value, "dont_know": value},
            {"lang": value},
        ):
            fits_the_contract(gateway.ask("POST", CHECK, body))


@pytest.mark.parametrize("call", BODY_CALLS)
@pytest.mark.parametrize("field", ["text", "button", "client_message_id", "language", "profile"])
def test_2_2_1_any_value_in_a_field(
    gateway: Gateway, chat: tuple[str, dict[str, str]], call: str, field: str
) -> None:
    method, path = call.replace("CHAT", chat[0]).split()
    for value in VALUES.values():
        fits_the_contract(gateway.ask(method, path, {field: value}, chat[1]))


@pytest.mark.parametrize("call", BODY_CALLS)
@pytest.mark.parametrize("name", BODIES)
def test_4_1_1_any_body(
    gateway: Gateway, chat: tuple[str, dict[str, str]], call: str, name: str
) -> None:
    method, path = call.replace("CHAT", chat[0]).split()
    body, headers = BODIES[name]
    answer = gateway.ask(method, path, body, {**chat[1], **headers})
    fits_the_contract(answer)
    if not (name == "nothing" and path == CHATS):
        assert answer.status in (400, 413, 422)
    assert gateway.lives()


@pytest.mark.parametrize("header", HEADERS)
def test_2_2_1_any_text_in_a_header(gateway: Gateway, header: str) -> None:
    (path, token), sent = gateway.open(), [*TEXTS.values()]
    for text in sent:
        raw = text.encode("utf-8", "surrogatepass")[:3000].decode("latin-1")
        value = "".join(c for c in raw if c >= " " and c != "\x7f")
        for one in (value, f"Bearer {value}", f'"{value}"', f"en;q={value}"):
            for call in (f"GET {path}/messages", f"GET {API}/programmes", f"POST {CHATS}"):
                method, where = call.split()
                if where.endswith("programmes") and header != "If-None-Match":
                    continue
                fits_the_contract(gateway.ask(method, where, None, {**token, header: one}))


def test_16_5_1_nothing_of_it_is_an_error_in_the_log(gateway: Gateway) -> None:
    """After all of the above: no request failed, nothing was traced, no line is forged."""
    printed = gateway.printed()
    for word in ("request failed", "Traceback", "FORGED", "dispatcher stopped"):
        assert word not in printed


def test_2_4_1_one_message_fifty_times_and_a_flood(gateway: Gateway) -> None:
    path, token = gateway.open()
    body: dict[str, Any] = {"text": "again", "client_message_id": "one"}
    gateway.ask("POST", f"{path}/messages", body, token)
    held(gateway, path, token, 3)  # from now on its answer is there
    said = [gateway.ask("POST", f"{path}/messages", body, token) for _ in range(50)]
    assert {(one.status, one.body) for one in said} == {(200, said[0].body)}
    flood = [gateway.ask("POST", f"{path}/messages", {"text": f"n {n}"}, token) for n in range(100)]
    assert {one.status for one in flood} <= {200, 202}
    kept = held(gateway, path, token, 203)
    assert [one["seq"] for one in kept] == list(range(1, 204))
    assert json.dumps(kept).count('"again"') == 2
