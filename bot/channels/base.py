"""What a platform is to us: its bytes in, its calls out. Pure: no network, clock or database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, Protocol

from bot.channel_settings import ChannelSettings
from bot.language import Language

# voice, media, location, unreadable: nothing of it is fetched or kept; the person is told so.
# blocked: the person blocked us, or left.
HeardKind = Literal[
    "text", "button", "edited", "deleted", "voice", "media", "location", "unreadable", "blocked"
]
Reached = Literal["sent", "delivered", "read", "failed"]


class BadPayload(ValueError):
    """What a platform sent is none of its forms; the text says what is missing, quoting nothing."""


@dataclass(frozen=True)
class Signed:
    """A request as it came: what signatures are made over."""

    url: str  # as the platform called it
    headers: Mapping[str, str]  # names in any case
    body: bytes


@dataclass(frozen=True)
class Address:
    """Where to answer somebody: their id on the platform, and which account of ours they wrote to.

    A business-scoped id where the platform has one; else a number.
    """

    person: str
    ours: str = ""


@dataclass(frozen=True)
class Heard:
    """What a person did on a platform; `own_id` is the platform's, the same when sent again."""

    address: Address
    own_id: str
    kind: HeardKind = "text"
    text: str = ""  # or the caption of a picture
    button: str | None = None  # what we gave the button
    about: str | None = None  # the platform's id of the message that was edited or deleted
    language: Language | None = None  # a first guess, if the platform has one
    at: datetime | None = None  # when the platform had it


@dataclass(frozen=True)
class Status:
    """How far a message of ours came."""

    own_id: str  # the platform's
    reached: Reached
    code: str | None = None  # of the platform, for a failure
    ref: str | None = None  # ours, if the platform hands it back
    outside: bool = False  # it failed since they must write again first


@dataclass(frozen=True)
class Option:
    """Something to choose; `id` comes back in `Heard.button`."""

    id: str
    label: str


@dataclass(frozen=True)
class Part:
    """One message to send: it fits, and so do its options."""

    text: str
    options: tuple[Option, ...] = ()
    ref: str = ""  # ours, 32 hex digits, for platforms that hand it back
    number: int = 0  # of this part, in its message
    language: Language = "fr"
    message: Mapping[str, Any] = field(default_factory=dict)  # as the contract has it
    now: datetime | None = None  # when it is sent, for a signature over that


@dataclass(frozen=True)
class Call:
    """A POST to make."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Sent:
    """The platform took it, under this id."""

    own_id: str | None


@dataclass(frozen=True)
class Later:
    """Not now; `seconds` if the platform says when."""

    code: str
    seconds: float | None = None


@dataclass(frozen=True)
class Refused:
    """Never: it is wrong, or they do not want it.

    `blocked`: the person takes nothing from us. `outside`: only after they write again.
    `ours`: every message would fare alike (a token that expired), so wait for an operator.
    """

    code: str
    blocked: bool = False
    outside: bool = False
    ours: bool = False


Outcome = Sent | Later | Refused


class Channel(Protocol):
    """A platform. Made with its settings; everything else is an argument."""

    name: ClassVar[str]
    longest: ClassVar[int]  # characters of a message
    longest_with_options: ClassVar[int]
    window: ClassVar[timedelta | None]  # after the person's last message, in which we may write
    brief: ClassVar[bool]  # each character costs: one source, no list of conditions
    acknowledgement: ClassVar[tuple[str, str]]  # content type and text of the 200

    def __init__(self, settings: ChannelSettings) -> None:
        """Keep address, token and secret."""

    def verified(self, request: Signed, now: datetime) -> bool:
        """Tell whether the platform sent this; in constant time, over the bytes as they came."""

    def handshake(self, query: Mapping[str, str]) -> str | None:
        """Return what proves that we are the address that was entered; None: no, or no such."""

    def heard(self, request: Signed) -> Sequence[Heard | Status]:
        """Return everything in a request, in order; BadPayload when it is none of ours.

        What needs no answer (an echo, a reaction, "typing") is left out. What is not known but
        came from a person is `unreadable`.
        """

    def shows(self, options: Sequence[Option]) -> bool:
        """Tell whether these can be buttons or a list here; else they are numbered in the text."""

    def call(self, to: Address, part: Part) -> Call:
        """Return what sends a part."""

    def outcome(self, status: int, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Return what became of a call, by the platform's answer."""

    def pressed(self, heard: Heard) -> Call | None:
        """Return what tells the platform that a button press has arrived, if it wants to know."""

    def template(self, to: Address, language: Language, ref: str) -> Call | None:
        """Return what tells somebody, outside the window, that an answer waits; None: no such."""
