"""What is held of somebody on a platform, in words: the web has a file instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversations.notices import LANGUAGES, Notices
from bot.files import read_yaml

Both = dict[str, str]


@dataclass(frozen=True)
class Summary:
    """The words for fields, values and countries; read once."""

    fields: Mapping[str, Any]
    countries: Mapping[str, Any]
    words: Mapping[str, Both]

    @classmethod
    def load(cls, folder: Path, notices: Notices) -> Summary:
        """Read profile.yml and countries.yml."""
        fields, countries = (read_yaml(folder / f"{name}.yml") for name in ("profile", "countries"))
        return cls(fields, countries, notices.texts["words"])

    def of(self, held: Mapping[str, Any]) -> Both:
        """Return what an export holds beside what was said, in both languages."""
        return {language: self._told(held, language) for language in LANGUAGES}

    def _told(self, held: Mapping[str, Any], language: str) -> str:
        colon = "\u00a0: " if language == "fr" else ": "
        profile = (held["remembered"].get("profile") or {}).get("known") or {}
        parts = [
            f"{self.fields[name]['name'][language]}{colon}{self._value(name, value, language)}"
            for name, value in profile.items()
            if name in self.fields
        ]
        left = [one["contact"] for one in held["cases"] if one.get("contact")]
        several = {
            "cases": len(held["cases"]),
            "contact": ", ".join(left),
            "notes": " / ".join(one["text"] for one in held["notes"]),
            "judged": len(held["feedback"]),
        }
        for name, one in several.items():
            if one:
                parts.append(f"{self.words[name][language]}{colon}{one}")
        between = " ; " if language == "fr" else "; "
        return between.join(parts) if parts else self.words["nothing"][language]

    def _value(self, name: str, value: Any, language: str) -> str:
        if isinstance(value, list | tuple):
            return ", ".join(self._value(name, one, language) for one in value)
        if isinstance(value, bool):
            return self.words["met" if value else "not_met"][language]
        words = (self.fields[name].get("values") or {}).get(value)
        if words:
            return str(words[language])
        country = self.countries.get(value) if name in COUNTRIES else None
        return str(country[language][0] if country else value)


COUNTRIES = frozenset(
    ("nationality", "origin", "parents_origin", "residence_country", "destination_country")
)
