"""Every engine as a line: how it is, what is on it, what a person should know, what changed last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netviz.topology import schema

from .changes import ChangeLine
from .counts import Counts, counts
from .findings import TONES, Finding, findings
from .overlaps import overlapping
from .world import World

# How many findings of a host are told before the rest is folded away.
FOLDED_FROM = 3


@dataclass(frozen=True)
class HostLine:
    engine: schema.Engine
    networks: int
    containers: Counts
    findings: tuple[Finding, ...]
    last: ChangeLine | None

    @property
    def first_findings(self) -> tuple[Finding, ...]:
        """What stands in the line: the worst; one that would be left over stands there too."""
        return self.findings if len(self.findings) <= FOLDED_FROM + 1 else self.findings[:FOLDED_FROM]

    @property
    def more_findings(self) -> tuple[Finding, ...]:
        return self.findings[len(self.first_findings) :]

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
    return HostLine(
        engine,
        sum(item.engine == engine.name for item in world.networks.values()),
        counts(states),
        tuple(found),
        last,
    )
