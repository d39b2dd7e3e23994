"""ASVS 4.2.1 and 13.4 (items 23, 41): request smuggling, methods and doors that are not there."""

from __future__ import annotations

import re
import socket

import pytest

from tests.bot.web.process import CHATS, Gateway

HEAD = b"POST " + CHATS.encode() + b" HTTP/1.1\r\nHost: a\r\n"
SECOND = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
DOORS = [
    "/docs",
    "/metrics",
    "/debug",
    "/admin",
    "/redoc",
    "/swagger.json",
    "/.git/config",
    "/.env",
]
DOORS += ["/static/index.html", "/static/privacy.html", "/static/../api.py", "/server-status"]
RASAS_OWN = ["/internal/turn", "/internal/health", "/webhooks/rest/webhook", "/model/parse"]
RASAS_OWN += ["/conversations/a/tracker/events", "/status", "/version", "/socket.io/"]
AMBIGUOUS = {
    "length and chunks": HEAD + b"Content-Length: 6\r\n" + CHUNKED + b"\r\n0\r\n\r\n" + SECOND,
    "chunks and length": HEAD + CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n" + SECOND,
    "two lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}" + SECOND,
    "two equal lengths": HEAD + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + SECOND,
    "listed lengths": HEAD + b"Content-Length: 2, 0\r\n\r\n{}" + SECOND,
    "signed length": HEAD + b"Content-Length: +2\r\n\r\n{}" + SECOND,
    "negative length": HEAD + b"Content-Length: -1\r\n\r\n" + SECOND,
    "hex length": HEAD + b"Content-Length: 0x2\r\n\r\n{}" + SECOND,
    "underscored length": HEAD + b"Content-Length: 1_0\r\n\r\n{}" + SECOND,
    "folded header": HEAD + b"X-A: b\r\n c: d\r\nContent-Length: 2\r\n\r\n{}" + SECOND,
    "folded coding": HEAD + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "blank before colon": HEAD + b"Content-Length : 2\r\n\r\n{}" + SECOND,
    "bare LF in the head": HEAD.replace(b"\r\n", b"\n") + b"Content-Length: 2\n\n{}" + SECOND,
    "bare LF in a header": HEAD + b"X-A: b\nContent-Length: 2\r\n\r\n{}" + SECOND,
    "bare CR in a header": HEAD + b"X-A: b\rContent-Length: 2\r\n\r\n" + SECOND,
    "NUL in a header": HEAD + b"X-A: b\x00c\r\nContent-Length: 2\r\n\r\n{}" + SECOND,
    "NUL in a name": HEAD + b"X\x00A: b\r\nContent-Length: 2\r\n\r\n{}" + SECOND,
    "chunked twice": HEAD + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n" + SECOND,
    "other coding": HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + SECOND,
    "chunked is not last": HEAD + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + SECOND,
    "chunks in 1.0": HEAD.replace(b"/1.1", b"/1.0") + CHUNKED + b"\r\n0\r\n\r\n" + SECOND,
    "bad chunk size": HEAD + CHUNKED + b"\r\n0x2\r\n{}\r\n0\r\n\r\n" + SECOND,
    "signed chunk size": HEAD + CHUNKED + b"\r\n+2\r\n{}\r\n0\r\n\r\n" + SECOND,
    "huge chunk size": HEAD + CHUNKED + b"\r\nfffffffffffffffff2\r\n{}\r\n0\r\n\r\n" + SECOND,
    "bare LF after a size": HEAD + CHUNKED + b"\r\n2\n{}\r\n0\r\n\r\n" + SECOND,
    "bare LF after a chunk": HEAD + CHUNKED + b"\r\n2\r\n{}\n0\r\n\r\n" + SECOND,
    "LF in an extension": HEAD + CHUNKED + b"\r\n2;a\n{}\r\n0\r\n\r\n" + SECOND,
    "CR in an extension": HEAD + CHUNKED + b"\r\n2;a\rb\r\n{}\r\n0\r\n\r\n" + SECOND,
    "longer chunk": HEAD + CHUNKED + b"\r\n2\r\n{}{}\r\n0\r\n\r\n" + SECOND,
    "blank in a name": b"GET / HTTP/1.1\r\nHost: a\r\nX y: z\r\n\r\n" + SECOND,
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SECOND,
    "version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n" + SECOND,
}


def answers(gateway: Gateway, sent: bytes) -> tuple[list[int], bool]:
    """Send bytes; return the status of each answer and whether the gateway hung up."""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
        connection.sendall(sent)
        got, closed = b"", False
        try:
            while part := connection.recv(65536):
                got += part
                connection.settimeout(10)  # a busy machine; then it is open because it is kept so
            closed = True
        except TimeoutError:
            closed = False
        except ConnectionResetError:
            closed = True
    return [int(one) for one in re.findall(rb"HTTP/1\.[01] (\d{3}) ", got)], closed


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_4_2_1_what_two_could_read_differently_is_refused(gateway: Gateway, name: str) -> None:
    """400 or the end of the connection; what follows is never read as a request."""
    statuses, closed = answers(gateway, AMBIGUOUS[name])
    assert closed
    assert statuses in ([], [400])  # the answer to what is smuggled would be 404
    assert gateway.lives()


def test_4_2_1_a_chunk_extension_hides_nothing(gateway: Gateway) -> None:
    """RFC 9112 wants well-formed ones ignored: one answer for each request, in their order."""
    plain = HEAD + CHUNKED + b'\r\n2;name=value;other="q"\r\n{}\r\n0;last\r\n\r\n'
    assert answers(gateway, plain)[0] in ([201], [400])
    after = b"GET /smuggled HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert answers(gateway, plain + after) in (([201, 404], True), ([400], True))


def test_4_2_1_a_body_of_a_get_is_no_request(gateway: Gateway) -> None:
    head = (
        f"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {len(SECOND)}\r\n\r\n"
    )
    assert answers(gateway, head.encode() + SECOND) == ([200], True)


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG", "PATCH"])
@pytest.mark.parametrize("path", ["/", CHATS, "/api/v1/programmes", "/static/chat.js", "/none"])
def test_13_4_4_other_methods_are_refused(gateway: Gateway, method: str, path: str) -> None:
    where = "a:80" if method == "CONNECT" else path
    sent = f"{method} {where} HTTP/1.1\r\nHost: a\r\nX-Secret: canary\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
        connection.sendall(sent.encode())
        got = b"".join(iter(lambda: connection.recv(65536), b""))
    assert got.split()[1] in (b"400", b"404", b"405")
    assert b"canary" not in got
    assert b"application/json" in got


@pytest.mark.parametrize("path", [*DOORS, *RASAS_OWN])
def test_13_4_5_no_door_but_the_contract(gateway: Gateway, path: str) -> None:
    for method in ("GET", "POST"):
        answer = gateway.ask(method, path)
        assert answer.status in (404, 405)
        assert answer.json()["error"]["code"] in ("not_found", "method_not_allowed")


def test_13_4_2_no_version_and_no_debugging(gateway: Gateway) -> None:
    for path in ("/", "/none", "/api/v1/programmes"):
        server = gateway.ask("GET", path).headers["Server"]
        assert not re.search(r"\d|aiohttp|Python", server)
    answer = gateway.ask("GET", "/%ff?debug=1", None, {"X-Debug": "1"})
    assert (answer.status, answer.code()) == (404, "not_found")
