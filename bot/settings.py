"""The environment of the gateway, its supervisor and the Rasa process, read once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from bot.alert_settings import AlertSettings
from bot.channel_settings import ChannelSettings, channels_from, merged, public_url
from bot.environ import SettingsError as SettingsError
from bot.environ import number, secret
from bot.hours import Hours, HoursError

Network = IPv4Network | IPv6Network
LOOPBACK = ("127.0.0.1", "::1", "localhost")
# As browsers write it: no path, no "*", no "null"; plain http from this machine only.
ORIGIN = re.compile(
    r"(https://[a-z0-9-]+(\.[a-z0-9-]+)*|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?"
)
ADDRESS = re.compile(r"https?://[A-Za-z0-9.\[\]:_-]+")
DESKS = ("none", "hours", "always")
MOST_DAYS = 90  # for which a conversation may be kept
CONTENT = Path(__file__).resolve().parents[1] / "knowledge" / "content"


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
    retention_days: int
    desk: str  # whether people answer here: none, hours, always
    desk_hours: Hours | None  # unset: no time is told
    desk_port: int
    alerts: AlertSettings
    channels: Mapping[str, ChannelSettings]  # platforms, by name
    channel_key: str  # who writes from platforms is known by it; "": a file of STATE_DIR
    public_url: str  # where people and platforms reach us; "": not known
    chosen: frozenset[str]  # names of the settings that somebody has set
    rasa_urls: tuple[str, ...]
    rasa_token: str
    content_dir: Path
    safety_model: Path | None
    allowed_origins: frozenset[str]
    metrics_token: str
    proxies: tuple[Network, ...]  # who says by X-Forwarded-For who called

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read all settings; raise SettingsError for the first that makes no sense."""
        state = Path(environ.get("STATE_DIR") or "var").absolute()
        environ = merged(environ)
        return cls(
            host=environ.get("HOST") or "127.0.0.1",
            port=number(environ, "PORT", 8080, 65535),
            state_dir=state,
            database_url=secret(environ, "DATABASE_URL") or f"sqlite:///{state / 'assistant.db'}",
            operator_name=environ.get("OPERATOR_NAME") or None,
            messages_per_minute=number(environ, "MESSAGES_PER_MINUTE", 20, 100_000),
            conversations_per_minute=number(environ, "CONVERSATIONS_PER_MINUTE", 0, 100_000),
            retention_days=number(environ, "RETENTION_DAYS", 30, MOST_DAYS, least=1),
            desk=_desk(environ),
            desk_hours=_hours(environ),
            desk_port=number(environ, "DESK_PORT", 8081, 65535),
            alerts=AlertSettings.from_environ(environ),
            channels=channels_from(environ),
            channel_key=_channel_key(environ),
            public_url=public_url(environ),
            chosen=frozenset(name for name, value in environ.items() if value),
            rasa_urls=_urls(environ.get("RASA_URLS") or "http://127.0.0.1:5005"),
            # The first of several is the new one.
            rasa_token=next(iter(secret(environ, "RASA_TOKEN").split()), ""),
            content_dir=Path(environ.get("CONTENT_DIR") or CONTENT),
            safety_model=_file(environ, "SAFETY_MODEL"),
            allowed_origins=_origins(environ.get("ALLOWED_ORIGINS", "")),
            metrics_token=_metrics_token(environ),
            proxies=_networks(environ.get("TRUSTED_PROXIES", "")),
        )


@dataclass(frozen=True)
class DialogueSettings:
    """Where to listen, for whom, with which model."""

    bind: str
    port: int
    tokens: tuple[str, ...]  # any opens it, so that one can follow another
    model: Path

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> DialogueSettings:
        """Read RASA_BIND, RASA_PORT, RASA_TOKEN and RASA_MODEL, or raise SettingsError."""
        bind = environ.get("RASA_BIND") or "127.0.0.1"
        tokens = tuple(secret(environ, "RASA_TOKEN").split())
        shortest = min(map(len, tokens), default=0)
        if shortest < (1 if bind in LOOPBACK else 32) or not "".join(tokens).isascii():
            raise SettingsError("RASA_TOKEN: needs 128 random bits, written as 32 hex digits")
        port = environ.get("RASA_PORT", "")
        if not port.isdecimal():
            raise SettingsError("RASA_PORT: must be a port number")
        model = Path(environ.get("RASA_MODEL", ""))
        if not model.is_file():
            raise SettingsError(f"RASA_MODEL: no model file at {model}; run `make train`")
        return cls(bind, int(port), tokens, model)


def rasa_here(environ: Mapping[str, str]) -> tuple[str, str]:
    """Return port and token of the Rasa process of this environment."""
    tokens = secret(environ, "RASA_TOKEN").split()
    if not tokens or not environ.get("RASA_PORT"):
        raise SettingsError("RASA_PORT, RASA_TOKEN: set both, as for the Rasa process")
    return environ["RASA_PORT"], tokens[0]


def _metrics_token(environ: Mapping[str, str]) -> str:
    token = secret(environ, "METRICS_TOKEN")
    if token and (len(token) < 16 or not (token.isascii() and token.isprintable())):
        raise SettingsError("METRICS_TOKEN: needs 16 or more random characters, all ASCII")
    return token


def _channel_key(environ: Mapping[str, str]) -> str:
    key = secret(environ, "CHANNEL_KEY")
    if key and len(key) < 32:
        raise SettingsError("CHANNEL_KEY: needs 32 or more random characters")
    return key


def _desk(environ: Mapping[str, str]) -> str:
    desk = environ.get("DESK") or "none"
    if desk not in DESKS:
        raise SettingsError(f"DESK: {desk!r} is none of {', '.join(DESKS)}; correct it")
    return desk


def _hours(environ: Mapping[str, str]) -> Hours | None:
    try:
        told = environ.get("DESK_HOURS")
        return Hours.read(told, environ.get("DESK_ZONE") or "Europe/Amsterdam") if told else None
    except HoursError as error:
        raise SettingsError(f"DESK_HOURS, DESK_ZONE: {error}; correct it") from None


def _urls(raw: str) -> tuple[str, ...]:
    urls = tuple(one.strip().rstrip("/") for one in raw.split(",") if one.strip())
    for url in urls:
        if not ADDRESS.fullmatch(url):
            raise SettingsError(f"RASA_URLS: {url!r} is no address such as http://rasa:5005")
    return urls


def _networks(raw: str) -> tuple[Network, ...]:
    listed = [one.strip() for one in raw.split(",") if one.strip()]
    try:
        return tuple(map(ip_network, listed))
    except ValueError as error:
        told = f"TRUSTED_PROXIES: {error}; write 10.0.0.7 or 10.0.0.0/24, comma-separated"
        raise SettingsError(told) from None


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    path = Path(environ[name]) if environ.get(name) else None
    if path is not None and not path.is_file():
        raise SettingsError(f"{name}: no file at {path}; run `make train`")
    return path


def _origins(raw: str) -> frozenset[str]:
    listed = [one.strip() for one in raw.split(",") if one.strip()]
    for one in listed:
        if not ORIGIN.fullmatch(one):
            told = f"{one!r} is no origin such as https://aid.example; correct it"
            raise SettingsError(f"ALLOWED_ORIGINS: {told}")
    return frozenset(listed)
