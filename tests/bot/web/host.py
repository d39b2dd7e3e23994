"""A site of somebody else, on an origin of its own, with a strict policy: it embeds the chat."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.conftest import ROOT

IN_DOCS = "https://chat.example"
WAIT = 20_000  # milliseconds
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(kind: str) -> list[str]:
    """Return the examples of docs/embed.md that are of a kind."""
    text = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")
    return [body.strip() for found, body in BLOCK.findall(text) if found == kind]


def policy(sources: str) -> str:
    """Return the policy of a page that allows itself scripts, and what the guide says it must."""
    own = [rule.replace("script-src", "script-src 'self'") for rule in sources.split("; ")]
    return "; ".join(["default-src 'none'", "base-uri 'none'", *own])


@dataclass
class Host:
    """The site; `body` is what its page holds, `headers` what its answers say."""

    origin: str
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def shows(self, body: str, chat: str) -> None:
        """Have a page with an example in it, under the policy of the guide."""
        (sources,) = (one for one in examples("") if one.startswith("script-src"))
        sources = f"{sources}; frame-src {IN_DOCS}"
        self.body = body.replace(IN_DOCS, chat)
        self.headers = {"Content-Security-Policy": policy(sources).replace(IN_DOCS, chat)}


@contextmanager
def hosting() -> Iterator[Host]:
    """Serve the site on a free port."""
    host = Host("")

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html = f'<!doctype html><html lang="en"><title>Aid</title><h1>Aid</h1>{host.body}'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in host.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    host.origin = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()


class Guest:
    """Somebody on the host's page, with all that the browser complains of."""

    def __init__(self, browser: Any, host: Host) -> None:
        self.context = browser.new_context(locale="en-GB")
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.said: list[str] = []
        self.errors: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda told: self.said.append(told.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.host = host

    def visits(self) -> None:
        self.page.goto(f"{self.host.origin}/")

    def opens(self) -> Any:
        """Open the panel; return what the conversation shows."""
        self.page.locator("iom-chat .launcher").click(timeout=WAIT)
        return self.answers()

    def answers(self) -> Any:
        return self.page.locator("iom-chat article.assistant")

    def asks(self, text: str) -> None:
        field = self.page.locator("iom-chat textarea")
        field.fill(text)
        field.press("Enter")
