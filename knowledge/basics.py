"""What all entries are made of: both languages, citations, review. Unknown fields are refused."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
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


class Dates(Model):
    """A day for each language."""

    fr: date
    en: date


class States(Model):
    """A review state for each language."""

    fr: State
    en: State


def _for_both(value: Any) -> Any:
    """Let one value stand for both languages."""
    return value if isinstance(value, (dict, Model)) else {"fr": value, "en": value}


def _one_or_both(one: dict[str, Any]) -> WithJsonSchema:
    both = {
        "type": "object",
        "properties": {"fr": one, "en": one},
        "required": ["fr", "en"],
        "additionalProperties": False,
    }
    return WithJsonSchema({"anyOf": [one, both]})


Written = Annotated[
    Dates, BeforeValidator(_for_both), _one_or_both({"type": "string", "format": "date"})
]
Reviewing = Annotated[
    States, BeforeValidator(_for_both), _one_or_both({"enum": list(get_args(State))})
]


class Reviewed(Model):
    """What every served text carries about itself.

    `written` and `state` are of both languages, or given for each. A text that was changed in one
    language only has two dates, and is not served until the other language follows.
    `valid_from` and `valid_to` (both days included) bound the time in which it is told at all.
    """

    facts: list[str] = []
    sources: list[Citation] = []
    volatility: Volatility = "stable"
    written: Written
    state: Reviewing = States(fr="sourced", en="sourced")
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def servable(self) -> bool:
        """Tell whether both languages may be told and say the same."""
        withdrawn = "withdrawn" in (self.state.fr, self.state.en)
        return not withdrawn and self.written.fr == self.written.en


class Names(Model):
    """Other names people use, by language; `the` is the first one with its French article."""

    fr: list[str] = []
    en: list[str] = []
    the: str | None = None


class Country(Names):
    """What a country and its people are called, and its towns: their name means the country."""

    towns: list[str] = []
    also_words: list[str] = []  # towns that are other words, too


class Told(Model):
    """A step or a document: a few words, and where they are written."""

    text: Bilingual
    facts: list[str] = Field(min_length=1)
    sources: list[Citation] = Field(min_length=1)
