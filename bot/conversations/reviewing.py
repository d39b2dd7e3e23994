"""What the assistant got wrong: put on a list, and decided upon. Parts of transactions.

Nothing of a conversation in which somebody told of danger is ever on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.conversations import return_codes
from bot.conversations.casework import Refused, Staff
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.redact import redact
from bot.conversations.review_tables import review
from bot.conversations.tables import case, message
from bot.files import read_yaml

DOMAIN = Path(__file__).resolve().parents[2] / "domain"
JUDGED = ("wrong", "not_understood")  # what people say of a reply, in the first word of a comment
UNSURE = ("not_known", "out_of_scope")  # kinds of replies
ASKED_BACK = "asked_back"  # which of several was meant
REASONS = (*JUDGED, *UNSURE, ASKED_BACK)
NOT_LEARNT = "nlu_fallback"  # no phrasing means that
HIDDEN = frozenset({"conversation_id", "seq"})
LISTED = [one for one in review.c if one.name not in HIDDEN]


class UnknownIntent(ValueError):
    """No file of the domain has an intent of this name."""


@dataclass(frozen=True)
class Filters:
    """What of the list to see; None leaves a thing out of account."""

    state: str = "open"
    reason: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Decision:
    """One of three: the right intent, what the content lacks, or nothing to learn (`drop`)."""

    intent: str | None = None
    gap: str | None = None
    drop: bool = False
    no_person: bool = False  # confirmed: nobody can be known by what was said

    def __post_init__(self) -> None:
        """Refuse what decides nothing, or twice."""
        chosen = self.intent is not None, bool((self.gap or "").strip()), self.drop
        if sum(chosen) != 1:
            raise ValueError("a decision: give an intent, a gap or drop, and one of them only")


def noted(
    connection: sa.Connection, asked: Row, said: Sequence[Mapping[str, Any]], heard: Any
) -> None:
    """Put a message on the list if the replies as they are stored show that it was not answered."""
    for one in said:
        if reason := _reason(one["body"]):
            _put(connection, asked, one["body"], reason, heard)
            return


def judged(connection: sa.Connection, key: str, seq: int, comment: str | None) -> None:
    """Put on the list what a useless reply was said to, if its comment says that it is at fault."""
    reason = (comment or "").partition(":")[0].strip()
    if reason not in JUDGED:
        return
    mine = message.c.conversation_id == key
    answer = connection.execute(sa.select(message).where(mine, message.c.seq == seq)).mappings()
    reply = answer.one()
    person = message.c.seq == reply["in_reply_to"], message.c.author == "user"
    asked = connection.execute(sa.select(message).where(mine, *person)).mappings().first()
    if asked is not None:
        _put(connection, asked, reply["body"], reason, asked["understood"])


def _reason(reply: Mapping[str, Any]) -> str | None:
    kind = str(reply["kind"])
    if kind == "question" and reply.get("asks") is None:
        return ASKED_BACK
    return kind if kind in UNSURE else None


def _put(
    connection: sa.Connection, asked: Row, reply: Mapping[str, Any], reason: str, heard: Any
) -> None:
    key, seq, language = (asked[name] for name in ("conversation_id", "seq", "language"))
    if _is_there(connection, key, seq) or _is_protected(connection, key):
        return
    values = {
        "conversation_id": key,
        "seq": seq,
        "reason": reason,
        "said": redact(asked["body"]["text"], language=language).text,
        "language": language,
        "reply": {one: return_codes.hidden(reply, one) for one in ("fr", "en")},
        "understood": heard,
        "at": asked["at"],
        "state": "open",
    }
    connection.execute(sa.insert(review).values(**values))


def _is_there(connection: sa.Connection, key: str, seq: int) -> bool:
    mine = review.c.conversation_id == key, review.c.seq == seq
    return connection.execute(sa.select(review.c.id).where(*mine)).first() is not None


def _is_protected(connection: sa.Connection, key: str) -> bool:
    told = sa.select(message.c.seq).where(
        message.c.conversation_id == key, message.c.kind == "safety"
    )
    held = sa.select(case.c.id).where(case.c.conversation_id == key, case.c.reason == "safety")
    return bool(connection.execute(sa.select(sa.or_(told.exists(), held.exists()))).scalar())


def listing(
    connection: sa.Connection, filters: Filters, limit: int, after: int = 0
) -> list[dict[str, Any]]:
    """Return what is on the list, oldest first, from the number `after` on."""
    chosen = sa.select(*LISTED).where(review.c.state == filters.state, review.c.id > after)
    for name in ("reason", "language"):
        if (value := getattr(filters, name)) is not None:
            chosen = chosen.where(review.c[name] == value)
    rows = connection.execute(chosen.order_by(review.c.id).limit(limit)).mappings()
    return [dict(row) for row in rows]


def decided(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return what reviewers learnt something from, oldest first."""
    chosen = sa.select(*LISTED).where(review.c.state == "done").order_by(review.c.id)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def waiting(connection: sa.Connection) -> dict[str, int]:
    """Return how many messages wait for a decision, by reason."""
    chosen = sa.select(review.c.reason, sa.func.count()).where(review.c.state == "open")
    found = dict(connection.execute(chosen.group_by(review.c.reason)).tuples().all())
    return {reason: found.get(reason, 0) for reason in REASONS}


def decide(connection: sa.Connection, number: int, by: Staff, decision: Decision) -> None:
    """Decide upon a message; Refused when it is gone, or decided by `who`.

    UnknownIntent when the domain has no such intent.
    """
    if decision.intent is not None and decision.intent not in intents():
        raise UnknownIntent(f"{decision.intent!r} is no intent; choose one of {DOMAIN}/*.yml")
    mine = review.c.id == number
    row = connection.execute(sa.select(review).where(mine).with_for_update()).mappings().first()
    if row is None:
        raise Refused("gone")
    if row["state"] != "open":
        raise Refused("decided", row["reviewer"])
    values = {
        "state": "dropped" if decision.drop else "done",
        "intent": decision.intent,
        "gap": decision.gap,
        "reviewer": by.name,
        "decided_at": by.now,
        "no_person": decision.no_person,
        **_let_go(row, decision),
    }
    connection.execute(sa.update(review).where(mine).values(**values))


def _let_go(row: Row, decision: Decision) -> dict[str, Any]:
    """Return what changes in a row that tells of nobody: nothing leads back to the conversation."""
    if decision.drop or not decision.no_person:
        return {}
    day = utc(row["at"]).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"conversation_id": None, "seq": None, "at": day}


@cache
def intents(domain: Path = DOMAIN) -> Mapping[str, str]:
    """Return the intents that a phrasing may have, each with its topic."""
    found = {
        name: path.stem
        for path in sorted(domain.glob("*.yml"))
        for name in read_yaml(path).get("intents") or ()
    }
    if not found:
        raise FileNotFoundError(f"{domain}: no intents there; the desk needs the folder domain")
    return {name: topic for name, topic in found.items() if name != NOT_LEARNT}
