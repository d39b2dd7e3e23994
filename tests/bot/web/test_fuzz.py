"""Bad input made by dice over every public entry: no crash, no 5xx, only the contract's answers.

`make fuzz` sends more of it; a failure says how to send the same again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote_plus

import pytest

from bot.web.templating import templates
from tests.bot.web.corpus import BODIES, TEXTS
from tools.fuzzing.call import Input
from tools.fuzzing.fire import Fire
from tools.fuzzing.judge import JSON, Judge
from tools.fuzzing.target import Target, under_fire
from tools.fuzzing.wild import NAMES, OPENERS, input_of
from tools.fuzzing.wire import Heard, exchange

SEED = 20261128
EACH = 500
# Many requests to an input, a wait in each, bytes wiped from the files: `make fuzz` sends more.
FEWER = {"pipelined": 100, "half_open": 250, "erase": 250, "chat_erased": 100}
MOST_GROWTH = 150  # MB: some 90 are caches and pools that fill; a leak of each input would be more
PAGE = b"<!DOCTYPE html><p>ours</p>"
GET = Input(b"", ("GET",))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with under_fire(tmp_path_factory.mktemp("fuzz")) as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.parametrize("entry", NAMES)
async def test_whatever_is_sent_is_answered_as_the_contract_says(
    target: Target, entry: str
) -> None:
    failed = await Fire(target, SEED).at(entry, range(FEWER.get(entry, EACH)))
    assert not failed, "\n".join(map(str, failed[:3]))


@pytest.mark.slow
def test_and_the_gateway_is_as_it_was(target: Target) -> None:
    """After all of the above: it lives, answers, is no bigger, and logged nothing of it."""
    assert target.damage(MOST_GROWTH) == []


@pytest.mark.parametrize("entry", NAMES)
def test_the_same_seed_makes_the_same_input(entry: str) -> None:
    made = [input_of(1, entry, number) for number in range(100)]
    assert made == [input_of(1, entry, number) for number in range(100)]
    assert len({one.sent for one in made}) > 20
    assert made != [input_of(2, entry, number) for number in range(100)]


def test_the_whole_corpus_is_among_it() -> None:
    said = {input_of(SEED, "say", number).sent.partition(b"\r\n\r\n")[2] for number in range(EACH)}
    assert {json.dumps({"text": one}).encode() for one in TEXTS.values()} <= said
    assert {raw for raw, _ in BODIES.values()} <= said
    assert set(OPENERS) <= {input_of(SEED, "raw_bytes", number).sent for number in range(EACH)}
    flood = [len(input_of(SEED, "pipelined", number).methods) for number in range(3)]
    assert flood == [50, 50, 300]
    assert b"{{old chat}}" in input_of(SEED, "press", 0).sent
    forms = [input_of(SEED, "chat_form", number) for number in range(EACH)]
    raw = {one.sent.partition(b"\r\n\r\n")[2] for one in forms}
    texts = {quote_plus(one.encode("utf-8", "surrogatepass")) for one in TEXTS.values()}
    assert {f"text={one}".encode() for one in texts} <= {one.split(b"&")[0] for one in raw}
    assert {body for body, _ in BODIES.values()} <= raw


def _answer(status: str, kind: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nX-Content-Type-Options: nosniff\r\n{more}"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


OURS = (templates().page("left.html", "fr") + "\n").encode()
HTML = "text/html; charset=utf-8"
ERROR = b'{"error": {"code": "a", "message": "b"}}'
GOOD = {
    "a page of ours": _answer("200 OK", "text/html; charset=utf-8", PAGE),
    "data": _answer("200 OK", JSON, b'{"a": "<b>"}'),
    "an error": _answer("422 No", JSON, ERROR),
    "a page that was made": _answer("200 OK", HTML, OURS),
    "such a page with an error": _answer("409 No", HTML, OURS),
    "led on": _answer("303 See", HTML, b"", "Location: /chat#m2\r\n"),
    "a word before": b"HTTP/1.1 100 Continue\r\n\r\n" + _answer("200 OK", JSON, b"{}"),
    "nothing to say": b"HTTP/1.1 204 No Content\r\nX-Content-Type-Options: nosniff\r\n\r\n",
}
BAD = {
    "500": _answer("500 Broken", JSON, ERROR),
    "503": _answer("503 Away", JSON, ERROR),
    "elsewhere": _answer("302 Found", JSON, b"{}"),
    "led away": _answer("303 See", HTML, b"", "Location: //evil.example/chat\r\n"),
    "led to wait": _answer("303 See", HTML, b"", "Location: /chat?waiting\r\n"),
    "markup in a page": _answer("200 OK", HTML, OURS.replace(b"</h1>", b"<b>a</b></h1>")),
    "script in a page": _answer("200 OK", HTML, OURS.replace(b"</h1>", b"<script>a</script></h1>")),
    "a handler in a page": _answer("200 OK", HTML, OURS.replace(b"<h1>", b"<h1 onclick=a>")),
    "half a page": _answer("200 OK", HTML, OURS[:-9]),
    "trace": _answer("400 No", JSON, ERROR.replace(b"b", b"Traceback (most recent call last)", 1)),
    "error as a page": _answer("404 No", "text/html; charset=utf-8", PAGE),
    "error as text": _answer("417 No", "text/plain; charset=utf-8", b"Unknown"),
    "another form": _answer("404 No", JSON, b'{"code": "a"}'),
    "echo": _answer("200 OK", "text/html; charset=utf-8", PAGE + b"<script>"),
    "NaN": _answer("200 OK", JSON, b'{"score": NaN}'),
    "half a character": _answer("200 OK", JSON, b'{"text": "\\ud800"}'),
    "long error": _answer("422 No", JSON, ERROR.replace(b'"b"', b'"' + b"b" * 3000 + b'"')),
    "version": _answer("200 OK", JSON, b"{}", "Server: aiohttp/3.14\r\n"),
    "in the head": _answer("200 OK", JSON, b"{}", "X-A: kanarie7\r\n"),
    "a line twice": _answer("200 OK", JSON, b"{}", "X-A: a\r\nX-A: b\r\n"),
    "hangs": _answer("202 Later", JSON, b'{"messages": []}'),
    "without our headers": b"HTTP/1.1 204 No Content\r\n\r\n",
    "cut": _answer("200 OK", JSON, b'{"a": 1}')[:-2],
    "none": b"",
    "two for one": _answer("200 OK", JSON, b"{}") * 2,
    "no HTTP": b"hello\r\n\r\n",
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_answer_is_not_blamed(name: str) -> None:
    assert Judge(frozenset([PAGE])).faults(GET, Heard(GOOD[name], True)) == []


@pytest.mark.parametrize("name", BAD)
def test_a_bad_answer_is_noticed(name: str) -> None:
    assert Judge(frozenset([PAGE])).faults(GET, Heard(BAD[name], True))


@pytest.mark.parametrize("name", ["a page of ours", "a page that was made", "led on"])
def test_a_page_is_no_answer_of_the_api(name: str) -> None:
    api = Input(b"", ("GET",), api=True)
    assert Judge(frozenset([PAGE])).faults(api, Heard(GOOD[name], True))


async def test_a_connection_that_does_not_end_is_noticed(tmp_path: Path) -> None:
    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(3)
        writer.close()

    server = await asyncio.start_server(deaf, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        heard = await exchange(port, b"GET / HTTP/1.1\r\n\r\n", whole=True, longest=0.2)
    assert Judge(frozenset()).faults(GET, heard) == ["the connection does not end"]
