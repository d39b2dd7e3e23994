"""The trained model, loaded once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="session")
def parse() -> Iterator[Callable[[str], dict[str, Any]]]:
    pytest.importorskip("rasa", reason="Rasa is not installed here")
    from bot.dialogue.process import load
    from bot.training import ensure_model

    model = ensure_model(ROOT, ROOT / "models", print)
    loop = asyncio.new_event_loop()
    agent = loop.run_until_complete(load(model))
    yield lambda text: loop.run_until_complete(agent.parse_message(text))
    loop.close()
