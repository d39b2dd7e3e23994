"""Messages in files: kept once, in order, whole or not at all, and not without end."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.conversations import spool as module
from bot.conversations.spool import Spool, SpoolFull, hash_of


def emptied(spool: Spool, *conversations: str) -> list[str]:
    texts = []
    for of in map(hash_of, conversations) if conversations else spool.conversations():
        for path, values in spool.kept(of):
            texts.append(values["text"])
            spool.done(path)
    return texts


def test_what_is_kept_is_there_after_a_kill_in_order_and_once(tmp_path: Path) -> None:
    spool = Spool.opened(tmp_path)
    for n in range(12):
        assert spool.keep(f"conversation-{n % 2}", f"id {n}", {"text": f"text {n}"})
    assert not spool.keep("conversation-0", "id 4", {"text": "text 4"})
    again = Spool.opened(tmp_path)  # of another process; this one was killed
    assert len(again) == 12 and again.holds("conversation-0") == 6
    assert not again.keep("conversation-0", "id 4", {"text": "text 4"})
    assert again.keep("conversation-0", "id 12", {"text": "text 12"})
    assert emptied(again, "conversation-1") == [f"text {n}" for n in range(1, 12, 2)]
    assert emptied(again) == [f"text {n}" for n in range(0, 13, 2)]
    assert list(tmp_path.iterdir()) == [] and len(again) == 0


def test_half_a_file_is_no_message_and_stops_nobody(tmp_path: Path) -> None:
    spool = Spool.opened(tmp_path)
    spool.keep("one-conversation", "a", {"text": "a"})
    spool.keep("one-conversation", "b", {"text": "b"})
    first = min(tmp_path.iterdir())
    first.write_bytes(first.read_bytes()[:10])
    (tmp_path / "000000000009-x.new").write_bytes(b"{")  # the kill came before the rename
    assert emptied(Spool.opened(tmp_path)) == ["b"]
    assert list(tmp_path.iterdir()) == []


def test_what_is_erased_goes_from_the_files_too(tmp_path: Path) -> None:
    spool = Spool.opened(tmp_path)
    spool.keep("mine-to-erase", "a", {"text": "CANARY"})
    spool.keep("another-one", "a", {"text": "other"})
    spool.forget("mine-to-erase")
    assert b"CANARY" not in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert emptied(spool) == ["other"]


def test_what_is_set_aside_goes_after_its_time(tmp_path: Path) -> None:
    spool = Spool.opened(tmp_path)
    for name in ("a", "b"):
        spool.keep("one-conversation", name, {"text": name})
    (first, _), (second, _) = spool.kept(hash_of("one-conversation"))
    spool.set_aside(first)
    came = datetime.fromtimestamp(first.with_suffix(".aside").stat().st_mtime, timezone.utc)
    spool.sweep(came - timedelta(seconds=1))
    assert len(list(tmp_path.iterdir())) == 2 and len(Spool.opened(tmp_path)) == 1
    spool.sweep(came + timedelta(seconds=1), hash_of("another"))
    assert len(list(tmp_path.iterdir())) == 2
    with ThreadPoolExecutor() as threads:  # of several at once none fails
        list(threads.map(spool.sweep, [came + timedelta(seconds=1)] * 8))
    assert list(tmp_path.iterdir()) == [second]


def test_a_full_spool_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = Spool.opened(tmp_path)
    monkeypatch.setattr(module, "MOST", 1)
    spool.keep("a-conversation", "a", {"text": "a"})
    with pytest.raises(SpoolFull):
        spool.keep("a-conversation", "b", {"text": "b"})

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "MOST", 9)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SpoolFull, match="No space left"):
        spool.keep("a-conversation", "c", {"text": "c"})
    assert len(spool) == 1


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "spool"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(OSError):
        Spool.opened(blocked)
