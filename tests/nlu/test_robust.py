"""Whatever is typed, it is read: nothing crashes, and the same text is read the same again."""

from __future__ import annotations

from typing import Any

import pytest

ODD = {
    "emoji": "😀🇸🇩👩‍⚕️ " * 100,
    "right to left": "\u202e\u200fbonjour\u2066 le programme " * 30,
    "zalgo": "".join(f"{letter}\u0301\u0327\u0336" for letter in "quels pays " * 20),
    "one letter": "a" * 1000,
    "one word": "programme " * 100,
    "marks": "?!…;., " * 140,
    "blanks": " \t\n\u00a0\u2003" * 150 + "x",
    "digits": "0123456789 " * 90,
    "no spaces": "pourquoileprogrammeestilferme" * 34,
    "lone accents": "\u0301\u0308" * 400,
    "wide": "Ｑｕｅｌｓ ｐａｙｓ ？",
    "a thousand": ("Je suis infirmière à Rotterdam. " * 40)[:1000],
    "nothing": "\u200b",
}


@pytest.mark.rasa
@pytest.mark.parametrize("name", list(ODD))
def test_odd_messages_are_read(parse: Any, name: str) -> None:
    read = parse(ODD[name][:1000])
    assert read["intent"]["name"]
    assert 0.0 <= read["intent"]["confidence"] <= 1.0
    assert parse(ODD[name][:1000])["intent"] == read["intent"]
