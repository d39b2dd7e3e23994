"""Tables of the staff, of their sessions, and of the log of what they did."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()
MOMENT = sa.DateTime(timezone=True)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(64), nullable=False, unique=True),
    sa.Column("role", sa.String(20), nullable=False),
    # Of a join code, until it is used: then password and second factor are theirs.
    sa.Column("join_hash", sa.String(64)),
    sa.Column("join_until", MOMENT),
    sa.Column("password_hash", sa.String(128)),
    sa.Column("totp_secret", sa.String(64)),
    sa.Column("last_totp_step", sa.BigInteger),  # a code is taken once
    sa.Column("created_at", MOMENT, nullable=False),
    sa.Column("disabled_at", MOMENT),
    # Tries since they last came in, and until when the next one is refused.
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("wait_until", MOMENT),
)

staff_session = sa.Table(
    "staff_session",
    metadata,
    sa.Column("token_hash", sa.String(64), primary_key=True),
    sa.Column(
        "staff_id", sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("made_at", MOMENT, nullable=False),
    sa.Column("seen_at", MOMENT, nullable=False),
    sa.Column("ends_at", MOMENT, nullable=False),
)

# Who did what, when; it only grows. It refers to no other row, so that it outlives them all.
desk_log = sa.Table(
    "desk_log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", MOMENT, nullable=False),
    sa.Column("staff", sa.String(64), nullable=False),  # a name, or "" for nobody we know
    sa.Column("action", sa.String(40), nullable=False),
    sa.Column("case_id", sa.Integer),
    sa.Column("detail", sa.String(40)),  # a short code, never words of people
    sa.Column("before", sa.String(64), nullable=False),  # the hash of the entry before
    sa.Column("hash", sa.String(64), nullable=False),
)
