"""What HSDS 3.0 records are put together from: ids, lines, attributes, citations. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from knowledge.answers import Knowledge
from knowledge.basics import Bilingual, Citation, Language
from knowledge.eligibility.verdict import COLON
from knowledge.models import Contact
from knowledge.origin import in_full

Json = dict[str, Any]
# Never to be changed: partners keep the ids that come of it.
NAMESPACE = UUID("0e68a8d6-bd6f-4bb5-bb92-92491423b30f")
US, TAXONOMY = "iom", "topics"
SOURCES = Bilingual(fr="Sources", en="Sources")


def ident(*key: str) -> str:
    """Return the UUID that stands for an entry of ours, the same in every release."""
    return str(uuid5(NAMESPACE, "/".join(key)))


def filled(record: Mapping[str, Any]) -> Json:
    """Return a record without what is not known."""
    return {key: value for key, value in record.items() if value not in (None, "", [])}


ORGANIZATION = ident("organization", US)


def named(*cited: Iterable[Citation]) -> list[str]:
    """Return the ids of all sources that are cited."""
    return [one.id for several in cited for one in several]


@dataclass(frozen=True)
class Owner:
    """The record that a line or an attribute belongs to: its kind and its UUID."""

    kind: str
    id: str

    def part(self, kind: str, key: str, **more: Any) -> Json:
        """Return the beginning of a record that belongs to this one."""
        return {"id": ident(kind, self.id, key), f"{self.kind}_id": self.id, **more}

    def attribute(self, about: str, value: str | None, **more: Any) -> Json:
        """Return something said of this record for which HSDS has no field."""
        key = ident("attribute", self.id, about, value or more["taxonomy_term_id"])
        linked = {"id": key, "link_id": self.id, "link_type": about, "link_entity": self.kind}
        return filled({**linked, "value": value, **more})


@dataclass(frozen=True)
class Parts:
    """The small records, in one language of one release."""

    knowledge: Knowledge
    language: Language

    def told(self, text: Bilingual | str) -> str:
        """Return a text in the language of the answer."""
        return text if isinstance(text, str) else str(getattr(text, self.language))

    def labelled(self, label: Bilingual, text: str) -> str:
        """Return a text after what it is."""
        return f"{self.told(label)}{COLON[self.language]}{text}"

    def cited(self, text: str, ids: Iterable[str]) -> str:
        """Return a text with its sources below it, each with its date or that it has none.

        HSDS has no field for a source; what stands first may be cut out as the short text.
        """
        held = self.knowledge.content.sources
        lines = [self._source(key) for key in dict.fromkeys(ids) if key in held]
        if not text or not lines:
            return text
        return "\n".join([text, "", self.labelled(SOURCES, "").rstrip(), *lines])

    def _source(self, key: str) -> str:
        source = self.knowledge.content.sources[key]
        said = in_full(source, self.language)
        return f"{said}, {source.url}" if source.url else said

    def current(self, ids: Iterable[str]) -> Iterator[tuple[str, Contact]]:
        """Yield the lines that are good today, each once; history is for who asks for it."""
        for key in dict.fromkeys(ids):
            contact = self.knowledge.content.contacts.get(key)
            if contact is not None and contact.current:
                yield key, contact

    def phones(self, owner: Owner, ids: Iterable[str]) -> list[Json]:
        """Return the numbers to call."""
        return [
            owner.part("phone", key, number=one.value, type="voice", description=self._about(one))
            for key, one in self.current(ids)
            if one.kind == "phone"
        ]

    def contacts(self, owner: Owner, ids: Iterable[str]) -> list[Json]:
        """Return the addresses to write to; who reads there is no person with a name."""
        return [
            owner.part("contact", key, name=self.told(one.label), email=one.value)
            for key, one in self.current(ids)
            if one.kind == "email"
        ]

    def email(self, ids: Iterable[str]) -> str | None:
        """Return the first address to write to."""
        return next((one.value for _, one in self.current(ids) if one.kind == "email"), None)

    def website(self, ids: Iterable[str]) -> str | None:
        """Return the first site."""
        sites = (one.value for _, one in self.current(ids) if one.kind == "web")
        return next((f"https://{site}" for site in sites), None)

    def _about(self, contact: Contact) -> str:
        said = (contact.label, contact.hours, contact.cost)
        return ", ".join(self.told(one) for one in said if one is not None)

    def country(self, code: str) -> str:
        """Return the name of a country."""
        named = self.knowledge.content.countries.get(code)
        return str(getattr(named, self.language)[0]) if named else code

    def topic(self, key: str) -> Json:
        """Return a heading as a term of our taxonomy; its name is all that is said of it."""
        name = self.told(self.knowledge.content.taxonomy[key].name)
        named = {"code": key, "name": name, "description": name, "language": self.language}
        return {"id": ident("term", key), **named, "taxonomy_id": ident("taxonomy", TAXONOMY)}
