"""The conversation, described."""

from __future__ import annotations

from bot.web.openapi.operation import Answer, Operation, Param, Scheme, Tag
from bot.web.openapi.shape import Said, body, one_of, text, thing

CONVERSATION = Tag(
    "conversation",
    Said("La conversation", "The conversation"),
    Said(
        "Ouvrir une conversation, écrire, lire les réponses, tout effacer.",
        "Open a conversation, write, read the replies, erase it all.",
    ),
)
TOKEN = Scheme(
    "conversation",
    {
        "type": "http",
        "scheme": "bearer",
        "description": Said(
            "Le `token` reçu à l'ouverture de la conversation ; il n'ouvre qu'elle.",
            "The `token` that came when the conversation was opened; it opens no other.",
        ),
    },
    ("unauthorized", "not_found"),
)
LANGUAGE = Said("La langue choisie.", "The language that was chosen.")
ID = Param(
    "id",
    Said("L'identifiant de la conversation.", "The id of the conversation."),
    text(Said("Un identifiant.", "An id."), "hZ3kq0Xw8n1c"),
)

CHOOSE_LANGUAGE = Operation(
    name="choose_language",
    tag=CONVERSATION,
    does=Said(
        "Fixer la langue : elle ne change plus d'elle-même.",
        "Choose the language: it does not change by itself any more.",
    ),
    path=(ID,),
    body=body(
        "LanguageChoice", LANGUAGE, {"language": one_of(LANGUAGE, ("fr", "en"))}, ("language",)
    ),
    answers={
        200: Answer(
            Said("La langue est choisie.", "The language is chosen."),
            thing("Language", LANGUAGE, {"language": one_of(LANGUAGE, ("fr", "en"))}),
        )
    },
    errors=("field_unknown", "bad_language", "database_away"),
    secured=TOKEN,
)
