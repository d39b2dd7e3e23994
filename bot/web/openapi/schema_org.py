"""Programmes and offices in the words of schema.org, described."""

from __future__ import annotations

from bot.web.openapi.hsds import SPOKEN, one
from bot.web.openapi.knowledge import KNOWLEDGE, PROGRAMME_ID
from bot.web.openapi.operation import Answer
from bot.web.openapi.places import OFFICE_ID
from bot.web.openapi.shape import Said

LD = "application/ld+json"


def _ld(kind: str, name: str) -> Answer:
    body = {"@context": "https://schema.org", "@type": "WebPage", "inLanguage": "en"}
    example = {**body, "about": {"@type": kind, "name": name}}
    about = Said("En JSON-LD, selon schema.org.", "As JSON-LD, in the words of schema.org.")
    shape = {"type": "object", "description": about, "required": [*example]}
    return Answer(about, shape, kind=LD, headers=SPOKEN, example=example)


PROGRAMME_LD = one(
    "read_programme_as_schema_org",
    Said("Un programme, selon schema.org.", "A programme, in the words of schema.org."),
    _ld("Service", "REAN"),
    PROGRAMME_ID,
    tag=KNOWLEDGE,
)
OFFICE_LD = one(
    "read_office_as_schema_org",
    Said("Un bureau, selon schema.org.", "An office, in the words of schema.org."),
    _ld("Organization", "IOM Netherlands"),
    OFFICE_ID,
    tag=KNOWLEDGE,
)
