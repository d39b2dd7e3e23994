"""Strings that would be more than text, put in every place of a message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.bot.web.visit import BAD_LINKS

Given = dict[str, Any]
KINDS = ("answer", "safety", "handoff", "eligibility", "notice", "not_known", "strange")
# How often the text of a message stands on the screen, when it is in each place.
PLACES = 19
CONTACTS = ("phone", "email", "web", "post", "javascript")


def both(text: str) -> dict[str, str]:
    return {"fr": text, "en": text}


def told(texts: list[str], said: Any = both) -> Given:
    """Return what hangs on a reply, each text in every field; `said` makes what is in words."""
    source = {"verified": None, "published": None}
    dated = [{**source, "id": b, "title": b, "url": b, "note": said(b)} for b in texts]
    dated += [
        {**source, "id": b, "title": b, "published": b, "url": url, "note": None}
        for b, url in zip(texts, BAD_LINKS * len(texts), strict=False)
    ]
    contacts = [
        {"kind": kind, "value": b, "current": kind != "post", "label": said(b), "country": b}
        | {"hours": said(b), "cost": said(b)}
        for b in texts
        for kind in CONTACTS
    ]
    return {
        "sources": dated,
        "contacts": contacts,
        "buttons": [{"id": b, "label": said(b)} for b in texts],
    }


def check(texts: list[str], said: Any = both) -> Given:
    """Return an outcome with each text in every field of it."""
    source = {"id": "x", "url": BAD_LINKS[0], "published": None, "verified": None}
    return {
        "programme": "trqn_ii",
        "verdict": "cannot_tell",
        "programme_open": None,
        "criteria": [
            {"id": b, "label": said(b), "result": "unknown", "why": said(b)}
            | {"sources": [{**source, "title": b, "note": said(b)}]}
            for b in texts
        ],
        "missing": ["age"],
        "next_question": None,
        "note": said(texts[0]),
    }


def history(texts: list[str]) -> Iterator[Given]:
    """Yield a message for each text, with that text in every field, as a call returns it."""
    for seq, bad in enumerate(texts, 1):
        author = ("assistant", "staff", "assistant", "user", bad)[seq % 5]
        message = {
            "seq": seq,
            "author": author,
            "kind": bad if seq % 9 == 0 else KINDS[seq % len(KINDS)],
            "language": bad if seq % 7 == 0 else ("fr", "en")[seq % 2],
            "text": bad,
            "at": bad if seq % 11 == 0 else "2026-01-01T00:00:00Z",
            "client_message_id": bad + str(seq) if author == "user" else None,
            **told([bad], str),
            "eligibility": check([bad], str),
        }
        if seq % 13 == 0:
            message["eligibility"] |= {"verdict": bad, "programme_open": bad}
        yield message
