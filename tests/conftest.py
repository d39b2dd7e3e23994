"""The whole assistant, started once a session on a free port in a temporary folder."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings

from knowledge.database import address_of
from knowledge.engines import POSTGRESQL
from tests.once import once
from tests.ports import free_port as free_port

ROOT = Path(__file__).parents[1]
LONG = ("slow", "browser", "rasa")  # marks of what takes long, the longest first
READY_WITHIN = 600.0  # seconds; the first start trains
# Tests in this process read the content files, never what a checkout's own database holds.
settings.load_profile("ci")  # everywhere what CI does: the same examples, and no clock
os.environ["STATE_DIR"] = str(Path(tempfile.gettempdir()) / "no-assistant-keeps-its-state-here")


@dataclass(frozen=True)
class Assistant:
    """A running assistant."""

    url: str
    state_dir: Path

    def pid(self, name: str) -> int:
        return int((self.state_dir / "run" / f"{name}.pid").read_text())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put files first whose tests take long: none should be left alone at the end."""
    kinds: dict[Path, set[str]] = defaultdict(set)
    for item in items:
        kinds[item.path] |= {mark.name for mark in item.iter_markers()}
    items.sort(key=lambda item: [kind not in kinds[item.path] for kind in LONG])


@pytest.fixture(scope="session", autouse=True)
def _once() -> Iterator[None]:
    with once(), pytest.MonkeyPatch.context() as patch:
        # A test process that is held up for ten seconds is no fault of what it tests; tests of a
        # database that is away put back what they measure.
        longer = POSTGRESQL["options"].replace("session_timeout=10000", "session_timeout=60000")
        patch.setitem(POSTGRESQL, "options", longer)
        patch.setattr("knowledge.database.ANSWERS_WITHIN", 40.0)
        yield


def start_assistant(state_dir: Path, **settings: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start `python -m bot` and wait until it is ready; raise with its output when it is not."""
    port = free_port()
    state_dir.mkdir(parents=True, exist_ok=True)
    output = (state_dir / "output.txt").open("wb")
    environ = {
        **{k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "CONTENT_DIR")},
        "PORT": str(port),
        "STATE_DIR": str(state_dir),
        "MESSAGES_PER_MINUTE": "0",
        **settings,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"], cwd=ROOT, env=environ, stdout=output, stderr=output
    )
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + READY_WITHIN
    # What happens before it says so itself would be a start that failed.
    said = state_dir / "output.txt"
    while not (b"ready: " in said.read_bytes() and _answers(f"{url}/health/ready")):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError((state_dir / "output.txt").read_text())
        time.sleep(0.3)
    return process, url


def stop_assistant(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """Share one running assistant among all tests that only talk to it."""
    state_dir = tmp_path_factory.mktemp("state")
    process, url = start_assistant(state_dir)
    yield Assistant(url, state_dir)
    stop_assistant(process)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a server of our own; PostgreSQL refuses to run as root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing; `.ci/run` installs Debian's package")
        pytest.skip("PostgreSQL is missing: apt-get install postgresql")
    programs, port = found[-1].parent, free_port()
    folder, who = _home()

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, user=who)

    try:
        run("initdb", "-U", "assistant", "-A", "trust", "-E", "UTF8", "--no-sync")
        where = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        quick = "-c fsync=off -c full_page_writes=off"  # killed it is, but no power goes here
        options = f"-p {port} {where} {quick}"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", options, "start")
        yield f"postgresql://assistant@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def _home() -> tuple[Path, str | None]:
    """Make a folder for the server; return it, and whom to run it as when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))
    if os.getuid() != 0:
        return folder, None
    shutil.chown(folder, "nobody")
    return folder, "nobody"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'assistant.db'}"
        return
    server, name = request.getfixturevalue("postgres"), f"test_{os.urandom(8).hex()}"
    engine = sa.create_engine(address_of(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield f"{server.rpartition('/')[0]}/{name}"
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start Chromium, once a module: its loop would stand in the way of others' async tests."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; `.ci/run` installs Debian's package")
        pytest.skip("Chromium is missing: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
