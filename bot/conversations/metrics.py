"""What an operator counts: waiting, tries, times, kinds. No ids and no words of anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.conversations.cases import Due

SECONDS = (0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.2, 2.5, 5, 10, 20, 60, 600)
INTENT = re.compile(r"[a-z][a-z_/]{0,60}")  # a name of the domain, so that labels stay few


class Metrics:
    """Counters of one gateway; the registry is its own, so that two in a process do not mix."""

    def __init__(self) -> None:
        """Make all of them, at nought."""
        self.registry = held = CollectorRegistry()
        ProcessCollector(registry=held)

        def counter(name: str, told: str, *labels: str) -> Counter:
            return Counter(f"iom_{name}", told, labels, registry=held)

        self.received = counter("messages", "Messages that people sent", "how", "language")
        self.again = counter("messages_again", "Messages that were sent again: not handled twice")
        self.replies = counter("replies", "Replies by kind", "kind", "language")
        self.intents = counter("intents", "What Rasa understood", "intent", "kind")
        self.safety = counter("safety", "Safety texts given", "category", "language")
        self.tries = counter("rasa_failures", "Tries that Rasa did not answer", "why")
        self.given_up = counter(
            "given_up", "Messages that could not be handled: an apology, a case"
        )
        self.cases = counter("cases", "Cases that became due", "reason", "priority")
        self.responses = counter("http_responses", "Responses by route", "route", "status")
        self.spooled = counter("spooled", "Messages kept in files: the database was away")
        self.seconds = Histogram(
            "iom_reply_seconds",
            "From a message stored to its replies stored",
            buckets=SECONDS,
            registry=held,
        )
        self.waiting = Gauge("iom_waiting", "Messages that wait for replies", registry=held)
        self.oldest = Gauge(
            "iom_waiting_oldest_seconds", "Age of the oldest that waits", registry=held
        )
        self.alerts_failed = counter("alerts_failed", "Alerts of urgent cases that were not sent")
        self.urgent = Gauge("iom_urgent", "Urgent cases that nobody has taken", registry=held)
        self.heard = counter("channel_heard", "What people did on platforms", "channel", "kind")
        self.refused = counter("channel_refused", "Requests that were refused", "channel", "why")
        self.sent = counter("channel_sent", "Messages sent to platforms", "channel", "outcome")
        self.key_calls = counter("key_calls", "Calls with an API key", "key", "scope")
        self.key_refused = counter("key_refused", "Calls with an API key, refused", "why")
        self.hook_sent = counter("hook_events", "Tries to send events to hooks", "hook", "outcome")
        self.hook_waiting = Gauge("iom_hook_waiting", "Events that wait for hooks", registry=held)
        self.in_spool = Gauge("iom_in_spool", "Messages in files", ("spool",), registry=held)

    def said(
        self, replies: Sequence[Mapping[str, Any]], language: str, intents: Sequence[str] = ()
    ) -> None:
        """Count replies, and the intents that they answer."""
        for reply in replies:
            self.replies.labels(reply["kind"], language).inc()
            if reply.get("category"):
                self.safety.labels(reply["category"], language).inc()
        kind = replies[0]["kind"] if replies else "none"
        for intent in intents:
            self.intents.labels(intent if INTENT.fullmatch(intent) else "other", kind).inc()

    def rasa_failed(self, why: str) -> None:
        """Count a try that Rasa did not answer."""
        self.tries.labels(why).inc()

    def due(self, due: Due | None) -> None:
        """Count a case that became due."""
        if due:
            self.cases.labels(due.reason, due.priority).inc()

    def text(self) -> bytes:
        """Return all in Prometheus' format."""
        return generate_latest(self.registry)
