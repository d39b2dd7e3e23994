"""Numbers in words, of both languages, as digits."""

from __future__ import annotations

import re

_FR = (
    "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_EN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
SMALL = {word: number for words in (_FR, _EN) for number, word in enumerate(words.split())}
SMALL |= {"une": 1, "nought": 0, "fourty": 40, "quartorze": 14}
SMALL |= {"dix-sept": 17, "dix-huit": 18, "dix-neuf": 19}
ROUND = {
    "vingtaine": 20,
    "dizaine": 10,
    "quinzaine": 15,
    "trentaine": 30,
    "douzaine": 12,
    "quarantaine": 40,
    "cinquantaine": 50,
    "dozen": 12,
    "decade": 10,
    "decennie": 10,
    "couple": 2,
}
TENS = {
    "vingt": 20,
    "vingts": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "septante": 70,
    "huitante": 80,
    "octante": 80,
    "nonante": 90,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
ARTICLES = frozenset({"un", "une", "a", "one"})
TEENS = frozenset({"sept", "huit", "neuf"})  # after "dix"
JOINED = frozenset({"et", "and"})
_WORD = re.compile(r"[^\W\d_]+")


def in_digits(text: str) -> str:
    """Return folded text with its numbers in digits: "trente-sept ans" is "37 ans"."""
    out: list[str] = []
    last, words = 0, list(_WORD.finditer(text))
    place = 0
    while place < len(words):
        value, taken = _number(text, words, place)
        if taken:
            out += [text[last : words[place].start()], str(value)]
            last = words[place + taken - 1].end()
        place += taken or 1
    return "".join([*out, text[last:]])


def _number(text: str, words: list[re.Match[str]], place: int) -> tuple[int, int]:
    """Return the number that begins at a word, and of how many words it is: 0 for none."""
    word = words[place][0]
    if word in ARTICLES and _near(text, words, place) and words[place + 1][0] in ROUND:
        return ROUND[words[place + 1][0]], 2  # "une dizaine"
    if word in ROUND:
        vague = place > 0 and words[place - 1][0] == "la"  # "la cinquantaine"
        return (0, 0) if vague else (ROUND[word], 1)
    if (
        word == "quatre"
        and _near(text, words, place)
        and words[place + 1][0] in ("vingt", "vingts")
    ):
        return _with_units(text, words, place + 1, 80, 20, 2)
    if word in TENS:
        return _with_units(text, words, place, TENS[word], 20 if word == "soixante" else 10, 1)
    return _below_twenty(text, words, place)


def _below_twenty(text: str, words: list[re.Match[str]], place: int) -> tuple[int, int]:
    word = words[place][0]
    if word == "dix" and _near(text, words, place) and words[place + 1][0] in TEENS:
        return 10 + SMALL[words[place + 1][0]], 2
    return (SMALL[word], 1) if word in SMALL else (0, 0)


def _with_units(
    text: str, words: list[re.Match[str]], place: int, tens: int, below: int, taken: int
) -> tuple[int, int]:
    """Add what follows the tens: "et un", "-sept", "dix-huit"."""
    ahead = place
    if _near(text, words, ahead) and words[ahead + 1][0] in JOINED:
        ahead += 1
    if not _near(text, words, ahead):
        return tens, taken
    value, more = _below_twenty(text, words, ahead + 1)
    if not 0 < value < below:
        return tens, taken
    if ahead > place and value not in (1, 11):  # "vingt et deux" are two numbers
        return tens, taken
    return tens + value, taken + (ahead - place) + more


def _near(text: str, words: list[re.Match[str]], place: int) -> bool:
    return place + 1 < len(words) and text[words[place].end() : words[place + 1].start()] in (
        " ",
        "-",
    )
