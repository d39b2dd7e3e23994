"""The gateway is killed while staff reply: the reply is said once, and none is lost."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from datetime import datetime, timezone
from http.client import HTTPException
from pathlib import Path

from knowledge.database import Database
from tests.bot.web.process import Gateway, started
from tests.conftest import free_port
from tests.desk.team import Hand, Team

KILLS = 4
AFTER = (0.0, 0.004, 0.01, 0.03)  # seconds from the reply to the kill


def reply(port: int, hand: Hand, number: int, own_id: str) -> int:
    """Send a reply as the desk's page does; return the status."""
    body = {"text": f"Bonjour {own_id}.", "language": "fr", "id": own_id}
    headers = {"Cookie": f"desk={hand.token}", "X-Desk-Word": hand.word}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/desk/api/cases/{number}/reply",
        json.dumps(body).encode(),
        {**headers, "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def killed_meanwhile(gateway: Gateway, port: int, hand: Hand, number: int, trial: int) -> None:
    """Reply, and kill the gateway before the answer may have come."""

    def sends() -> None:
        with suppress(OSError, HTTPException):
            reply(port, hand, number, f"r{trial}")

    sending = threading.Thread(target=sends)
    sending.start()
    time.sleep(AFTER[trial])
    gateway.process.kill()
    sending.join()


def test_a_reply_that_is_sent_again_after_a_kill_is_said_once(tmp_path: Path) -> None:
    number, hand, team = 0, None, None
    for trial in range(KILLS):
        port = free_port()
        with started(tmp_path, DESK="always", DESK_PORT=str(port)) as gateway:
            if team is None:
                database = Database(f"sqlite:///{tmp_path / 'assistant.db'}")
                team = Team(database, now=datetime.now(timezone.utc))
                hand, number = team.join("anne", "agent"), team.case("who pays?")
                take(port, hand, number)
            assert hand is not None
            killed_meanwhile(gateway, port, hand, number, trial)
        port = free_port()
        with started(tmp_path, DESK="always", DESK_PORT=str(port)):
            assert reply(port, hand, number, f"r{trial}") == 200
    assert team is not None
    said = [text for author, text in team.said("who pays?") if author == "staff"]
    assert said == [f"Bonjour r{trial}." for trial in range(KILLS)]
    team.database.close()


def take(port: int, hand: Hand, number: int) -> None:
    headers = {"Cookie": f"desk={hand.token}", "X-Desk-Word": hand.word}
    path = f"http://127.0.0.1:{port}/desk/api/cases/{number}/take"
    request = urllib.request.Request(path, b"{}", {**headers, "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.status == 200
