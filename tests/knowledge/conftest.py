"""What the tests of the knowledge share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.settings import CONTENT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the content that a test may spoil."""
    return shutil.copytree(CONTENT, tmp_path / "content")
