"""Find what waits in one conversation without looking through all of its messages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
NEW = sa.text("state = 'new'")


def upgrade() -> None:
    """Name the conversation in the index of the few messages that wait."""
    op.drop_index("message_waits", "message")
    _index("conversation_id", "seq")


def downgrade() -> None:
    """Leave it out again."""
    op.drop_index("message_waits", "message")
    _index("at")


def _index(*columns: str) -> None:
    named = list(columns)
    op.create_index("message_waits", "message", named, sqlite_where=NEW, postgresql_where=NEW)
