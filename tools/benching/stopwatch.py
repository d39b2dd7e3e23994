"""Where the time of one thread of work goes: named parts, each without the parts inside it."""

from __future__ import annotations

import functools
import inspect
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Stopwatch:
    """Sums seconds and calls a part; for work that is done one step after another."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.calls: dict[str, int] = {}
        self._inside: list[float] = [0.0]

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what happens here to a part."""
        self._inside.append(0.0)
        started = time.perf_counter()
        try:
            yield
        finally:
            whole, inner = time.perf_counter() - started, self._inside.pop()
            self._inside[-1] += whole
            self.seconds[name] = self.seconds.get(name, 0.0) + whole - inner
            self.calls[name] = self.calls.get(name, 0) + 1

    def watch(self, name: str, owner: Any, function: str) -> None:
        """Count a function of a class, a module or an object to a part, wherever it is called."""
        setattr(owner, function, self._watched(name, getattr(owner, function)))

    def _watched(self, name: str, called: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(called):

            @functools.wraps(called)
            async def later(*given: Any, **named: Any) -> Any:
                with self.part(name):
                    return await called(*given, **named)

            return later

        @functools.wraps(called)
        def now(*given: Any, **named: Any) -> Any:
            with self.part(name):
                return called(*given, **named)

        return now

    def clear(self) -> None:
        """Forget what was counted, as after a warm-up."""
        self.seconds.clear()
        self.calls.clear()

    def each(self, times: int) -> dict[str, tuple[float, float]]:
        """Return milliseconds and calls a message of each part, the longest first."""
        longest = sorted(self.seconds, key=lambda name: -self.seconds[name])
        return {
            name: (self.seconds[name] / times * 1000, self.calls[name] / times) for name in longest
        }
