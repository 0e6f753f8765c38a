"""Runs figures and prints their table. Called by scripts/bench, in namespaces of its own."""

import importlib
import sys
import time
from pathlib import Path

from scripts.benchmarks.lab import Lab
from scripts.benchmarks.table import Row, print_table

# In this order: those that share the fleet of containers follow each other.
FIGURES = (
    "full_pass",
    "first_observation",
    "change_to_client",
    "connect_by_api",
    "idle",
    "burst_of_starts",
    "one_event_of_many",
    "fan_out",
    "joint_on_screen",
    "map_drawn",
    "map_large",
    "visits",
    "patch_panel",
    "replay_any_moment",
)


def main(arguments: list[str]) -> int:
    if "--list" in arguments:
        for name in FIGURES:
            print(f"{name:20} {(importlib.import_module(f'scripts.benchmarks.{name}').__doc__ or '').splitlines()[0]}")
        return 0
    unknown = set(arguments) - set(FIGURES)
    if unknown:
        print(
            f"no such figure: {', '.join(sorted(unknown))}; scripts/bench --list says which there are", file=sys.stderr
        )
        return 2
    rows: list[Row] = []
    with Lab(Path.cwd()) as lab:
        for name in arguments or FIGURES:
            started = time.monotonic()
            measured = importlib.import_module(f"scripts.benchmarks.{name}").measure(lab)
            rows += measured
            print_table(measured)
            print(f"({name}: {time.monotonic() - started:.0f} s)\n", flush=True)
    if len(rows) > 1:
        print_table(rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
