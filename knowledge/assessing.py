"""What the editors' commands on eligibility do."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.eligibility.picture import picture
from knowledge.eligibility.programmes import assess_programme
from knowledge.eligibility.told import Told
from knowledge.eligibility.verdict import verdict_reply
from knowledge.eligibility.vocabulary import IOM, ProfileError
from knowledge.models import Programme
from knowledge.reader import KnowledgeError, digest_of, read_content
from knowledge.settings import KnowledgeSettings


def assess(settings: KnowledgeSettings, chosen: Namespace, now: datetime) -> None:
    """Print what a person with this profile would read, and what would be asked next."""
    knowledge = Knowledge(read_content(settings.content_dir), digest_of(settings.content_dir))
    programme = _programme(knowledge, chosen.programme)
    try:
        profile = IOM.read(_profile(chosen.profile))
        IOM.names(chosen.dont_know)
    except ProfileError as error:
        raise KnowledgeError(f"{error}; correct --profile or --dont-know") from None
    dont_know = frozenset(chosen.dont_know)
    found = assess_programme(knowledge, programme, profile, dont_know, now.date())
    text = verdict_reply(Told(knowledge, programme, found, profile, dont_know))["text"]
    print(f"{found.verdict}; next question: {found.next_question or 'none'}")
    for language in LANGUAGES:
        if chosen.lang in (None, language):
            print(f"\n{language}: {text[language]}")


def graph_of(knowledge: Knowledge, programme: str, language: Language) -> str:
    """Return the SVG of a programme's conditions."""
    return picture(knowledge, _programme(knowledge, programme), language)


def _programme(knowledge: Knowledge, key: str) -> Programme:
    found = knowledge.content.programmes.get(key)
    if found is None:
        known = ", ".join(knowledge.content.programmes)
        raise KnowledgeError(f"no programme is called {key!r}; there are {known}")
    return found


def _profile(written: str) -> dict[str, Any]:
    text = Path(written[1:]).read_text(encoding="utf-8") if written.startswith("@") else written
    try:
        read = yaml.safe_load(text) or {}
    except yaml.YAMLError:
        read = None
    if not isinstance(read, dict):
        raise KnowledgeError("--profile is no YAML or JSON object; write {age: 30, origin: [SD]}")
    return {str(key): value for key, value in read.items()}
