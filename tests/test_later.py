"""Three years on: it starts, answers, and says that what may have changed is old.

`make test-later` runs everything so; this is the short form.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from knowledge.checks import SHIPPED
from knowledge.reply import OLD
from tests.conftest import start_assistant, stop_assistant
from tests.talk import Person

YEARS = 3


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start an assistant whose clock is ahead; its two processes inherit it."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    if not found:
        if os.environ.get("CI"):
            pytest.fail("faketime is missing; `.ci/run` installs Debian's package")
        pytest.skip("faketime is missing: apt-get install faketime")
    process, url = start_assistant(
        tmp_path_factory.mktemp("later"), LD_PRELOAD=str(found[-1]), FAKETIME=f"+{YEARS}y"
    )
    yield url
    stop_assistant(process)


@pytest.mark.rasa
@pytest.mark.parametrize(
    ("language", "question", "told", "old"),
    [
        ("fr", "quel est le numéro de l'OIM à La Haye ?", "+31 70 318 15 00", True),
        ("en", "what is the phone number of IOM in The Hague?", "+31 70 318 15 00", True),
        ("fr", "combien de missions en Afghanistan pendant le pilote ?", "37", False),
        ("en", "how many assignments to Afghanistan in the pilot?", "37", False),
    ],
)
def test_what_may_have_changed_is_told_with_a_warning(
    later: str, language: str, question: str, told: str, old: bool
) -> None:
    reply = Person(later, language).say(question)[-1]
    assert date.fromisoformat(reply["at"][:10]) >= SHIPPED + timedelta(days=365 * YEARS)
    assert reply["kind"] == "answer"
    assert told in reply["text"]
    assert (getattr(OLD, language) in reply["text"]) is old
    assert reply["sources"]
