"""When a refused message is read again with a name that the phrasings know."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("rasa", reason="Rasa is not installed here")
from bot.nlu.fusion import FusedModel
from bot.nlu.intent import told_again

TEXT = "C'est quoi Jarben ? Et le Jarben pour qui"
NAMED = [
    {"entity": "programme", "value": "jarben", "start": start, "end": start + 6}
    for start in (11, 26)
]
REFUSED: list[dict[str, Any]] = [{"name": "out_of_scope", "confidence": 0.9}]


@pytest.fixture(scope="module")
def model() -> FusedModel:
    rows = ["c'est quoi TRQN", "what is CD4D", "quel temps fait-il", "some weather"]
    return FusedModel.fitted(rows, ["ask_programme"] * 2 + ["out_of_scope"] * 2, 20.0, 7, {})


def test_a_model_knows_the_words_of_its_phrasings(model: FusedModel) -> None:
    assert model.knows("trqn") and model.knows("Quoi, CD4D")
    assert not model.knows("Jarben") and not model.knows("TRQN Jarben")


def test_every_unknown_name_is_replaced(model: FusedModel) -> None:
    again = told_again(TEXT, NAMED, REFUSED, model)
    assert again == "C'est quoi TRQN ? Et le TRQN pour qui"


@pytest.mark.parametrize(
    ("text", "entities", "ranking"),
    [
        (TEXT, NAMED, [{"name": "ask_programme", "confidence": 0.9}]),
        (TEXT, [], REFUSED),
        ("trqn", [{"entity": "programme", "value": "trqn_ii", "start": 0, "end": 4}], REFUSED),
        ("kaboul", [{"entity": "country", "value": "AF", "start": 0, "end": 6}], REFUSED),
    ],
    ids=["understood", "nothing named", "known", "no programme"],
)
def test_else_it_is_left_alone(
    model: FusedModel, text: str, entities: list[dict[str, Any]], ranking: list[dict[str, Any]]
) -> None:
    assert told_again(text, entities, ranking, model) is None
