"""What WhatsApp and Messenger share: Meta's signature, handshake, payloads and answers. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

from bot.channel_settings import ChannelSettings
from bot.channels.base import BadPayload, Call, Heard, Outcome, Sent, Signed, Status
from bot.channels.fields import answered, header, object_of, same
from bot.channels.meta_errors import refusal

Json = Mapping[str, Any]
Found = list[Heard | Status]
Read = Callable[[Json], Iterable[Heard | Status]]
SIGNATURE = "x-hub-signature-256"
# It is handed back as it came, so nothing that a browser could take for a page.
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
OWN_ID = re.compile(r"[!-~]{1,512}")
DIGITS = re.compile(r"[0-9]{1,32}")
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MILLISECONDS = 10**11  # a number of seconds as large would lie beyond the year 5000


class Meta(ABC):
    """One app at Meta: it signs with the app's secret, and answers as the Graph API does."""

    window: ClassVar[timedelta | None] = timedelta(hours=24)
    brief: ClassVar[bool] = False
    acknowledgement: ClassVar[tuple[str, str]] = ("text/plain", "ok")
    subject: ClassVar[str]  # what its payloads say they are about

    def __init__(self, settings: ChannelSettings) -> None:
        """Keep address, token and secret."""
        self.base, self.more = settings.api_base, settings.more
        self._token, self._secret = settings.token, settings.secret.encode()
        self._told = (self.more.get("VERIFY_TOKEN") or settings.secret).encode()

    def verified(self, request: Signed, now: datetime) -> bool:
        """Tell whether the app's secret signed these bytes; by SHA-256 and nothing else."""
        made = "sha256=" + hmac.new(self._secret, request.body, hashlib.sha256).hexdigest()
        given = header(request.headers, SIGNATURE)
        return same(given, made)

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Return the challenge to whoever knows the word that was entered at Meta."""
        given = query.get("hub.verify_token", "").encode("utf-8", "replace")
        known = hmac.compare_digest(self._told, given) and query.get("hub.mode") == "subscribe"
        challenge = query.get("hub.challenge", "")
        return challenge if known and CHALLENGE.fullmatch(challenge) else None

    def heard(self, request: Signed) -> Sequence[Heard | Status]:
        """Return everything in a request, in order; BadPayload when it is none of ours."""
        body = object_of(request.body)
        if body.get("object") != self.subject:
            raise BadPayload(f"object is not {self.subject}")
        if "entry" not in body:
            raise BadPayload("entry is missing")
        return each(body, entry=self._entry)

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call, by the platform's answer."""
        told = answered(body)
        if "error" not in told and 200 <= status < 300:
            return Sent(self._own_id(told) or None)
        return refusal(status, headers, inside(told, "error"))

    def pressed(self, heard: Heard) -> Call | None:
        """Return None: Meta wants no word that a press has arrived."""
        return None

    def _post(self, path: str, body: Json) -> Call:
        # The token goes into a header: addresses end up in logs.
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        return Call(f"{self.base}/{path}", headers, json.dumps(body).encode())

    @abstractmethod
    def _entry(self, entry: Json) -> Found:
        """Return what is in one entry of a payload."""

    @abstractmethod
    def _own_id(self, told: Json) -> str:
        """Return the id in the answer to a call, or ""."""


def each(of: Json, **lists: Read) -> Found:
    """Return what can be read of named lists; BadPayload if something cannot, and nothing can.

    One broken message must not cost the others of its batch: Meta would send it all again, and
    again.
    """
    found: Found = []
    wrong: BadPayload | None = None
    for name, read in lists.items():
        for item in _listed(of, name):
            try:
                if not isinstance(item, dict):
                    raise BadPayload(f"{name} holds something that is not an object")
                found += read(item)
            except BadPayload as error:
                wrong = error
    if wrong and not found:
        raise wrong
    return found


def _listed(of: Json, name: str) -> list[Any]:
    items = of.get(name, [])
    # Read as one item that is no object, so that it costs no other list.
    return items if isinstance(items, list) else [items]


def inside(of: Json, name: str) -> Json:
    """Return an object inside another one, or an empty one."""
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def objects(of: Json, name: str) -> list[Json]:
    """Return the objects of a list inside an object; none if it is no list."""
    value = of.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def words(of: Json, name: str) -> str:
    """Return a string inside an object, or ""."""
    value = of.get(name)
    return value if isinstance(value, str) else ""


def needed(of: Json, name: str, form: re.Pattern[str] = OWN_ID) -> str:
    """Return a string without which nothing can be done; BadPayload when it has not that form."""
    value = words(of, name)
    if not form.fullmatch(value):
        raise BadPayload(f"{name} is missing, or none")
    return value


def moment(value: Any) -> datetime | None:
    """Return a time that Meta gives in seconds or milliseconds, as number or string."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        return None
    try:
        since = timedelta(seconds=value) if value < MILLISECONDS else timedelta(milliseconds=value)
        return EPOCH + since
    except OverflowError:
        return None
