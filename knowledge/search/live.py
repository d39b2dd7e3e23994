"""The search of a running process: follows the current release, never lets a turn wait for it."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.answers import Knowledge
from knowledge.basics import LANGUAGES, Language
from knowledge.models import Content
from knowledge.search import encoder
from knowledge.search.index import Encode, Found, Search, gists_of
from knowledge.search.vectors import vectors_of
from knowledge.settings import KnowledgeSettings

log = logging.getLogger("knowledge")


@lru_cache(maxsize=1)
def live_search() -> LiveSearch:
    """Return this process's search, with meaning where the encoder is installed."""
    kept_in = KnowledgeSettings.from_environ(os.environ).vectors
    return LiveSearch(encoder.encode if encoder.installed() else None, kept_in)


class LiveSearch:
    """Indexes a release in a thread when it is first asked about it.

    While a newer release is indexed the older index goes on, and what is gone or changed is not
    told from it; until the meanings are there, words alone are searched.
    """

    def __init__(self, encode: Encode | None = None, kept_in: Path | None = None) -> None:
        self._encode, self._kept_in = encode, kept_in
        self._of: Content | None = None  # what is indexed, or being so; of a day, not of a release
        self._search: Search | None = None
        self._indexing: asyncio.Task[Search] | None = None
        self._learning: asyncio.Task[None] | None = None

    async def find(
        self, text: str, language: Language | None, knowledge: Knowledge, limit: int = 10
    ) -> Found:
        """Return what fits a question, of what the knowledge may tell."""
        search = await self.ready(knowledge)
        return await asyncio.to_thread(search.find, text, language, limit, knowledge.content.units)

    async def ready(self, knowledge: Knowledge) -> Search:
        """Return the index; wait for it only when there is none yet."""
        indexing = self._indexing
        if indexing is None or self._of is not knowledge.content:
            self._of = knowledge.content
            indexing = self._indexing = asyncio.create_task(self._index(knowledge))
        if self._search is None:
            return await asyncio.shield(indexing)
        return self._search

    async def warm(self, knowledge: Knowledge) -> None:
        """Index and learn before anybody waits; what fails is tried again when asked."""
        with suppress(Exception):  # it is logged where it happens
            await self.ready(knowledge)
            await self.settled()

    def settled_on(self, knowledge: Knowledge) -> bool:
        """Tell whether all is indexed and learnt of just this release, so that hits stay."""
        tasks = self._indexing, self._learning
        done = all(task is not None and task.done() for task in tasks)
        return done and self._of is knowledge.content

    async def settled(self) -> None:
        """Wait until nothing is being indexed or learnt."""
        if self._indexing is not None:
            await self._indexing
        if self._learning is not None:
            await self._learning

    async def _index(self, knowledge: Knowledge) -> Search:
        try:
            search = await asyncio.to_thread(Search.of, knowledge.content)
        except Exception:
            log.exception("release %s cannot be searched", knowledge.release)
            if self._of is knowledge.content:
                self._of = None  # to be tried again
            raise
        if self._of is knowledge.content:
            self._search = search
            self._learning = asyncio.create_task(self._learn(search, knowledge))
        return search

    async def _learn(self, search: Search, knowledge: Knowledge) -> None:
        if self._encode is None or self._kept_in is None:
            return
        try:
            learnt = await asyncio.to_thread(
                with_meaning, search, knowledge.content, self._encode, self._kept_in
            )
        except Exception:
            log.exception("search goes on by words alone; the encoder failed")
            return
        if self._search is search:
            self._search = learnt


def with_meaning(search: Search, content: Content, encode: Encode, kept_in: Path) -> Search:
    """Return a search that knows meaning too; 3 ms a text that was not encoded before."""
    texts = [text for lang in LANGUAGES for text in gists_of(search.units, content, lang)]
    rows = vectors_of(texts, encode, kept_in)
    halves = np.split(rows, len(LANGUAGES))
    return search.with_meaning(dict(zip(LANGUAGES, halves, strict=True)), encode)
