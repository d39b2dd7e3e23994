"""What a process reads and works out once; each test of ours would do it again.

Nothing here changes what comes out: the same text gives the same data, a copy for each reader.
aiohttp holds on to the last thousand applications, too, and they to all that they read.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

import bot.files
import knowledge.files
from bot.safety import SafetyNet
from bot.web.assets import Asset
from bot.web.deprecation import deprecation_of
from bot.web.openapi.document import NO_HOOKS, Hooks, routes_of
from bot.web.openapi.operation import operation_of
from bot.web.openapi.serving import Description


@contextmanager
def once() -> Iterator[None]:
    """Read each list of words, YAML text, file of the page and description once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SafetyNet, "load", cache(SafetyNet.load))
        patch.setattr(bot.files, "parsed", _plain(bot.files.parsed))
        patch.setattr(knowledge.files, "parsed", _documents(knowledge.files.parsed))
        patch.setattr(Asset, "read", cache(Asset.read))
        patch.setattr(Description, "of", _described(Description.of))
        yield


def _plain(parsed: Callable[[str], Any]) -> Callable[[str], Any]:
    @cache
    def held(text: str) -> bytes:
        return pickle.dumps(parsed(text))

    return lambda text: pickle.loads(held(text))


def _documents(
    parsed: Callable[[Path, str], knowledge.files.Document],
) -> Callable[[Path, str], knowledge.files.Document]:
    """Nodes are only looked at, so that they are shared; what they say is a copy."""

    @cache
    def held(text: str) -> tuple[bytes, yaml.Node | None] | None:
        one = parsed(Path("-"), text)
        return None if one.faults else (pickle.dumps(one.data), one.node)

    def document(path: Path, text: str) -> knowledge.files.Document:
        found = held(text)
        if found is None:  # its faults name its path
            return parsed(path, text)
        return knowledge.files.Document(path, pickle.loads(found[0]), found[1])

    return document


def _described(of: Callable[..., Description]) -> Callable[..., Description]:
    held: list[tuple[list[object], Description]] = []

    def described(app: web.Application, hooks: Hooks = NO_HOOKS) -> Description:
        told = [(m, p, operation_of(r), deprecation_of(r)) for m, p, r in routes_of(app)]
        known = (one for asked, one in held if asked == [*told, hooks])
        found = next(known, None)
        if found is None:
            held.append(([*told, hooks], found := of(app, hooks)))
        return found

    return described
