"""Releases in the database: load one, read the current one. SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from knowledge import tables
from knowledge.answers import Knowledge
from knowledge.models import Content, Unit
from knowledge.reader import digest_of, read_content
from knowledge.settings import KnowledgeSettings


def open_engine(url: str) -> AsyncEngine:
    """Open the database; SQLite's folder is made, and locks are waited for 1.5 s."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    return create_async_engine(url, connect_args={"timeout": 1.5})


async def load_release(engine: AsyncEngine, folder: Path, now: datetime) -> str | None:
    """Store the folder as the current release; None when it already is. All or nothing."""
    content = await asyncio.to_thread(read_content, folder)
    digest = await asyncio.to_thread(digest_of, folder)
    async with engine.begin() as connection:
        if await _current(connection, tables.release.c.digest) == digest:
            return None
        await connection.execute(sa.update(tables.release).values(current=False))
        made = await connection.execute(
            sa.insert(tables.release).values(digest=digest, loaded_at=now, current=True)
        )
        if made.inserted_primary_key is None:
            raise RuntimeError("the database gave no id for the release")
        await _insert(connection, made.inserted_primary_key[0], content)
        await _forget_old(connection)
    return digest


async def _current(connection: AsyncConnection, column: sa.Column[Any]) -> Any:
    chosen = sa.select(column).where(tables.release.c.current)
    return (await connection.execute(chosen)).scalar()


async def _insert(connection: AsyncConnection, release_id: int, content: Content) -> None:
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
            await connection.execute(sa.insert(table), rows)
    units = list(content.units.values())
    if units:
        await connection.execute(sa.insert(tables.unit), [_row(u, release_id) for u in units])
    cited = [
        {"release_id": release_id, "unit_id": u.id, "source_id": c.id, "locator": c.at}
        for u in units
        for c in u.sources
    ]
    if cited:
        await connection.execute(sa.insert(tables.citation), cited)


def _row(unit: Unit, release_id: int) -> dict[str, Any]:
    columns = ("id", "aspect", "kind", "country", "volatility", "written", "state")
    return {
        "release_id": release_id,
        **{name: getattr(unit, name) for name in columns},
        "text_fr": unit.text.fr,
        "text_en": unit.text.en,
        "data": unit.model_dump(mode="json"),
    }


async def _forget_old(connection: AsyncConnection) -> None:
    # The release before the current one stays, for a way back.
    kept = sa.select(tables.release.c.id).order_by(tables.release.c.id.desc()).limit(2)
    ids = list((await connection.execute(kept)).scalars())
    for table in (tables.citation, tables.unit, *tables.ENTRIES.values()):
        await connection.execute(sa.delete(table).where(table.c.release_id.not_in(ids)))
    await connection.execute(sa.delete(tables.release).where(tables.release.c.id.not_in(ids)))


async def read_release(engine: AsyncEngine) -> Knowledge | None:
    """Read what may be served of the current release; None when nothing was loaded."""
    async with engine.connect() as connection:
        release_id = await _current(connection, tables.release.c.id)
        if release_id is None:
            return None
        served = sa.select(tables.unit.c.data).where(
            tables.unit.c.release_id == release_id, tables.unit.c.state != "withdrawn"
        )
        units = [Unit.model_validate(row) for row in (await connection.execute(served)).scalars()]
        fields: dict[str, Any] = {"units": {unit.id: unit for unit in units}}
        for field, table in tables.ENTRIES.items():
            chosen = sa.select(table.c.id, table.c.data).where(table.c.release_id == release_id)
            fields[field] = {row.id: row.data for row in await connection.execute(chosen)}
        digest = await _current(connection, tables.release.c.digest)
    return Knowledge(content=Content.model_validate(fields), release=digest)


class LiveKnowledge:
    """The current release, kept in memory; a lost database leaves the last one answering."""

    def __init__(self, settings: KnowledgeSettings) -> None:
        self._settings = settings
        self._engine: AsyncEngine | None = None
        self._held: Knowledge | None = None

    async def refresh(self) -> Knowledge:
        """Look for a newer release and return what is current."""
        try:
            self._engine = self._engine or open_engine(self._settings.database_url)
            async with self._engine.connect() as connection:
                digest = await _current(connection, tables.release.c.digest)
            if digest and (self._held is None or self._held.release != digest):
                self._held = await read_release(self._engine) or self._held
        except (sa.exc.SQLAlchemyError, OSError):
            pass  # the last good release goes on answering
        held = self._held
        return held if held is not None else await asyncio.to_thread(self.at_hand)

    def at_hand(self) -> Knowledge:
        """Return the release in memory, else the content files: right for training and tests."""
        if self._held is None:
            folder = self._settings.content_dir
            self._held = Knowledge(content=read_content(folder), release=digest_of(folder))
        return self._held
