"""Where the phrases of all sets begin in a text: one walk, however many sets there are. Pure.

In phrases, `*` stands for any end of a word, alone for any word, and `#` for a number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Places = Mapping[str, Sequence[int]]  # of a set: the numbers of the words at which it begins
LONGEST = 32  # letters of a word that are looked at: longer ones are no words


@dataclass
class _Node:
    """What may follow, and the sets of which a phrase ends here."""

    following: dict[str, _Node] = field(default_factory=dict)
    sets: set[str] = field(default_factory=set)


class Phrases:
    """The phrases of one language's sets."""

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        self._root = _Node()
        self._stems: set[str] = set()  # of the words with any end
        for name, phrases in sets.items():
            for phrase in phrases:
                for words in _spellings(phrase):
                    self._add(name, words)

    def _add(self, name: str, words: Sequence[str]) -> None:
        node = self._root
        self._stems.update(word[:-1] for word in words if word.endswith("*"))
        for word in words:
            node = node.following.setdefault(word, _Node())
        node.sets.add(name)

    def places(self, words: Sequence[str]) -> Places:
        """Return, for each set that is there, where its phrases begin, in order."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        of_word = {word: self._keys(word) for word in set(words)}
        keys = [of_word[word] for word in words]
        for start in range(len(words)):
            for name in set(_ending(self._root, keys, start)):
                found[name].append(start)
        return found

    def _keys(self, word: str) -> list[str]:
        """Return everything in the phrases that may stand for a word."""
        begun = (word[:end] for end in range(min(len(word), LONGEST) + 1))
        keys = [word, *(f"{stem}*" for stem in begun if stem in self._stems)]
        return [*keys, "#"] if word.isdigit() else keys


def _ending(node: _Node, keys: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    yield from node.sets
    if at < len(keys) and node.following:
        for key in keys[at]:
            if key in node.following:
                yield from _ending(node.following[key], keys, at + 1)


def _spellings(phrase: str) -> Iterator[list[str]]:
    """Give a phrase's words, and those of who writes "ma pris" for "m'a pris"."""
    words = phrase.split()
    yield words
    for at in range(len(words) - 2):
        if words[at : at + 2] == ["m", "a"]:
            yield [*words[:at], "ma", *words[at + 2 :]]


def near(place: int, others: Sequence[int], within: int) -> bool:
    """Tell whether one of `others`, which are in order, is close; quick in long texts."""
    following = bisect_left(others, place - within)
    return following < len(others) and others[following] <= place + within
