"""Logs: an event and its fields as one JSON line; of libraries only where they spoke."""

from __future__ import annotations

import json
import logging

from bot.logs import AsJson, short_id, tell


def written(name: str, said: str, *args: object, **more: object) -> dict[str, object]:
    record = logging.getLogger(name).makeRecord(
        name,
        logging.ERROR,
        "/somewhere/protocol.py",
        12,
        said,
        args,
        exc_info=more.pop("failed", None),  # type: ignore[arg-type]
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
    heard: list[logging.LogRecord] = []
    log = logging.getLogger("bot.test")
    handler = logging.Handler()
    handler.emit = heard.append  # type: ignore[method-assign]
    log.addHandler(handler)
    tell(log, logging.ERROR, "said", conversation=short_id("an-id-of-somebody"))
    log.removeHandler(handler)
    assert "somebody" not in AsJson().format(heard[0])
    assert short_id("a") != short_id("b")
