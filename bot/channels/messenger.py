"""Messenger, by Meta's Send API. Pure; docs/channels/messenger.md says how to set it up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from bot.channels.base import Address, BadPayload, Call, Heard, HeardKind, Option, Part, Status
from bot.channels.meta import (
    DIGITS,
    OWN_ID,
    Found,
    Json,
    Meta,
    each,
    inside,
    moment,
    needed,
    objects,
    words,
)
from bot.channels.meta_errors import whole
from bot.language import Language

QUICK_REPLIES, TITLE, PAYLOAD = 13, 20, 1000
KINDS: dict[str, HeardKind] = {
    "image": "media",
    "video": "media",
    "file": "media",
    "reel": "media",
    "audio": "voice",
    "location": "location",
}
# The thumb beside the text field, in three sizes: people say "yes" with it.
THUMBS = frozenset({369239263222822, 369239343222814, 369239383222810})
START = "menu"  # what docs/channels/messenger.md has entered for "Get Started"


class Messenger(Meta):
    """Messenger, for one page of ours or several of one app."""

    name: ClassVar[str] = "messenger"
    subject: ClassVar[str] = "page"
    longest: ClassVar[int] = 2000
    longest_with_options: ClassVar[int] = 2000

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be quick replies, with whole labels; else they are numbered."""
        labels, ids = {one.label for one in options}, {one.id for one in options}
        fit = all(one.label.strip() and len(one.label) <= TITLE for one in options)
        held = all(0 < len(one.id) <= PAYLOAD for one in options)
        distinct = len(labels) == len(ids) == len(options)
        return fit and held and distinct and 1 <= len(options) <= QUICK_REPLIES

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part."""
        message: dict[str, Any] = {"text": part.text}
        if part.options:
            message["quick_replies"] = [
                {"content_type": "text", "title": one.label, "payload": one.id}
                for one in part.options
            ]
        body = {
            "recipient": {"id": to.person},
            "messaging_type": "RESPONSE",
            "message": message,
        }
        return self._post("me/messages", body)

    def template(self, to: Address, language: Language, ref: str) -> Call | None:
        """Return None: outside the window Messenger takes nothing of what we have to say."""
        return None

    def _own_id(self, told: Json) -> str:
        return words(told, "message_id")

    def _entry(self, entry: Json) -> Found:
        # "standby": another app holds the conversation. "changes": of the page's wall.
        if self.more.get("PAGE_ID") not in (None, "", entry.get("id")):
            return []
        return each(entry, messaging=_event)


def _event(event: Json) -> Found:
    """Return what one event says; nothing for what needs no answer."""
    if "delivery" in event:
        return _delivered(inside(event, "delivery"))
    read = next((READERS[name] for name in READERS if name in event), None)
    if read is None or inside(event, "message").get("is_echo"):  # a tick, a heart, our own words
        return []
    person = needed(inside(event, "sender"), "id", DIGITS)
    address = Address(person, needed(inside(event, "recipient"), "id", DIGITS))
    at = moment(event.get("timestamp"))
    return [read(Heard(address, "", "unreadable", at=at), event)]


def _delivered(said: Json) -> Found:
    # Without ids there is a time only, and that names no message.
    mids = said.get("mids")
    named = mids if isinstance(mids, list) else []
    return [
        Status(one, "delivered") for one in named if isinstance(one, str) and OWN_ID.fullmatch(one)
    ]


def _message(heard: Heard, event: Json) -> Heard:
    message = inside(event, "message")
    own_id, text = needed(message, "mid"), words(message, "text")
    if message.get("is_deleted"):
        # It comes under the id of the message itself, which has been heard.
        return replace(heard, own_id=f"{own_id}.deleted", kind="deleted", about=own_id)
    heard = replace(heard, own_id=own_id, text=text)
    if given := words(inside(message, "quick_reply"), "payload"):
        return replace(heard, kind="button", button=given)
    held = objects(message, "attachments")
    if held and all(_is_thumb(one) for one in held):
        return replace(heard, kind="text", text="👍")
    # A link in a text comes with its preview.
    kinds = [words(one, "type") for one in held if not (text and _is_preview(one))]
    if kinds:
        return replace(heard, kind=KINDS.get(kinds[0], "unreadable"))
    return replace(heard, kind="text") if text else heard


def _is_thumb(attachment: Json) -> bool:
    return whole(inside(attachment, "payload").get("sticker_id")) in THUMBS


def _is_preview(attachment: Json) -> bool:
    return words(attachment, "type") == "fallback"


def _edited(heard: Heard, event: Json) -> Heard:
    said = inside(event, "message_edit")
    about, text = needed(said, "mid"), words(said, "text")
    # It comes under the id of the message itself, which has been heard.
    own_id = f"{about}.edit.{words(said, 'num_edit') or whole(said.get('num_edit'))}"
    return replace(heard, own_id=own_id, kind="edited", about=about, text=text)


def _postback(heard: Heard, event: Json) -> Heard:
    said = inside(event, "postback")
    given, title = words(said, "payload"), words(said, "title")
    # A press comes without an id of its own from older clients; its time stands for it.
    own_id = words(said, "mid") or f"postback.{_time(event)}"
    heard = replace(heard, own_id=own_id, text=title)
    if given == START:
        return replace(heard, kind="text", text=START)
    if given:
        return replace(heard, kind="button", button=given)
    return replace(heard, kind="text") if title else heard


def _time(event: Json) -> int:
    if (time := whole(event.get("timestamp"))) is None:
        raise BadPayload("mid and timestamp are missing, or none")
    return time


READERS: Mapping[str, Callable[[Heard, Json], Heard]] = {
    "message": _message,
    "message_edit": _edited,
    "postback": _postback,
}
