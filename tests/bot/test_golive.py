"""What is open before going live is listed with its owner, and the page says "test service"."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from bot.golive import open_points
from bot.settings import CONTENT, Settings, SettingsError

SETTLED = {"OPERATOR_NAME": "Aid & Co", "RETENTION_DAYS": "14", "DESK": "none"}


def settings(tmp_path: Path, **chosen: str) -> Settings:
    return Settings.from_environ({"STATE_DIR": str(tmp_path), **chosen})


def test_everything_is_open_at_first(tmp_path: Path) -> None:
    points = list(open_points(settings(tmp_path)))
    places = " ".join(point.where for point in points)
    for place in (
        "OPERATOR_NAME",
        "RETENTION_DAYS",
        "DESK",
        "SAFETY_MODEL",
        "approved",
        "comensha",
    ):
        assert place in places
    assert {point.owner for point in points} == {"operator", "protection staff", "editors"}
    assert not any("112" in point.what for point in points)


def test_what_is_settled_is_no_longer_listed(tmp_path: Path) -> None:
    model = tmp_path / "danger.npz"
    model.touch()
    content = shutil.copytree(CONTENT, tmp_path / "content")
    before = list(open_points(settings(tmp_path, CONTENT_DIR=str(content))))
    for name in ("safety/texts.yml", "privacy.yml"):
        held = yaml.safe_load((content / name).read_text(encoding="utf-8"))
        held["approved"] = "A. Person, 2026-11-28"
        for contact in held.get("contacts", {}).values():
            contact["called"] = "A. Person, 2026-11-28"
        (content / name).write_text(yaml.safe_dump(held, allow_unicode=True), encoding="utf-8")
    chosen = {**SETTLED, "SAFETY_MODEL": str(model), "CONTENT_DIR": str(content)}
    after = list(open_points(settings(tmp_path, **chosen)))
    assert len(after) <= len(before) - 6
    assert not any("approved" in point.where or point.where.isupper() for point in after)


def test_a_desk_needs_somebody_who_is_told_of_urgent_cases(tmp_path: Path) -> None:
    told = {"ALERT_TARGET": "https://aid.example/hook", "ALERT_SECRET": "s" * 16}
    for given, is_open in (({"DESK": "always"}, True), ({"DESK": "always", **told}, False)):
        points = list(open_points(settings(tmp_path, **given)))
        assert ("ALERT_TARGET" in [point.where for point in points]) is is_open


@pytest.mark.parametrize("days", ["0", "91", "x"])
def test_conversations_are_kept_for_one_to_ninety_days(tmp_path: Path, days: str) -> None:
    with pytest.raises(SettingsError, match="RETENTION_DAYS"):
        settings(tmp_path, RETENTION_DAYS=days)
