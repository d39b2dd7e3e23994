"""What the stand-in for Rasa says in tests of the screen: one reply of each kind that matters."""

from __future__ import annotations

from typing import Any

Reply = dict[str, Any]


def both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


def source(**more: Any) -> Reply:
    told = {"id": "S1", "title": "Wins New Backing", "url": "https://old.example/2008"}
    return {**told, "published": "2008-08-22", "verified": None, "note": None, **more}


def contact(value: str, **more: Any) -> Reply:
    told = {"kind": "phone", "value": value, "label": both("OIM à La Haye", "IOM in The Hague")}
    return {**told, "current": True, "hours": None, "cost": None, "country": "NL", **more}


def criterion(name: str, result: str) -> Reply:
    label = both(f"Condition {name}", f"Condition {name}")
    why = both(f"Réponse : {name}.", f"Answer: {name}.")
    return {"id": name, "label": label, "result": result, "why": why, "sources": [source()]}


ANSWER: Reply = {
    "text": both("Le programme est terminé depuis 2013.", "The programme ended in 2013."),
    "sources": [source(), source(id="S0", title="Nouveaux fonds", url=None, published=None)],
    "contacts": [
        contact(
            "+31 70 318 15 00", hours=both("9 h à 17 h", "9 to 17"), cost=both("local", "local")
        ),
        contact("+31.70.3181542", label=both("Contact de 2008", "Contact of 2008"), current=False),
        contact("iomthehague@iom.int", kind="email", label=both("Courriel", "E-mail")),
    ],
    "buttons": [{"id": "menu", "label": both("Retour au menu", "Back to the menu")}],
}
CHECK: Reply = {
    "kind": "eligibility",
    "text": both("Ce programme est terminé depuis 2013.", "This programme ended in 2013."),
    "sources": [source()],
    "eligibility": {
        "programme": "trqn_ii",
        "verdict": "not_eligible",
        "programme_open": False,
        "criteria": [criterion("A", "not_met"), criterion("B", "met"), criterion("C", "unknown")],
        "missing": ["age"],
        "next_question": None,
        "note": both("L'âge : à vérifier.", "The age: please check."),
    },
}
HANDOFF: Reply = {
    "kind": "handoff",
    "text": both("Personne ne lit ce chat.", "Nobody reads this chat."),
}
LONG: Reply = {"text": both("\n".join(["Une ligne."] * 60), "\n".join(["One line."] * 60))}
DANGER = "they took my passport and force me to work without pay"
