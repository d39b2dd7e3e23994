"""Databases with their tables: made once by the real migrations, then copied."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from knowledge.migrate import upgrade as migrated

SQLITE = "sqlite:///"


def upgrade(url: str) -> None:
    """Do what `knowledge.migrate.upgrade` does, in a tenth of the time for a new file."""
    path = Path(url.removeprefix(SQLITE))
    if not url.startswith(SQLITE) or path.exists():
        migrated(url)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_empty())


@cache
def _empty() -> bytes:
    folder = Path(tempfile.mkdtemp())
    try:
        migrated(f"{SQLITE}{folder / 'empty.db'}")
        return (folder / "empty.db").read_bytes()
    finally:
        shutil.rmtree(folder)
