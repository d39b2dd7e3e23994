"""The whole assistant, started once a session on a free port in a temporary folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READY_WITHIN = 400.0  # seconds; the first start trains


@dataclass(frozen=True)
class Assistant:
    """A running assistant."""

    url: str
    state_dir: Path

    def pid(self, name: str) -> int:
        return int((self.state_dir / "run" / f"{name}.pid").read_text())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    while not _answers(f"{url}/health/ready"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError((state_dir / "output.txt").read_text())
        time.sleep(0.3)
    return process, url


def stop_assistant(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
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
