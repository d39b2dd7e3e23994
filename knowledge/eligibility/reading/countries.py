"""What a country is to the speaker: of which field of a profile it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from knowledge.eligibility.reading import cues, demonyms
from knowledge.eligibility.reading.around import FIELDS, LISTS, OUT, Place, negated, surroundings
from knowledge.eligibility.reading.names import I_AM, Named
from knowledge.eligibility.reading.places import place_of
from knowledge.eligibility.reading.speech import Speech, Unit
from knowledge.eligibility.reading.tables import pattern

_PARENTS = pattern(
    r"(?<!grand)(?<!grand-)(?<!grands-)(?<!grands )(?<!grand )\b(?:parents|father|mother|dad"
    r"|mum|mom|pere|mere|papa|maman)\b"
)
_SPOKEN_OF = pattern(
    r"\b(?:my|mon|ma|mes|our|nos|the|papa|maman|mum|dad|mom|mother|father|both"
    r"|parents)\b[^.,;]{0,20}"
)
_MYSELF = pattern(r"\b(?:je suis|i am|i'm|im|j'|moi|i live|i was|je vis)\b")
_ALL_MY_LIFE = pattern(
    r"\b(?:depuis ma naissance|since (?:my )?birth|since i was born|nee? ici|born here)\b"
)


def countries(
    speech: Speech, found: Sequence[Named], asked: str | None, jobs: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """Return the country fields that a message fills."""
    told: list[tuple[Named, str | None]] = []
    for one in found:
        unit = next((unit for unit in speech.units if unit.start <= one.start < unit.end), None)
        if unit is None:
            told.append((one, "nationality" if one.people and I_AM.search(speech.said) else None))
            continue
        nxt = any(other.start == one.end + 1 and other.people for other in found)
        told.append((one, _field(speech, surroundings(speech, one, unit, nxt, jobs), told, asked)))
    return _profile(speech, told)


def _profile(speech: Speech, told: Sequence[tuple[Named, str | None]]) -> dict[str, Any]:
    profile: dict[str, Any] = {}
    raised = [one.code for one, field in told if field == "raised"]
    for one, field in told:
        if field in LISTS:
            known = profile.setdefault(field, [])
            if one.code not in known:
                known.append(one.code)
        elif field in FIELDS and one.code != "stateless":
            profile.setdefault(field, one.code)
            if _ALL_MY_LIFE.search(speech.mine) and field == "residence_country":
                profile.setdefault("origin", [one.code])
            if re.search(
                r"\bhome to (?:the )?$|chez moi (?:en|au|a|aux) $", speech.mine[: one.start]
            ):
                profile.setdefault("origin", [one.code])
    if raised and not {"origin", "nationality"} & profile.keys():
        profile["origin"] = list(dict.fromkeys(raised[:1]))
    return profile


def _field(
    speech: Speech, place: Place, told: Sequence[tuple[Named, str | None]], asked: str | None
) -> str | None:
    one, before = place.named, place.before
    if demonyms.LIKE_ME.search(place.after):
        return "nationality"
    if _is_parents(speech, place, asked):
        ends = cues.FROM.search(before) or cues.OF.search(before) or "ne" in before.split()
        told_so = one.people or ends or place.cue in ("origin", "born", "raised")
        told_so = told_so or [field for _, field in told[-1:]] == ["parents_origin"]
        if asked != "parents_origin" and not told_so:
            return None
        gone = place.cue in ("residence", "stays", "past", "destination") and one.people is False
        return None if (gone and not ends) or negated(before) else "parents_origin"
    if not place.unit.mine:
        return None
    if negated(before) and not (
        cues.HERE.search(before)
        and not one.people
        and not re.search(r"\b(?:habite|vis|live|living|reste|stay)\b", before)
    ):
        only = one.people and demonyms.ONLY_PARENTS.search(speech.said[one.end :])
        return "parents_origin" if only else OUT
    if (
        told
        and told[-1][1] is not None
        and not demonyms.FUTURE.search(before)
        and (joined := _joined(speech, place, told[-1]))
    ):
        return joined
    return _people(place, asked) if one.people else place_of(place, asked)


def _is_parents(speech: Speech, place: Place, asked: str | None) -> bool:
    if demonyms.AFTER_PARENTS.search(place.after) and place.named.people:
        return True
    if place.named.people and re.search(r"\b(?:pere|mere|father|mother|parents?)\s$", place.before):
        return True
    if re.search(
        r"(?<!grand)(?<!grand-)(?<!grands-)\bparents (?:\w+ et )?(?:from |de |du |d')?$",
        place.before,
    ):
        return True
    if not place.unit.mine and _parents_speak(speech, place.unit):
        return True
    unit = speech.said[place.unit.start : place.unit.end]
    return asked == "parents_origin" and not _MYSELF.search(unit)


def _parents_speak(speech: Speech, unit: Unit) -> bool:
    """Tell whether the last person spoken of in the sentence is a parent."""
    begin = max(speech.said.rfind(mark, 0, unit.start) for mark in ".;!?") + 1
    people = list(_SPOKEN_OF.finditer(speech.said[begin : unit.end]))
    return bool(people) and bool(_PARENTS.search(people[-1][0]))


def _joined(speech: Speech, place: Place, last: tuple[Named, str | None]) -> str | None:
    """Return the field of the country just before, when both stand in one list."""
    between = speech.folded[last[0].end : place.named.start]
    if len(between) > 24 or not cues.JOINS.match(between):
        return None
    if last[1] == OUT and "," in between:  # "not Ethiopia, Somalia"
        return None
    if last[0].people == place.named.people:
        new_cue = cues.FROM.search(between) and last[1] != "origin"
        return None if new_cue else last[1]
    if last[0].people and between in (" de ", " from ", " du ", " d'"):
        return "origin"
    # "Kosovo Albanian": the country, not the people
    return OUT if not last[0].people and between == " " else None


def _people(place: Place, asked: str | None) -> str | None:
    before, after = place.before, place.after
    if demonyms.FUTURE.search(before):
        return OUT
    if asked == "nationality" and after.startswith(" de naissance"):
        return "nationality"
    if demonyms.AFTER_ORIGIN.search(after) or demonyms.BEFORE_ORIGIN.search(before):
        return "origin"
    if demonyms.GAVE_UP.search(before):
        return "origin"
    if demonyms.AFTER_PASSPORT.search(after):
        return "nationality"
    if demonyms.SELF.search(before):
        return "nationality"  # "I am an Ethiopian teacher"
    if demonyms.AFTER_OTHER.search(after) or demonyms.THE.search(before):
        return OUT
    if place.language and not (asked == "nationality" or demonyms.STRICT.search(before)):
        return OUT  # "english please"
    before = place.bare
    opens = bool(demonyms.OPENING.match(before))
    if demonyms.PEOPLE_BEFORE.search(before) or opens:
        return asked if asked in LISTS and opens else "nationality"
    return asked if asked in LISTS else None
