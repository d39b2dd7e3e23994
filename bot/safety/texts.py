"""The fixed texts: short, in both languages, with numbers that work and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.files import read_yaml
from bot.safety.words import plain_words

LANGUAGES = ("fr", "en")
BUTTONS = ("human",)
SENTENCES = ("emergency", "elsewhere")  # that texts share
SHOWN = ("kind", "value", "label", "current", "hours", "cost", "country")  # of a contact
CITED = ("title", "url", "published", "verified", "note")  # of a source
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class SafetyTexts:
    """Text and contacts of each category, as texts.yml has them."""

    held: Entry
    sources: Mapping[str, Entry]
    labels: Mapping[str, Entry]

    @classmethod
    def load(cls, folder: Path) -> SafetyTexts:
        """Read the texts; KeyError when one names a contact or a source that is not there."""
        texts = cls(
            read_yaml(folder / "texts.yml"),
            read_yaml(folder.parent / "sources.yml"),
            read_yaml(folder.parent / "buttons.yml"),
        )
        for category in texts.categories:
            texts.reply(category)
        return texts

    @property
    def categories(self) -> list[str]:
        """Return all categories that have a text."""
        return list(self.held["texts"])

    def reply(self, category: str, also: str | None = None, text: str = "") -> dict[str, Any]:
        """Return the fixed reply of a category.

        `also` is a second danger that was heard: the lines of its contacts are added, and those
        of the help that `text` asks for by name.
        """
        entry = self.held["texts"][category]
        told = list(entry["contacts"])
        more = [key for key in self._more(also, text) if key not in told]
        ids = [*told, *more]
        cited = dict.fromkeys(key for one in ids for key in self.held["contacts"][one]["sources"])
        return {
            "kind": "safety",
            "text": {one: self._text(category, more, one) for one in LANGUAGES},
            "sources": [{"id": key, **_some(self.sources[key], CITED)} for key in cited],
            "contacts": [_some(self.held["contacts"][key], SHOWN) for key in ids],
            "buttons": [{"id": key, "label": self.labels[key]["label"]} for key in BUTTONS],
            "category": category,
        }

    def words(self, category: str, language: str) -> str:
        """Return the fixed text alone, for a page that is no conversation."""
        words = str(self.held["texts"][category]["text"][language]).strip()
        for name in SENTENCES:
            words = words.replace(f"{{{name}}}", self.held[name][language])
        return words

    def _text(self, category: str, more: Sequence[str], language: str) -> str:
        words = self.words(category, language)
        lines = [self.held["contacts"][key]["line"][language] for key in more]
        return "\n".join([words, *lines, self.held["erase"][language]])

    def _more(self, also: str | None, text: str) -> Iterator[str]:
        if also is not None:
            yield from (key for key in self.held["texts"][also]["contacts"] if self._line(key))
        said = f" {' '.join(plain_words(text))} "
        for key, contact in self.held["contacts"].items():
            names = (" ".join(plain_words(name)) for name in contact["asked"])
            if self._line(key) and any(f" {name} " in said for name in names):
                yield key

    def _line(self, contact: str) -> Any:
        return self.held["contacts"][contact]["line"]


def _some(entry: Entry, fields: Sequence[str]) -> dict[str, Any]:
    return {field: entry.get(field) for field in fields}
