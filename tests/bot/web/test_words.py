"""The words around the content: each is used, each used one is there, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from bot.safety import SafetyTexts
from bot.settings import CONTENT
from bot.web import forms_view
from bot.web.templating import FOLDER, templates
from knowledge.basics import LANGUAGES
from knowledge.eligibility import verdict
from knowledge.export.data import OPENNESS

CODE = Path(forms_view.__file__).parent
SCREEN = (CODE / "static" / "words.js").read_text(encoding="utf-8")
KINDS = {"safety", "notice"}  # of a message
# A card's words are named by what the check finds.
OF_A_CHECK = re.findall(r'"(\w+)"', Path(verdict.__file__).read_text(encoding="utf-8"))


def _names(tree: nodes.Template) -> Iterator[str]:
    """Return what a template takes of `words` or of `both[…]`."""
    for kind in (nodes.Getattr, nodes.Getitem):
        for one in tree.find_all(kind):
            taken: nodes.Node = one.node
            of_both = isinstance(taken, nodes.Getitem) and getattr(taken.node, "name", "") == "both"
            if not of_both and getattr(taken, "name", "") != "words":
                continue
            if isinstance(one, nodes.Getattr):
                yield one.attr
            elif isinstance(one, nodes.Getitem) and isinstance(one.arg, nodes.Const):
                yield str(one.arg.value)


def _of_templates() -> set[str]:
    env = Environment(autoescape=True)
    trees = [env.parse(one.read_text(encoding="utf-8")) for one in FOLDER.glob("*.html")]
    return {name for tree in trees for name in _names(tree)}


def _of_code() -> tuple[set[str], set[str]]:
    """Return the words that the code surely names, and those that it may."""
    texts = [one.read_text(encoding="utf-8") for one in CODE.glob("*.py")]
    sure = {name for text in texts for name in re.findall(r'words(?:\(\))?\["(\w+)"\]', text)}
    return sure, {name for text in texts for name in re.findall(r'"(\w+)"', text)}


def _leaves(words: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, one in words.items():
        if all(isinstance(held, dict) for held in one.values()):
            yield from _leaves(one, f"{path}{name}.")
        else:
            yield path + name, one


def test_every_word_is_used() -> None:
    sure, perhaps = _of_code()
    used = KINDS | _of_templates() | sure | perhaps | set(OF_A_CHECK) | set(OPENNESS.values())
    assert set(templates().words) - used == set()


def test_every_word_that_is_used_is_there() -> None:
    said = {*KINDS, *forms_view.SAID.values(), "failed", *OPENNESS.values()}
    assert (_of_templates() | _of_code()[0] | said) - set(templates().words) == set()


@pytest.mark.parametrize("name", [name for name, _ in _leaves(templates().words)])
def test_a_word_is_there_in_both_languages(name: str) -> None:
    both = dict(_leaves(templates().words))[name]
    assert list(both) == list(LANGUAGES)
    assert all(isinstance(text, str) and text.strip() == text != "" for text in both.values())
    gaps = [sorted(re.findall(r"\{\w+\}", text)) for text in both.values()]
    assert gaps[0] == gaps[1]


def test_each_situation_of_the_safety_content_has_a_heading() -> None:
    texts = SafetyTexts.load(CONTENT / "safety")
    assert set(templates().words["situations"]) == set(texts.held["texts"])


@pytest.mark.parametrize(
    "name", ["trial", "leave", "useful", "not_useful", "delete_yes", "card_closed", "card_unknown"]
)
def test_pages_and_screen_call_one_thing_by_one_name(name: str) -> None:
    for text in templates().words[name].values():
        assert f'"{text.removesuffix(".")}"' in SCREEN or f'"{text}"' in SCREEN
