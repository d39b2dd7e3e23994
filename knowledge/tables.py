"""The tables of the knowledge. Every load is a release; readers see the current one only."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

release = sa.Table(
    "knowledge_release",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("digest", sa.String(16), nullable=False),
    sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),
)


def _of_release() -> sa.Column[int]:
    return sa.Column(
        "release_id",
        sa.ForeignKey("knowledge_release.id", ondelete="CASCADE"),
        primary_key=True,
    )


def _entry(name: str, *columns: sa.Column[str]) -> sa.Table:
    # `data` holds the whole entry; columns beside it are those that queries filter on.
    return sa.Table(
        name,
        metadata,
        _of_release(),
        sa.Column("id", sa.String(80), primary_key=True),
        *columns,
        sa.Column("data", sa.JSON, nullable=False),
    )


programme = _entry("programme", sa.Column("status", sa.String(20), nullable=False))
office = _entry("office", sa.Column("country", sa.String(2), nullable=False))
person = _entry("person")
contact = _entry("contact", sa.Column("kind", sa.String(10), nullable=False))
source = _entry("source")
country = _entry("country")
detail = _entry("detail")
button = _entry("button", sa.Column("intent", sa.String(64), nullable=False))

unit = sa.Table(
    "unit",
    metadata,
    _of_release(),
    sa.Column("id", sa.String(80), primary_key=True),
    sa.Column("aspect", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("country", sa.String(2)),
    sa.Column("text_fr", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.Column("volatility", sa.String(20), nullable=False),
    sa.Column("written", sa.Date, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.CheckConstraint("text_fr <> '' AND text_en <> ''", name="unit_both_languages"),
    sa.CheckConstraint("state IN ('sourced', 'confirmed', 'withdrawn')", name="unit_state"),
)

citation = sa.Table(
    "citation",
    metadata,
    sa.Column("release_id", sa.Integer, primary_key=True),
    sa.Column("unit_id", sa.String(80), primary_key=True),
    sa.Column("source_id", sa.String(80), primary_key=True),
    sa.Column("locator", sa.Text),
    sa.ForeignKeyConstraint(
        ["release_id", "unit_id"], ["unit.release_id", "unit.id"], ondelete="CASCADE"
    ),
    sa.ForeignKeyConstraint(
        ["release_id", "source_id"], ["source.release_id", "source.id"], ondelete="CASCADE"
    ),
)

ENTRIES: dict[str, sa.Table] = {
    "programmes": programme,
    "offices": office,
    "persons": person,
    "contacts": contact,
    "sources": source,
    "countries": country,
    "details": detail,
    "buttons": button,
}
