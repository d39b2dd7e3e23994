"""Sources, contacts and facts: what programmes, offices, search and messages are made of."""

from __future__ import annotations

from collections.abc import Callable

from bot.web.openapi.shape import (
    Json,
    Named,
    Said,
    flag,
    listed,
    number,
    one_of,
    or_null,
    text,
    thing,
    words,
)

Told = Callable[[Said, str, str], Json]  # a text in both languages, or in one
ISO = "^[A-Z]{2}$"


def in_one(about: Said, fr: str, en: str) -> Json:
    """Return a text that is in the language of what it belongs to."""
    return text(about, en)


def source(name: str, told: Told) -> Named:
    """Return a publication that something is taken from."""
    note = told(
        Said("Ce qu'on sait de la date.", "What is known of the date."),
        "page non datée, copie lue en novembre 2026",
        "page undated, copy read in November 2026",
    )
    address = "https://www.iom-nederland.nl/en/news"
    fields = {
        "id": text(Said("Le numéro de la source.", "The number of the source."), "S96"),
        "title": text(Said("Son titre, tel quel.", "Its title, as it is."), "News of IOM"),
        "url": or_null(text(Said("Où elle se trouve.", "Where it is."), address)),
        "published": or_null(
            text(
                Said(
                    "Jour, mois ou année de parution ; null : pas de date.",
                    "Day, month or year of publication; null: undated.",
                ),
                "2020",
            )
        ),
        "verified": or_null(
            text(
                Said(
                    "Le jour où une personne nommée l'a vérifiée ; null : personne.",
                    "The day on which a named person checked it; null: nobody did.",
                ),
                "2026-11-25",
            ),
            None,
        ),
        "note": or_null(note),
    }
    about = Said("Une publication, avec sa date.", "A publication, with its date.")
    return thing(name, about, fields)


def contact(name: str, told: Told) -> Named:
    """Return a line, an address or a site."""
    fields = {
        "kind": one_of(
            Said("De quelle sorte.", "Of which kind."), ("phone", "email", "web", "post")
        ),
        "value": text(
            Said("Le numéro ou l'adresse.", "The number or address."), "+31 88 746 44 66"
        ),
        "label": told(Said("Qui on joint.", "Who is reached."), "Ligne du retour", "Return line"),
        "current": flag(
            Said(
                "false : c'est de l'histoire, n'en faites jamais un lien.",
                "false: it is history, never make it a link.",
            ),
            True,
        ),
        "hours": or_null(
            told(Said("Quand.", "When."), "en semaine, de 9 h à 17 h", "weekdays, 9:00 to 17:00")
        ),
        "cost": or_null(
            told(Said("Ce que cela coûte.", "What it costs."), "gratuit", "free of charge")
        ),
        "country": or_null(text(Said("Le pays, ISO 3166.", "The country, ISO 3166."), "NL")),
    }
    return thing(name, Said("Comment joindre quelqu'un.", "How to reach somebody."), fields)


SOURCE, CONTACT = source("Source", words), contact("Contact", words)
SOURCES = listed(Said("D'où cela vient.", "Where this comes from."), SOURCE)
CONTACTS = listed(Said("Qui joindre.", "Whom to reach."), CONTACT)
DAY = text(Said("Un jour.", "A day."), "2026-11-25", format="date")
WRITTEN = {
    "anyOf": [
        {
            "type": "object",
            "properties": {"fr": DAY, "en": DAY},
            "required": ["fr", "en"],
        },
        {"type": "string", "format": "date"},
    ],
    "description": Said(
        "Le jour où chaque texte a été écrit ; un seul avec `lang`.",
        "The day on which each text was written; one of them with `lang`.",
    ),
}
RELEASE = thing(
    "Release",
    Said(
        "La version des connaissances dont vient toute la réponse.",
        "The release of the knowledge from which the whole answer comes.",
    ),
    {
        "id": text(Said("Son empreinte.", "Its fingerprint."), "c39cebd2dc70dc53"),
        "loaded_at": or_null(
            text(
                Said("Quand elle a été chargée.", "When it was loaded."),
                "2026-11-27T08:00:00Z",
                format="date-time",
            )
        ),
        "current": flag(
            Said(
                "false : la base de données ne répond pas, une plus récente peut exister.",
                "false: the database cannot be asked, a newer one may exist.",
            ),
            True,
        ),
    },
)
_FACT = {
    "id": text(Said("L'identifiant du fait.", "The id of the fact."), "rean.funding"),
    "kind": one_of(
        Said(
            "`not_known` : ce n'est pas publié, et qui le sait ; ce n'est pas un fait à réécrire.",
            "`not_known`: this is not published, and who knows; it is no fact to be rewritten.",
        ),
        ("answer", "not_known", "question", "out_of_scope", "handoff", "smalltalk"),
    ),
    "about": text(Said("De quoi il parle.", "What it is about."), "funding"),
    "programmes": listed(
        Said("Les programmes concernés.", "The programmes that it is about."),
        text(Said("Un programme.", "A programme."), "rean"),
    ),
    "country": or_null(
        text(Said("Le pays concerné.", "The country that it is about."), "SD"), None
    ),
    "text": words(
        Said("À montrer avec ses sources et leurs dates.", "Show it with its sources and dates."),
        "REAN est gratuit.",
        "REAN is free of charge.",
    ),
    "due": flag(
        Said(
            "true : à revoir ; montrez aussi le contact.",
            "true: past its review; show the contact.",
        ),
        False,
    ),
    "contacts": CONTACTS,
    "written": WRITTEN,
    "sources": SOURCES,
}
FACT = thing(
    "Fact", Said("Ce qui est dit, avec ses sources.", "What is told, with sources."), _FACT
)
SCORE = number(
    Said("Plus il est grand, mieux le fait convient.", "The greater, the better the fact fits."),
    0.93,
    "number",
)
RANKED = thing(
    "RankedFact",
    Said("Un fait trouvé, et combien il convient.", "A fact that was found, and how well it fits."),
    {"score": SCORE, **_FACT},
)
FACTS = listed(Said("Tout ce qui en est dit.", "All that is told of it."), FACT)
