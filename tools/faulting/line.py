"""The proxy in a thread of its own, for tests that wait and block."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from tools.faulting.proxy import Fault, Proxy


class BadLine:
    """A proxy in a thread of its own."""

    def __init__(self, proxy: Proxy, loop: asyncio.AbstractEventLoop) -> None:
        self._proxy, self._loop = proxy, loop
        self.port = proxy.port

    @property
    def hits(self) -> int:
        """Return how often the last fault struck."""
        return self._proxy.hits

    def switch(self, fault: Fault | None) -> None:
        """Play this fault from now on, or none."""
        self.do(self._proxy.switch(fault))

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Run this in the proxy's thread."""
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


@contextmanager
def line_to(upstream: int) -> Iterator[BadLine]:
    """Stand before a port; the line is good until a fault is switched on."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    proxy = Proxy(upstream)
    line = BadLine(proxy, loop)
    line.switch(None)
    try:
        yield line
    finally:
        line.do(proxy.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
