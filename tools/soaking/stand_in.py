"""`python -m tools.soaking.stand_in PORT TOKEN FILE`: plays the Rasa process, and fails at times.

Like the real one it remembers in a database what it said to which message, and says that again.
Each answer holds a word made by dice: two ways of handling one message can be told apart.
"""

from __future__ import annotations

import asyncio
import secrets
import sqlite3
import sys
from random import Random

from aiohttp import web

SLOWEST, QUICKEST = 0.05, 0.005  # seconds
REFUSED, CUT, FORGOTTEN = 0.02, 0.01, 0.01  # shares of the turns
TABLE = (
    "CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY AUTOINCREMENT, "
    "conversation TEXT, message_id TEXT UNIQUE, word TEXT)"
)
SPLIT = " = "  # between the question and the word of an answer


def answers(text: str, word: str) -> list[str]:
    """Return what is said to a message: one reply, to every third text two."""
    said = f"{text}{SPLIT}{word}"
    return [said, f"{said} too"] if sum(map(ord, text)) % 3 == 0 else [said]


class StandIn:
    """The internal channel's contract: turn and health, for whoever has the token."""

    def __init__(self, token: str, file: str) -> None:
        self._token, self._dice = f"Bearer {token}", Random()
        # Killed is not without power: what SQLite has handed to the system stays.
        self._memory = sqlite3.connect(file, timeout=10, isolation_level=None)
        self._memory.execute("PRAGMA journal_mode=WAL")
        self._memory.execute("PRAGMA synchronous=OFF")
        self._memory.execute(TABLE)

    async def health(self, request: web.Request) -> web.Response:
        """Say that it is there."""
        known = request.headers.get("Authorization") == self._token
        return web.json_response({"model": "none"}, status=200 if known else 401)

    async def turn(self, request: web.Request) -> web.StreamResponse:
        """Answer, or fail: before it remembers, or after."""
        if request.headers.get("Authorization") != self._token:
            return web.json_response({}, status=401)
        heard, fate = await request.json(), self._dice.random()
        word = self._word(heard["message_id"])
        await asyncio.sleep(self._dice.uniform(QUICKEST, SLOWEST))
        if fate < REFUSED:
            return web.json_response({"error": {"code": "retry"}}, status=503)
        if fate < REFUSED + CUT:
            return _cut(request)
        if word is None and (word := self._remember(heard)) is None:
            return web.json_response({"error": {"code": "retry"}}, status=503)
        if fate < REFUSED + CUT + FORGOTTEN:
            return _cut(request)
        said = [_reply(text) for text in answers(heard["text"], word)]
        return web.json_response({"replies": said, "effects": [], "sure": True})

    def _word(self, message_id: str) -> str | None:
        chosen = "SELECT word FROM turn WHERE message_id = ?"
        row = self._memory.execute(chosen, (message_id,)).fetchone()
        return str(row[0]) if row else None

    def _remember(self, heard: dict[str, str]) -> str | None:
        """Keep the answer; None when another process answered meanwhile."""
        word = secrets.token_hex(4)
        values = heard["conversation"], heard["message_id"], word
        try:
            self._memory.execute(
                "INSERT INTO turn (conversation, message_id, word) VALUES (?, ?, ?)", values
            )
        except sqlite3.Error:
            return None
        return word


def _reply(text: str) -> dict[str, object]:
    return {"kind": "answer", "text": {"fr": text, "en": text}}


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def main(port: str, token: str, file: str) -> None:
    """Serve until killed."""
    rasa, app = StandIn(token, file), web.Application()
    app.add_routes(
        [web.post("/internal/turn", rasa.turn), web.get("/internal/health", rasa.health)]
    )
    web.run_app(app, host="127.0.0.1", port=int(port), print=None, access_log=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
