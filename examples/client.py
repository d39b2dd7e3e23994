"""A client of the assistant's API, to be copied and changed: Python 3.10, nothing to install.

`python examples/client.py https://chat.example [file with an API key]`: a chat in the terminal.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

Message = dict[str, Any]
DOWN = OSError, HTTPException  # the line, in the middle of whatever
Answer = tuple[int, Any, HTTPMessage]  # status, JSON, headers


class Problem(Exception):
    """The service said no: `code` is for programs, the text for people, in both languages."""

    def __init__(self, status: int, body: Any, headers: HTTPMessage) -> None:
        self.status, self.code = status, str(body["error"]["code"])
        self.messages: list[Message] = body.get("messages", [])  # numbers, for danger: show them
        self.wait = float(headers.get("Retry-After") or 0)  # seconds; 0: do not try again
        super().__init__(f"{body['error']['message']} ({status})")


@dataclass
class Api:
    """Calls the service; tries again what was lost or came too soon."""

    base: str
    key: str | None = None  # an API key; it stays on your server, never in a page
    tries: int = 5
    timeout: float = 30.0  # seconds; the service answers or says 202 within 20
    sleep: Callable[[float], None] = time.sleep
    _known: dict[str, Answer] = field(default_factory=dict)  # what was read, by path

    def open(self, language: str | None = None) -> tuple[Conversation, list[Message]]:
        """Open a conversation; return it with its first messages, which are to be shown."""
        _, made, _ = self.call("POST", "/conversations", {"language": language})
        return Conversation(self, made["conversation_id"], made["token"]), made["messages"]

    def read(self, path: str, **query: str) -> Any:
        """Read `/programmes`, `/offices/geneva` …; what has not changed is not sent again."""
        held = self._known.get(path := path + (f"?{urlencode(query)}" if query else ""))
        answer = self.call("GET", path, None, {"If-None-Match": held[2]["ETag"]} if held else {})
        if answer[0] != 304:
            self._known[path] = answer
        return self._known[path][1]

    def assess(self, programme: str, profile: Mapping[str, Any], language: str = "fr") -> Any:
        """Judge a profile by the published conditions; nothing of it is stored."""
        given = {"profile": profile, "lang": language}
        return self.call("POST", f"/eligibility/{programme}", given)[1]

    def call(self, method: str, path: str, body: Any = None, more: Any = None) -> Answer:
        """Make a call. Problem: the answer is no. ConnectionError: there is none."""
        lost, pause, problem = 0, 0.0, None
        for _ in range(self.tries):
            self.sleep(pause)
            try:
                with self.request(method, path, body, more or {}) as got:
                    raw = got.read() if got.status not in (204, 304) else b"null"
                    reply = got.status, json.loads(raw), got.headers
                problem = Problem(*reply) if reply[0] >= 400 else None
            except (*DOWN, ValueError, KeyError, TypeError):  # or it was not the service that spoke
                lost, pause, problem = lost + 1, 2.0**lost, None
                continue
            if problem is None or (lost and (method, reply[0]) == ("DELETE", 401)):
                return reply  # to a deletion 401 says that a try before this one did it
            pause = problem.wait
            if not pause or problem.messages:
                break
        raise problem or ConnectionError(f"{self.base} does not answer; it may have heard us")

    def request(self, method: str, path: str, body: Any, more: Mapping[str, str]) -> HTTPResponse:
        """Send one request; the answer is open, and to be closed."""
        where = urlsplit(self.base)
        kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
        line = kind(where.netloc, timeout=self.timeout)
        headers = {**more, "Connection": "close", "Content-Type": "application/json"}
        headers |= {"X-API-Key": self.key} if self.key else {}
        line.request(method, f"{where.path}/api/v1{path}", body and json.dumps(body), headers)
        return line.getresponse()


@dataclass
class Conversation:
    """One conversation. Its token opens it, with the API key if it was opened with one."""

    api: Api
    id: str
    token: str = field(repr=False)

    def say(self, text: str, own_id: str = "", **other: str) -> list[Message]:
        """Say something and return the replies; the same `own_id` is no second message."""
        body = {**(other or {"text": text}), "client_message_id": own_id or uuid.uuid4().hex}
        for _ in range(self.api.tries):
            status, answer = self._call("POST", "/messages", body)
            if status != 202:
                break  # 202: it is stored and takes longer; asked again it waits on
        return list(answer["messages"])

    def press(self, button: str, own_id: str = "") -> list[Message]:
        """Press a button that was offered in this conversation."""
        return self.say("", own_id, button=button)

    def events(self, after: int = 0) -> Iterator[Message]:
        """Follow what comes, until it is closed; show a message without `seq`, and forget it."""
        path, last, pause = f"/conversations/{self.id}/events?after={after}", "", 1.0
        while True:
            more = {"Authorization": f"Bearer {self.token}"}
            more |= {"Last-Event-ID": last} if last else {}
            with suppress(*DOWN), self.api.request("GET", path, None, more) as stream:
                if stream.status in (401, 403, 404):
                    return
                pause = float(stream.headers.get("Retry-After") or pause)
                for event in _events(stream) if stream.status == 200 else ():
                    if event.get("event") == "erased":
                        return
                    last, pause = event.get("id", last), 1.0
                    yield json.loads(event["data"])
            self.api.sleep(pause)  # what is missed meanwhile comes when we are back
            pause = min(pause * 2, 30.0)

    def speak(self, language: str) -> None:
        """Choose the language: fr or en."""
        self._call("PUT", "/language", {"language": language})

    def judge(self, seq: int, useful: bool, comment: str | None = None) -> None:
        """Say whether a reply was of use."""
        self._call("POST", f"/messages/{seq}/feedback", {"useful": useful, "comment": comment})

    def export(self) -> Any:
        """Return all that is held of it."""
        return self._call("GET", "/export")[1]

    def erase(self) -> None:
        """Erase it for good."""
        self._call("DELETE")

    def _call(self, method: str, ending: str = "", body: Any = None) -> tuple[int, Any]:
        opens = {"Authorization": f"Bearer {self.token}"}
        return self.api.call(method, f"/conversations/{self.id}{ending}", body, opens)[:2]


def _events(stream: HTTPResponse) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    while line := stream.readline().decode():
        if line != "\n":
            name, _, value = line.rstrip("\n").partition(": ")
            event[name] = value  # comments, too, under a name that nobody asks for
        elif "data" in event:  # one that is cut off half-way is none
            yield event
            event = {}


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> Any:
    """Return the event of a webhook; ValueError when it is not the service's, or not of now."""
    given = {name.lower(): value for name, value in headers.items()}
    at, told = given.get("x-timestamp", ""), given.get("x-signature", "")
    signed = hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={signed}".encode(), told.encode()):
        raise ValueError("the signature is wrong: this does not come from the service")
    if abs(now - int(at)) > 300:
        raise ValueError("the signature is older than five minutes: it may be sent again")
    return json.loads(body)


def main(base: str, key_file: str = "") -> None:
    """Chat in a terminal; a number presses the button that has it, the end of input ends it."""
    api = Api(base.rstrip("/"), Path(key_file).read_text().strip() if key_file else None)
    (talk, said), buttons = api.open(), dict[str, str]()
    while True:
        for message in said:
            print(f"\n{message['text']}")
            for number, button in enumerate(message["buttons"], len(buttons) + 1):
                buttons[str(number)] = button["id"]
                print(f"  [{number}] {button['label']}")
        try:
            text = input("> ").strip()
            said = talk.press(buttons[text]) if text in buttons else talk.say(text)
        except (Problem, ConnectionError) as problem:
            print(problem)
            said = getattr(problem, "messages", [])


if __name__ == "__main__":
    with suppress(EOFError, KeyboardInterrupt):
        main(*sys.argv[1:])
