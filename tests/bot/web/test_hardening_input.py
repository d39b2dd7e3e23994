"""ASVS 1.2.4, 1.3.6, 1.3.7, 1.5.2 (items 3, 5, 6, 7): what comes in is only text."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.web.process import CHATS, Gateway
from tests.conftest import ROOT as HOUSE

PACKAGES = ("bot", "actions", "knowledge", "tools")
TRIES = [
    "' OR '1'='1",
    "1; DROP TABLE conversation",
    "x' UNION SELECT token_hash--",
    "%' AND 1=0/*",
]
# Settings of a connection, and tables of a migration: named in the code; SQL takes no parameters.
OF_OUR_OWN = ("knowledge/engines.py", "knowledge/migrations/")
RUNS_SQL = {"execute", "executemany", "executescript", "exec_driver_sql", "text"}


def sources() -> list[tuple[Path, ast.Module]]:
    files = (path for package in PACKAGES for path in (HOUSE / package).rglob("*.py"))
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in files]


def built(argument: ast.expr) -> bool:
    """Tell whether a string is put together: f"…", +, %, .format."""
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in argument.values)
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, (ast.Add, ast.Mod))
    called = argument.func if isinstance(argument, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr == "format"


def test_1_2_4_no_sql_is_built_of_strings() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in RUNS_SQL and node.args and built(node.args[0])
        if not path.relative_to(HOUSE).as_posix().startswith(OF_OUR_OWN)
    ]
    assert found == []


@pytest.mark.parametrize("sql", TRIES)
def test_1_2_4_sql_in_a_parameter_finds_and_breaks_nothing(gateway: Gateway, sql: str) -> None:
    path, token = gateway.open()
    written = sql.replace(" ", "%20").replace("%'", "%25'")
    assert gateway.ask("GET", f"{CHATS}/{written}/messages", None, token).status == 404
    forged = {"Authorization": f"Bearer {sql}"}
    assert gateway.ask("GET", f"{path}/messages", None, forged).status == 401
    assert gateway.ask("GET", f"/api/v1/programmes?country={written}").status == 422
    assert gateway.ask("GET", f"/api/v1/programmes?q={written}").json()["programmes"] == []
    assert gateway.ask("GET", f"/api/v1/offices/{written}").status == 404
    body = {"text": sql, "client_message_id": sql}
    assert gateway.ask("POST", f"{path}/messages", body, token).status == 200
    kept = gateway.ask("GET", f"{path}/messages", None, token).json()["messages"]
    assert (kept[1]["text"], kept[1]["client_message_id"], len(kept)) == (sql, sql, 3)


def test_1_3_6_no_address_from_a_user_is_fetched(gateway: Gateway) -> None:
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(0.7)
        url = f"http://127.0.0.1:{trap.getsockname()[1]}/canary"
        path, token = gateway.open()
        hints = {"X-Forwarded-Host": url[7:], "Referer": url, "Origin": url}
        for text in (url, f"<img src={url}>", f"![a]({url})", f"url({url})"):
            body = {"text": text, "client_message_id": text}
            assert gateway.ask("POST", f"{path}/messages", body, {**token, **hints}).status == 200
        gateway.ask("GET", f"/api/v1/search?q={url}", None, hints)
        assert gateway.ask("GET", url, None, hints).status == 404  # as to a proxy
        gateway.ask("POST", "/api/v1/eligibility/rean", {"profile": {"profession": url}}, hints)
        with pytest.raises(TimeoutError):
            trap.accept()


@pytest.mark.parametrize(
    "text", ["{name.__class__}", "{0.__init__.__globals__}", "{slot}", "%(name)s", "${HOME}"]
)
def test_1_3_7_a_template_is_only_text(gateway: Gateway, text: str) -> None:
    path, token = gateway.open()
    answer = gateway.ask("POST", f"{path}/messages", {"text": text}, token).json()
    assert [said["text"] for said in answer["messages"]] == [text]
    assert gateway.rasa.turns[-1]["text"] == text
    history = gateway.ask("GET", f"{path}/messages", None, token).json()
    assert history["messages"][1]["text"] == text


def test_1_5_2_nothing_foreign_is_unpickled_or_evaluated() -> None:
    """Bandit's B301, B307 and B506: none in our code, with no exception made."""
    pytest.importorskip("bandit")  # it stands in the assistant's lock only
    checks = ["-m", "bandit", "-q", "-r", *PACKAGES, "-t", "B301,B307,B506", "--ignore-nosec"]
    found = subprocess.run(
        [sys.executable, *checks], cwd=HOUSE, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, ""), found.stdout
