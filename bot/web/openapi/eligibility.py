"""Eligibility, described."""

from __future__ import annotations

from bot.web.openapi.facts import RELEASE, SOURCES
from bot.web.openapi.knowledge import LANG, PROGRAMME_ID
from bot.web.openapi.operation import Answer, Operation, Param, Tag
from bot.web.openapi.profile import NOT_KNOWN, PROFILE
from bot.web.openapi.shape import (
    Json,
    Said,
    body,
    flag,
    listed,
    number,
    one_of,
    or_null,
    text,
    thing,
    words,
)
from knowledge.eligibility.vocabulary import IOM

ELIGIBILITY = Tag(
    "eligibility",
    Said("Conditions", "Eligibility"),
    Said(
        "Comparer un profil avec les conditions publiées. Rien n'est gardé, et rien n'est promis.",
        "Compare a profile with the published conditions. Nothing is kept, nothing is promised.",
    ),
)
FIELD_NAME = one_of(Said("Un champ du profil.", "A field of the profile."), tuple(IOM.fields))
WHICH = (Param("programme", Said("Le programme.", "The programme."), PROGRAMME_ID),)
TYPES = ("boolean", "choice", "integer", "list", "text")
FIELD = thing(
    "ProfileField",
    Said("Ce qu'on peut demander, et comment.", "What may be asked, and how."),
    {
        "field": FIELD_NAME,
        "type": one_of(Said("De quel type.", "Of what type."), TYPES),
        "values": or_null(
            listed(
                Said("Les valeurs admises.", "The values that may be given."),
                text(Said("Une valeur.", "A value."), "SD"),
            )
        ),
        "minimum": or_null(number(Said("Le plus petit nombre.", "The least number."), 0), None),
        "maximum": or_null(
            number(Said("Le plus grand nombre.", "The greatest number."), 130), None
        ),
        "labels": or_null(
            {
                "type": "object",
                "description": Said("Des mots pour les valeurs.", "Words for the values."),
                "additionalProperties": words(
                    Said("Les mots.", "The words."), "apatride", "stateless"
                ),
                "examples": [{"stateless": {"fr": "apatride", "en": "stateless"}}],
            }
        ),
        "question": words(
            Said("La question.", "The question."), "De quel pays ?", "From which country?"
        ),
        "why_we_ask": words(
            Said("Pourquoi on la pose.", "Why it is asked."), "Une condition.", "A condition."
        ),
        "how_to_find_out": words(
            Said("Comment le savoir.", "How to find out."), "Le passeport.", "The passport."
        ),
    },
)
RESULTS = ("met", "not_met", "unknown")
VERDICTS = ("cannot_tell", "likely_eligible", "not_eligible")
_CRITERION = {
    "id": text(Said("La condition.", "The condition."), "origin"),
    "label": text(Said("En peu de mots.", "In few words."), "Come from Sudan"),
    "result": one_of(Said("Remplie ou non.", "Whether it is met."), RESULTS),
    "why": text(Said("Pourquoi.", "Why."), "Answer: Sudan."),
    "sources": SOURCES,
}
CRITERION = thing("Criterion", Said("Une condition publiée.", "A published condition."), _CRITERION)
_OPEN: Json = flag(
    Said(
        "Si le programme existe encore, null : on ne sait pas. À montrer d'abord.",
        "Whether the programme still runs, null: not known. Show it first.",
    ),
    False,
)
ASSESSMENT = thing(
    "Assessment",
    Said(
        "Ce que donnent les conditions publiées, comme si le programme existait.",
        "What the published conditions come to, as if the programme ran.",
    ),
    {
        "programme": PROGRAMME_ID,
        "verdict": one_of(
            Said(
                "`likely_eligible` : tout ce qui est publié est rempli, sans promesse.",
                "`likely_eligible`: all that is published is met; it is no promise.",
            ),
            VERDICTS,
        ),
        "programme_open": or_null(_OPEN),
        "criteria": listed(Said("Chaque condition.", "Each condition."), CRITERION),
        "missing": listed(
            Said("Ce qui peut encore changer le verdict.", "What may still change the verdict."),
            FIELD_NAME,
        ),
        "next_question": or_null(FIELD_NAME, None),
        "note": or_null(text(Said("Une remarque.", "A remark."), "Ask IOM."), None),
    },
)
FIELDS = Operation(
    name="list_profile_fields",
    tag=ELIGIBILITY,
    does=Said(
        "Ce qu'on peut demander pour un programme, dans l'ordre.",
        "What may be asked for a programme, in order.",
    ),
    path=WHICH,
    query=(LANG,),
    answers={
        200: Answer(
            Said("Les champs, avec leurs questions.", "The fields, with their questions."),
            thing(
                "ProfileFields",
                Said("Les champs d'un programme.", "The fields of a programme."),
                {
                    "release": RELEASE,
                    "programme": PROGRAMME_ID,
                    "fields": listed(Said("Les champs.", "The fields."), FIELD),
                },
            ),
        )
    },
    errors=("not_found", "bad_language"),
    tagged=True,
    public=True,
)
ASSESS = Operation(
    name="assess",
    tag=ELIGIBILITY,
    does=Said("Comparer un profil avec les conditions.", "Compare a profile with the conditions."),
    more=Said(
        "Rien n'est gardé. Les types sont stricts : le message d'un refus nomme le champ. Un champ "
        "qui n'est pas du corps est refusé par `bad_profile`.",
        "Nothing is kept. Types are strict: the message of a refusal names the field. A field that "
        "is no part of the body is refused with `bad_profile`.",
    ),
    path=WHICH,
    body=body(
        "ProfileToAssess",
        Said("Un profil, et ce qu'on ne sait pas.", "A profile, and what is not known."),
        {
            "profile": {
                "anyOf": [PROFILE, NOT_KNOWN],
                "description": PROFILE.schema["description"],
            },
            "dont_know": {
                "anyOf": [
                    listed(
                        Said("Des champs du profil.", "Fields of the profile."),
                        {**FIELD_NAME, "examples": ["qualification"]},
                    ),
                    {"enum": [None, "", {}]},
                ],
                "description": Said(
                    "Ce que la personne ne sait pas : n'est plus demandé.",
                    "What the person does not know: it is not asked again.",
                ),
            },
            "lang": one_of(
                Said("La langue ; `fr` par défaut.", "The language; `fr` unless given."),
                ("en", "fr"),
            ),
        },
    ),
    answers={200: Answer(Said("Le résultat.", "The assessment."), ASSESSMENT)},
    errors=("not_found", "bad_profile", "bad_language"),
    public=True,
)
