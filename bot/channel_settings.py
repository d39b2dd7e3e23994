"""Which platforms people may write on, and with which tokens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.environ import SettingsError, secret

ADDRESS = re.compile(
    r"(https://[^\s?#]+|http://(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?[^\s?#]*)"
)
GRAPH = "https://graph.facebook.com/v23.0"
BASES = {
    "whatsapp": GRAPH,
    "telegram": "https://api.telegram.org",
    "messenger": GRAPH,
    "twilio": "https://api.twilio.com",
    "webhook": "",
}
NAMES = tuple(BASES)
# What a channel may have besides; docs/channels says what each is.
MORE = {
    "whatsapp": ("VERIFY_TOKEN", "PHONE_ID", "TEMPLATE"),
    "telegram": (),
    "messenger": ("VERIFY_TOKEN", "PAGE_ID"),
    "twilio": ("ACCOUNT",),
    "webhook": (),
}
SHORTEST = 8


@dataclass(frozen=True)
class ChannelSettings:
    """One platform: where it is called, with which token, and what signs what it sends."""

    name: str
    api_base: str
    token: str
    secret: str
    public_url: str = ""  # under which the platform reaches us; "": as it called
    more: Mapping[str, str] = field(default_factory=dict)


def channels_from(environ: Mapping[str, str]) -> dict[str, ChannelSettings]:
    """Return the platforms that are set up; SettingsError for one that is half set up."""
    found = (channel_from(environ, name) for name in NAMES)
    return {one.name: one for one in found if one}


def merged(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment with what the file of channels adds; SettingsError for a bad line."""
    path = file_of(environ)
    if path is None:
        return environ
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"CHANNELS_FILE: {path} cannot be read: {error}") from None
    told: dict[str, str] = {}
    for number, line in enumerate(map(str.strip, lines), 1):
        name, sign, value = line.partition("=")
        if not line or line.startswith("#"):
            continue
        if not sign or not _is_ours(name.strip()):
            raise SettingsError(f"{path}, line {number}: no setting of a channel; correct it")
        told[name.strip()] = value.strip()
    return {**told, **{name: value for name, value in environ.items() if value}}


def file_of(environ: Mapping[str, str]) -> Path | None:
    """Return the file of channels: as named, or the one in the state folder if it is there."""
    if named := environ.get("CHANNELS_FILE"):
        return Path(named)
    path = Path(environ.get("STATE_DIR") or "var") / "channels.env"
    return path if path.is_file() else None


def _is_ours(name: str) -> bool:
    bare = name.removesuffix("_FILE")
    ours = {
        f"{one.upper()}_{what}"
        for one in NAMES
        for what in ("API_BASE", "TOKEN", "SECRET", *MORE[one])
    }
    return bare in ours | {"CHANNEL_KEY", "PUBLIC_URL"}


def channel_from(environ: Mapping[str, str], name: str) -> ChannelSettings | None:
    """Return one platform, if it is set up; SettingsError when it is so by half."""
    prefix = name.upper()
    token, signs = (secret(environ, f"{prefix}_{what}") for what in ("TOKEN", "SECRET"))
    base = (environ.get(f"{prefix}_API_BASE") or BASES[name]).rstrip("/")
    if not token and not signs:
        return None
    missing = [what for what, held in (("TOKEN", token), ("SECRET", signs)) if not held]
    if missing:
        raise SettingsError(f"{prefix}_{missing[0]}: needed as well; docs/channels/{name}.md")
    if not ADDRESS.fullmatch(base):
        told = f"{base!r} is no https address" if base else "needed as well: where answers go"
        raise SettingsError(f"{prefix}_API_BASE: {told}; correct it")
    if len(signs) < SHORTEST or not signs.isascii() or not token.isascii():
        told = f"needs {SHORTEST} or more characters, all ASCII"
        raise SettingsError(f"{prefix}_SECRET, {prefix}_TOKEN: {told}")
    more = {what: secret(environ, f"{prefix}_{what}") for what in MORE[name]}
    return ChannelSettings(name, base, token, signs, public_url(environ), more)


def public_url(environ: Mapping[str, str]) -> str:
    """Return where people and platforms reach us, without a slash at its end; "": not told."""
    url = (environ.get("PUBLIC_URL") or "").rstrip("/")
    if url and not ADDRESS.fullmatch(url):
        raise SettingsError(f"PUBLIC_URL: {url!r} is no https address; correct it")
    return url
