"""`make bench-desk`: the queue with 10,000 open cases, on SQLite or on the DATABASE_URL given."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.conversations.cases import PRIORITIES, REASONS
from bot.conversations.tables import case, conversation, message
from bot.desk import queue, story
from bot.desk.queue import Filters
from knowledge.database import Database
from knowledge.migrate import upgrade

CASES, TIMES = 10_000, 60
BUDGET = 100.0  # ms, p95 of the queue
NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
WORDS = ["je", "voudrais", "savoir", "qui", "paie", "le", "voyage", "famille", "vers", "pays"]


def fill(connection: sa.Connection) -> None:
    """Store conversations of four messages, each with an open case."""
    chance = random.Random(1)
    names = [f"talk-{number}" for number in range(CASES)]
    of_talk: dict[str, Any] = {"token_hash": "", "language": "fr", "language_chosen": True}
    of_talk |= {"log_odds": 0.0, "created_at": NOW, "expires_at": NOW, "last_seq": 4}
    rows = [{"id": name, "protected": not at % 6, **of_talk} for at, name in enumerate(names)]
    connection.execute(sa.insert(conversation), rows)
    connection.execute(
        sa.insert(message),
        [
            {"conversation_id": name, "seq": seq, "language": "fr", "at": NOW, "state": "done"}
            | _said(chance, seq)
            for name in names
            for seq in range(1, 5)
        ],
    )
    connection.execute(sa.insert(case), [_case(chance, name) for name in names])


def _said(chance: random.Random, seq: int) -> dict[str, Any]:
    if seq % 2:
        return {"author": "user", "body": {"text": " ".join(chance.choices(WORDS, k=12))}}
    return {"author": "assistant", "body": {"kind": "answer", "text": {"fr": "oui", "en": "yes"}}}


def _case(chance: random.Random, name: str) -> dict[str, Any]:
    opened = NOW - timedelta(minutes=chance.randrange(10_000))
    return {
        "conversation_id": name,
        "state": "open",
        "priority": chance.choice(PRIORITIES),
        "reason": chance.choice(REASONS),
        "language": chance.choice(("fr", "en")),
        "topic": chance.choice(("ask_funding", "ask_apply")),
        "seq": 1,
        "opened_at": opened,
        "changed_at": opened,
    }


def measured(database: Database, work: Callable[[sa.Connection], Any]) -> tuple[float, float]:
    """Return median and 95th percentile, in ms."""
    took = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        database.reading(work)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return took[TIMES // 2], took[int(TIMES * 0.95)]


def main(url: str) -> None:
    """Print a line for each way to look; exit 1 when the budget is missed."""
    upgrade(url)
    database = Database(url)
    database.writing(fill)
    looks: dict[str, Callable[[sa.Connection], Any]] = {
        "first page": lambda c: queue.listed(c, Filters(), True),
        "an agent's page": lambda c: queue.listed(c, Filters(), False),
        "an agent's counts": lambda c: queue.counted(c, "anne", False),
        "page 100": lambda c: queue.listed(c, Filters(), True, 100),
        "urgent, French": lambda c: queue.listed(
            c, Filters(priority="urgent", language="fr"), True
        ),
        "counts": lambda c: queue.counted(c, "anne", True),
        "choices": lambda c: queue.choices(c, True),
        "words": lambda c: queue.listed(c, Filters(words="famille vers"), True),
        "one case": lambda c: story.told(c, CASES // 2, True),
    }
    worst = 0.0
    for name, work in looks.items():
        median, late = measured(database, work)
        worst = max(worst, late)
        print(f"{name:16} p50 {median:6.1f} ms   p95 {late:6.1f} ms")
    database.close()
    sys.exit(worst > BUDGET)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{Path(folder) / 'desk.db'}")
