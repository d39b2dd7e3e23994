"""The queue: which cases wait, most urgent first; counts; and cases found by words or number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from bot.channel_settings import NAMES as CHANNELS
from bot.conversations.cases import PRIORITIES
from bot.conversations.tables import case, case_label, conversation, message

Row = Mapping[Any, Any]
PAGE = 50
LONGEST_SEARCH = 100
_GUARDED = sa.select(conversation.c.id).where(conversation.c.protected)
# Of a conversation, not of a case: who told of danger in one case is not read in another.
PROTECTED = sa.or_(case.c.reason == "safety", case.c.conversation_id.in_(_GUARDED))
OPEN = case.c.state != sa.literal_column("'closed'")
RANK = sa.case(
    *((case.c.priority == name, rank) for rank, name in enumerate(reversed(PRIORITIES))), else_=9
)
SHOWN = (
    "id",
    "state",
    "priority",
    "reason",
    "category",
    "language",
    "topic",
    "programme",
    "office",
    "taken_by",
    "opened_at",
    "changed_at",
    "outcome",
)

_COLUMNS = (*(case.c[name] for name in SHOWN), case.c.conversation_id)
WEB = "web"


@dataclass(frozen=True)
class Filters:
    """What of the queue to see; None leaves a thing out of account."""

    taken_by: str | None = None
    unassigned: bool = False
    priority: str | None = None
    language: str | None = None
    topic: str | None = None
    programme: str | None = None
    office: str | None = None
    reason: str | None = None
    label: str | None = None
    channel: str | None = None
    closed: bool = False
    words: str = ""  # in what was said, or a number of a case

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """Return what a row of `case` must meet."""
        chosen: list[sa.ColumnElement[bool]] = [~OPEN if self.closed else OPEN]
        for name in ("taken_by", "priority", "language", "topic", "programme", "office", "reason"):
            if (value := getattr(self, name)) is not None:
                chosen.append(case.c[name] == value)
        if self.unassigned:
            chosen.append(case.c.taken_by.is_(None))
        if self.channel is not None:
            chosen.append(_on(self.channel))
        if self.label is not None:
            named = sa.select(case_label.c.case_id).where(case_label.c.label == self.label)
            chosen.append(case.c.id.in_(named))
        if self.words:
            chosen.append(_holds(self.words[:LONGEST_SEARCH]))
        return chosen


def listed(
    connection: sa.Connection, filters: Filters, protection: bool, page: int = 0
) -> Sequence[Row]:
    """Return a page of cases, most urgent first, then who waits longest; closed ones newest first.

    `protection`: whether cases of people in danger are among them. One more than PAGE is returned
    when there are more.
    """
    chosen = sa.select(*_COLUMNS).where(*filters.conditions())
    if not protection:
        chosen = chosen.where(~PROTECTED)
    newest = (case.c.changed_at.desc(), case.c.id.desc())
    order = newest if filters.closed else (RANK, case.c.opened_at, case.c.id)
    rows = connection.execute(chosen.order_by(*order).limit(PAGE + 1).offset(page * PAGE))
    return rows.mappings().all()


def every(connection: sa.Connection) -> Sequence[Row]:
    """Return all cases but those of danger, oldest first."""
    chosen = sa.select(*_COLUMNS).where(~PROTECTED)
    return connection.execute(chosen.order_by(case.c.id)).mappings().all()


def counted(connection: sa.Connection, name: str, protection: bool) -> dict[str, int]:
    """Return how many open cases there are: all, urgent, nobody's, and of somebody."""
    one = sa.func.count
    urgent = sa.case((case.c.priority == "urgent", 1))
    free, mine = sa.case((case.c.taken_by.is_(None), 1)), sa.case((case.c.taken_by == name, 1))
    chosen = sa.select(one(), one(urgent), one(free), one(mine)).where(OPEN)
    row = connection.execute(chosen if protection else chosen.where(~PROTECTED)).one()
    return dict(zip(("open", "urgent", "unassigned", "mine"), row, strict=True))


def choices(connection: sa.Connection, protection: bool) -> dict[str, list[str]]:
    """Return the topics, programmes, offices and labels that open cases have, to choose from."""
    mine = OPEN if protection else sa.and_(OPEN, ~PROTECTED)
    found: dict[str, list[str]] = {}
    for name in ("topic", "programme", "office"):
        distinct = sa.select(case.c[name]).where(mine, case.c[name].is_not(None)).distinct()
        found[name] = list(connection.execute(distinct.order_by(case.c[name])).scalars())
    labels = sa.select(case_label.c.label).join(case, case.c.id == case_label.c.case_id)
    distinct = labels.where(mine).distinct().order_by(case_label.c.label)
    return {**found, "label": list(connection.execute(distinct).scalars())}


def _on(channel: str) -> sa.ColumnElement[bool]:
    """Tell whether a conversation is on a platform, which its id begins with, or on the web."""
    key = case.c.conversation_id
    begins = {one: key.startswith(f"{one}-", autoescape=True) for one in CHANNELS}
    on_web = ~sa.or_(*begins.values())
    return on_web if channel == WEB else begins.get(channel, sa.false())


def _holds(words: str) -> sa.ColumnElement[bool]:
    """Tell whether a case is the one of this number, or what was said there holds these words.

    Words of somebody in danger are found only if they let staff read them.
    """
    said = message.c.body["text"].as_string()
    spoken = sa.select(message.c.conversation_id).where(
        message.c.conversation_id.in_(sa.select(case.c.conversation_id)),
        message.c.author.in_(("user", "staff")),
        said.icontains(words, autoescape=True),
    )
    readable = sa.or_(~PROTECTED, case.c.may_be_read)
    found = sa.and_(readable, case.c.conversation_id.in_(spoken))
    number = words.lstrip("#")
    if number.isascii() and number.isdecimal() and len(number) < 10:
        return sa.or_(case.c.id == int(number), found)
    return found


def of_conversation(key: str) -> sa.Select[Any]:
    """Return the query for the newest case of a conversation, as a return code leads to it."""
    mine = sa.select(case.c.id).join(conversation).where(conversation.c.id == key)
    return mine.order_by(case.c.id.desc()).limit(1)
