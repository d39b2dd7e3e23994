"""WhatsApp, by Meta's Cloud API. Pure; docs/channels/whatsapp.md says how to set it up."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import ClassVar, get_args

from bot.channels.base import (
    Address,
    BadPayload,
    Call,
    Heard,
    HeardKind,
    Option,
    Part,
    Reached,
    Status,
)
from bot.channels.meta import (
    DIGITS,
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
from bot.channels.meta_errors import meaning_of, whole
from bot.language import Language

# A person's id with one business. It stays when their number goes, so it comes before the number.
SCOPED = re.compile(r"[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}")
NUMBER = re.compile(r"[0-9]{4,20}")
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_TEXT, ROW_ID = 10, 24, 72, 200
OPENS_LIST = {"fr": "Voir les choix", "en": "See the choices"}
KINDS: dict[str, HeardKind] = {
    "image": "media",
    "video": "media",
    "document": "media",
    "sticker": "media",
    "audio": "voice",
    "voice": "voice",
    "location": "location",
}
# From nobody, or nothing to answer: a tap on a heart, a new number, a chat opened in silence.
NO_MESSAGE = ("reaction", "system", "request_welcome")
REACHED: Mapping[str, Reached] = {one: one for one in get_args(Reached)}


class WhatsApp(Meta):
    """WhatsApp, for one number of ours or several of one app."""

    name: ClassVar[str] = "whatsapp"
    subject: ClassVar[str] = "whatsapp_business_account"
    longest: ClassVar[int] = 4096
    longest_with_options: ClassVar[int] = 1024

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be three buttons or a list of ten; else they are numbered."""
        labels, ids = {one.label for one in options}, {one.id for one in options}
        fit = all(one.label.strip() and len(one.label) <= ROW_TEXT for one in options)
        held = all(0 < len(one.id) <= ROW_ID for one in options)
        return fit and held and len(labels) == len(ids) == len(options) and 1 <= len(ids) <= ROWS

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part."""
        if part.options:
            return self._send(to, "interactive", _interactive(part), part.ref)
        return self._send(to, "text", {"preview_url": False, "body": part.text}, part.ref)

    def template(self, to: Address, language: Language, ref: str) -> Call | None:
        """Return what tells somebody, outside the window, that an answer waits; None: no such."""
        if not (name := self.more.get("TEMPLATE")):
            return None
        said = {"name": name, "language": {"code": language}}
        return self._send(to, "template", said, ref)

    def _send(self, to: Address, kind: str, said: Json, ref: str) -> Call:
        # An id of a business in "to" is taken, and lost without a word.
        field = "recipient" if SCOPED.fullmatch(to.person) else "to"
        body = {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            field: to.person,
            "type": kind,
            kind: said,
        }
        if ref:
            body["biz_opaque_callback_data"] = ref
        return self._post(f"{to.ours or self.more.get('PHONE_ID')}/messages", body)

    def _own_id(self, told: Json) -> str:
        sent = told.get("messages")
        first = sent[0] if isinstance(sent, list) and sent else None
        return words(first, "id") if isinstance(first, dict) else ""

    def _entry(self, entry: Json) -> Found:
        return each(entry, changes=self._change)

    def _change(self, change: Json) -> Found:
        if words(change, "field") != "messages":  # echoes of our own app, templates, account
            return []
        value = change.get("value")
        if not isinstance(value, dict):
            raise BadPayload("value is not an object")
        ours = needed(inside(value, "metadata"), "phone_number_id", DIGITS)
        if self.more.get("PHONE_ID") not in (None, "", ours):
            return []
        contacts = objects(value, "contacts")
        return each(value, messages=lambda one: _message(one, contacts, ours), statuses=_status)


def _message(message: Json, contacts: Sequence[Json], ours: str) -> Found:
    """Return what one message says; nothing for what needs no answer."""
    kind = words(message, "type")
    if kind in NO_MESSAGE or "group_id" in message:  # a group is no place for what is asked here
        return []
    address = Address(_person(message, contacts), ours)
    at = moment(message.get("timestamp"))
    heard = Heard(address, needed(message, "id"), "unreadable", at=at)
    return [_said(heard, kind, inside(message, kind))]


def _person(message: Json, contacts: Sequence[Json]) -> str:
    """Return who wrote: their id with our business, else their number."""
    number, scoped = words(message, "from"), words(message, "from_user_id")
    if number or scoped:
        mine = [one for one in contacts if number and words(one, "wa_id") == number]
    else:
        mine = list(contacts) if len(contacts) == 1 else []  # of several, any might be another
    contact = mine[0] if mine else {}
    told = [scoped, words(contact, "user_id"), number, words(contact, "wa_id")]
    found = [one for form in (SCOPED, NUMBER) for one in told if form.fullmatch(one)]
    if not found:
        raise BadPayload("from and from_user_id are missing, or none")
    return found[0]


def _said(heard: Heard, kind: str, said: Json) -> Heard:
    if kind == "text" and (text := words(said, "body")):
        return replace(heard, kind="text", text=text)
    if kind == "button":  # under a template
        return _pressed(heard, words(said, "payload"), words(said, "text"))
    if kind == "interactive":
        given = inside(said, "button_reply") or inside(said, "list_reply")
        return _pressed(heard, words(given, "id"), words(given, "title"))
    if kind in ("edit", "revoke"):
        return _changed(heard, kind, said)
    return replace(heard, kind=KINDS.get(kind, "unreadable"), text=words(said, "caption"))


def _pressed(heard: Heard, given: str, title: str) -> Heard:
    return replace(heard, kind="button", button=given, text=title) if given else heard


def _changed(heard: Heard, kind: str, said: Json) -> Heard:
    about = words(said, "original_message_id")
    if not about or kind == "revoke":
        return replace(heard, kind="deleted", about=about) if about else heard
    new = inside(said, "message")
    inner = inside(new, words(new, "type"))
    text = words(inner, "body") or words(inner, "caption")
    return replace(heard, kind="edited", about=about, text=text)


def _status(status: Json) -> Found:
    own_id, reached = needed(status, "id"), REACHED.get(words(status, "status"))
    if reached is None:  # "played", "deleted" and what may come: nothing that we ask for
        return []
    codes = [whole(one.get("code")) for one in objects(status, "errors")]
    code = str(codes[0]) if codes and codes[0] is not None else None
    ref = words(status, "biz_opaque_callback_data") or None
    late = any(code is not None and meaning_of(code) == "outside" for code in codes)
    return [Status(own_id, reached, code, ref, reached == "failed" and late)]


def _interactive(part: Part) -> Json:
    body, options = {"text": part.text}, part.options
    if len(options) <= BUTTONS and all(len(one.label) <= BUTTON_TITLE for one in options):
        buttons = [
            {"type": "reply", "reply": {"id": one.id, "title": one.label}} for one in options
        ]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    rows = [_row(one) for one in options]
    action = {"button": OPENS_LIST[part.language], "sections": [{"rows": rows}]}
    return {"type": "list", "body": body, "action": action}


def _row(option: Option) -> dict[str, str]:
    if len(option.label) <= ROW_TITLE:
        return {"id": option.id, "title": option.label}
    title = option.label[: ROW_TITLE - 1].rstrip() + "…"
    return {"id": option.id, "title": title, "description": option.label}
