"""Orders about one's data are heard in any state, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.conversations.commands import Orders, command_in, confirms
from bot.training import ensure_danger_model
from tests.conftest import ROOT

HERE = Path(__file__).parent
TRAINING = sorted((HERE.parents[1] / "data" / "nlu").rglob("*.yml"))
Texts = dict[str, dict[str, list[str]]]
# Of two writers who had seen neither patterns nor lessons; never tune on them. The patterns alone
# hear 68 and 57 % of the first and a quarter of the second, whose texts are longer.
FLOORS = {"heldout_commands": 0.9, "heldout_commands_2": 0.65}
# Of look-alikes: one taken for erasing is only asked back, one for export is told how to get it.
MOST = {"heldout_commands": 0.12, "heldout_commands_2": 0.08}


def held_out(name: str) -> Texts:
    read: Texts = yaml.safe_load((HERE / f"{name}.yml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def orders() -> Orders:
    return Orders.load(ensure_danger_model(ROOT, ROOT / "models", print))


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("wanted", ["erase", "export"])
@pytest.mark.parametrize("name", FLOORS)
def test_held_out_orders_are_heard(wanted: str, language: str, name: str, orders: Orders) -> None:
    texts = held_out(name)[wanted][language]
    assert len(texts) >= 25
    heard = sum(orders.heard(text) == wanted for text in texts)
    print(f"{name} {wanted} {language}: {heard} of {len(texts)}")
    assert heard >= FLOORS[name] * len(texts)  # what is not heard, Rasa answers with how to do it


@pytest.mark.rasa
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", FLOORS)
def test_the_same_words_for_something_else_are_no_order(
    language: str, name: str, orders: Orders
) -> None:
    texts = held_out(name)["neither"][language]
    assert len(texts) >= 50
    taken = [text for text in texts if orders.heard(text)]
    print(f"{name} neither {language}: {len(taken)} of {len(texts)}")
    assert len(taken) <= MOST[name] * len(texts)


def test_no_training_phrasing_of_another_intent_is_an_order() -> None:
    taken = []
    for path in TRAINING:
        for entry in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if entry.get("intent") not in (None, "ask_personal_data"):
                lines = [line.removeprefix("- ") for line in entry["examples"].splitlines()]
                taken += [line for line in lines if command_in(line)]
    assert len(taken) <= 3, taken  # of 5,000; it is only asked back


@pytest.mark.parametrize("text", ["forget it", "Oublie ça.", "forget about it"])
def test_to_let_go_is_no_order_to_erase(text: str) -> None:
    assert command_in(text) is None


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("oui", True),
        ("Yes please", True),
        ("ok, vas-y", True),
        ("oui mais non", False),
        ("no", False),
        ("quels pays ?", False),
        ("yes, and what is TRQN, who pays for it", False),
    ],
)
def test_only_a_yes_confirms(text: str, yes: bool) -> None:
    assert confirms(text) is yes
