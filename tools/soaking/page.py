"""What a soak says, on the screen and in docs/soak.md."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tools.soaking.run import Report

PAGE = """# Crash soak

Written by `python -m tools.soak`. Many people write at once, half of them before the last answer
came; three in ten messages are sent twice under the same `client_message_id`, also while the first
is under way and to the other gateway, and whatever was not acknowledged is sent until it is.
Meanwhile processes are killed (`kill -9`) at random moments and started again: gateways, Rasa, and
of PostgreSQL single backends and the postmaster. On SQLite there is one gateway and one Rasa, on
PostgreSQL two of each.

Afterwards the database and the history that the API shows are compared with what was sent. *Lost*:
acknowledged, but not stored or not answered, or given up without a case. *Doubled*: stored or
answered more than once. *Out of order*: answers not in the order of the messages, turns that Rasa
heard in another order, or a message stored before one that was acknowledged when it was first sent.
*Overtaken*: also out of order, but of a known kind: one gateway kept a message in its files while
the database was away, and a later message of that conversation went by the other gateway.
*Strange*: never acknowledged, never sent, another text, another answer when sent again.
*Sent again*: while the first was under way, later, after a fault. *Longest wait*: from acknowledged
to answered, and from first sent to answered. "Stand-in" is a small process that plays Rasa, slow at
times, and fails in 4 of 100 turns.

"""
COLUMNS = (
    "database",
    "Rasa",
    "when, seed",
    "kills",
    "messages sent",
    "acknowledged",
    "sent again",
    "answered",
    "failed with a case",
    "lost",
    "doubled",
    "out of order",
    "overtaken",
    "strange",
    "longest wait",
    "took",
)


def values(report: Report) -> list[str]:
    """Return a run as a row of the table."""
    plan, count, again = report.plan, report.verdict.count, report.again
    kills = ", ".join(f"{number} {kind}" for kind, number in sorted(report.kills.items()))
    repeated = ", ".join(str(again[why]) for why in ("in flight", "later", "after a fault"))
    return [
        "PostgreSQL" if plan.postgres else "SQLite",
        "real" if plan.real else "stand-in",
        f"{date.today():%d %B %Y}, {plan.seed}",
        f"{report.kills.total()}: {kills}",
        *(str(count[one]) for one in ("sent", "acknowledged")),
        f"{again.total()}: {repeated}",
        *(str(count[one]) for one in COLUMNS[7:14]),
        f"{report.verdict.longest:.1f} s, {report.verdict.slowest:.1f} s",
        f"{report.seconds:.0f} s",
    ]


def shown(report: Report, most: int = 20) -> str:
    """Return a run as lines, with what was wrong."""
    lines = [f"{name}: {value}" for name, value in zip(COLUMNS, values(report), strict=True)]
    told = ", ".join(f"{status}: {count}" for status, count in report.statuses.most_common())
    lines += [f"answers of the gateways: {told}", f"calm after {report.calm_after:.1f} s"]
    return "\n".join([*lines, *report.by_themselves[:most], *report.verdict.rarest(most)])


def write(path: Path, reports: list[Report]) -> None:
    """Put runs into the page; the last one of each kind stays."""
    rows = {tuple(row[:2]): row for row in [*_written(path), *map(values, reports)]}
    head = [list(COLUMNS), ["---"] * len(COLUMNS)]
    table = "\n".join(f"| {' | '.join(row)} |" for row in [*head, *rows.values()])
    path.write_text(f"{PAGE}{table}\n", encoding="utf-8")


def _written(path: Path) -> list[list[str]]:
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if line.startswith("| ")]
    return [row for row in rows[2:] if len(row) == len(COLUMNS)]
