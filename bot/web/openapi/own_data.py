"""A conversation's data and how it stands, described."""

from __future__ import annotations

from bot.web.openapi.chat import CONVERSATION, ID, KEY, UNTIL
from bot.web.openapi.messages import LANGUAGES
from bot.web.openapi.operation import Answer, Operation
from bot.web.openapi.schemes import TOKEN
from bot.web.openapi.shape import (
    Json,
    Said,
    body,
    flag,
    number,
    one_of,
    or_null,
    text,
    thing,
)

MOMENT = text(Said("Quand.", "When."), "2026-11-28T12:00:00+00:00", format="date-time")
EXPORT = Operation(
    name="export",
    tag=CONVERSATION,
    does=Said("Toutes les données, en un fichier.", "All the person's data, as a file."),
    path=(ID,),
    answers={
        200: Answer(
            Said("Le fichier.", "The file."),
            thing(
                "Export",
                Said("Tout ce qui est gardé.", "All that is kept."),
                {
                    "conversation": {
                        "type": "object",
                        "description": Said("La conversation.", "The conversation."),
                        "properties": {
                            "language": one_of(Said("Sa langue.", "Its language."), LANGUAGES),
                            "created_at": MOMENT,
                            "kept_until": MOMENT,
                            "channel": or_null(
                                text(Said("La plateforme.", "The platform."), "whatsapp"), None
                            ),
                            "kept_on_this_device_until": or_null(MOMENT, None),
                        },
                        "required": ["language", "created_at", "kept_until"],
                    },
                    **{
                        name: {
                            "type": "array",
                            "description": about,
                            "items": {"type": "object"},
                            "examples": [[]],
                        }
                        for name, about in {
                            "messages": Said("Ce qui a été dit.", "What was said."),
                            "cases": Said("Les demandes à l'équipe.", "The requests to staff."),
                            "notes": Said("Les notes de l'équipe.", "The notes of staff."),
                            "feedback": Said("Les avis donnés.", "The ratings given."),
                            "return_codes": Said("Codes : jusqu'à quand.", "Codes: until when."),
                        }.items()
                    },
                    "remembered": {
                        "type": "object",
                        "description": Said("Ce qui en est retenu.", "What is remembered of it."),
                        "examples": [{}],
                    },
                },
            ),
            headers={
                "Content-Disposition": Said("Le nom du fichier.", "The name of the file."),
            },
        )
    },
    secured=TOKEN,
)
ERASE = Operation(
    name="erase",
    tag=CONVERSATION,
    does=Said("Effacer la conversation, partout.", "Erase the conversation, everywhere."),
    path=(ID,),
    answers={204: Answer(Said("Il n'en reste rien.", "Nothing is left of it."))},
    secured=TOKEN,
)
STANDS = Operation(
    name="read_conversation",
    tag=CONVERSATION,
    does=Said("Où en est la conversation.", "How the conversation stands."),
    path=(ID,),
    answers={
        200: Answer(
            Said("Ce qu'une page doit savoir.", "What a page needs to know."),
            thing(
                "Standing",
                Said("Où elle en est.", "How it stands."),
                {
                    "conversation_id": KEY,
                    "language": one_of(Said("Sa langue.", "Its language."), LANGUAGES),
                    "expires_at": UNTIL,
                    "case": or_null(
                        thing(
                            "Case",
                            Said("La demande à l'équipe.", "The request to staff."),
                            {
                                "opened_at": MOMENT,
                                "state": one_of(
                                    Said("Ouverte ou non.", "Open or not."), ("open", "closed")
                                ),
                            },
                        )
                    ),
                    "kept": flag(Said("Gardée par choix.", "Kept by choice."), False),
                    "may_leave_contact": flag(
                        Said("Quelqu'un le lirait.", "Somebody would read it."), True
                    ),
                    "contact_left": flag(
                        Said("Un contact est laissé.", "A contact is left."), False
                    ),
                },
            ),
        )
    },
    secured=TOKEN,
)
_DAYS: Json = number(
    Said("7 : sept jours ; 0 : 20 minutes.", "7: seven days; 0: 20 minutes."), 7, enum=[7, 0]
)
KEEP = Operation(
    name="keep",
    tag=CONVERSATION,
    does=Said("Garder la conversation sept jours.", "Keep the conversation for seven days."),
    more=Said(
        "Demandez d'abord, et parlez des téléphones partagés. Il faut une demande ouverte.",
        "Ask first, in words about shared phones. Possible while a request is open.",
    ),
    path=(ID,),
    body=body("Keeping", Said("Combien de jours.", "How many days."), {"days": _DAYS}, ("days",)),
    answers={
        200: Answer(
            Said("Jusqu'à quand.", "Until when."),
            thing("Kept", Said("Jusqu'à quand.", "Until when."), {"expires_at": UNTIL}),
        )
    },
    errors=("field_unknown", "bad_days", "no_case"),
    secured=TOKEN,
)
