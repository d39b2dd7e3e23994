"""Text messages over Twilio: form in, form out. docs/channels/twilio.md says how to join."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode

from bot.channel_settings import ChannelSettings
from bot.channels.base import (
    Address,
    BadPayload,
    Call,
    Heard,
    HeardKind,
    Later,
    Option,
    Outcome,
    Part,
    Reached,
    Refused,
    Sent,
    Signed,
    Status,
)
from bot.channels.fields import answered, retry_after
from bot.channels.twilio_signature import Form, form_of, is_signed, split
from bot.language import Language

PATH = "/channels/twilio"
ID = re.compile(r"[A-Za-z0-9_-]{2,64}")
LONGEST_CODE = 40
REF = re.compile(r"[0-9a-f]{32}")
READ = {"AccountSid", "MessageSid", "From", "To", "Body", "NumMedia", "MediaContentType0"}
READ |= {"OptOutType", "MessageStatus", "ErrorCode", "Latitude"}
REACHED: dict[str, Reached] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "read",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}
STOPPED = 21610  # they wrote STOP, and Twilio lets nothing through
BEGIN = ("START", "UNSTOP")  # YES lets us in again as well, but may answer a question
BUSY = (14107, 20429, 21611)
OF_MESSAGE = range(21_000, 22_000)  # codes of one message, and not of our login
# … but these are of our number or address, and so of every message.
OURS = (21603, 21606, 21609, 21659, 21660)


class Twilio:
    """People with a telephone, and a number of ours."""

    name: ClassVar[str] = "twilio"
    # 1600, and it is not told whether an emoji counts once or twice: the rest is for those.
    longest: ClassVar[int] = 1530
    longest_with_options: ClassVar[int] = 1530
    window: ClassVar[timedelta | None] = None
    brief: ClassVar[bool] = True
    acknowledgement: ClassVar[tuple[str, str]] = ("text/xml", "<Response/>")

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._account = settings.more.get("ACCOUNT", "")

    def verified(self, request: Signed, now: datetime) -> bool:
        """Tell whether Twilio signed it."""
        return is_signed(request, self._settings.public_url, self._settings.secret)

    def handshake(self, query: Mapping[str, str]) -> None:
        """Return None: Twilio asks for no proof."""

    def heard(self, request: Signed) -> Sequence[Heard | Status]:
        """Return what a message, or a report on one of ours, says."""
        form = _read(form_of(request.body))
        own_id, account = _id(form, "MessageSid"), _id(form, "AccountSid")
        if self._account and account != self._account:
            raise BadPayload("AccountSid: not that of TWILIO_ACCOUNT")
        if "MessageStatus" in form:
            reached = REACHED.get(form["MessageStatus"])
            code = form.get("ErrorCode", "")[:LONGEST_CODE] or None
            ref = dict(parse_qsl(split(request.url).query)).get("ref", "")
            known = ref if REF.fullmatch(ref) else None
            return [Status(own_id, reached, code, known)] if reached else []
        for name in ("From", "To"):
            if not form.get(name):
                raise BadPayload(f"{name}: missing")
        address = Address(form["From"], f"{account} {form['To']}")
        # Twilio has answered STOP, and lets nothing of ours through until START.
        opted = form.get("OptOutType", "").upper()
        if opted == "STOP":
            return [Heard(address, own_id, "blocked")]
        # It has answered HELP as well; but that may be a cry for help, so we read it, too.
        text = form.get("Body", "")
        if opted == "START" and text.strip().upper() in BEGIN:
            text = "menu"
        return [Heard(address, own_id, _kind(form, text), text)]

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be buttons: a text message has none."""
        return False

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part from the number that the person wrote to."""
        theirs, _, number = to.ours.partition(" ")
        account = self._account or theirs
        form = {"To": to.person, "From": number, "Body": part.text}
        if self._settings.public_url:
            # What comes back to this address tells of which part it is.
            ref = f"?ref={part.ref}" if part.ref else ""
            form["StatusCallback"] = f"{self._settings.public_url}{PATH}{ref}"
        login = base64.b64encode(f"{account}:{self._settings.token}".encode()).decode()
        headers = {
            "Authorization": f"Basic {login}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url = f"{self._settings.api_base}/2010-04-01/Accounts/{account}/Messages.json"
        return Call(url, headers, urlencode(form, errors="replace").encode())

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call: Twilio's own code tells more than the status."""
        answer = answered(body)
        if 200 <= status < 300:
            sid = answer.get("sid")
            return Sent(sid if isinstance(sid, str) else None)
        code = answer.get("code")
        told = str(code) if type(code) is int else str(status)
        if code == STOPPED:
            return Refused(told, blocked=True)
        if code in BUSY or status in (408, 429) or status >= 500:
            return Later(told, retry_after(headers))
        login = status in (401, 403, 404) and code not in OF_MESSAGE
        return Refused(told, ours=code in OURS or login or status < 400)

    def pressed(self, heard: Heard) -> None:
        """Return None: nothing is pressed in a text message."""

    def template(self, to: Address, language: Language, ref: str) -> None:
        """Return None: we may write at any time."""


def _read(form: Form) -> dict[str, str]:
    """Return the fields; who reads the first of two and who the last would differ."""
    names = [name for name, _ in form]
    twice = next((one for one in sorted(READ) if names.count(one) > 1), None)
    if twice:
        raise BadPayload(f"{twice}: more than once")
    return dict(form)


def _id(form: Mapping[str, str], name: str) -> str:
    if not ID.fullmatch(form.get(name, "")):
        raise BadPayload(f"{name}: missing, or no id")
    return form[name]


def _kind(form: Mapping[str, str], text: str) -> HeardKind:
    if form.get("Latitude"):
        return "location"
    if form.get("NumMedia", "0").strip("0"):
        audio = form.get("MediaContentType0", "").startswith("audio/")
        return "voice" if audio else "media"
    return "text" if text.strip() else "unreadable"
