"""`python -m bot.dialogue.health`: ends with 0 when the Rasa process beside it answers."""

from __future__ import annotations

import os
import sys
from urllib.request import ProxyHandler, Request, build_opener

from bot.settings import SettingsError, rasa_here

WITHIN = 4.0  # seconds


def main() -> None:
    """Ask it, past any proxy."""
    try:
        port, token = rasa_here(os.environ)
        asked = Request(
            f"http://127.0.0.1:{port}/internal/health",
            headers={"Authorization": f"Bearer {token}"},
        )
        build_opener(ProxyHandler({})).open(asked, timeout=WITHIN).close()
    except (SettingsError, OSError) as error:
        sys.exit(f"rasa process: {error}")


if __name__ == "__main__":
    main()
