"""A line to PostgreSQL that goes bad in the middle of a transaction: the database counts as away.

Whoever asked may then ask again; any other error would be one of ours.
"""

from __future__ import annotations

import asyncio

import pytest
import sqlalchemy as sa

from knowledge.database import Database, DatabaseAway, address_of
from tools.faulting.line import line_to
from tools.faulting.proxy import Fault

FAULTS = (Fault.REFUSE, Fault.CUT, Fault.RESET, Fault.GARBAGE, Fault.BLACK_HOLE, Fault.COMMIT_LOST)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.value))
async def test_a_transaction_cut_short_says_that_the_database_is_away(
    postgres: str, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.database.ANSWERS_WITHIN", 6.0)
    server = address_of(postgres)
    with line_to(int(server.port or 5432)) as line:
        way = server.set(port=line.port).render_as_string(hide_password=False)
        database = Database(way, durable=True)

        def work(connection: sa.Connection) -> int:
            assert connection.execute(sa.text("SELECT 1")).scalar() == 1
            line.switch(fault)
            return int(connection.execute(sa.text("SELECT 2")).scalar() or 0)

        with pytest.raises(DatabaseAway):
            await database.write(work)
        line.switch(None)
        assert await database.read(lambda c: c.execute(sa.text("SELECT 3")).scalar()) == 3
        # What hangs in a black hole ends with the line only.
        line.switch(Fault.REFUSE)
        await asyncio.to_thread(database.close)
