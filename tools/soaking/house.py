"""The processes of a soak: gateways, Rasa and the database, and how each is killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Lock

from aiohttp import ClientError, ClientSession, ClientTimeout

from knowledge.migrate import upgrade
from tests.bot.web.process import RASA_TOKEN
from tests.conftest import ROOT, free_port
from tools.soaking import cluster
from tools.soaking.cluster import Cluster
from tools.soaking.kept import Kept

READY_WITHIN = 180.0  # seconds; a real Rasa takes its time
MIGRATING = Lock()  # Alembic migrates one database of a process at a time
NOT_OURS = ("DATABASE_URL", "CONTENT_DIR", "HOST")


@dataclass
class House:
    """All that runs."""

    folder: Path
    database_url: str
    rasa_is_real: bool
    processes: list[Kept] = field(default_factory=list)
    gateways: list[str] = field(default_factory=list)  # addresses
    cluster: Cluster | None = None

    @property
    def kinds(self) -> list[str]:
        """Return what can be killed."""
        return ["gateway", "rasa", *(["backend", "postmaster"] if self.cluster else [])]

    @property
    def turns(self) -> Path:
        """Return the file in which what plays Rasa remembers."""
        return self.folder / "turns.db"

    @property
    def spooled(self) -> int:
        """Return how many messages the gateways keep in files."""
        return sum(1 for _ in self.folder.glob("gateway-*/spool/*.json"))

    def kill(self, kind: str, dice: Random) -> bool:
        """Kill one of this kind; tell whether one lived."""
        if self.cluster and kind == "backend":
            return self.cluster.kill_backend(dice)
        if self.cluster and kind == "postmaster":
            return self.cluster.postmaster.kill()
        alive = [one for one in self.processes if one.kind == kind and one.pid]
        return bool(alive) and dice.choice(alive).kill()

    def by_themselves(self) -> list[str]:
        """Return which processes ended without us."""
        return [f"{one.kind} ended with {code}" for one in self.processes for code in one.by_itself]

    async def until_ready(self) -> None:
        """Wait until every gateway says that it, its database and a Rasa answer."""
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            await asyncio.gather(*(self._until_ready(session, url) for url in self.gateways))

    async def _until_ready(self, session: ClientSession, url: str) -> None:
        while not await _is_ready(session, url):
            for one in self.processes:
                one.raise_if_not_started()
            await asyncio.sleep(0.1)


async def _is_ready(session: ClientSession, url: str) -> bool:
    try:
        async with session.get(f"{url}/health/ready") as answer:
            return answer.status == 200
    except (ClientError, asyncio.TimeoutError, OSError):
        return False


@asynccontextmanager
async def built(folder: Path, postgres: bool, real: bool) -> AsyncIterator[House]:
    """Start one of each on SQLite, two on PostgreSQL; stop all in the end."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(cluster.started()) if postgres else None
        url = server.url if server else f"sqlite:///{folder / 'assistant.db'}"
        house = House(folder, url, real, cluster=server)
        await asyncio.to_thread(_load if real else _make_tables, url)
        several = 2 if postgres else 1
        ports = [free_port() for _ in range(several)]
        for number, port in enumerate(ports):
            house.processes.append(_rasa(house, number, port))
        urls = ",".join(f"http://127.0.0.1:{port}" for port in ports)
        for number in range(several):
            house.processes.append(_gateway(house, number, urls))
        stack.push_async_callback(_stop, house.processes)
        for one in house.processes:
            one.start()
        await asyncio.wait_for(house.until_ready(), READY_WITHIN)
        yield house


async def _stop(processes: Iterable[Kept]) -> None:
    await asyncio.gather(*(one.stop() for one in processes))


def _gateway(house: House, number: int, rasa_urls: str) -> Kept:
    port = free_port()
    house.gateways.append(f"http://127.0.0.1:{port}")
    own = {
        "PORT": str(port),
        "MESSAGES_PER_MINUTE": "0",
        "RASA_URLS": rasa_urls,
        "RASA_TOKEN": RASA_TOKEN,
    }
    if house.rasa_is_real:
        own["SAFETY_MODEL"] = str(_newest("danger-*.npz"))
    return _kept(house, "gateway", number, ["-m", "bot.serve"], own)


def _rasa(house: House, number: int, port: int) -> Kept:
    if not house.rasa_is_real:
        arguments = [str(port), RASA_TOKEN, str(house.turns)]
        return _kept(house, "rasa", number, ["-m", "tools.soaking.stand_in", *arguments], {})
    own = {
        "RASA_PORT": str(port),
        "RASA_TOKEN": RASA_TOKEN,
        "RASA_MODEL": str(_newest("iom-*.tar.gz")),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    return _kept(house, "rasa", number, ["-m", "bot.dialogue"], own)


def _kept(
    house: House, kind: str, number: int, arguments: list[str], own: Mapping[str, str]
) -> Kept:
    state = house.folder / f"{kind}-{number}"
    state.mkdir()
    environ = {**_environ(house.database_url), "STATE_DIR": str(state), **own}
    log = house.folder / f"{kind}-{number}.txt"
    return Kept(kind, [sys.executable, *arguments], environ, ROOT, log)


def _environ(database_url: str) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return {**ours, "DATABASE_URL": database_url}


def _make_tables(url: str) -> None:
    with MIGRATING:
        upgrade(url)


def _load(url: str) -> None:
    """Make the tables and load the content, which a real Rasa answers from."""
    command = [sys.executable, "-m", "knowledge", "load"]
    subprocess.run(command, cwd=ROOT, env=_environ(url), check=True)


def _newest(pattern: str) -> Path:
    found = sorted((ROOT / "models").glob(pattern), key=lambda path: path.stat().st_mtime)
    if not found:
        raise FileNotFoundError(f"models/{pattern}: none; run `make train`")
    return found[-1]
