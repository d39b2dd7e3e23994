"""Counts what happened, by day and of nobody in particular. Parts of transactions.

They outlive conversations: what is erased stays counted, for a count tells of no person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from bot.conversations.metrics import INTENT
from bot.conversations.moment import utc
from bot.conversations.review_tables import count_day
from knowledge.database import Database, DatabaseAway
from knowledge.reply import OLD

Cell = tuple[str, str]  # what is counted, and its key
OUTCOMES = ("answered", "asked_back", "not_known", "out_of_scope", "handed_over", "unanswered")
OF_KIND = {"not_known": "not_known", "out_of_scope": "out_of_scope", "handoff": "handed_over"}
REFUSED = frozenset({"not_known", "out_of_scope"})
VERDICTS = ("likely_eligible", "not_eligible", "cannot_tell")
OPINIONS = ("useful", "not_useful")
# Until a person of the staff takes a case; a quantile is told as one of these.
WITHIN = {
    "5_minutes": timedelta(minutes=5),
    "15_minutes": timedelta(minutes=15),
    "30_minutes": timedelta(minutes=30),
    "1_hour": timedelta(hours=1),
    "4_hours": timedelta(hours=4),
    "8_hours": timedelta(hours=8),
    "1_day": timedelta(days=1),
    "3_days": timedelta(days=3),
    "longer": timedelta.max,
}


def _upsert(insert: Any) -> Any:
    new = insert(count_day)
    more = {"count": count_day.c.count + new.excluded.count}
    return new.on_conflict_do_update(index_elements=["what", "key", "day"], set_=more)


# Put together once: every message runs it.
_ADD = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}


class Tally:
    """Counts what is answered in memory, and adds it to the tables now and then.

    Counting in each message's own transaction would cost half of that again, and messages on one
    topic would wait for each other. Who is killed between loses the counts of some seconds.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._held: Counter[tuple[date, str, str]] = Counter()

    def answered(
        self,
        said: Sequence[Mapping[str, Any]],
        heard: Sequence[Mapping[str, Any]] | None,
        failed: bool,
        now: datetime,
    ) -> None:
        """Count a message that was handled, and its replies as they are stored."""
        if said:
            bodies = [one["body"] for one in said]
            outcome = "unanswered" if failed else outcome_of(bodies)
            topics = {_topic(one["intent"]) for one in heard or ()}
            cells = _cells(str(said[0]["language"]), bodies, outcome, topics)
            self._held.update((utc(now).date(), *cell) for cell in cells)

    async def flush(self, database: Database) -> None:
        """Add what was counted; DatabaseAway: it is kept for the next time."""
        if not self._held:
            return
        held, self._held = self._held, Counter()
        try:
            await database.write(lambda connection: _count(connection, held))
        except DatabaseAway:
            self._held.update(held)
            raise


def outcome_of(replies: Sequence[Mapping[str, Any]]) -> str:
    """Return what became of a message: of several replies the one that helps least counts."""
    kinds = {str(one["kind"]) for one in replies}
    for kind, outcome in OF_KIND.items():
        if kind in kinds:
            return outcome
    back = any(one["kind"] == "question" and one.get("asks") is None for one in replies)
    return "asked_back" if back else "answered"


def _cells(
    language: str, replies: Sequence[Mapping[str, Any]], outcome: str, topics: Iterable[str]
) -> Iterator[Cell]:
    yield "language", language
    yield "outcome", outcome
    for topic in topics:
        yield "topic", topic
        if outcome in REFUSED:
            yield "refused", topic
    for programme in {one["programme"] for one in replies if one.get("programme")}:
        yield "programme", programme
    for one in replies:
        yield from _of_reply(one)


def _of_reply(reply: Mapping[str, Any]) -> Iterator[Cell]:
    if check := reply.get("eligibility"):
        yield "verdict", check["verdict"]
    if reply["kind"] == "question" and reply.get("asks"):
        yield "check", "asked"
    if OLD.fr in reply["text"]["fr"]:
        yield "stale", reply.get("programme") or "none"


def _topic(intent: str) -> str:
    return intent if INTENT.fullmatch(intent) else "other"


def case_opened(
    connection: sa.Connection, reason: str, category: str | None, now: datetime
) -> None:
    """Count a case that was opened, or that became one of danger."""
    _add(connection, now, ("case", reason), *([("safety", category)] if category else []))


def case_taken(connection: sa.Connection, opened_at: datetime, now: datetime) -> None:
    """Count how long a case waited until somebody first took it."""
    waited = utc(now) - utc(opened_at)
    within = next(name for name, longest in WITHIN.items() if waited <= longest)
    _add(connection, now, ("taken", within))


def judged(connection: sa.Connection, before: bool | None, useful: bool, now: datetime) -> None:
    """Count an opinion of a reply in place of the one `before`."""
    if before is not useful:
        taken_back = () if before is None else (("feedback", OPINIONS[not before]),)
        _add(connection, now, ("feedback", OPINIONS[not useful]), less=taken_back)


def _add(connection: sa.Connection, now: datetime, *more: Cell, less: Sequence[Cell] = ()) -> None:
    day = utc(now).date()
    cells = Counter((day, *cell) for cell in more)
    cells.subtract((day, *cell) for cell in less)
    _count(connection, cells)


def _count(connection: sa.Connection, cells: Mapping[tuple[date, str, str], int]) -> None:
    # In one order everywhere, so that no two transactions wait for each other.
    rows = [
        {"day": day, "what": what, "key": key, "count": many}
        for (day, what, key), many in sorted(cells.items())
    ]
    connection.execute(_ADD[connection.dialect.name], rows)
