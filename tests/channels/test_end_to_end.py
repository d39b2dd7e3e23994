"""Whole way on each platform: a message in, Rasa, the answer out; a check by numbers in texts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio

from tests.channels.standins.telegram import TelegramStandIn
from tests.channels.standins.twilio import TwilioStandIn
from tests.channels.standins.webhook import WebhookStandIn
from tests.conftest import start_assistant, stop_assistant

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="module")]
QUESTIONS = {"fr": "C'est quoi le programme REAN ?", "en": "What is the REAN programme?"}
SOURCE = {"fr": "Source", "en": "Source"}
WITHIN = 30.0


class Phones:
    """Every platform beside one assistant, and the same three things done on each."""

    def __init__(self) -> None:
        self.telegram = TelegramStandIn()
        self.twilio = TwilioStandIn()
        self.webhook = WebhookStandIn()
        self.people = 0

    @property
    def settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_API_BASE": self.telegram.url,
            "TELEGRAM_TOKEN": self.telegram.token,
            "TELEGRAM_SECRET": "a-secret-of-telegram",
            "TWILIO_API_BASE": self.twilio.url,
            "TWILIO_TOKEN": self.twilio.token,
            "TWILIO_SECRET": self.twilio.token,
            "WEBHOOK_API_BASE": self.webhook.url,
            "WEBHOOK_TOKEN": self.webhook.token,
            "WEBHOOK_SECRET": self.webhook.secret,
        }


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phones(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Phones]:
    one = Phones()
    async with AsyncExitStack() as stack:
        for stand_in in (one.telegram, one.twilio, one.webhook):
            await stack.enter_async_context(stand_in)
        folder = tmp_path_factory.mktemp("channels")
        process, url = await asyncio.to_thread(lambda: start_assistant(folder, **one.settings))
        door = f"{url}/channels"
        one.telegram.webhook = {"url": f"{door}/telegram", "secret_token": "a-secret-of-telegram"}
        one.twilio.webhook, one.webhook.webhook = f"{door}/twilio", f"{door}/webhook"
        yield one
        await asyncio.to_thread(stop_assistant, process)


Says = Callable[[str], Awaitable[Any]]


def person_on(phones: Phones, channel: str) -> tuple[Says, Callable[[], list[str]]]:
    """Return how somebody new writes on a platform, and what they got."""
    phones.people += 1
    if channel == "telegram":
        chat = 5_000 + phones.people
        return (lambda text: phones.telegram.says(chat, text)), (
            lambda: phones.telegram.texts(chat)
        )
    if channel == "twilio":
        number = f"+99900000{phones.people:03d}"
        return (lambda text: phones.twilio.says(number, text)), (
            lambda: phones.twilio.texts(number)
        )
    name = f"person {phones.people}"
    return (lambda text: phones.webhook.says(name, text)), (lambda: phones.webhook.texts(name))


async def until(texts: Callable[[], list[str]], count: int) -> list[str]:
    """Wait until somebody has got so many messages."""
    for _ in range(int(WITHIN / 0.05)):
        if len(texts()) >= count:
            break
        await asyncio.sleep(0.05)
    assert len(texts()) >= count, texts()
    return texts()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("channel", ["telegram", "twilio", "webhook"])
async def test_a_question_is_answered_where_it_was_asked(
    phones: Phones, channel: str, language: str
) -> None:
    says, got = person_on(phones, channel)
    await says(QUESTIONS[language])
    welcome, answer, *_ = await until(got, 2)
    assert ("Bonjour" in welcome) == (language == "fr")
    assert "REAN" in answer and "+31 88 746 44 66" in answer
    assert re.search(r"^Sources? ?:", answer, re.MULTILINE), "with where it comes from"
    await says({"fr": "Et qui paie le voyage ?", "en": "And who pays for the journey?"}[language])
    await until(got, 3)


@pytest.mark.parametrize("language", ["fr", "en"])
async def test_a_check_goes_by_numbers_in_text_messages(phones: Phones, language: str) -> None:
    says, got = person_on(phones, "twilio")
    asks = {
        "fr": "Est-ce que je peux participer au retour temporaire TRQN ?",
        "en": "Can I take part in the temporary return TRQN?",
    }
    await says(asks[language])
    texts = await until(got, 2)
    numbers = 0
    for _ in range(12):
        print(texts[-1], "\n---")
        if re.search(r"^1\. ", texts[-1], re.MULTILINE) is None:
            break
        numbers += 1
        await says("1")
        texts = await until(got, len(texts) + 1)
    assert numbers >= 2
