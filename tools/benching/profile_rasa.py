"""`python -m tools.benching.profile_rasa MODEL`: where a turn of the Rasa process spends its time.

Prints JSON: milliseconds and calls a turn, by part. The questions are those of `make bench`. The
database is the one that DATABASE_URL names, with the content loaded.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

TURNS, WARM_UP, LONG = 150, 20, 30  # turns in all, before, and of one conversation


async def main(model: Path) -> None:
    """Load the assistant as its process does, watch, talk, print."""
    # Imported here: numpy reads the number of threads when it is imported, which is after main.
    from rasa.core.processor import MessageProcessor

    from bot.dialogue import channel
    from bot.dialogue.process import load, quiet_logs
    from bot.dialogue.store import SnapshotTrackerStore
    from bot.nlu import fusion
    from tools.benching.stopwatch import Stopwatch
    from tools.benching.talks import QUESTIONS

    quiet_logs()
    agent = await load(model)
    quiet_logs()
    watch = Stopwatch()
    watch.watch("sentence encoder", fusion, "encode")
    watch.watch("characters and words", fusion.FusedModel, "_read")
    watch.watch("language, tokens, names, ladder", MessageProcessor, "parse_message")
    watch.watch("policies", MessageProcessor, "predict_next_with_tracker_if_should")
    watch.watch("actions and knowledge", MessageProcessor, "_run_action")
    for function in ("_read", "save"):
        watch.watch("tracker store", SnapshotTrackerStore, function)
    for number in range(-WARM_UP, TURNS):
        if number == 0:
            watch.clear()
        body = {
            "conversation": f"profiled{number // LONG:04}",
            "message_id": f"m{number}",
            "language": "en" if number % 3 == 1 else "fr",
            "text": QUESTIONS[number % len(QUESTIONS)],
        }
        with watch.part("Rasa's trackers, the channel, the rest"):
            message = channel._message(body)
            for part in await channel._parts(agent, message):
                await channel._handle(agent, part)
    print(json.dumps(watch.each(TURNS)))


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the Rasa process does
    from bot.dialogue.light import needs_tensorflow, without_tensorflow

    chosen = Path(sys.argv[1])
    if not needs_tensorflow(chosen):
        without_tensorflow()
    asyncio.run(main(chosen))
