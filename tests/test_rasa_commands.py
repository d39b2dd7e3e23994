"""Rasa's own commands still work on this project."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bot.training import ensure_model
from tests.conftest import ROOT, free_port

pytestmark = pytest.mark.rasa
RASA = [sys.executable, "-m", "rasa"]


def environ(tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "STATE_DIR": str(tmp_path),
        "SANIC_HOST": "127.0.0.1",
    }


def test_rasa_test_core_follows_the_stories(tmp_path: Path) -> None:
    model = ensure_model(ROOT, ROOT / "models", print)
    command = [*RASA, "test", "core", "--model", str(model), "--stories", "tests/stories"]
    command += ["--out", str(tmp_path / "results"), "--fail-on-prediction-errors"]
    done = subprocess.run(
        command, cwd=ROOT, env=environ(tmp_path), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


def shell(tmp_path: Path, said: str, *kind: str) -> subprocess.CompletedProcess[str]:
    model = ensure_model(ROOT, ROOT / "models", print)
    port = [] if kind else ["--port", str(free_port())]  # `shell nlu` listens nowhere
    return subprocess.run(
        [*RASA, "shell", *kind, "--model", str(model), *port],
        cwd=ROOT,
        env=environ(tmp_path),
        input=f"{said}\n/stop\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def test_rasa_shell_nlu_parses(tmp_path: Path) -> None:
    done = shell(tmp_path, "et la Serbie ?", "nlu")
    assert '"name": "follow_up"' in done.stdout, done.stderr[-2000:]


def test_rasa_shell_before_the_first_make_run_leaves_a_database_to_run_on(tmp_path: Path) -> None:
    done = shell(tmp_path, "bonjour")
    assert (tmp_path / "assistant.db").exists(), done.stderr[-2000:]
    load = [sys.executable, "-m", "knowledge", "load"]
    loaded = subprocess.run(load, cwd=ROOT, env=environ(tmp_path), capture_output=True, check=False)
    assert loaded.returncode == 0, loaded.stderr.decode()


def test_rasa_run_actions_serves_our_actions(tmp_path: Path) -> None:
    port = free_port()
    command = [*RASA, "run", "actions", "--actions", "actions", "--port", str(port)]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environ(tmp_path),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            listed = _listed(f"http://127.0.0.1:{port}/actions")
        finally:
            process.kill()
    assert "action_answer_funding" in listed


def _listed(url: str) -> str:
    for _ in range(800):
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.5)
    return ""
