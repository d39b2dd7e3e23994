"""Faults as the preview shows them: beside what they belong to, with the lines of the file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from knowledge.basics import LANGUAGES
from knowledge.files import Fault
from knowledge.models import Unit

AROUND = 2  # lines of a file shown before and after a fault


def unit_of(fault: Fault, ids: Iterable[str]) -> str | None:
    """Return the answer that a fault belongs to; one id may begin as another does."""
    fits = [key for key in ids if fault.field == key or fault.field.startswith(f"{key}.")]
    return max(fits, key=len, default=None)


def language_of(fault: Fault) -> str | None:
    """Return the language whose text is at fault; None when it is the whole entry."""
    return next((lang for lang in LANGUAGES if fault.field.endswith(f".{lang}")), None)


def beside(fault: Fault, unit: Unit) -> str:
    """Return a fault as it stands within its answer."""
    field = fault.field.removeprefix(unit.id).lstrip(".")
    said = f"line {fault.line}: {field}: {fault.problem}".replace(": : ", ": ")
    return line_of(said) + excerpt(fault)


def line_of(text: str) -> str:
    """Return what is wrong and what to do, as one line."""
    return f'<p class="fault">{escape(text)}</p>'


def excerpt(fault: Fault) -> str:
    """Return the lines of the file around a fault."""
    try:
        lines = fault.path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    first = max(fault.line - 1 - AROUND, 0)
    shown = enumerate(lines[first : fault.line + AROUND], first + 1)
    marked = (
        f"<b>{number:4} {escape(line[:200])}</b>"
        if number == fault.line
        else f"{number:4} {escape(line[:200])}"
        for number, line in shown
    )
    return "<pre>" + "\n".join(marked) + "</pre>"
