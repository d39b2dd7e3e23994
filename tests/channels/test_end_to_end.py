"""Whole way on each platform: a message in, Rasa, the answer out; a check by numbers in texts."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timezone
from typing import Any

import pytest
import pytest_asyncio
import yaml

from tests.channels.standins.messenger import MessengerStandIn
from tests.channels.standins.telegram import TelegramStandIn
from tests.channels.standins.twilio import TwilioStandIn
from tests.channels.standins.webhook import WebhookStandIn
from tests.channels.standins.whatsapp import WhatsAppStandIn
from tests.conftest import ROOT, start_assistant, stop_assistant

pytestmark = [pytest.mark.rasa, pytest.mark.asyncio(loop_scope="module")]
QUESTIONS = {"fr": "C'est quoi le programme REAN ?", "en": "What is the REAN programme?"}
META_TOKEN, META_SECRET = "a-token-of-meta", "a-secret-of-meta"  # pragma: allowlist secret
TELEGRAM_SECRET = "a-secret-of-telegram"  # pragma: allowlist secret
WITHIN = 120.0
NOTICES = yaml.safe_load((ROOT / "knowledge/content/notices.yml").read_text(encoding="utf-8"))
ON_ITS_WAY = {text.strip() for text in NOTICES["coming"]["text"].values()}
OPTION = re.compile(r"^([0-9]+)\. (.+)$", re.MULTILINE)
WORDS = {
    "fr": ["le Soudan", "les Pays-Bas", "infirmière", "oui", "oui"],
    "en": ["Sudan", "the Netherlands", "nurse", "yes", "yes"],
}
FITS = {"fr": "conditions publiées", "en": "published conditions"}


class Phones:
    """Every platform beside one assistant, and how somebody writes on each."""

    def __init__(self) -> None:
        self.telegram, self.twilio, self.webhook = (
            TelegramStandIn(),
            TwilioStandIn(),
            WebhookStandIn(),
        )
        of_meta = META_TOKEN, META_SECRET, lambda: datetime.now(timezone.utc)
        self.whatsapp = WhatsAppStandIn(*of_meta, ["100200300400500"])
        self.messenger = MessengerStandIn(*of_meta, ["400500600700800"])
        self.door = ""
        self.people = 0

    @property
    def settings(self) -> dict[str, str]:
        told = {
            "TELEGRAM": (self.telegram.url, self.telegram.token, TELEGRAM_SECRET),
            "TWILIO": (self.twilio.url, self.twilio.token, self.twilio.token),
            "WEBHOOK": (self.webhook.url, self.webhook.token, self.webhook.secret),
            "WHATSAPP": (self.whatsapp.api_base, self.whatsapp.token, self.whatsapp.secret),
            "MESSENGER": (self.messenger.api_base, self.messenger.token, self.messenger.secret),
        }
        names = ("API_BASE", "TOKEN", "SECRET")
        return {
            f"{channel}_{name}": value
            for channel, values in told.items()
            for name, value in zip(names, values, strict=True)
        }

    def call(self, url: str) -> None:
        """Let all of them know where the gateway is."""
        self.door = f"{url}/channels"
        self.telegram.webhook = {"url": f"{self.door}/telegram", "secret_token": TELEGRAM_SECRET}
        self.twilio.webhook = f"{self.door}/twilio"
        self.webhook.webhook = f"{self.door}/webhook"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def phones(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Phones]:
    one = Phones()
    async with AsyncExitStack() as stack:
        for stand_in in (one.telegram, one.twilio, one.webhook, one.whatsapp, one.messenger):
            await stack.enter_async_context(stand_in)
        folder = tmp_path_factory.mktemp("channels")
        process, url = await asyncio.to_thread(lambda: start_assistant(folder, **one.settings))
        one.call(url)
        yield one
        await asyncio.to_thread(stop_assistant, process)


Says = Callable[[str], Awaitable[Any]]


def person_on(phones: Phones, channel: str) -> tuple[Says, Callable[[], list[str]]]:
    """Return how somebody new writes on a platform, and what they got.

    On a busy machine they may also be told that the answer is on its way: it is no answer.
    """
    says, got = _person_on(phones, channel)
    return says, lambda: [text for text in got() if text not in ON_ITS_WAY]


def _person_on(phones: Phones, channel: str) -> tuple[Says, Callable[[], list[str]]]:
    phones.people += 1
    stand_in: Any = getattr(phones, channel)
    names = {
        "telegram": 5_000 + phones.people,
        "webhook": f"person {phones.people}",
        "messenger": f"90000000{phones.people:03d}",
    }
    who: Any = names.get(channel, f"99900000{phones.people:03d}")
    if channel in ("whatsapp", "messenger"):
        url = f"{phones.door}/{channel}"

        async def says(text: str) -> None:
            event = stand_in.text(text, who)
            told = stand_in.payload([event] if channel == "whatsapp" else event)
            await stand_in.bring(url, told)

        return says, lambda: [one.text for one in stand_in.sent if one.person == who]
    who = f"+{who}" if channel == "twilio" else who
    return (lambda text: stand_in.says(who, text)), (lambda: list(stand_in.texts(who)))


async def until(texts: Callable[[], list[str]], count: int) -> list[str]:
    """Wait until somebody has got so many messages."""
    for _ in range(int(WITHIN / 0.05)):
        if len(texts()) >= count:
            break
        await asyncio.sleep(0.05)
    assert len(texts()) >= count, texts()
    return texts()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("channel", ["whatsapp", "telegram", "messenger", "twilio", "webhook"])
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
    said, numbers = iter(WORDS[language]), 0
    for _ in range(12):
        held = [number for number, label in OPTION.findall(texts[-1]) if "exist" not in label]
        if not texts[-1].count("?"):
            break
        numbers += bool(held)
        await says(held[0] if held else next(said))
        texts = await until(got, len(texts) + 1)
    verdict = texts[-1]
    assert numbers >= 1, texts
    assert "+31 70 318 15 00" in verdict and "2008" in verdict and FITS[language] in verdict
