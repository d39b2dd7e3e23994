"""The published schemas of HSDS 3.0, read in place: ../shared, or where SHARED_DIR says."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.knowledge.test_content import SHARED

HSDS = SHARED / "hsds" / "schema"
Faults = Callable[[str, Any], list[str]]


def read(name: str) -> Any:
    """Return a schema; without it a test is left out, but never in CI."""
    path = HSDS / f"{name}.json"
    if not path.is_file():
        missing = f"{path} is missing; set SHARED_DIR"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator, FormatChecker

    formats = FormatChecker(("uuid", "email"))
    formats.checks("uri")(_is_uri)
    formats.checks("date-time", ValueError)(_is_moment)
    return Draft202012Validator(read(name), format_checker=formats)


def faults(name: str, record: Any) -> list[str]:
    """Return what is wrong with a record, and where."""
    found = _validator(name).iter_errors(record)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message}" for one in found]


def _is_uri(value: object) -> bool:
    split = urlsplit(str(value))
    return bool(split.scheme and split.netloc)


def _is_moment(value: object) -> bool:
    return "T" in str(value) and bool(datetime.fromisoformat(str(value).replace("Z", "+00:00")))
