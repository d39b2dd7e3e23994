"""YAML files to models; every fault of every file is told, not the first only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from knowledge.basics import Model, Names
from knowledge.checks import problems_of
from knowledge.files import Document, Fault, Loc, read_yaml
from knowledge.models import FOLDERS, REGISTERS, Content, Unit

M = TypeVar("M", bound=Model)
ANSWERS = "answers"


class KnowledgeError(Exception):
    """Something is wrong with the knowledge; the text says what, where and what to do."""


class ContentError(KnowledgeError):
    """Content files say what the models do not allow."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


def files_of(folder: Path, pattern: str = "*.yml") -> list[Path]:
    """Return the files of a folder; what begins with a dot is a text editor's own."""
    return sorted(p for p in folder.glob(pattern) if p.name[0] != "." and p.is_file())


@dataclass(frozen=True)
class _Place:
    """Where an entry stands: a file, the way to it, and what to call it."""

    document: Document
    loc: Loc
    label: Loc

    def fault(self, field: Loc, problem: str) -> Fault:
        return self.document.fault((*self.loc, *field), problem, (*self.label, *field))


class _Reader:
    """Reads one folder; collects entries, their places, and faults on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.places: dict[tuple[str, str], _Place] = {}  # of whatever has an id, sound or not
        self.entries: dict[str, dict[str, Any]] = {}

    def read(self) -> None:
        """Read all files."""
        for field, kind in REGISTERS.items():
            document = self.open(self.folder / f"{field}.yml")
            for key, raw in self.mapping(document, document.data, ()):
                self.add(field, kind, raw, _Place(document, (key,), (key,)), str(key))
        for field, kind in FOLDERS.items():
            for path in files_of(self.folder / field):
                self.folder_entry(field, kind, self.open(path))
        for path in files_of(self.folder / ANSWERS):
            document = self.open(path)
            self.units(document, document.data, ())

    def open(self, path: Path) -> Document:
        document = read_yaml(path)
        self.faults += document.faults
        return document

    def mapping(self, document: Document, raw: Any, loc: Loc) -> Iterator[tuple[Any, Any]]:
        if isinstance(raw, dict):
            yield from raw.items()
        elif raw is not None:
            self.faults.append(document.fault(loc, "must map ids to entries"))

    def folder_entry(self, field: str, kind: type[Model], document: Document) -> None:
        """Read a file that is one entry, with the answers and details that belong to it."""
        raw, name = document.data, document.path.stem
        if not isinstance(raw, dict):
            if not document.faults:
                self.faults.append(document.fault((), "must begin with 'id:'"))
            return
        head = {key: value for key, value in raw.items() if key not in (ANSWERS, "details")}
        if head.get("id", name) != name:
            self.faults.append(
                document.fault(("id",), f"name the file {head['id']}.yml, or write id: {name}")
            )
        self.add(field, kind, head, _Place(document, (), ()), name)
        for key, words in self.mapping(document, raw.get("details"), ("details",)):
            place = _Place(document, ("details", key), ("details", key))
            self.add("details", Names, words, place, str(key))
        # In a programme's file it goes without saying what an answer is about.
        self.units(document, raw.get(ANSWERS), (ANSWERS,), {"programmes": [name]})

    def units(
        self, document: Document, raw: Any, loc: Loc, about: dict[str, Any] | None = None
    ) -> None:
        if raw is not None and not isinstance(raw, list):
            problem = "must be a list, each answer beginning with '- id:'"
            self.faults.append(document.fault(loc, problem))
            return
        for number, one in enumerate(raw or []):
            key = str(one.get("id")) if isinstance(one, dict) else f"answer {number + 1}"
            place = _Place(document, (*loc, number), (key,))
            whole = {**(about or {}), **one} if isinstance(one, dict) else one
            self.add("units", Unit, whole, place, key)

    def add(self, field: str, kind: type[Model], raw: Any, place: _Place, key: str) -> None:
        before = self.places.setdefault((field, key), place)
        if before is not place:
            where = f"{before.document.path.name}"
            self.faults.append(
                place.fault((), f"the id is used already, in {where}; choose another")
            )
            return
        try:
            self.entries.setdefault(field, {})[key] = kind.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                self.faults.append(place.fault(fault["loc"], _said(fault, kind)))


def _said(fault: Any, kind: type[Model]) -> str:
    """Say what pydantic found as an editor would want to read it."""
    if fault["type"] == "missing":
        return "is missing; add it"
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(str(fault["loc"][-1]), kind.model_fields, 1)
        return f"unknown field; did you mean {near[0]}?" if near else "unknown field; remove it"
    if fault["type"] in ("string_too_short", "too_short"):
        is_text = isinstance(fault.get("input"), str)
        return "is empty; write the text" if is_text else "is empty; add one at least"
    given = fault.get("input")
    told = f" (here: {given!r})" if isinstance(given, str | int | float | bool) else ""
    return f"{fault['msg']}{told}; correct it"


@dataclass(frozen=True)
class Survey:
    """What could be read of a folder, what is wrong with it, and the file of each entry."""

    content: Content
    faults: list[Fault]
    files: dict[tuple[str, str], Path]  # by field of the content and id


def survey(folder: Path, today: date | None = None) -> Survey:
    """Read and check a content folder, as far as that goes.

    With `today` a text written later than that is a fault.
    """
    reader = _Reader(folder)
    reader.read()
    content = Content.model_validate(reader.entries)
    ids: dict[str, set[str]] = {}
    for field, key in reader.places:
        ids.setdefault(field, set()).add(key)
    faults = [
        *reader.faults,
        *(reader.places[p.entry].fault(p.field, p.text) for p in problems_of(content, ids, today)),
    ]
    files = {entry: place.document.path for entry, place in reader.places.items()}
    return Survey(content, sorted(faults), files)


def read_content(folder: Path, today: date | None = None) -> Content:
    """Read and check a content folder; raise ContentError with every fault found."""
    found = survey(folder, today)
    if found.faults:
        raise ContentError(found.faults)
    return found.content


def digest_of(folder: Path) -> str:
    """Name a content folder by its bytes."""
    digest = hashlib.sha256()
    for path in files_of(folder, "**/*.yml"):
        digest.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    return digest.hexdigest()[:16]
