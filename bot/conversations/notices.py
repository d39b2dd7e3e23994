"""The few texts that need no Rasa: the welcome and the apology when it is away."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

NOBODY = {"fr": "ce service d'essai", "en": "this test service"}


@dataclass(frozen=True)
class Notices:
    """Read once from the content folder."""

    texts: dict[str, Any]
    buttons: dict[str, Any]
    operator: str | None

    @classmethod
    def load(cls, folder: Path, operator: str | None) -> Notices:
        """Read notices.yml and the labels of buttons.yml."""
        texts = yaml.safe_load((folder / "notices.yml").read_text(encoding="utf-8"))
        buttons = yaml.safe_load((folder / "buttons.yml").read_text(encoding="utf-8"))
        return cls(texts, buttons, operator)

    def reply(self, name: str, both: bool = False) -> dict[str, Any]:
        """Return a notice as a reply; `both` joins the languages for a person of unknown one."""
        notice = self.texts[name]
        text = {
            language: notice["text"][language].strip().replace("{operator}", self.by(language))
            for language in ("fr", "en")
        }
        if both:
            joined = f"{text['fr']}\n\n{text['en']}"
            text = {"fr": joined, "en": joined}
        shown = [
            {"id": key, "label": self.buttons[key]["label"]} for key in notice.get("buttons", [])
        ]
        return {"kind": "notice", "text": text, "sources": [], "contacts": [], "buttons": shown}

    def by(self, language: str) -> str:
        """Return who runs this."""
        return self.operator or NOBODY[language]
