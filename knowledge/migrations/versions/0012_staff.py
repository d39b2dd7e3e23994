"""The staff of the desk, their sessions, and a log of what they do that can only grow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
MOMENT = sa.DateTime(timezone=True)
SQLITE = (
    "CREATE TRIGGER desk_log_update BEFORE UPDATE ON desk_log "
    "BEGIN SELECT RAISE(ABORT, 'desk_log only grows'); END",
    "CREATE TRIGGER desk_log_delete BEFORE DELETE ON desk_log "
    "BEGIN SELECT RAISE(ABORT, 'desk_log only grows'); END",
    # INSERT OR REPLACE would take the old row away without asking the triggers above.
    "CREATE TRIGGER desk_log_insert BEFORE INSERT ON desk_log "
    "WHEN NEW.id <= (SELECT max(id) FROM desk_log) "
    "BEGIN SELECT RAISE(ABORT, 'desk_log only grows'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION desk_log_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'desk_log only grows'; END $$",
    "CREATE TRIGGER desk_log_change BEFORE UPDATE OR DELETE OR TRUNCATE ON desk_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION desk_log_grows()",
)


def upgrade() -> None:
    """Make the tables and what guards the log."""
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=64), nullable=False, unique=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("join_hash", sa.String(length=64)),
        sa.Column("join_until", MOMENT),
        sa.Column("password_hash", sa.String(length=128)),
        sa.Column("totp_secret", sa.String(length=64)),
        sa.Column("last_totp_step", sa.BigInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("wait_until", MOMENT),
    )
    op.create_table(
        "staff_session",
        sa.Column("token_hash", sa.String(length=64), primary_key=True),
        sa.Column(
            "staff_id",
            sa.Integer(),
            sa.ForeignKey("staff.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
    )
    op.create_table(
        "desk_log",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("detail", sa.String(length=40)),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
    )
    for statement in POSTGRESQL if _is_postgresql() else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop them; triggers go with their table."""
    for name in ("desk_log", "staff_session", "staff"):
        op.drop_table(name)
    if _is_postgresql():
        op.execute("DROP FUNCTION desk_log_grows()")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
