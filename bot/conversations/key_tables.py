"""The table of API keys: what other systems hold conversations with, and read the data."""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import metadata

# A key that is revoked stays: conversations that were opened with it are still nobody else's.
api_key = sa.Table(
    "api_key",
    metadata,
    sa.Column("id", sa.String(8), primary_key=True),  # what a key begins with; no secret
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("proof", sa.String(64), nullable=False),  # the hash of the whole key
    sa.Column("scopes", sa.String(40), nullable=False),  # words
    # Of all its conversations together; 0 means no limit.
    sa.Column("messages_per_minute", sa.Integer, nullable=False),
    sa.Column("conversations_per_minute", sa.Integer, nullable=False),
    sa.Column("reads_per_minute", sa.Integer, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used_on", sa.Date),  # the last day
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)
