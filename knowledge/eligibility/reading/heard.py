"""What one message says of a person, and of the asking."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.eligibility.reading.acts import act_of, without_unknown
from knowledge.eligibility.reading.fields import FLAGS, Asked, fields
from knowledge.eligibility.reading.speech import speech_of
from knowledge.eligibility.reading.talk import CORRECTS, IN_TONGUE
from knowledge.eligibility.vocabulary import IOM
from knowledge.names import fold

SILENT = frozenset({"stop", "again", "why", "refused"})  # then nothing else is read
LONGEST = 2000  # characters that are read of a message
NEGATIVE = (False, 0, "none", "not_registered", "not_asked")
# "wait, I am not 29": nobody waits for a decision
_WAIT = re.compile(r"^\W*(?:non |no |oh )?(?:attendez|attends|wait|hold on|un instant)\W*[,:!.;]")
_BEGINS_NO = re.compile(r"^\W*(?:non|no|nope|nan)\b")


@dataclass(frozen=True)
class Heard:
    """What was heard in a message."""

    profile: dict[str, Any]  # fields as the contract writes them, valid for IOM.read
    act: str | None  # "dont_know", "refused", "why", "stop", "again": about the asking itself
    corrects: bool  # says that something before was wrong
    other: bool = False  # asks for one other person: "my sister …, can she take part?"


def read(
    text: str,
    entities: Sequence[Mapping[str, Any]],
    asked: str | None,
    language: str,
    today: date,
    *,
    other: bool = False,
) -> Heard:
    """Read what a message says of the speaker, or of the one person they ask for.

    `other`: the check is for another person already. Patterns know both languages at once, for
    people mix them; `language` is not needed so far.
    """
    text = text[:LONGEST]
    folded = fold(text)
    named = [one for one in entities if int(one["end"]) <= len(text)]
    act = act_of(folded, asked)
    corrects = bool(CORRECTS.search(folded))
    speech = speech_of(_plain(folded, act, asked), asked, other)
    if act in SILENT:
        return Heard({}, act, corrects, speech.asks_for_other)
    profile = fields(speech, text, named, Asked(asked, today))
    _drop_misheard(profile, folded, asked, act, corrects)
    if asked in profile:
        act = None
    known = {name: profile[name] for name in IOM.fields if name in profile}
    return Heard(known, act, corrects, speech.asks_for_other)


def _plain(folded: str, act: str | None, asked: str | None) -> str:
    """Leave out what is about the asking, for its words would answer: "no idea"."""
    if act == "dont_know":
        folded = without_unknown(folded)
    folded = _WAIT.sub(lambda found: "." * len(found[0]), folded)
    if asked == "languages":
        return folded
    return IN_TONGUE.sub(lambda found: "." * len(found[0]), folded)


def _drop_misheard(
    profile: dict[str, Any], folded: str, asked: str | None, act: str | None, corrects: bool
) -> None:
    """Take back an answer that the words only seem to give."""
    if asked is None or asked not in profile:
        return
    if act == "dont_know" and asked in FLAGS:
        del profile[asked]
    elif corrects and len(profile) > 1 and profile[asked] in NEGATIVE and _BEGINS_NO.search(folded):
        del profile[asked]  # "no wait, I'm 43": no to what was understood
