"""Networks of one engine whose subnets have addresses in common: routes between them are ambiguous."""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from netviz.topology import schema

from .links import href
from .order import natural
from .world import Ref, World


@dataclass(frozen=True)
class Overlap:
    """Another network of the engine whose subnet has addresses in common; `same`: all of them."""

    network: schema.Network
    href: str
    same: bool


def overlapping(world: World) -> dict[Ref, tuple[Overlap, ...]]:
    """For each network whose subnet has addresses in common with another's of its engine, the others, by name.

    Subnets sorted by their first address overlap with a neighbour or with one that still spans it: one sweep, not all pairs.
    """
    open_: list[_Span] = []
    found: dict[Ref, dict[str, Overlap]] = defaultdict(dict)
    for span in sorted(_spans(world.networks.values()), key=lambda span: span.order):
        open_ = [other for other in open_ if other.family == span.family and other.last >= span.first]
        for other in open_:
            if other.network.id != span.network.id:
                same = (other.first, other.last) == (span.first, span.last)
                _note(found, span.network, other.network, same, world)
                _note(found, other.network, span.network, same, world)
        open_.append(span)
    return {
        key: tuple(sorted(others.values(), key=lambda other: natural(other.network.name)))
        for key, others in found.items()
    }


def _note(
    found: dict[Ref, dict[str, Overlap]], of: schema.Network, other: schema.Network, same: bool, world: World
) -> None:
    known = found[of.engine, of.id].get(other.id)
    if known is None or same:
        found[of.engine, of.id][other.id] = Overlap(other, href(other, world.several), same)


@dataclass(frozen=True)
class _Span:
    """A subnet as numbers. `family`: its engine and IP version, within which addresses compare."""

    family: tuple[str, int]
    first: int
    last: int
    network: schema.Network

    @property
    def order(self) -> tuple[object, ...]:
        return self.family, self.first, self.last, self.network.id


def _spans(networks: Iterable[schema.Network]) -> Iterable[_Span]:
    for network in networks:
        for subnet in network.subnets:
            try:
                parsed = ipaddress.ip_network(subnet.subnet, strict=False)
            except ValueError:
                # A third-party IPAM driver may report anything; what is no subnet overlaps with nothing.
                continue
            first, last = int(parsed.network_address), int(parsed.broadcast_address)
            yield _Span((network.engine, parsed.version), first, last, network)
