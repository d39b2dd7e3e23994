"""`python -m bot` with tiny children: starting, watching, stopping, and what it says."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bot.house import Run, alive, build
from tests.conftest import free_port

Start = Callable[..., Run]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    return build(tmp_path)


@pytest.fixture
def start(house: Path) -> Iterator[Start]:
    runs: list[Run] = []

    def _start(port: int | str | None = None, **settings: str) -> Run:
        runs.append(Run(house, free_port() if port is None else port, **settings))
        return runs[-1]

    yield _start
    for run in runs:
        run.close()


def seen_by(house: Path, child: str) -> dict[str, Any]:
    environ: dict[str, Any] = json.loads((house / f"{child}-environ.json").read_text())
    return environ


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_says_where_it_listens_and_stops_both(start: Start, number: signal.Signals) -> None:
    port = free_port()
    run = start(port)
    run.until(f"ready: http://127.0.0.1:{port}\n")
    pids = run.pids()
    assert set(pids) == {"gateway", "rasa"}
    assert all(alive(pid) for pid in pids.values())
    run.process.send_signal(number)
    assert run.ends() == 0
    assert not any(alive(pid) for pid in pids.values())
    assert run.pids() == {}
    assert "Traceback" not in run.output()


def test_an_impatient_second_ctrl_c_leaves_no_child_behind(start: Start, house: Path) -> None:
    (house / "stop-slowly").touch()
    run = start()
    run.until("ready:")
    pids = run.pids()
    run.process.send_signal(signal.SIGINT)
    run.until("stopping")
    time.sleep(0.3)
    run.process.send_signal(signal.SIGINT)
    assert run.ends() == 0
    assert not any(alive(pid) for pid in pids.values())
    assert "Traceback" not in run.output()


def test_children_share_a_random_token_and_a_loopback_port(start: Start, house: Path) -> None:
    start().until("ready:")
    rasa, gateway = seen_by(house, "rasa"), seen_by(house, "gateway")
    assert len(bytes.fromhex(rasa["RASA_TOKEN"])) * 8 == 128
    assert gateway["RASA_TOKEN"] == rasa["RASA_TOKEN"]
    assert gateway["RASA_URLS"] == f"http://127.0.0.1:{rasa['RASA_PORT']}"
    assert 1024 <= int(rasa["RASA_PORT"]) < 32_768, "those above go to calls out"
    assert Path(rasa["RASA_MODEL"]).is_file()
    assert rasa["RASA_TELEMETRY_ENABLED"] == "false"
    assert gateway["STATE_DIR"] == rasa["STATE_DIR"] == str(house / "state")


@pytest.mark.parametrize("child", ["rasa", "gateway"])
def test_a_child_that_dies_is_started_again(start: Start, child: str) -> None:
    run = start()
    run.until("ready:")
    before = run.pids()
    os.kill(before[child], signal.SIGKILL)
    run.until(f"{child} stopped by itself (killed: SIGKILL); again")
    end = time.monotonic() + 60
    while (after := run.pids())[child] == before[child]:
        assert time.monotonic() < end
        time.sleep(0.05)
    assert alive(after[child])
    assert {name: pid for name, pid in after.items() if name != child} == {
        name: pid for name, pid in before.items() if name != child
    }


def test_a_child_that_dies_again_and_again_ends_everything(start: Start, house: Path) -> None:
    run = start()
    run.until("ready:")
    pids = run.pids()
    (house / "rasa-dies").touch()
    os.kill(pids["rasa"], signal.SIGKILL)
    assert run.ends() == 1
    assert "rasa stopped by itself (model is broken); read " in run.output()
    assert f"log{os.sep}rasa.log" in run.output()
    assert not alive(pids["gateway"])


def test_a_child_that_does_not_start_is_quoted(start: Start, house: Path) -> None:
    (house / "rasa-dies").touch()
    run = start()
    assert run.ends() == 1
    assert "rasa stopped by itself (model is broken); read " in run.output()
    assert "ready:" not in run.output()


def test_the_last_words_of_an_earlier_run_are_not_quoted(start: Start, house: Path) -> None:
    (house / "rasa-silent").touch()
    log = house / "state" / "log" / "rasa.log"
    log.parent.mkdir(parents=True)
    log.write_text("words of yesterday\n")
    run = start()
    assert run.ends() == 1
    assert "rasa stopped by itself; read " in run.output()
    assert "yesterday" not in run.output()


def test_a_taken_port_is_said_before_anything_starts(start: Start, house: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = start(port)
        assert run.ends() == 1
    assert f"port {port} on 127.0.0.1 cannot be used" in run.output()
    assert not (house / "loaded").exists()
    assert not (house / "trainings").exists()


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_that_is_none_is_one_sentence(start: Start, house: Path, port: str) -> None:
    run = start(port)
    assert run.ends() == 1
    assert run.output().startswith("PORT: ")
    assert len(run.output().splitlines()) == 1
    assert not (house / "loaded").exists()


def test_content_that_cannot_be_loaded_stops_the_start(start: Start, house: Path) -> None:
    (house / "load-badly").touch()
    run = start()
    assert run.ends() == 1
    assert "countries.yml: two fault(s)" in run.output()
    assert "the knowledge could not be loaded" in run.output()
    assert not (house / "trainings").exists()


def test_a_failed_training_names_its_log(start: Start, house: Path) -> None:
    (house / "train-badly").touch()
    run = start()
    assert run.ends() == 1
    assert "training failed; read " in run.output()
    assert "Traceback" not in run.output()
    assert not (house / "rasa-environ.json").exists()


def test_trains_at_the_first_start_only(start: Start, house: Path) -> None:
    for _ in range(2):
        run = start()
        run.until("ready:")
        run.process.terminate()
        run.ends()
    assert len((house / "trainings").read_text().splitlines()) == 1


def test_a_proxy_for_the_world_is_not_asked_about_loopback(start: Start) -> None:
    nowhere = "http://127.0.0.1:9"
    start(http_proxy=nowhere, HTTP_PROXY=nowhere, no_proxy="").until("ready:")


@pytest.mark.parametrize("place", ["/proc/nope", "taken"])
def test_a_place_that_cannot_be_written_to_is_one_sentence(
    start: Start, house: Path, place: str
) -> None:
    (house / "taken").touch()
    run = start(STATE_DIR=place)
    assert run.ends() == 1
    assert run.output().startswith("STATE_DIR: ")
    assert len(run.output().splitlines()) == 1
    assert not (house / "loaded").exists()


def test_killing_the_supervisor_ends_both_children(start: Start) -> None:
    run = start()
    run.until("ready:")
    pids = run.pids()
    run.process.kill()
    run.ends()
    end = time.monotonic() + 60
    while any(alive(pid) for pid in pids.values()):
        assert time.monotonic() < end, "a child lives on"
        time.sleep(0.05)
