"""The office that a case is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column; cases of before have no office."""
    op.add_column("case", sa.Column("office", sa.String(length=64)))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("case", "office")
