"""The HSDS 3.0 directory, described."""

from __future__ import annotations

from dataclasses import replace

from bot.web.openapi.hsds_records import (
    LISTED_IOM,
    LISTED_SERVICE,
    LISTED_THERE,
    MINIMAL,
    WHOLE_IOM,
    WHOLE_SERVICE,
    WHOLE_THERE,
    page,
)
from bot.web.openapi.hsds_shapes import AN_ID, IOM_ID
from bot.web.openapi.knowledge import LONGEST_QUERY
from bot.web.openapi.operation import Answer, Operation, Param, Tag
from bot.web.openapi.shape import Json, Said, Shape, flag, number, one_of, text, thing

DIRECTORY = Tag(
    "hsds",
    Said("L'annuaire HSDS 3.0", "The HSDS 3.0 directory"),
    Said(
        "Programmes et bureaux tels que les nomme HSDS 3.0 d'Open Referral.",
        "Programmes and offices as HSDS 3.0 of Open Referral names them.",
    ),
)
USUAL, MOST, MOST_PAGES = 50, 100, 1_000_000
LANG = Param(
    "lang",
    Said(
        "La langue des textes ; sinon celle d'`Accept-Language`, sinon le français.",
        "The language of the texts; else that of `Accept-Language`, else French.",
    ),
    one_of(Said("La langue.", "The language."), ("en", "fr")),
)
ACCEPTED = Param(
    "Accept-Language",
    Said("Les langues de qui demande.", "The languages of whoever asks."),
    text(Said("Des langues.", "Languages."), "en"),
)
SPOKEN = {"Content-Language": Said("La langue de la réponse.", "The language of the answer.")}


def _word(name: str, fr: str, en: str) -> Param:
    return Param(name, Said(fr, en), text(Said("Un identifiant.", "An id."), AN_ID))


def _flag(name: str, fr: str, en: str) -> Param:
    return Param(name, Said(fr, en), flag(Said("Oui ou non.", "Yes or no."), True))


SEARCH = Param(
    "search",
    Said("Tous ces mots, dans l'une des langues.", "All these words, in either language."),
    text(Said("Des mots.", "Words."), "retour", maxLength=LONGEST_QUERY),
)
PAGES = (
    Param(
        "page",
        Said("Laquelle, à partir de 1.", "Which one, from 1 on."),
        number(Said("Une page.", "A page."), 1, minimum=1, maximum=MOST_PAGES),
    ),
    Param(
        "per_page",
        Said(f"Combien au plus ; {USUAL} par défaut.", f"How many at most; {USUAL} unless given."),
        number(Said("Un nombre.", "A number."), USUAL, minimum=1, maximum=MOST),
    ),
    Param(
        "format",
        Said("JSON seulement.", "JSON only."),
        one_of(Said("Le format.", "The format."), ("json",)),
    ),
)
MOMENT: Json = {
    "anyOf": [{"type": "string", "format": one} for one in ("date-time", "date")],
    "description": Said("Un jour, ou un moment.", "A day, or a moment."),
    "examples": ["2026-11-27"],
}
FILTERS = (
    SEARCH,
    _word("organization_id", "De cette organisation.", "Of this organization."),
    _word("taxonomy_id", "Avec une rubrique de cette liste.", "With a heading of this list."),
    _word("taxonomy_term_id", "Sous cette rubrique.", "Under this heading."),
    Param("modified_after", Said("Changé depuis.", "Changed since then."), MOMENT),
)
FULL = _flag("full", "Chaque entrée en entier.", "Each entry in full.")
MINIMALLY = _flag("minimal", "Identifiants et jours, sur une page.", "Ids and days, on one page.")
WHOLLY = _flag("full_service", "Avec chaque programme en entier.", "With each programme in full.")
META: dict[str, Shape] = {
    "version": text(Said("La version de HSDS.", "The version of HSDS."), "3.0"),
    "profile": text(Said("Le profil de HSDS.", "The profile of HSDS."), "https://a.example"),
    "openapi_url": text(Said("Ce qui le définit.", "What defines it."), "https://a.example/o.json"),
}


def _list(name: str, does: Said, shape: Shape, *query: Param) -> Operation:
    return Operation(
        name=name,
        tag=DIRECTORY,
        does=does,
        query=(*query, *PAGES, LANG),
        headers=(ACCEPTED,),
        answers={200: Answer(Said("Une page.", "A page."), shape, headers=SPOKEN)},
        errors=("bad_parameter", "bad_language", "text_too_long"),
        tagged=True,
        public=True,
    )


def one(
    name: str, does: Said, answer: Answer, key: Shape, *query: Param, tag: Tag = DIRECTORY
) -> Operation:
    """Return the reading of one thing in one language."""
    return Operation(
        name=name,
        tag=tag,
        does=does,
        path=(Param("id", Said("Lequel.", "Which one."), key),),
        query=(*query, LANG),
        headers=(ACCEPTED,),
        answers={200: answer},
        errors=("not_found", "bad_language", *(("bad_parameter",) if query else ())),
        tagged=True,
        public=True,
    )


def _record(shape: Shape) -> Answer:
    return Answer(Said("Tout ce qui en est dit.", "All that is told of it."), shape, headers=SPOKEN)


ABOUT = Operation(
    name="about_hsds",
    tag=DIRECTORY,
    does=Said("De quelle version de HSDS il s'agit.", "Which version of HSDS this is."),
    answers={
        200: Answer(
            Said("La version.", "The version."),
            thing("HsdsAbout", Said("Cet annuaire.", "This directory."), META),
            headers={"Link": Said("La description de l'API.", "The description of the API.")},
        )
    },
    tagged=True,
    public=True,
)
ROOT = replace(ABOUT, name="about_hsds_without_slash")
SERVICES = _list(
    "list_hsds_services",
    Said("Les programmes, selon HSDS.", "The programmes, as HSDS has them."),
    page("HsdsServices", LISTED_SERVICE, WHOLE_SERVICE, MINIMAL),
    *FILTERS,
    MINIMALLY,
    FULL,
)
SERVICE = one(
    "read_hsds_service",
    Said("Un programme, selon HSDS.", "A programme, as HSDS has it."),
    _record(WHOLE_SERVICE),
    text(Said("Un UUID.", "A UUID."), AN_ID),
)
ORGANIZATIONS = _list(
    "list_hsds_organizations",
    Said("L'OIM, la seule organisation.", "IOM, the one organization."),
    page("HsdsOrganizations", LISTED_IOM, WHOLE_IOM),
    SEARCH,
    FULL,
    WHOLLY,
)
ORGANIZATION = one(
    "read_hsds_organization",
    Said("L'OIM, ses bureaux et ses programmes.", "IOM, its offices and its programmes."),
    _record(WHOLE_IOM),
    text(Said("L'UUID de l'OIM.", "The UUID of IOM."), IOM_ID),
    WHOLLY,
)
AT_LOCATIONS = _list(
    "list_hsds_service_at_locations",
    Said("Où se renseigner sur quel programme.", "Where to ask about which programme."),
    page("HsdsServiceAtLocations", LISTED_THERE, WHOLE_THERE),
    *FILTERS,
    FULL,
)
AT_LOCATION = one(
    "read_hsds_service_at_location",
    Said("Un programme à un bureau.", "A programme in an office."),
    _record(WHOLE_THERE),
    text(Said("Un UUID.", "A UUID."), AN_ID),
)
