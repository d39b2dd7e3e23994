"""What a page to forward says about a programme, an office, or all of them. Pure.

The texts are those with which the chat answers the plain question of each kind, so that a page and
the chat never say two things.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.web.cited import Cited, cited_by
from bot.web.templating import templates, typeset
from knowledge.answers import Knowledge, Question
from knowledge.basics import LANGUAGES, Bilingual, Language
from knowledge.eligibility.verdict import opening
from knowledge.export import data
from knowledge.export.schema_org import list_ld, office_ld, one_line, programme_ld
from knowledge.models import Office, Programme, Unit
from knowledge.reply import OLD, contacts

Given = dict[str, Any]
GENERAL = "nl_general"  # the line that is right for everything
DESCRIPTION = 160


@dataclass(frozen=True)
class Leaflet:
    """What is told, for whom, on which day, by whom."""

    knowledge: Knowledge
    language: Language
    today: date
    publisher: str

    def programme(self, found: Programme, most: int) -> Given:
        """Return a programme's page with the first `most` facts."""
        cited, language = Cited(self.knowledge), self.language
        units = self._units(found)
        summary = self._in(found.summary)
        refs = cited.numbers(one.id for one in found.sources)
        answers = [unit for unit in units if unit.kind == "answer"][:most]
        facts = [self._fact(unit, cited) for unit in answers]
        listed = {
            key: {
                "texts": [self._in(one.text) for one in told],
                "refs": cited.numbers(cited_by(told)),
            }
            for key, told in (("steps", found.steps), ("documents", found.documents))
            if told
        }
        unknown = [self._in(unit.text) for unit in units if unit.kind == "not_known"][:most]
        path = f"/{language}/programmes/{found.id}"
        return {
            **self._linked(f"programmes/{found.id}", self._in(found.name), summary),
            "id": found.id,
            "opening": self._opening(found),
            "summary": {"text": summary, "refs": refs},
            "facts": facts,
            "told": listed,
            "unknown": list(dict.fromkeys(unknown)),
            "next": self._followed(found),
            "contacts": self._contacts(self._called(found, units)),
            "data": programme_ld(found, path, language, self.knowledge, self.publisher),
            **self._made([found.written.fr, *(unit.written.fr for unit in units)]),
            **cited.given(language),  # last: by now all numbers are given
        }

    def office(self, found: Office) -> Given:
        """Return an office's page."""
        cited, language = Cited(self.knowledge), self.language
        units = [
            unit
            for unit in self.knowledge.content.units.values()
            if unit.office == found.id and _told_plainly(unit) and unit.kind == "answer"
        ]
        facts = [self._fact(unit, cited) for unit in units]
        cited.numbers(one.id for one in found.sources)
        city = found.city if isinstance(found.city, str) else self._in(found.city)
        country = self.knowledge.content.countries.get(found.country)
        named = getattr(country, language)[0] if country else found.country
        path = f"/{language}/offices/{found.id}"
        return {
            **self._linked(f"offices/{found.id}", self._in(found.name), f"{city}, {named}"),
            "place": f"{city}, {named}",
            "facts": facts,
            "contacts": self._contacts(found.contacts),
            "data": office_ld(found, path, language, self.knowledge, self.publisher),
            **self._made([found.written.fr, *(unit.written.fr for unit in units)]),
            **cited.given(language),
        }

    def all(self) -> Given:
        """Return the list of programmes by their state, and of offices."""
        content, language = self.knowledge.content, self.language
        words = templates().words
        named = sorted((self._in(one.name), one) for one in content.programmes.values())
        groups: dict[str, list[Given]] = {state: [] for state in data.OPENNESS.values()}
        for name, one in named:
            groups[data.OPENNESS[one.status]].append({"id": one.id, "name": name})
        entries = [(name, f"/{language}/programmes/{one.id}") for name, one in named]
        intro = words["programmes_intro"][language]
        return {
            **self._linked("programmes", words["programmes"][language], intro),
            "groups": groups,
            "offices": [{"id": o.id, "name": self._in(o.name)} for o in content.offices.values()],
            "data": list_ld(entries, f"/{language}/programmes", language),
            **self._made([one.written.fr for one in content.programmes.values()]),
        }

    def _in(self, text: Bilingual) -> str:
        return str(getattr(text, self.language))

    def _opening(self, found: Programme) -> str:
        """Say whether it still exists, as the chat does; its name stands above already."""
        said = opening(found, self.language).removeprefix(self._in(found.name)).lstrip(" :")
        return said[:1].upper() + said[1:]

    def _units(self, found: Programme) -> list[Unit]:
        """Return what answers the plain question of each kind, each text once."""
        told: dict[str, Unit] = {}
        for aspect in templates().words["aspects"]:
            if aspect == "apply" and found.steps:
                continue  # the steps say it
            if aspect == "assignment_length" and found.service:
                continue  # a journey is no assignment
            unit = self.knowledge.answer(Question(aspect, found.id))
            if unit and found.id in unit.programmes and _told_plainly(unit):
                told.setdefault(unit.text.fr, unit)
        return list(told.values())

    def _fact(self, unit: Unit, cited: Cited) -> Given:
        old = self.knowledge.stale(unit, self.today)
        return {
            "about": unit.aspect,
            "text": self._in(unit.text),
            "old": self._in(OLD) if old else None,
            "refs": cited.numbers(one.id for one in unit.sources),
        }

    def _followed(self, found: Programme) -> Mapping[str, str] | None:
        after = self.knowledge.content.programmes.get(found.successor or "")
        return {"id": after.id, "name": self._in(after.name)} if after else None

    def _called(self, found: Programme, units: Iterable[Unit]) -> Iterator[str]:
        named = self.knowledge.answer(Question("contact_programme", found.id))
        yield from named.contacts if named and found.id in named.programmes else ()
        for unit in units:
            yield from unit.contacts
        yield GENERAL

    def _contacts(self, ids: Iterable[str]) -> list[Given]:
        held = contacts(self.knowledge, dict.fromkeys(ids))
        # Somebody's number of 2008 is told to who asks for it, not to everybody.
        now = [one for one in held if one["current"]]
        return [data.in_language(one, self.language) for one in now]

    def _linked(self, where: str, title: str, description: str) -> Given:
        first = typeset(one_line(description), self.language)
        short = first if len(first) <= DESCRIPTION else first[:DESCRIPTION].rsplit(" ", 1)[0] + "…"
        twin = next(one for one in LANGUAGES if one != self.language)
        return {
            "title": typeset(title, self.language),
            "description": short,
            "path": f"/{self.language}/{where}",
            "twin": f"/{twin}/{where}",
        }

    def _made(self, written: Iterable[date]) -> Given:
        loaded = self.knowledge.loaded_at
        # Content that was never loaded has no day but that of its newest text.
        made = str(loaded.date() if loaded else max(written))
        return {"made": made, "current": self.knowledge.current}


def _told_plainly(unit: Unit) -> bool:
    # A text with a gap is filled by a question; without one it says nothing.
    return unit.servable and "{" not in unit.text.fr
