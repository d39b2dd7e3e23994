"""The words of the desk: each is used, each used one is there, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from bot.desk import pages
from bot.desk.pages import ERRORS, FOLDER, templates
from bot.desk.passwords import fault
from bot.desk.rights import ROLES
from bot.desk.signing_in import SAID
from knowledge.basics import LANGUAGES

CODE = [one.read_text(encoding="utf-8") for one in Path(pages.__file__).parent.glob("*.py")]
STRINGS = {name for text in CODE for name in re.findall(r'"(\w+)"', text)}


def leaves(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Return each text with its place."""
    for name, one in words.items():
        if all(isinstance(held, dict) for held in one.values()):
            yield from leaves(one, f"{path}{name}.")
        else:
            yield path + name, one


ALL = dict(leaves(templates().words))


def used() -> set[str]:
    """Return what the templates take of `words`."""
    env, names = Environment(autoescape=True), set()
    for path in FOLDER.glob("*.html"):
        tree = env.parse(path.read_text(encoding="utf-8"))
        for one in tree.find_all(nodes.Getattr):
            of_both = isinstance(one.node, nodes.Getitem) and (
                getattr(one.node.node, "name", "") == "both"
            )
            if of_both or getattr(one.node, "name", "") == "words":
                names.add(one.attr)
    return names


def test_every_word_is_used_and_every_used_one_is_there() -> None:
    code = {"issuer"}  # stands in the app on the phone
    assert used() | code == set(templates().words)


def test_no_word_is_called_as_what_templates_find_first() -> None:
    """`w.keys` is a method of the dictionary, whatever stands under that name."""
    assert not {part for name in ALL for part in name.split(".")} & set(dir(dict))


@pytest.mark.parametrize("name", ALL)
def test_a_word_is_there_in_both_languages(name: str) -> None:
    both = ALL[name]
    assert list(both) == list(LANGUAGES)
    assert all(isinstance(text, str) and text.strip() == text != "" for text in both.values())
    gaps = [sorted(re.findall(r"\{\w+\}", text)) for text in both.values()]
    assert gaps[0] == gaps[1]


def test_all_that_can_go_wrong_has_words_and_no_more() -> None:
    words = templates().words
    assert set(words["wrong"]) - {"mark"} <= STRINGS
    assert {fault("x", "y"), fault("x" * 200, "y")} <= set(words["wrong"])
    assert set(words["errors"]) == {*ERRORS.values(), "fault", "not_so"}
    assert set(words["said"]) == set(SAID)
    assert set(words["roles"]) == set(words["role_may"]) == set(ROLES)
