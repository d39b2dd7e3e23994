"""`make burst`: a thousand people in five seconds; one who floods while others ask.

Writes docs/burst.md. Nothing acknowledged may be lost, answered twice or out of order.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from tests.conftest import start_assistant, stop_assistant

ROOT = Path(__file__).resolve().parents[1]
CHATS = "/api/v1/conversations"
QUESTIONS = ("qui finance REAN ?", "which countries does TRQN work in?", "bonjour", "who are you?")
PEOPLE, WITHIN = 1000, 5.0  # how many begin, in how many seconds
EACH = 2  # messages of one person, one after another without waiting
ANSWERED_WITHIN = 300.0  # seconds in which all must be answered
FLOOD, SECONDS = 50, 20  # messages a second of one sender, for so long
OTHERS, PAUSE = 10, 3.0  # who ask meanwhile, and seconds between two questions of one
PATIENCE = 60  # seconds for which somebody tries again who is told to
# The longest that is let through, in the shapes that are slow to read.
WORST = (
    "a" * 1000,
    "?! " * 333,
    "é̂" * 333,
    "my boss took " * 76,
    "1 " * 500,
    "TRQN REAN MIDA " * 66,
)


@dataclass
class Person:
    """One conversation, and how long its messages took to be acknowledged."""

    session: ClientSession
    url: str
    path: str = ""
    token: str = ""
    taken: list[float] = field(default_factory=list)
    refused: int = 0

    async def open(self) -> None:
        made = await self.call("POST", CHATS, {"language": "en"})
        self.path, self.token = f"{CHATS}/{made['conversation_id']}", made["token"]

    async def say(self, text: str, own_id: str, follows: str | None = None) -> None:
        """Send a message until it is acknowledged, or refused as one too many."""
        body = {"text": text, "client_message_id": own_id}
        body |= {"follows": follows} if follows else {}
        began = time.perf_counter()
        said = await self.call("POST", f"{self.path}/messages", body)
        if "error" in said:
            self.refused += 1
        else:
            self.taken.append(time.perf_counter() - began)

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        whole = f"{self.url}{path}"
        for _ in range(PATIENCE):
            async with self.session.request(method, whole, json=body, headers=headers) as answer:
                said = await answer.json()
            if answer.status != 503:  # "try again", as the page does; the time goes on
                return said
            await asyncio.sleep(1)
        return said

    async def history(self) -> list[dict[str, Any]]:
        return list((await self.call("GET", f"{self.path}/messages"))["messages"])


def wrong(history: Sequence[dict[str, Any]], sent: int) -> str | None:
    """Return what is wrong with a conversation of a welcome, `sent` messages and their answers."""
    own = [one["client_message_id"] for one in history if one["author"] == "user"]
    if own != [str(number) for number in range(sent)]:
        return "lost, doubled or out of order"
    answers = [one for one in history[1:] if one["author"] != "user"]
    return None if len(answers) >= sent else "not answered"


async def crowd(session: ClientSession, url: str, people: int) -> dict[str, Any]:
    """Let people begin within five seconds; return what came of it."""
    began = time.perf_counter()

    async def one(number: int) -> Person:
        await asyncio.sleep(WITHIN * number / people)
        person = Person(session, url)
        await person.open()
        text = QUESTIONS[number % len(QUESTIONS)]
        follows = [None, *map(str, range(EACH))]
        await asyncio.gather(*(person.say(text, str(n), follows[n]) for n in range(EACH)))
        return person

    persons = await asyncio.gather(*map(one, range(people)))
    waiting = list(persons)
    while waiting and time.perf_counter() - began < ANSWERED_WITHIN:
        held = [(one, wrong(await one.history(), EACH)) for one in waiting]
        waiting = [one for one, what in held if what]
        await asyncio.sleep(0.5 if waiting else 0)
    faults = [wrong(await one.history(), EACH) for one in waiting]
    taken = sorted(seconds for one in persons for seconds in one.taken)
    return {
        "people": people,
        "messages": people * EACH,
        "all answered after, s": round(time.perf_counter() - began, 1),
        "answer p50, s": round(taken[len(taken) // 2], 1),
        "answer p99, s": round(taken[int(len(taken) * 0.99)], 1),
        "refused": sum(one.refused for one in persons),
        "lost, doubled, out of order or not answered": len(faults),
    }


async def flood(session: ClientSession, url: str) -> dict[str, Any]:
    """Let one flood while others ask; return how long these wait without and with it."""
    figures = {}
    for name, floods in (("others alone", False), ("others during the flood", True)):
        others = [Person(session, url) for _ in range(OTHERS)]
        flooder = Person(session, url)
        for one in (*others, flooder):
            await one.open()
        end = time.perf_counter() + SECONDS

        async def ask(one: Person, end: float) -> None:
            number = 0
            while time.perf_counter() < end:
                await one.say(QUESTIONS[number % len(QUESTIONS)], str(number))
                number += 1
                await asyncio.sleep(PAUSE)  # twenty a minute are let through

        async def pour(end: float, flooder: Person) -> None:
            under_way = set()
            for number in range(FLOOD * SECONDS):
                text = WORST[number % len(WORST)]
                under_way.add(asyncio.create_task(flooder.say(text, str(number))))
                await asyncio.sleep(1 / FLOOD)
            await asyncio.gather(*under_way)

        pouring = [pour(end, flooder)] if floods else []
        await asyncio.gather(*(ask(one, end) for one in others), *pouring)
        taken = [seconds for one in others for seconds in one.taken]
        figures[f"{name}: p95, s"] = round(quantiles(taken, n=20)[-1], 2)
        if floods:
            figures["flood refused (429)"] = flooder.refused
    return figures


async def run(url: str, people: int) -> dict[str, Any]:
    """Do both against a started assistant."""
    limits = ClientTimeout(total=ANSWERED_WITHIN)
    async with ClientSession(timeout=limits, connector=TCPConnector(limit=0)) as session:
        return {**await crowd(session, url, people), **await flood(session, url)}


def memory(state: Path) -> dict[str, Any]:
    """Return what the processes of an assistant that runs now have held at most."""
    return {
        f"memory of {name} at most, MB": round(_most(state / "run" / f"{name}.pid") / 1024)
        for name in ("gateway", "rasa")
    }


def _most(pid_file: Path) -> int:
    status = Path(f"/proc/{pid_file.read_text().strip()}/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0])  # KiB


def main() -> None:
    """Start the assistant, run, write the page; end with 1 when something was lost."""
    as_shipped = {"MESSAGES_PER_MINUTE": "20"}
    state = Path(tempfile.mkdtemp(prefix="burst-"))
    process, url = start_assistant(state, **as_shipped)
    try:
        figures = asyncio.run(run(url, PEOPLE)) | memory(state)
    finally:
        stop_assistant(process)
    rows = "\n".join(f"| {name} | {value} |" for name, value in figures.items())
    page = f"# A crowd, and one who floods\n\n{__doc__}\n| what | measured |\n|---|---|\n{rows}\n"
    (ROOT / "docs" / "burst.md").write_text(page, encoding="utf-8")
    print(rows)
    lost = figures["lost, doubled, out of order or not answered"]
    sys.exit(1 if lost or figures["refused"] else 0)


if __name__ == "__main__":
    main()
