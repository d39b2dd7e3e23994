"""What the Rasa process is told by the supervisor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class DialogueSettings:
    """Where to listen, for whom, with which model."""

    bind: str
    port: int
    token: str
    model: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> DialogueSettings:
        """Read RASA_BIND, RASA_PORT, RASA_TOKEN and RASA_MODEL; ValueError says what is wrong."""
        bind = environ.get("RASA_BIND") or "127.0.0.1"
        token = environ.get("RASA_TOKEN", "")
        if len(token) < (1 if bind in LOOPBACK else 32) or not token.isascii():
            raise ValueError("RASA_TOKEN: needs 128 random bits, written as 32 hex digits")
        port = environ.get("RASA_PORT", "")
        if not port.isdecimal():
            raise ValueError("RASA_PORT: must be a port number")
        model = Path(environ.get("RASA_MODEL", ""))
        if not model.is_file():
            raise ValueError(f"RASA_MODEL: no model file at {model}; run `make train`")
        return cls(bind, int(port), token, model)
