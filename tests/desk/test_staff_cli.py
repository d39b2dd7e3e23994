"""`python -m bot staff …`, as an operator types it, also while the desk runs."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.desk.tables import desk_log, staff
from knowledge.database import Database
from tests.conftest import ROOT
from tests.desk.staffed import PASSWORD, Person, Staffed

CODE = re.compile(r"join code  ((?:[A-Z2-7]{4}-){6}[A-Z2-7]{2})")


def staff_command(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    """Run the command; return its exit code and what it said."""
    environ = {"PATH": os.environ["PATH"], "STATE_DIR": str(folder), **settings}
    command = [sys.executable, "-m", "bot", "staff", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def test_an_operator_keeps_the_list(tmp_path: Path) -> None:
    assert "nobody yet" in staff_command(tmp_path, "list")[1]  # the tables are made
    added = staff_command(tmp_path, "add", "Anne-Marie", "--role", "viewer")
    assert (added[0], added[2]) == (0, "")
    assert "http://127.0.0.1:8081/desk/join\n" in added[1]
    first = CODE.search(added[1])
    assert first is not None
    assert staff_command(tmp_path, "role", "Anne-Marie", "protection")[0] == 0
    reset = CODE.search(staff_command(tmp_path, "reset", "Anne-Marie")[1])
    assert reset is not None
    assert reset[1] != first[1]
    listed = staff_command(tmp_path, "list")[1]
    assert re.match(
        r"Anne-Marie  protection  invited until \d{4}-\d\d-\d\d \d\d:\d\d UTC\n", listed
    )
    assert staff_command(tmp_path, "disable", "Anne-Marie")[0] == 0
    assert "disabled 2" in staff_command(tmp_path, "list")[1]
    assert staff_command(tmp_path, "verify")[1].startswith("4 entries, whole;")
    database = Database(f"sqlite:///{tmp_path / 'assistant.db'}")
    held = database.reading(lambda c: str(c.execute(sa.select(staff)).all()))
    log = database.reading(lambda c: [tuple(r)[2:6] for r in c.execute(sa.select(desk_log))])
    database.close()
    assert first[1] not in held  # only its hash is kept
    assert reset[1] not in held
    assert [row[1:] for row in log] == [
        ("staff_added", None, "viewer"),
        ("staff_role", None, "protection"),
        ("staff_reset", None, None),
        ("staff_disabled", None, None),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "the following arguments are required"),
        (("fire",), "invalid choice: 'fire'"),
        (("add", "Omar"), "--role"),
        (("add", "Omar", "--role", "owner"), "invalid choice: 'owner'"),
        (("add", "x", "--role", "agent"), "'x' is no name here"),
        (("add", "x" * 65, "--role", "agent"), "is no name here"),
        (("add", "<b>Omar", "--role", "agent"), "is no name here"),
        (("add", "AMINA", "--role", "agent"), "Amina is there already"),
        (("disable", "Omar"), "nobody is called 'Omar'"),
        (("reset", "amina"), "nobody is called 'amina'"),
        (("role", "Amina", "agent"), "has the role agent already"),
        (("role", "Amina", "owner"), "invalid choice: 'owner'"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    shared: Path, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = staff_command(shared, *arguments)
    assert (code, out) == (1, "")
    assert told in err
    assert len(err.splitlines()) == 1
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL: must begin with"),
        ({"DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "the database cannot be used"),
        ({"DESK_PORT": "much"}, "DESK_PORT"),
        ({"STATE_DIR": "/proc/nowhere"}, "staff: "),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(
    shared: Path, settings: dict[str, str], told: str
) -> None:
    code, out, err = staff_command(shared, "list", **settings)
    assert (code, out) == (1, "")
    assert told in err
    assert len(err.splitlines()) == 1


def test_another_command_is_told_what_there_is() -> None:
    command = [sys.executable, "-m", "bot", "staf"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "`staff`" in done.stderr


async def test_a_command_is_obeyed_while_the_desk_runs(desk: Staffed, tmp_path: Path) -> None:
    person = Person(desk.client, "Omar")
    desk.clock.now = desk.clock.now.now(desk.clock.now.tzinfo)  # the command has the real time

    async def run(*arguments: str) -> str:
        code, out, err = await asyncio.to_thread(staff_command, tmp_path, *arguments)
        assert (code, err) == (0, "")
        return out

    address = {"DESK_URL": "https://desk.example/desk/"}
    added = await asyncio.to_thread(
        lambda: staff_command(tmp_path, "add", "Omar", "--role", "admin", **address)[1]
    )
    assert "https://desk.example/desk/join\n" in added
    join = CODE.search(added)
    assert join is not None
    await person.read("/desk/join")
    form = {"name": "Omar", "join": join[1], "password": PASSWORD, "again": PASSWORD}
    await person.send("/desk/join", form)
    person.secret = desk.secret("Omar")
    await person.send("/desk/join/confirm", {**form, "code": desk.code(person)})
    assert "Omar, administration" in await person.read("/desk/")
    assert "Omar  admin       open" in await run("list")
    await run("disable", "Omar")
    await person.read("/desk/")
    assert person.answer.url.path == "/desk/sign-in"
    await run("reset", "Omar")
    assert "invited until" in await run("list")
    assert (await run("verify")).startswith("4 entries, whole;")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("staff")
    assert staff_command(folder, "add", "Amina", "--role", "agent")[0] == 0
    return folder
