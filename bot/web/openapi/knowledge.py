"""Programmes, described."""

from __future__ import annotations

from bot.web.openapi.facts import (
    FACTS,
    ISO,
    RELEASE,
    SOURCES,
    WRITTEN,
)
from bot.web.openapi.operation import Answer, Operation, Param, Tag
from bot.web.openapi.paging import NEXT, paged
from bot.web.openapi.shape import (
    Said,
    Shape,
    listed,
    one_of,
    or_null,
    text,
    thing,
    words,
)

KNOWLEDGE = Tag(
    "knowledge",
    Said("Programmes et bureaux", "Programmes and offices"),
    Said(
        "Les connaissances comme données, publiques : montrez toujours un texte avec ses sources "
        "et leurs dates.",
        "The knowledge as data, public: always show a text with its sources and their dates.",
    ),
)
LANG = Param(
    "lang",
    Said(
        "Textes dans cette langue seulement ; sans `lang`, dans les deux. `Accept-Language` n'y "
        "change rien.",
        "Texts in this language only; without `lang` in both. `Accept-Language` changes nothing.",
    ),
    one_of(Said("La langue.", "The language."), ("en", "fr")),
)
LONGEST_QUERY = 1000
WORDS = Param(
    "q",
    Said(
        "Des mots du nom, d'un autre nom ou du résumé.",
        "Words of the name, of another name or of the summary.",
    ),
    text(Said("Des mots.", "Words."), "retour", maxLength=LONGEST_QUERY),
)
COUNTRY = Param(
    "country",
    Said(
        "Un pays d'où l'on part, où l'on va ou où l'on vit.",
        "A country that people leave, go to or live in.",
    ),
    text(
        Said("ISO 3166, deux lettres.", "ISO 3166, two letters."), "IQ", pattern="^([A-Za-z]{2})?$"
    ),
)
STATUSES = ("open", "closed", "unknown")
STATUS = Param(
    "status",
    Said("S'il existe encore.", "Whether it still exists."),
    {**one_of(Said("L'état.", "The state."), STATUSES), "enum": [*STATUSES, ""]},
)
PROGRAMME_ID = text(Said("L'identifiant du programme.", "The id of the programme."), "rean")
TOLD = thing(
    "Told",
    Said("Une étape ou un papier, avec ses sources.", "A step or a document, with sources."),
    {
        "text": words(Said("En peu de mots.", "In few words."), "Venir.", "Come."),
        "sources": SOURCES,
    },
)
TOPIC = thing(
    "Topic",
    Said("Une rubrique.", "A heading."),
    {
        "id": text(Said("Son identifiant.", "Its id."), "return_for_good"),
        "name": words(Said("Son nom.", "Its name."), "Retour définitif", "Return for good"),
    },
)
CODE = text(Said("Un pays, ISO 3166.", "A country, ISO 3166."), "NL", pattern=ISO)
_PROGRAMME: dict[str, Shape] = {
    "id": PROGRAMME_ID,
    "name": words(Said("Son nom.", "Its name."), "Retour volontaire", "Voluntary return"),
    "acronym": or_null(text(Said("Son sigle.", "Its acronym."), "REAN")),
    "status": one_of(Said("S'il existe encore.", "Whether it still exists."), STATUSES),
    "ended": or_null(
        text(Said("Le jour ou l'année de sa fin.", "The day or year of its end."), "2012"), None
    ),
    "summary": words(
        Said("Ce que c'est, en quelques phrases.", "What it is, in a few sentences."),
        "REAN aide à rentrer.",
        "REAN helps people to go home.",
    ),
    "countries": listed(Said("D'où l'on part, où l'on va.", "Where people leave, or go."), CODE),
    "residence": listed(Said("Où vivent les personnes.", "Where its people live."), CODE),
    "topics": listed(Said("Ses rubriques.", "Its headings."), TOPIC),
    "successor": or_null(
        text(Said("Le programme qui l'a suivi.", "The programme that followed it."), "trqn_iii"),
        None,
    ),
    "steps": listed(Said("Comment faire, dans l'ordre.", "How to go about it, in order."), TOLD),
    "documents": listed(Said("Les papiers à apporter.", "The papers to bring."), TOLD),
    "written": WRITTEN,
    "sources": SOURCES,
}
PROGRAMME = thing("Programme", Said("Ce qu'est un programme.", "What a programme is."), _PROGRAMME)
ERRORS = ("bad_language",)
LISTED = ("bad_language", "bad_country", "text_too_long", "bad_page")

PROGRAMMES = Operation(
    name="list_programmes",
    tag=KNOWLEDGE,
    does=Said(
        "Les programmes qui répondent à tous les filtres.", "The programmes that fit all filters."
    ),
    query=paged(WORDS, COUNTRY, STATUS, LANG),
    answers={
        200: Answer(
            Said("Les programmes, par identifiant.", "The programmes, by id."),
            thing(
                "Programmes",
                Said("Une page de programmes.", "A page of programmes."),
                {
                    "release": RELEASE,
                    "programmes": listed(Said("Les programmes.", "The programmes."), PROGRAMME),
                    "next": NEXT,
                },
            ),
        )
    },
    errors=(*LISTED, "bad_status"),
    tagged=True,
    public=True,
)
ONE_PROGRAMME = Operation(
    name="read_programme",
    tag=KNOWLEDGE,
    does=Said(
        "Un programme, et tout ce qui en est dit.", "A programme, and all that is told of it."
    ),
    path=(Param("id", Said("Le programme.", "The programme."), PROGRAMME_ID),),
    query=(LANG,),
    answers={
        200: Answer(
            Said("Le programme.", "The programme."),
            thing(
                "ProgrammeWithFacts",
                Said("Un programme avec ses faits.", "A programme with its facts."),
                {"release": RELEASE, **_PROGRAMME, "facts": FACTS},
            ),
        )
    },
    errors=(*ERRORS, "not_found"),
    tagged=True,
    public=True,
)
