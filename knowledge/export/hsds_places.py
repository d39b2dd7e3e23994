"""IOM and its offices as HSDS 3.0 has them: an organization and locations. Pure."""

from __future__ import annotations

from knowledge.export.hsds_parts import ORGANIZATION, US, Json, Owner, Parts, filled, ident, named
from knowledge.export.schema_org import IOM
from knowledge.models import Office

HEAD = "geneva"  # the office whose lines are those of the whole organisation


def organization(parts: Parts) -> Json:
    """Return IOM, as lists have it."""
    name, short = IOM[parts.language]
    held = parts.knowledge.content.organisations.get(US)
    about = parts.told(held.explained) if held else name
    told = about[:1].upper() + about[1:]
    return filled(
        {
            "id": ORGANIZATION,
            "name": name,
            "alternate_name": short,
            "description": parts.cited(told, held.sources if held else ()),
            "email": parts.email(_head(parts)),
            "website": parts.website(_head(parts)),
        }
    )


def whole_organization(parts: Parts, services: list[Json]) -> Json:
    """Return IOM with its lines, offices and services."""
    owner = Owner("organization", ORGANIZATION)
    offices = parts.knowledge.content.offices.values()
    more = {
        "phones": parts.phones(owner, _head(parts)),
        "contacts": parts.contacts(owner, _head(parts)),
        "locations": [whole_location(parts, office) for office in offices],
        "services": services,
        "attributes": [owner.attribute("identifier", US)],
    }
    return filled({**organization(parts), **more})


def location(parts: Parts, office: Office) -> Json:
    """Return an office, as lists have it.

    Its post stands in the text: HSDS wants addresses taken apart, with a province.
    """
    place = f"{parts.told(office.city)}, {parts.country(office.country)}"
    post = [
        parts.labelled(one.label, one.value)
        for _, one in parts.current(office.contacts)
        if one.kind == "post"
    ]
    return {
        "id": ident("location", office.id),
        "location_type": "physical",
        "organization_id": ORGANIZATION,
        "name": parts.told(office.name),
        "description": parts.cited("\n".join([place, *post]), named(office.sources)),
    }


def whole_location(parts: Parts, office: Office) -> Json:
    """Return an office with its lines."""
    found = location(parts, office)
    owner = Owner("location", found["id"])
    more = {
        "phones": parts.phones(owner, office.contacts),
        "contacts": parts.contacts(owner, office.contacts),
        "attributes": [owner.attribute("identifier", office.id)],
    }
    return filled({**found, **more})


def _head(parts: Parts) -> list[str]:
    office = parts.knowledge.content.offices.get(HEAD)
    return office.contacts if office else []
