"""YAML files: what they say, and on which line. What is wrong is a fault, not an exception."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LARGEST = 512 * 1024  # bytes; nobody can read more in one file
Loc = tuple[str | int, ...]
# libyaml's parser is ten times as quick; a Python built without it reads the same.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong, where, and what to do."""

    path: Path
    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        field = f"{self.field}: " if self.field else ""
        return f"{self.path}:{self.line}: {field}{self.problem}"


@dataclass(frozen=True)
class Document:
    """A file that could be read, or the faults that kept it from being read."""

    path: Path
    data: Any = None
    node: yaml.Node | None = None
    faults: tuple[Fault, ...] = ()

    def fault(self, loc: Loc, problem: str, label: Loc | None = None) -> Fault:
        """Return a fault at a place; `label` names the place where `loc` counts entries."""
        field = ".".join(str(part) for part in (loc if label is None else label))
        return Fault(self.path, self._line(loc), field, problem)

    def _line(self, loc: Loc) -> int:
        """Return the line of the innermost part of `loc` that the file has."""
        node, line = self.node, 1
        for part in loc:
            found = _child(node, part)
            if found is None:
                break
            key, node = found
            line = key.start_mark.line + 1
        return line


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        # What comes in by a merge stands first, and the file's own after it.
        own = reversed(node.value)
        return next(((key, value) for key, value in own if key.value == str(part)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    return None


def read_yaml(path: Path) -> Document:
    """Read one file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        why = "missing; add the file" if isinstance(error, FileNotFoundError) else str(error)
        return _unread(path, 1, why)
    if len(raw) > LARGEST:
        return _unread(path, 1, f"over {LARGEST // 1024} KiB; split it by topic")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _unread(path, line, "not UTF-8; save the file with that encoding")
    return parsed(path, text)


def parsed(path: Path, text: str) -> Document:
    """Return what a file with this text says."""
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return Document(path)
        faults = tuple(Fault(path, line, "", problem) for line, problem in _unclear(node, set()))
        if faults:
            return Document(path, faults=faults)
        return Document(path, loader.construct_document(node), node)
    except (yaml.YAMLError, ValueError) as error:  # ValueError: 2026-02-31
        mark = getattr(error, "problem_mark", None)
        line = mark.line if mark else 0
        told = "".join(text.splitlines()[line : line + 1])
        return _unread(path, line + 1, _explained(error, told))
    finally:
        loader.dispose()


def _unread(path: Path, line: int, problem: str) -> Document:
    return Document(path, faults=(Fault(path, line, "", problem),))


def _explained(error: Exception, line: str) -> str:
    problem = getattr(error, "problem", None) or " ".join(str(error).split())[:200]
    if line.lstrip(" ").startswith("\t"):
        return "a tab; indent with spaces"
    return f"not readable as YAML: {problem}; correct the indentation, quotes or brackets"


def _unclear(node: yaml.Node, seen: set[int]) -> Iterator[tuple[int, str]]:
    """Yield what YAML allows and readers trip over: keys given twice."""
    if id(node) in seen:  # an anchor that is used again
        return
    seen.add(id(node))
    line = node.start_mark.line + 1
    children: Sequence[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        counted = Counter(key.value for key, _ in node.value if isinstance(key.value, str))
        twice = [key for key, times in counted.items() if times > 1]
        yield from ((line, f"{key!r} is given twice; keep one") for key in twice)
        children = [value for _, value in node.value]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    for child in children:
        yield from _unclear(child, seen)
