"""What a profile may say of a person, described from the vocabulary of the conditions."""

from __future__ import annotations

from typing import Any

from bot.web.openapi.shape import Json, Said, body
from knowledge.eligibility.vocabulary import COUNTRY, IOM, LONGEST, Field

ABOUT: dict[str, tuple[str, str]] = {
    "nationality": (
        "Nationalités : pays, ou `stateless`.",
        "Nationalities: countries, or `stateless`.",
    ),
    "origin": ("Pays d'origine, ou `stateless`.", "Countries of origin, or `stateless`."),
    "parents_origin": ("Pays d'origine des parents.", "Countries that the parents come from."),
    "residence_country": ("Pays de résidence.", "The country of residence."),
    "destination_country": ("Pays où l'on veut aller.", "The country to go to."),
    "legal_status": ("Statut de séjour.", "The right of residence."),
    "qualification": ("Le plus haut niveau d'études.", "The highest level of education."),
    "profession": ("Le métier, en quelques mots.", "The profession, in a few words."),
    "sector": ("Le domaine de travail.", "The field of work."),
    "goal": ("Ce que la personne veut faire.", "What the person wants to do."),
    "age": ("L'âge, en années.", "The age, in years."),
    "experience_years": ("Années d'expérience.", "Years of experience."),
    "children": ("Combien d'enfants.", "How many children."),
    "languages": ("Langues parlées, par leur nom anglais.", "Languages spoken, by English name."),
    "employed": ("A un emploi.", "Has a job."),
    "asked_to_leave": ("A reçu l'ordre de quitter le pays.", "Was told to leave the country."),
    "lacks_means": ("N'a pas de quoi payer le voyage.", "Cannot pay for the journey."),
    "ends_procedures": (
        "Met fin à ses démarches de séjour.",
        "Ends the procedures for staying.",
    ),
    "assisted_return_last_5y": (
        "A reçu une aide au retour ces cinq dernières années.",
        "Had help to return within five years.",
    ),
    "wants_return": ("Veut rentrer.", "Wants to return."),
    "can_pay": ("Peut payer.", "Can pay."),
    "sponsored": ("Quelqu'un se porte garant.", "Somebody stands surety."),
    "travel_document": ("Le document de voyage.", "The travel document."),
    "sponsor_status": ("Ce qu'est le garant.", "What the sponsor is."),
    "ind_permission": ("L'accord de l'IND.", "The permission of the IND."),
    "unhcr_status": ("Où en est le dossier au HCR.", "How the case stands with UNHCR."),
    "project": ("Le projet d'un programme.", "The project of a programme."),
    "track": ("La voie d'un programme.", "The track of a programme."),
    "study_stage": ("Où en sont les études.", "How far the studies are."),
}
# The contract: none of these says no.
NOT_KNOWN: Json = {"enum": [None, "", []]}
EXAMPLE = {"origin": ["SD"], "nationality": ["NL"], "residence_country": "NL"}


def _one(field: Field) -> Json:
    told: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    if field.values:
        return {"type": "string", "enum": list(field.values)}
    if field.pattern is not None:
        told["pattern"] = f"^{field.pattern.pattern}$"
    if field.pattern is COUNTRY:
        told = {"type": "string", "pattern": told["pattern"], "format": "iso-3166-alpha-2"}
    return {"anyOf": [told, {"enum": sorted(field.also)}]} if field.also else told


def _known(field: Field) -> Json:
    if field.kind == "flag":
        return {"type": "boolean"}
    if field.kind == "number":
        return {"type": "integer", "minimum": 0, "maximum": field.most}
    return {"type": "array", "items": _one(field)} if field.kind == "listing" else _one(field)


def _shape(name: str, field: Field) -> dict[str, Any]:
    return {"anyOf": [_known(field), NOT_KNOWN], "description": Said(*ABOUT[name])}


PROFILE = body(
    "Profile",
    Said(
        "Ce qu'on sait d'une personne ; null et vide : pas su, jamais non.",
        "What is known of a person; null and empty: not known, never no.",
    ),
    {name: _shape(name, field) for name, field in IOM.fields.items()},
    examples=[EXAMPLE],
)
