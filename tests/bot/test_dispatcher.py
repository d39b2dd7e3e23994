"""Who is woken looks, and nobody begins anew who stops."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.conversations.dispatcher import Dispatcher


class Looks:
    """A store in which nothing waits; each look takes until it is let go on."""

    def __init__(self) -> None:
        self.count = 0
        self.go_on = asyncio.Event()

    async def next_pending(self, key: str) -> None:
        self.count += 1
        await self.go_on.wait()

    async def tally(self) -> None:
        return None


class Nobody:
    async def leave(self) -> None:
        return None


@pytest.fixture
async def looks() -> Looks:
    return Looks()


@pytest.fixture
async def dispatcher(looks: Looks) -> Dispatcher:
    played: dict[str, Any] = {"store": looks, "sharing": Nobody(), "now": None}
    unused: dict[str, Any] = dict.fromkeys(("asking", "net", "safety_texts", "notices"))
    return Dispatcher(**played, **unused)


async def test_a_wake_during_the_last_look_makes_one_more(
    dispatcher: Dispatcher, looks: Looks
) -> None:
    dispatcher.wake("talk")
    await asyncio.sleep(0)
    dispatcher.wake("talk")  # a message came: the look under way may have missed it
    dispatcher.wake("talk")
    looks.go_on.set()
    for _ in range(1000):
        if not dispatcher._tasks:
            break
        await asyncio.sleep(0.01)
    assert looks.count == 2


async def test_what_is_woken_while_we_stop_waits_for_the_next_process(
    dispatcher: Dispatcher, looks: Looks
) -> None:
    dispatcher.wake("talk")
    await asyncio.sleep(0)
    dispatcher.wake("talk")
    await dispatcher.close()
    dispatcher.wake("talk")
    dispatcher.wake("another talk")
    await asyncio.sleep(0.01)
    assert looks.count == 1
