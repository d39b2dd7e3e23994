"""Who begins a request and never ends it is let go, and keeps nothing from others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import serve
from bot.settings import Settings
from bot.web import body
from tests.conftest import free_port
from tests.tables import upgrade

HEAD = b"POST /api/v1/conversations HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n"
LIVE = b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.fixture
async def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(serve, "IDLE", 15.0)  # a busy machine sleeps longer than it is told
    monkeypatch.setattr(body, "WITHIN", 0.5)
    port = free_port()
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path), "PORT": str(port)})
    await asyncio.to_thread(upgrade, settings.database_url)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve.serve(settings, stop))
    for _ in range(300):
        await asyncio.sleep(0.1)
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            continue
        writer.close()
        break
    yield port
    stop.set()
    await serving


async def answer_to(port: int, sent: bytes) -> bytes:
    """Send this and no more; return all that comes until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(sent)
    answer = await asyncio.wait_for(reader.read(), 60)
    writer.close()
    return answer


async def test_half_a_request_is_ended_and_a_pause_between_two_is_not(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    halves = [b"", b"GE", LIVE[:-2], b"\r\n", HEAD + b'{"language"']
    ending = asyncio.gather(*(answer_to(port, half) for half in halves))
    for pause in (1.0, 0):
        writer.write(LIVE)
        assert b'{"live": true}' in await asyncio.wait_for(reader.read(4096), 20)
        await asyncio.sleep(pause)
    writer.close()
    *heads, body_cut = await ending
    assert heads == [b""] * 4
    assert body_cut.startswith(b"HTTP/1.1 408 ") and b'"too_slow"' in body_cut
