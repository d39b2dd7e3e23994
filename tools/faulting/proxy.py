"""A TCP proxy that plays a bad line: switch a fault on, see who copes, switch it off again."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from enum import Enum
from random import Random
from typing import Any

HOST = "127.0.0.1"
RATE, PIECE = 1024, 128  # bytes a second of a slow line, and how many at a time
MOMENT = 0.03  # seconds for which the rest of a reply may keep us waiting
NO_LINGER = struct.pack("ii", 1, 0)  # closing sends RST instead of FIN
COMMITTED = b"COMMIT\x00"  # PostgreSQL's word that a transaction is stored
PAGE = b"<html><h1>500 Internal Server Error</h1></html>"
HEAD = b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\nConnection: close\r\n"
BROKEN = HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE


class Fault(Enum):
    """What is wrong with the line. Except for the first two, requests arrive, replies do not."""

    REFUSE = "refuse"  # nobody listens, and what was open is reset
    BLACK_HOLE = "black-hole"  # all is swallowed; a line that lost bytes stays dead for ever
    LATE = "late-500ms"
    VERY_LATE = "late-5s"
    CUT = "cut"  # ends in the middle of the reply
    RESET = "reset"
    GARBAGE = "garbage"
    SLOW = "slow"
    ERROR = "http-500"
    COMMIT_LOST = "commit-lost"  # PostgreSQL has stored it, but nobody learns that


DELAY = {Fault.LATE: 0.5, Fault.VERY_LATE: 5.0}
ENDS = (Fault.CUT, Fault.RESET, Fault.ERROR, Fault.COMMIT_LOST)


class Proxy:
    """Stands on a port of its own before one on this machine."""

    def __init__(self, upstream: int) -> None:
        self.upstream = upstream
        self.fault: Fault | None = None
        self.hits = 0  # how often the last fault struck; of those refused nobody hears
        # Bound and not listening: connections are refused, and nobody else takes the port.
        self._reserved = _bound(0)
        self.port = int(self._reserved.getsockname()[1])
        self._server: asyncio.Server | None = None
        self._lines: dict[asyncio.Task[Any], Line] = {}

    async def switch(self, fault: Fault | None) -> None:
        """Play this fault from now on, or none."""
        self.fault = fault
        self.hits = self.hits if fault is None else 0
        if fault is Fault.REFUSE:
            await self._leave()
        elif self._server is None:
            self._server = await asyncio.start_server(self._serve, sock=_bound(self.port))

    async def close(self) -> None:
        """End every line."""
        await self._leave()
        self._reserved.close()

    async def _leave(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        tasks = list(self._lines)
        for task, line in self._lines.items():
            line.reset()
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        line = Line(self, reader, writer)
        if task is not None:
            self._lines[task] = line
        try:
            with suppress(OSError, asyncio.CancelledError):
                await line.run()
        finally:
            writer.close()
            if task is not None:
                del self._lines[task]


class Line:
    """One connection."""

    def __init__(
        self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._proxy, self._reader, self._writer = proxy, reader, writer
        self._dead = False

    async def run(self) -> None:
        """Carry requests and replies until one side has enough."""
        reader, writer = await asyncio.open_connection(HOST, self._proxy.upstream)
        ways = self._requests(writer), self._replies(reader)
        tasks = [asyncio.ensure_future(way) for way in ways]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            writer.close()

    def reset(self) -> None:
        """End the connection as a machine does that knows nothing of it."""
        raw = self._writer.get_extra_info("socket")
        with suppress(OSError):  # closed already
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self._writer.transport.abort()

    async def _requests(self, writer: asyncio.StreamWriter) -> None:
        while data := await self._reader.read(65536):
            if not self._swallows():
                await self._send(data, writer)

    async def _replies(self, reader: asyncio.StreamReader) -> None:
        while data := await reader.read(65536):
            if self._swallows():
                continue
            fault = self._proxy.fault
            if fault is not None:
                data += await _rest(reader)
            if fault in ENDS and (fault is not Fault.COMMIT_LOST or COMMITTED in data):
                return await self._end(fault, data)
            if fault in DELAY:
                self._proxy.hits += 1
                await asyncio.sleep(DELAY[fault])
            if fault is Fault.GARBAGE:
                self._proxy.hits += 1
                data = Random(len(data)).randbytes(len(data))  # the same again for the same length
            await self._send(data, self._writer)
        return None

    async def _end(self, fault: Fault | None, data: bytes) -> None:
        self._proxy.hits += 1
        if fault is Fault.RESET:
            return self.reset()
        last = {Fault.CUT: data[: len(data) // 2], Fault.ERROR: BROKEN}
        self._writer.write(last.get(fault, b"") if fault else b"")
        return await self._writer.drain()

    async def _send(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        if self._proxy.fault is Fault.SLOW:
            self._proxy.hits += 1
        while data:
            size = len(data)
            if self._proxy.fault is Fault.SLOW:
                size = PIECE
                await asyncio.sleep(PIECE / RATE)
            writer.write(data[:size])
            await writer.drain()
            data = data[size:]

    def _swallows(self) -> bool:
        if self._proxy.fault is Fault.BLACK_HOLE:
            self._proxy.hits += 1
            self._dead = True
        return self._dead


async def _rest(reader: asyncio.StreamReader) -> bytes:
    """Return what comes right behind: a reply's head and body are often sent one by one."""
    with suppress(asyncio.TimeoutError):
        return await asyncio.wait_for(reader.read(65536), MOMENT)
    return b""


def _bound(port: int) -> socket.socket:
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind((HOST, port))
    return made
