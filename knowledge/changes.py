"""What differs between two releases. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.models import Content

Raw = Mapping[str, Mapping[str, Any]]  # kind of entry, id: the entry as JSON has it


@dataclass(frozen=True)
class Change:
    """An entry that came, went, or says something else; `fields` maps to before and after."""

    what: Literal["added", "changed", "removed"]
    kind: str
    key: str
    fields: Mapping[str, tuple[Any, Any]]

    def __str__(self) -> str:
        fields = f": {', '.join(self.fields)}" if self.what == "changed" else ""
        return f"{self.what} {self.kind} {self.key}{fields}"


def raw_of(content: Content) -> dict[str, dict[str, Any]]:
    """Return the entries of a content as JSON has them."""
    dumped: dict[str, dict[str, Any]] = content.model_dump(mode="json")
    return dumped


def changes(before: Raw, after: Raw) -> Iterator[Change]:
    """Yield what came, went and changed, in the order of kinds and ids."""
    for kind in sorted({*before, *after}):
        old, new = before.get(kind, {}), after.get(kind, {})
        for key in sorted({*old, *new}):
            if key not in old:
                yield Change("added", kind, key, {})
            elif key not in new:
                yield Change("removed", kind, key, {})
            elif old[key] != new[key]:
                yield Change("changed", kind, key, dict(_fields(old[key], new[key])))


def _fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in sorted({*old, *new}):
        mine, other = old.get(name), new.get(name)
        if mine == other:
            continue
        if isinstance(mine, dict) and isinstance(other, dict):
            yield from ((f"{name}.{part}", pair) for part, pair in _fields(mine, other))
        else:
            yield name, (mine, other)
