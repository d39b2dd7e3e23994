"""Words of the field that somebody asks the meaning of. Pure."""

from __future__ import annotations

import re

from knowledge.basics import LANGUAGES, Bilingual, Dates, Language
from knowledge.models import Content, Term, Unit
from knowledge.names import fold

# "what is X", "X, c'est quoi ?": the whole message asks what one thing means.
BEFORE = re.compile(
    r"\W*(?:(?:et )?(?:c'est quoi|ca veut dire quoi|que (?:veut dire|signifie|fait|font)"
    r"|a quoi (?:sert|servent)|definition d[eu']"
    r"|qu'est[- ]ce que c'est(?: que)?|qu'est[- ]ce qu(?:e|'))"
    r"|(?:and )?(?:what is|what's|whats|what are|what does|what do|define|(?:the )?meaning of))\b"
)
AFTER = re.compile(
    r"[\s,]*(?:(?:c'est quoi|ca veut dire quoi|qu'est[- ]ce que c'est)|\bmeans?|\bstand for|\bfor"
    r"|\bdo|\bveut dire|\bau juste|\bexactly|\bplease|\bpls|\bsvp|\bstp)?$"
)
LONGEST = 120  # characters; who asks for the meaning of a word writes no more
END = " \t\n.,;:?!…\"'“”«»()\u00a0\u202f"
QUOTES = " \"'“”«»\u00a0\u202f"
ARTICLE = re.compile(r"^\W*(?:(?:un|une|le|la|les|des|du|de|a|an|the)\b|l'|d')?\W*")
SHOWN: dict[Language, str] = {"fr": "« {name} » : {meaning}", "en": "“{name}”: {meaning}"}
NEXT = ["menu", "human"]  # buttons
PREFIX = "glossary."


def term_asked(text: str, content: Content) -> Unit | None:
    """Return the answer to a message that asks for the meaning of a word we know, and only that."""
    folded = fold(text.strip()).rstrip(END)
    if len(folded) > LONGEST:
        return None
    before = BEFORE.match(folded)
    after = AFTER.search(folded, before.end() if before else 0)
    if after is None or not (before or "quoi" in after.group() or "que c'est" in after.group()):
        return None
    asked = ARTICLE.sub("", folded[before.end() if before else 0 : after.start()]).strip(QUOTES)
    for key, term in content.glossary.items():
        if asked in {fold(getattr(term.name, language)) for language in LANGUAGES}:
            return term_unit(key, term)
    return None


def unit_called(key: str, content: Content) -> Unit | None:
    """Return an answer by its id, be it one of the glossary."""
    term = content.glossary.get(key.removeprefix(PREFIX)) if key.startswith(PREFIX) else None
    return term_unit(key.removeprefix(PREFIX), term) if term else content.units.get(key)


def term_unit(key: str, term: Term) -> Unit | None:
    """Return what a term means as an answer; None when no source says it."""
    if term.meaning is None or not term.sources:
        return None
    said = {
        language: SHOWN[language].format(
            name=getattr(term.name, language), meaning=_within(getattr(term.meaning, language))
        )
        for language in LANGUAGES
    }
    return Unit(
        id=f"{PREFIX}{key}",
        aspect="glossary",
        text=Bilingual(**said),
        facts=term.facts,
        sources=term.sources,
        buttons=NEXT,
        written=Dates(fr=term.written, en=term.written),
    )


def _within(meaning: str) -> str:
    """Return a sentence as it stands after a colon; letters of a name stay as they are."""
    first = meaning.split()[0]
    return meaning if first[1:2].isupper() or first == "«" else meaning[0].lower() + meaning[1:]
