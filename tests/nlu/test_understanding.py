"""Training data in both languages, and names as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FEWEST = 20
OUT_OF_SCOPE = 150


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_intent_has_phrasings_in_both_languages(language: str) -> None:
    intents = {}
    for path in (ROOT / "data" / "nlu" / language).glob("*.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = {line for line in entry["examples"].splitlines() if line.strip()}
            intents[entry["intent"]] = len(lines)
    declared = set()
    for path in (ROOT / "domain").glob("*.yml"):
        declared |= set(yaml.safe_load(path.read_text(encoding="utf-8"))["intents"])
    assert set(intents) == declared - {"nlu_fallback"}
    assert min(intents.values()) >= FEWEST
    assert intents["out_of_scope"] >= OUT_OF_SCOPE


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("et la Géorgie ?", "country", "GE"),
        ("l'afganistan est dedans ?", "country", "AF"),
        ("je suis soudanaise", "country", "SD"),
        ("je suis sud-soudanais du soudan du sud", "country", "SS"),
        ("what about sierra leone", "country", "SL"),
        ("le projet pilote", "programme", "trqn_pilot"),
        ("is TRQN open", "programme", "trqn_ii"),
        ("qui est joost van der aalst", "person", "joost_van_der_aalst"),
        ("le bureau de La Hague", "office", "the_hague"),
    ],
)
def test_names_are_found_as_people_write_them(
    parse: Any, text: str, entity: str, value: str
) -> None:
    found = {(e["entity"], e["value"]) for e in parse(text)["entities"]}
    assert (entity, value) in found
