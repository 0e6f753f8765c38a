"""Links joined with the engine's networks, containers and endpoints. Pure: tables and objects in, `schema.Interface` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import NamedTuple

from netviz.host.links import AddressEntry, Link, RouteEntry
from netviz.host.table import NamespaceTable
from netviz.topology.schema import Address, Container, Endpoint, Interface, Key, Network, Observed, Route

HOST = "host"
# Made by the kernel in every namespace once the tunnel's module is loaded; nothing until someone gives one an address or sets it up.
_FALLBACK = frozenset({"tunl0", "gre0", "gretap0", "erspan0", "ip_vti0", "ip6_vti0", "sit0", "ip6tnl0", "ip6gre0"})
_SCOPE_ORDER = {"global": 0, "site": 1, "link": 2}


@dataclass(frozen=True, slots=True)
class Namespace:
    """A container's namespace: what is in it and the number by which it knows the host's."""

    table: NamespaceTable
    host_nsid: int | None = None


class Belongs(NamedTuple):
    """Whom an interface serves."""

    container_id: str | None = None
    network_id: str | None = None
    endpoint_id: str | None = None


@dataclass(slots=True)
class Topology:
    """The engine's objects, as the join looks them up."""

    running: dict[str, Container] = field(default_factory=dict)
    endpoints: dict[str, list[Endpoint]] = field(default_factory=dict)
    bridges: dict[str, str] = field(default_factory=dict)
    gateways: dict[str, str] = field(default_factory=dict)
    vxlans: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, objects: Mapping[Key, Observed]) -> Topology:
        found = cls()
        for thing in objects.values():
            if isinstance(thing, Network):
                found._add_network(thing)
            elif isinstance(thing, Endpoint):
                found.endpoints.setdefault(thing.container_id, []).append(thing)
            elif isinstance(thing, Container) and thing.state in ("running", "paused"):
                found.running[thing.id] = thing
        return found

    def _add_network(self, network: Network) -> None:
        if network.vxlan_id is not None:
            self.vxlans[network.vxlan_id] = network.id
        if network.driver != "bridge":
            return
        self.bridges[network.bridge or f"br-{network.id[:12]}"] = network.id
        # Podman does not tell a bridge's name: the gateway's address is on it.
        self.gateways.update({ip: network.id for subnet in network.subnets if (ip := _normal(subnet.gateway or ""))})


class Memo:
    """What each interface was made of the last time: the same again gives the same object, at a fiftieth of the cost of a new one."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[object, Interface]] = {}

    def get(self, id: str, made_of: object) -> Interface | None:
        known = self._made.get(id)
        return known[1] if known is not None and known[0] == made_of else None

    def keep(self, id: str, made_of: object, interface: Interface) -> None:
        self._made[id] = made_of, interface

    def forget_all_but(self, ids: Iterable[str]) -> None:
        self._made = {id: self._made[id] for id in ids if id in self._made}


def interface_id(namespace: str, ifindex: int) -> str:
    return f"{namespace}:{ifindex}"


def join(
    engine: str,
    host: NamespaceTable | None,
    namespaces: Mapping[str, Namespace],
    objects: Mapping[Key, Observed],
    memo: Memo | None = None,
) -> dict[Key, Interface]:
    """Every interface that is seen. `namespaces`: by the id of the container that owns it; `host`: None where it can't be seen."""
    memo = Memo() if memo is None else memo
    maker = _Maker(engine, host, Topology.of(objects), memo)
    made = [*maker.of_containers(namespaces), *maker.of_host()]
    memo.forget_all_but(interface.id for interface in made)
    return {interface.key: interface for interface in made}


def peers(host: NamespaceTable | None, namespaces: Mapping[str, Namespace]) -> dict[str, int]:
    """Of each container's veth whose other end is on the host: its interface id and the host end's ifindex."""
    return {
        interface_id(owner, link.ifindex): link.link
        for owner, namespace in namespaces.items()
        for link in namespace.table.links.values()
        if link.link is not None and _is_host_peer(host, namespace, link)
    }


