"""Whether each acknowledged message is stored once and answered once, and in order. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from bot.conversations.moment import utc
from tools.soaking.stand_in import SPLIT, answers
from tools.soaking.talk import Sent

Row = Mapping[str, Any]
OVERTAKEN = "overtaken"
BAD = ("lost", "doubled", "out of order", OVERTAKEN, "strange")


@dataclass
class Verdict:
    """Counts, and of what is bad a line each."""

    count: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0  # seconds from acknowledged to answered
    slowest: float = 0.0  # seconds from first sent to answered

    @property
    def bad(self) -> bool:
        """Tell whether anything is wrong."""
        return any(self.count[one] for one in BAD)

    def blame(self, what: str, line: str) -> None:
        """Count a fault."""
        self.count[what] += 1
        self.faults.append(f"{what}: {line}")

    def rarest(self, most: int) -> list[str]:
        """Return some faults; those of a rare kind first."""
        return sorted(self.faults, key=lambda one: self.count[one.partition(":")[0]])[:most]

    def add(self, stored: Sequence[Row], sent: Sequence[Sent], cases: int, played: bool) -> None:
        """Judge one conversation by its rows in order; `played`: a stand-in played Rasa."""
        mine = [row for row in stored if row["author"] == "user"]
        by_id = defaultdict(list)
        for row in mine:
            by_id[row["client_message_id"]].append(row)
        said: dict[int | None, list[Row]] = defaultdict(list)
        for row in stored:
            if row["author"] == "assistant" and row["in_reply_to"] is not None:
                said[row["in_reply_to"]].append(row)
        for one in sent:
            self._message(one, by_id.pop(one.own_id, []), said, cases, played)
        for own_id in by_id:
            self.blame("strange", f"{own_id} was never sent")
        for seq in said.keys() - {row["seq"] for row in mine}:
            self.blame("strange", f"an answer to {seq}, which nobody sent")
        self._order(stored, mine)
        self._as_sent(mine, sent)

    def _message(
        self,
        sent: Sent,
        rows: Sequence[Row],
        said: Mapping[int | None, list[Row]],
        cases: int,
        played: bool,
    ) -> None:
        self.count["sent"] += 1
        self.count["requests"] += sent.requests
        self.count["acknowledged"] += sent.acknowledged_at is not None
        if sent.acknowledged_at is None:
            self.blame("strange", f"{sent.own_id} was never acknowledged")
        if not rows:
            return self.blame("lost", f"{sent.own_id} is not stored")
        if len(rows) > 1:
            self.blame("doubled", f"{sent.own_id} is stored {len(rows)} times")
        row = rows[0]
        if row["body"]["text"] != sent.text:
            self.blame("strange", f"{sent.own_id} is stored as another text")
        replies = said.get(row["seq"], [])
        if row["state"] not in ("done", "failed") or not replies:
            return self.blame("lost", f"{sent.own_id} is {row['state']}, {len(replies)} replies")
        self._replies(sent, row, replies, cases, played)
        return None

    def _replies(
        self, sent: Sent, row: Row, replies: Sequence[Row], cases: int, played: bool
    ) -> None:
        if len({one["at"] for one in replies}) > 1:  # a set is stored at one time
            self.blame("doubled", f"{sent.own_id} is answered by more than one set of replies")
        if row["state"] == "failed":
            self.count["failed with a case"] += 1
            if not cases:
                self.blame("lost", f"{sent.own_id} failed without a case")
        else:
            self.count["answered"] += 1
            texts = [str(one["body"]["text"]["en"]) for one in replies]
            if played and texts != answers(sent.text, texts[0].partition(SPLIT)[2]):
                self.blame("strange", f"{sent.own_id} has answers that are not its own")
        numbers = tuple(one["seq"] for one in replies)
        for told in sent.told:
            if tuple(seq for seq, _ in told) != numbers or not _as_stored(told, replies):
                self.blame("strange", f"{sent.own_id} was told what is not stored, or not the same")
        at = utc(replies[0]["at"]).timestamp()
        self.longest = max(self.longest, at - (sent.acknowledged_at or at))
        self.slowest = max(self.slowest, at - sent.first_at)

    def _order(self, stored: Sequence[Row], mine: Sequence[Row]) -> None:
        """Blame answers that are not in the order of the messages, or not together."""
        answered = [row["in_reply_to"] for row in stored if row["in_reply_to"] is not None]
        together = [seq for i, seq in enumerate(answered) if i == 0 or answered[i - 1] != seq]
        due = [row["seq"] for row in mine if row["seq"] in set(answered)]
        for seq in _unlike(together, due):
            self.blame("out of order", f"the answer to {seq} of {mine[0]['conversation_id'][:6]}")

    def _as_sent(self, mine: Sequence[Row], sent: Sequence[Sent]) -> None:
        """Blame a message stored before one that was acknowledged when it was first sent."""
        seqs = {row["client_message_id"]: row["seq"] for row in mine}
        known = [one for one in sent if one.own_id in seqs and one.acknowledged_at]
        acknowledged = sorted(known, key=lambda one: one.acknowledged_at or 0.0)
        latest, done = None, 0
        for one in sorted(known, key=lambda one: one.first_at):
            while (earlier := acknowledged[done]).acknowledged_at < one.first_at:  # type: ignore[operator]
                if latest is None or seqs[earlier.own_id] > seqs[latest.own_id]:
                    latest = earlier
                done += 1
            if latest is not None and seqs[one.own_id] < seqs[latest.own_id]:
                why = OVERTAKEN if _elsewhere(latest, one) else "out of order"
                self.blame(why, f"{one.own_id} is stored before {latest.own_id}")

    def turns(self, handled: Iterable[tuple[str, str]]) -> None:
        """Blame turns that Rasa handled in another order than they were sent in."""
        last: dict[str, int] = {}
        for conversation, message_id in handled:
            seq = int(message_id.rpartition(".")[2])
            if seq < last.get(conversation, 0):
                self.blame("out of order", f"Rasa heard {seq} of {conversation[:6]} too late")
            last[conversation] = seq


def _elsewhere(earlier: Sent, later: Sent) -> bool:
    """Tell whether a message went by a gateway that had not kept the earlier one by then."""
    kept = earlier.kept_by
    return bool(kept) and any(kept.get(one, inf) > later.first_at for one in later.gateways)


def _as_stored(told: Sequence[tuple[int, str]], replies: Sequence[Row]) -> bool:
    pairs = zip(told, replies, strict=True)
    return all(text == one["body"]["text"][one["language"]] for (_, text), one in pairs)


def _unlike(given: Sequence[int], due: Sequence[int]) -> list[int]:
    """Return where two orders first part, if they do."""
    return [one for one, other in zip(given, due, strict=False) if one != other][:1] or [
        *given[len(due) :],
        *due[len(given) :],
    ]
