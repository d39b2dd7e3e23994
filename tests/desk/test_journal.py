"""The log of the desk only grows, and shows when somebody has changed it all the same."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from bot.conversations.casework import Staff
from bot.desk import journal
from bot.desk.journal import START, ChainBroken
from bot.desk.tables import desk_log
from knowledge.database import Database
from tests.tables import upgrade

NOW = datetime(2026, 11, 28, 12, 0, 0, 123456, tzinfo=timezone.utc)
GUARDS = {
    "sqlite": [f"DROP TRIGGER desk_log_{name}" for name in ("update", "delete", "insert")],
    "postgresql": ["DROP TRIGGER desk_log_change ON desk_log"],
}
CHANGES: dict[str, tuple[str, int]] = {
    "another action": ("UPDATE desk_log SET action = 'took' WHERE id = 2", 2),
    "another case": ("UPDATE desk_log SET case_id = 9 WHERE id = 3", 3),
    "another name": ("UPDATE desk_log SET staff = 'omar' WHERE id = 1", 1),
    "another hash": (f"UPDATE desk_log SET hash = '{START}' WHERE id = 4", 4),
    "one taken out": ("DELETE FROM desk_log WHERE id = 3", 3),
    "the first taken out": ("DELETE FROM desk_log WHERE id = 1", 1),
}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    opened = Database(database_url)
    for number in range(1, 6):
        by = Staff("amina", NOW + timedelta(seconds=number))
        opened.writing(lambda c, by=by, n=number: journal.write(c, by, "see_case", n, "open"))
    yield opened
    opened.close()


def run(database: Database, *statements: str) -> None:
    def work(connection: sa.Connection) -> None:
        for one in statements:
            connection.exec_driver_sql(one)

    database.writing(work)


def test_a_log_as_it_was_written_is_whole(database: Database) -> None:
    last = database.reading(lambda c: c.execute(sa.select(desk_log.c.hash)).scalars().all()[-1])
    assert database.reading(journal.verify) == (5, last)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE desk_log SET staff = 'omar'",
        "UPDATE desk_log SET detail = NULL WHERE id = 5",
        "DELETE FROM desk_log WHERE id = 5",
        "DELETE FROM desk_log",
    ],
)
def test_nothing_is_changed_and_nothing_taken_out(database: Database, statement: str) -> None:
    with pytest.raises(sa.exc.DBAPIError, match="desk_log only grows"):
        run(database, statement)
    assert database.reading(journal.verify)[0] == 5


def test_each_kind_of_database_has_a_way_round_that_is_shut(database: Database) -> None:
    columns = "id, at, staff, action, before, hash"
    row = "5, '2026-11-28 12:00:00', 'omar', 'took', '', ''"
    around = {
        "sqlite": f"INSERT OR REPLACE INTO desk_log ({columns}) VALUES ({row})",
        "postgresql": "TRUNCATE desk_log",
    }
    with pytest.raises(sa.exc.DBAPIError, match="desk_log only grows"):
        run(database, around[database.engine.dialect.name])
    assert database.reading(journal.verify)[0] == 5


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_spite_of_all_is_found(database: Database, change: str) -> None:
    statement, first = CHANGES[change]
    run(database, *GUARDS[database.engine.dialect.name], statement)
    with pytest.raises(ChainBroken) as broken:
        database.reading(journal.verify)
    assert broken.value.number == first


def test_entries_of_many_at_once_make_one_chain(database: Database) -> None:
    def write(number: int) -> None:
        by = Staff(f"agent{number}", NOW)
        database.writing(lambda c: journal.write(c, by, "take", number))

    with ThreadPoolExecutor(6) as many:
        list(many.map(write, range(40)))
    assert database.reading(journal.verify)[0] == 45


def test_what_fails_afterwards_is_not_told(database: Database) -> None:
    def work(connection: sa.Connection) -> None:
        journal.write(connection, Staff("amina", NOW), "take", 1)
        raise LookupError

    with pytest.raises(LookupError):
        database.writing(work)
    assert database.reading(journal.verify)[0] == 5


@pytest.mark.parametrize("words", ["Where is my son?", "", "take\n", "x" * 41, "é"])
@pytest.mark.parametrize("where", ["action", "detail"])
def test_words_of_people_do_not_get_in(database: Database, words: str, where: str) -> None:
    given: dict[str, Any] = {"action": "take", "detail": "code", where: words}

    def write(connection: sa.Connection) -> None:
        journal.write(connection, Staff("amina", NOW), given["action"], 1, given["detail"])

    with pytest.raises(ValueError, match="short codes"):
        database.writing(write)
    assert database.reading(journal.verify)[0] == 5
