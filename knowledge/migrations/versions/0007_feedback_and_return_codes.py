"""Feedback on replies, and codes that open a conversation again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "feedback",
        sa.Column("conversation_id", sa.String(length=64), primary_key=True),
        sa.Column("seq", sa.Integer(), primary_key=True),
        sa.Column("useful", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "return_code",
        sa.Column("conversation_id", sa.String(length=64), primary_key=True),
        sa.Column("lookup", sa.String(length=16), nullable=False, unique=True),
        sa.Column("proof", sa.String(length=48), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_in", sa.Integer()),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("return_code")
    op.drop_table("feedback")
