"""Whether somebody wants a check, of which programme, and what to ask next. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from actions.context import danger_before, programme_named
from actions.profile import Slot, profile_of, said_by
from knowledge.answers import USUAL, Knowledge
from knowledge.eligibility.options import Tour
from knowledge.eligibility.programmes import assess_programme
from knowledge.eligibility.told import Told
from knowledge.names import fold

ALL = "*"  # a tour over all open programmes
FOR_GOOD = "rean"
CHECKS, TOURS = frozenset({"ask_eligibility"}), frozenset({"ask_options"})
CHECK_ME, GO_ON = "check_me", "go_on"  # buttons
# Who asks for themselves or for one person, and whether that one may take part.
SOMEBODY = re.compile(
    r"\b(je|j|moi|mon|ma|mes|m|nous|notre|il|elle|i|im|me|my|we|our|he|she|somebody like me"
    r"|someone like me|une? (?:\w+ ){0,3}(?:avec|qui)|an? (?:\w+ ){0,4}(?:with|who|in))\b"
)
MAY = re.compile(
    r"\b(puis-je|puis je|peux|peut|pourrais|pourrait|suis-je|est-ce pour moi|pour moi|for me"
    r"|ai-je (?:droit|le droit)|droit|eligib\w*|elig\w*|elegib\w*|elligib\w*|participe\w*|postul\w*"
    r"|candidat\w*|qualif\w*|admis\w*|accept\w*|rempli\w*|can|could|may|am|allowed|join|apply"
    r"|take part|takes? part|part of|chance|meet|fit|excluded?|ruled out"
    r"|would (?:i|they|he|she|you)|will (?:they|you)|takes? (?:me|him|her|us)"
    r"|prennent|prend|prenez|marche pour)\b"
)

# So plain that it counts whatever else the message is taken for.
_CAN = (
    r"(?<!comment )(?<!ou )\b(?:puis[- ]je|j ?e? ?peux|pourrais[- ]je|peut[- ](?:il|elle)"
    r"|(?:mon|ma|notre) \w+ (?:peut|pourrait)"
    r"|(?<!how )(?<!where )(?<!what )(?:can|could|may) (?:i|we|he|she|(?:my|our) \w+)) (?:\w+ )?"
)
OUTRIGHT = re.compile(
    r"\b(?:suis[- ]je|serais[- ]je|je suis|am i|would i be|is (?:he|she|my \w+)|est[- ](?:il|elle))"
    r" (?:\w+ )?(?:eligib\w+|elligib\w+|elegib\w+|qualified to take part)"
    rf"|{_CAN}(?:participer|prendre part|beneficier|avoir droit|faire un stage|postuler"
    r"|(?:rentrer|revenir|repartir|retourner) (?:\w+ ){0,4}avec (?:l aide|l'aide|l oim|l'oim)"
    r"|take part|participate|join|benefit|use the|do an internship|apply for"
    r"|(?:return|go (?:back|home)) (?:\w+ ){0,4}with (?:iom|the help|help|your help))\b"
    r"|\b(?:do (?:i|we)|does (?:he|she|my \w+)) qualify\b"
)
# The same of whoever names a programme and says something of themselves.
WITH_IT = re.compile(
    rf"{_CAN}(?:aller|partir|passer|y aller|rentrer|revenir|entrer|profiter|utiliser|avoir|demander"
    r"|use|go|get|return|enter|still use|have|ask for)\b"
    r"|\b(?:j ?['e]? ?ai|ai[- ]je) (?:\w+ )?droit\b|\bam i (?:\w+ )?entitled\b"
)
FEW = 8  # words
# What "I am a nurse, can I go with MIDA?" may be taken for.
OF_ONE = frozenset(
    {"ask_programme", "ask_ghana_health", "ask_legal", "ask_return", "ask_status", "check_country"}
)
NEVER = frozenset({"talk_to_human", "ask_my_file", "offer_cooperation", "complain", "ask_scam"})


@dataclass(frozen=True)
class Check:
    """A check under way, or told: of which programme, which field was asked, how it stands."""

    programme: str
    asked: str | None = None
    stage: str = "asking"  # asking, told, stopped, options
    first: bool = True
    unclear: int = 0  # answers in a row that were none
    count: int = 0  # questions asked
    # What goes before the question: unclear, skipped, noted, again, why; side: another goes first.
    say: str | None = None

    @classmethod
    def of(cls, slot: Mapping[str, Any] | None) -> Check | None:
        """Return the check that a slot holds, if any."""
        return cls(**slot) if slot else None

    @property
    def going(self) -> bool:
        """Tell whether a question of ours waits for its answer."""
        return self.stage == "asking"

    def is_of(self, knowledge: Knowledge) -> bool:
        """Tell whether the programme is still one of the release."""
        return self.programme == ALL or self.programme in knowledge.content.programmes

    def was_told_last(self, said: str | None, knowledge: Knowledge) -> bool:
        """Tell whether its verdict is the last statement: no answer was `said` after it."""
        one = self.programme in knowledge.content.programmes
        return self.stage == "told" and one and said is None

    @property
    def waits(self) -> bool:
        """Tell whether the check lets a question of the person's go first."""
        return self.going and self.say == "side"


