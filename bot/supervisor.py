"""Starts the Rasa process and the gateway, watches both, and stops both."""

from __future__ import annotations

import ctypes
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
READY_WITHIN = 300.0  # seconds; on a slow or busy machine Rasa takes minutes to load
GOODBYE = 10.0
OFTEN, LATELY = 5, 120.0  # deaths within seconds after which starting again mends nothing
COLOURS = re.compile(r"\x1b\[\d*m")
# HTTP_PROXY is for the world outside; a proxy cannot reach our loopback.
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
LIBC = ctypes.CDLL(None)  # loaded before the fork: a child of it should do little
PR_SET_PDEATHSIG = 1


class StartFailed(RuntimeError):
    """Something did not start or died; the text says which, and where to look."""


@dataclass
class Supervisor:
    """Two children and their logs."""

    settings: Settings
    environ: Mapping[str, str]
    say: Callable[[str], None]
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    log_starts: dict[str, int] = field(default_factory=dict)
    deaths: dict[str, list[float]] = field(default_factory=dict)
    again: dict[str, Callable[[], None]] = field(default_factory=dict)  # how to start each

    @property
    def url(self) -> str:
        """Return where the gateway is reached."""
        host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
        return f"http://{host}:{self.settings.port}"

    def check_port(self) -> None:
        """Fail early when somebody else listens on our port."""
        if self.settings.port == 0:
            raise StartFailed("PORT: 0 names no port; write a number from 1 to 65535")
        family = socket.AF_INET6 if ":" in self.settings.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.settings.host, self.settings.port))
            except OSError as error:
                raise StartFailed(
                    f"port {self.settings.port} on {self.settings.host} cannot be used "
                    f"({error.strerror}); stop what listens there or set PORT"
                ) from None

    def check_state_dir(self) -> None:
        """Fail early when there is no place for database, logs and process ids."""
        for folder in (self._run_dir(), self._log("any").parent):
            try:
                folder.mkdir(parents=True, exist_ok=True)
                tempfile.TemporaryFile(dir=folder).close()
            except OSError as error:
                raise StartFailed(
                    f"STATE_DIR: {self.settings.state_dir} cannot be used ({error.strerror}); "
                    "name a folder that can be written to"
                ) from None

    def load_knowledge(self) -> None:
        """Make the tables and load the content; its own messages tell what is wrong."""
        command = [sys.executable, "-m", "knowledge", "load"]
        if subprocess.run(command, cwd=ROOT, env=self._environ()).returncode != 0:
            raise StartFailed("the knowledge could not be loaded; the lines above say why")

    def start(self, model: Path, safety: Path) -> None:
        """Start both processes and wait until they answer."""
        port, token = _free_port(), secrets.token_hex(16)
        rasa = {"RASA_PORT": str(port), "RASA_TOKEN": token, "RASA_MODEL": str(model)}
        self._launch("rasa", "bot.dialogue", {**rasa, "TF_CPP_MIN_LOG_LEVEL": "3"})
        gateway = {"RASA_URLS": f"http://127.0.0.1:{port}", "RASA_TOKEN": token}
        gateway["SAFETY_MODEL"] = str(safety)
        self._launch("gateway", "bot.serve", gateway)
        end = time.monotonic() + READY_WITHIN
        while not self._ready():
            self.check_children()
            if time.monotonic() > end:
                raise StartFailed(f"not ready after {READY_WITHIN:.0f} s; read {self._log('rasa')}")
            time.sleep(0.2)

    def check_children(self) -> None:
        """Raise when a child has died."""
        for name, child in self.children.items():
            if child.poll() is not None:
                why = self._reason(name, child.returncode)
                raise StartFailed(f"{name} stopped by itself{why}; read {self._log(name)}")

    def keep_running(self, now: float) -> None:
        """Start a child that died again; raise when it dies so often that this mends nothing."""
        for name, child in list(self.children.items()):
            if child.poll() is None:
                continue
            lately = [death for death in self.deaths.get(name, []) if now - death < LATELY]
            self.deaths[name] = [*lately, now]
            if len(lately) >= OFTEN:
                self.check_children()
            self.say(f"{name} stopped by itself{self._reason(name, child.returncode)}; again …")
            self.again[name]()

    def _reason(self, name: str, code: int) -> str:
        if code < 0:
            return f" (killed: {signal.Signals(-code).name})"
        # Only what this child wrote: the log also holds earlier runs.
        wrote = self._log(name).read_bytes()[self.log_starts[name] :]
        tail = COLOURS.sub("", wrote.decode(errors="replace")).strip().splitlines()[-1:]
        return f" ({tail[0]})" if tail else ""

    def stop(self) -> None:
        """Stop both, gently first."""
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for name, child in self.children.items():
            try:
                child.wait(GOODBYE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            (self._run_dir() / f"{name}.pid").unlink(missing_ok=True)

    def _launch(self, name: str, module: str, extra: Mapping[str, str]) -> None:
        self.again[name] = partial(self._launch, name, module, extra)
        with self._log(name).open("ab") as log:
            self.log_starts[name] = log.tell()
            child = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=ROOT,
                env={**self._environ(), **extra},
                stdout=log,
                stderr=log,
                preexec_fn=partial(_end_with, os.getpid()),
                start_new_session=True,  # Ctrl-C reaches us only; we stop the children in order
            )
            self.children[name] = child
        pid = self._run_dir() / f"{name}.pid"
        pid.with_suffix(".new").write_text(str(child.pid))
        pid.with_suffix(".new").rename(pid)  # whoever reads it meanwhile finds one or the other

    def _environ(self) -> dict[str, str]:
        return {
            **self.environ,
            "STATE_DIR": str(self.settings.state_dir),
            "RASA_TELEMETRY_ENABLED": "false",
        }

    def _ready(self) -> bool:
        try:
            with NO_PROXY.open(f"{self.url}/health/ready", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _log(self, name: str) -> Path:
        return self.settings.state_dir / "log" / f"{name}.log"

    def _run_dir(self) -> Path:
        return self.settings.state_dir / "run"


def _end_with(parent: int) -> None:
    """Have Linux stop this child when the supervisor is killed and cannot do it."""
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it was killed before we asked
        os._exit(1)


def _free_port(drawn: Callable[[int], int] = secrets.randbelow) -> int:
    """Return a port that no call out is given (from 32768 on) before Rasa is loaded and listens."""
    for _ in range(100):
        port = 20_000 + drawn(12_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise StartFailed("no port between 20000 and 32000 is free on 127.0.0.1")
