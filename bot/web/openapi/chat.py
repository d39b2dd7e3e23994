"""The conversation, described: opening it, writing."""

from __future__ import annotations

from bot.web.openapi.messages import BUTTON_ID, LANGUAGES, MESSAGES
from bot.web.openapi.operation import Answer, Operation, Param, Tag
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

CONVERSATION = Tag(
    "conversation",
    Said("La conversation", "The conversation"),
    Said(
        "Ouvrir une conversation, écrire, lire les réponses, tout effacer.",
        "Open a conversation, write, read the replies, erase it all.",
    ),
)
KEY = text(Said("Un identifiant.", "An id."), "hZ3kq0Xw8n1c", pattern="^[A-Za-z0-9_-]{1,64}$")
SECRET = text(
    Said("Ce qui ouvre la conversation : à garder secret.", "What opens it: keep it secret."),
    "s3cr3t-of-this-conversation",
)
ID = Param("id", Said("La conversation.", "The conversation."), KEY)
NUMBER = number(Said("Un numéro.", "A number."), 2, minimum=0, maximum=999_999_999)
SEQ = Param("seq", Said("Le numéro du message.", "The number of the message."), NUMBER)
ACCEPTS = Param(
    "Accept-Language",
    Said(
        "Devine la langue quand le corps n'en donne pas ; ni français ni anglais : la notice vient "
        "dans les deux.",
        "Guesses the language where the body gives none; for others the notice is in both.",
    ),
    text(Said("Comme en HTTP.", "As in HTTP."), "en"),
)
UNTIL = text(
    Said("Jusque-là, sans autre appel.", "Until then, if no other call comes."),
    "2026-11-28T12:20:00Z",
    format="date-time",
)
SEVERAL = thing("Messages", Said("Des messages.", "Messages."), {"messages": MESSAGES})
OPENED = Answer(
    Said("La conversation est ouverte.", "The conversation is open."),
    thing(
        "Opened",
        Said("Une conversation ouverte.", "A conversation that is open."),
        {"conversation_id": KEY, "token": SECRET, "expires_at": UNTIL, "messages": MESSAGES},
    ),
    links={
        name: {"operationId": name, "parameters": {"id": "$response.body#/conversation_id"}}
        for name in ("send_message", "read_messages", "read_conversation", "export", "erase")
    },
)
OPEN = Operation(
    name="open_conversation",
    tag=CONVERSATION,
    does=Said("Ouvrir une conversation.", "Open a conversation."),
    more=Said(
        "La notice sur les données est dans `messages` : montrez-la d'abord. Le `token` vaut 20 "
        "minutes ; chaque appel les fait repartir.",
        "The privacy notice is in `messages`: show it first. The `token` is good for 20 minutes; "
        "each call starts them again.",
    ),
    headers=(ACCEPTS,),
    body=body(
        "Opening",
        Said("Une langue, si elle est connue.", "A language, if it is known."),
        {"language": or_null(one_of(Said("La langue.", "The language."), LANGUAGES))},
    ),
    body_needed=False,
    answers={201: OPENED},
    errors=("field_unknown", "bad_language", "too_many_messages", "database_away"),
)
_TEXT: Json = text(
    Said("Ce que la personne écrit.", "What the person writes."),
    "Who pays for the ticket?",
    minLength=1,
)
_SENT = body(
    "Sending",
    Said("Un texte ou un bouton, pas les deux.", "A text or a button, not both."),
    {
        "text": or_null(_TEXT),
        "button": or_null(BUTTON_ID),
        "client_message_id": or_null(
            text(
                Said(
                    "Le nom que vous lui donnez : renvoyé sous ce nom, il ne compte qu'une fois.",
                    "Your name for it: sent again under it, it is stored and answered once.",
                ),
                "m-17",
                minLength=1,
                maxLength=128,
            )
        ),
        "follows": or_null(
            text(
                Said(
                    "Votre nom pour le message d'avant, pour que l'ordre reste.",
                    "Your name for the message before, so that the order stays.",
                ),
                "m-16",
                minLength=1,
                maxLength=128,
            )
        ),
    },
    oneOf=[
        {
            "required": [one],
            "properties": {one: {"type": "string"}, other: {"type": "null"}},
        }
        for one, other in (("text", "button"), ("button", "text"))
    ],
)
SEND = Operation(
    name="send_message",
    tag=CONVERSATION,
    does=Said("Envoyer un message et lire les réponses.", "Send a message and read the replies."),
    more=Said(
        "1 000 caractères au plus. Un danger est reconnu avant toute limite : le message `safety` "
        "donne les numéros, aussi avec un refus 503 (`messages`).",
        "At most 1,000 characters. Danger is seen before any limit: the `safety` message gives the "
        "numbers, with a 503 refusal too (`messages`).",
    ),
    path=(ID,),
    headers=(ACCEPTS,),
    body=_SENT,
    example={"text": "Who pays for the ticket?", "client_message_id": "m-17"},
    answers={
        200: Answer(
            Said("Les réponses, dans l'ordre.", "The replies, in order."),
            thing(
                "Replies",
                Said("Les réponses à un message.", "The replies to a message."),
                {
                    "messages": MESSAGES,
                    "erased": flag(
                        Said("La personne a tout effacé.", "The person erased it all."), True
                    ),
                },
                maybe=("erased",),
            ),
        ),
        202: Answer(
            Said(
                "Reçu et gardé ; les réponses suivent, par le flux ou l'historique.",
                "Taken and kept; the replies follow, by the stream or the history.",
            ),
            SEVERAL,
            example={"messages": []},
        ),
    },
    errors=(
        "field_unknown",
        "bad_message",
        "bad_client_message_id",
        "text_empty",
        "text_too_long",
        "button_unknown",
        "too_many_messages",
        "earlier_missing",
    ),
    secured=TOKEN,
)
