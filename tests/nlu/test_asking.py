"""The sentence that asks, in a message that says more."""

from __future__ import annotations

import pytest

from bot.nlu.asking import asking_sentence


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (
            "Je suis infirmière. J'habite Rotterdam. Est-ce que c'est ouvert ?",
            "Est-ce que c'est ouvert ?",
        ),
        ("Is the programme still open? I am Sudanese.", "Is the programme still open?"),
        ("I would love to work for IOM. Where do I start?", None),
        ("Hello. I am a nurse. Please tell me which papers I need.",) * 2,
        ("Qui finance ?", None),
        ("Je suis infirmière. J'habite Rotterdam.", None),
        ("", None),
        ("…!!! ???", None),
    ],
)
def test_the_sentence_that_asks(text: str, asks: str | None) -> None:
    if asks == text:
        asks = "Please tell me which papers I need."
    assert asking_sentence(text) == asks
