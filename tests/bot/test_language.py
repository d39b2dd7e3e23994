"""French or English, from the first words."""

from __future__ import annotations

import pytest

from bot.foreign import foreign
from bot.language import Decision, LanguageIdentifier, accepted_language

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


@pytest.mark.parametrize(
    "text",
    [
        "Welke landen horen bij dit project?",
        "Ich würde gern in meine Heimat zurückkehren",
        "مرحبا، أريد العودة",
        "Querría saber cuándo empieza el proyecto",
    ],
)
def test_a_third_language_is_seen_and_moves_nothing(text: str) -> None:
    assert foreign(text)
    assert LanguageIdentifier().choose("en", -1.0, text) == Decision("en", -1.0)


@pytest.mark.parametrize(
    "text",
    ["TRQN II Soudan", "email iom den haag", "cmbien de persone son parti", "👍"],
)
def test_short_or_badly_written_is_not_foreign(text: str) -> None:
    assert not foreign(text)
