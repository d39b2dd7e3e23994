"""Processes are killed under load, a few times; `python -m tools.soak` does it a hundred times."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tools.soak import arguments, plan_of
from tools.soaking.cluster import NoPostgres
from tools.soaking.page import shown, write
from tools.soaking.run import Plan, Report, soak
from tools.soaking.talk import Sent
from tools.soaking.verdict import OVERTAKEN, Verdict

DATABASES = ("sqlite", "postgres")
SEED = 20261128
LEAST = 30  # messages: with less there was no load
WITHIN = 900.0  # seconds


@pytest.fixture(scope="module")
def soaks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Future[Report]]]:
    """Soak on both databases at once: it is mostly waiting."""
    given = arguments(["--short", "--seed", str(SEED)])
    with ThreadPoolExecutor(len(DATABASES)) as at_once:
        yield {
            database: at_once.submit(_soaked, plan_of(given, database), folder)
            for database in DATABASES
            if (folder := tmp_path_factory.mktemp(database))
        }


def _soaked(plan: Plan, folder: Path) -> Report:
    return asyncio.run(soak(plan, folder))


@pytest.mark.slow
@pytest.mark.parametrize("database", DATABASES)
def test_what_is_acknowledged_is_stored_once_answered_once_and_in_order(
    soaks: Mapping[str, Future[Report]], database: str
) -> None:
    try:
        report = soaks[database].result(WITHIN)
    except NoPostgres as missing:
        if os.environ.get("CI"):
            pytest.fail(str(missing))
        pytest.skip(str(missing))
    count = report.verdict.count
    # What one gateway keeps in files, the other does not know of: docs/soak.md.
    wrong = report.verdict.faults
    assert not wrong, shown(report)
    assert report.kills.total() == report.plan.kills
    assert count["sent"] == count["acknowledged"] == count["answered"] + count["failed with a case"]
    assert count["sent"] >= LEAST
    assert report.again.total() > 0


AT = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
LATER = AT + timedelta(seconds=1)
Row = dict[str, Any]


def _row(seq: int, author: str, text: str, **more: Any) -> Row:
    body = {"text": text if author == "user" else {"en": text, "fr": text}}
    empty = {"conversation_id": "talk", "client_message_id": None, "in_reply_to": None}
    row = {"seq": seq, "author": author, "body": body, "language": "en", "state": None}
    return {**row, **empty, "at": AT, **more}


def _asked(seq: int, own_id: str, state: str = "done", **more: Any) -> Row:
    return _row(seq, "user", own_id, client_message_id=own_id, state=state, **more)


def _said(seq: int, to: int, own_id: str, word: str = "x", **more: Any) -> Row:
    return _row(seq, "assistant", f"{own_id} = {word}", in_reply_to=to, **more)


def _moved(rows: list[Row], by: int = 1) -> list[Row]:
    """Let rows come later; what they answer moves with them."""
    answered = [{**row, "in_reply_to": row["in_reply_to"] + by} for row in rows[1:]]
    return [{**row, "seq": row["seq"] + by} for row in [rows[0], *answered]]


def _sent(own_id: str, first: float, acknowledged: float | None, **more: Any) -> Sent:
    return Sent(own_id, own_id, first, acknowledged, **more)


A, B = "bb", "be"  # each is answered by one reply
GOOD = [_asked(2, A), _said(3, 2, A), _asked(4, B), _said(5, 4, B)]
ONE_AFTER_ANOTHER = [_sent(A, 1, 2), _sent(B, 3, 4)]
WRONG = {
    "not stored": ("lost", GOOD[2:]),
    "not answered": ("lost", [_asked(2, A), *GOOD[2:]]),
    "waits": ("lost", [_asked(2, A, "new"), *GOOD[1:]]),
    "failed without a case": ("lost", [_asked(2, A, "failed"), *GOOD[1:]]),
    "stored twice": ("doubled", [*GOOD, _asked(6, A), _said(7, 6, A)]),
    "answered twice": ("doubled", [*GOOD[:2], _said(4, 2, A, at=LATER), *_moved(GOOD[2:])]),
    "the same set twice": ("strange", [*GOOD[:2], _said(4, 2, A), *_moved(GOOD[2:])]),
    "the answer of another": ("strange", [GOOD[0], _said(3, 2, B), *GOOD[2:]]),
    "another text": ("strange", [_asked(2, A, body={"text": "c"}), *GOOD[1:]]),
    "never sent": ("strange", [*GOOD, _asked(6, "c"), _said(7, 6, "c")]),
    "answers swapped": (
        "out of order",
        [_asked(2, A), _asked(3, B), _said(4, 3, B), _said(5, 2, A)],
    ),
    "messages swapped": (
        "out of order",
        [_asked(2, B), _said(3, 2, B), _asked(4, A), _said(5, 4, A)],
    ),
}


def _judged(stored: list[Row], sent: list[Sent], cases: int = 0) -> Verdict:
    verdict = Verdict()
    verdict.add(stored, sent, cases, played=True)
    return verdict


def test_what_is_well_is_not_blamed() -> None:
    verdict = _judged(GOOD, ONE_AFTER_ANOTHER)
    assert not verdict.bad, verdict.faults
    assert verdict.count == {"sent": 2, "requests": 0, "acknowledged": 2, "answered": 2}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_blamed_for_what_it_is(name: str) -> None:
    what, stored = WRONG[name]
    verdict = _judged(stored, ONE_AFTER_ANOTHER)
    assert verdict.bad
    assert what in {one.partition(":")[0] for one in verdict.faults}


def test_of_two_under_way_at_once_either_may_be_the_first() -> None:
    swapped = WRONG["messages swapped"][1]
    assert not _judged(swapped, [_sent(A, 1, 4), _sent(B, 3, 4)]).bad


def test_given_up_with_a_case_is_no_loss() -> None:
    verdict = _judged([_asked(2, A, "failed"), *GOOD[1:]], ONE_AFTER_ANOTHER, cases=1)
    assert not verdict.bad
    assert verdict.count["failed with a case"] == verdict.count["answered"] == 1


def test_another_answer_when_sent_again_is_blamed() -> None:
    said = (3, f"{A} = x")
    told = [(said,), (said,), ((3, f"{A} = y"),)]
    assert _judged(GOOD, [_sent(A, 1, 2, told=told), ONE_AFTER_ANOTHER[1]]).count["strange"] == 1


def test_only_what_went_by_another_gateway_counts_as_overtaken() -> None:
    swapped = WRONG["messages swapped"][1]
    first = _sent(A, 1, 2, gateways={0, 2}, kept_by={0: 2.0, 2: 5.0})
    for gateways in ({0}, {1}, {0, 1}, {2}):
        what = "out of order" if gateways == {0} else OVERTAKEN
        verdict = _judged(swapped, [first, _sent(B, 3, 4, gateways=gateways)])
        assert verdict.bad
        assert [one.partition(":")[0] for one in verdict.faults] == [what]


def test_rasa_must_hear_messages_in_order() -> None:
    verdict = Verdict()
    verdict.turns([("a", "a.2"), ("b", "b.2"), ("a", "a.4"), ("a", "a.3"), ("b", "b.4")])
    assert verdict.count == {"out of order": 1}


def test_the_page_keeps_the_last_run_of_each_kind(tmp_path: Path) -> None:
    page = tmp_path / "soak.md"
    for postgres, seed in ((False, 1), (True, 2), (False, 3)):
        write(page, [Report(Plan(postgres, 0, seed))])
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if "stand-in |" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| SQLite", "| PostgreSQL"]
    assert ", 3 |" in rows[0]
