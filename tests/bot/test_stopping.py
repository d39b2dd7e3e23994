"""A task ends, also one that swallows a cancellation."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from bot import stopping


async def test_a_task_that_swallows_a_cancellation_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stopping, "AGAIN", 0.01)

    async def deaf() -> None:
        with suppress(asyncio.CancelledError):  # as wait_for does at times
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    async def done() -> None:
        return None

    tasks = [asyncio.create_task(deaf()), asyncio.create_task(done())]
    await asyncio.sleep(0)
    await asyncio.wait_for(stopping.stop(tasks), 5)
    assert [task.cancelled() for task in tasks] == [True, False]
