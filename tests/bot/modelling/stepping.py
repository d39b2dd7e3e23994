"""The real database, but in the thread that asks: a step of a test ends when it says so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa

from knowledge.database import Database, DatabaseAway

T = TypeVar("T")


class StepDatabase(Database):
    """The real one, but in the thread that asks. The next write may fail on demand."""

    url = ""
    fault: str | None = None  # "before" or "after": was it committed?

    async def _beside(
        self,
        do: Callable[[Callable[[sa.Connection], T]], T],
        work: Callable[[sa.Connection], T],
        within: float = 0,
    ) -> T:
        fault = None
        if do == self.writing:
            fault, self.fault = self.fault, None
        if fault == "before":
            raise DatabaseAway("the connection was cut before the commit")
        result = do(work)
        if fault == "after":
            raise DatabaseAway("the connection was cut after the commit")
        return result

    async def settle(self) -> None:
        if self.engine.dialect.name == "sqlite":
            self._shorten_log()

    def let_go(self) -> None:
        """Be free for the next process: what SQLAlchemy has compiled is kept."""
        self.fault = None
        if self.engine.dialect.name == "sqlite":
            self.engine.dispose()
        _spare[self.url].append(self)


_spare: dict[str, list[StepDatabase]] = defaultdict(list)


def connected(url: str) -> StepDatabase:
    """Return a database that nobody uses."""
    held = _spare[url].pop() if _spare[url] else StepDatabase(url)
    held.url = url
    return held
