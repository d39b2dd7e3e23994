"""What the assistant got wrong, for reviewers; counts by day, for reports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add both tables; nothing stands in them yet."""
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "conversation_id",
            sa.String(length=64),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        ),
        sa.Column("seq", sa.Integer()),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("reply", sa.JSON(), nullable=False),
        sa.Column("understood", sa.JSON()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("intent", sa.String(length=64)),
        sa.Column("gap", sa.Text()),
        sa.Column("reviewer", sa.String(length=64)),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("no_person", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.UniqueConstraint("conversation_id", "seq", name="review_once"),
    )
    op.create_index("review_state", "review", ["state", "id"])
    op.create_table(
        "count_day",
        sa.Column("what", sa.String(length=20), primary_key=True),
        sa.Column("key", sa.String(length=64), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop them, with all that was decided and counted."""
    op.drop_table("count_day")
    op.drop_table("review")
