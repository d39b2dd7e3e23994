"""Professions, sectors, and whether somebody is in work."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from knowledge.eligibility.reading.jobs import DENIED, JOB, JOB_HEAD, JOB_TAIL, JOBS, NOT_NAMES
from knowledge.eligibility.reading.people import is_people
from knowledge.eligibility.reading.sectors import sector_of
from knowledge.eligibility.reading.speech import Speech
from knowledge.eligibility.reading.tables import pattern

_CORE = (
    r"(?:\b(?:ben|als|je suis|jsuis|jsui|suis|chui|i am|i'm|im|am|as|used to be|comme"
    r"|en tant que|que"
    r"|been|was|were|j'etais|etais|etait|become|became|devenue?|metier|profession|job|"
    r"work|trained as|qualified as|studied as|forme comme|occupation|travaille|exerce|bosse"
    r"|practise|practice|is|est|"
    r"she's|he's|nous sommes|we are|we're|moi|me|nor|ni|but|par|of)\b)"
)
_FRAME = re.compile(
    _CORE + r"(?:\s|:|,|'|-|\b(?:une?|an?|the|le|la|l|de|d|du|en|ancien(?:ne)?|former|ex|aussi"
    r"|also|now|maintenant|toujours|still|simple|jeune|young|old|"
    r"bon|bonne|good|qualified|certified|registered|experienced|trained|licensed|senior|junior"
    r"|chief|head|retired|professional|freelance|diplomee?|medical|specialist|"
    r"only|just|juste|actuellement|currently|petit|grand|primary|secondary|self-employed"
    r"|independant|\d+-year-old|year-old|years?|\d+|by|actually|en fait|plutot|"
    r"technicien|single|married|working as|work as|job as|assistant|certifiee?|is|mon|my|trade"
    r"|profession|metier|par|de formation)\b){0,12}$"
)
_OPENS = pattern(
    r"^[\W_]*(?:(?:bonjour|bonsoir|salut|slt|salam|hello|hi|hey|there|une?|an?|ancien(?:ne)?"
    r"|former|ex|retired|et|and|oui|yes|well|plutot|also|aussi|\d+|ans|yo|y/o|year|years|old"
    r"|year-old|"
    r"single|qualified|experienced|jeune|young|trained|professional|senior|junior|metier"
    r"|profession|job|toujours|maintenant|now|mon|my|est|is|i|do|je|fais|:)[\s,:]+)*$"
)
_TRADE = pattern(
    r"\b(?:suis|jsuis|am|i'm|im|work as|travaille comme|trained as|job is|metier est|me)\b"
)
_PEOPLE_OPEN = re.compile(r"^[\W_]*(?:an? |une? )?[\w-]+\s$")
_FOREIGN = pattern(
    r"^'s\b|^ (?:m'a|m'ont|me |told|said|says|nous|vous|who told|qui m'a|here told|for me"
    r"|will withdraw|va)\b"
)
_WISHED = pattern(
    r"\b(?:become|devenir|need|needs|besoin|cherche|looking for|see|voir|train|former|aider"
    r"|help|contact|meet|want to be|voudrais etre|etre|to be|find|trouver|consulter|avec|with"
    r"|my|mon|ma|his|her|the|notre|our|lawyer|chez|for|pour|un avocat)\s(?:\w+\s){0,3}$"
)
_BEFORE = pattern(r"\b(?:was|were|etais|ancien|before|avant|used to)\b")
_WE_ARE = pattern(r"\b(?:nous sommes|we are|we're|on est)\b")
_AFTER_ALL = pattern(r"\b(?:mais|but|comme|as)\b")
# "I'm a Kosovar architect": one or two words may stand before the profession
_DESCRIBED = pattern(
    r"\b(?:suis|i'm|am|im|as|comme|been|was|etais)\b(?: an?| une?)? [\w-]+ $"
    r"|\b(?:suis|i'm|am|im|as|been|was)\b(?: an?| une?) [\w-]+ [\w-]+ $"
)
_NO_WORD = pattern(
    r"\b(?:no|non|oui|yes|rien|none|nothing|aucun\w*|pas|not|sais|know|idea|idee|stop|don't"
    r"|dont|je|i|chomage|unemployed|retired|student|etudiante?|job|work|travail|metier|ok|why"
    r"|pourquoi|sans|without|any|all|tout|many|plusieurs|merci|thanks|help|aide|arret\w*"
    r"|prefer\w*|say|dire|can|peux|question|again|maybe|what|quoi|you|vous|here|ici)\b"
)


def work(
    speech: Speech, text: str, entities: Sequence[Mapping[str, Any]], asked: str | None
) -> dict[str, Any]:
    """Return the profession, the sector and the employment that a message says."""
    profile: dict[str, Any] = {}
    found = _profession(speech, text, entities, asked)
    if found:
        profile["profession"], profile["sector"] = found
    elif sector := sector_of(speech, entities, asked):
        profile["sector"] = sector
    if asked == "profession" and not found and (written := _written(speech, text)):
        profile["profession"] = written
    return profile


def _profession(
    speech: Speech, text: str, entities: Sequence[Mapping[str, Any]], asked: str | None
) -> tuple[str, str] | None:
    best = None
    for start, end, sector in _candidates(speech, entities):
        if not _is_own(speech, start, end, asked):
            continue
        low, high = _whole(speech, start, end)
        best = text[low:high], sector
        if asked == "profession" or not _BEFORE.search(speech.mine[max(0, start - 25) : start]):
            break  # else one that comes later counts: "I was a nurse, now I'm a cleaner"
    return best


def _candidates(
    speech: Speech, entities: Sequence[Mapping[str, Any]]
) -> list[tuple[int, int, str]]:
    more = [(*found.span(1), JOBS[found[1]]) for found in JOB.finditer(speech.mine)]
    given = [
        (int(one["start"]), int(one["end"]), str(one["value"]))
        for one in entities
        if one["entity"] == "profession"
        and speech.folded[int(one["start"]) : int(one["end"])] not in NOT_NAMES
    ]
    longest = sorted(more + given, key=lambda one: one[0] - one[1])
    kept: list[tuple[int, int, str]] = []
    for one in longest:
        if not any(one[0] < end and start < one[1] for start, end, _ in kept):
            kept.append(one)
    return sorted(kept)


def _whole(speech: Speech, start: int, end: int) -> tuple[int, int]:
    """Widen a profession by the words that belong to it: "prof de maths", "site engineer"."""
    if tail := JOB_TAIL.match(speech.mine[end : end + 30]):
        end += tail.end()
    low = max(0, start - 20)
    head = JOB_HEAD.search(speech.mine[low:start])
    return (low + head.start() if head else start), end


def _is_own(speech: Speech, start: int, end: int, asked: str | None) -> bool:
    """Tell whether a profession that is named is the speaker's own."""
    unit = next((unit for unit in speech.units if unit.start <= start < unit.end), None)
    if unit is None or not unit.mine:
        return False
    before = JOB_HEAD.sub("", speech.mine[unit.start : start])
    several = speech.mine[start:end].endswith("s") and asked != "profession"
    if several and not _WE_ARE.search(before):
        return False
    if _FOREIGN.match(speech.mine[end : end + 30]) or _is_denied(before):
        return False
    before = _without_people(before)
    framed = bool(_FRAME.search(before))
    if asked == "qualification":  # "a diploma of plumber" tells no trade
        return framed and bool(_TRADE.search(before))
    if framed or _WISHED.search(before):
        return framed
    opens = _OPENS.match(before) or _PEOPLE_OPEN.match(before)
    return bool(opens or _DESCRIBED.search(before)) or asked == "profession"


def _without_people(before: str) -> str:
    """Leave out a demonym just before a profession: "a Somali nurse"."""
    words = before.rstrip().rsplit(" ", 1)
    if before.endswith(" ") and words[-1].isalpha() and is_people(words[-1]):
        return before[: len(before.rstrip()) - len(words[-1])]
    return before


def _is_denied(before: str) -> bool:
    found = list(DENIED.finditer(before))
    return bool(found) and not _AFTER_ALL.search(before[found[-1].end() :])


def _written(speech: Speech, text: str) -> str | None:
    """Return a profession that no list knows, when the answer is short and plain."""
    found = re.match(
        r"^\W*(?:(?:je suis|jsuis|i am|i'm|im|am|c'est|it's|my job is|mon metier c'est"
        r"|i work as|je travaille comme|une?|an?|the|le|la)\s+){0,3}([a-z][\w' -]{2,30}?)\W*$",
        speech.mine,
    )
    if found is None or len(found[1].split()) > 3 or _NO_WORD.search(found[1]):
        return None
    return text[found.start(1) : found.end(1)].strip()
