"""README, "Where do I add a programme?", followed to the letter while the assistant runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.settings import CONTENT
from tests.conftest import ROOT, start_assistant, stop_assistant
from tests.talk import Person

MADE_UP = """---
id: jarben
name: {fr: "Jardins du Bénin (JARBEN)", en: "Gardens of Benin (JARBEN)"}
acronym: JARBEN
aliases:
  fr: [JARBEN, "Jardins du Bénin"]
  en: [JARBEN, "Gardens of Benin"]
status: active
summary:
  fr: "JARBEN envoie des jardiniers au Bénin, d'après une page d'essai."
  en: "JARBEN sends gardeners to Benin, says a test page."
facts: [x.01]
sources: [{id: S0}]
countries: [BJ]
topics: [temporary_return]
written: 2026-11-01

answers:
  - id: jarben.programme
    aspect: programme
    text:
      fr: "JARBEN envoie des jardiniers au Bénin, pour planter des manguiers."
      en: "JARBEN sends gardeners to Benin, to plant mango trees."
    facts: [x.01]
    sources: [{id: S0}]
    contacts: [nl_general]
    buttons: [eligibility, human]
    written: 2026-11-01
  - id: jarben.eligibility
    aspect: eligibility
    text:
      fr: "Pour JARBEN, il faut savoir greffer un manguier."
      en: "For JARBEN, people must know how to graft a mango tree."
    facts: [x.02]
    sources: [{id: S0}]
    written: 2026-11-01
  - id: jarben.funding
    aspect: funding
    text:
      fr: "Une pépinière paie JARBEN."
      en: "A tree nursery pays for JARBEN."
    facts: [x.03]
    sources: [{id: S0}]
    written: 2026-11-01
"""
TALKS: list[tuple[str, list[tuple[str, str]]]] = [
    ("fr", [("C'est quoi JARBEN ?", "manguiers"), ("et qui peut participer ?", "greffer")]),
    ("en", [("What is JARBEN?", "mango trees"), ("who pays for it?", "nursery")]),
    ("fr", [("qui finance les jardins du bénin", "pépinière")]),
    ("en", [("Who can take part in jarben?", "graft")]),
]


def row(what: str) -> str:
    """Return where README says that something is added."""
    found = re.search(rf"^\| {what} \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert found, f"README does not say where {what} is added"
    return found.group(1)


def answer(url: str, language: str, text: str) -> dict[str, Any]:
    return Person(url, language).say(text)[-1]


def within(seconds: float, seen: Callable[[], bool]) -> bool:
    """Wait until something is seen; a release is looked for once a second."""
    deadline = time.monotonic() + seconds
    while not seen() and time.monotonic() < deadline:
        time.sleep(0.5)
    return seen()


@pytest.mark.rasa
def test_a_programme_is_added_by_one_file_while_the_assistant_runs(tmp_path: Path) -> None:
    content, state = tmp_path / "knowledge" / "content", tmp_path / "var"
    shutil.copytree(CONTENT, content)
    settings = {"CONTENT_DIR": str(content), "STATE_DIR": str(state)}

    def editor(*command: str) -> str:
        environ = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | settings
        run = subprocess.run(
            [sys.executable, "-m", "knowledge", *command],
            cwd=ROOT,
            env=environ,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def told() -> bool:
        return "manguiers" in answer(url, "fr", "C'est quoi JARBEN ?")["text"]

    process, url = start_assistant(state, CONTENT_DIR=str(content))
    try:
        pids = {(state / "run" / f"{name}.pid").read_text() for name in ("gateway", "rasa")}
        assert not told()
        place = row("a programme").split("`")[1].replace("<id>", "jarben")
        editor("new", "programme", "jarben")
        assert (tmp_path / place).is_file()
        (tmp_path / place).write_text(MADE_UP, encoding="utf-8")
        assert "20 programmes" in editor("check")
        assert "added programmes jarben" in editor("load")
        assert within(60, told)
        for language, turns in TALKS:
            person = Person(url, language)
            for said, expected in turns:
                reply = person.say(said)[-1]
                assert expected in reply["text"], (said, reply["text"])
                assert reply["kind"] == "answer"
                assert reply["sources"]
        # Nothing was started anew, and what was added can be taken back.
        assert pids == {(state / "run" / f"{name}.pid").read_text() for name in ("gateway", "rasa")}
        editor("rollback")
        assert within(60, lambda: not told())
    finally:
        stop_assistant(process)
