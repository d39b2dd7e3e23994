"""`python -m bot.dialogue`: the Rasa process, as light as its model allows."""

from __future__ import annotations

import asyncio
import os
import sys

from bot.dialogue.light import needs_tensorflow, without_tensorflow
from bot.settings import DialogueSettings


def main() -> None:
    """Read the settings and serve until SIGTERM or SIGINT."""
    os.umask(0o077)  # files of ours are nobody else's
    # Our matrices are small: a second thread of numpy's would only spin, for half of a turn's cost.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        settings = DialogueSettings.from_environ(os.environ)
        if not needs_tensorflow(settings.model):
            without_tensorflow()
        from bot.dialogue.process import serve  # imports Rasa

        asyncio.run(serve(settings))
    except (ValueError, OSError) as error:
        sys.exit(f"rasa process: {error}")


if __name__ == "__main__":
    main()
