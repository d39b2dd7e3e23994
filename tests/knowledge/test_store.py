"""Releases on SQLite and PostgreSQL: atomic, with a way back, and served as they should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import yaml

from knowledge import tables
from knowledge.answers import Knowledge, Question
from knowledge.database import Database
from knowledge.live import FRESH, LiveKnowledge
from knowledge.reader import ContentError
from knowledge.settings import KnowledgeSettings
from knowledge.store import NoRelease, RolledBack, load_release, read_release, roll_back
from tests.tables import upgrade

NOW = datetime(2026, 11, 27, tzinfo=timezone.utc)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    made = Database(database_url)
    yield made
    made.close()


def add_unit(folder: Path, **fields: object) -> None:
    unit = {
        "id": "extra.one",
        "aspect": "extra",
        "kind": "smalltalk",
        "text": {"fr": "Bonjour", "en": "Hello"},
        "written": "2026-11-24",
        **fields,
    }
    (folder / "answers" / "extra.yml").write_text(yaml.safe_dump([unit]), encoding="utf-8")


def served(database: Database) -> Knowledge:
    found = database.reading(read_release)
    assert found is not None
    return found


def test_everything_of_the_folder_is_served(database: Database, folder: Path) -> None:
    loaded = load_release(database, folder, NOW)
    assert loaded is not None
    knowledge = served(database)
    assert knowledge.release == loaded.digest
    kinds = ("programmes", "offices", "organisations", "sources", "contacts", "glossary")
    counted = sum(len(getattr(knowledge.content, kind)) for kind in kinds)
    assert counted == sum(change.kind in kinds for change in loaded.changes)
    asked = sa.select(tables.filed.c.programme_id).where(tables.filed.c.value == "return_for_good")
    assert "rean" in database.reading(lambda c: set(c.execute(asked).scalars()))


def test_a_load_says_what_changed_and_the_one_before_can_come_back(
    database: Database, folder: Path
) -> None:
    first = load_release(database, folder, NOW)
    assert first is not None
    with pytest.raises(NoRelease):
        roll_back(database)
    add_unit(folder)
    second = load_release(database, folder, NOW)
    assert second is not None
    assert [str(change) for change in second.changes] == ["added units extra.one"]
    assert load_release(database, folder, NOW) is None
    assert roll_back(database) == first.digest
    assert "extra.one" not in served(database).content.units
    # A restart loads the folder; it must not undo the decision of a person.
    with pytest.raises(RolledBack, match="--again"):
        load_release(database, folder, NOW)
    assert served(database).release == first.digest
    assert load_release(database, folder, NOW, again=True) is not None
    assert "extra.one" in served(database).content.units


def test_a_load_after_going_back_keeps_the_release_that_was_gone_back_to(
    database: Database, folder: Path
) -> None:
    first = load_release(database, folder, NOW)
    assert first is not None
    for text in ("Hello one", "Hello two"):
        words = {"one": "un", "two": "deux"}[text.split()[1]]
        add_unit(folder, text={"fr": f"Bonjour {words}", "en": text})
        assert load_release(database, folder, NOW) is not None
        assert roll_back(database) == first.digest
    assert served(database).release == first.digest


def test_a_bad_load_leaves_the_old_release(database: Database, folder: Path) -> None:
    first = load_release(database, folder, NOW)
    assert first is not None
    add_unit(folder, text={"fr": "Bonjour", "en": "Hello 12"})
    with pytest.raises(ContentError, match="figures differ"):
        load_release(database, folder, NOW)
    assert served(database).release == first.digest


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "withdrawn"},
        {"state": {"fr": "sourced", "en": "withdrawn"}},
        {"written": {"fr": "2026-11-26", "en": "2026-11-24"}},
    ],
)
def test_what_must_not_be_served_is_not(
    database: Database, folder: Path, fields: dict[str, object]
) -> None:
    add_unit(folder, **fields)
    load_release(database, folder, NOW)
    assert "extra.one" not in served(database).content.units


def test_the_database_itself_keeps_an_answer_without_source_from_being_served(
    database: Database, folder: Path
) -> None:
    load_release(database, folder, NOW)
    cited = sa.delete(tables.citation).where(tables.citation.c.unit_id == "rean.programme")
    database.writing(lambda connection: connection.execute(cited))
    assert "rean.programme" not in served(database).content.units


def test_a_text_is_told_between_its_first_and_last_day(database: Database, folder: Path) -> None:
    add_unit(folder, valid_from="2026-12-01", valid_to="2026-12-31")
    load_release(database, folder, NOW)
    asked = Question("extra")
    told = [
        served(database).on(NOW.date() + timedelta(days=days)).answer(asked) is not None
        for days in (0, 4, 34, 35)
    ]
    assert told == [False, True, True, False]


async def test_a_lost_database_leaves_the_last_good_release_marked(
    database_url: str, folder: Path
) -> None:
    upgrade(database_url)
    database = Database(database_url)
    load_release(database, folder, NOW)
    times = iter(range(0, 100, int(FRESH) + 1))
    live = LiveKnowledge(KnowledgeSettings(database_url, folder), clock=lambda: float(next(times)))
    assert (await live.refresh()).current
    drop = sa.text("ALTER TABLE knowledge_release RENAME TO hidden")
    database.writing(lambda connection: connection.execute(drop))
    lost = await live.refresh()
    assert not lost.current
    assert lost.loaded_at is not None
    assert lost.answer(Question("programme")) is not None
    back = sa.text("ALTER TABLE hidden RENAME TO knowledge_release")
    database.writing(lambda connection: connection.execute(back))
    assert (await live.refresh()).current
    live.close()
    database.close()


def test_who_reads_cannot_write(database: Database, folder: Path) -> None:
    load_release(database, folder, NOW)

    def spoil(connection: sa.Connection) -> None:
        connection.execute(sa.delete(tables.unit))
        connection.commit()

    with pytest.raises(sa.exc.SQLAlchemyError, match=r"read-?only"):
        database.reading(spoil)
    assert len(served(database).content.units) > 1000


@pytest.mark.parametrize("open_result", [lambda found: found, lambda found: found.mappings()])
def test_no_open_result_leaves_its_transaction(
    database: Database, open_result: Callable[[sa.Result[Any]], Any]
) -> None:
    for do in (database.reading, database.writing):
        with pytest.raises(TypeError, match="read it to its end"):
            do(lambda c: open_result(c.execute(sa.select(sa.literal(1)))))
