"""What is sent by itself to the addresses of other systems: `webhooks` of the description."""

from __future__ import annotations

from collections.abc import Mapping

from bot.conversations.cases import PRIORITIES
from bot.conversations.casework import OUTCOMES
from bot.web.openapi.operation import Answer, Operation, Param, Tag
from bot.web.openapi.shape import Said, Shape, number, one_of, or_null, text, thing

HOOKS_TAG = Tag(
    "hooks",
    Said("Événements envoyés", "Events sent out"),
    Said(
        "Ce que le service envoie à vos adresses (`python -m bot hooks`) : signé, dans l'ordre, "
        "au moins une fois. Aucun mot de personne.",
        "What the service sends to your addresses (`python -m bot hooks`): signed, in order, at "
        "least once. No words of anybody.",
    ),
)
SIGNED = (
    Param(
        "X-Timestamp",
        Said("L'heure de l'envoi, en secondes.", "When it is sent, in seconds."),
        text(Said("L'heure.", "The time."), "1795867200", pattern="^[0-9]{10}$"),
        needed=True,
    ),
    Param(
        "X-Signature",
        Said(
            "HMAC-SHA256 de l'heure, d'un point et du corps.",
            "HMAC-SHA256 of the time, a full stop and the body.",
        ),
        text(Said("La signature.", "The signature."), f"sha256={'0' * 64}"),
        needed=True,
    ),
)
TAKEN = {200: Answer(Said("Bien reçu ; tout 2xx convient.", "Taken; any 2xx does."))}
NUMBER = number(Said("Le numéro de la demande.", "The number of the case."), 17)
CASE: Mapping[str, Shape] = {
    "case": NUMBER,
    "state": one_of(Said("Où elle en est.", "How it stands."), ("open", "taken", "closed")),
    "outcome": or_null(one_of(Said("Comment elle a fini.", "How it ended."), OUTCOMES)),
    "priority": one_of(Said("L'urgence.", "How urgent it is."), PRIORITIES),
    "reason": text(Said("Pourquoi.", "Why."), "asked_for_human"),
    "category": or_null(text(Said("Le danger, s'il y en a.", "The danger, if any."), "threats")),
    "language": one_of(Said("La langue.", "The language."), ("fr", "en")),
}
RELEASE: Mapping[str, Shape] = {
    "release": text(Said("Le contenu en service.", "The content that answers."), "9f2c41d0")
}


def _event(name: str, does: Said, data: Mapping[str, Shape]) -> Operation:
    kind = "".join(part.title() for part in name.split("."))
    sent: dict[str, Shape] = {
        "id": text(Said("Le même si renvoyé.", "The same when sent again."), "evt_7d1f"),
        "event": one_of(Said("Ce qui s'est passé.", "What happened."), (name,)),
        "at": text(Said("Quand.", "When."), "2026-11-28T12:00:00Z", format="date-time"),
        "data": thing(f"{kind}Data", does, dict(data)),
    }
    told = f"on_{name.replace('.', '_')}"
    return Operation(
        name=told,
        tag=HOOKS_TAG,
        does=does,
        headers=SIGNED,
        body=thing(kind, does, sent),
        answers=TAKEN,
        sent=True,
    )


HOOKS = {
    one.name.removeprefix("on_").replace("_", ".", 1): one
    for one in (
        _event("case.opened", Said("Une demande s'ouvre.", "A case opens."), CASE),
        _event("case.closed", Said("Une demande se ferme.", "A case is closed."), CASE),
        _event(
            "case.erased",
            Said("Une demande est effacée.", "A case is erased."),
            {"case": NUMBER},
        ),
        _event("content.changed", Said("Le contenu a changé.", "The content changed."), RELEASE),
        _event("ping", Said("Un essai.", "A try."), {}),
    )
}
