"""One fault on one link: calm, the fault with people writing, calm again; what went wrong."""

from __future__ import annotations

import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

from tests.bot.faults.links import TAKES, UNDER_WAY, Link
from tests.bot.faults.person import DANGER, TIMEOUT, Person, Told, open_one
from tools.faulting.proxy import Fault

PERIOD = 2.5  # seconds for which the fault lasts
RECOVERED = 60.0  # seconds within which all is as before
SETTLED = 45.0  # seconds: a try at Rasa that hears nothing takes 15, and there may be two
PATIENCE = 2.0  # seconds after which a person on a bad line sends again
STRUCK = 30.0  # seconds within which somebody must have met the fault
# Safety texts need no Rasa: who waits for one of its tries waits longer. A database that is silent
# is noticed after some seconds only.
AT_ONCE = {"rasa": 12.0, "database": 25.0}
# With these the database does nothing at all.
AWAY = (Fault.REFUSE, Fault.CUT, Fault.RESET, Fault.GARBAGE)
CALM, FIRST, SECOND, HELP, LATER = (
    "how does it begin",
    "how long does it take",
    "which papers are needed",
    DANGER,
    "what happens afterwards",
)

Sent = tuple[list[Future[None]], Future[Told]]


@dataclass
class Trial:
    """People write right before, while the line is bad, and right after."""

    link: Link
    fault: Fault
    wrong: list[str] = field(default_factory=list)
    _calm: threading.Event = field(default_factory=threading.Event)
    _late: bool = False  # the line was good again when the opening was answered

    def run(self) -> list[str]:
        """Return what went wrong."""
        ada, ben, eve, fay, ida = people = [Person.opened(self.link) for _ in range(5)]
        for person in (ada, ben, eve):
            self._acknowledged("calm", person.send("calm", CALM))
        with ThreadPoolExecutor(6) as at_once:
            watched = at_once.submit(self._watch, ida)
            try:
                asked = at_once.submit(self._under_way, fay)
                time.sleep(TAKES / 2)  # stored, and not yet answered
                sent, opened = self._go_bad(at_once, ada, ben)
                self._recovers(eve)
                for one in (asked, *sent):
                    one.result()
                self._opened(opened.result())
            finally:
                self._calm.set()
            watched.result()
        for person in people:
            self._whole(person)
        if self.link.spooled:
            self.wrong.append("files are left in the spool")
        return self.wrong

    def _go_bad(self, at_once: ThreadPoolExecutor, ada: Person, ben: Person) -> Sent:
        """The line is bad, and people write."""
        self.link.line.switch(self.fault)
        end = time.monotonic() + PERIOD
        try:
            sent = [at_once.submit(self._first, ada), at_once.submit(self._help, ben)]
            opened = at_once.submit(open_one, self.link)
            time.sleep(PERIOD / 4)
            sent.append(at_once.submit(self._second, ada))
            time.sleep(max(0.0, end - time.monotonic()))
            if self.fault is not Fault.REFUSE and not self._struck():
                self.wrong.append("the fault struck nothing")
        finally:
            self._late = not opened.done()
            self.link.line.switch(None)
        return sent, opened

    def _struck(self) -> bool:
        end = time.monotonic() + STRUCK
        while not self.link.line.hits and time.monotonic() < end:
            time.sleep(0.05)
        return bool(self.link.line.hits)

    def _watch(self, ida: Person) -> None:
        """Read all along: so the fault also strikes in the middle of something."""
        told: Counter[str] = Counter()
        while not self._calm.is_set():
            told[ida.reads()] += 1
            time.sleep(0.01)
        good = {"200", "503 database_away"} if self.link.name == "database" else {"200"}
        bad = {one: count for one, count in told.items() if one not in good}
        self.wrong += [f"reading: {one}, {count} times" for one, count in bad.items()]

    def _under_way(self, fay: Person) -> None:
        told = self._sent(fay, "before", UNDER_WAY)
        if self.link.name == "database" and told.code == "database_away":
            # Stored, but the database cannot tell the answer: to send it again does no harm.
            told = fay.until_acknowledged("before", UNDER_WAY, TIMEOUT, TIMEOUT)
        self._acknowledged("before", told)

    def _first(self, ada: Person) -> None:
        self._acknowledged("first", self._sent(ada, "first", FIRST))

    def _second(self, ada: Person) -> None:
        self._acknowledged("second", self._sent(ada, "second", SECOND))

    def _help(self, ben: Person) -> None:
        told = self._sent(ben, "help", HELP)
        self._acknowledged("help", told)
        if [one["kind"] for one in told.messages] != ["safety"]:
            self.wrong.append(f"help: no safety text with {told.status}")
        if told.took > AT_ONCE.get(self.link.name, TIMEOUT):
            self.wrong.append(f"help: the safety text took {told.took:.1f} s")

    def _sent(self, person: Person, own_id: str, text: str) -> Told:
        if self.link.name == "client":  # the gateway cannot help it: only sending again does
            return person.until_acknowledged(own_id, text, PATIENCE, TIMEOUT)
        return person.send(own_id, text)

    def _acknowledged(self, name: str, told: Told) -> None:
        if not told.acknowledged:
            self.wrong.append(f"{name}: {told.status} {told.code} after {told.took:.1f} s")
        elif told.status == 200 and not told.messages:
            self.wrong.append(f"{name}: 200 without an answer")

    def _opened(self, told: Told) -> None:
        refused = told.status == 503 and told.code == "database_away" and told.retry_after
        due = {"rasa": told.status == 201, "database": bool(refused), "client": True}
        there = self.fault not in AWAY or self._late
        if self.link.name == "database" and there and told.status == 201:
            return  # late, but there
        if not due[self.link.name]:
            self.wrong.append(f"opening: {told.status} {told.code} after {told.took:.1f} s")

    def _recovers(self, eve: Person) -> None:
        """The line is good again: a new message is answered soon."""
        started = time.monotonic()
        told = eve.until_acknowledged("later", LATER, RECOVERED, RECOVERED)
        self._acknowledged("later", told)
        eve.settled(max(0.0, RECOVERED - (time.monotonic() - started)))
        took = time.monotonic() - started
        if took > RECOVERED:
            self.wrong.append(f"later: not answered within {took:.1f} s")

    def _whole(self, person: Person) -> None:
        """All is stored once and answered once; sending it again changes nothing."""
        wrong = person.wrong_in(person.settled(SETTLED))
        self.wrong += wrong
        if wrong:
            return
        for own_id, text in person.texts.items():
            told = person.send(own_id, text)
            answered = [one["text"] for one in told.messages]
            if told.status != 200 or len(answered) != 1:
                self.wrong.append(f"{own_id} again: {told.status} with {len(answered)} answers")
        self.wrong += person.wrong_in(person.history())
