"""Containers as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netviz.topology import schema

from .links import address, href
from .networks import RUNNING, accepts_containers, named_only, refuses_networks
from .order import natural
from .world import World

ANY_HOST = frozenset({"0.0.0.0", "::", "", None})


@dataclass(frozen=True)
class Attachment:
    """One of a container's networks, with the addresses that count now: the live ones, else what it asks for or had."""

    endpoint: schema.Endpoint
    network: schema.Network | None
    href: str | None
    live: bool
    # The engine names the network, but a connect to it failed.
    named_only: bool

    @property
    def ipv4(self) -> str | None:
        endpoint = self.endpoint
        return endpoint.ipv4 or endpoint.configured_ipv4 or endpoint.last_ipv4

    @property
    def ipv6(self) -> str | None:
        endpoint = self.endpoint
        return endpoint.ipv6 or endpoint.configured_ipv6 or endpoint.last_ipv6


@dataclass(frozen=True)
class PortLine:
    """A published port, the IPv4 and the IPv6 binding of one host port told once; exposed only when `host_port` is None."""

    port: int
    protocol: str
    host_port: int | None
    host_ips: tuple[str, ...]

    @property
    def everywhere(self) -> bool:
        return all(ip in ANY_HOST for ip in self.host_ips)


@dataclass(frozen=True)
class ContainerLine:
    container: schema.Container
    href: str
    attachments: tuple[Attachment, ...]
    ports: tuple[PortLine, ...]
    owner: schema.Container | None
    owner_href: str | None

    @property
    def group(self) -> tuple[str, str]:
        """What the table puts under one heading."""
        return self.container.engine, self.container.project or ""


def lines(world: World) -> list[ContainerLine]:
    """Every container, by engine, project and name; those without a project last."""
    containers = sorted(world.containers.values(), key=_order)
    return [line(container, world) for container in containers]


def _order(container: schema.Container) -> tuple[object, ...]:
    return container.engine, not container.project, container.project or "", natural(container.name), container.id


def line(container: schema.Container, world: World) -> ContainerLine:
    owner = world.owner(container)
    return ContainerLine(
        container,
        href(container, world.several),
        tuple(attachments(container, world)),
        published(container.ports),
        owner,
        href(owner, world.several) if owner else None,
    )


def attachments(container: schema.Container, world: World) -> list[Attachment]:
    return [
        _attachment(endpoint, container, world)
        for endpoint in world.by_container.get((container.engine, container.id), [])
    ]


def _attachment(endpoint: schema.Endpoint, container: schema.Container, world: World) -> Attachment:
    network = world.networks.get((endpoint.engine, endpoint.network_id))
    page = address("network", network.engine, network.id, world.several) if network else None
    only = named_only(endpoint, container, network)
    return Attachment(endpoint, network, page, container.state in RUNNING and not only, only)


def published(ports: Iterable[schema.Port]) -> tuple[PortLine, ...]:
    """Published ports in order, then the exposed ones that are not published."""
    groups: dict[tuple[int, str, int | None], list[str]] = {}
    for port in ports:
        ips = groups.setdefault((port.port, port.protocol, port.host_port), [])
        if port.host_ip:
            ips.append(port.host_ip)
    bound = {(port, protocol) for port, protocol, host_port in groups if host_port is not None}
    made = [
        PortLine(port, protocol, host_port, tuple(sorted(set(ips))))
        for (port, protocol, host_port), ips in groups.items()
        if host_port is not None or (port, protocol) not in bound
    ]
    return tuple(sorted(made, key=lambda item: (item.host_port is None, item.port, item.protocol, item.host_port or 0)))


def default_route(items: Iterable[Attachment]) -> Attachment | None:
    """The attachment that the container's default route leaves by; None when it has none (internal networks, stopped)."""
    return next((item for item in items if item.endpoint.default_route), None)


def connectable(container: schema.Container, world: World) -> list[schema.Network]:
    """The networks that this container could be connected to, by name."""
    if refuses_networks(container):
        return []
    present = {item.endpoint.network_id for item in attachments(container, world) if not item.named_only}
    candidates = [
        item
        for item in world.networks.values()
        if item.engine == container.engine and item.id not in present and accepts_containers(item) is None
    ]
    return sorted(candidates, key=lambda item: (natural(item.name), item.id))


def interfaces(container: schema.Container, world: World) -> list[schema.Interface]:
    """The interfaces of the container's own network namespace, or of the one that it has joined."""
    namespace = container.namespace_owner or container.id
    found = [
        item for item in world.interfaces.values() if item.engine == container.engine and item.namespace == namespace
    ]
    return sorted(found, key=lambda item: (item.type == "loopback", item.ifindex))


# Which lifecycle orders make sense in which state; the engine refuses the others.
LIFECYCLE = {
    "running": ("stop", "restart", "pause"),
    "paused": ("unpause", "stop"),
    "restarting": ("stop",),
    "created": ("start",),
    "exited": ("start",),
    "dead": (),
    "removing": (),
}


def lifecycle(container: schema.Container) -> tuple[str, ...]:
    return LIFECYCLE.get(container.state, ("start", "stop"))
