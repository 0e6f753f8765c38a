"""A host's interfaces as a tree: physical ones, what is built on them, bridges, the veths in them, the containers' ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from netviz.topology import schema

from .findings import Finding, findings
from .links import href
from .overlaps import overlapping
from .world import World

GROUPS = ("uplink", "bridge", "other")
UPLINK_TYPES = frozenset({"ethernet", "bond", "team", "vlan", "wireguard", "tun"})


@dataclass(frozen=True)
class Branch:
    """An interface at its depth in the tree, with the objects that it belongs to."""

    interface: schema.Interface
    depth: int
    network: schema.Network | None
    network_href: str | None
    container: schema.Container | None
    container_href: str | None

    @property
    def on_host(self) -> bool:
        return self.interface.namespace == "host"


@dataclass(frozen=True)
class Group:
    code: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True)
class HostView:
    engine: schema.Engine
    groups: tuple[Group, ...]
    # The host's own routes: what leaves by which interface.
    routes: tuple[tuple[schema.Interface, schema.Route], ...]
    findings: tuple[Finding, ...] = ()


def hosts(world: World, drift: Mapping[str, Mapping[str, int]]) -> list[HostView]:
    """Every engine's host, with what a person should know of it. `drift` by engine."""
    overlaps = overlapping(world)
    return [
        replace(host(engine, world), findings=tuple(findings(engine, world, drift.get(engine.name, {}), overlaps)))
        for engine in world.engines.values()
    ]


def host(engine: schema.Engine, world: World) -> HostView:
    found = {item.id: item for item in world.interfaces.values() if item.engine == engine.name}
    children = _children(found)
    roots = [item for item in found.values() if item.namespace == "host" and _above(item, found) is None]
    groups = []
    for code in GROUPS:
        members = sorted((item for item in roots if _group(item) == code), key=_order)
        branches = tuple(branch for root in members for branch in _walk(root, children, world, 0, frozenset()))
        if branches:
            groups.append(Group(code, branches))
    return HostView(engine, tuple(groups), _routes(found.values()))


def _above(item: schema.Interface, found: Mapping[str, schema.Interface]) -> str | None:
    """What an interface hangs on: its bridge, its lower interface, or for a container's end of a veth the host's end."""
    for above in (item.master, item.parent):
        if above in found:
            return above
    return item.peer if item.namespace != "host" and item.peer in found else None


def _children(found: Mapping[str, schema.Interface]) -> dict[str, list[schema.Interface]]:
    children: dict[str, list[schema.Interface]] = defaultdict(list)
    for item in found.values():
        above = _above(item, found)
        if above is not None:
            children[above].append(item)
    for siblings in children.values():
        siblings.sort(key=_order)
    return children


def _order(item: schema.Interface) -> tuple[bool, str, int]:
    return item.type == "loopback", item.name, item.ifindex


def _group(item: schema.Interface) -> str:
    """Of a type that nobody lists, one with an address that others can reach leads out too: a host can be a container itself."""
    if item.type == "bridge":
        return "bridge"
    addressed = item.type != "loopback" and any(address.scope == "global" for address in item.addresses)
    return "uplink" if item.type in UPLINK_TYPES or addressed else "other"


def _walk(
    item: schema.Interface,
    children: Mapping[str, list[schema.Interface]],
    world: World,
    depth: int,
    above: frozenset[str],
) -> Iterable[Branch]:
    """The interface, then all below it. `above`: the way down so far; what the kernel reports could be a ring."""
    if item.id in above:
        return
    yield _branch(item, depth, world)
    for child in children.get(item.id, []):
        yield from _walk(child, children, world, depth + 1, above | {item.id})


def _branch(item: schema.Interface, depth: int, world: World) -> Branch:
    network = world.networks.get((item.engine, item.network_id or ""))
    container = world.containers.get((item.engine, item.container_id or ""))
    return Branch(
        item,
        depth,
        network,
        href(network, world.several) if network else None,
        container,
        href(container, world.several) if container else None,
    )


def _routes(items: Iterable[schema.Interface]) -> tuple[tuple[schema.Interface, schema.Route], ...]:
    pairs = [(item, route) for item in items if item.namespace == "host" for route in item.routes]
    return tuple(
        sorted(pairs, key=lambda pair: (pair[1].family, pair[1].destination != "default", pair[1].destination))
    )
