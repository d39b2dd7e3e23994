"""axe-core finds nothing wrong with the chat, in any state, language, scheme or width."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, product
from typing import Any

import pytest

from tests.bot.web.process import Gateway
from tests.bot.web.scene import Scene
from tests.bot.web.seeing import EVERY, LANGUAGES, SCHEMES, SIZES, Setting, faults, sideways, two
from tests.bot.web.states import MAIN, OTHERS, State
from tests.bot.web.visit import Visit

pytestmark = pytest.mark.browser
PLAN = [(state, setting) for n, state in enumerate(MAIN) for setting in two(n)]
PLAN += [(state, EVERY[n % len(EVERY)]) for n, state in enumerate(OTHERS)]


@pytest.fixture
def seen(browser: Any, gateway: Gateway) -> Iterator[Callable[[Setting], Scene]]:
    opened: list[Visit] = []

    def open_in(setting: Setting) -> Scene:
        opened.append(Visit(browser, gateway, **setting.context()))
        return Scene(opened[-1], gateway, setting.language)

    yield open_in
    gateway.rasa.extra = {}
    for one in opened:
        one.context.close()


def test_the_plan_covers_all_pairs() -> None:
    assert len(MAIN) >= 12
    assert {state for state, _ in PLAN} == {*MAIN, *OTHERS}
    rows = [(state, one.language, one.scheme, one.size) for state, one in PLAN if state in MAIN]
    values: list[Any] = [MAIN, LANGUAGES, SCHEMES, SIZES]
    for a, b in combinations(range(4), 2):
        assert {(row[a], row[b]) for row in rows} == set(product(values[a], values[b]))
    assert {setting for _, setting in PLAN} == set(EVERY)


@pytest.mark.parametrize(
    ("state", "setting"), PLAN, ids=[f"{state.__name__}-{one}" for state, one in PLAN]
)
def test_nothing_is_wrong(state: State, setting: Setting, seen: Callable[[Setting], Scene]) -> None:
    scene = seen(setting)
    state(scene)
    assert faults(scene.page) == []
    assert not sideways(scene.page)
    if state.__name__ != "floating":
        assert scene.page.evaluate("document.documentElement.lang") == setting.language
