"""What content files may say: one class a kind of entry."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from knowledge.basics import Bilingual, Citation, Country, Model, Names, Reviewed, Told
from knowledge.eligibility.models import Caution, Eligibility, ProfileField

PUBLISHED = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
Kind = Literal["answer", "question", "not_known", "out_of_scope", "handoff", "smalltalk"]


class Unit(Reviewed):
    """One answer: what was asked (`aspect` and keys) and what is said.

    `detail` narrows an aspect ("age" of "eligibility"); with aspect `any` it is the whole question.
    `tells_of` names the programme that the answer and then the talk are about; `leads_to` another
    one that "it" means afterwards: what followed.
    """

    id: str = Field(pattern=r"^[a-z0-9_.]+$")
    aspect: str = Field(pattern=r"^[a-z_]+$")
    programmes: list[str] = []
    country: str | None = None
    office: str | None = None
    person: str | None = None
    detail: str | None = None
    tells_of: str | None = None
    leads_to: str | None = None
    kind: Kind = "answer"
    text: Bilingual
    contacts: list[str] = []
    buttons: list[str] = []


class Named(Reviewed):
    """Something that people call by name."""

    id: str
    name: Bilingual
    aliases: Names = Names()


class Programme(Named):
    """A programme: whether it still runs, what followed, how one gets in."""

    acronym: str | None = None
    status: Literal["active", "ended", "unknown"]
    service: bool = False  # helps people on their way; nobody takes part with skills
    ended: str | None = None
    ended_about: Bilingual | None = None  # where sources give no one day, or no one answer
    summary: Bilingual
    successor: str | None = None
    first_phase: bool = False  # of two or more: "the second phase" is its successor
    assignments: dict[str, int] = {}  # how many, by country
    countries: list[str] = []  # from where, or to where, as published
    residence: list[str] = []  # where the people live whom it is for
    topics: list[str] = []  # entries of taxonomy.yml
    steps: list[Told] = []  # in order
    documents: list[Told] = []
    eligibility: Eligibility | None = None


class Office(Named):
    """An IOM office."""

    city: str | Bilingual
    country: str
    contacts: list[str] = []


class Person(Model):
    """Somebody named in a source."""

    name: str
    aliases: list[str] = []
    facts: list[str] = []


class Organisation(Model):
    """IOM itself, or a body that it works with or that people are sent to.

    `explained` says in a few words what it is, since many names are Dutch.
    """

    name: Bilingual
    explained: Bilingual
    contacts: list[str] = []
    facts: list[str] = []
    sources: list[str] = []


class Term(Model):
    """A word of the field: what it means, and other words for it (search knows them too).

    `written` is the day of the first glossary; what is written later gives its own.
    """

    name: Bilingual
    meaning: Bilingual | None = None
    synonyms: Names = Names()
    facts: list[str] = []
    sources: list[Citation] = []
    written: date = date(2026, 11, 27)


class Contact(Model):
    """A line, an address or a site; `current` false: history only, never a link."""

    kind: Literal["phone", "email", "web", "post"]
    value: str
    label: Bilingual
    current: bool
    hours: Bilingual | None = None
    cost: Bilingual | None = None
    country: str | None = None
    facts: list[str] = []
    sources: list[str] = []  # that an answer cites only because it names this contact
    called: str | None = None  # who called the number, and when; `python -m bot golive` asks


class Source(Model):
    """A publication; without a date of its own, `note` says so."""

    title: str
    publisher: str
    url: str | None = None
    published: str | None = Field(default=None, pattern=PUBLISHED)
    verified: None = None  # set by a named person of the operator only; nothing shipped is
    note: Bilingual | None = None
    language: Literal["fr", "en", "nl"] | None = None


class Sector(Model):
    """A field of work: words for it, and the professions that belong to it."""

    name: Bilingual
    words: Names = Names()
    professions: Names = Names()


class Topic(Model):
    """A heading under which programmes are filed."""

    name: Bilingual


class Aspect(Model):
    """What can be asked of a thing: its heading, and words that people ask it with (for search)."""

    name: Bilingual
    words: Names = Names()


class Button(Model):
    """A next step: its words, and the intent it stands for."""

    label: Bilingual
    intent: str
    entities: dict[str, str] = {}


class Content(Model):
    """One release of everything, as read from the files."""

    programmes: dict[str, Programme] = {}
    offices: dict[str, Office] = {}
    units: dict[str, Unit] = {}
    sources: dict[str, Source] = {}
    contacts: dict[str, Contact] = {}
    persons: dict[str, Person] = {}
    buttons: dict[str, Button] = {}
    countries: dict[str, Country] = {}
    sectors: dict[str, Sector] = {}
    details: dict[str, Names] = {}
    aspects: dict[str, Aspect] = {}
    taxonomy: dict[str, Topic] = {}
    glossary: dict[str, Term] = {}
    organisations: dict[str, Organisation] = {}
    profile: dict[str, ProfileField] = {}
    cautions: dict[str, Caution] = {}


# Fields of the content that are a folder with one entry a file, and those that are one file.
FOLDERS: dict[str, type[Model]] = {"programmes": Programme, "offices": Office}
REGISTERS: dict[str, type[Model]] = {
    "sources": Source,
    "contacts": Contact,
    "persons": Person,
    "buttons": Button,
    "countries": Country,
    "sectors": Sector,
    "details": Names,
    "aspects": Aspect,
    "taxonomy": Topic,
    "glossary": Term,
    "organisations": Organisation,
    "profile": ProfileField,
    "cautions": Caution,
}
