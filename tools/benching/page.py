"""docs/performance.md and its picture."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tools.benching.talks import PEOPLE, Figures

Parts = Mapping[str, tuple[float, float]]  # milliseconds and calls a message, by part
SIDES = "this assistant", "stock Rasa"
HEAD = """# Performance

Written by `make bench` on {day}, on {cores} cores that the load generator shares. The same
generator, over HTTP, asks both assistants in turn, {rounds} rounds each; of each the better round
is shown. *This assistant*: two processes, every message and every answer on disk before it is
acknowledged, two languages, {intents} intents. *Stock Rasa* 3.6.21: six intents, DIET, an action
server over HTTP, its tracker store in memory, which is in its favour: its SQL store does not run
under SQLAlchemy 2.

![Replies and throughput of both](performance.png)
"""


@dataclass(frozen=True)
class Measured:
    """All that one `make bench` measured."""

    ours: Sequence[Figures]
    stock: Sequence[Figures]
    starts: tuple[float, float, float]  # seconds: first, later, stock
    long: tuple[float, float]  # milliseconds: at the start of a talk, at its thousandth message
    gateway: Parts
    rasa: Parts


def best(rounds: Sequence[Figures]) -> Figures:
    """Return the better round: a shared machine only ever makes it worse."""
    return max(rounds, key=lambda one: one.rate)


def table(measured: Measured) -> str:
    """Return both assistants side by side."""
    lines = [
        f"| | reply p50 | reply p95 | messages/s, {PEOPLE} at once | memory | CPU a message |",
        "|---|---|---|---|---|---|",
    ]
    for name, rounds in zip(SIDES, (measured.ours, measured.stock), strict=True):
        one = best(rounds)
        beside = "gateway" if rounds is measured.ours else "action server"
        lines.append(
            f"| {name} | {one.middle:.0f} ms | {one.slow:.0f} ms | {one.rate:.0f} "
            f"| {one.memory:.0f} MB "
            f"| {one.work[1]:.1f} ms Rasa, {one.work[0]:.1f} ms {beside} |"
        )
    return "\n".join(lines)


def budgets(measured: Measured) -> str:
    """Return what the design asks for beside what was reached."""
    mine, theirs = best(measured.ours), best(measured.stock)
    times, longer = mine.rate / theirs.rate, measured.long[1] / measured.long[0]
    first, later, _ = measured.starts
    rows = [
        ("messages a second, beside stock", "≥ 5 ×", f"{times:.1f} ×", times >= 5),
        ("reply p50", "≤ 20 ms", f"{mine.middle:.0f} ms", mine.middle <= 20),
        ("reply p95", "≤ 40 ms", f"{mine.slow:.0f} ms", mine.slow <= 40),
        ("1,000th message beside the first", "≤ 1.2 ×", f"{longer:.2f} ×", longer <= 1.2),
        ("memory, both processes", "≤ 1,000 MB", f"{mine.memory:.0f} MB", mine.memory <= 1000),
        ("first start, which trains", "≤ 120 s", f"{first:.0f} s", first <= 120),
        ("later starts", "≤ 25 s", f"{later:.0f} s", later <= 25),
    ]
    told = [
        f"| {what} | {limit} | {reached} | {'met' if met else 'missed'} |"
        for what, limit, reached, met in rows
    ]
    return "\n".join(["| what | budget | measured | |", "|---|---|---|---|", *told])


def profile(parts: Parts) -> str:
    """Return where the time goes, the longest first."""
    whole = sum(milliseconds for milliseconds, _ in parts.values())
    rows = [
        f"| {name} | {milliseconds:.2f} | {100 * milliseconds / whole:.0f} % | {calls:.1f} |"
        for name, (milliseconds, calls) in parts.items()
    ]
    head = ["| part | ms | share | calls |", "|---|---|---|---|"]
    return "\n".join([*head, *rows, f"| all | {whole:.2f} | 100 % | |"])


def write(folder: Path, measured: Measured) -> None:
    """Write the page and the picture."""
    intents = _intents(folder.parent / "domain")
    head = HEAD.format(
        day=f"{date.today():%-d %B %Y}",
        cores=os.cpu_count(),
        rounds=len(measured.ours),
        intents=intents,
    )
    spread = ", ".join(f"{one.rate:.0f}" for one in measured.ours)
    theirs = ", ".join(f"{one.rate:.0f}" for one in measured.stock)
    told = [
        head,
        table(measured),
        f"\nMessages a second in each round: {spread}; stock: {theirs}. From start to ready: first "
        f"{measured.starts[0]:.0f} s (trains), later {measured.starts[1]:.0f} s; stock, trained: "
        f"{measured.starts[2]:.0f} s. One long talk: {measured.long[0]:.1f} ms a reply at its "
        f"beginning, {measured.long[1]:.1f} ms at the thousandth message.\n",
        "## Budgets\n",
        budgets(measured),
        "\n## Where the time goes\n\nOne message at a time, each part without the parts inside it. "
        "A message passes the gateway and, once, the Rasa process.\n\n### Gateway\n",
        profile(measured.gateway),
        "\n### Rasa process\n",
        profile(measured.rasa),
    ]
    (folder / "performance.md").write_text("\n".join(told) + "\n", encoding="utf-8")
    _draw(folder / "performance.png", measured)


def _intents(folder: Path) -> int:
    import yaml

    named: set[str] = set()
    for path in folder.glob("*.yml"):
        for one in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents") or []:
            named.add(one if isinstance(one, str) else next(iter(one)))
    return len(named)


def _draw(path: Path, measured: Measured) -> None:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    mine, theirs = best(measured.ours), best(measured.stock)
    rows = (
        ("reply, half are quicker (ms)", mine.middle, theirs.middle),
        ("reply, 95 of 100 are quicker (ms)", mine.slow, theirs.slow),
        (f"messages a second, {PEOPLE} at once", mine.rate, theirs.rate),
        ("CPU a message (ms)", sum(mine.work[:2]), sum(theirs.work[:2])),
        ("memory (MB)", mine.memory, theirs.memory),
    )
    figure, axes = pyplot.subplots(len(rows), 1, figsize=(7, 5.2), constrained_layout=True)
    for axis, (title, *values) in zip(axes, rows, strict=True):
        bars = axis.barh(SIDES[::-1], values[::-1], color=["#9aa5b1", "#0b5cad"], height=0.7)
        axis.bar_label(bars, fmt="%.0f", padding=4, fontsize=8)
        axis.set_title(title, fontsize=9, loc="left")
        axis.set_xlim(0, max(values) * 1.12)
        axis.tick_params(labelsize=8, length=0)
        axis.xaxis.set_visible(False)
        for side in axis.spines.values():
            side.set_visible(False)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)
