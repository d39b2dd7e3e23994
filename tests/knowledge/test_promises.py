"""No text decides about a person, and while DESK is none no text says that somebody reads here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from knowledge.live import live_knowledge
from knowledge.settings import CONTENT

DECIDES = re.compile(
    r"vous (?:êtes|n'êtes pas) éligible|vous avez droit à|vous pouvez participer"
    r"|you (?:are|are not) eligible|you qualify|you are entitled|you can take part",
    re.IGNORECASE,
)
SOMEBODY_READS = re.compile(
    r"(?:quelqu'un|une personne|un conseiller|notre équipe|nous) (?:va|vous|allons) ?(?:vous)? ?"
    r"(?:lire|répond|rappel|contact)"
    r"|nous vous (?:rappel|répond|contact)|(?:somebody|someone|a person|our team|we) will"
    r" (?:read|answer|reply|call|contact|get back)",
    re.IGNORECASE,
)


def texts() -> Iterator[str]:
    content = live_knowledge().at_hand().content
    for unit in content.units.values():
        yield from (unit.text.fr, unit.text.en)
    for name in ("notices.yml", "privacy.yml", "safety/texts.yml", "profile.yml", "cautions.yml"):
        yield from _strings(yaml.safe_load((CONTENT / name).read_text(encoding="utf-8")))
    for programme in content.programmes.values():
        yield from _strings(programme.model_dump(mode="json"))


def _strings(held: object) -> Iterator[str]:
    if isinstance(held, str):
        yield held
    for one in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _strings(one)


def test_no_text_decides_about_a_person() -> None:
    every = list(texts())
    assert len(every) > 2000
    assert [text for text in every if DECIDES.search(text)] == []


def test_no_text_promises_a_person_in_this_chat() -> None:
    assert [text for text in texts() if SOMEBODY_READS.search(text)] == []


def test_what_is_forbidden_would_be_found() -> None:
    assert DECIDES.search("Bravo, vous êtes éligible !")
    assert SOMEBODY_READS.search("Somebody will call you tomorrow.")
    assert SOMEBODY_READS.search("Quelqu'un va vous répondre ici.")
