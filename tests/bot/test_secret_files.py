"""Secrets may stand in files; several Rasa processes may be named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError
from tests.conftest import ROOT


def test_a_secret_is_read_from_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc\n")
    given = {"RASA_TOKEN_FILE": str(tmp_path / "token"), "STATE_DIR": str(tmp_path)}
    assert Settings.from_environ(given).rasa_token == "abc"
    assert Settings.from_environ({**given, "RASA_TOKEN": "own"}).rasa_token == "own"


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"RASA_TOKEN_FILE: .* cannot be read"):
        Settings.from_environ({"RASA_TOKEN_FILE": str(tmp_path / "nowhere")})
    environ = {**os.environ, "DATABASE_URL": "", "DATABASE_URL_FILE": str(tmp_path / "nowhere")}
    ran = subprocess.run(
        [sys.executable, "-m", "knowledge", "stale"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert ran.stderr.startswith("DATABASE_URL_FILE: ")
    assert len(ran.stderr.splitlines()) == 1


def test_several_rasa_processes_are_named_and_a_bad_address_is_refused() -> None:
    named = Settings.from_environ({"RASA_URLS": "http://a:1/, http://b:2"}).rasa_urls
    assert named == ("http://a:1", "http://b:2")
    with pytest.raises(SettingsError, match="RASA_URLS: 'a b' is no address"):
        Settings.from_environ({"RASA_URLS": "a b"})
