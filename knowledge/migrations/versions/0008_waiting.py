"""Find what waits without looking through every message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
NEW = sa.text("state = 'new'")


def upgrade() -> None:
    """Index the few messages that wait."""
    op.create_index("message_waits", "message", ["at"], sqlite_where=NEW, postgresql_where=NEW)


def downgrade() -> None:
    """Drop it."""
    op.drop_index("message_waits", "message")
