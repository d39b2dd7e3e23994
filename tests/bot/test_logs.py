"""Logs: an event and its fields as one JSON line; of libraries only where they spoke."""

from __future__ import annotations

import json
import logging
from types import TracebackType

from bot.logs import AsJson, short_id, tell

Failed = tuple[type[BaseException], BaseException, TracebackType | None]


class Heard(logging.Handler):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def written(
    name: str, said: str, *args: object, failed: Failed | None = None, **more: object
) -> dict[str, object]:
    record = logging.getLogger(name).makeRecord(
        name,
        logging.ERROR,
        "/somewhere/protocol.py",
        12,
        said,
        args,
        exc_info=failed,
        extra=more,
    )
    line = AsJson().format(record)
    assert "\n" not in line
    read: dict[str, object] = json.loads(line)
    return read


def test_our_events_carry_their_fields() -> None:
    line = written("bot.web", "answered", fields={"seconds": 0.2, "kinds": ["answer"]})
    assert (line["event"], line["seconds"], line["kinds"]) == ("answered", 0.2, ["answer"])
    assert str(line["at"]).endswith("Z") and line["level"] == "error"


def test_what_a_library_quotes_is_not_written() -> None:
    try:
        raise ValueError("my name is Quorndale")
    except ValueError as error:
        failed = (ValueError, error, error.__traceback__)
    line = written("aiohttp.server", "cannot read %r\nQuorndale", "Quorndale", failed=failed)
    assert "Quorndale" not in json.dumps(line)
    assert (line["where"], line["failed"]) == ("protocol:12", "ValueError")


def test_tell_and_the_short_id() -> None:
    log, handler = logging.getLogger("bot.test"), Heard()
    log.addHandler(handler)
    tell(log, logging.ERROR, "said", conversation=short_id("an-id-of-somebody"))
    log.removeHandler(handler)
    assert "somebody" not in AsJson().format(handler.records[0])
    assert short_id("a") != short_id("b")
