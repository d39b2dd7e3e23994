"""Sectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.eligibility.reading.jobs import DENIED, NOT_NAMES
from knowledge.eligibility.reading.speech import Speech
from knowledge.eligibility.reading.tables import pattern, table

# Sectors settled by source of the trade, whatever a single word says.
_SECTOR_WORDS = table(
    (
        r"\b(?:roads?|bridges?|routes|ponts|batiments?|construction|building|chantiers?|bouw)\b",
        "infrastructure",
    ),
    (
        r"\b(?:farm\w*|ferme|agricol\w+|agri\w*|elevage|landbouw|betail|cattle|crops|legumes)\b",
        "agriculture",
    ),
    (r"\b(?:service des eaux|\beau\b|water|assainissement|puits|wells|irrigation)\b", "water"),
    (
        r"\b(?:sante|health|soins|care|hopital|hospital|clinique|clinic|medical|medic\w*|zorg"
        r"|pharma\w*)\b",
        "health",
    ),
    (
        r"\b(?:education|ecoles?|schools?|enseign\w+|teaching|formation|university|universite"
        r"|onderwijs)\b",
        "education",
    ),
    (
        r"\b(?:banques?|bank|banking|finance\w*|compta\w*|account\w+|economi\w+|money"
        r"|assurance|insurance)\b",
        "finance",
    ),
    (
        r"\b(?:informatique|computers?|it|ict|tech|software|logiciels?|ordinateurs?|web"
        r"|numerique|telecom\w*)\b",
        "ict",
    ),
    (r"\b(?:droit|justice|law|legal|courts?|tribunal|tribunaux|juridique)\b", "justice"),
    (
        r"\b(?:administration|etat|government|gouvernement|ministere|ministry|mairie|impots"
        r"|tax office"
        r"|municipality|public sector|secteur public|fonction publique)\b",
        "government",
    ),
    (
        r"\b(?:autre|other|aucun de|none of|rien de|something else|autre chose|restaurant"
        r"|commerce|transport|tourism\w*|hotel\w*|horeca|fashion|mode|art|sport|textile"
        r"|logisti\w+)\b",
        "other",
    ),
)


def sector_of(
    speech: Speech, entities: Sequence[Mapping[str, Any]], asked: str | None
) -> str | None:
    for one in entities:
        if one["entity"] != "sector":
            continue
        start, end = int(one["start"]), int(one["end"])
        if speech.folded[start:end] in NOT_NAMES or speech.mine[start] == ".":
            continue
        before = speech.mine[max(0, start - 60) : start]
        before = before[max(before.rfind("."), before.rfind(";")) + 1 :]
        if asked == "sector" or _WORKS_IN.search(before):
            return None if DENIED.search(before) else str(one["value"])
    if asked == "sector":
        return next((value for found, value in _SECTOR_WORDS if found.search(speech.mine)), None)
    if found := _SERVICE.search(speech.mine):
        return next((value for each, value in _SECTOR_WORDS if each.search(found[0])), None)
    return None


_WORKS_IN = pattern(
    r"\b(?:work|working|worked|works|travaille|travaillais|bosse|job|experience|metier"
    r"|carriere|career|secteur|sector|specialised|specialise\w*|years"
    r"|ans)\b(?:\s+[\w'’-]+){0,3}?\s+(?:in|dans|en|de|for|on|as|d'|l'|la|le|at)\b[^.,;]{0,22}$"
)
_SERVICE = pattern(
    r"\b(?:service des eaux|(?:travaille|bosse|work|working|job|suis|am|employed|employee?"
    r"|experience|depuis|worked|travaillais)"
    r" (?:in|dans|pour|at|for|by|aux?|on) (?:the |la |le |l'|un |une |a |an )?(?:hospital"
    r"|hopital|sante|ecole|school|banque"
    r"|bank|construction|batiment|ferme|farm|it|informatique|justice|agriculture|finances?"
    r"|enseignement|impots|tax office|education|health\w*|hopitaux"
    r"|hospitals|cliniques?|clinics?"
    r"|restaurant))\b"
)
