"""Times as the database gives them back."""

from __future__ import annotations

from datetime import datetime, timezone


def written(moment: datetime) -> str:
    """Write a time so that texts of times sort as the times do."""
    return utc(moment).isoformat(timespec="microseconds")


def utc(moment: datetime) -> datetime:
    """Return a stored time in UTC; SQLite gives it back without its zone."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
    return aware.astimezone(timezone.utc)
