"""Many people at once: nothing is lost, doubled, out of order or left without an answer."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector

from tests.bot.web.process import started
from tools.burst import EACH, crowd, wrong

PEOPLE = 200  # make burst: a thousand, and the real Rasa


@pytest.mark.slow
async def test_a_crowd_is_answered_in_order_and_once(tmp_path: Path) -> None:
    with started(tmp_path) as gateway:
        async with ClientSession(connector=TCPConnector(limit=0)) as session:
            figures = await crowd(session, gateway.url, PEOPLE)
        # Distinct ones: what is answered too late for the gateway is asked again, by the same id.
        assert len({turn["message_id"] for turn in gateway.rasa.turns}) == PEOPLE * EACH
    assert figures["lost, doubled, out of order or not answered"] == figures["refused"] == 0


def said(*own: str | None) -> list[dict[str, object]]:
    return [{"author": "user" if one else "assistant", "client_message_id": one} for one in own]


@pytest.mark.parametrize(
    ("history", "what"),
    [
        (said(None, "0", None, "1", None), None),
        (said(None, "0", "1", None, None), None),
        (said(None, "1", None, "0", None), "lost, doubled or out of order"),
        (said(None, "0", None), "lost, doubled or out of order"),
        (said(None, "0", None, "1", None, "1", None), "lost, doubled or out of order"),
        (said(None, "0", None, "1"), "not answered"),
    ],
)
def test_what_is_wrong_is_seen(history: list[dict[str, object]], what: str | None) -> None:
    assert wrong(history, 2) == what
