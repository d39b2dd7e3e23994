"""API keys, conversations that belong to one, and webhooks out with their outbox."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def _at(name: str, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _count(name: str, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=default)


def upgrade() -> None:
    """Add a column and three tables; there are no keys and no hooks yet."""
    op.add_column("conversation", sa.Column("api_key", sa.String(length=8)))
    op.create_table(
        "api_key",
        sa.Column("id", sa.String(length=8), primary_key=True),
        sa.Column("name", sa.String(length=64), nullable=False, unique=True),
        sa.Column("proof", sa.String(length=64), nullable=False),
        sa.Column("scopes", sa.String(length=40), nullable=False),
        _count("messages_per_minute"),
        _count("conversations_per_minute"),
        _count("reads_per_minute"),
        _at("created_at", nullable=False),
        sa.Column("used_on", sa.Date()),
        _at("revoked_at"),
    )
    op.create_table(
        "hook",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("events", sa.String(length=200), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        _at("created_at", nullable=False),
        sa.Column("release", sa.String(length=16)),
        sa.Column("held_by", sa.String(length=32)),
        _at("held_until"),
        _count("tries", "0"),
        _at("next_try_at"),
        sa.Column("failure", sa.String(length=40)),
        sqlite_autoincrement=True,
    )
    key = sa.ForeignKey("hook.id", ondelete="CASCADE")
    op.create_table(
        "hook_event",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("hook_id", sa.Integer(), key, nullable=False),
        sa.Column("conversation_id", sa.String(length=64), index=True),
        sa.Column("event_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        _at("at"),
        sa.Column("state", sa.String(length=10), nullable=False),
        _at("settled_at"),
        sqlite_autoincrement=True,
    )
    op.create_index("hook_event_turn", "hook_event", ["hook_id", "state", "id"])


def downgrade() -> None:
    """Drop them: conversations of keys are then opened by their token alone, so end them."""
    op.drop_table("hook_event")
    op.drop_table("hook")
    op.drop_table("api_key")
    op.execute("UPDATE conversation SET token_hash = '' WHERE api_key IS NOT NULL")
    op.drop_column("conversation", "api_key")
