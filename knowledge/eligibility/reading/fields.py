"""Every part of the reading, put together: from a message to the fields of a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.eligibility.reading.ages import age
from knowledge.eligibility.reading.countries import countries
from knowledge.eligibility.reading.decisions import FOR_FAMILY, SPONSOR, UNHCR
from knowledge.eligibility.reading.documents import DOCUMENT
from knowledge.eligibility.reading.employment import EMPLOYED
from knowledge.eligibility.reading.experience import experience
from knowledge.eligibility.reading.family import children
from knowledge.eligibility.reading.goals import GOAL, PROJECT
from knowledge.eligibility.reading.leaving import ASKED_TO_LEAVE, ASSISTED, ENDS
from knowledge.eligibility.reading.means import CAN_PAY, LACKS_MEANS
from knowledge.eligibility.reading.names import named
from knowledge.eligibility.reading.numbers import in_digits
from knowledge.eligibility.reading.permission import IND
from knowledge.eligibility.reading.returns import WANTS_RETURN
from knowledge.eligibility.reading.speech import Speech
from knowledge.eligibility.reading.status import STATUS
from knowledge.eligibility.reading.studies import studies
from knowledge.eligibility.reading.subjects import KIN
from knowledge.eligibility.reading.tables import settled
from knowledge.eligibility.reading.talk import yes_or_no
from knowledge.eligibility.reading.tongues import languages
from knowledge.eligibility.reading.tracks import TRACK_ASKED_FOR
from knowledge.eligibility.reading.work import work
from knowledge.eligibility.vocabulary import IOM

# Read in what is said of the speaker; and in all that is said, since others act in it.
OWN = (STATUS, DOCUMENT, EMPLOYED, GOAL, WANTS_RETURN, LACKS_MEANS, ASSISTED)
SAID = (IND, SPONSOR, ENDS, CAN_PAY, ASKED_TO_LEAVE)
FLAGS = frozenset(name for name, field in IOM.fields.items() if field.kind == "flag")

_DECIDED = (
    r"(?:dit|said|says|refus\w*|reje\w*|accord\w*|accept\w*|gave|donne\w*|grant\w*|decision|lettre"
    r"|letter|answer|reponse|repond\w*|approv\w*|agree\w*|negati\w*|posit\w*|keep|m'a|nous a|told"
    r"|claim|case|procedure|application|demande|waiting|attend\w*)"
)
_IND = re.compile(
    rf"\bind\b[^.;!?]{{0,40}}\b{_DECIDED}\b|\b{_DECIDED}\b[^.;!?]{{0,40}}\bind\b|\bmvv\b"
)
_ASYLUM = re.compile(r"\bas(?:ile|ylum|iel)")
_HCR = re.compile(r"\b(?:un)?hcr\b")
_OF_ME = re.compile(r"\b(?:je (?:suis|vis|viens)|j'(?:ai|habite)|i am|i'm|i live|i have|moi)(?!\w)")
_NONE = re.compile(
    r"^\W*(?:aucune|none|no nationality|pas de nationalite|sans nationalite)\b"
    r"|\bplus aucune\b|\bno longer have (?:a|any)\b"
)
_THERE = re.compile(r"\b(?:la-bas|there|dans mon pays|in my country|back home|au pays)\b")
_FAMILY = re.compile(FOR_FAMILY)
_NATURALISED = re.compile(r"\bnaturali[sz]ed\b|\bnaturalisee?s?\b")


@dataclass(frozen=True)
class Asked:
    """What was asked, and when."""

    field: str | None
    today: date


def fields(
    speech: Speech, text: str, entities: Sequence[Mapping[str, Any]], asked: Asked
) -> dict[str, Any]:
    """Return the fields that a message fills."""
    if asked.field == "sponsor_status" and not _OF_ME.search(speech.mine):
        return dict(settled(SAID, speech.said, asked.field))  # all of it is of the other person
    counted = in_digits(speech.mine)
    profile = _countries(speech, text, entities, asked.field)
    profile |= work(speech, text, entities, asked.field)
    profile |= dict(settled(OWN, speech.mine, asked.field))
    if asked.field == "ind_permission" and not _ASYLUM.search(speech.said):
        profile.pop("legal_status", None)  # "a negative decision" is on the family's coming
    if asked.field in ("track", "goal"):
        profile.pop("employed", None)  # "a proper job" is what they want
    others = [one for one in SAID if not (speech.for_other and one is SPONSOR)]
    profile |= dict(settled(others, speech.said, asked.field))
    # UNHCR and states act in what is told of one's own case.
    of_all = _HCR.search(speech.said) and not re.search(KIN, speech.said)
    told = speech.said if of_all else speech.mine
    profile |= dict(settled([UNHCR], told, asked.field))
    # A project that is named is meant, in a question too.
    named_ones = settled([PROJECT, TRACK_ASKED_FOR], speech.folded, asked.field)
    profile |= {name: value for name, value in named_ones if name not in profile}
    profile |= studies(speech.mine, counted, asked.field, asked.today)
    _numbers(profile, speech, counted, asked)
    if tongues := languages(speech.mine, asked.field == "languages"):
        profile["languages"] = tongues
    _yes_and_no(profile, speech.mine, asked.field)
    _follows(profile, speech)
    return profile


def _countries(
    speech: Speech, text: str, entities: Sequence[Mapping[str, Any]], asked: str | None
) -> dict[str, Any]:
    found = named(speech, entities, asked)
    if asked == "nationality" and not found and _NONE.search(speech.mine):
        return {"nationality": ["stateless"]}
    jobs = [
        (int(one["start"]), int(one["end"]))
        for one in entities
        if one["entity"] == "profession" and text[int(one["end"]) - 1] not in "sS"  # not several
    ]
    return countries(speech, found, asked, jobs)


def _numbers(profile: dict[str, Any], speech: Speech, counted: str, asked: Asked) -> None:
    years = age(counted, asked.field, asked.today, speech.for_other)
    if years is not None:
        profile["age"] = years
    worked = experience(
        counted, asked.field == "experience_years", asked.today, "profession" in profile
    )
    if worked is not None and worked <= 80:
        profile["experience_years"] = worked
    # Whose child or mother somebody asks for is not one more of theirs.
    said = speech.mine if speech.for_other else speech.said
    count = children(in_digits(said), counted, asked.field == "children")
    if count is not None:
        profile["children"] = count


def _yes_and_no(profile: dict[str, Any], mine: str, asked: str | None) -> None:
    """A bare yes or no answers a question of that kind, unless the words said more."""
    # Whether somebody lacks means is asked the other way round: its own table knows.
    if asked is None or asked not in FLAGS or asked in profile or asked == "lacks_means":
        return
    answer = yes_or_no(mine)
    if answer is not None:
        profile[asked] = answer


def _follows(profile: dict[str, Any], speech: Speech) -> None:
    """Fill what follows: IND means the Netherlands, a passport of where one lives is a status."""
    if "residence_country" not in profile and _IND.search(speech.said):
        profile["residence_country"] = "NL"
    home = profile.get("residence_country")
    if home == "NL" and _NATURALISED.search(speech.mine):
        profile.setdefault("nationality", ["NL"])
    nations = profile.get("nationality", [])
    if home is not None and home in nations:
        status = "citizen_nl" if home == "NL" else "citizen_residence"
        profile.setdefault("legal_status", status)
    known = profile.get("origin") or nations
    away = profile.get("goal") == "temporary_assignment" and _THERE.search(speech.mine)
    if away and len(known) == 1 and known != ["stateless"]:
        profile.setdefault("destination_country", known[0])
    if profile.get("legal_status") == "permit_asylum_temporary" and _FAMILY.search(speech.folded):
        profile["sponsor_status"] = "refugee"  # then the family joins the speaker
        del profile["legal_status"]
