"""A message that was taken back: its words go from where Rasa and the review have them, too."""

from __future__ import annotations

import json

import sqlalchemy as sa

from bot.conversations.review_tables import review
from bot.conversations.tables import message, tracker_event

GONE = "[…]"  # in the place of words that were taken out


def forget(connection: sa.Connection, key: str, seq: int) -> None:
    """Remove what was noted of a message elsewhere."""
    # Rasa names an event by the message that it came with.
    event, turn = tracker_event.c, json.dumps(f"{key}.{seq}")
    events = connection.execute(sa.select(event.id, event.data).where(event.sender == key))
    held = [one.id for one in events if turn in json.dumps(one.data)]
    connection.execute(sa.delete(tracker_event).where(event.id.in_(held)))
    of_it = review.c.conversation_id == key, review.c.seq == seq
    connection.execute(sa.delete(review).where(*of_it))


def forget_if_gone(connection: sa.Connection, key: str, seq: int) -> None:
    """Remove what a turn wrote whose message was taken back meanwhile."""
    there = message.c.conversation_id == key, message.c.seq == seq
    body = connection.execute(sa.select(message.c.body).where(*there)).scalar()
    if body and body["text"] == GONE:
        forget(connection, key, seq)
