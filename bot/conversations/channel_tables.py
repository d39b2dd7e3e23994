"""Whom a conversation on a platform is with, and how far what was said there has come."""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import metadata

_OF = "conversation.id"

# Who writes from a platform. No number and no name stands here in clear.
correspondent = sa.Table(
    "correspondent",
    metadata,
    sa.Column("conversation_id", sa.ForeignKey(_OF, ondelete="CASCADE"), primary_key=True),
    # HMAC of platform and id under CHANNEL_KEY: who writes again is found by it.
    sa.Column("sender_key", sa.String(64), nullable=False, unique=True),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("address", sa.LargeBinary),  # encrypted; gone when it is needed no more
    sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),  # their last message
    sa.Column("sent_seq", sa.Integer, nullable=False),  # all up to it is settled
    sa.Column("stopped_at", sa.DateTime(timezone=True)),  # they asked for silence
    sa.Column("template_at", sa.DateTime(timezone=True)),  # told that an answer waits
    # The gateway that sends to them now, and when to try again.
    sa.Column("held_by", sa.String(32)),
    sa.Column("held_until", sa.DateTime(timezone=True)),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", sa.DateTime(timezone=True)),
)
# Only who wrote lately, or has an open case, has an address: who else waits is not looked at.
REACHABLE = correspondent.c.address.is_not(None)
sa.Index(
    "correspondent_reachable",
    correspondent.c.conversation_id,
    sqlite_where=REACHABLE,
    postgresql_where=REACHABLE,
)

TEMPLATE = -1  # the "part" of a message that only tells that it waits

# One part of one message on its way. Platforms' ids hold numbers of people: hashed.
delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("conversation_id", sa.ForeignKey(_OF, ondelete="CASCADE"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("part", sa.Integer, primary_key=True),
    sa.Column("ref", sa.String(32), nullable=False, unique=True),
    sa.Column("own_key", sa.String(64), index=True),
    # sending, later: it surely did not go; sent, delivered, read, failed; told: said in passing
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("code", sa.String(40)),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

# Ids of messages whose conversation was erased, hashed: a platform may bring them again for days.
gone_message = sa.Table(
    "gone_message",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
)

# "It is erased" must still reach who asked for it; the row goes with that.
farewell = sa.Table(
    "farewell",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),  # of the message that asked
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("address", sa.LargeBinary, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
)
