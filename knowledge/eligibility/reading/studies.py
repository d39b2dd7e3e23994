"""Education, the stage of studies, and what is looked for at IOM."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from knowledge.eligibility.reading.qualification import HEADMASTER, QUALIFICATION
from knowledge.eligibility.reading.tables import UNSAID, Reading, pattern, table
from knowledge.eligibility.reading.tracks import SPONSORED, TRACK

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
)
STAGE = Reading(
    "study_stage",
    anywhere=table(
        (
            r"\b(?:graduated|diplomee?|finished (?:my |the )?(?:studies|uni\w*|degree|bachelor"
            r"|master))"
            rf" (?:in|en|since|depuis) {_MONTH}\b(?! (?:19|20)\d\d)",
            "graduated_within_year",
        ),
        (
            r"\b(?:derniere annee|final[- ]year|last year of (?:my |the |a )?(?:bachelor"
            r"|degree|stud|licence|univers|hbo|master|law|course)|fin d'etudes|annee finale"
            r"|laatste jaar|end of my (?:bachelor|studies|degree))",
            "final_year",
        ),
        (
            r"\b(?:finis|finish|fais|fait|termine|prepare|suis en|in|doing|finish|finishing"
            r"|year of|annee de|studying for|en)\b (?:my |mon |a |un |the |ma |le "
            r"|first[- ]year |second[- ]year |\w+ year of (?:my |a )?)?(?:master'?s?|m1|m2"
            r"|doctorat|phd|these|mba|postgrad\w*)\b(?=[^.;!?]{0,25}(?:l'an prochain|next|year"
            r"|annee|now|en ce moment|currently|actuellement|student|$|[,.;!]))",
            "graduate_student",
        ),
        (
            r"\b(?:master'?s|phd|grad|graduate|postgraduate|doctoral|doctorate) (?:student"
            r"|candidate)\b|\bdoctorante?\b|\betudiante?s? en (?:master|doctorat|m1|m2"
            r"|these)\b|\b(?:premiere|deuxieme|seconde|1re|2e) annee de (?:master|doctorat"
            r"|these)\b|\b(?:first|second|third) year of (?:my |a )?(?:master|phd)",
            "graduate_student",
        ),
    ),
    asked=table(
        (
            r"\b(?:graduated|finished|diplomee?|fini|termine)\b[^.;]{0,14}\b(?:last year"
            r"|l'an dernier"
            r"|l'annee derniere)\b",
            UNSAID,  # within a year or not: who knows
        ),
        (
            r"\b(?:dropped out|sans finir|never finished|pas fini|interrompu)\b"
            r"|\blyceen(?:ne)?\b|\b(?:rien de tout|none of|secondary|high school|lycee"
            r"|secondaire|premiere annee|1re annee|first year|second year|deuxieme annee"
            r"|2e annee|not studying|pas etudiante?|never studied|autre|other|no studies"
            r"|pas d'etudes|bac\b|college|mbo|jamais etudie|third year"
            r"|troisieme annee)\b(?![^.;]{0,20}\b(?:master|phd|doctorat|m1|m2))",
            "other",
        ),
        (r"\b(?:final|derniere|last) (?:year|annee|semester|semestre)\b", "final_year"),
        (
            r"\b(?:master'?s?|phd|doctorat|doctorante?|these|postgrad\w*|graduate student|m1|m2)\b",
            "graduate_student",
        ),
        (
            r"\b(?:il y a|depuis|ago)\b[^.;]{0,14}\b(?:longtemps|plusieurs annees"
            r"|des annees)\b|\b(?:long (?:time )?ago|ages ago|years ago|long since"
            r"|a while back|over a year|plus d'un an|more than a year|earlier|longtemps"
            r"|bien avant)\b",
            "graduated_earlier",
        ),
        (
            r"\b(?:graduated|just finished|diplomee?|fini|finished|got my (?:degree|diploma)"
            r"|termine|recu mon diplome|eu mon diplome)\b[^.;]{0,25}\b(?:this (?:year|summer"
            r"|spring|month|january|february|march|april|may|june|july|august|september"
            r"|october)|cette annee|cet ete|ce printemps|recently|recemment|just|last month"
            r"|le mois dernier|last week|last summer|l'ete dernier|weeks|semaines|ce mois"
            r"|vient)\b|\bjust (?:graduated|finished)\b|\b(?:viens|vient) de (?:finir|terminer"
            r"|avoir|recevoir|obtenir|sortir|passer)\b|\b(?:less than a year|moins d'un an"
            r"|within a year|fresh graduate|jeune diplomee?)\b",
            "graduated_within_year",
        ),
    ),
)
_AGO_MONTHS = pattern(
    r"\b(?:il y a|depuis|since|for|just|only|)\s?(\d{1,2}) (?:mois|months?|weeks?|semaines?"
    r"|jours|days)\b"
)
_AGO_YEARS = pattern(r"\b(\d{1,2}) (?:ans|years?)\b")
_DONE = pattern(
    r"\b(?:out of (?:uni\w*|school|college)|diplomee?s?|diplome|graduated|graduate|graduation"
    r"|finished|fini\w*|termine\w*"
    r"|degree|left uni|completed|obtenu|diploma|eu mon|got my)\b"
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")


def studies(text: str, counted: str, asked: str | None, today: date) -> dict[str, Any]:
    """Return the fields about studies that a text settles; `counted` has numbers in digits."""
    found: dict[str, Any] = {}
    clean = HEADMASTER.sub(lambda match: "." * len(match[0]), text)
    for reading in (QUALIFICATION, STAGE, TRACK, SPONSORED):
        value = reading.of(clean, asked)
        if value is not None and value != UNSAID:
            found[reading.field] = value
    if "study_stage" not in found and (stage := _since(counted, asked == "study_stage", today)):
        found["study_stage"] = stage
    if asked == "study_stage" and found.get("study_stage") in (
        "graduated_earlier",
        "graduated_within_year",
    ):
        found.pop("qualification", None)
    if found.get("study_stage") in ("final_year", "graduate_student") and asked != "study_stage":
        found["qualification"] = "student_higher"
    return found


def _since(counted: str, asked: bool, today: date) -> str | None:
    """Tell how long ago somebody graduated."""
    if not asked and not re.search(
        r"\b(?:(?:termine|fini|finished|completed) (?:mes |my )?(?:etudes|studies|uni\w*|degree)"
        r"|graduated|diplomee?s? (?:depuis|il y a|en|de))\b",
        counted,
    ):
        return None
    if match := _AGO_MONTHS.search(counted):
        return "graduated_within_year" if int(match[1]) <= 12 else "graduated_earlier"
    if (match := _YEAR.search(counted)) and (_DONE.search(counted) or asked):
        years = today.year - int(match[1])
        return "graduated_earlier" if years > 1 else "graduated_within_year" if years == 0 else None
    if (match := _AGO_YEARS.search(counted)) and _DONE.search(counted) and asked:
        return "graduated_earlier" if int(match[1]) > 1 else None
    return None
