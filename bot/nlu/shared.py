"""What all components share: one knowledge a process."""

from __future__ import annotations

import os
from functools import lru_cache

from knowledge.settings import KnowledgeSettings
from knowledge.store import LiveKnowledge


@lru_cache(maxsize=1)
def live_knowledge() -> LiveKnowledge:
    """Return this process's knowledge; the channel refreshes it before each turn."""
    return LiveKnowledge(KnowledgeSettings.from_environ(os.environ))
