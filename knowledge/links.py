"""Which entries name which others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from knowledge.basics import Told
from knowledge.models import Content, Programme

Links = list[tuple[str, str, Iterable[str]]]


def links_of(content: Content) -> Iterator[tuple[str, str, Links]]:
    """Yield each entry with the ids it names: field, kind of what is named, ids."""
    for unit in content.units.values():
        yield (
            "units",
            unit.id,
            [
                ("sources", "sources", [cited.id for cited in unit.sources]),
                ("contacts", "contacts", unit.contacts),
                ("buttons", "buttons", unit.buttons),
                ("programmes", "programmes", unit.programmes),
                ("office", "offices", _some(unit.office)),
                ("detail", "details", _some(unit.detail)),
                ("tells_of", "programmes", _some(unit.tells_of)),
                ("leads_to", "programmes", _some(unit.leads_to)),
                ("country", "countries", _some(unit.country)),
                ("person", "persons", _some(unit.person)),
            ],
        )
    for programme in content.programmes.values():
        yield (
            "programmes",
            programme.id,
            [
                ("sources", "sources", [cited.id for cited in programme.sources]),
                ("successor", "programmes", _some(programme.successor)),
                ("topics", "taxonomy", programme.topics),
                ("countries", "countries", programme.countries),
                ("residence", "countries", programme.residence),
                ("assignments", "countries", programme.assignments),
                ("steps", "sources", _cited(programme.steps)),
                ("documents", "sources", _cited(programme.documents)),
                *_conditions(programme),
            ],
        )
    for office in content.offices.values():
        yield (
            "offices",
            office.id,
            [
                ("sources", "sources", [cited.id for cited in office.sources]),
                ("contacts", "contacts", office.contacts),
                ("country", "countries", [office.country]),
            ],
        )
    for key, body in content.organisations.items():
        named: Links = [
            ("contacts", "contacts", body.contacts),
            ("sources", "sources", body.sources),
        ]
        yield "organisations", key, named
    for key, term in content.glossary.items():
        yield "glossary", key, [("sources", "sources", [cited.id for cited in term.sources])]
    for key, contact in content.contacts.items():
        yield "contacts", key, [("sources", "sources", contact.sources)]


def _conditions(programme: Programme) -> Links:
    held = programme.eligibility
    if held is None:
        return []
    return [
        ("eligibility", "sources", [cited.id for one in held.criteria for cited in one.sources]),
        ("eligibility", "contacts", held.contacts),
        ("eligibility", "cautions", held.cautions),
        ("eligibility", "programmes", _some(held.on_top_of)),
    ]


def _cited(told: Iterable[Told]) -> list[str]:
    return [cited.id for one in told for cited in one.sources]


def _some(one: str | None) -> list[str]:
    return [] if one in (None, "*") else [str(one)]
