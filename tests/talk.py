"""A person with a web chat: the HTTP contract in a few lines."""

from __future__ import annotations

import json
import secrets
import urllib.error
import urllib.request
from typing import Any


class Person:
    """Opens one conversation and speaks in it."""

    def __init__(self, url: str, language: str | None = None) -> None:
        self._url = url
        status, made = self.call("POST", "/api/v1/conversations", {"language": language}, None)
        assert status == 201, made
        self.id, self.token = made["conversation_id"], made["token"]
        self.welcome: list[dict[str, Any]] = made["messages"]

    def say(self, text: str) -> list[dict[str, Any]]:
        return self._post({"text": text})

    def press(self, button: str) -> list[dict[str, Any]]:
        return self._post({"button": button})

    def _post(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        path = f"/api/v1/conversations/{self.id}/messages"
        body = {**body, "client_message_id": secrets.token_hex(8)}
        for _ in range(5):
            status, answer = self.call("POST", path, body)
            if status != 202:  # "the answer follows": on a busy machine it may; the same again asks
                break
        assert status == 200, (status, answer)
        messages: list[dict[str, Any]] = answer["messages"]
        return messages

    def call(
        self, method: str, path: str, body: Any = None, token: str | None = ""
    ) -> tuple[int, Any]:
        """Return status and JSON; `token` "" means this person's own."""
        headers = {"Content-Type": "application/json"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token or self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                raw = answer.read()
                return answer.status, json.loads(raw) if raw else None
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())
