"""The records of HSDS 3.0, so far as they are filled here."""

from __future__ import annotations

from collections.abc import Mapping

from bot.web.openapi.shape import (
    Json,
    Named,
    Said,
    Shape,
    flag,
    listed,
    number,
    one_of,
    text,
    thing,
)

AN_ID = "8bd9a9f2-1976-5052-b40f-514773f03b56"
IOM_ID = "fbf79b2a-67c0-5d34-b0d4-487fc5cafdaa"


def uuid(fr: str, en: str, example: str = AN_ID) -> Json:
    """Return an id of HSDS, which is the same in every release."""
    return text(Said(fr, en), example, format="uuid")


OWNERS: Mapping[str, Json] = {
    "service_id": uuid("Le service concerné.", "The service that it belongs to."),
    "organization_id": uuid("L'organisation.", "The organization.", IOM_ID),
    "location_id": uuid("Le bureau.", "The office."),
    "service_at_location_id": uuid("Le service à ce bureau.", "The service in that office."),
}
ID = {"id": uuid("L'identifiant.", "The id.")}


def _owned(name: str, about: Said, fields: Mapping[str, Shape], maybe: tuple[str, ...]) -> Named:
    return thing(name, about, {**ID, **OWNERS, **fields}, maybe=(*OWNERS, *maybe))


