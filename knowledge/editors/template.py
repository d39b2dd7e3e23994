"""A new programme's file: what belongs where, and nothing yet in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from knowledge.reader import KnowledgeError

ID = re.compile(r"[a-z][a-z0-9_]*")
# The aspects that people ask first, with what an answer to each holds.
ASPECTS = {
    "programme": "what it is, in one sentence; then when, where and for whom",
    "status": "is it open? with the date of what you know",
    "countries": "from where, or to where",
    "eligibility": "who can take part: the published conditions only, never a promise",
    "apply": "the first step, and the papers to bring",
    "funding": "who pays, and how much",
    "contact_programme": "whom to call or write",
}
HEAD = """---
# Fill what is empty, in French and in English; `python -m knowledge check` says what is missing,
# `python -m knowledge preview` shows it as people see it. Delete an answer that no source carries:
# people are then told that it is not known, and whom to ask.
id: "{key}"
name:  # in full, with the short form in brackets
  fr: ""
  en: ""
acronym: null  # the short form
aliases:  # other names that people use, misspelt ones too; never a common word
  fr: []
  en: []
status: unknown  # active, ended or unknown
ended: null  # when it has: 2020 or 2020-12
service: false  # true: it helps people on their way, as a return does
summary:  # two sentences; if it is not active, with a line to call
  fr: ""
  en: ""
countries: []  # where to, or where from: two letters each, such as SD
residence: []  # where the people live whom it is for, such as NL
topics: []  # ids of taxonomy.yml
facts: []  # ids of the facts that are told here
sources: []  # such as {{id: S36}}; a new one goes into sources.yml first
volatility: stable  # historical, stable (told 24 months without a warning) or volatile (6)
written: {day}
state: sourced  # confirmed once the operator has checked it, withdrawn to take it back

# Texts: the answer in the first sentence, then its date, then whom to call; at most 80 words,
# sentences of at most 20. Figures the same in both languages. +31 70 318 15 00, +31 88 746 44 66
# or iomthehague@iom.int stands in every text on a programme that is not active.
answers:
"""
ANSWER = """  - id: {key}.{aspect}
    aspect: {aspect}  # {holds}
    text:
      fr: ""
      en: ""
    facts: []
    sources: []
    contacts: []  # ids of contacts.yml, such as nl_general
    buttons: []  # what may be asked next: two or three ids of buttons.yml
    volatility: stable
    written: {day}
"""


def programme_file(key: str, day: date) -> str:
    """Return the text of a new programme's file."""
    answers = (
        ANSWER.format(key=key, aspect=a, holds=holds, day=day) for a, holds in ASPECTS.items()
    )
    return HEAD.format(key=key, day=day) + "\n".join(answers)


def new_programme(folder: Path, key: str, day: date) -> Path:
    """Write a new programme's file; KnowledgeError when its name is bad or taken."""
    if not ID.fullmatch(key):
        raise KnowledgeError(
            f"{key!r} is no id: write small letters without accents, digits and _, a letter first"
        )
    path = folder / "programmes" / f"{key}.yml"
    taken = next(_named(folder, key), None)
    if taken:
        raise KnowledgeError(f"{key!r} is taken, by {taken}; choose another id")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(programme_file(key, day))
    except FileNotFoundError:
        raise KnowledgeError(f"{path.parent} is missing; check CONTENT_DIR") from None
    return path


def _named(folder: Path, key: str) -> Iterator[Path]:
    """Yield the files of what has this name; an office and a programme may not share one."""
    kinds = ("programmes", "offices")
    yield from (path for kind in kinds if (path := folder / kind / f"{key}.yml").exists())
