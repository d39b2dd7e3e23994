"""Messages kept in files while the database is away: on disk before they are acknowledged."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.logs import tell

log = logging.getLogger("bot.conversations")
MOST = 20_000  # messages; more are refused, so that a flood does not fill the disk
NAME = re.compile(r"(?P<number>[0-9]{12})-(?P<of>[0-9a-f]{24})-[0-9a-f]{24}\.json")


ASIDE = ".aside"


class SpoolFull(RuntimeError):
    """No more can be kept: the disk or the spool is full."""


@dataclass
class Spool:
    """One file a message, numbered in the order in which they came."""

    folder: Path
    _files: dict[str, list[Path]] = field(default_factory=dict)  # by conversation, in order
    _last: int = 0
    _count: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def opened(cls, folder: Path) -> Spool:
        """Return the spool of a folder with what an earlier process left; OSError if unusable."""
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f"{secrets.token_hex(4)}.probe"
        _write(probe, b"can this be written to?")
        probe.unlink()
        spool = cls(folder)
        for path in sorted(folder.iterdir()):
            if path.suffix == ".new":  # killed before it was acknowledged
                path.unlink()
            if found := NAME.fullmatch(path.name):
                spool._add(found["of"], path)
                spool._last = int(found["number"])
        return spool

    def __len__(self) -> int:
        """Return how many messages are kept."""
        return self._count

    def holds(self, conversation: str) -> int:
        """Return how many messages of a conversation are kept."""
        return len(self._files.get(hash_of(conversation), ()))

    def conversations(self) -> list[str]:
        """Return the hashes of the conversations that are kept, who waits longest first."""
        with self._lock:
            return sorted(self._files, key=lambda of: self._files[of][0].name)

    def keep(self, conversation: str, own_id: str, values: Mapping[str, Any]) -> bool:
        """Keep a message, on disk when this returns; tell whether it is new.

        SpoolFull when it cannot be kept.
        """
        of, ending = hash_of(conversation), f"-{hash_of(own_id)}.json"
        with self._lock:
            if any(path.name.endswith(ending) for path in self._files.get(of, ())):
                return False
            if self._count >= MOST:
                raise SpoolFull("the spool is full")
            path = self.folder / f"{self._last + 1:012d}-{of}{ending}"
            try:
                _write(path, json.dumps({"conversation": conversation, **values}).encode())
            except OSError as error:
                raise SpoolFull(error.strerror or type(error).__name__) from None
            self._last += 1
            self._add(of, path)
        return True

    def kept(self, of: str) -> list[tuple[Path, dict[str, Any]]]:
        """Return what is kept of the conversation with this hash, in order."""
        with self._lock:
            paths = list(self._files.get(of, []))
        found = []
        for path in paths:
            try:
                found.append((path, json.loads(path.read_bytes())))
            except FileNotFoundError:
                self.done(path)
            except ValueError:  # the disk did that: our files are there whole or not at all
                tell(log, logging.ERROR, "spool file unreadable", file=path.name)
                self.done(path)
        return found

    def done(self, path: Path) -> None:
        """Remove a message that the database holds now, or that is nobody's any more."""
        found = NAME.fullmatch(path.name)
        with self._lock:
            held = self._files.get(found["of"], []) if found else []
            if path in held:
                held.remove(path)
                self._count -= 1
            if found and not held:
                self._files.pop(found["of"], None)
        path.unlink(missing_ok=True)

    def set_aside(self, path: Path) -> None:
        """Keep a message that cannot be taken for an operator, out of the way of the others."""
        with suppress(FileNotFoundError):
            path.rename(path.with_suffix(ASIDE))
        self.done(path)

    def sweep(self, before: datetime, of: str = "*") -> None:
        """Remove what was set aside and came before a time, of a conversation or of all."""
        for path in self.folder.glob(f"*-{of}-*{ASIDE}"):
            with suppress(FileNotFoundError):  # another sweep was quicker
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    def forget(self, conversation: str) -> None:
        """Remove all that is kept of a conversation."""
        for path in list(self._files.get(hash_of(conversation), ())):
            self.done(path)

    def _add(self, of: str, path: Path) -> None:
        self._files.setdefault(of, []).append(path)
        self._count += 1


def hash_of(told: str) -> str:
    """Return what stands for an id in the name of a file."""
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _write(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut it is there whole, or not at all."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
