"""The conversation, described: reading it, following it, choosing its language."""

from __future__ import annotations

from bot.web.openapi.chat import CONVERSATION, ID, NUMBER, SEQ, SEVERAL
from bot.web.openapi.messages import LANGUAGES, MESSAGE
from bot.web.openapi.operation import Answer, Operation, Param
from bot.web.openapi.schemes import TOKEN
from bot.web.openapi.shape import Said, body, one_of, thing

LANGUAGE = Said("La langue choisie.", "The language that was chosen.")
AFTER = Param(
    "after", Said("Seulement ce qui vient après ce numéro.", "Only what comes after it."), NUMBER
)
HISTORY = Operation(
    name="read_messages",
    tag=CONVERSATION,
    does=Said("Lire les messages.", "Read the messages."),
    path=(ID,),
    query=(AFTER,),
    answers={200: Answer(Said("Les messages.", "The messages."), SEVERAL)},
    errors=("bad_after",),
    secured=TOKEN,
)
ONE_MESSAGE = Operation(
    name="read_message",
    tag=CONVERSATION,
    does=Said(
        "Lire un message, aussi dans l'autre langue.", "Read one message, in either language."
    ),
    path=(ID, SEQ),
    query=(
        Param(
            "lang",
            Said("La langue ; sinon celle du message.", "The language; else the message's own."),
            one_of(Said("La langue.", "The language."), LANGUAGES),
        ),
    ),
    answers={200: Answer(Said("Le message.", "The message."), MESSAGE)},
    errors=("bad_language",),
    secured=TOKEN,
)
EVENTS = Operation(
    name="follow",
    tag=CONVERSATION,
    does=Said("Suivre la conversation.", "Follow the conversation."),
    more=Said(
        "Un flux d'événements (SSE), à lire par `fetch`. `event: message`, `id:` son numéro ; "
        "`event: erased` : c'est effacé, ne revenez pas. Quatre flux au plus à la fois.",
        "A stream of Server-Sent Events, to be read with `fetch`. `event: message`, `id:` its "
        "number; `event: erased`: it is gone, do not come back. At most four streams at once.",
    ),
    path=(ID,),
    query=(AFTER,),
    headers=(
        Param(
            "Last-Event-ID", Said("Le dernier numéro reçu.", "The last number received."), NUMBER
        ),
    ),
    answers={
        200: Answer(
            Said("Le flux, sans fin.", "The stream, without an end."),
            {"description": Said("Des événements.", "Events.")},
            kind="text/event-stream",
            example='id: 3\nevent: message\ndata: {"seq": 3, "kind": "answer"}\n\n',
        )
    },
    errors=("bad_after", "too_many_streams"),
    secured=TOKEN,
)
CHOOSE_LANGUAGE = Operation(
    name="choose_language",
    tag=CONVERSATION,
    does=Said(
        "Fixer la langue : elle ne change plus d'elle-même.",
        "Choose the language: it does not change by itself any more.",
    ),
    path=(ID,),
    body=body("LanguageChoice", LANGUAGE, {"language": one_of(LANGUAGE, LANGUAGES)}, ("language",)),
    answers={
        200: Answer(
            Said("La langue est choisie.", "The language is chosen."),
            thing("Language", LANGUAGE, {"language": one_of(LANGUAGE, LANGUAGES)}),
        )
    },
    errors=("field_unknown", "bad_language"),
    secured=TOKEN,
)
