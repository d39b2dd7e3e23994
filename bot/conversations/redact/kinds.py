"""The kinds of what goes, and the marks that stand for them in both languages."""

from __future__ import annotations

import re

from bot.language import Language

KINDS = ("phone", "email", "document", "bank", "place", "name")
WORDS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "numéro retiré",
        "e-mail retiré",
        "pièce retirée",
        "compte retiré",
        "lieu retiré",
        "nom retiré",
    ),
    "en": (
        "number removed",
        "e-mail removed",
        "ID removed",
        "account removed",
        "place removed",
        "name removed",
    ),
}
SHORT = "[…]"  # where the words would make a tiny message more than twice as long

_MARK = re.compile("|".join(rf"\[{words}\]" for many in WORDS.values() for words in many))


def marks(language: Language) -> dict[str, str]:
    """Return what stands for each kind of thing that went."""
    return {kind: f"[{words}]" for kind, words in zip(KINDS, WORDS[language], strict=True)}


def without_marks(text: str) -> str:
    """Return a text in which what went is only an ellipsis: its mark asks for nothing."""
    return _MARK.sub("…", text)
