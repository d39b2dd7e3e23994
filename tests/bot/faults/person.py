"""A person who sends messages over a line that may be bad, and keeps what came of each."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import Any

from tests.bot.faults.links import Link
from tests.bot.web.process import CHATS, Answer

TIMEOUT = 30.0  # seconds that a client waits
DANGER = "my boss took my passport"
BROKEN = 0  # instead of a status: no answer, or none that is whole


@dataclass(frozen=True)
class Told:
    """What came back for one request."""

    status: int
    took: float
    messages: tuple[dict[str, Any], ...] = ()
    code: str = ""
    retry_after: str | None = None

    @property
    def acknowledged(self) -> bool:
        return self.status in (200, 202)


@dataclass
class Person:
    """One conversation."""

    link: Link
    path: str
    token: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)  # by client_message_id

    @classmethod
    def opened(cls, link: Link) -> Person:
        """Open a conversation beside the line."""
        return cls(link, *link.gateway.open())

    def send(self, own_id: str, text: str, timeout: float = TIMEOUT) -> Told:
        """Send a message once, over the line that people take."""
        self.texts[own_id] = text
        body = {"text": text, "client_message_id": own_id}
        return _asked(self.link, f"{self.path}/messages", body, self.token, timeout)

    def until_acknowledged(self, own_id: str, text: str, patience: float, within: float) -> Told:
        """Send a message again and again, as the contract allows, until it is acknowledged."""
        end = time.monotonic() + within
        while True:
            told = self.send(own_id, text, max(0.5, min(patience, end - time.monotonic())))
            if told.acknowledged or time.monotonic() > end:
                return told
            time.sleep(0.3)

    def history(self) -> list[dict[str, Any]]:
        """Read the conversation, beside the line of people."""
        messages: list[dict[str, Any]] = self.link.gateway.ask(
            "GET", f"{self.path}/messages", headers=self.token
        ).json()["messages"]
        return messages

    def reads(self) -> str:
        """Read the conversation beside the line of people; tell how that went."""
        try:
            answer = self.link.gateway.ask("GET", f"{self.path}/messages", headers=self.token)
            return (
                str(answer.status) if answer.status == 200 else f"{answer.status} {answer.code()}"
            )
        except (OSError, HTTPException, ValueError) as error:
            return type(error).__name__

    def settled(self, within: float) -> list[dict[str, Any]]:
        """Return the history once everything sent is answered, or after this many seconds."""
        end = time.monotonic() + within
        while True:
            try:
                said = self.history()
            except (OSError, HTTPException, KeyError, ValueError):
                said = []
            if len(said) >= 1 + 2 * len(self.texts) or time.monotonic() > end:
                return said
            time.sleep(0.2)

    def wrong_in(self, said: list[dict[str, Any]]) -> list[str]:
        """Return what is lost, doubled, out of order or nobody's in a history."""
        mine = [one for one in said if one["author"] == "user"]
        answers = [_gist(one) for one in said[1:] if one["author"] == "assistant"]
        stored = Counter(one["client_message_id"] for one in mine)
        due = Counter(_due(text) for text in self.texts.values())
        wrong = [f"stored {stored[one]} times: {one}" for one in self.texts if stored[one] != 1]
        wrong += [f"never sent: {one!r}" for one in stored.keys() - self.texts.keys()]
        given = Counter(answers)
        wrong += [
            f"answered {given[one]} times, due {due[one]}: {one!r}"
            for one in due | given
            if given[one] != due[one]
        ]
        if not wrong and [_due(one["text"]) for one in mine] != answers:
            wrong.append(f"answered out of order: {answers}")
        return wrong


def open_one(link: Link) -> Told:
    """Open a conversation."""
    return _asked(link, CHATS, {"language": "en"}, {}, TIMEOUT)


def _due(text: str) -> str:
    return "the safety text" if text == DANGER else text


def _gist(message: dict[str, Any]) -> str:
    return "the safety text" if message["kind"] == "safety" else str(message["text"])


def _asked(
    link: Link, path: str, body: dict[str, Any], headers: dict[str, str], timeout: float
) -> Told:
    started = time.monotonic()
    try:
        answer = link.people.ask("POST", path, body, headers, timeout)
        return _read(answer, time.monotonic() - started)
    except (OSError, HTTPException, ValueError) as error:
        return Told(BROKEN, time.monotonic() - started, code=type(error).__name__)


def _read(answer: Answer, took: float) -> Told:
    body = answer.json()
    code = str(body["error"]["code"]) if "error" in body else ""
    messages = tuple(body.get("messages", ()))
    return Told(answer.status, took, messages, code, answer.headers.get("Retry-After"))