def _is_host_peer(host: NamespaceTable | None, namespace: Namespace, link: Link) -> bool:
    """Both ends must name each other: a number alone could be an interface of a third namespace."""
    if host is None or link.kind != "veth" or not _leads_to_host(namespace, link):
        return False
    other = host.links.get(link.link or 0)
    return other is not None and other.kind == "veth" and other.link == link.ifindex and other.link_netnsid is not None


def _leads_to_host(namespace: Namespace, link: Link) -> bool:
    return link.link_netnsid is not None and link.link_netnsid == namespace.host_nsid


class _Maker:
    """One pass: the containers' interfaces first, as the host's veths take what they serve from them."""

    def __init__(self, engine: str, host: NamespaceTable | None, topology: Topology, memo: Memo) -> None:
        self.engine, self.host, self.topology, self.memo = engine, host, topology, memo
        self.host_networks = self._host_networks()
        # Of a veth on the host: its other end's interface id, and whom that serves.
        self.claims: dict[int, tuple[str, Belongs]] = {}

    def _host_networks(self) -> dict[int, str]:
        """The network of each bridge and vxlan on the host, by ifindex."""
        found = {}
        for link in self.host.links.values() if self.host else ():
            network = self._network_of(link)
            if network is not None:
                found[link.ifindex] = network
        return found

    def _network_of(self, link: Link) -> str | None:
        if link.kind == "vxlan" and link.vxlan_id is not None:
            return self.topology.vxlans.get(link.vxlan_id)
        if link.kind != "bridge" or self.host is None:
            return None
        held = self.host.addresses.get(link.ifindex, ())
        by_gateway = (self.topology.gateways.get(entry.address) for entry in held)
        return self.topology.bridges.get(link.name) or next((network for network in by_gateway if network), None)

    def of_containers(self, namespaces: Mapping[str, Namespace]) -> Iterator[Interface]:
        for owner, namespace in namespaces.items():
            if owner in self.topology.running:
                for link in namespace.table.links.values():
                    if not _is_unused_fallback(namespace.table, link):
                        yield self._of_container(owner, namespace, link)

    def _of_container(self, owner: str, namespace: Namespace, link: Link) -> Interface:
        id = interface_id(owner, link.ifindex)
        on_host = link.link if _is_host_peer(self.host, namespace, link) else None
        belongs = self._belongs(owner, namespace.table, link, on_host)
        if on_host is not None:
            self.claims[on_host] = id, belongs
        lower = self._lower(owner, namespace, link)
        return self._make(
            owner,
            link,
            namespace.table,
            belongs,
            parent=None if link.kind == "veth" else lower,
            peer=interface_id(HOST, on_host) if on_host is not None else _inner_peer(link, lower),
        )

    def _belongs(self, owner: str, table: NamespaceTable, link: Link, on_host: int | None) -> Belongs:
        endpoint = _endpoint_of(
            link, table.addresses.get(link.ifindex, frozenset()), self.topology.endpoints.get(owner, [])
        )
        if endpoint is not None:
            return Belongs(owner, endpoint.network_id or None, endpoint.id)
        # Not an endpoint of the engine's: the way out of an overlay (docker_gwbridge) shows only as a port of its bridge.
        return Belongs(owner, self._network_of_port(on_host))

    def _network_of_port(self, ifindex: int | None) -> str | None:
        link = self.host.links.get(ifindex) if self.host and ifindex is not None else None
        return self.host_networks.get(link.master) if link and link.master is not None else None

    def _lower(self, owner: str, namespace: Namespace, link: Link) -> str | None:
        """The lower interface (or the veth's other end within one namespace)."""
        if link.link is None:
            return None
        if link.link_netnsid is None:
            return interface_id(owner, link.link) if link.link in namespace.table.links else None
        if _leads_to_host(namespace, link) and self.host is not None and link.link in self.host.links:
            return interface_id(HOST, link.link)
        return None

    def of_host(self) -> Iterator[Interface]:
        host = self.host
        if host is not None:
            used = (link for link in host.links.values() if not _is_unused_fallback(host, link))
            yield from (self._of_host(host, link) for link in used)

    def _of_host(self, host: NamespaceTable, link: Link) -> Interface:
        peer, belongs = self.claims.get(link.ifindex, (None, Belongs(None, self.host_networks.get(link.ifindex))))
        if belongs.network_id is None:
            belongs = belongs._replace(network_id=self._network_of_port(link.ifindex))
        here = link.link is not None and link.link_netnsid is None and link.link in host.links
        lower = interface_id(HOST, link.link) if here and link.link is not None else None
        return self._make(
            HOST,
            link,
            host,
            belongs,
            parent=None if link.kind == "veth" else lower,
            peer=peer or _inner_peer(link, lower),
        )

    def _make(
        self,
        namespace: str,
        link: Link,
        table: NamespaceTable,
        belongs: Belongs,
        *,
        parent: str | None,
        peer: str | None,
    ) -> Interface:
        id = interface_id(namespace, link.ifindex)
        addresses = table.addresses.get(link.ifindex, frozenset())
        routes = table.routes.get(link.ifindex, frozenset())
        made_of = (self.engine, link, addresses, routes, belongs, parent, peer)
        known = self.memo.get(id, made_of)
        if known is not None:
            return known
        interface = Interface(
            engine=self.engine,
            id=id,
            namespace=namespace,
            ifindex=link.ifindex,
            name=link.name,
            type=link.kind,
            mac=link.mac,
            mtu=link.mtu,
            state=link.state,
            addresses=_addresses(addresses),
            routes=_routes(routes),
            master=interface_id(namespace, link.master) if link.master is not None else None,
            parent=parent,
            peer=peer,
            **belongs._asdict(),
        )
        self.memo.keep(id, made_of, interface)
        return interface


