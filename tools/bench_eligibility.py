"""How long an assessment takes, and how many questions a check asks beside a plain form."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import mean, median
from typing import Any

from knowledge.answers import Knowledge
from knowledge.eligibility.programmes import assess_programme, fields_of
from knowledge.eligibility.regions import REGIONS
from knowledge.eligibility.vocabulary import IOM
from knowledge.models import Programme
from knowledge.reader import read_content
from knowledge.settings import CONTENT

ROUNDS, PEOPLE = 2000, 400
DAY = date(2026, 11, 27)
LIKELY = 0.85  # how often somebody who mostly qualifies gives the answer that fits
KNOWN = {"nationality": ["GH"], "residence_country": "NL", "age": 34, "goal": "permanent_return"}


def measured(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of a call in microseconds."""
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken) * 1e6


def answer(field: str, random: Random, countries: list[str]) -> Any:
    """Return some answer to a field."""
    shape = IOM.fields[field]
    if shape.kind == "flag":
        return random.random() < 0.5
    if shape.kind == "number":
        return random.randint(16, 70) if field == "age" else random.randint(0, 15)
    values = list(shape.values) or countries
    if field == "languages":
        values = ["English", "French", "Somali", "Dutch", "Arabic"]
    if field == "profession":
        return "nurse"
    one = random.choice(values)
    return [one] if shape.kind == "listing" else one


def asked(knowledge: Knowledge, programme: Programme, fits: float, random: Random) -> int:
    """Return how many questions one person is asked."""
    countries = sorted(REGIONS["africa"] | REGIONS["europe"] | {"AF", "IQ"})
    known: dict[str, Any] = {}
    for count in range(40):
        found = assess_programme(knowledge, programme, IOM.read(known), today=DAY)
        field = found.next_question
        if field is None:
            return count
        tries = [answer(field, random, countries) for _ in range(60)]
        good = [one for one in tries if not _fails(knowledge, programme, {**known, field: one})]
        known[field] = (good or tries)[0] if random.random() < fits else tries[0]
    return 40


def _fails(knowledge: Knowledge, programme: Programme, known: dict[str, Any]) -> bool:
    verdict = assess_programme(knowledge, programme, IOM.read(known), today=DAY).verdict
    return verdict == "not_eligible"


def main() -> None:
    """Print both tables."""
    knowledge = Knowledge(read_content(CONTENT), "bench")
    listed = [one for one in knowledge.content.programmes.values() if one.eligibility]
    profile, random = IOM.read(KNOWN), Random(7)

    def one(programme: Programme) -> Callable[[], object]:
        return lambda: assess_programme(knowledge, programme, profile, today=DAY).next_question

    slowest = max(measured(one(programme)) for programme in listed)
    everything = measured(lambda: [one(programme)() for programme in listed], ROUNDS // 10)
    print(f"eligibility: one programme with its next question {slowest:.0f} µs (the slowest),")
    print(f"  all {len(listed)} programmes {everything / 1000:.2f} ms")
    print("questions: a plain form / anybody / who mostly qualifies")
    sums = []
    for programme in listed:
        form = len(fields_of(knowledge, programme))
        anybody, likely = (
            mean(asked(knowledge, programme, fits, random) for _ in range(PEOPLE // 10))
            for fits in (0.0, LIKELY)
        )
        sums.append((form, anybody, likely))
        print(f"  {programme.id:24} {form:3} {anybody:5.1f} {likely:5.1f}")
    form, anybody, likely = (mean(column) for column in zip(*sums, strict=True))
    print(f"  {'mean':24} {form:3.1f} {anybody:5.1f} {likely:5.1f}")


if __name__ == "__main__":
    main()
