"""The fixed texts: short, in both languages, with numbers that work."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class SafetyTexts:
    """Text and contacts of each category."""

    texts: dict[str, dict[str, Any]]
    contacts: dict[str, dict[str, Any]]

    @classmethod
    def load(cls, folder: Path) -> SafetyTexts:
        """Read texts.yml; KeyError at start when a text names a contact that is not there."""
        raw = yaml.safe_load((folder / "texts.yml").read_text(encoding="utf-8"))
        texts = cls(raw["texts"], raw["contacts"])
        for category in texts.texts:
            texts.reply(category)
        return texts

    def reply(self, category: str) -> dict[str, Any]:
        """Return the fixed reply of a category."""
        entry = self.texts[category]
        return {
            "kind": "safety",
            "text": {language: words.strip() for language, words in entry["text"].items()},
            "sources": [],
            "contacts": [self.contacts[key] for key in entry["contacts"]],
            "buttons": [],
            "category": category,
        }
