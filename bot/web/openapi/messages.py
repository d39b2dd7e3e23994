"""A message of a conversation, described."""

from __future__ import annotations

from bot.web.openapi.eligibility import ASSESSMENT
from bot.web.openapi.facts import contact, in_one, source
from bot.web.openapi.shape import Said, listed, number, one_of, or_null, text, thing

LANGUAGES = ("en", "fr")
KINDS = (
    "answer",
    "eligibility",
    "question",
    "not_known",
    "out_of_scope",
    "handoff",
    "safety",
    "smalltalk",
    "notice",
)
CATEGORIES = (
    "immediate_danger",
    "trafficking",
    "debt_bondage",
    "domestic_violence",
    "threats",
    "sexual_violence",
    "staff_exploitation",
    "self_harm",
    "unaccompanied_child",
    "detention",
    "imminent_deportation",
    "sea_distress",
    "war_evacuation",
    "medical_emergency",
    "extortion",
    "fraud",
    "missing_family",
)
BUTTON_ID = text(Said("L'identifiant du bouton.", "The id of the button."), "menu")
BUTTON = thing(
    "Button",
    Said("Une suite possible.", "A next step."),
    {"id": BUTTON_ID, "label": text(Said("Ce qu'il dit.", "What it says."), "Programmes")},
)
OWN_NAME = or_null(
    text(
        Said("Le nom que votre système lui a donné.", "The name that your system gave it."), "m-17"
    )
)
_SEQ = number(Said("Son numéro, à partir de 1.", "Its number, from 1."), 2)
MESSAGE = thing(
    "Message",
    Said("Un message, dans une langue.", "A message, in one language."),
    {
        "seq": _SEQ,
        "author": one_of(Said("De qui il vient.", "Whose it is."), ("assistant", "user", "staff")),
        "kind": or_null(
            one_of(
                Said(
                    "De quelle sorte ; null : de la personne.", "Of which kind; null: the person's."
                ),
                KINDS,
            )
        ),
        "language": one_of(Said("Sa langue.", "Its language."), LANGUAGES),
        "text": text(
            Said("À montrer tel quel, comme texte.", "To be shown as it is, as text."),
            "REAN is free of charge.",
        ),
        "at": text(Said("Quand.", "When."), "2026-11-28T12:00:00Z", format="date-time"),
        "client_message_id": OWN_NAME,
        "sources": listed(
            Said("Les sources, à montrer avec.", "The sources, to be shown with it."),
            source("MessageSource", in_one),
        ),
        "contacts": listed(
            Said("Un lien seulement si `current`.", "A link only when `current`."),
            contact("MessageContact", in_one),
        ),
        "buttons": listed(Said("Les suites proposées.", "The next steps offered."), BUTTON),
        "programme": or_null(
            text(Said("Le programme dont on parle.", "What it is about."), "rean")
        ),
        "asks": or_null(
            text(Said("Le champ demandé.", "The field that is asked."), "origin"), None
        ),
        "category": or_null(
            one_of(Said("Pour `safety` : quel danger.", "For `safety`: which danger."), CATEGORIES),
            None,
        ),
        "eligibility": or_null(ASSESSMENT, None),
    },
)
MESSAGES = listed(Said("Dans l'ordre.", "In order."), MESSAGE)