TERM = thing(
    "HsdsTaxonomyTerm",
    Said("Une rubrique.", "A heading."),
    {
        **ID,
        "code": text(Said("Notre nom pour elle.", "Our own name for it."), "return_for_good"),
        "name": text(Said("Son titre.", "Its title."), "Return for good"),
        "description": text(Said("Encore son titre.", "Its title again."), "Return for good"),
        "language": one_of(Said("La langue du titre.", "The language of it."), ("en", "fr")),
        "taxonomy_id": uuid("La liste des rubriques.", "The list of headings."),
    },
)
ATTRIBUTE = thing(
    "HsdsAttribute",
    Said(
        "Ce pour quoi HSDS n'a pas de champ ; `identifier` est notre propre identifiant.",
        "What HSDS has no field for; `identifier` is our own id.",
    ),
    {
        **ID,
        "link_id": uuid("De quoi l'on parle.", "What it is said of."),
        "link_type": one_of(
            Said("Ce que c'est.", "What it is."),
            ("identifier", "status", "ended", "successor", "topic", "country"),
        ),
        "link_entity": text(Said("La table de `link_id`.", "The table of `link_id`."), "service"),
        "value": text(Said("La valeur.", "The value."), "rean"),
        "taxonomy_term_id": uuid("La rubrique.", "The heading."),
        "taxonomy_term": TERM,
    },
    maybe=("value", "taxonomy_term_id", "taxonomy_term"),
)
ATTRIBUTES = listed(Said("Ce qui est dit de plus.", "What more is said."), ATTRIBUTE)
PHONES = listed(
    Said("Les numéros valables aujourd'hui.", "The numbers that are good today."),
    _owned(
        "HsdsPhone",
        Said("Un numéro.", "A number."),
        {
            "number": text(Said("Le numéro.", "The number itself."), "+31 88 746 44 66"),
            "type": one_of(Said("On y parle.", "For talking."), ("voice",)),
            "description": text(Said("Qui répond.", "Who answers."), "IOM Netherlands"),
        },
        (),
    ),
)
EMAIL = text(Said("Une adresse.", "An address."), "hq@iom.int", format="email")
CONTACTS = listed(
    Said("À qui écrire.", "Whom to write to."),
    _owned(
        "HsdsContact",
        Said("Une adresse électronique.", "An e-mail address."),
        {"name": text(Said("Qui la lit.", "Who reads it."), "IOM"), "email": EMAIL},
        (),
    ),
)
LINES: Mapping[str, Shape] = {"phones": PHONES, "contacts": CONTACTS}
AREAS = listed(
    Said("Les pays concernés.", "The countries that it is about."),
    _owned(
        "HsdsServiceArea",
        Said("Un pays.", "A country."),
        {
            "name": text(Said("Son nom.", "Its name."), "Netherlands"),
            "description": text(
                Said("Si l'on y vit, si l'on y va.", "Whether people live or go there."),
                "The people whom the programme is for live here.",
            ),
            "attributes": ATTRIBUTES,
        },
        (),
    ),
)
DOCUMENTS = listed(
    Said("Les papiers à apporter.", "The papers to bring."),
    _owned(
        "HsdsRequiredDocument",
        Said("Un papier.", "A paper."),
        {"document": text(Said("Lequel, et ses sources.", "Which, with sources."), "A passport.")},
        (),
    ),
)
DESCRIPTION = text(
    Said("Le texte, puis ses sources datées.", "The text, then its sources with their dates."),
    "REAN helps people to go home.",
)
ORGANIZATION: Mapping[str, Shape] = {
    "id": uuid("L'identifiant de l'OIM.", "The id of IOM.", IOM_ID),
    "name": text(Said("Son nom.", "Its name."), "International Organization for Migration"),
    "alternate_name": text(Said("Son sigle.", "Its acronym."), "IOM"),
    "description": DESCRIPTION,
    "email": EMAIL,
    "website": text(Said("Son site.", "Its site."), "https://www.iom.int", format="uri"),
}
LOCATION: Mapping[str, Shape] = {
    **ID,
    "location_type": one_of(Said("Un lieu réel.", "A place to go to."), ("physical",)),
    "organization_id": OWNERS["organization_id"],
    "name": text(Said("Son nom.", "Its name."), "IOM Netherlands, The Hague"),
    "description": DESCRIPTION,
}
STATUSES = ("active", "inactive", "defunct")
SHORT: Mapping[str, Shape] = {
    **ID,
    "organization_id": OWNERS["organization_id"],
    "name": text(Said("Le nom du programme.", "The programme's name."), "Voluntary departure"),
    "status": one_of(
        Said(
            "`defunct` : terminé ; `inactive` : on ne sait pas s'il existe encore.",
            "`defunct`: has ended; `inactive`: nobody knows whether it still exists.",
        ),
        STATUSES,
    ),
}
SERVICE: Mapping[str, Shape] = {
    **SHORT,
    "alternate_name": text(Said("Son sigle.", "Its acronym."), "REAN"),
    "description": DESCRIPTION,
    "email": EMAIL,
    "application_process": text(Said("Comment faire.", "How to go about it."), "1. Call."),
    "eligibility_description": text(
        Said("Les conditions publiées, sans verdict.", "The published conditions, no verdict."),
        "– Live in the Netherlands",
    ),
    "alert": text(
        Said("S'il existe encore ; si c'est à vérifier.", "Whether it still exists or is old."),
        "This programme has ended.",
    ),
    "last_modified": text(
        Said("Le jour du texte le plus récent.", "The day of the newest text."),
        "2026-11-27T00:00:00Z",
        format="date-time",
    ),
    "organization": thing(
        "HsdsOrganizationBasic",
        Said("L'OIM.", "IOM."),
        ORGANIZATION,
        maybe=("alternate_name", "email", "website"),
    ),
}
MAYBE = ("alternate_name", "email", "application_process", "eligibility_description", "alert")
PAGE: Mapping[str, Shape] = {
    "total_items": number(Said("Combien en tout.", "How many in all."), 1),
    "total_pages": number(Said("Combien de pages.", "How many pages."), 1),
    "page_number": number(Said("La page.", "The page."), 1),
    "size": number(Said("Combien ici.", "How many here."), 1),
    "first_page": flag(Said("La première ?", "Is it the first?"), True),
    "last_page": flag(Said("La dernière ?", "Is it the last?"), True),
    "empty": flag(Said("Vide ?", "Is it empty?"), False),
}
