"""`python -m bot keys …` and `python -m bot hooks …`, as an operator types them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.conversations.api_keys import FORM
from bot.conversations.telling import signature
from tests.conftest import ROOT

SECRET = re.compile(r"^[A-Za-z0-9_-]{43}$", re.MULTILINE)


def bot(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command; return its exit code and what it said."""
    environ = {"PATH": os.environ["PATH"], "STATE_DIR": str(folder)}
    command = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@contextmanager
def receiver(status: int) -> Iterator[tuple[str, list[tuple[Any, bytes]]]]:
    got: list[tuple[Any, bytes]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return None

    with HTTPServer(("127.0.0.1", 0), Hook) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", got
        server.shutdown()


def test_an_operator_keeps_keys(tmp_path: Path) -> None:
    assert "no keys yet" in bot(tmp_path, "keys", "list")[1]
    made = bot(tmp_path, "keys", "add", "unhcr", "--scope", "chat", "--messages-per-minute", "0")
    assert made[0] == 0 and "shown this once" in made[1]
    key = made[1].split()[-1]
    assert FORM.fullmatch(key)
    listed = bot(tmp_path, "keys", "list")[1]
    assert key[:13] in listed and key not in listed
    assert "all messages, 60 conversations, 6000 reads a minute" in listed and "never" in listed
    again = bot(tmp_path, "keys", "renew", "unhcr")[1].split()[-1]
    assert again[:13] == key[:13] and again != key
    assert bot(tmp_path, "keys", "revoke", "unhcr")[0] == 0
    assert re.search(r"revoked \d{4}-\d\d-\d\d\n", bot(tmp_path, "keys", "list")[1])


def test_an_operator_keeps_hooks(tmp_path: Path) -> None:
    assert "no hooks yet" in bot(tmp_path, "hooks", "list")[1]
    with receiver(204) as (url, got):
        events = ("--event", "case.opened", "--event", "content.changed")
        made = bot(tmp_path, "hooks", "add", url, *events)
        secret = SECRET.search(made[1])
        assert made[0] == 0 and secret
        assert bot(tmp_path, "hooks", "test", "1") == (0, f"{url} answered 204.\n", "")
    ((headers, body),) = got
    assert headers["X-Signature"] == signature(secret[0], headers["X-Timestamp"], body)
    assert re.fullmatch(rb'\{"id": "\w{32}", "event": "ping", "at": "[^"]+", "data": \{\}\}', body)
    listed = bot(tmp_path, "hooks", "list")[1]
    assert f"1  {url}  case.opened, content.changed\n     0 waiting, 0 sent lately" in listed
    assert secret[0] not in listed
    assert "no answer" in bot(tmp_path, "hooks", "test", "1")[2]
    assert bot(tmp_path, "hooks", "remove", "1")[0] == 0
    assert "no hooks yet" in bot(tmp_path, "hooks", "list")[1]


def test_a_hook_that_refuses_the_ping_is_told(tmp_path: Path) -> None:
    with receiver(302) as (url, _):
        bot(tmp_path, "hooks", "add", url, "--event", "case.closed")
        code, _, told = bot(tmp_path, "hooks", "test", "1")
    assert code == 1 and "answered 302; it must answer 200 to 299" in told


WRONG = [
    ("keys",),
    ("keys", "add", "unhcr"),
    ("keys", "add", "unhcr", "--scope", "everything"),
    ("keys", "add", "no name", "--scope", "chat"),
    ("keys", "add", "unhcr", "--scope", "chat", "--messages-per-minute", "-1"),
    ("keys", "revoke", "nobody"),
    ("keys", "renew", "nobody"),
    ("hooks", "add", "http://aid.example/", "--event", "case.opened"),
    ("hooks", "add", "https://aid.example/"),
    ("hooks", "add", "https://aid.example/", "--event", "message.sent"),
    ("hooks", "remove", "7"),
    ("hooks", "test", "seven"),
]


@pytest.mark.parametrize("arguments", WRONG, ids=[" ".join(one) for one in WRONG])
def test_what_makes_no_sense_is_said_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    code, said, told = bot(tmp_path, *arguments)
    assert (code, said) == (1, "")
    assert len(told.splitlines()) == 1 and told.startswith(f"python -m bot {arguments[0]}")
