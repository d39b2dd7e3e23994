"""How the Cloud API of WhatsApp looks at what is sent: lengths, counts, what is required."""

from __future__ import annotations

from typing import Any

from tests.channels.standins.graph import GraphError, only, text_of


def text_form(said: Any) -> None:
    """Refuse what is no text message."""
    only(said, "text", ["body"], ["preview_url"])
    text_of(said, "body", "text", 4096)
    if not isinstance(said.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean.")


def interactive_form(said: Any) -> None:
    """Refuse what is no message with buttons or a list."""
    only(said, "interactive", ["type", "body", "action"], ["header", "footer"])
    text_of(only(said["body"], "interactive['body']", ["text"]), "text", "body", 1024)
    forms = {"button": _buttons, "list": _list}
    if said["type"] not in forms:
        raise GraphError(131009, "Parameter value is not valid", details="interactive['type']")
    forms[said["type"]](said["action"])


def _buttons(action: Any) -> None:
    held = _many(only(action, "action", ["buttons"])["buttons"], 3, "buttons")
    replies = []
    for one in held:
        only(one, "button", ["type", "reply"])
        if one["type"] != "reply":
            raise GraphError(131009, "Parameter value is not valid", details="button['type']")
        replies.append(only(one["reply"], "reply", ["id", "title"]))
    _distinct([text_of(one, "id", "reply", 256) for one in replies], "id")
    _distinct([text_of(one, "title", "reply", 20) for one in replies], "title")


def _list(action: Any) -> None:
    only(action, "action", ["button", "sections"])
    text_of(action, "button", "action", 20)
    sections = _many(action["sections"], 10, "sections")
    rows = []
    for one in sections:
        only(one, "section", ["rows"], ["title"])
        if len(sections) > 1:
            text_of(one, "title", "section", 24)
        rows += _many(one["rows"], 10, "rows")
    for row in _many(rows, 10, "rows"):
        only(row, "row", ["id", "title"], ["description"])
        text_of(row, "title", "row", 24)
        if "description" in row:
            text_of(row, "description", "row", 72)
    _distinct([text_of(row, "id", "row", 200) for row in rows], "id")


def _many(value: Any, most: int, where: str) -> list[Any]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise GraphError(131009, "Parameter value is not valid", details=f"{where}: 1 to {most}")
    return value


def _distinct(values: list[str], where: str) -> None:
    if len(set(values)) < len(values):
        raise GraphError(131009, "Parameter value is not valid", details=f"duplicated {where}")
