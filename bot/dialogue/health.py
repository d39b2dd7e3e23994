"""`python -m bot.dialogue.health`: ends with 0 when the Rasa process beside it answers."""

from __future__ import annotations

import os
import sys
from urllib.request import ProxyHandler, Request, build_opener

from bot.settings import DialogueSettings, SettingsError

WITHIN = 4.0  # seconds


def main() -> None:
    """Ask it, past any proxy."""
    try:
        settings = DialogueSettings.from_environ(os.environ)
        asked = Request(
            f"http://127.0.0.1:{settings.port}/internal/health",
            headers={"Authorization": f"Bearer {settings.tokens[0]}"},
        )
        build_opener(ProxyHandler({})).open(asked, timeout=WITHIN).close()
    except (SettingsError, OSError) as error:
        sys.exit(f"rasa process: {error}")


if __name__ == "__main__":
    main()
