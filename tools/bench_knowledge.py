"""`make bench-knowledge`: a big made-up base on SQLite: load, query, search, memory."""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timezone
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import yaml

from knowledge.answers import Knowledge, Question
from knowledge.basics import LANGUAGES
from knowledge.database import Database
from knowledge.migrate import upgrade
from knowledge.reader import read_content
from knowledge.reply import reply_from
from knowledge.search.index import Search
from knowledge.settings import CONTENT
from knowledge.store import current_digest, load_release, read_release

PROGRAMMES, OFFICES, ANSWERS = 5000, 500, 5
ASPECTS = ("programme", "countries", "funding", "benefits", "apply")
ASKED = 2000  # questions a measure
QUERY, SEARCH = 5.0, 20.0  # budgets for p99, milliseconds
LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Writer:
    """Writes made-up entries in the words of the real ones, always the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        units = read_content(CONTENT).units.values()
        self._words = {
            lang: [w for unit in units for w in getattr(unit.text, lang).split() if w.isalpha()]
            for lang in LANGUAGES
        }

    def sentence(self, language: str, words: int) -> str:
        """Return words as often as they stand in the real texts, in any order."""
        return " ".join(self._random.choices(self._words[language], k=words)).capitalize() + "."

    def _text(self, words: int) -> dict[str, str]:
        return {lang: self.sentence(lang, words) for lang in LANGUAGES}

    def name(self, number: int, length: int = 6) -> str:
        """Return a name that nothing else has."""
        return "".join(self._random.choices(LETTERS, k=length)).capitalize() + f" {number}"

    def programme(self, number: int) -> dict[str, Any]:
        """Return a programme with its answers."""
        name = self.name(number)
        told = {"written": "2026-01-01", "facts": ["trqn1.01"], "sources": [{"id": "S0"}]}
        return {
            "id": f"p{number}",
            "name": {"fr": f"Projet {name}", "en": f"Project {name}"},
            "aliases": {"fr": [f"programme {name}"], "en": [f"programme {name}"]},
            "status": "active",
            "summary": self._text(15),
            "answers": [
                {"id": f"p{number}.{aspect}", "aspect": aspect, "text": self._text(45), **told}
                for aspect in ASPECTS[:ANSWERS]
            ],
            **told,
        }

    def office(self, number: int) -> dict[str, Any]:
        """Return an office."""
        name = self.name(number)
        told = {"written": "2026-01-01", "facts": ["con.02"], "sources": [{"id": "S36"}]}
        named = {"fr": f"OIM à {name}", "en": f"IOM in {name}"}
        return {"id": f"o{number}", "name": named, "city": name, "country": "NL", **told}


def write(folder: Path, seed: int) -> None:
    """Write the made-up base beside the real one."""
    shutil.copytree(CONTENT, folder)
    writer = Writer(seed)
    for kind, count, entry in (
        ("programmes", PROGRAMMES, writer.programme),
        ("offices", OFFICES, writer.office),
    ):
        for number in range(count):
            made = entry(number)
            text = yaml.dump(made, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            (folder / kind / f"{made['id']}.yml").write_text(text, encoding="utf-8")


def took(doing: Callable[[], Any]) -> tuple[Any, float]:
    """Return what came of it and the seconds it took."""
    started = time.perf_counter()
    return doing(), time.perf_counter() - started


def milliseconds(doing: Callable[[Any], Any], given: Iterable[Any]) -> tuple[float, float]:
    """Return p50 and p99 of doing it with each."""
    taken = [took(lambda one=one: doing(one))[1] for one in given]
    middle, slow = np.percentile(taken, [50, 99]) * 1000
    return float(middle), float(slow)


def memory() -> float:
    """Return what this process holds, in MB."""
    return float(psutil.Process().memory_info().rss / 1e6)


def questions(knowledge: Knowledge, chance: random.Random) -> list[Question]:
    """Return questions on any programme, some named with a country."""
    keys = list(knowledge.content.programmes)
    return [
        Question(chance.choice(ASPECTS), chance.choice(keys), chance.choice([None, "SD", "AF"]))
        for _ in range(ASKED)
    ]


def asked(knowledge: Knowledge, chance: random.Random) -> list[str]:
    """Return search questions: a name or none, words of an answer, one mistyped."""
    units = list(knowledge.content.units.values())
    return [_asked(chance.choice(units).text.fr.split(), chance) for _ in range(ASKED)]


def _asked(words: list[str], chance: random.Random) -> str:
    some = chance.choices(words, k=chance.randint(3, 10))
    some[0] = some[0][1:] + some[0][:1]
    return " ".join(some)


def main(seed: int = 1) -> None:
    """Measure and print, a line a measure; what answers is measured in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder, now = Path(place) / "content", datetime.now(timezone.utc)
        write(folder, seed)
        url = f"sqlite:///{place}/assistant.db"
        upgrade(url)
        database = Database(url)
        _, loading = took(lambda: load_release(database, folder, now))
        _, again = took(lambda: load_release(database, folder, now))
        database.close()
        print(f"load from the files {loading:.1f} s, again unchanged {again:.1f} s")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as fresh:
            lines, met = fresh.submit(report, url, seed).result()
    print(lines)
    if not met:
        sys.exit("a budget is not met")


def report(url: str, seed: int) -> tuple[str, bool]:
    """Measure a process that answers; return the lines and whether the budgets are met."""
    chance, today = random.Random(seed), datetime.now(timezone.utc).date()
    database, empty = Database(url), memory()
    knowledge, reading = took(lambda: database.reading(read_release))
    release = memory()
    search, indexing = took(lambda: Search.of(knowledge.content))
    indexed = memory()

    def answer(question: Question) -> None:
        may = knowledge.on(today)
        unit = may.answer(question)
        if unit is not None:
            reply_from(unit, question, may, today)

    query = milliseconds(answer, questions(knowledge, chance))
    told = knowledge.on(today).content.units
    found = milliseconds(lambda text: search.find(text, "fr", told=told), asked(knowledge, chance))
    looked = milliseconds(lambda _: database.reading(current_digest), range(ASKED))
    database.close()
    content = knowledge.content
    lines = (
        f"{len(content.programmes)} programmes, {len(content.offices)} offices,"
        f" {len(content.units)} answers, SQLite\n"
        f"a process reads the release in {reading:.1f} s, indexes it in {indexing:.1f} s\n"
        f"query p50 {query[0]:.2f} ms, p99 {query[1]:.2f} ms (budget {QUERY:.0f})\n"
        f"search p50 {found[0]:.2f} ms, p99 {found[1]:.2f} ms (budget {SEARCH:.0f})\n"
        f"look for a newer release p50 {looked[0]:.2f} ms, p99 {looked[1]:.2f} ms\n"
        f"memory: {empty:.0f} MB empty, {release:.0f} with the release, {indexed:.0f} indexed"
    )
    return lines, query[1] <= QUERY and found[1] <= SEARCH


if __name__ == "__main__":
    main()
