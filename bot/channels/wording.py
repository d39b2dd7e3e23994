"""An answer as a platform gets it: plain text with its sources, in parts that fit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.channels.base import Channel, Part
from bot.channels.options import LETTERS, Choice, as_options
from bot.conversations.reading import Row
from bot.conversations.render import served
from bot.language import Language
from knowledge.days import in_words

MOST_SOURCES = 3  # named under an answer: the first are those it rests on most
ENDS = ("\n\n", "\n", ". ", "? ", "! ", "… ", " ; ", ", ", " ")
Words = Mapping[str, Mapping[str, str]]


def parts_of(row: Row, held: Sequence[Choice], channel: Channel, words: Words) -> list[Part]:
    """Return the messages to send for one of ours; what can be chosen stands in the last."""
    language: Language = "en" if row["language"] == "en" else "fr"
    message = served(row)
    typed = [one for one in held if one.typed]
    text = "\n\n".join(_blocks(message, typed, words, language, channel.brief))
    options = () if typed else as_options(held, language)
    limit = channel.longest_with_options if options else channel.longest
    pieces = split(text, channel.longest)
    if len(pieces[-1]) > limit:
        pieces[-1:] = split(pieces[-1], limit)
    of_it: dict[str, Any] = {"language": language, "message": message}
    parts = [Part(piece, number=number, **of_it) for number, piece in enumerate(pieces)]
    return [*parts[:-1], replace(parts[-1], options=options)]


def _blocks(
    message: Mapping[str, Any],
    typed: Sequence[Choice],
    words: Words,
    language: Language,
    brief: bool,
) -> Iterator[str]:
    yield message["text"]  # complete without what follows
    if message["eligibility"] and not brief:
        yield _card(message["eligibility"], words, language)
    if message["sources"]:
        yield cited(message["sources"][: 1 if brief else MOST_SOURCES], words, language)
    if typed:
        how = words["by_letter" if str(typed[0].typed) in LETTERS else "by_number"][language]
        listed = (f"{str(one.typed).upper()}. {one.label[language]}" for one in typed)
        yield "\n".join([how, *listed])


def cited(sources: Sequence[Mapping[str, Any]], words: Words, language: Language) -> str:
    """Return where an answer comes from: title and date, or that there is none."""
    told = [f"{one['title']}, {_dated(one, words, language)}" for one in sources]
    if len(told) == 1:
        return f"{words['source'][language]} {told[0]}"
    return "\n- ".join([words["sources"][language], *told])


def _dated(source: Mapping[str, Any], words: Words, language: Language) -> str:
    day = in_words(source["published"], language)
    return day or source["note"] or words["undated"][language]


def _card(assessment: Mapping[str, Any], words: Words, language: Language) -> str:
    """Return each condition with what was found."""
    colon = " :" if language == "fr" else ":"
    return "\n".join(
        f"- {one['label']}{colon} {words[one['result']][language]}"
        for one in assessment["criteria"]
    )


def split(text: str, longest: int) -> list[str]:
    """Cut a text into pieces that fit: between paragraphs, else sentences, else words."""
    pieces = []
    rest = text.strip()
    while len(rest) > longest:
        cut = _cut(rest, longest)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest or not pieces else pieces


def _cut(text: str, longest: int) -> int:
    for end in ENDS:
        # A piece that is nearly empty helps nobody: then a smaller break is better.
        found = text.rfind(end, longest // 3, longest + 1 - len(end.rstrip(" ")))
        if found > 0:
            return found + len(end.rstrip()) if end.strip() else found
    return _within(text, longest)


def _within(text: str, longest: int) -> int:
    """Return where to cut a word that is too long, but never within one character."""
    for at in range(longest, max(1, longest - 16), -1):
        if not _JOINS.match(text[at]):
            return at
    return longest


# Marks, variation selectors, joiners and skin tones belong to what stands before them.
_JOINS = re.compile("[\u0300-\u036f\ufe00-\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
