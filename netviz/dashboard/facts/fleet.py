"""Every engine as a line: how it is, what is on it, what a person should know, what changed last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netviz.topology import schema

from .changes import ChangeLine
from .findings import TONES, Finding, findings
from .networks import RUNNING
from .overlaps import overlapping
from .world import World


@dataclass(frozen=True)
class HostLine:
    engine: schema.Engine
    networks: int
    running: int
    stopped: int
    findings: tuple[Finding, ...]
    last: ChangeLine | None

    @property
    def worst(self) -> int:
        """To sort by: 0 where something does not work now."""
        return min((TONES.index(item.tone) for item in self.findings), default=len(TONES))


def hosts(world: World, drift: Mapping[str, Mapping[str, int]], last: Mapping[str, ChangeLine]) -> list[HostLine]:
    """Those that need somebody first, then by name. `drift` and `last` by engine."""
    overlaps = overlapping(world)
    made = []
    for engine in world.engines.values():
        found = findings(engine, world, drift.get(engine.name, {}), overlaps)
        made.append(_host(engine, world, found, last.get(engine.name)))
    return sorted(made, key=lambda item: (item.worst, item.engine.name))


def _host(engine: schema.Engine, world: World, found: list[Finding], last: ChangeLine | None) -> HostLine:
    states = [item.state for item in world.containers.values() if item.engine == engine.name]
    running = sum(state in RUNNING for state in states)
    return HostLine(
        engine,
        sum(item.engine == engine.name for item in world.networks.values()),
        running,
        len(states) - running,
        tuple(found),
        last,
    )
