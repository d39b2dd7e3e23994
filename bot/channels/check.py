"""`python -m bot channels`: which platforms are set up, what is missing, a file to begin with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.channel_settings import MORE, NAMES, channel_from, file_of, merged
from bot.environ import SettingsError
from bot.files import read_yaml
from bot.settings import Settings

USAGE = "write `python -m bot channels check` or `python -m bot channels example`"
EXAMPLE = """\
# Platforms on which people may write. Save as $STATE_DIR/channels.env, readable by the service
# alone, or name the file in CHANNELS_FILE; `python -m bot channels check` says what is missing.
# What stands in the environment goes first. docs/channels says where each value is found.
PUBLIC_URL=https://chat.example.org
# Who writes is known by a hash under this key: never change it. Make it with: openssl rand -hex 32
CHANNEL_KEY=
"""
USES = {
    "VERIFY_TOKEN": "handshake uses the secret, which then stands in addresses: set it",
    "TEMPLATE": "after 24 hours nobody can be told that an answer waits: set it",
    "PHONE_ID": "messages to any number of the account are taken: set it if there are several",
    "PAGE_ID": "messages to any page of the app are taken: set it if there are several",
    "ACCOUNT": "the account is taken from what people send: set it to be sure",
}


class Point(NamedTuple):
    """Something to be settled; `stops`: the platform does not work before."""

    channel: str
    what: str
    stops: bool


def points(environ: Mapping[str, str]) -> Iterator[Point]:
    """Yield what is missing or unwise, platform by platform; SettingsError for a bad file."""
    held = merged(environ)
    settings = Settings.from_environ(
        {**held, **dict.fromkeys(_secrets(), ""), "CHANNELS_FILE": os.devnull}
    )
    texts = read_yaml(settings.content_dir / "channels.yml")["platform"]
    some = False
    for name in NAMES:
        try:
            found = channel_from(held, name)
        except SettingsError as error:
            yield Point(name, str(error), True)
            continue
        if found is None:
            continue
        some = True
        for what in MORE[name]:
            if not found.more[what]:
                yield Point(name, f"{name.upper()}_{what} is not set: {USES[what]}", False)
        if name == "twilio" and not found.public_url:
            told = "PUBLIC_URL is not set: signatures fail behind a proxy, no delivery is reported"
            yield Point(name, told, False)
        for language in ("fr", "en"):
            if not texts.get(name, {}).get(language):
                yield Point(name, f"channels.yml does not say what it sees ({language})", True)
    if some and not held.get("PUBLIC_URL"):
        yield Point("all", "PUBLIC_URL is not set: the welcome links to no privacy page", False)
    if some and not settings.channel_key and not settings.database_url.startswith("sqlite"):
        told = "CHANNEL_KEY is not set: each gateway would know people under its own key"
        yield Point("all", told, True)


def _secrets() -> list[str]:
    """Return the names that may stop everything, so that all of them are told at once."""
    ends = ("_TOKEN", "_SECRET", "_TOKEN_FILE", "_SECRET_FILE")
    return [f"{name.upper()}{end}" for name in NAMES for end in ends]


def main(arguments: list[str], environ: Mapping[str, str]) -> int:
    """Run what is asked for; return the exit code."""
    if arguments == ["example"]:
        print(EXAMPLE + "".join(_example(name) for name in NAMES), end="")
        return 0
    if arguments != ["check"]:
        print(USAGE, file=sys.stderr)
        return 2
    try:
        found = list(points(environ))
        held = merged(environ)
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 1
    stopped = {one.channel for one in found if one.stops}
    print(f"settings: the environment, and {file_of(environ) or 'no file'}")
    for name in NAMES:
        on = any(held.get(f"{name.upper()}_{what}") for what in ("TOKEN", "TOKEN_FILE"))
        where = f"{held.get('PUBLIC_URL', '').rstrip('/') or 'https://…'}/channels/{name}"
        state = "stopped" if name in stopped else "on" if on else "off"
        print(f"{name:10} {state:8} {where if state == 'on' else ''}".rstrip())
    for one in found:
        print(f"{'stops' if one.stops else 'note':6} {one.channel}: {one.what}")
    return 1 if stopped else 0


def _example(name: str) -> str:
    prefix = name.upper()
    base = (f"{prefix}_API_BASE=\n",) if name == "webhook" else ()
    more = (f"{prefix}_{what}=\n" for what in MORE[name])
    lines = (*base, f"{prefix}_TOKEN=\n", f"{prefix}_SECRET=\n", *more)
    return f"\n# docs/channels/{name}.md\n{''.join(lines)}"
