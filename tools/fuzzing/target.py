"""The gateway under fire: its process, a Rasa beside it, and what is left of both."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.web.assets import FOLDER, TYPES
from tests.bot.web.process import CHATS, Gateway, served, started
from tools.fuzzing.judge import Judge
from tools.fuzzing.texts import MARKER

ASSETS = sorted(f"/static/{one.name}" for one in FOLDER.iterdir() if one.suffix in TYPES)
FILES = ("/", "/privacy", "/chat.js", *ASSETS)
WAYS: tuple[dict[str, str], ...] = ({}, {"Accept-Encoding": "gzip"})
IN_NO_LOG = ("Traceback", "request failed", "dispatcher stopped", "FORGED", MARKER)
BUTTON = {"id": "offered", "label": {"fr": "Un bouton", "en": "A button"}}
Opened = tuple[str, str]  # a conversation's id and token


@dataclass
class Rasa:
    """Echoes each turn and offers a button; keeps what the gateway should not have let through."""

    complaints: list[str] = field(default_factory=list)
    offered: set[str] = field(default_factory=lambda: {str(BUTTON["id"])})  # and by the welcome

    def says(self, heard: dict[str, Any]) -> tuple[int, bytes]:
        text, button = heard.get("text"), heard.get("button")
        if button is not None and button not in self.offered:
            self.complaints.append(f"a button that was not offered: {button!r}")
        if text is not None and (len(text) > 1000 or set(text) & set("\x00\x08\x1b\x7f\ud800")):
            self.complaints.append(f"a text that is not clean: {text[:80]!r}")
        said = {"fr": text or "button", "en": text or "button"}
        # Each conversation begins so: it has an open case, and there is something to keep.
        kind = "handoff" if text == "hello" else "answer"
        reply = {"kind": kind, "text": said, "buttons": [BUTTON]}
        return 200, json.dumps({"replies": [reply], "effects": [], "sure": True}).encode()


@dataclass
class Target:
    """A started gateway, what it serves when it is well, and how big it was then."""

    gateway: Gateway
    rasa: Rasa
    judge: Judge
    old: Opened
    memory_before: int = 0

    def opened(self) -> Opened:
        """Open a conversation in which a button is offered."""
        made = self.gateway.ask("POST", CHATS, {"language": "en"}).json()
        for message in made["messages"]:
            self.rasa.offered.update(button["id"] for button in message["buttons"])
        key, token = made["conversation_id"], made["token"]
        self.gateway.ask("POST", f"{CHATS}/{key}/messages", {"text": "hello"}, _bearer(token))
        return key, token

    def memory(self) -> int:
        """Return the resident megabytes of the gateway."""
        status = Path(f"/proc/{self.gateway.process.pid}/status").read_text()
        line = next(one for one in status.splitlines() if one.startswith("VmRSS"))
        return int(line.split()[1]) // 1024

    def damage(self, most_growth: int) -> list[str]:
        """Return what is left of the fire: dead, silent, fat, or with a log it should not have."""
        if self.gateway.process.poll() is not None or not self.gateway.lives():
            return ["the process does not live"]
        found = [] if self._answers() else ["a good request is not answered well"]
        grown = self.memory() - self.memory_before
        if grown > most_growth:
            found.append(f"{grown} MB more than before")
        printed = self.gateway.printed()
        bad = [line for line in printed.splitlines() if any(word in line for word in IN_NO_LOG)]
        found += [f"the log holds: {line[:200]}" for line in bad[:5]]
        kinds = set(re.findall(r'"connection failed", "kind": "(\w+)"', printed))
        found += [f"a connection failed with {kind}" for kind in kinds - {"RequestPayloadError"}]
        return found + sorted(set(self.rasa.complaints))[:5]

    def _answers(self) -> bool:
        key, token = self.opened()
        said = self.gateway.ask(
            "POST", f"{CHATS}/{key}/messages", {"text": "still there"}, _bearer(token)
        )
        told = [one["text"] for one in said.json()["messages"]] if said.status == 200 else []
        return told == ["still there"] and _files(self.gateway) == self.judge.files


@contextmanager
def under_fire(folder: Path) -> Iterator[Target]:
    """Start a gateway to fire at, warm it, and let a conversation of it be a week old."""
    rasa = Rasa()
    with (
        served(rasa.says) as port,
        started(folder, RASA_URLS=f"http://127.0.0.1:{port}") as gateway,
    ):
        target = Target(gateway, rasa, Judge(_files(gateway)), ("", ""))
        target.old = target.opened()
        with closing(sqlite3.connect(folder / "assistant.db", timeout=10)) as database, database:
            database.execute(
                "UPDATE conversation SET expires_at = datetime('now', '-7 days') WHERE id = ?",
                target.old[:1],
            )
        for path in ("programmes", "offices", "search?q=visa", "search?q=retour"):
            gateway.ask("GET", f"/api/v1/{path}")
        target.memory_before = target.memory()
        yield target


def _files(gateway: Gateway) -> frozenset[bytes]:
    return frozenset(gateway.ask("GET", path, None, way).body for path in FILES for way in WAYS)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
