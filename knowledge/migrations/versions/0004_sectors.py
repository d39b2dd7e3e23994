"""Fields of work and their professions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and its view as those of 0003."""
    op.create_table(
        "sector",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.execute(
        "CREATE VIEW served_sector AS SELECT e.* FROM sector e"
        " JOIN knowledge_release r ON r.id = e.release_id WHERE r.current"
    )


def downgrade() -> None:
    """Drop both."""
    op.execute("DROP VIEW served_sector")
    op.drop_table("sector")
