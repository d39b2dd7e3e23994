"""What a person may leave, say of a reply, or come back with, described."""

from __future__ import annotations

from bot.web.openapi.chat import CONVERSATION, ID, KEY, SECRET, SEQ
from bot.web.openapi.operation import Answer, Operation
from bot.web.openapi.schemes import TOKEN
from bot.web.openapi.shape import Said, body, flag, or_null, text, thing

DONE = Answer(Said("C'est fait.", "It is done."))
CONTACT = Operation(
    name="leave_contact",
    tag=CONVERSATION,
    does=Said("Laisser un numéro ou une adresse.", "Leave a number or an address."),
    path=(ID,),
    body=body(
        "Contacting",
        Said("Un contact et l'accord.", "A contact, and consent."),
        {
            "contact": or_null(
                text(
                    Said(
                        "Numéro avec code du pays, ou adresse électronique ; null : le retirer.",
                        "A number with country code, or an e-mail address; null: take it back.",
                    ),
                    "+31 6 12345678",
                )
            ),
            "consent": flag(Said("true : la personne l'a dit.", "true: the person said so."), True),
        },
        ("contact",),
        anyOf=[
            {"properties": {"contact": {"type": "null"}}},
            {"properties": {"consent": {"const": True}}, "required": ["consent"]},
        ],
    ),
    answers={204: DONE},
    errors=(
        "field_unknown",
        "nobody_reads",
        "consent_needed",
        "bad_contact",
        "no_case",
        "too_many_messages",
    ),
    secured=TOKEN,
)
FEEDBACK = Operation(
    name="judge",
    tag=CONVERSATION,
    does=Said("Dire si une réponse était utile.", "Say whether a reply was of use."),
    path=(ID, SEQ),
    body=body(
        "Judging",
        Said("Un avis ; le dernier compte.", "A rating; the last one counts."),
        {
            "useful": flag(Said("Utile ou non.", "Of use or not."), True),
            "comment": or_null(
                text(Said("500 caractères au plus.", "At most 500 characters."), "Clear."), None
            ),
        },
        ("useful",),
    ),
    answers={204: DONE},
    errors=("field_unknown", "bad_feedback", "not_a_reply", "too_many_messages"),
    secured=TOKEN,
)
RESUME = Operation(
    name="resume",
    tag=CONVERSATION,
    does=Said("Revenir par le code de retour.", "Come back by the return code."),
    more=Said(
        "Majuscules, accents, espaces et traits d'union ne comptent pas. L'ancien token est mort.",
        "Capitals, accents, spaces and hyphens do not matter. The old token is dead.",
    ),
    body=body(
        "Resuming",
        Said("Le code.", "The code."),
        {
            "code": text(
                Said("Trois mots et quatre chiffres.", "Three words and four digits."),
                "maison-tulipe-jardin-0427",
            )
        },
        ("code",),
    ),
    answers={
        200: Answer(
            Said("La conversation, avec un nouveau token.", "The conversation, with a new token."),
            thing(
                "Resumed",
                Said("La conversation retrouvée.", "The conversation that was found again."),
                {"conversation_id": KEY, "token": SECRET},
            ),
        )
    },
    errors=("field_unknown", "bad_code", "not_found", "too_many_codes", "database_away"),
)
