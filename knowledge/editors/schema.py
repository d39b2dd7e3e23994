"""JSON Schema of content files, so that an editor completes and checks while one types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from knowledge.basics import Names
from knowledge.models import FOLDERS, REGISTERS, Unit

Schema = dict[str, Any]
# Files of the content folder, and the schema that each follows.
PLACES = {"programmes/*.yml": "programmes", "offices/*.yml": "offices", "answers/*.yml": "answers"}
PLACES |= {f"{name}.yml": name for name in REGISTERS}


def schemas() -> dict[str, Schema]:
    """Return the schema of each kind of file, by name."""
    made: dict[str, Schema] = {"answers": TypeAdapter(list[Unit]).json_schema()}
    for name, entry in FOLDERS.items():
        made[name] = _with_answers(entry.model_json_schema())
    for name, entry in REGISTERS.items():
        made[name] = TypeAdapter(dict[str, entry]).json_schema()  # type: ignore[valid-type]
    return {
        name: {"$schema": "http://json-schema.org/draft-07/schema#", **one}
        for name, one in made.items()
    }


def _with_answers(schema: Schema) -> Schema:
    """Return the schema of a file that is one entry, and may hold details and answers."""
    answers = TypeAdapter(list[Unit]).json_schema(ref_template="#/$defs/{model}")
    details = TypeAdapter(dict[str, Names]).json_schema()
    held = {"answers": {**answers, "$defs": {}}, "details": {**details, "$defs": {}}}
    definitions = {**schema.get("$defs", {}), **answers["$defs"], **details["$defs"]}
    return {**schema, "properties": {**schema["properties"], **held}, "$defs": definitions}


def write_schemas(folder: Path) -> None:
    """Write one file a schema."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=1, ensure_ascii=False)
        (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


def mapping(folder: Path, content: Path) -> str:
    """Return the setting by which VS Code's YAML extension, and others, find the schemas."""
    found = {
        (folder / f"{name}.json").as_uri(): str(content / place) for place, name in PLACES.items()
    }
    return json.dumps({"yaml.schemas": found}, indent=2)
