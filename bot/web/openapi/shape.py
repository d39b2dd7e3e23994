"""What goes in and out, as JSON Schema 2020-12; what people read stands in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.basics import Language

Json = dict[str, Any]
Names = tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """A text for people, in both languages."""

    fr: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, eq=False)
class Named:
    """A schema that stands once, among the components; two of one name must be the same object."""

    name: str
    schema: Mapping[str, Any]


Shape = Mapping[str, Any] | Named


def text(about: Said, example: str, **more: Any) -> Json:
    """Return a string."""
    return {"type": "string", "description": about, "examples": [example], **more}


def one_of(about: Said, values: tuple[str, ...], **more: Any) -> Json:
    """Return one of several strings."""
    return text(about, values[0], enum=list(values), **more)


def number(about: Said, example: float, kind: str = "integer", **more: Any) -> Json:
    """Return a number; an integer unless `kind` is another."""
    return {"type": kind, "description": about, "examples": [example], **more}


def flag(about: Said, example: bool) -> Json:
    """Return true or false."""
    return {"type": "boolean", "description": about, "examples": [example]}


def words(about: Said, fr: str, en: str) -> Json:
    """Return a text that is in both languages, or in the one that `lang` asks for."""
    return {"anyOf": [BOTH, {"type": "string"}], "description": about, "examples": [_both(fr, en)]}


def listed(about: Said, of: Shape, **more: Any) -> Json:
    """Return a list of one kind of thing."""
    return {"type": "array", "description": about, "items": of, **more}


def thing(name: str, about: Said, fields: Mapping[str, Shape], maybe: Names = ()) -> Named:
    """Return an object of an answer; `maybe`: fields that can be missing.

    Later versions may add fields, so it is open.
    """
    needed = [one for one in fields if one not in maybe]
    told = {"type": "object", "description": about, "properties": fields, "required": needed}
    return Named(name, told)


def body(
    name: str, about: Said, fields: Mapping[str, Shape], needed: Names = (), **more: Any
) -> Named:
    """Return the object of a request: a field that is not in it is refused."""
    told: Json = {"type": "object", "description": about, "properties": fields}
    return Named(name, {**told, "required": list(needed), "additionalProperties": False, **more})


def or_null(shape: Shape, example: Any = ...) -> Json:
    """Return what can be null as well; `example` when another one is better."""
    shown = {} if example is ... else {"examples": [example]}
    if isinstance(shape, Mapping) and isinstance(shape.get("type"), str) and "enum" not in shape:
        return {**shape, "type": [shape["type"], "null"], **shown}
    return {"anyOf": [shape, {"type": "null"}], **shown}


def example_of(shape: Shape) -> Any:
    """Put an example together from those of the parts, so that it cannot part from the schema."""
    schema = shape.schema if isinstance(shape, Named) else shape
    if "examples" in schema:
        return schema["examples"][0]
    if "anyOf" in schema and "type" not in schema:
        return example_of(schema["anyOf"][0])
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "array":
        return [example_of(schema["items"])]
    if kind == "object":
        return {key: example_of(one) for key, one in schema.get("properties", {}).items()}
    raise ValueError(f"a {kind} without an example: {schema}")


def _both(fr: str, en: str) -> dict[str, str]:
    return {"fr": fr, "en": en}


BOTH = Named(
    "Bilingual",
    {
        "type": "object",
        "description": Said(
            "Le même texte en français et en anglais.", "The same text in French and English."
        ),
        "properties": {"fr": {"type": "string"}, "en": {"type": "string"}},
        "required": ["fr", "en"],
        "examples": [_both("Bonjour", "Hello")],
    },
)
