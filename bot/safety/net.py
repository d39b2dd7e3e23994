"""Recognises danger by words that stand near one another. Deterministic, linear in the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.files import read_yaml
from bot.safety.model import Chances, DangerModel
from bot.safety.phrases import Phrases, Places, near
from bot.safety.spelling import Spelling
from bot.safety.words import plain_words

NEAR = 12  # words within which all sets of a pattern must occur
LANGUAGES = ("fr", "en", "nl", "ar")  # the last two: the strongest words only
CORRECTED = ("fr", "en")  # in which slips of the thumb are forgiven
ANY_KIND = "immediate_danger"  # what every danger may be, so no second one
# Chances of the second look (how they were chosen: DECISIONS.md): from SURE on it is danger
# without any listed word, below CALM it is none in spite of them.
SURE, CALM = 0.6, 0.1
SECOND = 0.4  # share of the likeliest kind's chance from which the next is told as well
NEVER = "never"  # the set that makes harmless whatever it stands beside
Sets = Mapping[str, Sequence[str]]


class SafetyContentError(ValueError):
    """A word list does not do what its own examples say."""


@dataclass(frozen=True)
class Finding:
    """What kind of danger, how soon somebody must see it, and a second kind that it may be."""

    category: str
    priority: str
    also: str | None = None


@dataclass(frozen=True)
class _Pattern:
    """Sets that must stand near one another, and sets that must not stand beside them."""

    finding: Finding
    language: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]
    within: int


@dataclass(frozen=True)
class SafetyNet:
    """Patterns of both languages in the order in which they win."""

    patterns: tuple[_Pattern, ...]
    spellings: Mapping[str, Spelling]
    phrases: Mapping[str, Phrases]
    model: DangerModel | None = None

    @classmethod
    def load(cls, folder: Path, model: Path | None = None) -> SafetyNet:
        """Read the word lists, hold them to their own examples, and add the second look if any."""
        lists = {language: read_yaml(folder / f"words_{language}.yml") for language in LANGUAGES}
        every = [_checked(words) for words in lists.values()]
        # Languages mix in one message, so what makes one harmless does so in both.
        never = [phrase for words in every for phrase in words["sets"][NEVER]]
        net = cls(
            tuple(_in_order(lists)),
            {one: Spelling.of(lists[one], every) for one in CORRECTED},
            {name: Phrases({**words["sets"], NEVER: never}) for name, words in lists.items()},
        )
        if faults := [fault for words in every for fault in net._faults(words)]:
            raise SafetyContentError("\n".join(faults))
        return replace(net, model=DangerModel.load(model)) if model else net

    def recognise(self, text: str) -> Finding | None:
        """Return the danger of a text, with a second kind that it may be, else None.

        Words decide, unless the second look is sure that they mean something else; and it hears
        what is told in other words.
        """
        found = self._findings(text)
        first = next(found, None)
        seen = self.model.read(text) if self.model else None
        if first is None or (seen and seen.danger < CALM):
            return self._of_model(seen) if seen and seen.danger >= SURE else None
        others = (one.category for one in found if one.category != first.category)
        return replace(first, also=next((one for one in others if one != ANY_KIND), None))

    def _of_model(self, seen: Chances) -> Finding:
        (category, chance), (second, less), *_ = seen.kinds
        priority = next(p.finding.priority for p in self.patterns if p.finding.category == category)
        also = second if less >= SECOND * chance and second != ANY_KIND else None
        return Finding(category, priority, also)

    def _findings(self, text: str) -> Iterator[Finding]:
        words = plain_words(text)
        spelt = {one: spelling.of_lists(words) for one, spelling in self.spellings.items()}
        heard = {one: found.places(spelt.get(one, words)) for one, found in self.phrases.items()}
        for pattern in self.patterns:
            if _stands(pattern, heard[pattern.language]):
                yield pattern.finding

    def _faults(self, words: dict[str, Any]) -> Iterator[str]:
        entries = words["categories"].items()
        expected = [(text, category) for category, entry in entries for text in entry["examples"]]
        for text, category in [*expected, *((look, None) for look in words["look_alikes"])]:
            found = self.recognise(text)
            if (found.category if found else None) != category:
                told = found.category if found else "nothing"
                wrong = f"taken for {told}, not for {category or 'nothing'}"
                yield f"safety words: {text!r} is {wrong}; add or narrow words"


def _checked(words: dict[str, Any]) -> dict[str, Any]:
    phrases = [phrase for phrases in words["sets"].values() for phrase in phrases]
    if odd := [one for one in [*phrases, *words.get("everyday", ())] if not isinstance(one, str)]:
        raise SafetyContentError(f"safety words: {odd[0]!r} is no text; write it in quotes")
    return words


def _in_order(lists: Mapping[str, dict[str, Any]]) -> Iterator[_Pattern]:
    # English has the order in which they win and how urgent each is; a test holds French to it.
    kinds = lists["en"]["categories"]
    for category, entry in kinds.items():
        finding = Finding(category, entry["priority"])
        for language, words in lists.items():
            for line in words["categories"].get(category, {}).get("patterns", ()):
                yield _pattern(finding, language, line, words["sets"])


def _pattern(finding: Finding, language: str, line: str, sets: Sets) -> _Pattern:
    """Read "holder + takes + papers - official within 8"."""
    told, _, within = line.partition(" within ")
    first, *barred = told.split(" - ")
    wanted = tuple(name.strip() for name in first.split("+"))
    unwanted = (NEVER, *(name.strip() for name in barred))
    if missing := [name for name in (*wanted, *unwanted) if name not in sets]:
        told = f"{line!r} names a set {missing[0]!r} that is not there"
        raise SafetyContentError(f"safety words: {finding.category}: {told}")
    return _Pattern(finding, language, wanted, unwanted, int(within or NEAR))


def _stands(pattern: _Pattern, heard: Places) -> bool:
    places = [heard.get(name) for name in pattern.wanted]
    if not all(places):
        return False
    first, *others = (place for place in places if place)
    barred = [heard[name] for name in pattern.unwanted if name in heard]
    return any(
        all(near(place, more, pattern.within) for more in others)
        and not any(near(place, more, pattern.within) for more in barred)
        for place in first
    )
