"""The records of HSDS as they come: in lists, whole, and inside others."""

from __future__ import annotations

from collections.abc import Mapping

from bot.web.openapi.hsds_shapes import (
    AREAS,
    ATTRIBUTES,
    DOCUMENTS,
    ID,
    LINES,
    LOCATION,
    MAYBE,
    ORGANIZATION,
    OWNERS,
    PAGE,
    SERVICE,
    SHORT,
)
from bot.web.openapi.shape import Named, Said, Shape, listed, text, thing

IOM = Said("L'OIM.", "IOM.")
PROGRAMME = Said("Un programme.", "A programme.")
OFFICE = Said("Un bureau de l'OIM.", "An IOM office.")
THERE = Said("Où se renseigner sur un programme.", "Where to ask about a programme.")
OWN = {"service_areas": AREAS, "required_documents": DOCUMENTS, "attributes": ATTRIBUTES}
WHOLE_LOCATION = thing(
    "HsdsLocation", OFFICE, {**LOCATION, **LINES, "attributes": ATTRIBUTES}, maybe=(*LINES,)
)
LINK: Mapping[str, Shape] = {
    **ID,
    "service_id": OWNERS["service_id"],
    "location_id": OWNERS["location_id"],
    "description": text(Said("Ce qu'on y trouve.", "What there is."), "This is where to ask."),
}
NESTED = thing(
    "HsdsServiceAtLocationOfService",
    THERE,
    {**LINK, "location": WHOLE_LOCATION, **LINES},
    maybe=(*LINES,),
)
LISTED_SERVICE = thing("HsdsServiceBasic", PROGRAMME, SERVICE, maybe=MAYBE)
WHOLE = {**SERVICE, **LINES, **OWN, "service_at_locations": listed(THERE, NESTED)}
SOME = (*MAYBE, *LINES, "service_areas", "required_documents", "service_at_locations")
WHOLE_SERVICE = thing("HsdsService", PROGRAMME, WHOLE, maybe=SOME)
OF_IOM = thing(
    "HsdsServiceOfOrganization",
    PROGRAMME,
    WHOLE,
    maybe=tuple(one for one in WHOLE if one not in SHORT),
)
MINIMAL = thing(
    "HsdsServiceMinimal",
    PROGRAMME,
    {
        **ID,
        "modified_date": text(
            Said("Le jour du texte le plus récent.", "The day of the newest text."),
            "2026-11-27T00:00:00Z",
            format="date-time",
        ),
    },
)
WITHOUT_OFFICE = ("alternate_name", "email", "website")
LISTED_IOM = thing("HsdsOrganizationListed", IOM, ORGANIZATION, maybe=WITHOUT_OFFICE)
WHOLE_IOM = thing(
    "HsdsOrganization",
    IOM,
    {
        **ORGANIZATION,
        **LINES,
        "locations": listed(Said("Ses bureaux.", "Its offices."), WHOLE_LOCATION),
        "services": listed(Said("Ses programmes.", "Its programmes."), OF_IOM),
        "attributes": ATTRIBUTES,
    },
    maybe=(*WITHOUT_OFFICE, *LINES, "locations", "services"),
)
LISTED_THERE = thing(
    "HsdsServiceAtLocationBasic",
    THERE,
    {**LINK, "location": thing("HsdsLocationBasic", OFFICE, LOCATION), "service": LISTED_SERVICE},
)
WHOLE_THERE = thing(
    "HsdsServiceAtLocation",
    THERE,
    {**LINK, "location": WHOLE_LOCATION, "service": WHOLE_SERVICE, **LINES},
    maybe=(*LINES,),
)


def page(name: str, *of: Named) -> Named:
    """Return a page of records, each in one of some forms."""
    either = of[0] if len(of) == 1 else {"anyOf": list(of)}
    about = Said("Une page de la liste.", "A page of the list.")
    contents = listed(Said("Ce qui est sur cette page.", "What is on this page."), either)
    return thing(name, about, {**PAGE, "contents": contents})
