"""`python -m bot golive`: what people must still settle before this may serve the public."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.files import read_yaml
from bot.settings import Settings, SettingsError
from knowledge.reader import read_content

OPERATOR, PROTECTION, EDITORS = "operator", "protection staff", "editors"
EMERGENCY = "112"  # nobody should call it to try
CONFIRMED = "confirmed"
OTHER_LANGUAGES = "answers/language.yml"


@dataclass(frozen=True)
class Point:
    """Something open: what, who settles it, and where."""

    what: str
    owner: str
    where: str


def open_points(settings: Settings) -> Iterator[Point]:
    """Yield all that is not settled; the page says "test service" until there is nothing."""
    yield from _of_settings(settings)
    yield from _of_content(settings.content_dir)


def _of_settings(settings: Settings) -> Iterator[Point]:
    if settings.operator_name is None:
        yield Point("the controller has no name", OPERATOR, "OPERATOR_NAME")
    if "RETENTION_DAYS" not in settings.chosen:
        told = f"how long conversations are kept is not decided ({settings.retention_days} days)"
        yield Point(told, OPERATOR, "RETENTION_DAYS")
    if "DESK" not in settings.chosen:
        told = "it is not decided whether people answer here (none do)"
        yield Point(told, OPERATOR, "DESK")
    if settings.desk != "none" and not settings.alerts.target:
        yield Point("nobody is told of urgent cases", OPERATOR, "ALERT_TARGET")
    if settings.safety_model is None:
        told = "the safety net has its word lists only"
        yield Point(told, OPERATOR, "SAFETY_MODEL, set by `make run`")


def _of_content(folder: Path) -> Iterator[Point]:
    safety = read_yaml(folder / "safety" / "texts.yml")
    if safety["approved"] is None:
        told = f"the safety texts of {safety['version']} are not approved"
        yield Point(told, PROTECTION, "safety/texts.yml, approved")
    yield from _not_called(safety["contacts"], read_yaml(folder / "contacts.yml"))
    if read_yaml(folder / "privacy.yml")["approved"] is None:
        yield Point("the privacy page is not approved", OPERATOR, "privacy.yml, approved")
    units = read_content(folder).units.values()
    unsure = sum({unit.state.fr, unit.state.en} != {CONFIRMED} for unit in units)
    if unsure:
        told = f"{unsure} answers rest on sources alone, confirmed by nobody"
        yield Point(told, EDITORS, "answers and programmes, state")
    for unit in read_yaml(folder / OTHER_LANGUAGES):
        if str(unit.get("detail") or "").startswith("in_") and unit.get("state") != CONFIRMED:
            told = f"the sentence {unit['id']} was checked by no native speaker"
            yield Point(told, EDITORS, OTHER_LANGUAGES)


def _not_called(*lists: dict[str, Any]) -> Iterator[Point]:
    """Yield each number once; in both lists somebody must have called it."""
    places: dict[str, list[str]] = {}
    for name, contacts in zip(("safety/texts.yml", "contacts.yml"), lists, strict=True):
        for key, contact in contacts.items():
            current = contact["kind"] == "phone" and contact["current"]
            if current and not contact.get("called") and contact["value"] != EMERGENCY:
                places.setdefault(contact["value"], []).append(f"{name}: {key}")
    for value, where in places.items():
        yield Point(f"nobody has called {value}", OPERATOR, ", ".join(where))


def main() -> None:
    """Print what is open; exit with 1 while anything is."""
    try:
        points = list(open_points(Settings.from_environ(os.environ)))
    except SettingsError as error:
        sys.exit(str(error))
    for point in points:
        print(f"open  {point.owner:16}  {point.what}  [{point.where}]")
    print(f"{len(points)} open" if points else "nothing is open: this may go live")
    sys.exit(1 if points else 0)
