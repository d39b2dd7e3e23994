"""Gateways that share the work, and cases for a human."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
OPEN = sa.text("state != 'closed'")


def upgrade() -> None:
    """Make both tables, and note who handles a conversation."""
    # Not in a batch: that makes the table anew, and the messages of the old one would go with it.
    op.add_column("conversation", sa.Column("held_by", sa.String(length=32)))
    op.create_table(
        "gateway",
        sa.Column("id", sa.String(length=32), primary_key=True),
        sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("priority", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=30)),
        sa.Column("programme", sa.String(length=64)),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_case_conversation_id", "case", ["conversation_id"])
    op.create_index(
        "case_one_open",
        "case",
        ["conversation_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("case")
    op.drop_table("gateway")
    op.drop_column("conversation", "held_by")
