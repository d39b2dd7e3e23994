"""The few texts that need no Rasa: the welcome, the apology, and what is said about one's data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.files import read_yaml
from bot.hours import Hours

NOBODY = {"fr": "ce service d'essai", "en": "this test service"}
CITED = ("title", "url", "published", "verified", "note")
LANGUAGES = ("fr", "en")


@dataclass(frozen=True)
class Notices:
    """Read once from the content folder."""

    texts: dict[str, Any]
    buttons: dict[str, Any]
    sources: dict[str, Any]
    operator: str | None
    desk: str = "none"
    hours: Hours | None = None

    @classmethod
    def load(
        cls, folder: Path, operator: str | None, desk: str = "none", hours: Hours | None = None
    ) -> Notices:
        """Read notices.yml and channels.yml, the labels of buttons.yml and the sources.

        `desk`, `hours`: whether people answer here, and when.
        """
        names = ("notices", "channels", "buttons", "sources")
        texts, channels, buttons, sources = (read_yaml(folder / f"{name}.yml") for name in names)
        return cls({**texts, **channels}, buttons, sources, operator, desk, hours)

    @property
    def people(self) -> bool:
        """Tell whether people answer here."""
        return self.desk != "none"

    def handed(self, reply: dict[str, Any]) -> dict[str, Any]:
        """Return a hand-off with what may be promised here: nobody, some hours, or any time."""
        unset = self.desk == "hours" and self.hours is None
        times = {one: self.hours.said(one) if self.hours else "" for one in LANGUAGES}
        line = self.reply(f"desk_{self.desk}{'_unset' if unset else ''}", hours=times)["text"]
        text = {one: f"{reply['text'][one]}\n{line[one]}" for one in LANGUAGES}
        return {**reply, "text": text}

    def reply(self, name: str, both: bool = False, **filled: dict[str, str]) -> dict[str, Any]:
        """Return a notice as a reply; `both` joins the languages for a person of unknown one.

        `filled` has words by language for gaps of the text.
        """
        notice = self.texts[name]
        gaps = {"operator": {one: self.by(one) for one in LANGUAGES}, **filled}
        text = {one: _filled(notice["text"][one].strip(), gaps, one) for one in LANGUAGES}
        if both:
            joined = f"{text['fr']}\n\n{text['en']}"
            text = {"fr": joined, "en": joined}
        return {
            "kind": notice.get("kind", "notice"),
            "text": text,
            "sources": [
                {"id": key, **{field: self.sources[key].get(field) for field in CITED}}
                for key in notice.get("sources", [])
            ],
            "contacts": [],
            "buttons": [
                {"id": key, "label": self.buttons[key]["label"]}
                for key in notice.get("buttons", [])
            ],
        }

    def removed(self, kinds: Sequence[str]) -> dict[str, Any]:
        """Return the notice that something a person typed was not needed, and is not kept."""
        words = self.texts["removed"]
        told = {
            one: words["and"][one].join(dict.fromkeys(words[kind][one] for kind in kinds))
            for one in LANGUAGES
        }
        return self.reply("not_needed", removed=told)

    def by(self, language: str) -> str:
        """Return who runs this."""
        return self.operator or NOBODY[language]


def _filled(text: str, gaps: dict[str, dict[str, str]], language: str) -> str:
    for name, words in gaps.items():
        text = text.replace(f"{{{name}}}", words[language])
    return text
