"""Offices and search, described."""

from __future__ import annotations

from bot.web.openapi.facts import CONTACTS, FACTS, RANKED, RELEASE, SOURCES, WRITTEN
from bot.web.openapi.knowledge import (
    CODE,
    COUNTRY,
    ERRORS,
    KNOWLEDGE,
    LANG,
    LISTED,
    LONGEST_QUERY,
    WORDS,
)
from bot.web.openapi.operation import Answer, Operation, Param
from bot.web.openapi.paging import NEXT, paged
from bot.web.openapi.shape import Said, Shape, flag, listed, one_of, text, thing, words

OFFICE_ID = text(Said("L'identifiant du bureau.", "The id of the office."), "the_hague")
_OFFICE: dict[str, Shape] = {
    "id": OFFICE_ID,
    "name": words(Said("Son nom.", "Its name."), "OIM Pays-Bas", "IOM Netherlands"),
    "city": words(Said("La ville.", "The town."), "La Haye", "The Hague"),
    "country": CODE,
    "contacts": CONTACTS,
    "written": WRITTEN,
    "sources": SOURCES,
}
OFFICE = thing(
    "Office", Said("Un bureau et comment le joindre.", "An office, and how to reach it."), _OFFICE
)
OFFICES = Operation(
    name="list_offices",
    tag=KNOWLEDGE,
    does=Said("Les bureaux qui répondent à tous les filtres.", "The offices that fit all filters."),
    query=paged(WORDS, COUNTRY, LANG),
    answers={
        200: Answer(
            Said("Les bureaux, par identifiant.", "The offices, by id."),
            thing(
                "Offices",
                Said("Une page de bureaux.", "A page of offices."),
                {
                    "release": RELEASE,
                    "offices": listed(Said("Les bureaux.", "The offices."), OFFICE),
                    "next": NEXT,
                },
            ),
        )
    },
    errors=LISTED,
    tagged=True,
    public=True,
)
ONE_OFFICE = Operation(
    name="read_office",
    tag=KNOWLEDGE,
    does=Said("Un bureau, et tout ce qui en est dit.", "An office, and all that is told of it."),
    path=(Param("id", Said("Le bureau.", "The office."), OFFICE_ID),),
    query=(LANG,),
    answers={
        200: Answer(
            Said("Le bureau.", "The office."),
            thing(
                "OfficeWithFacts",
                Said("Un bureau avec ses faits.", "An office with its facts."),
                {"release": RELEASE, **_OFFICE, "facts": FACTS},
            ),
        )
    },
    errors=(*ERRORS, "not_found"),
    tagged=True,
    public=True,
)
MOST_FOUND, USUALLY_FOUND = 50, 10
QUESTION = Param(
    "q",
    Said("La question, comme on la poserait.", "The question, as one would ask it."),
    text(
        Said("Une question.", "A question."),
        "who pays for the ticket",
        minLength=1,
        maxLength=LONGEST_QUERY,
    ),
    needed=True,
)
SEARCH = Operation(
    name="search",
    tag=KNOWLEDGE,
    does=Said(
        "Les faits qui répondent le mieux à une question.", "The facts that answer a question best."
    ),
    query=paged(QUESTION, LANG, most=MOST_FOUND, usual=USUALLY_FOUND, ranks=True),
    answers={
        200: Answer(
            Said("Les faits, le meilleur d'abord.", "The facts, the best first."),
            thing(
                "Found",
                Said("Ce qui a été trouvé.", "What was found."),
                {
                    "release": RELEASE,
                    "language": one_of(
                        Said("La langue de la recherche.", "The language of the search."),
                        ("en", "fr"),
                    ),
                    "sure": flag(
                        Said(
                            "true : le premier peut être donné comme la réponse.",
                            "true: the first may be told as the answer.",
                        ),
                        True,
                    ),
                    "facts": listed(Said("Les faits.", "The facts."), RANKED),
                    "next": NEXT,
                },
            ),
        )
    },
    errors=("bad_language", "text_empty", "text_too_long", "bad_page"),
    tagged=True,
    public=True,
)
