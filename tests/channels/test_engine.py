"""What is common to all platforms: in once, out in order, nothing lost."""

from __future__ import annotations

import asyncio

from tests.bot.web.gateway import FakeRasa
from tests.channels.plain import Platform


async def test_a_first_message_gets_the_welcome_and_its_answer(
    platform: Platform, rasa: tuple[FakeRasa, str]
) -> None:
    assert await platform.sends({"text": "Hello, what is REAN?"}) == 200
    await platform.until(2)
    welcome, answer = platform.texts()
    assert "Telegram sees your account" in welcome
    assert "Bonjour" not in welcome, "English was clear"
    assert "7. Talk to someone" in welcome and "Leave" not in welcome
    assert answer == "en Hello, what is REAN?"
    await platform.sends({"text": "Et la famille, c'est comment ?"})
    await platform.until(3)
    assert platform.texts()[-1] == "fr Et la famille, c'est comment ?"
    assert len(platform.got) == 3


async def test_brought_five_times_at_once_it_is_answered_once(
    platform: Platform, rasa: tuple[FakeRasa, str]
) -> None:
    again = {"id": "same", "text": "Hello, what is REAN?"}
    assert await asyncio.gather(*(platform.sends(again) for _ in range(5))) == [200] * 5
    await platform.until(2)
    await platform.sends({"text": "And TRQN?"})
    await platform.until(3)
    assert [one["text"] for one in rasa[0].turns] == ["Hello, what is REAN?", "And TRQN?"]
    assert platform.texts()[1:] == ["en Hello, what is REAN?", "en And TRQN?"]
