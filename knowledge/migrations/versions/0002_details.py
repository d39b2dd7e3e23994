"""Words that narrow a question; an index to look tokens up by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make both."""
    op.create_table(
        "detail",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_index("ix_conversation_token_hash", "conversation", ["token_hash"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_conversation_token_hash", "conversation")
    op.drop_table("detail")
