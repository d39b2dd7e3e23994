"""Each fault is what its name says, on a line to a server that says everything back."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tools.faulting.line import BadLine, line_to
from tools.faulting.proxy import BROKEN, Fault

SAID = bytes(range(256)) * 2


@pytest.fixture(scope="module")
def line() -> Iterator[BadLine]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_serve, args=(server,), daemon=True).start()
        with line_to(server.getsockname()[1]) as opened:
            yield opened


@pytest.fixture
def talk(line: BadLine) -> Iterator[socket.socket]:
    """A connection that has been good so far."""
    line.switch(None)
    with _opened(line) as opened:
        assert _said_back(opened, b"hello") == b"hello"
        yield opened


def _serve(server: socket.socket) -> None:
    with suppress(OSError):
        while True:
            threading.Thread(target=_echo, args=(server.accept()[0],), daemon=True).start()


def _echo(talk: socket.socket) -> None:
    with suppress(OSError), talk:
        while heard := talk.recv(65536):
            talk.sendall(heard)


def _opened(line: BadLine) -> socket.socket:
    return socket.create_connection(("127.0.0.1", line.port), timeout=10)


def _said_back(talk: socket.socket, said: bytes, longest: float = 10) -> bytes:
    """Say something; return what comes back until it is long enough or the end."""
    talk.settimeout(longest)
    talk.sendall(said)
    heard = b""
    while len(heard) < len(said) and (part := talk.recv(65536)):
        heard += part
    return heard


def test_refused_is_what_is_new_and_reset_what_was_open(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.REFUSE)
    with pytest.raises(ConnectionResetError):
        _said_back(talk, SAID)
    with pytest.raises(ConnectionRefusedError):
        _opened(line)
    line.switch(None)
    with _opened(line) as again:
        assert _said_back(again, SAID) == SAID


def test_a_black_hole_never_answers_not_even_later(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.BLACK_HOLE)
    with _opened(line) as new:
        for fault in (Fault.BLACK_HOLE, None):
            line.switch(fault)
            for opened in (talk, new):
                with pytest.raises(TimeoutError):
                    _said_back(opened, SAID, 0.3)
    assert line.hits > 0


@pytest.mark.parametrize(("fault", "least"), [(Fault.LATE, 0.5), (Fault.VERY_LATE, 5.0)])
def test_late_is_late(line: BadLine, talk: socket.socket, fault: Fault, least: float) -> None:
    line.switch(fault)
    started = time.monotonic()
    assert _said_back(talk, SAID, 20) == SAID
    assert time.monotonic() - started >= least
    assert line.hits == 1


def test_a_cut_leaves_half(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.CUT)
    assert _said_back(talk, SAID) == SAID[: len(SAID) // 2]
    assert talk.recv(1) == b""


def test_a_reset_leaves_nothing(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.RESET)
    with pytest.raises(ConnectionResetError):
        _said_back(talk, SAID)
    assert line.hits == 1


def test_garbage_is_as_long_as_what_was_said(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.GARBAGE)
    heard = _said_back(talk, SAID)
    assert len(heard) == len(SAID)
    assert heard != SAID


def test_slow_is_a_kilobyte_a_second_each_way(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.SLOW)
    started = time.monotonic()
    assert _said_back(talk, SAID, 20) == SAID
    assert time.monotonic() - started >= 0.5


def test_an_error_page_comes_instead_of_the_answer(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.ERROR)
    talk.sendall(SAID)
    talk.settimeout(10)
    heard = b""
    while part := talk.recv(65536):
        heard += part
    assert heard == BROKEN


def test_only_the_word_of_a_commit_is_lost(line: BadLine, talk: socket.socket) -> None:
    line.switch(Fault.COMMIT_LOST)
    assert _said_back(talk, SAID) == SAID
    assert line.hits == 0
    assert _said_back(talk, b"C\x00\x00\x00\x0bCOMMIT\x00") == b""
    assert line.hits == 1
