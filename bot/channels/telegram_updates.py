"""What a Telegram update says. Pure.

A message is known by bot, chat and number, since an edit names no more; the bot stands in it
because another bot counts anew. A press is known by its query's id, which its answer needs as
well. An edit and a block are known by their update, whose number is the same when it comes again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Address, Heard, HeardKind
from bot.channels.fields import identifier, moment, needed, optional
from bot.language import Language

PLACE = {"location", "venue"}
MEDIA = {"photo", "video", "document", "sticker", "animation", "poll", "contact", "story"}
MEDIA |= {"paid_media", "live_photo"}
KINDS: dict[HeardKind, set[str]] = {
    "text": {"text"},
    "location": PLACE,
    "voice": {"voice", "audio", "video_note"},
    "media": MEDIA,
}
# What an app or Telegram itself notes in a chat: nobody waits for an answer to it.
SERVICE = {"pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "gift"}
SERVICE |= {"chat_background_set", "connected_website", "web_app_data", "users_shared"}
SERVICE |= {"chat_shared", "boost_added", "successful_payment", "refunded_payment"}
SERVICE |= {"passport_data", "unique_gift", "video_chat_started", "video_chat_ended"}
# What follows /start belongs to the link that somebody came by.
MENU = re.compile(r"/(start|help)(@\w+)?|/start(@\w+)? [\w-]{1,64}", re.ASCII | re.IGNORECASE)
STOP = re.compile(r"/stop(@\w+)?", re.ASCII | re.IGNORECASE)
PRESS = "press."
LANGUAGES: dict[str, Language] = {"fr": "fr", "en": "en"}
Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Updates:
    """Reads the updates of one bot."""

    bot: str

    def heard(self, update: Fields) -> Heard | None:
        """Return what a person did; None: nothing that asks for an answer."""
        number = needed(update, "update_id", int)
        if (message := optional(update, "message", dict)) is not None:
            return self._message(message, "message.")
        if (message := optional(update, "edited_message", dict)) is not None:
            return self._edited(message, number)
        if (query := optional(update, "callback_query", dict)) is not None:
            return _press(query)
        if (change := optional(update, "my_chat_member", dict)) is not None:
            return _blocked(change, number)
        return None  # of a channel, a reaction, or something newer than this

    def message_id(self, message: Fields, where: str = "") -> str:
        """Return by which id a message is known here."""
        chat = needed(needed(message, "chat", dict, where), "id", int, f"{where}chat.")
        return f"{self.bot}.{chat}.{needed(message, 'message_id', int, where)}"

    def _message(self, message: Fields, where: str) -> Heard | None:
        person = _person(message, where)
        kind = _kind(message)
        if person is None or kind is None:
            return None
        writer = optional(message, "from", dict, where) or {}
        said = optional(message, "text", str, where) or ""
        caption = optional(message, "caption", str, where) or ""
        own_id = self.message_id(message, where)
        if kind == "media" and not caption and "media_group_id" in message:
            # Ten pictures sent together are one thing to answer.
            own_id = f"{self.bot}.{person}.album.{identifier(message, 'media_group_id', where)}"
        return Heard(
            Address(person),
            own_id,
            kind,
            _command(said) or said or caption,
            language=_language(writer, f"{where}from."),
            at=moment(message, "date", where),
        )

    def _edited(self, message: Fields, number: int) -> Heard | None:
        where = "edited_message."
        # A place that is shared live is "edited" at every step.
        held = self._message(message, where) if PLACE.isdisjoint(message) else None
        if held is None:
            return None
        return Heard(
            held.address,
            f"update.{number}",
            "edited",
            held.text,
            about=self.message_id(message, where),
            language=held.language,
            at=moment(message, "edit_date", where),
        )


def _press(query: Fields) -> Heard | None:
    where = "callback_query."
    own_id = PRESS + identifier(query, "id", where)
    message = optional(query, "message", dict, where)
    button = optional(query, "data", str, where)
    if message is None or button is None:  # of a game, or of a message of somebody else
        return None
    person = _person(message, f"{where}message.")
    if person is None:
        return None
    language = _language(needed(query, "from", dict, where), f"{where}from.")
    return Heard(Address(person), own_id, "button", button=button, language=language)


def _blocked(change: Fields, number: int) -> Heard | None:
    where = "my_chat_member."
    person = _person(change, where)
    member = needed(change, "new_chat_member", dict, where)
    status = needed(member, "status", str, f"{where}new_chat_member.")
    if person is None or status != "kicked":
        return None  # "member": they let us in again, and will write
    return Heard(Address(person), f"update.{number}", "blocked", at=moment(change, "date", where))


def _person(holder: Fields, where: str) -> str | None:
    """Return whose chat it is; None for groups and channels."""
    chat = needed(holder, "chat", dict, where)
    number = needed(chat, "id", int, f"{where}chat.")
    private = needed(chat, "type", str, f"{where}chat.") == "private"
    return str(number) if private else None


def _kind(message: Fields) -> HeardKind | None:
    names = message.keys()
    for kind, held in KINDS.items():
        if not held.isdisjoint(names):
            return kind
    return "unreadable" if SERVICE.isdisjoint(names) else None


def _command(text: str) -> str | None:
    """Return what a command of Telegram's stands for; other words behind a / are text."""
    said = text.strip()
    return "menu" if MENU.fullmatch(said) else "stop" if STOP.fullmatch(said) else None


def _language(writer: Fields, where: str) -> Language | None:
    tag = optional(writer, "language_code", str, where) or ""
    return LANGUAGES.get(tag.lower().partition("-")[0])
