"""Cases that staff take, note upon, answer and close; conversations in which a person answers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
NO: dict[str, Any] = {"nullable": False, "server_default": sa.false()}
# In talks from before, what a safety text was said to is protected as well.
PROTECT = """UPDATE conversation SET protected = true WHERE id IN (
SELECT conversation_id FROM message WHERE kind = 'safety')"""
CASE = (
    sa.Column("may_be_read", sa.Boolean(), **NO),
    sa.Column("topic", sa.String(length=64)),
    sa.Column("taken_by", sa.String(length=64)),
    sa.Column("taken_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", sa.String(length=30)),
    sa.Column("alerted_at", sa.DateTime(timezone=True)),
    sa.Column("alerts", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("alerting_until", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Add columns and tables; nobody has taken any case yet."""
    for name in ("silent", "protected"):
        op.add_column("conversation", sa.Column(name, sa.Boolean(), **NO))
    for column in CASE:
        op.add_column("case", column.copy())
    op.create_index("case_state", "case", ["state", "priority", "opened_at"])
    op.create_index("case_changed", "case", ["changed_at"])
    op.execute(PROTECT)
    op.add_column("message", sa.Column("understood", sa.JSON()))
    op.create_table(
        "case_note",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_case(nullable=False, index=True),
        _of_conversation(),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "case_label",
        _of_case(primary_key=True),
        sa.Column("label", sa.String(length=40), primary_key=True),
        _of_conversation(),
    )


def downgrade() -> None:
    """Drop them; in place, for on SQLite a table made anew takes with it what refers to the old."""
    op.drop_table("case_label")
    op.drop_table("case_note")
    op.drop_column("message", "understood")
    op.drop_index("case_changed", "case")
    op.drop_index("case_state", "case")
    for column in reversed(CASE):
        op.drop_column("case", column.name)
    for name in ("protected", "silent"):
        op.drop_column("conversation", name)


def _of_case(**more: Any) -> sa.Column[int]:
    return sa.Column("case_id", sa.Integer(), sa.ForeignKey("case.id", ondelete="CASCADE"), **more)


def _of_conversation() -> sa.Column[str]:
    return sa.Column("conversation_id", sa.String(length=64), nullable=False, index=True)
