"""Networks as the pages show them: lines of the table, flags, what keeps one from being removed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from netviz.topology import schema

from .counts import Counts, counts
from .links import href
from .order import natural
from .overlaps import Overlap, overlapping
from .world import Ref, World


@dataclass(frozen=True)
class NetworkLine:
    network: schema.Network
    href: str
    subnets: tuple[tuple[schema.Subnet, str | None], ...]
    containers: Counts
    flags: tuple[str, ...]
    overlaps: tuple[Overlap, ...]

    @property
    def used(self) -> int:
        return self.containers.all


def lines(world: World) -> list[NetworkLine]:
    """Every network: by project, those without one last, the user's own before the engine's, then by name."""
    overlaps = overlapping(world)
    made = [_line(network, world, overlaps) for network in world.networks.values()]
    return sorted(made, key=_order)


def _order(line: NetworkLine) -> tuple[object, ...]:
    network = line.network
    return (
        network.engine,
        network.predefined,
        not network.project,
        network.project or "",
        natural(network.name),
        network.id,
    )


def line(network: schema.Network, world: World) -> NetworkLine:
    """One network's line."""
    return _line(network, world, overlapping(world))


def _line(network: schema.Network, world: World, overlaps: Mapping[Ref, tuple[Overlap, ...]]) -> NetworkLine:
    found = [member for member in members(network, world) if not member.named_only]
    states = [member.container.state for member in found if member.container]
    return NetworkLine(
        network,
        href(network, world.several),
        with_gateways(network, world),
        counts(states),
        flags(network, unused=not states),
        overlaps.get((network.engine, network.id), ()),
    )


def with_gateways(network: schema.Network, world: World) -> tuple[tuple[schema.Subnet, str | None], ...]:
    """Each subnet with its gateway. A gateway that the engine chose by itself is not in the network's configuration: then it is
    what the bridge's interface has, or what an endpoint goes by."""
    known = {address for address in _gateways_seen(network, world) if address}
    return tuple(
        (subnet, subnet.gateway or next((a for a in known if _inside(a, subnet)), None)) for subnet in network.subnets
    )


def _gateways_seen(network: schema.Network, world: World) -> Iterable[str | None]:
    for interface in world.bridges.get((network.engine, network.id), []):
        yield from (address.address for address in interface.addresses)
    for endpoint in world.by_network.get((network.engine, network.id), []):
        yield from (endpoint.ipv4_gateway, endpoint.ipv6_gateway)


def _inside(address: str, subnet: schema.Subnet) -> bool:
    try:
        return ipaddress.ip_address(address) in ipaddress.ip_network(subnet.subnet, strict=False)
    except ValueError:
        return False


# States in which a container's network namespace exists.
RUNNING = frozenset({"running", "paused", "restarting"})


def flags(network: schema.Network, *, unused: bool) -> tuple[str, ...]:
    """What is special about a network, most telling first."""
    found = {
        "default": network.default_bridge,
        "predefined": network.predefined and not network.default_bridge,
        "no_dns_names": network.default_bridge,
        "internal": network.internal,
        "encrypted": network.driver == "overlay" and "encrypted" in network.options,
        "ipv6": network.enable_ipv6,
        "no_ipv4": not network.enable_ipv4,
        "attachable": network.attachable and network.scope == "swarm",
        "ingress": network.ingress,
        "config_only": network.config_only,
        "config_from": network.config_from is not None,
        "bypasses_firewall": network.driver in {"macvlan", "ipvlan"},
        "unused": unused and not network.predefined,
    }
    return tuple(code for code, holds in found.items() if holds)


@dataclass(frozen=True)
class Member:
    """One row of a network's endpoints table."""

    endpoint: schema.Endpoint
    container: schema.Container | None
    href: str | None
    named_only: bool


def members(network: schema.Network, world: World) -> list[Member]:
    found = []
    for endpoint in world.by_network.get((network.engine, network.id), []):
        container = world.containers.get((network.engine, endpoint.container_id))
        page = href(container, world.several) if container else None
        found.append(Member(endpoint, container, page, named_only(endpoint, container, network)))
    return sorted(found, key=lambda member: natural(member.container.name if member.container else ""))


def named_only(endpoint: schema.Endpoint, container: schema.Container | None, network: schema.Network | None) -> bool:
    """Whether the engine only names the network: Docker 20.10 keeps it in a running container after a connect that failed."""
    driver = network.driver if network else ""
    running = container is not None and container.state in RUNNING
    return running and not endpoint.attached and not endpoint.missing and driver not in {"host", "null"}


def removal_blocks(network: schema.Network, world: World) -> str | None:
    """The code of what makes the engine refuse to remove this network now; None when it would remove it."""
    if network.predefined:
        return "predefined"
    if any(
        member.container and member.container.state in RUNNING and not member.named_only
        for member in members(network, world)
    ):
        return "active_endpoints"
    return None


def unused(world: World) -> list[NetworkLine]:
    """What a prune would remove: no container, running or stopped, is connected, and it isn't the engine's own.

    Docker's own prune keeps predefined, ingress and config-only networks that others use too.
    """
    used_as_config = {(item.engine, item.config_from) for item in world.networks.values() if item.config_from}
    return [
        line
        for line in lines(world)
        if not line.used
        and not line.network.predefined
        and not line.network.ingress
        and (line.network.engine, line.network.name) not in used_as_config
    ]


def connectable(network: schema.Network, world: World) -> list[schema.Container]:
    """The containers of the network's engine that could be connected to it, by name."""
    present = {member.endpoint.container_id for member in members(network, world) if not member.named_only}
    candidates = [
        item
        for item in world.containers.values()
        if item.engine == network.engine and item.id not in present and refuses_networks(item) is None
    ]
    return sorted(candidates, key=lambda item: natural(item.name))


def refuses_networks(container: schema.Container) -> str | None:
    """The code of why the engine connects no network to this container; None when it does."""
    if container.network_mode == "host":
        return "host_mode"
    if container.namespace_owner or container.network_mode.startswith("container:"):
        return "joined_namespace"
    return None


def accepts_containers(network: schema.Network) -> str | None:
    """The code of why no container can be connected to this network by hand; None when one can."""
    if network.driver in {"host", "null"}:
        return "driver_" + network.driver
    if network.config_only:
        return "config_only"
    if network.ingress:
        return "ingress"
    if network.scope == "swarm" and not network.attachable:
        return "not_attachable"
    return None
