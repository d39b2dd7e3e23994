"""Where the knowledge lives, read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CONTENT = Path(__file__).parent / "content"


class SecretFileError(ValueError):
    """A file that should hold a secret cannot be read."""


def secret_in(environ: Mapping[str, str], name: str) -> str:
    """Return a secret from the environment, or from the file that NAME_FILE names."""
    file = environ.get(f"{name}_FILE")
    if environ.get(name) or not file:
        return environ.get(name) or ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        told = f"{name}_FILE: {file} cannot be read ({type(error).__name__}); correct it"
        raise SecretFileError(told) from None


@dataclass(frozen=True)
class KnowledgeSettings:
    """The database, the content folder, and where files of our own go."""

    database_url: str
    content_dir: Path
    state_dir: Path = Path("var")

    @property
    def vectors(self) -> Path:
        """Return the file in which the meanings of sentences are kept."""
        return self.state_dir / "vectors.npz"

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> KnowledgeSettings:
        """Read DATABASE_URL (else SQLite in STATE_DIR) and CONTENT_DIR."""
        state = Path(environ.get("STATE_DIR") or "var").absolute()
        url = secret_in(environ, "DATABASE_URL") or f"sqlite:///{state / 'assistant.db'}"
        content = Path(environ.get("CONTENT_DIR") or CONTENT)
        return cls(database_url=url, content_dir=content, state_dir=state)
