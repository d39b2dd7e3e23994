"""Ports for what tests start."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
import tempfile
from pathlib import Path
from typing import IO

_held: list[IO[str]] = []  # the locks of the ports that this process took


def free_port() -> int:
    """Return a port that nobody gets meanwhile, not even the tests of another process.

    The system gives those from 32768 on to calls out; a lock as long as this process lives keeps
    other tests away until whoever is to listen there does.
    """
    locks = Path(tempfile.gettempdir()) / f"test-ports-{os.getuid()}"
    locks.mkdir(exist_ok=True)
    for _ in range(1000):
        port = 20_000 + secrets.randbelow(12_000)
        lock = (locks / str(port)).open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        except OSError:
            lock.close()
            continue
        _held.append(lock)
        return port
    raise RuntimeError("no port between 20000 and 32000 is free")
