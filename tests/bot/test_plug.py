"""Pull the plug, plug it back in: the answer still comes."""

from __future__ import annotations

import os
import signal
import threading
import time
import urllib.error
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import start_assistant, stop_assistant
from tests.talk import Person

pytestmark = [pytest.mark.rasa, pytest.mark.slow]
WITHIN = 400.0  # seconds; a busy machine starts Rasa in minutes


def pid(state_dir: Path, name: str) -> int:
    return int((state_dir / "run" / f"{name}.pid").read_text())


def said(person: Person) -> list[dict[str, Any]]:
    status, body = person.call("GET", f"/api/v1/conversations/{person.id}/messages")
    assert status == 200
    messages: list[dict[str, Any]] = body["messages"]
    return messages


def waiting(url: str, state_dir: Path) -> tuple[Person, threading.Thread]:
    """Return somebody whose question is stored and not answered: Rasa stands still."""
    person = Person(url, "fr")
    os.kill(pid(state_dir, "rasa"), signal.SIGSTOP)

    def ask() -> None:
        with suppress(OSError, urllib.error.URLError):
            person.say("qui finance le programme et combien ?")

    asking = threading.Thread(target=ask)
    asking.start()
    end = time.monotonic() + WITHIN
    while len(said(person)) < 2:
        assert time.monotonic() < end
        time.sleep(0.1)
    return person, asking


def test_a_message_that_was_waiting_when_all_were_killed_is_answered_once(tmp_path: Path) -> None:
    process, url = start_assistant(tmp_path)
    person, asking = waiting(url, tmp_path)
    killed = [pid(tmp_path, name) for name in ("gateway", "rasa")]
    for one in (process.pid, *killed):  # first who would start them again
        os.kill(one, signal.SIGKILL)
    process.wait(WITHIN)
    asking.join(WITHIN)

    process, url = start_assistant(tmp_path)
    try:
        back = Person(url)  # only to speak with; the conversation is the old one
        back.id, back.token = person.id, person.token
        end = time.monotonic() + WITHIN
        while len(messages := said(back)) < 3:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert [m["author"] for m in messages] == ["assistant", "user", "assistant"]
        assert "2,5 millions" in messages[-1]["text"]
        assert back.say("et la Serbie ?")[0]["language"] == "fr"
        assert len(said(back)) == 5
    finally:
        stop_assistant(process)


def test_what_is_killed_comes_back_and_answers_what_waited(tmp_path: Path) -> None:
    process, url = start_assistant(tmp_path)
    try:
        person, asking = waiting(url, tmp_path)
        for name in ("gateway", "rasa"):
            os.kill(pid(tmp_path, name), signal.SIGKILL)
        asking.join(WITHIN)
        messages: list[dict[str, Any]] = []
        end = time.monotonic() + WITHIN
        while len(messages) < 3:
            assert time.monotonic() < end
            with suppress(OSError, urllib.error.URLError):
                messages = said(person)
            time.sleep(0.2)
        assert [m["author"] for m in messages] == ["assistant", "user", "assistant"]
        assert "2,5 millions" in messages[-1]["text"]
        assert "stopped by itself (killed: SIGKILL); again" in (tmp_path / "output.txt").read_text()
    finally:
        stop_assistant(process)


def test_danger_is_answered_with_rasa_stopped(tmp_path: Path) -> None:
    process, url = start_assistant(tmp_path)
    try:
        person = Person(url, "fr")
        os.kill(pid(tmp_path, "rasa"), signal.SIGSTOP)
        (reply,) = person.say("mon patron a pris mon passeport")
        os.kill(pid(tmp_path, "rasa"), signal.SIGCONT)
        assert (reply["kind"], reply["category"]) == ("safety", "trafficking")
        assert "+31 33 448 11 86" in reply["text"]
    finally:
        stop_assistant(process)
