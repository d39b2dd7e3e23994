"""A PostgreSQL of our own, in a temporary folder, whose processes can be killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psycopg

from tests.conftest import _home, free_port
from tools.soaking.kept import Kept

WITHIN = 30.0  # seconds until it takes connections
USER = "assistant"


class NoPostgres(RuntimeError):
    """PostgreSQL is not installed."""


@dataclass(frozen=True)
class Cluster:
    """A started server."""

    port: int
    postmaster: Kept

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def kill_backend(self, dice: Random) -> bool:
        """Kill the process behind one connection; the server then throws all connections out."""
        backends = _children(self.postmaster.pid)
        if not backends:
            return False
        try:
            os.kill(dice.choice(backends), signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    async def answers(self) -> bool:
        """Tell whether it takes connections."""
        return await asyncio.to_thread(self._answers)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True


def _children(parent: int | None) -> list[int]:
    """Return the processes of a server that serve a client."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            title = (folder / "cmdline").read_bytes()
        except OSError:  # gone meanwhile
            continue
        if int(stat[1]) == parent and title.startswith(f"postgres: {USER} ".encode()):
            found.append(int(folder.name))
    return found


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise NoPostgres("PostgreSQL is missing: apt-get install postgresql")
    return found[-1].parent


@asynccontextmanager
async def started() -> AsyncIterator[Cluster]:
    """Start a server; NoPostgres when there is none. It refuses to run as root."""
    programs, port = _programs(), free_port()
    folder, who = _home()
    init = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", USER, "-A", "trust"]
    # Ours is the child, not pg_ctl's: a dead one that nobody waits for keeps its lock file alive.
    options = [f"-p{port}", "-clisten_addresses=127.0.0.1", f"-cunix_socket_directories={folder}"]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *options]
    log = folder.with_suffix(".log")
    server = Kept("postmaster", command, os.environ, folder, log, who)
    try:
        await asyncio.to_thread(_run, [*init, "-E", "UTF8", "--no-sync"], folder, who)
        server.start()
        cluster = Cluster(port, server)
        await asyncio.wait_for(_until_up(cluster), WITHIN)
        yield cluster
    finally:
        await server.stop(signal.SIGQUIT)
        shutil.rmtree(folder)
        log.unlink(missing_ok=True)


def _run(command: list[str], folder: Path, who: str | None) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, user=who)


async def _until_up(cluster: Cluster) -> None:
    while True:
        if await cluster.answers():
            return
        await asyncio.sleep(0.1)
