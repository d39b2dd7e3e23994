"""French or English, from the first words."""

from __future__ import annotations

import pytest

from bot.language import LanguageIdentifier, accepted_language

IDENTIFIER = LanguageIdentifier()


@pytest.mark.parametrize(
    ("held", "text", "language"),
    [
        ("en", "Quels pays sont concernés par le programme ?", "fr"),
        ("fr", "how many people went to sudan in the pilot", "en"),
        ("fr", "who pays for it and how much", "en"),
        ("en", "c koi le programme svp", "fr"),
        ("fr", "TRQN", "fr"),
        ("en", "TRQN", "en"),
        ("fr", "Joost van der Aalst", "fr"),
        ("en", "+31 70 318 15 00", "en"),
    ],
)
def test_a_clear_sentence_switches_and_a_name_does_not(held: str, text: str, language: str) -> None:
    assert IDENTIFIER.choose(held, 0.0, text).language == language  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-FR,fr;q=0.9,en;q=0.8", "fr"), ("nl,en;q=0.7", "en"), ("nl", None), (None, None)],
)
def test_the_browser_gives_the_first_guess(header: str | None, language: str | None) -> None:
    assert accepted_language(header) == language
