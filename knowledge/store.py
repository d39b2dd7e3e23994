"""Releases in the database: load one, read the current one. SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge import tables
from knowledge.answers import Knowledge
from knowledge.database import Database
from knowledge.models import Content, Unit
from knowledge.reader import digest_of, read_content
from knowledge.settings import KnowledgeSettings

FRESH = 1.0  # seconds for which a release is not looked for again


def load_release(database: Database, folder: Path, now: datetime) -> str | None:
    """Store the folder as the current release; None when it already is. All or nothing."""
    content, digest = read_content(folder), digest_of(folder)

    def work(connection: sa.Connection) -> str | None:
        if _current(connection, tables.release.c.digest) == digest:
            return None
        connection.execute(sa.update(tables.release).values(current=False))
        made = connection.execute(
            sa.insert(tables.release).values(digest=digest, loaded_at=now, current=True)
        )
        if made.inserted_primary_key is None:
            raise RuntimeError("the database gave no id for the release")
        _insert(connection, made.inserted_primary_key[0], content)
        _forget_old(connection)
        return digest

    return database.writing(work)


def _current(connection: sa.Connection, column: sa.Column[Any]) -> Any:
    return connection.execute(sa.select(column).where(tables.release.c.current)).scalar()


def _insert(connection: sa.Connection, release_id: int, content: Content) -> None:
    for field, table in tables.ENTRIES.items():
        extra = [c.name for c in table.columns if c.name not in ("release_id", "id", "data")]
        rows = [
            {
                "release_id": release_id,
                "id": key,
                "data": entry.model_dump(mode="json"),
                **{name: getattr(entry, name) for name in extra},
            }
            for key, entry in getattr(content, field).items()
        ]
        if rows:
            connection.execute(sa.insert(table), rows)
    units = list(content.units.values())
    if units:
        connection.execute(sa.insert(tables.unit), [_row(u, release_id) for u in units])
    cited = [
        {"release_id": release_id, "unit_id": u.id, "source_id": c.id, "locator": c.at}
        for u in units
        for c in u.sources
    ]
    if cited:
        connection.execute(sa.insert(tables.citation), cited)


def _row(unit: Unit, release_id: int) -> dict[str, Any]:
    columns = ("id", "aspect", "kind", "country", "volatility", "written", "state")
    return {
        "release_id": release_id,
        **{name: getattr(unit, name) for name in columns},
        "text_fr": unit.text.fr,
        "text_en": unit.text.en,
        "data": unit.model_dump(mode="json"),
    }


def _forget_old(connection: sa.Connection) -> None:
    # The release before the current one stays, for a way back.
    kept = sa.select(tables.release.c.id).order_by(tables.release.c.id.desc()).limit(2)
    ids = list(connection.execute(kept).scalars())
    for table in (tables.citation, tables.unit, *tables.ENTRIES.values()):
        connection.execute(sa.delete(table).where(table.c.release_id.not_in(ids)))
    connection.execute(sa.delete(tables.release).where(tables.release.c.id.not_in(ids)))


def read_release(connection: sa.Connection) -> Knowledge | None:
    """Read what may be served of the current release; None when nothing was loaded."""
    release_id = _current(connection, tables.release.c.id)
    if release_id is None:
        return None
    served = sa.select(tables.unit.c.data).where(
        tables.unit.c.release_id == release_id, tables.unit.c.state != "withdrawn"
    )
    units = [Unit.model_validate(row) for row in connection.execute(served).scalars()]
    fields: dict[str, Any] = {"units": {unit.id: unit for unit in units}}
    for field, table in tables.ENTRIES.items():
        chosen = sa.select(table.c.id, table.c.data).where(table.c.release_id == release_id)
        fields[field] = {row.id: row.data for row in connection.execute(chosen)}
    digest = _current(connection, tables.release.c.digest)
    return Knowledge(content=Content.model_validate(fields), release=digest)


@lru_cache(maxsize=1)
def live_knowledge() -> LiveKnowledge:
    """Return this process's knowledge: one for the components, the channel and the actions."""
    return LiveKnowledge(KnowledgeSettings.from_environ(os.environ))


class LiveKnowledge:
    """The current release, kept in memory; a lost database leaves the last one answering."""

    def __init__(
        self, settings: KnowledgeSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database: Database | None = None
        self._held: Knowledge | None = None
        self._looked = -FRESH

    async def refresh(self) -> Knowledge:
        """Look for a newer release, at most once a second, and return what is current."""
        if self._held is not None and self._clock() - self._looked < FRESH:
            return self._held
        self._looked = self._clock()
        try:
            self._database = self._database or Database(self._settings.database_url)
            self._held = await self._database.read(self._newer) or self._held
        except (sa.exc.SQLAlchemyError, OSError):
            pass  # the last good release goes on answering
        held = self._held
        return held if held is not None else await asyncio.to_thread(self.at_hand)

    def _newer(self, connection: sa.Connection) -> Knowledge | None:
        digest = _current(connection, tables.release.c.digest)
        same = self._held is not None and self._held.release == digest
        return None if same else read_release(connection)

    def at_hand(self) -> Knowledge:
        """Return the release in memory, else the content files: right for training and tests."""
        if self._held is None:
            folder = self._settings.content_dir
            self._held = Knowledge(content=read_content(folder), release=digest_of(folder))
        return self._held
