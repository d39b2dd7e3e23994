"""Fields of a profile, and cautions; the conditions stand in the programme's own data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
VIEW = (
    "CREATE VIEW served_{name} AS SELECT e.* FROM {name} e"
    " JOIN knowledge_release r ON r.id = e.release_id WHERE r.current"
)
MADE = ("profile_field", "caution")


def upgrade() -> None:
    """Make the tables, and their views as those of 0003."""
    for name in MADE:
        op.create_table(
            name,
            sa.Column("release_id", sa.Integer(), nullable=False),
            sa.Column("id", sa.String(length=80), nullable=False),
            sa.Column("data", sa.JSON(), nullable=False),
            sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
            sa.PrimaryKeyConstraint("release_id", "id"),
        )
        op.execute(VIEW.format(name=name))


def downgrade() -> None:
    """Drop them."""
    for name in MADE:
        op.execute(f"DROP VIEW served_{name}")
        op.drop_table(name)
