"""P7, ASVS 16.2.5 and 16.4.1 (items 42, 44): what people tell is in no log, nor forges a line."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from bot.web.door import Held
from tests.bot.web.process import CHATS, RASA_TOKEN, Gateway, started

NAME, PHONE, CASE, GPS = "Zebulon Quorndale", "+31 6 98 76 54 32", "ZQ4417733", "52.07883, 4.31227"
SPOKEN = f"my name is {NAME}, {PHONE}, case {CASE}, I am at {GPS}"
FORGED = "\r\n{'event': 'FORGEDLINE'}\n\u2028FORGEDLINE\x85FORGEDLINE"
CANARIES = [NAME, "Quorndale", CASE, "98 76 54 32", "98765432", "52.07883", "4.31227", "FORGEDLINE"]
TEXTS = [SPOKEN, SPOKEN + FORGED, f"my boss took my passport, {SPOKEN}", SPOKEN + " a" * 600]
KEPT = ["the parcel Quorndale seven", "a second word about Zebulon", "my boss took the passport Q"]
EVENTS = {"answered", "connection failed", "given up", "rasa did not answer", "retention"}
EVENTS |= {"database away"}  # a machine that is busy with other tests
# What goes with that.
AWAY = {"dispatcher stopped", "keys not read", "no look at hooks", "no look at urgent cases"}
AWAY |= {"no look at what is to be sent", "no look at what waits", "reply not stored yet"}
AWAY |= {"retention did not run", "spool not handed over", "streams see nothing"}
Sent = tuple[str, str, object, dict[str, str]]  # method, address, body, head
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SLOW = 1.0  # seconds; the gateway would wait twenty for a Rasa that fails


def tries(path: str, token: dict[str, str]) -> Iterator[Sent]:
    """Every input that the contract has, with canaries in it."""
    written = quote(SPOKEN + FORGED)
    for text in TEXTS:
        yield "POST", f"{path}/messages", {"text": text}, token
        yield "POST", f"{path}/messages", {"text": "hello", "client_message_id": text[:120]}, token
        yield "POST", f"{path}/messages", {"button": text}, token
        yield "POST", f"{path}/messages", {text: text}, token
        yield "POST", f"{path}/messages", text.encode(), token
        yield "POST", f"{path}/messages", text.encode(), {**token, "Content-Encoding": "gzip"}
        yield "POST", CHATS, {"language": text}, {}
        yield "PUT", f"{path}/language", {"language": text}, token
        yield "PUT", f"{path}/keep", {"days": text}, token
        yield "POST", f"{path}/contact", {"contact": text, "consent": True}, token
        yield "POST", f"{path}/contact", {text: text, "consent": text}, token
        yield "POST", "/api/v1/eligibility/rean", {"profile": {"profession": text}}, {}
        yield "POST", "/api/v1/eligibility/rean", {"profile": {text: text}, "lang": "en"}, {}
        yield "POST", "/api/v1/eligibility/rean", {"dont_know": [text], "lang": text}, {}
    for name in ("q", "country", "status", "lang"):
        yield "GET", f"/api/v1/programmes?{name}={written}", None, {}
        yield "GET", f"/api/v1/search?q=visa&{name}={written}", None, {}
        yield "GET", f"/api/v1/offices?{name}={written}", None, {}
    for where in ("/api/v1/programmes/", "/api/v1/eligibility/", "/static/", "/", f"{CHATS}/"):
        yield "GET", where + written, None, token
        yield "DELETE", where + written, None, token
    for contact in (PHONE, "zebulon@quorndale.example"):
        yield "POST", f"{path}/contact", {"contact": contact, "consent": True}, token
    yield "GET", f"{path}?after={written}", None, token
    yield "GET", f"{path}/messages?after={written}", None, token
    for header in ("Authorization", "Accept-Language", "User-Agent", "X-Forwarded-For", "Cookie"):
        yield "GET", f"{path}/messages", None, {**token, header: SPOKEN}
        yield "POST", CHATS, None, {header: SPOKEN}
    for where in ("/chat", "/chat/data", "/chat/left", "/", "/help-now", "/en/help-now"):
        yield "GET", f"{where}?programme={written}&language={written}", None, {}
    for where in ("/fr/programmes", "/offices", "/en/offices", "/programmes", "/chat"):
        yield "GET", f"{where}/{written}?q={written}", None, {}
    yield quote(NAME), "/", None, {}
    yield "GET", f"/{CASE}", None, {"Transfer-Encoding": CASE, CASE: NAME, "Content-Length": CASE}


def by_forms(path: str, token: dict[str, str]) -> Iterator[Sent]:
    """Every field of every form, in a conversation and out of it."""
    held = Held(path.rpartition("/")[2], token["Authorization"].removeprefix("Bearer "))
    cookies = [f"chat={held.key}.{held.token}", f"chat={quote(NAME)}.{CASE}", ""]
    for text in TEXTS:
        for name in ("text", "button", "code", "language", "seq", "useful", "page", "word", text):
            raw = urlencode({"word": held.word, "page": "a", name: text}).encode()
            for where in ("", "/start", "/language", "/feedback", "/resume", "/leave", f"/{CASE}"):
                yield "POST", f"/chat{where}", raw, {**FORM, "Cookie": cookies[0]}
        for cookie in cookies:
            yield "POST", "/chat", text.encode(), {**FORM, "Cookie": cookie}
            yield "POST", "/chat", text.encode(), {"Cookie": cookie, "Origin": quote(text)}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gateway, str, str]:
    """A gateway that was told everything while Rasa failed; its log, and a token of a chat."""
    with started(tmp_path_factory.mktemp("canary")) as gateway:
        gateway.rasa.fails = True
        path, token = gateway.open()

        def send(one: Sent) -> None:
            with suppress(TimeoutError):
                answer = gateway.ask(*one, timeout=SLOW)
                # While the database is away a page gives back what was typed into it.
                away = answer.status == 503 and one[1].startswith("/chat")
                if answer.status >= 500 and not away:
                    # A reply that is none is ours to be ashamed of, but tells nobody anything.
                    assert {"error"} <= set(answer.json()) <= {"error", "messages"}
                    assert b"Quorndale" not in answer.body

        with ThreadPoolExecutor(8) as several:
            list(several.map(send, [*tries(path, token), *by_forms(path, token)]))
        assert len(gateway.rasa.turns) >= 4  # one message is tried again and again
        gateway.rasa.fails = False
        _wait_for_all(gateway.state_dir / "assistant.db")  # who is stopped at work may complain
    return gateway, gateway.printed(), token["Authorization"].removeprefix("Bearer ")


def _wait_for_all(database: Path) -> None:
    """Wait until no message is left to be answered."""
    end = time.monotonic() + 90
    with closing(sqlite3.connect(database, timeout=10)) as opened:
        while opened.execute("SELECT count(*) FROM message WHERE state = 'new'").fetchone()[0]:
            assert time.monotonic() < end
            time.sleep(0.2)


def test_p7_no_canary_is_in_what_the_process_prints(told: tuple[Gateway, str, str]) -> None:
    _, printed, _ = told
    assert "rasa did not answer" in printed  # it does log, and what failed is in there
    assert [canary for canary in CANARIES if canary.lower() in printed.lower()] == []
    assert "Traceback" not in printed


def test_16_4_1_every_line_of_the_log_is_one_of_ours(told: tuple[Gateway, str, str]) -> None:
    lines = [json.loads(line) for line in told[1].splitlines()]
    assert {line["logger"].partition(".")[0] for line in lines} <= {"bot", "knowledge"}
    away = [line for line in lines if line["event"] in AWAY]
    assert {line["event"] for line in lines if line not in away} <= EVENTS
    assert {line["kind"] for line in away} <= {"DatabaseAway"}
    for line in lines:
        assert datetime.fromisoformat(line["at"].replace("Z", "+00:00")).tzinfo is not None
        assert all(isinstance(told, (str, int, float, list)) for told in line.values())


def test_14_2_1_neither_token_nor_secret_is_logged(told: tuple[Gateway, str, str]) -> None:
    _, printed, token = told
    assert token not in printed
    assert RASA_TOKEN not in printed


def test_p7_no_other_file_than_the_database_holds_a_canary(told: tuple[Gateway, str, str]) -> None:
    folder: Path = told[0].state_dir
    files = [one for one in folder.rglob("*") if one.is_file() and "assistant.db" not in one.name]
    assert "printed.txt" in [one.name for one in files]
    for one in files:
        text = one.read_bytes().lower()
        assert not [canary for canary in CANARIES if canary.lower().encode() in text]


def test_p7_nothing_is_left_in_any_file_after_erasure_by_the_form(tmp_path: Path) -> None:
    with started(tmp_path) as gateway:
        path, token = gateway.open()
        held = Held(path.rpartition("/")[2], token["Authorization"].removeprefix("Bearer "))
        head = {**FORM, "Cookie": f"chat={held.key}.{held.token}"}

        def send(where: str, **fields: str) -> int:
            raw = urlencode({"word": held.word, "page": "a", **fields}).encode()
            return gateway.ask("POST", f"/chat{where}", raw, head).status

        for text in KEPT:
            assert send("", text=text) == 303
        assert _found_in(tmp_path, *KEPT)  # so that it can be gone
        assert send("/delete") == 200
        assert _found_in(tmp_path, *KEPT) == []
        assert gateway.ask("GET", f"{path}/messages", None, token).status in (401, 404)


def _found_in(folder: Path, *texts: str) -> list[str]:
    """Return the texts that any file holds, the database and its journals among them."""
    held = b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())
    return [text for text in texts if text.encode() in held]
