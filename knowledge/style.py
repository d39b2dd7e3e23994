"""How a text reads: remarks for the editor, not faults. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.basics import LANGUAGES, Language
from knowledge.models import Content

LONGEST = 20  # words of a sentence that can be read aloud
ENDS = re.compile(r"(?<=[.!?…])\s+|\n| ?[:;] ")
# What it looks like, and what to do instead.
HABITS: dict[Language, dict[str, str]] = {
    "fr": {
        r"La Hague": "say La Haye",
        r"\b(tu|toi|ton|tes|te)\b": "say vous",
        r"\([es]\)|·": "find words that fit everybody",
        r"(?<!Safe)(?<=\w)[?!;]|[^\s\d/«]:(?!//)": "a blank before ? ! ; :",
        r"«\S|\S»": "a blank inside « »",
        r"\bbasée?s? sur\b|\bopportunité|\béligib|\bsupporter\b|\bdélivrer\b|\bimpacte": "a calque",
        r"(?i:\b(dans le cadre\b|au niveau d|en termes d|afin d|procéder à))": "office language",
    },
    "en": {
        r"\bprograms?\b|\borganizations?\b|\bcenters?\b|\blabor\b": "British spelling",
        r"(?i:\bin (the frame(work)?|terms) of\b|\b(prior|in order) to\b)": "office language",
        r" [?!;:]": "no blank before ? ! ; :",
    },
}


def remarks_of(content: Content) -> Iterator[str]:
    """Yield what a reader would stumble over, with the answer and the language."""
    for unit in content.units.values():
        for language in LANGUAGES:
            for remark in remarks(getattr(unit.text, language), language):
                yield f"{unit.id}.text.{language}: {remark}"


def remarks(text: str, language: Language) -> Iterator[str]:
    """Yield what a reader of one text would stumble over."""
    for sentence in ENDS.split(text):
        words = sum(any(c.isalnum() for c in word) for word in sentence.split())
        if words > LONGEST:
            yield f"{words} words in one sentence; make two: {sentence}"
    for habit, instead in HABITS[language].items():
        for found in re.finditer(habit, text):
            around = text[max(found.start() - 15, 0) : found.end() + 15].replace("\n", " ")
            yield f"{instead}: …{around}…"
