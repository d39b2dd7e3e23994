"""Ready-made replies: in both languages, with the numbers that the content has, no promise."""

from __future__ import annotations

import re

import pytest

from bot.conversations.text import LONGEST
from bot.files import read_yaml
from knowledge.basics import LANGUAGES
from knowledge.settings import CONTENT
from tests.knowledge.test_promises import DECIDES, SOMEBODY_READS

CANNED = read_yaml(CONTENT / "canned.yml")
NUMBER = re.compile(r"\+?\d[\d ]{2,}\d|\b\d{3}\b|[\w.]+@[\w.]+\w")


@pytest.mark.parametrize("key", CANNED)
def test_both_languages_say_the_same_numbers(key: str) -> None:
    one = CANNED[key]
    assert one.keys() == {"label", "text"}
    assert all(part.keys() == {*LANGUAGES} and all(part.values()) for part in one.values())
    found = [NUMBER.findall(one["text"][language]) for language in LANGUAGES]
    assert found[0] == found[1]
    known = {str(each["value"]) for each in read_yaml(CONTENT / "contacts.yml").values()}
    assert set(found[0]) <= known
    assert all(len(one["text"][language]) < LONGEST / 2 for language in LANGUAGES)


@pytest.mark.parametrize("key", CANNED)
def test_none_of_them_decides_or_promises(key: str) -> None:
    for text in CANNED[key]["text"].values():
        assert not DECIDES.search(text) and not SOMEBODY_READS.search(text)
