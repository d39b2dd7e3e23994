"""From a content to the rows of its release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from knowledge import tables
from knowledge.basics import LANGUAGES
from knowledge.models import Content

ROWS = 5000  # inserted at a time


def insert(
    connection: sa.Connection, release_id: int, content: Content, raw: dict[str, dict[str, Any]]
) -> None:
    """Insert all rows of a release; `raw` holds its entries as JSON has them."""
    for field, table in tables.ENTRIES.items():
        entries = getattr(content, field)
        beside = {column.name for column in table.columns} - {"release_id", "id", "data"}
        _rows(
            connection,
            table,
            release_id,
            (
                {
                    "id": key,
                    "data": raw[field][key],
                    **{name: _column(entry, name) for name in beside},
                }
                for key, entry in entries.items()
            ),
        )
    for table, rows in _beside(content):
        _rows(connection, table, release_id, rows)


def _rows(
    connection: sa.Connection, table: sa.Table, release_id: int, rows: Iterator[dict[str, Any]]
) -> None:
    made = [{"release_id": release_id, **row} for row in rows]
    for start in range(0, len(made), ROWS):
        connection.execute(sa.insert(table), made[start : start + ROWS])


def _column(entry: Any, name: str) -> Any:
    """Return what a column holds: a field, or one language of a field ("text_fr")."""
    field, _, language = name.rpartition("_")
    if language in LANGUAGES and field:
        return getattr(getattr(entry, field), language)
    return getattr(entry, name)


def _beside(content: Content) -> Iterator[tuple[sa.Table, Iterator[dict[str, Any]]]]:
    """Yield the rows that stand beside the entries."""
    programmes = content.programmes.values()
    yield (
        tables.citation,
        (
            {"unit_id": unit.id, "source_id": cited.id, "locator": cited.at}
            for unit in content.units.values()
            for cited in unit.sources
        ),
    )
    yield (
        tables.told,
        (
            {
                "programme_id": p.id,
                "part": part,
                "number": number,
                "text_fr": one.text.fr,
                "text_en": one.text.en,
            }
            for p in programmes
            for part, found in (("step", p.steps), ("document", p.documents))
            for number, one in enumerate(found, 1)
        ),
    )
    yield (
        tables.filed,
        (
            {"programme_id": p.id, "role": role, "value": value}
            for p in programmes
            for role, values in (
                ("country", p.countries),
                ("residence", p.residence),
                ("topic", p.topics),
            )
            for value in dict.fromkeys(values)
        ),
    )
    named = [("programme", p.id, p.aliases) for p in programmes]
    named += [("office", o.id, o.aliases) for o in content.offices.values()]
    named += [("country", code, names) for code, names in content.countries.items()]
    named += [("term", key, term.synonyms) for key, term in content.glossary.items()]
    yield (
        tables.alias,
        (
            {"kind": kind, "entry_id": key, "language": language, "surface": surface}
            for kind, key, names in named
            for language in LANGUAGES
            for surface in dict.fromkeys(getattr(names, language))
        ),
    )
