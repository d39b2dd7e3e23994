"""Pictures of how well messages are understood, for docs/nlu."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

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
