"""The example client against a running gateway: lost answers, limits, restarts, keys."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.conversations import api_keys
from bot.conversations.api_keys import Limits
from examples.client import Api, Conversation, Problem
from knowledge.database import Database
from tests.bot.web.process import CHATS, RASA_TOKEN, Gateway, started
from tests.conftest import ROOT, free_port
from tools.faulting.line import BadLine, line_to
from tools.faulting.proxy import Fault

BUTTONS = {"buttons": [{"id": "more", "label": {"fr": "plus", "en": "more"}}]}
SOON = 60.0  # seconds within which something must have come


@dataclass
class Sleeps:
    """Notes for how long a client would sleep; `then` is done once, in the first sleep."""

    then: Any = None
    slept: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        if seconds:
            self.slept.append(seconds)
            then, self.then = self.then, None
            if then:
                then()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with started(tmp_path_factory.mktemp("gateway")) as opened:
        yield opened
        assert opened.process.poll() is None, opened.printed()


@pytest.fixture(scope="module")
def line(gateway: Gateway) -> Iterator[BadLine]:
    with line_to(gateway.port) as one:
        yield one


def made_key(gateway: Gateway, name: str) -> str:
    database = Database(f"sqlite:///{gateway.state_dir / 'assistant.db'}")
    now = datetime.now(timezone.utc)
    key = database.writing(lambda c: api_keys.add(c, name, ("chat", "read"), Limits(), now))
    database.close()
    return key


def turns(gateway: Gateway, text: str) -> int:
    return sum(turn.get("text") == text for turn in gateway.rasa.turns)


def test_a_conversation_from_beginning_to_end(gateway: Gateway) -> None:
    api = Api(gateway.url)
    talk, said = api.open("en")
    assert [one["kind"] for one in said] == ["notice"]
    gateway.rasa.extra = BUTTONS
    (reply,) = talk.say("what is this")
    gateway.rasa.extra = {}
    assert (reply["text"], reply["buttons"]) == ("what is this", [{"id": "more", "label": "more"}])
    assert [one["text"] for one in talk.press("more")] == ["more"]
    with pytest.raises(Problem) as never_offered:
        talk.press("less")
    assert (never_offered.value.status, never_offered.value.code) == (422, "button_unknown")
    talk.judge(reply["seq"], useful=False, comment="too short")
    talk.speak("fr")
    held = talk.export()
    assert held["feedback"] == [{"seq": reply["seq"], "useful": False, "comment": "too short"}]
    assert held["conversation"]["language"] == "fr"
    seen = [one["author"] for _, one in zip(range(5), talk.events(), strict=False)]
    assert seen == ["assistant", "user", "assistant", "user", "assistant"]
    talk.erase()
    with pytest.raises(Problem) as gone:
        talk.say("are you there?")
    assert gone.value.code == "unauthorized"
    assert list(talk.events()) == []


def test_the_same_name_is_no_second_message(gateway: Gateway) -> None:
    talk, _ = Api(gateway.url).open("en")
    first, again = (talk.say("only once", own_id="my-1") for _ in range(2))
    assert first == again and first
    assert turns(gateway, "only once") == 1


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET, Fault.GARBAGE, Fault.ERROR], ids=str)
def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(
    gateway: Gateway, line: BadLine, fault: Fault
) -> None:
    sleeps = Sleeps()
    talk, _ = Api(f"http://127.0.0.1:{line.port}", sleep=sleeps).open("en")
    text = f"lost by {fault.value}"
    line.switch(fault)
    sleeps.then = lambda: line.switch(None)
    (reply,) = talk.say(text)
    assert (reply["text"], sleeps.slept) == (text, [1.0])
    assert turns(gateway, text) == 1
    assert len(list(zip(range(3), talk.events(), strict=False))) == 3
    line.switch(fault)
    sleeps.then = lambda: line.switch(None)
    talk.erase()  # the try whose answer was lost has done it
    line.switch(None)
    assert list(talk.events()) == []


def test_who_never_answers_is_told_of(line: BadLine) -> None:
    sleeps = Sleeps()
    line.switch(Fault.REFUSE)
    with pytest.raises(ConnectionError, match="does not answer"):
        Api(f"http://127.0.0.1:{line.port}", sleep=sleeps).open()
    line.switch(None)
    assert sleeps.slept == [1.0, 2.0, 4.0, 8.0]


def test_a_limit_is_waited_for(tmp_path: Path) -> None:
    with started(tmp_path, MESSAGES_PER_MINUTE="1") as gateway:
        sleeps = Sleeps()
        talk, _ = Api(gateway.url, tries=3, sleep=sleeps).open("en")
        talk.say("one")
        with pytest.raises(Problem) as problem:
            talk.say("two")
        assert (problem.value.status, problem.value.code) == (429, "too_many_messages")
        assert len(sleeps.slept) == 2 and all(0 < one <= 61 for one in sleeps.slept)
        (danger,) = talk.say("my boss took my passport")
        assert danger["kind"] == "safety"


def test_without_a_database_danger_gets_its_numbers_at_once(tmp_path: Path) -> None:
    with started(tmp_path) as gateway:
        sleeps = Sleeps()
        talk, _ = Api(gateway.url, sleep=sleeps).open("en")
        lost = Conversation(talk.api, "a" * 22, "b" * 22)  # of another gateway, say
        for name in ("assistant.db", "assistant.db-wal", "assistant.db-shm"):
            (tmp_path / name).write_bytes(b"no database" * 1000)
        with pytest.raises(Problem) as problem:
            lost.say("my boss took my passport")
        assert [one["kind"] for one in problem.value.messages] == ["safety"]
        assert sleeps.slept == []


def test_a_stream_goes_on_after_the_gateway_was_started_again(tmp_path: Path) -> None:
    port, got, came = str(free_port()), list[dict[str, Any]](), threading.Condition()

    def follow(talk: Conversation) -> None:
        for message in talk.events():
            if message["seq"] is None:  # "it is on its way", to who waits long
                continue
            with came:
                got.append(message)
                came.notify()

    def wait_for(many: int) -> None:
        with came:
            assert came.wait_for(lambda: len(got) >= many, SOON), got

    with started(tmp_path, PORT=port) as gateway:
        talk, _ = Api(gateway.url, tries=10).open("en")
        following = threading.Thread(target=follow, args=(talk,), daemon=True)
        following.start()
        talk.say("before")
        wait_for(3)
    with started(tmp_path, PORT=port):
        talk.say("after")
        wait_for(5)
        talk.erase()
        following.join(SOON)
        assert not following.is_alive()
    assert [one["seq"] for one in got] == [1, 2, 3, 4, 5]
    assert [one["text"] for one in got][1:] == ["before", "before", "after", "after"]


def test_a_key_and_its_token_open_a_conversation_together(gateway: Gateway) -> None:
    sleeps = Sleeps()
    api = Api(gateway.url, made_key(gateway, "partner"), sleep=sleeps)
    for _ in range(100):  # the gateway reads new keys every two seconds
        try:
            talk, _ = api.open("en")
            break
        except Problem as problem:
            assert problem.code == "unauthorized"
            threading.Event().wait(0.2)
    assert [one["text"] for one in talk.say("with a key")] == ["with a key"]
    assert next(talk.events(after=2))["seq"] == 3
    stolen = Conversation(Api(gateway.url), talk.id, talk.token)
    with pytest.raises(Problem, match="401"):
        stolen.say("without it")
    assert list(stolen.events()) == []
    assert api.read("/offices", country="NL", lang="en")["offices"]


def test_what_has_not_changed_is_not_sent_again(gateway: Gateway) -> None:
    def unchanged() -> int:
        answer = gateway.ask(
            "GET", "/metrics", headers={"Authorization": f"Bearer {RASA_TOKEN[::-1]}"}
        )
        name = 'iom_http_responses_total{route="/api/v1/programmes",status="304"} '
        found = [one for one in answer.body.decode().splitlines() if one.startswith(name)]
        return int(float(found[0].removeprefix(name))) if found else 0

    api, before = Api(gateway.url), unchanged()
    first = api.read("/programmes", lang="fr")
    assert api.read("/programmes", lang="fr") == first and unchanged() == before + 1
    assert api.read("/programmes", lang="en") != first and unchanged() == before + 1
    with pytest.raises(Problem, match="404"):
        api.read("/programmes/none")


def test_eligibility_is_judged(gateway: Gateway) -> None:
    api = Api(gateway.url)
    fields = [one["field"] for one in api.read("/eligibility/trqn_ii", lang="en")["fields"]]
    assert "origin" in fields
    told = api.assess("trqn_ii", {"origin": ["SD"], "residence_country": "NL"}, "en")
    assert told["verdict"] in ("likely_eligible", "not_eligible", "cannot_tell")
    with pytest.raises(Problem) as wrong:
        api.assess("trqn_ii", {"origin": "Sudan"})
    assert wrong.value.code == "bad_profile"


def test_one_can_chat_in_a_terminal(gateway: Gateway) -> None:
    gateway.rasa.extra = BUTTONS
    done = subprocess.run(
        [sys.executable, "examples/client.py", gateway.url],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
        input="who pays for it\n999\n" + "x" * 1001 + "\n",
        capture_output=True,
        text=True,
        timeout=SOON,
    )
    gateway.rasa.extra = {}
    assert (done.returncode, done.stderr) == (0, ""), "the end of what was typed ends it"
    assert "\nwho pays for it\n" in done.stdout and "] more\n" in done.stdout
    assert "\n999\n" in done.stdout  # no such button: it is said
    assert "(422)" in done.stdout  # too long: told, and one goes on


def test_the_addresses_are_those_of_the_contract() -> None:
    assert CHATS == "/api/v1/conversations"
    assert len((ROOT / "examples" / "client.py").read_text().splitlines()) <= 200
