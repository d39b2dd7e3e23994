"""Whom conversations on platforms are with: found, opened, erased. Parts of transactions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.channel_settings import NAMES as CHANNELS
from bot.conversations import statements
from bot.conversations.channel_tables import correspondent, delivery, farewell, gone_message
from bot.conversations.moment import utc
from bot.conversations.reading import Row
from bot.conversations.tables import case, conversation, message

NEEDED = timedelta(hours=24)  # for which an address is kept after the last message
AGAIN = timedelta(days=8)  # for which a platform may bring a message again
CLOSED = timedelta(days=2)  # surely longer than any window
CLAIMED = timedelta(seconds=120)  # for one gateway to say a farewell
AT_A_TIME = 200
Values = dict[str, Any]


class Who(NamedTuple):
    """Who wrote, where, and what of ours stands for them."""

    channel: str
    sender_key: str
    address: bytes


def channel_of(key: str) -> str | None:
    """Return the platform of a conversation, which its id begins with; None: the web."""
    name, _, rest = key.partition("-")
    return name if len(rest) == 22 and name in CHANNELS else None


def find(connection: sa.Connection, sender_key: str) -> Row | None:
    """Return the conversation of who writes from a platform, with what we know of them."""
    chosen = sa.select(conversation, *_KNOWN).join(correspondent)
    mine = chosen.where(correspondent.c.sender_key == sender_key)
    return connection.execute(mine).mappings().first()


_KNOWN = (correspondent.c.stopped_at, correspondent.c.sent_seq)


def add(connection: sa.Connection, key: str, who: Who, now: datetime) -> None:
    """Say with whom a new conversation is."""
    of_it = {"sender_key": who.sender_key, "channel": who.channel, "address": who.address}
    values = {"conversation_id": key, **of_it, "heard_at": now, "sent_seq": 0}
    connection.execute(sa.insert(correspondent).values(**values))


def written_at(told: datetime | None, came: datetime) -> datetime:
    """Return when something was written: as the platform says, if that can be."""
    return told if told and came - AGAIN < told < came else came


def hear(connection: sa.Connection, who: Who, at: datetime) -> None:
    """Note that somebody wrote at some time: they may be written to again, at this address.

    What they wrote before they asked for silence, but came after that, does not end it.
    """
    held = correspondent.c
    mine = sa.update(correspondent).where(held.sender_key == who.sender_key)
    connection.execute(mine.values(address=who.address))
    later = mine.where(held.heard_at < at).values(heard_at=at)
    connection.execute(later.values(template_at=None, tries=0, next_try_at=None))
    connection.execute(mine.where(held.stopped_at <= at).values(stopped_at=None))


def is_gone(connection: sa.Connection, name: str) -> bool:
    """Tell whether a message was of a conversation that was erased."""
    chosen = sa.select(gone_message.c.id).where(gone_message.c.id == name)
    return connection.execute(chosen).first() is not None


def erase(
    connection: sa.Connection, key: str, name: str, who: Who, language: str, now: datetime
) -> None:
    """Erase a conversation, but note whom to tell, and which messages are not to come again.

    `name`: of the message that asked for it.
    """
    statements.lock(connection, key)
    mine = message.c.conversation_id == key, message.c.client_message_id.is_not(None)
    columns = message.c.client_message_id, message.c.body["edits"].as_string()
    recent = connection.execute(sa.select(*columns).where(*mine, message.c.at > now - AGAIN))
    names = {str(one) for both in recent for one in both if one} | {name}
    known = sa.select(gone_message.c.id).where(gone_message.c.id.in_(names))
    names -= set(connection.execute(known).scalars())
    if name in names:
        values = {"id": name, "channel": who.channel, "address": who.address, "at": now}
        connection.execute(sa.insert(farewell).values(**values, language=language, next_try_at=now))
    if names:
        connection.execute(sa.insert(gone_message), [{"id": one, "at": now} for one in names])
    statements.erase(connection, key)


def tidy(connection: sa.Connection, now: datetime) -> None:
    """Remove addresses that nobody needs, farewells nobody took, ids that come no more."""
    open_ones = sa.select(case.c.conversation_id).where(case.c.state != "closed")
    old = correspondent.c.heard_at < now - NEEDED, correspondent.c.address.is_not(None)
    waits = sa.select(conversation.c.id).where(
        conversation.c.id == correspondent.c.conversation_id,
        conversation.c.last_seq > correspondent.c.sent_seq,
        correspondent.c.heard_at > now - AGAIN,
    )
    nobody = correspondent.c.conversation_id.not_in(open_ones), ~waits.exists()
    connection.execute(sa.update(correspondent).where(*old, *nobody).values(address=None))
    connection.execute(sa.delete(farewell).where(farewell.c.at < now - NEEDED))
    connection.execute(sa.delete(gone_message).where(gone_message.c.at < now - AGAIN))


def farewells(connection: sa.Connection, now: datetime) -> list[Row]:
    """Return who is to be told that all is erased, and claim that for two minutes."""
    ready = sa.select(farewell).where(farewell.c.next_try_at <= now).limit(AT_A_TIME)
    rows: list[Row] = list(connection.execute(ready.with_for_update(skip_locked=True)).mappings())
    ids = [one["id"] for one in rows]
    later = {"next_try_at": now + CLAIMED, "tries": farewell.c.tries + 1}
    connection.execute(sa.update(farewell).where(farewell.c.id.in_(ids)).values(**later))
    return rows


def farewell_told(connection: sa.Connection, name: str) -> None:
    """Forget somebody who was told that all is erased, or cannot be."""
    connection.execute(sa.delete(farewell).where(farewell.c.id == name))


class News(NamedTuple):
    """A message of ours of which a platform told something, and when we had noted the last."""

    key: str
    seq: int
    before: datetime
    part: int


def reached(
    connection: sa.Connection,
    names: tuple[str | None, str | None],
    how: str,
    code: str | None,
    now: datetime,
) -> News | None:
    """Note how far a message of ours came; return which it is, if that is news.

    `names`: the hash of the platform's id, and our ref. The ref stays when it is sent again, so it
    counts only while we have no id.
    """
    own_key, ref = names
    unnamed = sa.and_(delivery.c.ref == ref, delivery.c.own_key.is_(None)) if ref else sa.false()
    found = sa.select(delivery).where(sa.or_(delivery.c.own_key == own_key, unnamed))
    if key := connection.execute(found).scalar():
        statements.lock(connection, key)  # as whoever sends does; then see what stands there
    row = connection.execute(found).mappings().first()
    if row is None or FAR[how] <= FAR.get(row["state"], 0):
        return None
    values = {"state": how, "code": code, "own_key": own_key or row["own_key"], "at": now}
    connection.execute(sa.update(delivery).where(delivery.c.ref == row["ref"]).values(**values))
    return News(str(row["conversation_id"]), int(row["seq"]), utc(row["at"]), int(row["part"]))


def put_back(connection: sa.Connection, news: News, now: datetime) -> None:
    """Let a message wait that was refused only after it was taken: they must write again first.

    Unless they have written since.
    """
    part = delivery.c.conversation_id == news.key, delivery.c.seq == news.seq
    connection.execute(sa.update(delivery).where(*part).values(state="later"))
    mine = sa.update(correspondent).where(correspondent.c.conversation_id == news.key)
    silent = mine.where(correspondent.c.heard_at <= news.before)
    connection.execute(silent.values(heard_at=now - CLOSED))
    further = mine.where(correspondent.c.sent_seq >= news.seq)
    connection.execute(further.values(sent_seq=news.seq - 1, next_try_at=None))


# They may come in any order: what came far does not go back. Failing comes last.
FAR = {"sending": 0, "later": 0, "sent": 1, "delivered": 2, "read": 3, "failed": 4}
