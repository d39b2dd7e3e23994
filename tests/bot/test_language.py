"""French or English, from the first words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.asked_language import asked_for
from bot.foreign import foreign
from bot.language import Decision, Language, LanguageIdentifier, accepted_language

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


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("en anglais svp", "en"),
        ("English is fine too. Combien de pays ?", "en"),
        ("tu peux répondre en anglais", "en"),
        ("French is also ok for me", "fr"),
        ("l'anglais ça va aussi pour moi", "en"),
        ("in french pls", "fr"),
        ("je préfère le français", "fr"),
        ("is the form in English?", None),
        ("le formulaire est en anglais ?", None),
        ("do I have to speak English for the internship?", None),
        ("je préfère en parler à quelqu'un", None),
        ("my diploma is French", None),
    ],
)
def test_a_language_asked_for_or_accepted_wins(text: str, wanted: str | None) -> None:
    assert asked_for(text) == wanted
    if wanted:
        other: Language = "fr" if wanted == "en" else "en"
        assert LanguageIdentifier().choose(other, 0.0, text).language == wanted


def test_weak_signs_sum_up() -> None:
    identifier = LanguageIdentifier()
    doubtful = identifier.choose("fr", 5.0, "ok thanks")
    assert doubtful.language == "fr"
    for _ in range(5):
        doubtful = identifier.choose(doubtful.language, doubtful.log_odds, "and Sudan?")
    assert doubtful.language == "en"


def test_development_conversations_are_answered_in_their_language() -> None:
    path = Path(__file__).parents[2] / "data" / "development" / "languages.yml"
    right = []
    for conversation in yaml.safe_load(path.read_text(encoding="utf-8"))["conversations"]:
        held, log_odds = conversation[0][0], 0.0
        for wanted, text in conversation:
            told = LanguageIdentifier().choose(held, log_odds, text)
            held, log_odds = told.language, told.log_odds
            right.append(told.language == wanted)
    assert len(right) > 400
    assert sum(right) >= 0.97 * len(right)
