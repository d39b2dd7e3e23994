"""A gateway process where people answer, for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.web.process import Gateway, started
from tests.conftest import free_port


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    desk = {"DESK": "hours", "DESK_PORT": str(free_port())}
    with started(tmp_path_factory.mktemp("gateway"), **desk) as opened:
        yield opened
        assert opened.process.poll() is None, opened.printed()
