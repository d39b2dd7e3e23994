"""What every flow has whose boundaries are visited."""

from __future__ import annotations

from bot.conversations.incoming import Incoming
from tests.bot.modelling.held import Held
from tests.bot.modelling.truth import Sent, Talk
from tests.bot.modelling.world import Gateway, World, notices


class Flow:
    """Two conversations; each flow adds to what stands before."""

    incoming: Incoming | None = None  # what the flow sends in the first conversation

    def __init__(self, world: World) -> None:
        self.world = world
        self.talks = [self._opened() for _ in range(2)]
        self.prepare()

    @property
    def gateway(self) -> Gateway:
        return self.world.gateways[0]

    @property
    def talk(self) -> Talk:
        return self.talks[0]

    def prepare(self) -> None:
        """Bring about what stands before."""

    def run(self) -> None:
        """Go through the flow; it may be gone through again."""
        raise NotImplementedError

    def learn(self) -> None:
        """Take note of what a broken run did whole: nobody was told."""
        for talk in self.talks:
            mine = self.incoming if talk is self.talk else None
            for row in self.held().messages.get(talk.key, []):
                new = row["seq"] not in [sent.seq for sent in talk.sent]
                if row["author"] == "user" and new and mine:
                    assert row["client_message_id"] == mine.client_message_id
                    talk.sent.append(Sent(mine, row["seq"], self.world.now))

    def done(self) -> None:
        """Check what the flow must have reached."""

    def held(self) -> Held:
        return self.world.database.reading(Held.read)

    def check(self) -> None:
        held = self.held()
        for talk in self.talks:
            talk.check(held, self.world.script)

    def _opened(self) -> Talk:
        making = self.gateway.store.create("fr", notices().reply("welcome"), self.world.now)
        key, _ = self.world.run(making)
        return Talk(key, self.world.now)

    def _send(self, talk: Talk, incoming: Incoming) -> None:
        row = self.world.run(self.gateway.store.conversation(talk.key))
        assert row is not None
        seq = self.world.run(self.gateway.dispatcher.accept(row, incoming)).seq
        if seq not in [sent.seq for sent in talk.sent]:
            talk.sent.append(Sent(incoming, seq, self.world.now))

    def _answered(self, talk: Talk, kind: str, own_id: str) -> None:
        self._send(talk, Incoming("question", None, own_id))
        self.world.script.always = kind
        self.world.wake(0, talk.key)
        self.world.script.always = None
