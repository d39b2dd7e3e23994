"""`python -m knowledge preview`: a local page that follows the content folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from urllib.parse import unquote

from knowledge.editors.look import policy
from knowledge.editors.page import Preview
from knowledge.reader import digest_of, survey

HERE = "127.0.0.1"
# A page elsewhere could point its own name at this machine and read what is written here.
OURS = frozenset({HERE, "localhost"})


class Folder:
    """The content folder as last seen; read anew when a file has changed."""

    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        self.path = path
        self._today = today
        self._lock = Lock()
        self._seen: Preview | None = None

    def version(self) -> str:
        """Name what the folder holds now."""
        return digest_of(self.path)

    def preview(self) -> Preview:
        """Return the folder as of now."""
        with self._lock:
            version, today = self.version(), self._today()
            if self._seen is None or (self._seen.version, self._seen.today) != (version, today):
                self._seen = Preview(self.path, survey(self.path, today), version, today)
            return self._seen


class Pages(BaseHTTPRequestHandler):
    """Shows the index, a file, or the version that the page's script asks for."""

    def __init__(self, folder: Folder, *given: object) -> None:
        self._folder = folder
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer one request."""
        if re.sub(r":\d*$", "", self.headers.get("Host", "")) not in OURS:
            self._send(403, "text/plain", f"ask for this page as {HERE}")
        else:
            try:
                self._answer()
            except FileNotFoundError:  # an editor's program saves by deleting and writing anew
                self._send(503, "text/plain", "a file went away while it was read; load again")

    def _answer(self) -> None:
        if self.path == "/version":
            self._send(200, "text/plain", self._folder.version())
        else:
            self._show(unquote(self.path.partition("?")[0]).strip("/"))

    def _show(self, name: str) -> None:
        preview = self._folder.preview()
        found = preview.file(name) if name in preview.names() else None
        page = found if name else preview.index()
        if page is None:
            self._send(404, "text/plain", "there is no such file; go back to /")
        else:
            self._send(200, "text/html", page)

    def _send(self, status: int, kind: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy())
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *given: object) -> None:
        """Say nothing; the page says it all."""


def server(path: Path, port: int, today: Callable[[], date]) -> ThreadingHTTPServer:
    """Return a server of the preview, on this machine only; port 0 takes a free one.

    It may be left open overnight, so the day is asked anew.
    """
    return ThreadingHTTPServer((HERE, port), partial(Pages, Folder(path, today)))
