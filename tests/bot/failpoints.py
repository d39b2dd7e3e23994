"""Every boundary of a statement or commit, one by one: there the database fails, or we die."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.bot.modelling.stepping import StepDatabase


class Killed(BaseException):
    """Stands for kill -9: no handler of ours may take it for an error."""


@dataclass
class Failpoints:
    """Counts boundaries from 1 and ends it all at one of them.

    `when_killed` is called at that very moment: what it copies is what a dead process leaves.
    """

    at: int
    kill: bool
    when_killed: Callable[[], None] = lambda: None
    passed: list[str] = field(default_factory=list)
    dead: bool = False

    @property
    def fired(self) -> bool:
        """Tell whether the flow came as far as this point."""
        return len(self.passed) >= self.at

    def reach(self, name: str, error: type[Exception]) -> None:
        """Be at a boundary."""
        if self.dead:
            raise Killed
        self.passed.append(name)
        if len(self.passed) != self.at:
            return
        if self.kill:
            self.dead = True
            self.when_killed()
            raise Killed
        raise error("failpoint")


@contextmanager
def armed(database: StepDatabase, points: Failpoints) -> Iterator[None]:
    """Have a database reach failpoints before each statement, around each commit."""
    dialect: Any = database.engine.dialect
    error = sqlite3.OperationalError if dialect.name == "sqlite" else psycopg.OperationalError
    execute, many, commit = dialect.do_execute, dialect.do_executemany, dialect.do_commit
    rollback = dialect.do_rollback

    def around(what: Callable[..., Any], name: str | None) -> Callable[..., Any]:
        def work(*given: Any, **named: Any) -> None:
            told = name or " ".join(str(given[1]).split()[:3])
            points.reach(f"before {told}", error)
            what(*given, **named)
            if name:  # after a statement is before the next one
                points.reach(f"after {told}", error)

        return work

    def rolled_back(connection: Any) -> None:
        if not points.dead:  # the dead take nothing back
            rollback(connection)

    dialect.do_execute, dialect.do_executemany = around(execute, None), around(many, None)
    dialect.do_commit, dialect.do_rollback = around(commit, "commit"), rolled_back
    try:
        yield
    finally:
        dialect.do_execute, dialect.do_executemany = execute, many
        dialect.do_commit, dialect.do_rollback = commit, rollback
