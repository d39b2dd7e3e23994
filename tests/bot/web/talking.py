"""A tab in Chromium with the conversation that has no screen, and all that it told and asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.bot.web.process import CHATS, Gateway

WAIT = 20_000  # milliseconds
# `shown` is what a screen would hold that knows the events only.
HELP = """
window.begin = async (options = {}) => {
  const { Talk } = await import("/static/talk.js");
  const talk = (window.talk = new Talk(options));
  window.told = [];
  window.shown = new Map();
  talk.addEventListener("items", ({ detail: { added, changed, removed } }) => {
    told.push(["items", added.map((one) => one.key), changed.map((one) => one.key), removed]);
    for (const key of removed) if (!shown.delete(key)) told.push(["wrong", "removed", key]);
    for (const one of added) {
      if (shown.has(one.key)) told.push(["wrong", "added", one.key]);
      shown.set(one.key, one);
    }
    for (const one of changed) {
      if (shown.get(one.key) !== one) told.push(["wrong", "changed", one.key]);
    }
  });
  talk.addEventListener("cleared", ({ detail }) => {
    shown.clear();
    told.push(["cleared", detail.why]);
  });
  talk.addEventListener("state", () => told.push(["state", talk.typing, talk.connected]));
};
window.seen = () =>
  talk.items.map(({ state, message }) => [message.author[0], state, message.text.split("\\n")[0]]);
"""
Seen = list[list[str]]
NUMBERS = [
    {"seq": 0, "author": "assistant", "kind": "safety", "text": "112", "client_message_id": None}
]


class Tab:
    """One tab; `posts` are the texts it sent, in order, each time it did."""

    def __init__(self, context: Any, gateway: Gateway, page: Any = None) -> None:
        self.context, self.gateway = context, gateway
        self.page = page or context.new_page()
        self.requests: list[Any] = []
        self.faults: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, options: str = "{}") -> Tab:
        """Load a page and start; the conversation is `talk` in it."""
        self.page.goto(f"{self.gateway.url}/privacy")
        self.begin(options)
        return self

    def begin(self, options: str = "{}") -> None:
        self.page.evaluate(f"async () => {{ {HELP}; await begin({options}); await talk.start(); }}")

    def reload(self) -> None:
        self.page.reload()
        self.begin()

    def js(self, script: str, *given: Any) -> Any:
        return self.page.evaluate(script, *given)

    def say(self, *texts: str) -> None:
        self.js("(texts) => texts.forEach((text) => talk.send({ text }))", list(texts))

    def seen(self) -> Seen:
        """Return author, state and text of what stands there after the welcome."""
        seen: Seen = self.js("() => seen()")
        return [one for one in seen if "I am an autom" not in one[2]]

    def until(self, script: str) -> None:
        self.page.wait_for_function(script, timeout=WAIT)

    def held_back(self, held: list[Any]) -> Any:
        """Wait until a route has put something aside, and return the first of it."""
        for _ in range(WAIT // 50):
            if held:
                return held[0]
            self.page.wait_for_timeout(50)
        pytest.fail("nothing came")

    def shows(self, *lines: str) -> None:
        """Wait until exactly these stand after the welcome: author, state and text in each."""
        want = [line.split(" ", 2) for line in lines]
        try:
            self.page.wait_for_function(
                """(want) => JSON.stringify(want) === JSON.stringify(
                  seen().filter((one) => !one[2].includes("I am an autom")))""",
                arg=want,
                timeout=WAIT,
            )
        except Exception:
            pytest.fail(f"{self.seen()} for {want}; told {self.told()[-12:]}")
        self.true()

    def true(self) -> None:
        """Check that the events told what stands there, and that nothing is there twice."""
        # In one go: what comes between two looks would be in one of them only.
        keys, shown, told = self.js(
            "() => [talk.items.map((one) => one.key), [...shown.keys()], told]"
        )
        assert sorted(shown) == sorted(keys)
        assert len(set(keys)) == len(keys)
        assert [one for one in told if one[0] == "wrong"] == []
        assert self.faults == []

    def told(self) -> list[Any]:
        return list(self.js("() => told"))

    def cleared(self) -> list[str]:
        return [one[1] for one in self.told() if one[0] == "cleared"]

    def stored(self, where: str = "sessionStorage") -> dict[str, Any]:
        """Return what a storage holds, by the last word of its name."""
        held = self.js(f"() => ({{ ...{where} }})")
        return {name.rpartition(" ")[2]: json.loads(value) for name, value in held.items()}

    def held(self, where: str = "sessionStorage") -> Any:
        """Return the conversation that a storage holds."""
        return self.stored(where).get(self.gateway.url)

    def error(self) -> Any:
        """Return what is wrong with the last that stands there."""
        return self.js("() => talk.items[talk.items.length - 1].error")

    def posts(self, arrived: bool = False) -> list[str]:
        """Return what was posted; `arrived`: without what a test kept from the server."""
        sent = [one for one in self.requests if one.method == "POST" and "/messages" in one.url]
        sent = [one for one in sent if not (arrived and one.failure)]
        return [json.loads(one.post_data or "{}").get("text") for one in sent]

    def streams(self) -> list[Any]:
        return [one for one in self.requests if one.url.endswith("/events")]

    def history(self) -> list[tuple[str, str]]:
        """Return what the server holds after the welcome."""
        own = self.held() or self.held("localStorage")
        token = {"Authorization": f"Bearer {own['token']}"}
        told = self.gateway.ask("GET", f"{CHATS}/{own['id']}/messages", None, token).json()
        return [(one["author"][0], one["text"]) for one in told["messages"][1:]]


Handler = Callable[[Any], None]


def once(handler: Handler, times: int = 1) -> Handler:
    """Handle the first requests so; let the others through."""
    left = [times]

    def handle(route: Any) -> None:
        left[0] -= 1
        if left[0] >= 0:
            handler(route)
        else:
            route.fallback()

    return handle


def refusing(status: int, code: str, after: int | None = None, **more: Any) -> Handler:
    """Answer with an error of the contract."""
    body = {"error": {"code": code, "message": "en français / in English"}, **more}
    headers = {"Retry-After": str(after)} if after else {}
    return lambda route: route.fulfill(status=status, json=body, headers=headers)


def losing(route: Any) -> None:
    """Let a request reach the server, and lose the answer."""
    route.fetch()
    route.abort()
