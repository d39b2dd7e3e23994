"""The environment of the gateway, its supervisor and the Rasa process, read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CONTENT = Path(__file__).resolve().parents[1] / "knowledge" / "content"


class SettingsError(ValueError):
    """A setting makes no sense; the text says which, and what to write."""


@dataclass(frozen=True)
class Settings:
    """What an operator may set; README lists all of it."""

    host: str
    port: int
    state_dir: Path
    database_url: str
    operator_name: str | None
    messages_per_minute: int
    conversations_per_minute: int
    rasa_url: str
    rasa_token: str
    content_dir: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read all settings; raise SettingsError for the first that makes no sense."""
        state = Path(environ.get("STATE_DIR") or "var").absolute()
        return cls(
            host=environ.get("HOST") or "127.0.0.1",
            port=_number(environ, "PORT", 8080, 65535),
            state_dir=state,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{state / 'assistant.db'}",
            operator_name=environ.get("OPERATOR_NAME") or None,
            messages_per_minute=_number(environ, "MESSAGES_PER_MINUTE", 20, 100_000),
            conversations_per_minute=_number(environ, "CONVERSATIONS_PER_MINUTE", 0, 100_000),
            rasa_url=environ.get("RASA_URL") or "http://127.0.0.1:5005",
            rasa_token=environ.get("RASA_TOKEN") or "",
            content_dir=Path(environ.get("CONTENT_DIR") or CONTENT),
        )


@dataclass(frozen=True)
class DialogueSettings:
    """Where to listen, for whom, with which model."""

    bind: str
    port: int
    token: str
    model: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> DialogueSettings:
        """Read RASA_BIND, RASA_PORT, RASA_TOKEN and RASA_MODEL, or raise SettingsError."""
        bind = environ.get("RASA_BIND") or "127.0.0.1"
        token = environ.get("RASA_TOKEN", "")
        if len(token) < (1 if bind in LOOPBACK else 32) or not token.isascii():
            raise SettingsError("RASA_TOKEN: needs 128 random bits, written as 32 hex digits")
        port = environ.get("RASA_PORT", "")
        if not port.isdecimal():
            raise SettingsError("RASA_PORT: must be a port number")
        model = Path(environ.get("RASA_MODEL", ""))
        if not model.is_file():
            raise SettingsError(f"RASA_MODEL: no model file at {model}; run `make train`")
        return cls(bind, int(port), token, model)


def _number(environ: Mapping[str, str], name: str, default: int, most: int) -> int:
    raw = environ.get(name) or str(default)
    if not (raw.isdecimal() and raw.isascii() and int(raw) <= most):
        raise SettingsError(f"{name}: {raw!r} is not a whole number from 0 to {most}; correct it")
    return int(raw)
