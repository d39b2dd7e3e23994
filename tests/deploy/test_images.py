"""The images: tags, what is copied into them, and their health commands."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.deploy.files import COMPOSE, DOCKERFILES, containers, health_command, instructions


def test_images_have_a_tag_and_compose_runs_what_kubernetes_runs() -> None:
    used = {container["image"] for _, container in containers()}
    assert used == {service["image"] for service in COMPOSE["services"].values()}
    for which in DOCKERFILES:
        lines = instructions(which)
        defaults = dict(told.split("=", 1) for name, told in lines if name == "ARG")
        bases = [told.split()[0] for name, told in lines if name == "FROM"]
        for name, value in defaults.items():
            bases = [base.replace(f"${{{name}}}", value) for base in bases]
        used |= set(bases)
        assert [told for name, told in lines if name == "USER"] == ["10001:10001"]
    assert all(re.search(r":[0-9][\w.-]*$", image) for image in used), used


@pytest.mark.parametrize("which", DOCKERFILES)
def test_what_an_image_copies_is_there_and_let_in(which: str) -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line[1:] for line in ignored if line.startswith("!")}
    copied = [told for name, told in instructions(which) if name == "COPY" and "--" not in told]
    sources = {source for told in copied for source in told.split()[:-1]}
    for source in sources:
        assert list(ROOT.glob(source)), source
        assert {source, source.partition("/")[0]} & let_in, source
    parts = {f"bot/{one.parent.name}" for one in (ROOT / "bot").glob("*/__init__.py")}
    if which == "gateway":  # all but Rasa's
        assert parts - {"bot/nlu", "bot/dialogue"} <= sources
        assert not {"bot", "bot/nlu", "bot/dialogue", "actions"} & sources


@pytest.mark.parametrize("which", DOCKERFILES)
def test_the_health_command_tells_a_good_answer_from_a_bad_one(which: str, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("0" * 32 + "\n")
    seen: list[tuple[str, str]] = []

    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers.get("Authorization", "")))
            self.send_response(200 if len(seen) == 1 else 503)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = {"rasa": "RASA_PORT", "gateway": "PORT"}[which]
    environ = {"RASA_TOKEN_FILE": str(tmp_path / "token"), port: str(server.server_address[1])}
    command = [sys.executable, *health_command(which)[1:]]
    good, bad = (
        subprocess.run(command, cwd=ROOT, env=environ, capture_output=True).returncode
        for _ in range(2)
    )
    server.shutdown()
    server.server_close()
    assert (good, bad) == (0, 1)
    wanted = {"rasa": ("/internal/health", "Bearer " + "0" * 32), "gateway": ("/health/live", "")}
    assert seen == [wanted[which]] * 2
