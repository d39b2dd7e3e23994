"""Who writes from a platform, and how far what was said to them has come."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _of() -> sa.Column[str]:
    key = sa.ForeignKey("conversation.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.String(length=64), key, primary_key=True)


def _at(name: str, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _tries() -> sa.Column[int]:
    return sa.Column("tries", sa.Integer(), nullable=False, server_default="0")


def upgrade() -> None:
    """Add four tables; nobody writes from a platform yet."""
    op.create_table(
        "correspondent",
        _of(),
        sa.Column("sender_key", sa.String(length=64), nullable=False, unique=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.LargeBinary()),
        _at("heard_at"),
        sa.Column("sent_seq", sa.Integer(), nullable=False),
        _at("stopped_at", nullable=True),
        _at("template_at", nullable=True),
        sa.Column("held_by", sa.String(length=32)),
        _at("held_until", nullable=True),
        _tries(),
        _at("next_try_at", nullable=True),
    )
    here = sa.text("address IS NOT NULL")
    op.create_index(
        "correspondent_reachable",
        "correspondent",
        ["conversation_id"],
        sqlite_where=here,
        postgresql_where=here,
    )
    op.create_table(
        "delivery",
        _of(),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("part", sa.Integer(), primary_key=True),
        sa.Column("ref", sa.String(length=32), nullable=False, unique=True),
        sa.Column("own_key", sa.String(length=64), index=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=40)),
        _at("at"),
    )
    op.create_table(
        "gone_message",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    )
    op.create_table(
        "farewell",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        _at("at"),
        _tries(),
        _at("next_try_at"),
    )


def downgrade() -> None:
    """Drop them: nobody on a platform is known any more."""
    for table in ("farewell", "gone_message", "delivery", "correspondent"):
        op.drop_table(table)
