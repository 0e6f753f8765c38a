"""How many containers run, are paused and are stopped: counted as the engine's own `info` counts them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """A container that is being restarted again and again counts as running, as `docker info` has it."""

    running: int
    paused: int
    stopped: int

    @property
    def all(self) -> int:
        return self.running + self.paused + self.stopped


def counts(states: Iterable[str]) -> Counts:
    found = list(states)
    running = sum(state in {"running", "restarting"} for state in found)
    paused = found.count("paused")
    return Counts(running, paused, len(found) - running - paused)
