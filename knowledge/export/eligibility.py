"""What may be asked for a programme, as data: fields, types, values and words. Pure."""

from __future__ import annotations

from typing import Any

from knowledge.answers import Knowledge
from knowledge.eligibility.programmes import asked_as, fields_of
from knowledge.eligibility.vocabulary import COUNTRY, IOM
from knowledge.models import Programme

TYPES = {
    "flag": "boolean",
    "choice": "choice",
    "number": "integer",
    "listing": "list",
    "text": "text",
}


def fields_data(knowledge: Knowledge, programme: Programme) -> list[dict[str, Any]]:
    """Return the fields in the order in which they are asked."""
    return [_field(knowledge, programme, name) for name in fields_of(knowledge, programme)]


def _field(knowledge: Knowledge, programme: Programme, name: str) -> dict[str, Any]:
    field, words = IOM.fields[name], knowledge.content.profile[name]
    listed = list(field.values)
    if field.pattern is COUNTRY:
        listed = [*sorted(knowledge.content.countries), *sorted(field.also)]
    return {
        "field": name,
        "type": TYPES[field.kind],
        "values": listed or None,
        "minimum": 0 if field.kind == "number" else None,
        "maximum": field.most if field.kind == "number" else None,
        "labels": {key: one.model_dump() for key, one in words.values.items()} or None,
        **asked_as(knowledge, programme, name).model_dump(),
    }
