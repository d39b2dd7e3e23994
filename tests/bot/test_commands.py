"""Orders about one's data are heard in any state, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.conversations.commands import command_in, confirms

HELD_OUT = yaml.safe_load(
    (Path(__file__).parent / "heldout_commands.yml").read_text(encoding="utf-8")
)
TRAINING = sorted((Path(__file__).parents[2] / "data" / "nlu").rglob("*.yml"))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("wanted", ["erase", "export"])
def test_held_out_orders_are_heard(wanted: str, language: str) -> None:
    """Written without sight of the patterns; never tune on them."""
    texts = HELD_OUT[wanted][language]
    assert len(texts) >= 25
    heard = sum(command_in(text) == wanted for text in texts)
    print(f"{wanted} {language}: {heard} of {len(texts)}")
    assert heard >= FLOORS[wanted] * len(texts)


FLOORS = {"erase": 0.65, "export": 0.5}  # what is not heard here, Rasa answers with how to do it


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_words_for_something_else_are_no_order(language: str) -> None:
    texts = HELD_OUT["neither"][language]
    assert len(texts) >= 50
    taken = [text for text in texts if command_in(text)]
    print(f"neither {language}: {len(taken)} of {len(texts)}")
    assert len(taken) <= 0.08 * len(texts)


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