def _inner_peer(link: Link, lower: str | None) -> str | None:
    """A veth's other end in the same namespace."""
    return lower if link.kind == "veth" and link.link_netnsid is None else None


def _is_unused_fallback(table: NamespaceTable, link: Link) -> bool:
    return link.name in _FALLBACK and not link.up and not table.addresses.get(link.ifindex)


def _endpoint_of(link: Link, addresses: frozenset[AddressEntry], endpoints: list[Endpoint]) -> Endpoint | None:
    """The endpoint that an interface is: by MAC and address; else by address (an address can be set by hand); else by MAC, where
    only one has it (all ipvlan interfaces of a parent share its MAC)."""
    held = {entry.address for entry in addresses}
    by_address = [e for e in endpoints if any(_normal(ip) in held for ip in (e.ipv4, e.ipv6) if ip)]
    by_mac = [e for e in endpoints if link.mac and (e.mac or "").lower() == link.mac]
    both = [e for e in by_address if e in by_mac]
    for candidates in (both, by_address, by_mac):
        if len(candidates) == 1:
            return candidates[0]
    return None


@lru_cache(maxsize=20_000)
def _normal(address: str) -> str | None:
    """An engine's address as the kernel's would be written; None when it is none."""
    try:
        return str(ip_address(address))
    except ValueError:
        return None


def _addresses(entries: frozenset[AddressEntry]) -> tuple[Address, ...]:
    """IPv4 first, widest scope first, then by value: the kernel's order says nothing and differs between a dump and notifications."""
    ordered = sorted(entries, key=lambda e: (e.family, _SCOPE_ORDER.get(e.scope, 3), ip_address(e.address).packed))
    return tuple(Address(address=e.address, prefix_len=e.prefix_len, scope=e.scope) for e in ordered)


def _routes(entries: frozenset[RouteEntry]) -> tuple[Route, ...]:
    """IPv4 first, the default first."""
    ordered = sorted(
        entries,
        key=lambda e: (
            e.family,
            e.destination != "default",
            e.destination,
            e.metric or 0,
            e.gateway or "",
            e.source or "",
        ),
    )
    return tuple(
        Route(destination=e.destination, gateway=e.gateway, family=e.family, metric=e.metric, source=e.source)
        for e in ordered
    )
