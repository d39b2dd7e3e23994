"""First tables: knowledge releases, conversations, Rasa's trackers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "knowledge_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "button",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "contact",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "country",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "office",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "person",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "programme",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "source",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "unit",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("aspect", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("volatility", sa.String(length=20), nullable=False),
        sa.Column("written", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint("state IN ('sourced', 'confirmed', 'withdrawn')", name="unit_state"),
        sa.CheckConstraint("text_fr <> '' AND text_en <> ''", name="unit_both_languages"),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "citation",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=80), nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["release_id", "source_id"], ["source.release_id", "source.id"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["release_id", "unit_id"], ["unit.release_id", "unit.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("release_id", "unit_id", "source_id"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("log_odds", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tracker_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_tracker_event_sender"), "tracker_event", ["sender"], unique=False)
    op.create_table(
        "tracker_snapshot",
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("sender"),
    )
    op.create_table(
        "message",
        sa.Column("conversation_id", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client_message_id", sa.String(length=128), nullable=True),
        sa.Column("button", sa.String(length=64), nullable=True),
        sa.Column("in_reply_to", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", "seq"),
        sa.UniqueConstraint("conversation_id", "client_message_id", name="message_once"),
    )
