"""A figure beside its floor, and the table of them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """`measured` and `floor` are in `unit`; `bar` says in words what must hold, `holds` whether it does."""

    figure: str
    measured: float
    unit: str
    bar: str
    holds: bool
    floor: float | None = None

    def cells(self) -> list[str]:
        ratio = self.measured / self.floor if self.floor and self.floor > 0 else None
        return [
            self.figure,
            f"{self.measured:.4g} {self.unit}",
            "" if self.floor is None else f"{self.floor:.4g} {self.unit}",
            "" if ratio is None else f"{ratio:.2f}",
            self.bar,
            "yes" if self.holds else "NO",
        ]


def print_table(rows: Sequence[Row]) -> None:
    lines = [["figure", "measured", "floor", "ratio", "bar", "ok"], *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip(), flush=True)


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], percent: int) -> float:
    """Of at least one value; the nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1))]
