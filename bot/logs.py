"""Logs: one JSON object a line. An event, ids, counts and durations; never what a person wrote."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from datetime import datetime, timezone

OURS = ("bot", "knowledge", "actions")
Value = str | int | float | bool | Sequence[str] | None


def tell(log: logging.Logger, level: int, event: str, **fields: Value) -> None:
    """Log an event; its fields are names and numbers of ours."""
    log.log(level, event, extra={"fields": fields})


def short_id(conversation: str) -> str:
    """Return what stands for a conversation in logs; once that is erased it leads nowhere."""
    return hashlib.sha256(conversation.encode()).hexdigest()[:12]


class AsJson(logging.Formatter):
    """Writes a record as JSON; of other people's code only where it spoke and what failed.

    What libraries say may quote what they were given, and that may be a person's words.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        at = datetime.fromtimestamp(record.created, timezone.utc)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OURS:
            line |= {"event": record.getMessage(), **getattr(record, "fields", {})}
        else:
            line |= {"event": "library", "where": f"{record.module}:{record.lineno}"}
        if record.exc_info and record.exc_info[0]:
            line["failed"] = record.exc_info[0].__name__
        return json.dumps(line)


def start_logs(level: int = logging.WARNING, ours: int = logging.INFO) -> None:
    """Send all logs to stderr as JSON; ours from INFO on, those of libraries from `level`."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in OURS:
        logging.getLogger(name).setLevel(ours)
