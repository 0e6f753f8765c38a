"""What a person should know of an engine and its host before anything else: what does not work, and what will not. Pure.

Only what is known for certain: each finding follows from what the engine and the kernel report, not from a guess.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from netviz.topology import schema

from . import addresses, containers
from .links import href
from .networks import RUNNING
from .overlaps import Overlap
from .world import Ref, World


@dataclass(frozen=True)
class Finding:
    """A code of words/findings.py with what it names. `tone`: bad (does not work now), warn (will not), or off (good to know)."""

    code: str
    tone: str
    params: Mapping[str, Any] = field(default_factory=dict)
    href: str | None = None


TONES = ("bad", "warn", "off")


Net = ipaddress.IPv4Network | ipaddress.IPv6Network
Overlaps = Mapping[Ref, Iterable[Overlap]]


def findings(engine: schema.Engine, world: World, drift: Mapping[str, int], overlaps: Overlaps) -> list[Finding]:
    """Of one engine, the worst first. `overlaps`: overlaps.overlapping of the world."""
    found = [
        *_engine(engine, drift),
        *_networks(engine, world, overlaps),
        *_containers(engine, world),
        *_ports(engine, world),
    ]
    return sorted(found, key=lambda item: TONES.index(item.tone))


def _engine(engine: schema.Engine, drift: Mapping[str, int]) -> Iterator[Finding]:
    if engine.state == "unreachable":
        yield Finding("unreachable", "bad", {"reason": engine.reason or "", "since": engine.since})
    if engine.clock_skew_s:
        yield Finding("clock", "warn", {"seconds": f"{engine.clock_skew_s:g}"})
    if engine.state == "live":
        for code in ("host_interfaces", "namespaces"):
            ability = getattr(engine, code)
            if not ability.available and ability.code != "not_yet":
                yield Finding("unseen", "off", {"what": code, "why": ability.code}, "/host/")
    if drift:
        yield Finding("drift", "off", {"number": sum(drift.values())})


def _networks(engine: schema.Engine, world: World, overlaps: Overlaps) -> Iterator[Finding]:
    own = [network for network in world.networks.values() if network.engine == engine.name]
    routes = list(_routes_elsewhere(engine, world))
    for network in sorted(own, key=lambda item: item.name):
        page = href(network, world.several)
        for space in addresses.spaces(network, world):
            if space.size > 1 and not space.free:
                yield Finding("full", "bad", {"network": network.name, "subnet": space.subnet}, page)
        yield from _overlaps(network, overlaps.get((network.engine, network.id), ()), page)
        yield from _route_taken(network, routes, page)


def _overlaps(network: schema.Network, overlaps: Iterable[Overlap], page: str) -> Iterator[Finding]:
    """Each pair once."""
    for overlap in overlaps:
        if network.id < overlap.network.id:
            params = {"network": network.name, "other": overlap.network.name}
            yield Finding("same_subnet" if overlap.same else "overlap", "warn", params, page)


def _routes_elsewhere(engine: schema.Engine, world: World) -> Iterator[tuple[str, Net]]:
    """The host's routes that lead to no network of the engine: the interface's name, the destination. The default route aside."""
    for interface in world.interfaces.values():
        if interface.engine != engine.name or interface.namespace != "host" or interface.network_id:
            continue
        for route in interface.routes:
            net = _net(route.destination)
            if net is not None and net.prefixlen > 0:
                yield interface.name, net


def _route_taken(network: schema.Network, routes: Iterable[tuple[str, Net]], page: str) -> Iterator[Finding]:
    """A route of the host that leads a subnet of this network elsewhere: the host would send answers the wrong way.

    A network that sits on a physical one (macvlan, ipvlan) shares its addresses by design, one of a Swarm has its own namespace.
    """
    if network.driver in {"macvlan", "ipvlan"} or network.scope == "swarm":
        return
    subnets = [net for subnet in network.subnets if (net := _net(subnet.subnet)) is not None]
    for interface, destination in routes:
        if any(_meet(destination, net) for net in subnets):
            params = {"network": network.name, "subnet": str(destination), "interface": interface}
            yield Finding("route", "warn", params, page)
            return


def _net(text: str) -> Net | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _meet(one: Net, other: Net) -> bool:
    return one.version == other.version and one.overlaps(other)  # type: ignore[arg-type]


def _containers(engine: schema.Engine, world: World) -> Iterator[Finding]:
    own = sorted((item for item in world.containers.values() if item.engine == engine.name), key=lambda item: item.name)
    for container in own:
        page = href(container, world.several)
        if container.health == "unhealthy" and container.state in RUNNING:
            yield Finding("unhealthy", "bad", {"container": container.name}, page)
        if container.state in {"restarting", "dead"}:
            yield Finding(container.state, "bad", {"container": container.name}, page)
        for endpoint in world.by_container.get((engine.name, container.id), []):
            if endpoint.missing:
                params = {"container": container.name, "network": endpoint.network_name}
                yield Finding("network_gone", "warn", params, page)


def _ports(engine: schema.Engine, world: World) -> Iterator[Finding]:
    """A stopped container that publishes a port which a running one holds: it can't start beside it."""
    held: dict[tuple[int, str], list[tuple[schema.Container, schema.Port]]] = {}
    stopped = []
    for container in sorted(world.containers.values(), key=lambda item: item.name):
        if container.engine != engine.name:
            continue
        for port in container.ports:
            if port.host_port is None:
                continue
            if container.state in RUNNING:
                held.setdefault((port.host_port, port.protocol), []).append((container, port))
            else:
                stopped.append((container, port))
    told: set[tuple[Ref, Ref, int]] = set()
    for container, port in stopped:
        for holder, other in held.get((port.host_port or 0, port.protocol), []):
            key = ((engine.name, container.id), (engine.name, holder.id), port.host_port or 0)
            if key not in told and _same_address(port.host_ip, other.host_ip):
                told.add(key)
                params = {"container": container.name, "holder": holder.name, "port": port.host_port}
                yield Finding("port_taken", "warn", params, href(container, world.several))


def _same_address(one: str | None, other: str | None) -> bool:
    """Whether two bindings of one port exclude each other: the wildcard takes every address of its family."""
    if one == other:
        return True
    six = {":" in (ip or "0.0.0.0") for ip in (one, other)}
    return len(six) == 1 and bool({one, other} & containers.ANY_HOST)
