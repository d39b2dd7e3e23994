"""Strange texts and JSON values, made by dice."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.bot.web.corpus import TEXTS, VALUES

MARKER = "kanarie7"  # in many texts; nothing that holds it may reach a log
PLAIN = [
    "quels pays sont concernés ?",
    "who pays for it and how much",
    "je suis ghanéen, 34 ans, infirmier, je vis à Rotterdam",
    "slt g besoin d aid 4 rentré svp",
    "I NEED HELP NOW!!!",
    "c'est une arnaque ? he wants 500 euros before the visa",
    "on m'a pris mon passeport, je ne peux pas sortir",
    "I want to die",
    "efface mes données",
    "send me my data",
    "oui",
    "yes, delete it",
    "speak English please",
    "parlez français",
    "menu",
    "0",
    "stop",
    "mijn BSN is 123456782 en mijn nummer is 06 12345678",
    "call me on +33 6 12 34 56 78 or a.b@example.org, IBAN NL91ABNA0417164300",
]
COMMANDS = ["/restart", "/session_start", "/ask_funding{}", '/inform{"age": 1}', "EXTERNAL: a"]
ODD = list(
    "\x00\x01\x08\t\n\r\x0b\x1b\x7f\x80\x85\x9b\xa0\xad\u034f\u061c\u115f\u200b\u200d\u200e\u200f"
    "\u2028\u2029\u202a\u202e\u2066\u2069\u2800\u3164\ufe0f\ufeff\ufffd\uffff\ud800\udbff\udfff"
    "\U0001f600\U0001f1f3\U000e0041\U0010ffff\u0130\u1e9e\ufb03\ufdfa\u0f43\u1100\u1161"
)
SCRIPTS = [
    "abcdefghij ",
    "àéèçùœ ",
    "ابتثجح ",
    "אבגד ",
    "абвг ",
    "ⴰⵣⵓⵍ ",
    "ߒߞߏ ",
    "ሰላም ",
    "你好 ",
    "👩‍👩‍👧",
]
BORDERS = [1, 2, 249, 250, 251, 299, 300, 301, 999, 1000, 1001, 1002, 2000, 5000, 16_300]
BITS = [
    "a",
    "a ",
    "1",
    "+1",
    "é",
    "e\u0301",
    "😀",
    "@",
    "a@",
    "1 2-",
    "(",
    ".",
    "ﷺ",
    "\u0301",
    "A1",
    "?",
]
LONGEST_PICK = 4000  # of the corpus, when it is picked at random; in its turn it is sent whole


def text(dice: Random) -> str:
    """Return something to write, most of it wrong in some way."""
    made = dice.choice(MAKERS)(dice)
    return f"{made} {MARKER}" if dice.random() < 0.3 else made


def _of_the_corpus(dice: Random) -> str:
    return dice.choice(list(TEXTS.values()))[:LONGEST_PICK]


def _at_a_border(dice: Random) -> str:
    bit, size = dice.choice(BITS), dice.choice(BORDERS)
    return (bit * size)[:size]


def _piled(dice: Random) -> str:
    marks = [chr(dice.randrange(0x300, 0x370)) for _ in range(dice.randrange(1, 40))]
    return "".join(letter + "".join(marks) for letter in dice.choice(PLAIN))


def _pierced(dice: Random) -> str:
    letters = list(dice.choice(PLAIN))
    for _ in range(dice.randrange(1, 8)):
        letters.insert(dice.randrange(len(letters) + 1), dice.choice(ODD))
    return "".join(letters)


def _of_anything(dice: Random) -> str:
    top = dice.choice([0x80, 0x800, 0x3000, 0xFFFF, 0x10FFFF])
    return "".join(chr(dice.randrange(top)) for _ in range(dice.randrange(1, 120)))


def _of_scripts(dice: Random) -> str:
    return "".join(dice.choice(dice.choice(SCRIPTS)) for _ in range(dice.randrange(1, 200)))


def _slashed(dice: Random) -> str:
    return dice.choice(["", " ", "\n", "\u200b", "//"]) + dice.choice(COMMANDS)


def _joined(dice: Random) -> str:
    return dice.choice(["", " ", "\n", "\x00", ". "]).join(
        dice.choice(MAKERS[:-1])(dice)[:400] for _ in range(dice.randrange(2, 5))
    )


def _plain(dice: Random) -> str:
    said = dice.choice(PLAIN)
    return dice.choice([said, said.upper(), said[::-1], said * dice.randrange(1, 30)])


MAKERS: list[Callable[[Random], str]] = [
    _plain,
    _of_the_corpus,
    _at_a_border,
    _piled,
    _pierced,
    _of_anything,
    _of_scripts,
    _slashed,
    _joined,
]


def number(dice: Random) -> Any:
    """Return a number that some reader may not bear."""
    near = dice.choice([0, 1, 18, 120, 2**31, 2**53, 2**63, 2**64, 10**40, 10**300, 10**4000])
    if dice.random() < 0.6:
        return dice.choice([1, -1]) * (near + dice.choice([-1, 0, 1]))
    return dice.choice([0.5, -0.0, 1e-320, 1.8e308, -1e308, float("nan"), float("inf")])


def value(dice: Random, depth: int = 0) -> Any:
    """Return any JSON value; NaN and half characters too, which Python writes and JSON has not."""
    kind = dice.randrange(8 if depth < 6 else 5)
    if kind == 0:
        return dice.choice(list(VALUES.values()))
    if kind == 1:
        return number(dice)
    if kind < 5:
        return text(dice)[: dice.choice([3, 40, 2000])]
    if kind == 5:
        return {text(dice)[:20]: value(dice, depth + 1) for _ in range(dice.randrange(4))}
    return [value(dice, depth + 1) for _ in range(dice.randrange(5))]
