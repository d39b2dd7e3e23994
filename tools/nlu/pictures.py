"""Pictures of how well messages are understood, for docs/nlu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np

from tools.nlu.rows import Reading, Row

mpl.use("Agg")
from matplotlib import pyplot as plt

OURS = ("right", "offered", "offered in vain", "lost", "wrong")
COLOURS = ("#2166ac", "#67a9cf", "#d1e5f0", "#fddbc7", "#b2182b", "#444444")


def threshold_curve(
    points: Sequence[tuple[float, Mapping[str, float]]], chosen: float, path: Path
) -> None:
    """Draw what becomes of questions as `sure` rises, and how much of the rest is refused."""
    figure, axes = plt.subplots(figsize=(8, 4.5), layout="constrained")
    at = [value for value, _ in points]
    shares = [[100 * one[name] for _, one in points] for name in OURS]
    axes.stackplot(at, shares, labels=[f"for us: {name}" for name in OURS], colors=COLOURS)
    refused = [100 * one["refused"] for _, one in points]
    axes.plot(at, refused, color="black", marker="o", markersize=3, label="not for us: refused")
    axes.axvline(chosen, color="black", linestyle=":", label=f"chosen: {chosen}")
    axes.set(xlabel="confidence from which an intent is acted on", ylabel="per cent", ylim=(0, 100))
    axes.legend(loc="lower left", fontsize=8)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    # No date inside: the same figures make the same file.
    figure.savefig(path, dpi=90, metadata={"Software": None})
    plt.close(figure)


def confusion(read: Sequence[Reading], rows: Sequence[Row], path: Path) -> None:
    """Draw which intent is taken for which, each line in shares of its rows."""
    names = sorted({row.intent for row in rows})
    counts = np.zeros((len(names), len(names)))
    for one, row in zip(read, rows, strict=True):
        if one.ranking[0]["name"] in names:
            counts[names.index(row.intent), names.index(one.ranking[0]["name"])] += 1
    figure, axes = plt.subplots(figsize=(11, 10.5), layout="constrained")
    axes.imshow(counts / counts.sum(axis=1, keepdims=True), cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set(xlabel="understood", ylabel="meant")
    _save(figure, path)


def styles(shares: Sequence[tuple[str, float]], path: Path) -> None:
    """Draw the share of right intents by style, a language beside the other."""
    figure, axes = plt.subplots(figsize=(8, 4), layout="constrained")
    by_style: dict[str, list[float]] = {}
    for name, share in shares:
        by_style.setdefault(name.partition(", ")[2] or "all", []).append(share)
    at = np.arange(len(by_style))
    for number, (language, colour) in enumerate((("French", "#2166ac"), ("English", "#b2182b"))):
        values = [pair[number] for pair in by_style.values()]
        bars = axes.bar(at + 0.4 * number, values, 0.38, label=language, color=colour)
        axes.bar_label(bars, fmt="%.0f", fontsize=8)
    axes.set_xticks(at + 0.2, list(by_style), fontsize=8)
    axes.set(ylabel="right intent leads, per cent", ylim=(50, 104))
    axes.legend(loc="lower right", fontsize=8)
    _save(figure, path)
