"""The one other person whom somebody asks for: "can my uncle take part? He is Eritrean"."""

from __future__ import annotations

import re

from knowledge.eligibility.reading.subjects import FILLER, HEDGE, KIN, OWN, PEOPLE
from knowledge.eligibility.reading.tables import one_of

_FRIEND = (
    r"(?:(?:une?|an?) (?:bon(?:ne)? |good |close )?(?:amie?|pote|copain|copine|friend|collegue"
    r"|colleague|client|cliente|voisine?|neighbou?r|connaissance|cousine?)(?: of mine| a moi)?"
    r"|someone i know|quelqu'un que je connais)"
)
_SOMEBODY = r"(?:an?|une?)\s[\w'-]{2,20}\s[^.,;?!]{2,70}?"  # "a Sudanese doctor with …"
_ONE = rf"(?:{KIN}|{_FRIEND}|he|she|il|elle)"
_DO = (
    r"(?:take part|participate|join(?! me| us)|apply|qualify|sign up|register|go|use|get|benefit"
    r"|return|be (?:eligible|helped|resettled|considered|accepted)|do (?:it|this|that)|enrol"
    r"|still (?:go|apply|join)|be part)"
)
_FAIRE = (
    r"(?:participer|postuler|s'inscrire|beneficier|y aller|partir|candidater|faire partie"
    r"|en profiter|avoir droit|entrer dans|rejoindre (?:le|un|ce)|retourner|rentrer"
    r"|etre (?:aidee?|acceptee?|eligible|reinstallee?)|prendre part|faire (?:ca|cela|une demande))"
)
_PEUT = r"(?:peut|pourrait|pourra)"
FOR_OTHER = one_of(
    rf"\b(?:can|could|may|would|will) (?:{_ONE}|{_SOMEBODY}) (?:\w+ ){{0,3}}?{_DO}\b",
    rf"\bis (?:{_ONE}|{_SOMEBODY}) (?:\w+ ){{0,2}}?(?:eligible|entitled|allowed|admissible)\b",
    rf"\bdoes {_ONE} (?:\w+ ){{0,2}}?(?:qualify|fit|fall under|have (?:a|the) right)\b",
    rf"\best[- ]ce qu(?:e |')(?:{_ONE}|{_SOMEBODY}) (?:{_PEUT} (?:\w+ )?{_FAIRE}"
    r"|a droit|est eligible|remplit)\b",
    rf"\b(?:{_ONE}|{_SOMEBODY}) {_PEUT}(?:[- ](?:elle|il))? (?:\w+ )?{_FAIRE}\b",
    rf"\b{_PEUT}[- ](?:elle|il) (?:\w+ )?{_FAIRE}\b",
    r"\b(?:a-t-(?:il|elle) droit|(?:est|serait)[- ](?:il|elle) eligible)\b",
    rf"\b(?:c'est|ce serait|je demande|je me renseigne|j'ecris|i ask|i'm asking|im asking"
    rf"|i am asking|asking|it's|it is|this is|i write|i'm writing|i am writing)"
    rf" (?:ca |this |plutot |rather )?(?:pour|for|on behalf of) (?:{KIN}|{_FRIEND})",
)
OF_MYSELF = one_of(r"\b(?:je parle de moi|pour moi|c'est moi qui|about me|for myself|moi c'est)\b")
# What opens the question but is followed by the person: "can a Sudanese doctor …"
OPENS_QUESTION = re.compile(
    FILLER
    + rf"(?:can|could|may|would|est[- ]ce qu(?:e |'))\s?(?=(?:an?|une?)\s[\w'-]+\s[\w'-]|{KIN})"
)
_THEIRS = re.compile(
    FILLER + rf"(?:his|her|son|sa|ses)\s(?:\w+[- ])?{PEOPLE}\b(?! (?:is|est) (?:et|and))"
)
_THE_ONE = re.compile(FILLER + rf"(?:{KIN}|he|she|he's|she's|il|elle|his|her|lui|who|qui)\b")
_ASIDE = re.compile(FILLER + HEDGE + r"(?=(?:il|elle|he|she|he's|she's|his|her)\b)")


def of_the_one(piece: str, other: bool, fresh: bool) -> bool:
    """Tell whether a clause is about the person asked for, when there is one."""
    if hedged := _ASIDE.match(piece):
        piece = piece[hedged.end() :]
    if _THEIRS.match(piece):
        return False
    if _THE_ONE.match(piece):
        return True
    if OWN.match(piece):
        return False
    return other or fresh
