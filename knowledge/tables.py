"""The tables of the knowledge, and the views that answers read.

Every load is a release. `data` holds a whole entry; the columns beside it are those that queries,
views and constraints need.
"""

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
    sa.Column("withdrawn", sa.Boolean, nullable=False),  # rolled back: not loaded again by itself
)


def _table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    of_release: sa.Column[int] = sa.Column(
        "release_id", sa.ForeignKey("knowledge_release.id", ondelete="CASCADE"), primary_key=True
    )
    return sa.Table(name, metadata, of_release, *columns)


def _entry(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    key = sa.Column("id", sa.String(80), primary_key=True)
    return _table(name, key, *columns, sa.Column("data", sa.JSON, nullable=False))


def _reviewed(name: str) -> list[sa.schema.SchemaItem]:
    """Return the columns of a text with a review, in each language, and what they must hold."""
    states = "('sourced', 'confirmed', 'withdrawn')"
    return [
        sa.Column("written_fr", sa.Date, nullable=False),
        sa.Column("written_en", sa.Date, nullable=False),
        sa.Column("state_fr", sa.String(10), nullable=False),
        sa.Column("state_en", sa.String(10), nullable=False),
        sa.Column("volatility", sa.String(10), nullable=False),
        sa.Column("valid_from", sa.Date),
        sa.Column("valid_to", sa.Date),
        sa.CheckConstraint(f"state_fr IN {states} AND state_en IN {states}", name=f"{name}_state"),
        sa.CheckConstraint(
            "valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to", name=f"{name}_valid"
        ),
    ]


programme = _entry(
    "programme",
    sa.Column("status", sa.String(10), nullable=False),
    sa.CheckConstraint("status IN ('active', 'ended', 'unknown')", name="programme_status"),
    *_reviewed("programme"),
)
office = _entry("office", sa.Column("country", sa.String(2), nullable=False), *_reviewed("office"))
organisation = _entry("organisation")
person = _entry("person")
contact = _entry("contact", sa.Column("kind", sa.String(10), nullable=False))
source = _entry("source")
country = _entry("country")
sector = _entry("sector")
detail = _entry("detail")
aspect = _entry("aspect")
topic = _entry("topic")
term = _entry("term")
profile_field = _entry("profile_field")
caution = _entry("caution")
button = _entry("button", sa.Column("intent", sa.String(64), nullable=False))

unit = _entry(
    "unit",
    sa.Column("aspect", sa.String(40), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("country", sa.String(2)),
    sa.Column("text_fr", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.CheckConstraint("text_fr <> '' AND text_en <> ''", name="unit_both_languages"),
    *_reviewed("unit"),
)


def _of(parent: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["release_id", key], [f"{parent}.release_id", f"{parent}.id"], ondelete="CASCADE"
    )


citation = _table(
    "citation",
    sa.Column("unit_id", sa.String(80), primary_key=True),
    sa.Column("source_id", sa.String(80), primary_key=True),
    sa.Column("locator", sa.Text),
    _of("unit", "unit_id"),
    _of("source", "source_id"),
)
# What follows is for those who read the database by SQL; answers have it from `data`.
alias = _table(
    "alias",
    sa.Column("kind", sa.String(10), primary_key=True),  # programme, office, country …
    sa.Column("entry_id", sa.String(80), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("surface", sa.String(200), primary_key=True),
)
told = _table(
    "told",
    sa.Column("programme_id", sa.String(80), primary_key=True),
    sa.Column("part", sa.String(10), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("text_fr", sa.Text, nullable=False),
    sa.Column("text_en", sa.Text, nullable=False),
    sa.CheckConstraint("part IN ('step', 'document')", name="told_part"),
    _of("programme", "programme_id"),
)
filed = _table(
    "filed",
    sa.Column("programme_id", sa.String(80), primary_key=True),
    sa.Column("role", sa.String(10), primary_key=True),  # country, residence, topic
    sa.Column("value", sa.String(80), primary_key=True),
    _of("programme", "programme_id"),
)

ENTRIES: dict[str, sa.Table] = {
    "programmes": programme,
    "offices": office,
    "organisations": organisation,
    "persons": person,
    "contacts": contact,
    "sources": source,
    "countries": country,
    "sectors": sector,
    "details": detail,
    "aspects": aspect,
    "taxonomy": topic,
    "glossary": term,
    "profile": profile_field,
    "cautions": caution,
    "buttons": button,
    "units": unit,
}


def served(table: sa.Table) -> sa.TableClause:
    """Return the view of what may be served of a table's current release."""
    columns = [sa.column("id", sa.String()), sa.column("data", sa.JSON())]
    return sa.table(f"served_{table.name}", *columns)
