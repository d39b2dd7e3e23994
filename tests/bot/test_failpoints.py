"""At each statement and commit of each flow the database fails, or the process dies."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations import statements
from bot.conversations.sharing import ALIVE
from tests.bot.failpoints import Failpoints, Killed, armed
from tests.bot.modelling.flow import Flow
from tests.bot.modelling.flows import FLOWS, Handle, TakeWaiting
from tests.bot.modelling.world import World, emptied
from tests.tables import upgrade

NEVER = 1_000  # more boundaries than a flow has
LEAST = 4  # boundaries of the shortest flow: begin, one statement, before and after its commit


class Visit:
    """One flow on one database, as often as it has boundaries."""

    def __init__(self, flow: type[Flow], url: str, kill: bool, folder: Path) -> None:
        self.flow, self.url, self.kill, self.folder = flow, url, kill, folder
        self.names = self.one(NEVER)

    def one(self, at: int) -> list[str]:
        """Break the flow at one boundary, then go through it again; return those it reached."""
        emptied(self.url)
        world = World(self.url, gateways=1)
        points = Failpoints(at, self.kill, lambda: self._copy(world))
        try:
            flow = self.flow(world)
            flow.check()
            self._broken(flow, points)
            if points.dead:
                flow.world = world = self._after(world)
            flow.learn()
            flow.check()
            flow.run()
            flow.check()
            flow.done()
            world.drain()
            flow.check()
            rows = [row for rows in flow.held().messages.values() for row in rows]
            assert all(row["state"] != "new" for row in rows), "it waits for ever"
        finally:
            world.close()
        return points.passed

    def _broken(self, flow: Flow, points: Failpoints) -> None:
        # What a task is stopped by shows in what it left undone.
        with (
            armed(flow.gateway.database, points),
            suppress(Killed, sa.exc.SQLAlchemyError),
        ):
            flow.run()
        assert points.fired == (points.at < NEVER)

    def _copy(self, world: World) -> None:
        """Keep what lies on disk at this moment; a server is told by the cut connections."""
        if self._file:
            for ending in ("", "-wal"):
                shutil.copy(f"{self._file}{ending}", self.folder / f"dead.db{ending}")
            return
        engine = sa.create_engine(world.database.engine.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(CUT)
        engine.dispose()

    def _after(self, dead: World) -> World:
        """Start again on what the dead left, when all others know that it is dead."""
        url = f"sqlite:///{self.folder / 'dead.db'}" if self._file else self.url
        dead.close()
        world = World(url, 1, dead)
        world.pass_time(ALIVE * 2)
        return world

    @property
    def _file(self) -> str | None:
        return self.url.partition("sqlite:///")[2] or None


CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'assistant.db'}"
    upgrade(url)
    return url


def visit_all(visit: Visit) -> int:
    """Visit every boundary, and return how many there were."""
    assert len(visit.names) >= LEAST, visit.names
    for at in range(1, len(visit.names) + 1):
        reached = visit.one(at)
        assert reached[:at] == visit.names[:at]
    print(f"{visit.flow.__name__}: {len(visit.names)} boundaries")
    return len(visit.names)


@pytest.mark.parametrize("kill", [False, True], ids=["fault", "kill"])
@pytest.mark.parametrize("flow", FLOWS)
def test_broken_anywhere_it_holds_and_goes_on(
    flow: type[Flow], kill: bool, sqlite: str, tmp_path: Path
) -> None:
    assert visit_all(Visit(flow, sqlite, kill, tmp_path)) >= LEAST


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize(
    ("flow", "kill"), [(Handle, True), (TakeWaiting, False), (TakeWaiting, True)]
)
def test_the_same_where_gateways_share(
    flow: type[Flow], kill: bool, database_url: str, tmp_path: Path
) -> None:
    upgrade(database_url)
    assert visit_all(Visit(flow, database_url, kill, tmp_path)) >= LEAST


def test_a_flow_in_two_transactions_is_found(
    sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = statements.append

    def append(connection: sa.Connection, *given: Any) -> Any:
        said = whole(connection, *given)
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        return said

    visit = Visit(Handle, sqlite, True, tmp_path)
    monkeypatch.setattr(statements, "append", append)
    with pytest.raises(AssertionError):
        visit_all(visit)
