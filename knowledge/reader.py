"""YAML files to models; every fault of every file is told, not the first only."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.checks import faults_of
from knowledge.models import (
    Button,
    Contact,
    Content,
    Model,
    Names,
    Office,
    Person,
    Programme,
    Source,
    Unit,
)

M = TypeVar("M", bound=Model)


class KnowledgeError(Exception):
    """Something is wrong with the knowledge; the text says what, where and what to do."""


class ContentError(KnowledgeError):
    """Content files say what the models do not allow."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Reader:
    """Reads one folder and collects faults on the way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.answers_beside: dict[Path, Any] = {}

    def yaml(self, path: Path) -> Any:
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            self.faults.append(f"{path}: missing; add the file")
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            self.faults.append(f"{path}: not readable as YAML: {_short(error)}")
        return None

    def model(self, kind: type[M], raw: Any, where: str) -> M | None:
        try:
            return kind.model_validate(raw)
        except ValidationError as error:
            for fault in error.errors():
                field = ".".join(str(part) for part in fault["loc"])
                self.faults.append(f"{where}: {field}: {fault['msg']}")
        return None

    def mapping(self, name: str, kind: type[M]) -> dict[str, M]:
        """Read one file that maps ids to models."""
        path = self.folder / name
        raw = self.yaml(path)
        if raw is not None and not isinstance(raw, dict):
            self.faults.append(f"{path}: must map ids to entries")
            return {}
        found = {
            str(key): self.model(kind, value, f"{path}: {key}")
            for key, value in (raw or {}).items()
        }
        return {key: value for key, value in found.items() if value is not None}

    def folder_of(self, name: str, kind: type[M], key: Callable[[M], str]) -> dict[str, M]:
        """Read a folder with one model a file, named as its id."""
        found: dict[str, M] = {}
        for path in sorted((self.folder / name).glob("*.yml")):
            raw = self.yaml(path)
            if isinstance(raw, dict) and "answers" in raw:
                self.answers_beside[path] = raw.pop("answers")
            item = self.model(kind, raw, str(path))
            if item is not None and key(item) != path.stem:
                self.faults.append(f"{path}: id: is {key(item)!r}; name the file as the id")
            if item is not None:
                found[key(item)] = item
        return found

    def units(self) -> dict[str, Unit]:
        """Read all answers, those in a programme's own file too; ids are unique over all."""
        found: dict[str, Unit] = {}
        for path, raw in self._raw_units():
            unit = self.model(Unit, raw, f"{path}: {_label(raw)}")
            if unit is not None and unit.id in found:
                self.faults.append(f"{path}: {unit.id}: id used twice; choose another")
            elif unit is not None:
                found[unit.id] = unit
        return found

    def _raw_units(self) -> Iterator[tuple[Path, Any]]:
        for path, answers in self.answers_beside.items():
            for raw in self._list(path, answers):
                # In a programme's file it goes without saying what an answer is about.
                yield path, {"programmes": [path.stem], **raw} if isinstance(raw, dict) else raw
        for path in sorted((self.folder / "answers").glob("*.yml")):
            yield from ((path, raw) for raw in self._list(path, self.yaml(path)))

    def _list(self, path: Path, raw: Any) -> list[Any]:
        if raw is not None and not isinstance(raw, list):
            self.faults.append(f"{path}: answers must be a list, each beginning with '- id:'")
            return []
        return raw or []


def _label(raw: Any) -> str:
    return str(raw["id"]) if isinstance(raw, dict) and "id" in raw else "an answer without id"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:300]


def read_content(folder: Path) -> Content:
    """Read and check a content folder; raise ContentError with every fault found."""
    reader = _Reader(folder)
    content = Content(
        programmes=reader.folder_of("programmes", Programme, lambda item: item.id),
        offices=reader.folder_of("offices", Office, lambda item: item.id),
        units=reader.units(),
        sources=reader.mapping("sources.yml", Source),
        contacts=reader.mapping("contacts.yml", Contact),
        persons=reader.mapping("persons.yml", Person),
        buttons=reader.mapping("buttons.yml", Button),
        countries=reader.mapping("countries.yml", Names),
        details=reader.mapping("details.yml", Names),
    )
    faults = reader.faults or faults_of(content)
    if faults:
        raise ContentError(faults)
    return content


def digest_of(folder: Path) -> str:
    """Name a content folder by its bytes."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yml")):
        digest.update(
            path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0"
        )
    return digest.hexdigest()[:16]
