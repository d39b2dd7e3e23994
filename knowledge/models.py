"""What content files may say. Unknown fields are refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
Kind = Literal["answer", "question", "not_known", "out_of_scope", "handoff", "smalltalk"]
State = Literal["sourced", "confirmed", "withdrawn"]
Volatility = Literal["historical", "stable", "volatile"]
# Months after which a text is told with a warning; None: it is told with its date for ever.
SHELF_LIFE: dict[str, int | None] = {"historical": None, "stable": 24, "volatile": 6}


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_trimmed), Field(min_length=1)]


class Model(BaseModel):
    """Base: frozen, and strict about what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Bilingual(Model):
    """The same thing in both languages."""

    fr: Words
    en: Words


class Citation(Model):
    """A source, and where in it."""

    id: str
    at: str | None = None


class Reviewed(Model):
    """What every served text carries about itself."""

    facts: list[str] = []
    sources: list[Citation] = []
    volatility: Volatility = "stable"
    written: date
    state: State = "sourced"


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


class Names(Model):
    """Other names people use, by language; `the` is the first one with its French article."""

    fr: list[str] = []
    en: list[str] = []
    the: str | None = None


class Named(Reviewed):
    """Something that people call by name."""

    id: str
    name: Bilingual
    aliases: Names = Names()


class Programme(Named):
    """A programme: whether it still runs, and what followed."""

    acronym: str | None = None
    status: Literal["active", "ended", "unknown"]
    service: bool = False  # helps people on their way; nobody takes part with skills
    ended: str | None = None
    summary: Bilingual
    successor: str | None = None
    first_phase: bool = False  # of two or more: "the second phase" is its successor
    assignments: dict[str, int] = {}  # how many, by country


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


class Source(Model):
    """A publication; without a date of its own, `note` says so."""

    title: str
    publisher: str
    url: str | None = None
    published: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    verified: None = None  # set by a named person of the operator only; nothing shipped is
    note: Bilingual | None = None
    language: Literal["fr", "en", "nl"] | None = None


class Button(Model):
    """A next step: its words, and the intent it stands for."""

    label: Bilingual
    intent: str
    entities: dict[str, str] = {}


class Content(Model):
    """One release of everything, as read from the files."""

    programmes: dict[str, Programme]
    offices: dict[str, Office]
    units: dict[str, Unit]
    sources: dict[str, Source]
    contacts: dict[str, Contact]
    persons: dict[str, Person]
    buttons: dict[str, Button]
    countries: dict[str, Names]
    details: dict[str, Names]
