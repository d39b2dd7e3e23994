"""The hours of the desk: read, said in both languages, and asked."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from bot.hours import Hours, HoursError

WEEK = Hours.read("Mo-Fr 09:00-17:30; Sa 10:00-12:00", "Europe/Amsterdam")


def test_they_are_said_in_both_languages() -> None:
    assert WEEK.said("fr") == (
        "du lundi au vendredi, de 9 h à 17 h 30 ; le samedi, de 10 h à 12 h (heure d'Amsterdam)"
    )
    assert WEEK.said("en") == (
        "Monday to Friday, 9:00 to 17:30; Saturday, 10:00 to 12:00 (Amsterdam time)"
    )
    assert Hours.read("su 00:00-24:00", "Europe/Paris").said("fr").endswith("(heure de Paris)")


@pytest.mark.parametrize(
    ("at", "are"),
    [
        ("2026-11-27T08:00:00", True),  # a Friday; nine in Amsterdam
        ("2026-11-27T07:59:59", False),
        ("2026-11-27T16:29:59", True),
        ("2026-11-27T16:30:00", False),
        ("2026-11-28T10:59:59", True),  # Saturday
        ("2026-11-29T10:00:00", False),
        ("2026-07-01T07:00:00", True),  # summer: two hours ahead
        ("2026-07-01T06:59:00", False),
    ],
)
def test_whether_it_is_open(at: str, are: bool) -> None:
    assert WEEK.are_now(datetime.fromisoformat(at).replace(tzinfo=timezone.utc)) is are


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("weekdays", "Europe/Amsterdam", "is not like"),
        ("Xx-Fr 09:00-17:00", "Europe/Amsterdam", "the days are"),
        ("Fr-Mo 09:00-17:00", "Europe/Amsterdam", "in this order"),
        ("Mo 17:00-09:00", "Europe/Amsterdam", "close after it opens"),
        ("Mo 09:00-24:30", "Europe/Amsterdam", "by 24:00"),
        ("Mo 09:00-17:00", "Mars/Olympus", "is no time zone"),
        ("Mo 09:00-17:00", "../../etc/passwd", "is no time zone"),
    ],
)
def test_what_makes_no_sense_is_said(text: str, zone: str, told: str) -> None:
    with pytest.raises(HoursError, match=told):
        Hours.read(text, zone)
