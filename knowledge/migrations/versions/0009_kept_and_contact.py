"""Conversations that stay open on a device for days, and how to reach who waits for an answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what is there is not kept longer, and nobody left a contact."""
    op.add_column("conversation", sa.Column("kept_until", sa.DateTime(timezone=True)))
    op.add_column("case", sa.Column("contact", sa.String(length=254)))
    op.add_column("case", sa.Column("contact_given_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    """Drop them; in place, for on SQLite a table made anew takes with it what refers to the old."""
    op.drop_column("case", "contact_given_at")
    op.drop_column("case", "contact")
    op.drop_column("conversation", "kept_until")
