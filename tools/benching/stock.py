"""A stock Rasa assistant for `make bench`: six intents, DIET, REST, action server over HTTP.

Its tracker store is the one in memory: Rasa's SQL store does not run under SQLAlchemy 2. That is
in its favour, for ours writes every message to disk.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from tests.conftest import free_port

INTENTS = {
    "greet": ["hello", "hi there", "good morning", "hey"],
    "ask_countries": ["which countries are covered", "list of countries", "where can people go"],
    "ask_funding": ["who pays for it", "what is the budget", "who funds the programme"],
    "ask_status": ["is it still open", "does it still exist", "has it ended"],
    "ask_contact": ["phone number please", "how can i reach you", "give me the e-mail"],
    "ask_duration": ["how long does it run", "when did it start", "from when to when"],
}
QUESTIONS = ("which countries are covered", "who pays for it", "is it still open")
CONFIG = """recipe: default.v1
assistant_id: stock
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: CountVectorsFeaturizer
  - {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
  - {name: DIETClassifier, epochs: 50, random_seed: 7}
policies:
  - name: RulePolicy
"""
ACTION = """from rasa_sdk import Action


class ActionAnswer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="An answer of about the usual length. " * 6)
        return []
"""


def write(folder: Path, actions_port: int) -> None:
    """Write the project's files."""
    nlu = [
        {"intent": name, "examples": "".join(f"- {row}\n" for row in rows)}
        for name, rows in INTENTS.items()
    ]
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": "action_answer"}]} for name in INTENTS
    ]
    domain = {"version": "3.1", "intents": list(INTENTS), "actions": ["action_answer"]}
    endpoint = {"action_endpoint": {"url": f"http://127.0.0.1:{actions_port}/webhook"}}
    files = {
        "config.yml": CONFIG,
        "domain.yml": yaml.safe_dump(domain),
        "data/nlu.yml": yaml.safe_dump({"version": "3.1", "nlu": nlu}),
        "data/rules.yml": yaml.safe_dump({"version": "3.1", "rules": rules}),
        "endpoints.yml": yaml.safe_dump(endpoint),
        "credentials.yml": "rest:\n",
        "stock_actions.py": ACTION,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, list[int], float]]:
    """Train and start it; give its address, process ids and seconds from start to ready."""
    port, actions_port = free_port(), free_port()
    write(folder, actions_port)
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    rasa = [sys.executable, "-m", "rasa"]
    log = (folder / "log.txt").open("wb")

    def start(*arguments: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*rasa, *arguments], cwd=folder, env=quiet, stdout=log, stderr=log)

    if start("train", "--out", "models").wait() != 0:
        raise RuntimeError((folder / "log.txt").read_text(errors="replace")[-2000:])
    started = time.perf_counter()
    children = [
        start("run", "actions", "--actions", "stock_actions", "-p", str(actions_port)),
        start("run", "-p", str(port), "-i", "127.0.0.1"),
    ]
    try:
        url = f"http://127.0.0.1:{port}"
        while not _ready(url):
            if any(child.poll() is not None for child in children):
                raise RuntimeError((folder / "log.txt").read_text(errors="replace")[-2000:])
            time.sleep(0.3)
        yield url, [child.pid for child in children], time.perf_counter() - started
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(30)


def _ready(url: str) -> bool:
    try:
        return bool(say(url, "ready", QUESTIONS[0]))
    except OSError:
        return False


def say(url: str, sender: str, text: str) -> list[dict[str, str]]:
    """Send one message over the REST channel."""
    body = json.dumps({"sender": sender, "message": text}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/webhooks/rest/webhook", body, headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        said: list[dict[str, str]] = json.loads(answer.read())
        return said
