"""What a person has said of themselves, kept in one slot as the vocabulary has it. Pure.

The slot `profile` holds `known` fields, those they `dont_know`, and what the last message did:
`filled`, `act`, `corrects`; `other`: that the talk is of somebody else. Values only, never their
words, but for a profession.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from knowledge.eligibility.reading import Heard, read
from knowledge.eligibility.regions import REGIONS
from knowledge.eligibility.vocabulary import IOM
from knowledge.names import fold

GATHERED = frozenset({"nationality", "languages"})  # a second one is one more, not another
SAY = "say."  # begins the id of a button that answers: say.qualification.vocational
DONT_KNOW = "dont_know"
# Countries to whose passport people come from elsewhere.
NEWCOMERS = (
    REGIONS["eu"]
    | REGIONS["efta"]
    | REGIONS["microstates"]
    | REGIONS["west_beyond_europe"]
    | {"GB", "stateless"}
)
# After somebody else was talked of: now it is about the speaker.
SPEAKER = re.compile(
    r"\b(puis-je|suis-je|je peux|can i|am i|could i|and me|et moi|pour moi|for me)\b"
)
# "And Serbia?" asks about a country; it does not say that one lives there.
HALF_QUESTION = re.compile(
    r"^\W*(?:et|and|what about|how about)(?: pour| for| avec| with)? (?:l'|(?:le|la|les|the) )?"
    r"[\w'-]+(?: [\w'-]+){0,2} ?\?\W*$"
)
Slot = dict[str, Any]


def empty() -> Slot:
    """Return the slot when nothing is known."""
    return {
        "known": {},
        "dont_know": [],
        "filled": [],
        "act": None,
        "corrects": False,
        "other": False,
    }


def read_message(
    message: Mapping[str, Any], asked: str | None, today: date, other: bool = False
) -> Heard:
    """Read one message, or the button pressed; several questions were cut, so all its pieces.

    `other`: the talk is of another person than the speaker.
    """
    button = str(message.get("button") or "")
    if button.startswith(SAY):
        _, field, value = button.split(".", 2)
        if value == DONT_KNOW:
            return Heard({}, DONT_KNOW, False)
        return Heard({field: _typed(field, value)}, None, False)
    if button:
        return Heard({}, None, False)
    if HALF_QUESTION.match(fold(str(message.get("text") or ""))):
        return Heard({}, None, False)
    language = str(message.get("language") or "fr")
    metadata = message.get("metadata") or {}
    pieces: Sequence[Mapping[str, Any]] = metadata.get("pieces") or [message]

    def read_all(other: bool) -> list[Heard]:
        said = ((str(one.get("text") or ""), one.get("entities") or []) for one in pieces)
        return [read(text, named, asked, language, today, other=other) for text, named in said]

    heard = read_all(other)
    if not other and len(heard) > 1 and any(one.other for one in heard):
        heard = read_all(True)  # "My son is 19. Can he take part?"
    return _together(heard)


def before_this(slot: Slot | None, message: Mapping[str, Any]) -> Slot | None:
    """Return what was known before a message; nothing when it turns from another to the speaker."""
    turns = slot and slot["other"] and SPEAKER.search(fold(str(message.get("text") or "")))
    return None if turns else slot


def _together(heard: Sequence[Heard]) -> Heard:
    profile: dict[str, Any] = {}
    for one in heard:
        profile.update(one.profile)
    act = next((one.act for one in heard if one.act), None)
    corrects, other = (any(getattr(one, what) for one in heard) for what in ("corrects", "other"))
    return Heard(profile, act, corrects, other)


def _typed(field: str, value: str) -> Any:
    kind = IOM.fields[field].kind
    if kind == "flag":
        return value == "true"
    return [value] if kind == "listing" else value


def merged(slot: Slot | None, heard: Heard, asked: str | None) -> Slot:
    """Return the slot after a message; what is said last counts."""
    before = slot or empty()
    if heard.other and not before["other"]:
        before = empty()  # another person: nothing said so far is theirs
    known, dont_know = dict(before["known"]), set(before["dont_know"])
    filled = []
    for field, value in heard.profile.items():
        gathers = field in GATHERED and not heard.corrects and field != asked
        new = _union(known.get(field), value) if gathers else value
        filled.append(field)
        known[field] = new
        dont_know.discard(field)
    if heard.act in (DONT_KNOW, "refused") and asked and asked not in heard.profile:
        dont_know.add(asked)
        known.pop(asked, None)
    return {
        "known": known,
        "dont_know": sorted(dont_know),
        "filled": filled,
        "act": heard.act,
        "corrects": heard.corrects,
        "other": heard.other or before["other"],
    }


def _union(before: Iterable[str] | None, more: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*(before or ()), *more]))


def said_by(slot: Slot | None) -> dict[str, Any]:
    """Return what a person said, as rules read it."""
    return IOM.read((slot or empty())["known"])


def profile_of(slot: Slot | None) -> tuple[dict[str, Any], frozenset[str]]:
    """Return what is known as rules read it, with what follows from it, and what is not known.

    Who names a nationality from outside Europe mostly comes from there: nobody is asked twice for
    the same. A European or another Western passport says nothing about origin.
    """
    held = slot or empty()
    known = dict(held["known"])
    unsure = frozenset(held["dont_know"])
    if "origin" not in known and "origin" not in unsure:
        from_there = [one for one in known.get("nationality", ()) if one not in NEWCOMERS]
        if from_there and from_there == known.get("nationality"):
            known["origin"] = from_there
    return IOM.read(known), unsure
