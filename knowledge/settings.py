"""Where the knowledge lives, read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class KnowledgeSettings:
    """The database and the content folder."""

    database_url: str
    content_dir: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> KnowledgeSettings:
        """Read DATABASE_URL (else SQLite in STATE_DIR) and CONTENT_DIR."""
        state = Path(environ.get("STATE_DIR") or "var").absolute()
        url = environ.get("DATABASE_URL") or f"sqlite:///{state / 'assistant.db'}"
        return cls(database_url=url, content_dir=Path(environ.get("CONTENT_DIR") or CONTENT))
