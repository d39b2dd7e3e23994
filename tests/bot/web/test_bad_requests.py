"""Requests that are wrong get the contract's error, and the next one its answer."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.text import clean, json_object
from bot.serve import serve
from bot.settings import Settings, SettingsError
from tests.bot.web.gateway import ROOT, Client, start
from tests.conftest import free_port
from tests.tables import upgrade

TEXT = {"text": "hello there"}
GZIP = {"Content-Encoding": "gzip"}
AT_THE_DOOR = ("aiohttp", "asyncio", "bot.web")  # loggers of what is near a call
AWAY = ("database away", "streams see nothing")  # a machine that is busy with other tests


async def code_of(answer: Any) -> tuple[int, str]:
    assert answer.content_type == "application/json"
    error = (await answer.json())["error"]
    assert " / " in error["message"]
    return answer.status, error["code"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"text": ""}', 422, "text_empty"),
        (b'{"text": "\\u0000 \\ud800"}', 422, "text_empty"),
        (b'{"text": "' + b"a" * 1001 + b'"}', 422, "text_too_long"),
        (b'{"text": "' + b"a" * 100_000 + b'"}', 413, "body_too_large"),
        (b"{", 400, "bad_json"),
        (b"[]", 400, "bad_json"),
        (b"\xff\xfe", 400, "bad_json"),
        (b"[" * 10_000, 400, "bad_json"),
        (b'{"text": 5}', 422, "bad_message"),
        (b"{}", 422, "bad_message"),
        (b'{"text": "a", "button": "menu"}', 422, "bad_message"),
        (b'{"button": "nowhere"}', 422, "button_unknown"),
    ],
)
async def test_bad_input_gets_a_clear_error_and_the_next_message_an_answer(
    client: Client, body: bytes, status: int, code: str
) -> None:
    path, token = await start(client)
    answer = await client.post(f"{path}/messages", data=body, headers=token)
    assert answer.status == status
    assert (await answer.json())["error"]["code"] == code
    after = await client.post(f"{path}/messages", json={"text": "hello there"}, headers=token)
    assert after.status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        json.dumps(TEXT).encode("utf-16"),
        json.dumps(TEXT).encode("utf-32-le"),
        b'{"text": "hello", "more": NaN}',
        b'{"text": "hello", "more": -Infinity}',
        b'{"text": "hell\xe9"}',
    ],
    ids=["empty", "UTF-16", "UTF-32", "NaN", "-Infinity", "Latin-1"],
)
@pytest.mark.parametrize("call", ["messages", "language"])
async def test_only_json_in_utf_8_is_read(client: Client, call: str, body: bytes) -> None:
    path, token = await start(client)
    method = "POST" if call == "messages" else "PUT"
    answer = await client.request(method, f"{path}/{call}", data=body, headers=token)
    assert await code_of(answer) == (400, "bad_json")


async def test_a_conversation_is_opened_without_a_body(client: Client) -> None:
    assert (await client.post(ROOT)).status == 201
    assert await code_of(await client.post(ROOT, data=b"[]")) == (400, "bad_json")


BROKEN_OFF = gzip.compress(b"{}", mtime=0)[:9] + b"\xff" * 40


@pytest.mark.parametrize("body", [b"not gzip at all", BROKEN_OFF], ids=["not gzip", "broken off"])
async def test_broken_gzip_is_bad_json(client: Client, body: bytes) -> None:
    path, token = await start(client)
    answer = await client.post(f"{path}/messages", data=body, headers={**token, **GZIP})
    assert await code_of(answer) == (400, "bad_json")
    good = gzip.compress(json.dumps(TEXT).encode())
    answer = await client.post(f"{path}/messages", data=good, headers={**token, **GZIP})
    assert answer.status == 200


@pytest.mark.parametrize("own_id", ["", "a" * 129, "line\nbreak", 5, ["a"]])
async def test_a_bad_client_message_id_is_named(client: Client, own_id: Any) -> None:
    path, token = await start(client)
    body = {**TEXT, "client_message_id": own_id}
    answer = await client.post(f"{path}/messages", json=body, headers=token)
    assert await code_of(answer) == (422, "bad_client_message_id")


@pytest.mark.parametrize("after", ["-1", "x", "", "1.5", "1234567890", "\u0661", "\u00b2"])
async def test_a_bad_after_is_named(client: Client, after: str) -> None:
    path, token = await start(client)
    answer = await client.get(f"{path}/messages", params={"after": after}, headers=token)
    assert await code_of(answer) == (422, "bad_after")


async def test_a_message_number_is_written_in_ascii(client: Client) -> None:
    path, token = await start(client)
    assert (await client.get(f"{path}/messages/1", headers=token)).status == 200
    answer = await client.get(f"{path}/messages/\u0661", headers=token)
    assert await code_of(answer) == (404, "not_found")


@pytest.mark.parametrize("path", ["/static", "/static/", "/static/../app.py"])
async def test_where_nothing_is_nothing_is_found(client: Client, path: str) -> None:
    assert await code_of(await client.get(path)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", ROOT, {"POST"}),
        ("PUT", f"{ROOT}/one/messages", {"GET", "HEAD", "POST"}),
        ("POST", "/privacy", {"GET", "HEAD"}),
    ],
)
async def test_a_wrong_method_is_told_the_right_ones(
    client: Client, method: str, path: str, allowed: set[str]
) -> None:
    answer = await client.request(method, path)
    assert await code_of(answer) == (405, "method_not_allowed")
    assert set(answer.headers["Allow"].split(",")) == allowed


UNSEEN = ["\u200b", "\u200d\u200c", "\ufeff", "\u2060", "\u00ad", "\ufe0f", "\u3164", "\u2800"]
UNSEEN += ["\U000e0100", "\u034f", "\u202e\u2069", " \u00a0\u2003\n\t", "\x07"]


@pytest.mark.parametrize("text", UNSEEN, ids=ascii)
async def test_what_nobody_sees_is_no_message(client: Client, text: str) -> None:
    path, token = await start(client)
    answer = await client.post(f"{path}/messages", json={"text": f" {text} "}, headers=token)
    assert await code_of(answer) == (422, "text_empty")


@pytest.mark.parametrize(
    "text",
    ["👩\u200d⚕️", "می\u200cخواهم", "❤️", "\U0001fae0", "co\u00adopération", "1\ufe0f\u20e3", "?"],
)
def test_joiners_stay_where_they_join(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize("body", [b"1", b'"a"', b"null", b"[" * 100_000, b"{}{}", b" "])
def test_a_body_is_one_object(body: bytes) -> None:
    with pytest.raises(ValueError):
        json_object(body)


@pytest.fixture
async def port(tmp_path: Path) -> AsyncIterator[int]:
    """Serve as the gateway process does; what is no HTTP meets its protocol only there."""
    chosen, stop = free_port(), asyncio.Event()
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "PORT": str(chosen)})
    await asyncio.to_thread(upgrade, settings.database_url)
    serving = asyncio.create_task(serve(settings, stop))
    while not serving.done():
        try:
            (await asyncio.open_connection("127.0.0.1", chosen))[1].close()
            break
        except OSError:
            await asyncio.sleep(0.05)
    yield chosen
    stop.set()
    await asyncio.wait_for(serving, 60)


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"garbage\r\n\r\n", "garbage"),
        (b"FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n", "FROBNICATE"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n", "aaaaaaaa"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", "x16x03"),
    ],
    ids=["no HTTP", "unknown method", "too long", "TLS"],
)
async def test_what_is_no_http_gets_the_same_form(
    port: int, sent: bytes, word: str, caplog: pytest.LogCaptureFixture
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    head, _, body = (await asyncio.wait_for(reader.read(), 30)).partition(b"\r\n\r\n")
    writer.close()
    assert head.startswith((b"HTTP/1.1 400 ", b"HTTP/1.0 400 "))
    assert b"Content-Type: application/json" in head
    assert json.loads(body)["error"]["code"] == "bad_request"
    # The gateway's own work may be told meanwhile (how long it keeps what, that the database is
    # away), a stranger's noise not: neither that it came nor what it was.
    told = [one for one in caplog.records if one.name.startswith(AT_THE_DOOR)]
    assert [one for one in told if one.getMessage() not in AWAY] == []
    logged = str([vars(one) for one in caplog.records]).replace("\\", "")  # of b"\x16": x16
    assert word not in logged


async def test_a_taken_port_is_one_sentence(port: int, tmp_path: Path) -> None:
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "PORT": str(port)})
    with pytest.raises(SettingsError, match="choose another port"):
        await serve(settings, asyncio.Event())
