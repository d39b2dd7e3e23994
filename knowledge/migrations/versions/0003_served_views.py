"""Reviews in each language, steps, documents, aliases, and the views that answers read.

What is known is read anew from the content folder at every start, so the old tables are dropped.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BEFORE = (
    "citation",
    "unit",
    "button",
    "detail",
    "country",
    "source",
    "contact",
    "person",
    "office",
    "programme",
    "knowledge_release",
)
REVIEWED = "e.state_fr <> 'withdrawn' AND e.state_en <> 'withdrawn' AND e.written_fr = e.written_en"
CITED = (
    "(e.kind <> 'answer' OR EXISTS (SELECT 1 FROM citation c"
    " WHERE c.release_id = e.release_id AND c.unit_id = e.id))"
)
STATES = (
    "state_fr IN ('sourced', 'confirmed', 'withdrawn')"
    " AND state_en IN ('sourced', 'confirmed', 'withdrawn')"
)
# Each view, and what a row must fulfil beyond being of the current release.
VIEWS = {
    "programme": REVIEWED,
    "office": REVIEWED,
    "organisation": None,
    "person": None,
    "contact": None,
    "source": None,
    "country": None,
    "detail": None,
    "aspect": None,
    "topic": None,
    "term": None,
    "button": None,
    "unit": f"{REVIEWED} AND {CITED}",
}


def upgrade() -> None:
    """Make tables and views."""
    for name in BEFORE:
        op.drop_table(name)
    _tables()
    for name, condition in VIEWS.items():
        served = f"r.current AND {condition}" if condition else "r.current"
        op.execute(
            f"CREATE VIEW served_{name} AS SELECT e.* FROM {name} e"  # noqa: S608
            f" JOIN knowledge_release r ON r.id = e.release_id WHERE {served}"
        )


def _tables() -> None:
    op.create_table(
        "knowledge_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "alias",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("entry_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("surface", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "kind", "entry_id", "language", "surface"),
    )
    op.create_table(
        "aspect",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
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
        "detail",
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
        sa.Column("written_fr", sa.Date(), nullable=False),
        sa.Column("written_en", sa.Date(), nullable=False),
        sa.Column("state_fr", sa.String(length=10), nullable=False),
        sa.Column("state_en", sa.String(length=10), nullable=False),
        sa.Column("volatility", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            STATES,
            name="office_state",
        ),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="office_valid"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "organisation",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
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
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("written_fr", sa.Date(), nullable=False),
        sa.Column("written_en", sa.Date(), nullable=False),
        sa.Column("state_fr", sa.String(length=10), nullable=False),
        sa.Column("state_en", sa.String(length=10), nullable=False),
        sa.Column("volatility", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            STATES,
            name="programme_state",
        ),
        sa.CheckConstraint("status IN ('active', 'ended', 'unknown')", name="programme_status"),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to",
            name="programme_valid",
        ),
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
        "term",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "id"),
    )
    op.create_table(
        "topic",
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
        sa.Column("written_fr", sa.Date(), nullable=False),
        sa.Column("written_en", sa.Date(), nullable=False),
        sa.Column("state_fr", sa.String(length=10), nullable=False),
        sa.Column("state_en", sa.String(length=10), nullable=False),
        sa.Column("volatility", sa.String(length=10), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            STATES,
            name="unit_state",
        ),
        sa.CheckConstraint("text_fr <> '' AND text_en <> ''", name="unit_both_languages"),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name="unit_valid"
        ),
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
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "unit_id", "source_id"),
    )
    op.create_table(
        "filed",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id", "programme_id"],
            ["programme.release_id", "programme.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "programme_id", "role", "value"),
    )
    op.create_table(
        "told",
        sa.Column("release_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.String(length=80), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_fr", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('step', 'document')", name="told_part"),
        sa.ForeignKeyConstraint(
            ["release_id", "programme_id"],
            ["programme.release_id", "programme.id"],
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["release_id"], ["knowledge_release.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("release_id", "programme_id", "part", "number"),
    )
