"""Requests that no platform sends: payloads with something moved, taken out, of another type.

What may be said of them is something of the right types, or BadPayload.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st

from bot.channels.base import (
    BadPayload,
    Channel,
    Heard,
    HeardKind,
    Later,
    Reached,
    Refused,
    Sent,
    Signed,
    Status,
)
from tests.channels.payloads import names_of, payload

unhurried = settings(deadline=None)  # other work may be going on here
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from([10**18, -1, 0, "", "\ud800", "private", "0", "../..", 2.0])
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn, channel: str) -> dict[str, Any]:
    """Return a payload of a channel with up to four places changed."""
    made = copy.deepcopy(payload(channel, draw(st.sampled_from(names_of(channel)))))
    for _ in range(draw(st.integers(1, 4))):
        places = list(_places(made))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "remove":
            del holder[key]
        elif how == "add" and isinstance(holder, dict):
            names = [name for one, name in places if isinstance(one, dict)]
            holder[draw(st.sampled_from(names) | st.text(max_size=8))] = draw(anything)
        else:
            holder[key] = draw(anything)
    return made


def _places(held: Any) -> Iterator[tuple[Any, Any]]:
    inner = held.items() if isinstance(held, dict) else enumerate(held) if _is_list(held) else ()
    for key, value in list(inner):
        yield held, key
        yield from _places(value)


def _is_list(held: Any) -> bool:
    return isinstance(held, list)


def body_of(made: Any) -> bytes:
    """Return JSON, also of what JSON has no words for."""
    return json.dumps(made).encode("utf-8", "surrogatepass")


def heard_or_refused(channel: Channel, request: Signed) -> Sequence[Heard | Status]:
    """Return what is heard, seen to be of the right types; anything but BadPayload is a fault."""
    try:
        found = channel.heard(request)
    except BadPayload as error:
        assert str(error) and len(str(error)) < 200
        return []
    for one in found:
        (_check_heard if isinstance(one, Heard) else _check_status)(one)
    return found


def _check_heard(one: Any) -> None:
    assert one.kind in get_args(HeardKind)
    assert all(type(held) is str for held in (one.address.person, one.address.ours, one.text))
    assert type(one.own_id) is str and one.address.person and one.own_id
    assert (one.button is not None) == (one.kind == "button")
    assert one.about is None or type(one.about) is str
    assert one.language in (None, "fr", "en")
    assert one.at is None or (type(one.at) is datetime and one.at.utcoffset() is not None)


def _check_status(one: Any) -> None:
    assert type(one.own_id) is str and one.own_id and one.reached in get_args(Reached)
    assert one.code is None or type(one.code) is str
    assert one.ref is None or len(one.ref) == 32


answers = st.binary(max_size=60) | anything.map(body_of)
statuses = st.integers(100, 599)
waits = st.sampled_from(["", "3", "-1", "nan", "1e999", "Sat, 28 Nov 2026 12:00:00 GMT", "\udcff"])


def check_outcome(channel: Channel, status: int, body: bytes, wait: str) -> None:
    """See that whatever is answered is an outcome that can be stored and waited for."""
    outcome = channel.outcome(status, {"retry-AFTER": wait}, body)
    assert isinstance(outcome, Sent) == (200 <= status < 300)
    if isinstance(outcome, Sent):
        assert outcome.own_id is None or type(outcome.own_id) is str
        return
    assert type(outcome.code) is str and 0 < len(outcome.code) <= 40
    if isinstance(outcome, Later):
        assert outcome.seconds is None or 0 <= outcome.seconds <= 86_400
    else:
        assert isinstance(outcome, Refused)
