"""Programs that read the API, at a pace or as fast as they can: `python -m tools.benching.readers`.

A process of its own, and no library: on two cores the one that asks must cost little.
"""

from __future__ import annotations

import asyncio
import json
import signal
import sys
import time
from dataclasses import asdict, dataclass, field
from statistics import quantiles
from urllib.parse import urlsplit

KINDS = {"known": (True,), "plain": (False,), "both": (True, False)}  # has it, or not
PATHS = (
    "/api/v1/programmes?lang=en",
    "/api/v1/programmes/rean?lang=fr",
    "/api/v1/offices",
    "/api/v1/search?q=who%20pays&lang=en",
    "/api/v1/eligibility/trqn_ii?lang=en",
)
CONNECTIONS = 8
TAKES = "Accept-Encoding: gzip, deflate\r\n"  # as every client says
MOST = 100_000  # requests of a run
CATCHES_UP = 0.02  # seconds


@dataclass
class Read:
    """What came of a run: how many answers of which status, and how fast."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    rate: float = 0.0
    p95: float = 0.0  # milliseconds


class Reader:
    """One connection, kept open; knows the tag of what it read."""

    def __init__(self, url: str, known: bool) -> None:
        self._host, self._port = urlsplit(url).hostname, urlsplit(url).port
        self._known, self._tags = known, dict[str, str]()

    async def open(self) -> None:
        """Connect, and read everything once."""
        self._in, self._out = await asyncio.open_connection(self._host, self._port)
        for path in PATHS:
            await self.read(path)

    async def read(self, path: str) -> int:
        """Ask once; return the status."""
        tag = self._tags.get(path)
        known = f"If-None-Match: {tag}\r\n" if tag and self._known else ""
        self._out.write(f"GET {path} HTTP/1.1\r\nHost: a\r\n{TAKES}{known}\r\n".encode())
        head = (await self._in.readuntil(b"\r\n\r\n")).decode("ascii").split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if line)
        heads = {name.lower(): value for name, value in pairs}
        status, length = int(head[0].split(" ")[1]), int(heads.get("content-length", 0))
        if status != 304 and length:
            await self._in.readexactly(length)
        self._tags[path] = heads.get("etag", "")
        return status

    def close(self) -> None:
        """Hang up."""
        self._out.close()


async def read(url: str, rate: float, seconds: float, kind: str) -> Read:
    """Read for some seconds or until SIGTERM, `rate` times each (0: as fast as it goes)."""
    kinds = KINDS[kind]
    readers = [Reader(url, kinds[at % len(kinds)]) for at in range(CONNECTIONS)]
    await asyncio.gather(*(one.open() for one in readers))
    found, taken, over = Read(), list[float](), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    began = time.perf_counter()

    async def work(at: int, reader: Reader) -> None:
        asked, due = at, began + (at / rate if rate else 0)
        while asked < MOST and not over.is_set() and time.perf_counter() - began < seconds:
            if rate and (early := due - time.perf_counter()) > 0:
                await asyncio.sleep(early)
            sent = time.perf_counter()
            status = await reader.read(PATHS[asked % len(PATHS)])
            taken.append(time.perf_counter() - sent)
            found.statuses[status] = found.statuses.get(status, 0) + 1
            asked += CONNECTIONS
            # Who was held up catches up, but not on what was missed while it was stopped.
            due = max(due + CONNECTIONS / rate, sent - CATCHES_UP) if rate else due

    await asyncio.gather(*(work(at, one) for at, one in enumerate(readers)))
    found.seconds = time.perf_counter() - began
    found.rate, found.p95 = len(taken) / found.seconds, quantiles(taken, n=20)[18] * 1000
    for one in readers:
        one.close()
    return found


def main() -> None:
    """Read as the arguments say (address, rate, seconds, kind); print JSON."""
    url, rate, seconds, kind = sys.argv[1:5]
    print(json.dumps(asdict(asyncio.run(read(url, float(rate), float(seconds), kind)))))


if __name__ == "__main__":
    main()
