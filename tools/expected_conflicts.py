"""Compares `pip check` with the conflicts that the lifted pins must cause; anything else fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXPECTED = Path("requirements/expected_conflicts.txt")


def main() -> None:
    """Exit with what is new or gone."""
    found = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    lines = {line for line in found.stdout.splitlines() if " has requirement " in line}
    expected = set(EXPECTED.read_text(encoding="utf-8").splitlines())
    if lines != expected:
        told = [f"new: {line}" for line in sorted(lines - expected)]
        told += [f"gone: {line}" for line in sorted(expected - lines)]
        sys.exit("\n".join(told) + f"\nif these are meant, write them to {EXPECTED}")


if __name__ == "__main__":
    main()
