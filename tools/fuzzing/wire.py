"""Sends bytes, reads all that comes back, and takes the answers out of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 30.0  # seconds until an answer, and the end, are overdue
QUIET = 0.3  # seconds without a byte after which we hang up on what is no whole request


class Garbled(ValueError):
    """What came back is no HTTP."""


@dataclass(frozen=True)
class Heard:
    """What came back, and whether the other side ended the connection."""

    raw: bytes
    ended: bool
    reset: bool = False  # ended in haste: an answer may have been lost on the way


@dataclass(frozen=True)
class Answer:
    """One answer."""

    method: str  # of the request it belongs to
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


async def exchange(
    port: int, sent: bytes, whole: bool, pause: float = 0.0, longest: float = LONGEST
) -> Heard:
    """Send bytes; listen to the end, or hang up when nothing more comes of half a request."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = bytearray()
    try:
        if pause:
            writer.write(sent[: len(sent) // 2])
            await asyncio.sleep(pause)
            sent = sent[len(sent) // 2 :]
        writer.write(sent)
        if await _listen(reader, got, longest if whole else QUIET):
            return Heard(bytes(got), True)
        if whole:
            return Heard(bytes(got), False)
        writer.write_eof()
        return Heard(bytes(got), await _listen(reader, got, longest))
    except (ConnectionError, OSError):
        return Heard(bytes(got), True, reset=True)
    finally:
        writer.transport.abort()


async def _listen(reader: asyncio.StreamReader, got: bytearray, patience: float) -> bool:
    """Read to the end; False when nothing more comes."""
    try:
        while part := await asyncio.wait_for(reader.read(65536), patience):
            got += part
    except asyncio.TimeoutError:
        return False
    return True


def answers_in(raw: bytes, methods: Sequence[str]) -> list[Answer]:
    """Return the answers in their order; Garbled when bytes are left or missing."""
    found: list[Answer] = []
    while raw:
        head, blank, raw = raw.partition(b"\r\n\r\n")
        if not blank:
            raise Garbled("a head without an end")
        status, headers = _head(head)
        if 100 <= status < 200:
            continue
        method = methods[len(found)] if len(found) < len(methods) else "GET"
        bare = status in (204, 304) or (method == "HEAD" and not raw.startswith(b"{"))
        body, raw = (b"", raw) if bare else _body(headers, raw)
        found.append(Answer(method, status, headers, body))
    return found


def _head(head: bytes) -> tuple[int, dict[str, str]]:
    first, *lines = head.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    if version not in ("HTTP/1.1", "HTTP/1.0") or not rest[:3].isdecimal():
        raise Garbled("no status line")
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name.lower() in headers:
            raise Garbled("a line of the head is none, or is there twice")
        headers[name.lower()] = value.strip()
    return int(rest[:3]), headers


def _body(headers: dict[str, str], raw: bytes) -> tuple[bytes, bytes]:
    if "chunked" in headers.get("transfer-encoding", ""):
        return _joined(raw)
    length = int(headers.get("content-length", len(raw)))
    if len(raw) < length:
        raise Garbled("a body that is cut")
    return raw[:length], raw[length:]


def _joined(raw: bytes) -> tuple[bytes, bytes]:
    body = b""
    while True:
        size, line, raw = raw.partition(b"\r\n")
        if not line:
            raise Garbled("chunks that are cut")
        length = int(size, 16)
        body, raw = body + raw[:length], raw[length + 2 :]
        if length == 0:
            return body, raw
