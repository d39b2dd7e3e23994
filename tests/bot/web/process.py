"""A gateway process as `make run` starts it, beside a Rasa stand-in that answers or fails."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.conftest import ROOT, free_port
from tests.tables import upgrade

CHATS = "/api/v1/conversations"
RASA_TOKEN = "0123456789abcdef" * 2


@dataclass
class Answer:
    """A response, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def code(self) -> str:
        return str(self.json()["error"]["code"])


@dataclass
class StandIn:
    """Plays Rasa: echoes a text, with `extra` on each reply; fails in turn when `fails`."""

    fails: bool = False
    turns: list[dict[str, Any]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    def says(self, heard: dict[str, Any]) -> tuple[int, bytes]:
        self.turns.append(heard)
        said = heard.get("text") or heard["button"]
        good = {"kind": "answer", "text": {"fr": said, "en": said}, **self.extra}
        if not self.fails:
            return 200, json.dumps({"replies": [good], "effects": [], "sure": True}).encode()
        ways = [
            (503, json.dumps({"error": said}).encode()),
            (500, f"Traceback {said}".encode()),
            (200, f"no JSON: {said}".encode()),
            (200, json.dumps({"replies": [{"kind": said, "text": said}]}).encode()),
            (200, json.dumps({"replies": [], "effects": said}).encode()),
        ]
        return ways[len(self.turns) % len(ways)]


@contextmanager
def served(says: Callable[[dict[str, Any]], tuple[int, bytes]]) -> Iterator[int]:
    """Serve what plays Rasa on a free port."""

    class Turn(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(*says(heard))

        def do_GET(self) -> None:
            self._answer(200, b'{"model": "none"}')

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Turn)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Gateway:
    """A started gateway; `printed` holds what it wrote to stdout and stderr."""

    port: int
    rasa: StandIn
    process: subprocess.Popen[bytes]
    state_dir: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def printed(self) -> str:
        return (self.state_dir / "printed.txt").read_text(encoding="utf-8", errors="replace")

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: dict[str, str] | None = None,
        timeout: float = 30,
    ) -> Answer:
        """Send one request; a dict goes as JSON, bytes go as they are."""
        raw = json.dumps(body).encode() if isinstance(body, dict) else body
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.putrequest(method, path)
            if raw is not None:
                connection.putheader("Content-Length", str(len(raw)))
            for name, value in (headers or {}).items():
                connection.putheader(name, value)
            connection.endheaders(raw)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()

    def open(self) -> tuple[str, dict[str, str]]:
        """Open a conversation; return its path and the header that opens it."""
        made = self.ask("POST", CHATS, {"language": "en"}).json()
        return f"{CHATS}/{made['conversation_id']}", {"Authorization": f"Bearer {made['token']}"}

    def lives(self) -> bool:
        try:
            return self.ask("GET", "/health/live").status == 200
        except (OSError, HTTPException):
            return False


@contextmanager
def started(folder: Path, **settings: str) -> Iterator[Gateway]:
    """Start a gateway whose messages nobody counts; stop it in the end."""
    rasa = StandIn()
    state = {"STATE_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'assistant.db'}"}
    upgrade(state["DATABASE_URL"])
    with served(rasa.says) as rasa_port, (folder / "printed.txt").open("wb") as printed:
        port = int(settings.get("PORT") or free_port())  # after the stand-in has its own
        environ = {
            **{name: value for name, value in os.environ.items() if name != "CONTENT_DIR"},
            **state,
            "PORT": str(port),
            "DESK_PORT": str(free_port()),
            "MESSAGES_PER_MINUTE": "0",
            "RASA_URLS": f"http://127.0.0.1:{rasa_port}",
            "RASA_TOKEN": RASA_TOKEN,
            "METRICS_TOKEN": RASA_TOKEN[::-1],
            **settings,
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.serve"],
            cwd=ROOT,
            env=environ,
            stdout=printed,
            stderr=printed,
        )
        gateway = Gateway(port, rasa, process, folder)
        try:
            _wait(gateway)
            yield gateway
        finally:
            process.terminate()
            process.wait(120)


def _wait(gateway: Gateway) -> None:
    end = time.monotonic() + 90
    while not gateway.lives():
        assert gateway.process.poll() is None, gateway.printed()
        assert time.monotonic() < end, gateway.printed()
        time.sleep(0.1)