def fields_answered(check: Check | None, message: Mapping[str, Any]) -> list[str | None]:
    """Return the fields that a message may answer, the likeliest first; None: whatever it names.

    A few words after a verdict may correct the last answer, when they name nothing themselves.
    """
    if check is not None and check.going:
        return [check.asked]
    few = len(str(message.get("text") or "").split()) <= FEW
    told = check is not None and check.stage == "told"
    return [None, check.asked] if check and told and few else [None]


def wants_check(message: Mapping[str, Any], slot: Slot | None, before: Check | None = None) -> bool:
    """Tell whether a message asks if one person may take part, and not what the conditions are.

    Who stopped a check `before` begins another by asking, not by saying something of themselves.
    """
    intent = (message.get("intent") or {}).get("name")
    filled = (slot or {}).get("filled") or []
    button = message.get("button")
    if button:
        return button in (CHECK_ME, GO_ON)
    if intent in TOURS:
        return True
    text = fold(str(message.get("text") or ""))
    named = {one.get("entity") for one in message.get("entities") or []}
    # Nobody in danger is asked where they are, unless they ask for a check by its name.
    if danger_before(message) and "programme" not in named:
        return False
    if OUTRIGHT.search(text) and intent not in NEVER:
        return True
    if "programme" in named and filled and intent in OF_ONE and WITH_IT.search(text):
        return True
    if intent not in CHECKS:
        return False
    if "detail" in named and not filled:
        return False  # "do I need a permit?" asks for a condition
    about_one = bool(SOMEBODY.search(text)) or len(filled) > 1
    says = bool(filled) and not (before and before.stage in ("stopped", "options"))
    return about_one and (bool(MAY.search(text)) or says)


def programme_meant(
    message: Mapping[str, Any], slots: Mapping[str, Any], knowledge: Knowledge
) -> str:
    """Return the programme to check: the one named, else the one talked of, else by the plan."""
    intent = (message.get("intent") or {}).get("name")
    if intent in TOURS:
        return ALL
    named = programme_named(message.get("entities") or [])
    if named is not None:
        return named
    goal = ((slots.get("profile") or {}).get("known") or {}).get("goal")
    if goal == "permanent_return" or (goal is None and intent == "ask_return"):
        return FOR_GOOD
    known = knowledge.content.programmes
    return next((one for one in (slots.get("programme"), USUAL) if one in known), ALL)


@dataclass(frozen=True)
class Person:
    """A profile held against programmes."""

    knowledge: Knowledge
    slot: Slot | None
    today: date

    def tour(self) -> Tour:
        """Return the tour of this person."""
        profile, unsure = profile_of(self.slot)
        return Tour(self.knowledge, profile, unsure, self.today)

    def told(self, programme: str) -> Told:
        """Return the assessment for a programme, ready to be told."""
        profile, unsure = profile_of(self.slot)
        found = self.knowledge.content.programmes[programme]
        judged = assess_programme(self.knowledge, found, profile, unsure, self.today)
        # What only follows from what was said is not told back as an answer.
        return Told(self.knowledge, found, judged, said_by(self.slot), unsure)

    def next_question(self, check: Check) -> str | None:
        """Return the field to ask next; None when nothing can change the outcome any more."""
        if check.programme == ALL:
            return self.tour().next_question(check.count)
        return self.told(check.programme).assessment.next_question
