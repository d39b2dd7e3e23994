"""Tables of webhooks out: who is told of what, and what is on its way to them."""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import metadata

hook = sa.Table(
    "hook",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("url", sa.String(500), nullable=False),
    sa.Column("events", sa.String(200), nullable=False),  # words
    sa.Column("secret", sa.String(64), nullable=False),  # in clear: it signs what is sent
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("release", sa.String(16)),  # of the content, that it was told of last
    # The gateway that sends to it now, and until when nobody else does.
    sa.Column("held_by", sa.String(32)),
    sa.Column("held_until", sa.DateTime(timezone=True)),
    # Of the event whose turn it is.
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", sa.DateTime(timezone=True)),
    sa.Column("failure", sa.String(40)),  # a status or a kind of error, of the last try
    sqlite_autoincrement=True,  # a number is not given twice: who removes one means that one
)

# An event for one hook. Numbers say the order.
hook_event = sa.Table(
    "hook_event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("hook_id", sa.ForeignKey("hook.id", ondelete="CASCADE"), nullable=False),
    # Of a case: it goes with its conversation, sent or not.
    sa.Column("conversation_id", sa.String(64), index=True),
    sa.Column("event_id", sa.String(32), nullable=False),
    sa.Column("event", sa.String(40), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True)),  # None: it is dated when it is seen first
    sa.Column("state", sa.String(10), nullable=False),  # waiting, sent, given_up
    sa.Column("settled_at", sa.DateTime(timezone=True)),
    sqlite_autoincrement=True,
)
sa.Index("hook_event_turn", hook_event.c.hook_id, hook_event.c.state, hook_event.c.id)
