"""Releases in the database: load one, go back to the one before. SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from knowledge import tables
from knowledge.answers import Knowledge
from knowledge.changes import Change, changes, raw_of
from knowledge.database import Database
from knowledge.models import Content
from knowledge.reader import KnowledgeError, digest_of, read_content
from knowledge.rows import insert

KEPT = 2  # releases: the current one, and the one before it for a way back


class NoRelease(KnowledgeError):
    """The release that was asked for is not there."""


class RolledBack(KnowledgeError):
    """The content was current once, and somebody went back from it."""


@dataclass(frozen=True)
class Loaded:
    """A release that became the current one, and what it changed."""

    digest: str
    changes: tuple[Change, ...]


def load_release(
    database: Database, folder: Path, now: datetime, again: bool = False
) -> Loaded | None:
    """Store the folder as the current release, all or nothing; None when it already is.

    A content that was rolled back is loaded with `again` only, so that a restart does not undo it.
    """
    content, digest = read_content(folder, now.date()), digest_of(folder)

    def work(connection: sa.Connection) -> Loaded | None:
        current = _release(connection, tables.release.c.current)
        if current is not None and current.digest == digest:
            return None
        withdrawn = tables.release.c.withdrawn & (tables.release.c.digest == digest)
        if not again and _release(connection, withdrawn) is not None:
            raise RolledBack(
                f"release {digest} was rolled back; correct the content, or load it with --again"
            )
        before = raw_release(connection, current.id) if current is not None else {}
        after = raw_of(content)
        key = _add(connection, digest, now)
        insert(connection, key, content, after)
        _make_current(connection, key)
        _forget_old(connection)
        return Loaded(digest, tuple(changes(before, after)))

    return database.writing(work)


def roll_back(database: Database) -> str:
    """Make the release before the current one current again, and return its name."""

    def work(connection: sa.Connection) -> str:
        current = _release(connection, tables.release.c.current)
        id_, withdrawn = tables.release.c.id, tables.release.c.withdrawn
        older = ~withdrawn & (id_ < (current.id if current is not None else 0))
        before = _release(connection, older)
        if before is None:
            raise NoRelease("there is no release to go back to; load one first")
        withdraw = sa.update(tables.release).where(id_ == current.id)
        connection.execute(withdraw.values(withdrawn=True))
        _make_current(connection, before.id)
        return str(before.digest)

    return database.writing(work)


def _release(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Any:
    """Return the newest release of which something is true, or None."""
    chosen = sa.select(tables.release).where(where).order_by(tables.release.c.id.desc())
    return connection.execute(chosen).first()


def _add(connection: sa.Connection, digest: str, now: datetime) -> int:
    row = {"digest": digest, "loaded_at": now, "current": False, "withdrawn": False}
    added = sa.insert(tables.release).values(row).returning(tables.release.c.id)
    return int(connection.execute(added).scalar_one())


def _make_current(connection: sa.Connection, release_id: int) -> None:
    is_it = tables.release.c.id == release_id
    connection.execute(sa.update(tables.release).values(current=is_it))


def _forget_old(connection: sa.Connection) -> None:
    """Keep the newest that served to the end, and the newest that were rolled back."""
    ids: list[int] = []
    for withdrawn in (False, True):
        alike = sa.select(tables.release.c.id).where(tables.release.c.withdrawn.is_(withdrawn))
        newest = alike.order_by(tables.release.c.id.desc()).limit(KEPT)
        ids += connection.execute(newest).scalars()
    # The rest goes with its release: ON DELETE CASCADE.
    connection.execute(sa.delete(tables.release).where(tables.release.c.id.not_in(ids)))


def raw_release(connection: sa.Connection, release_id: int) -> dict[str, dict[str, Any]]:
    """Return all entries of a stored release as JSON has them."""
    return {
        field: {
            row.id: row.data
            for row in connection.execute(
                sa.select(table.c.id, table.c.data).where(table.c.release_id == release_id)
            )
        }
        for field, table in tables.ENTRIES.items()
    }


def release_called(connection: sa.Connection, digest: str | None) -> Any:
    """Return the row of a release, the current one when none is named; NoRelease if none."""
    by_name = tables.release.c.digest.startswith(digest) if digest else tables.release.c.current
    found = _release(connection, by_name)
    if found is None:
        named = f"no release is called {digest}" if digest else "no release was loaded"
        raise NoRelease(f"{named}; `python -m knowledge load` makes one")
    return found


def current_digest(connection: sa.Connection) -> str | None:
    """Return the name of the current release; None when nothing was loaded."""
    return connection.execute(
        sa.select(tables.release.c.digest).where(tables.release.c.current)
    ).scalar()


def read_release(connection: sa.Connection) -> Knowledge | None:
    """Read what may be served of the current release; None when nothing was loaded."""
    current = _release(connection, tables.release.c.current)
    if current is None:
        return None
    fields = {}
    for field, table in tables.ENTRIES.items():
        view = tables.served(table)
        fields[field] = {row.id: row.data for row in connection.execute(sa.select(view))}
    return Knowledge(Content.model_validate(fields), current.digest, current.loaded_at)
