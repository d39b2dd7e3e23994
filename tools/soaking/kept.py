"""A process that is started again whenever it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

AGAIN = 0.2  # seconds between a death and the next start
GOODBYE = 20.0  # seconds to stop when asked
LOOK = 0.02  # seconds between two looks whether it lives


@dataclass
class Kept:
    """One process of the house; what it prints goes to a file.

    Started by `subprocess`: uvloop, which a suite with Rasa in it runs on, takes no user.
    """

    kind: str
    command: Sequence[str]
    environ: Mapping[str, str]
    folder: Path  # where it runs
    log: Path
    user: str | None = None
    by_itself: list[int] = field(default_factory=list)  # exit codes that we did not bring about
    _process: subprocess.Popen[bytes] | None = None
    _killed: set[int] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """Return the process id while it lives."""
        process = self._process
        return process.pid if process and process.poll() is None else None

    def start(self) -> None:
        """Start it, now and after each death."""
        self._task = asyncio.create_task(self._keep())

    def _started(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        where: dict[str, Any] = {"cwd": self.folder, "env": dict(self.environ), "user": self.user}
        return subprocess.Popen(self.command, stdout=log, stderr=log, **where)

    def raise_if_not_started(self) -> None:
        """Raise what keeps it from being started, if anything does."""
        if self._task is not None and self._task.done():
            self._task.result()

    async def _keep(self) -> None:
        while True:
            with self.log.open("ab") as log:
                self._process = await asyncio.to_thread(self._started, log)
            code = await _end(self._process)
            if self._process.pid not in self._killed:
                self.by_itself.append(code)
            await asyncio.sleep(AGAIN)

    def kill(self) -> bool:
        """End it as a power cut would; tell whether it lived."""
        pid = self.pid
        if pid is None or pid in self._killed:
            return False
        self._killed.add(pid)
        os.kill(pid, signal.SIGKILL)
        return True

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it for good."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._process is None or self.pid is None:
            return
        self._process.send_signal(how)
        try:
            await asyncio.wait_for(_end(self._process), GOODBYE)
        except asyncio.TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await _end(self._process)


async def _end(process: subprocess.Popen[bytes]) -> int:
    """Wait until it has ended; return its exit code."""
    while process.poll() is None:  # noqa: ASYNC110 - nothing tells us
        await asyncio.sleep(LOOK)
    return process.returncode
