"""How a chat is looked at for accessibility: axe-core's rules, and the settings people have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": TAGS, "resultTypes": ["violations"]}
LANGUAGES, SCHEMES, SIZES = ("fr", "en"), ("light", "dark"), ((320, 640), (1280, 800))
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
WIDER = "() => document.documentElement.scrollWidth > innerWidth"


@dataclass(frozen=True)
class Setting:
    """A language, a scheme of colours and a size of the screen."""

    language: str
    scheme: str
    size: tuple[int, int]

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.size[0]}"

    def context(self) -> dict[str, Any]:
        """Return what Chromium is to be told of it."""
        width, height = self.size
        viewport = {"width": width, "height": height}
        return {
            "locale": LOCALES[self.language],
            "color_scheme": self.scheme,
            "viewport": viewport,
            "has_touch": width < 500,
        }


EVERY = [Setting(*one) for one in product(LANGUAGES, SCHEMES, SIZES)]


def two(n: int) -> tuple[Setting, Setting]:
    """Return a setting and the one that differs from it in everything.

    With both, a state is seen in each language, scheme and size; four states in a row see all
    eight settings.
    """
    return EVERY[n % 4], EVERY[7 - n % 4]


def faults(page: Any) -> list[str]:
    """Return what axe-core finds wrong: the rule and where."""
    # Here, since Python 3.12 collects these tests too, without a browser to run them.
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {node['target']} {node['html'][:150]}" for one in found
            for node in one["nodes"]]  # fmt: skip


def sideways(page: Any) -> bool:
    """Tell whether one would have to scroll sideways."""
    return bool(page.evaluate(WIDER))
