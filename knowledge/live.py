"""The current release, kept in memory and looked for again; a lost database changes nothing."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import sqlalchemy as sa

from knowledge.answers import Knowledge
from knowledge.database import Database
from knowledge.reader import digest_of, read_content
from knowledge.settings import KnowledgeSettings
from knowledge.store import current_digest, read_release

FRESH = 1.0  # seconds for which a release is not looked for again
log = logging.getLogger("knowledge")


@lru_cache(maxsize=1)
def live_knowledge() -> LiveKnowledge:
    """Return this process's knowledge: one for the components, the channel and the actions."""
    return LiveKnowledge(KnowledgeSettings.from_environ(os.environ))


class LiveKnowledge:
    """The current release; when the database is lost or bad, the last good one goes on."""

    def __init__(
        self, settings: KnowledgeSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._database: Database | None = None
        self._held: Knowledge | None = None
        self._looked = -FRESH

    async def refresh(self) -> Knowledge:
        """Look for a newer release, at most once a second, and return what is current."""
        if self._held is not None and self._clock() - self._looked < FRESH:
            return self._held
        self._looked = self._clock()
        try:
            self._database = self._database or Database(self._settings.database_url)
            self._hold(await self._database.read(self._newer) or self._held)
        # ValueError: a release that these models cannot read, or half a row.
        except (sa.exc.SQLAlchemyError, OSError, ValueError) as error:
            self._doubt(error)
        held = self._held
        return held if held is not None else await asyncio.to_thread(self.at_hand)

    def _newer(self, connection: sa.Connection) -> Knowledge | None:
        same = self._held is not None and self._held.release == current_digest(connection)
        return None if same else read_release(connection)

    def _hold(self, knowledge: Knowledge | None) -> None:
        self._held = knowledge
        if knowledge is not None and not knowledge.current:
            self._held = replace(knowledge, current=True)
            log.warning("the database answers again; release %s", knowledge.release)

    def _doubt(self, error: Exception) -> None:
        """Mark what is in memory as perhaps not the newest; say so once."""
        if self._held is not None and self._held.current:
            self._held = replace(self._held, current=False)
            log.warning(
                "the database cannot be read (%s); release %s of %s goes on answering",
                type(error).__name__,
                self._held.release,
                self._held.loaded_at,
            )

    def at_hand(self) -> Knowledge:
        """Return the release in memory, else the content files: right for training and tests."""
        if self._held is None:
            folder = self._settings.content_dir
            self._held = Knowledge(content=read_content(folder), release=digest_of(folder))
        return self._held

    def close(self) -> None:
        """Let go of the database."""
        if self._database is not None:
            self._database.close()
