"""Typed keys of what the desk's application carries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.desk.doing import Doing
from bot.desk.passwords import Passwords
from bot.desk.waits import Addresses
from bot.settings import Settings
from knowledge.database import Database

CANNED: web.AppKey[Mapping[str, Any]] = web.AppKey("canned", Mapping)  # ready-made replies
OFFICES: web.AppKey[Mapping[str, Any]] = web.AppKey("offices", Mapping)  # their towns
NAMES: web.AppKey[Mapping[str, Any]] = web.AppKey("names", Mapping)  # of programmes
TOPICS: web.AppKey[Mapping[str, Any]] = web.AppKey("topics", Mapping)  # intents, named
DOING: web.AppKey[Doing] = web.AppKey("doing", Doing)
DATABASE: web.AppKey[Database] = web.AppKey("database", Database)
SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
PASSWORDS: web.AppKey[Passwords] = web.AppKey("passwords", Passwords)
ADDRESSES: web.AppKey[Addresses] = web.AppKey("addresses", Addresses)
NOW: web.AppKey[Callable[[], datetime]] = web.AppKey("now", Callable)  # type: ignore[arg-type]
# Told the id of a conversation in which something was said, so that its streams send it.
HEARD: web.AppKey[Callable[[str], None]] = web.AppKey("heard", Callable)  # type: ignore[arg-type]
