"""A network's addresses: who has which, how many are left, and the map of a subnet, cell by cell where it is small enough."""

from __future__ import annotations

import ipaddress
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from netviz.topology import schema

from .links import href
from .networks import RUNNING, named_only, with_gateways
from .world import World

Net = ipaddress.IPv4Network | ipaddress.IPv6Network
# Cells of one map: a /24. A larger subnet shows the parts of that size in which something is, and the whole as a strip.
WINDOW = 256
WINDOWS_SHOWN = 3
STRIP_PARTS = 256


@dataclass(frozen=True)
class Taken:
    """An address that somebody has. `by`: gateway, reserved, container; asked: a stopped container asks for it, nobody has it."""

    address: str
    by: str
    name: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Space:
    """One subnet. Counts what this engine tells: other hosts on a physical network, or of an overlay, take theirs unseen."""

    subnet: str
    gateway: str | None
    ip_range: str | None
    taken: tuple[Taken, ...]

    @cached_property
    def net(self) -> Net:
        return ipaddress.ip_network(self.subnet, strict=False)

    @property
    def size(self) -> int:
        """How many addresses can be given: of IPv4 without the network's own and the broadcast address (RFC 3021: a /31 has neither)."""
        unusable = 2 if self.net.version == 4 and self.net.prefixlen < 31 else 0
        return self.net.num_addresses - unusable

    @cached_property
    def used(self) -> int:
        return len({item.address for item in self.taken if item.by != "asked"})

    @property
    def free(self) -> int:
        return max(0, self.size - self.used)

    @property
    def reserved(self) -> bool:
        return any(item.by == "reserved" for item in self.taken)

    @property
    def asked(self) -> bool:
        return any(item.by == "asked" for item in self.taken)

    @property
    def percent(self) -> float:
        """Of the bar's width: never so little that something looks like nothing."""
        return round(max(1.5, 100 * self.used / self.size), 1) if self.used else 0.0

    @property
    def level(self) -> str:
        """ok; warn from four fifths on; bad when none is left."""
        if not self.free:
            return "bad"
        return "warn" if self.used * 5 >= self.size * 4 else "ok"


def spaces(network: schema.Network, world: World) -> tuple[Space, ...]:
    """The network's subnets; what a third-party IPAM driver reports that is no subnet is left out."""
    found = []
    for subnet, gateway in with_gateways(network, world):
        net = _parsed(subnet.subnet)
        if net is not None:
            found.append(Space(subnet.subnet, gateway, subnet.ip_range, _taken(subnet, gateway, net, network, world)))
    return tuple(found)


def _parsed(text: str) -> Net | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _taken(
    subnet: schema.Subnet, gateway: str | None, net: Net, network: schema.Network, world: World
) -> tuple[Taken, ...]:
    found = [Taken(gateway, "gateway")] if gateway else []
    found += [Taken(address, "reserved", name) for name, address in subnet.aux_addresses.items()]
    found += _containers(network, world)
    inside = {number: item for item in found if (number := _number(item.address, net)) is not None}
    # A gateway that is a container of this network is that container: the later entry of one address stays.
    return tuple(inside[number] for number in sorted(inside))


def _containers(network: schema.Network, world: World) -> Iterable[Taken]:
    """Those that ask come first, so that who has an address stands before who would like it."""
    held, asked = [], []
    for endpoint in world.by_network.get((network.engine, network.id), []):
        container = world.containers.get((network.engine, endpoint.container_id))
        if container is None or named_only(endpoint, container, network):
            continue
        page = href(container, world.several)
        for live, configured in (
            (endpoint.ipv4, endpoint.configured_ipv4),
            (endpoint.ipv6, endpoint.configured_ipv6),
        ):
            if live and container.state in RUNNING:
                held.append(Taken(live, "container", container.name, page))
            elif configured:
                asked.append(Taken(configured, "asked", container.name, page))
    return [*asked, *held]


def _number(address: str, net: Net) -> int | None:
    """The address as a number, where it lies inside."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    return int(parsed) if parsed in net else None


@dataclass(frozen=True)
class Cell:
    """One address. `state`: as Taken's `by`, or edge (can't be given), free, outside (free, but not in the range for containers)."""

    address: str
    label: str
    state: str
    name: str = ""
    href: str | None = None


@dataclass(frozen=True)
class Window:
    first: str
    last: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AddressMap:
    """`windows`: the parts shown address by address. `strip`: for a larger subnet, how many of each of its equal parts are taken."""

    space: Space
    windows: tuple[Window, ...]
    strip: tuple[int, ...]
    # How many addresses each part of the strip stands for.
    part_size: int
    # Parts with something in them that are not shown address by address, and how many addresses are taken there.
    more_windows: int
    more_taken: int


def address_map(space: Space) -> AddressMap:
    net = space.net
    numbers = {int(ipaddress.ip_address(item.address)): item for item in space.taken}
    first = int(net.network_address)
    if net.num_addresses <= WINDOW:
        return AddressMap(space, (_window(space, first, net.num_addresses, numbers),), (), 0, 0, 0)
    by_window: dict[int, int] = defaultdict(int)
    for number in numbers:
        by_window[(number - first) // WINDOW] += 1
    shown = sorted(by_window)[:WINDOWS_SHOWN] or [0]
    windows = tuple(_window(space, first + index * WINDOW, WINDOW, numbers) for index in shown)
    part_size = max(WINDOW, net.num_addresses // STRIP_PARTS)
    strip = [0] * (net.num_addresses // part_size)
    for number in numbers:
        strip[(number - first) // part_size] += 1
    rest = {index: count for index, count in by_window.items() if index not in shown}
    return AddressMap(space, windows, tuple(strip), part_size, len(rest), sum(rest.values()))


def _window(space: Space, first: int, size: int, numbers: Mapping[int, Taken]) -> Window:
    given = _parsed(space.ip_range) if space.ip_range else None
    cells = tuple(_cell(space, number, numbers.get(number), given) for number in range(first, first + size))
    return Window(cells[0].address, cells[-1].address, cells)


def _cell(space: Space, number: int, taken: Taken | None, given: Net | None) -> Cell:
    address = ipaddress.IPv4Address(number) if space.net.version == 4 else ipaddress.IPv6Address(number)
    label = str(number & 0xFF) if address.version == 4 else f"{number & 0xFFFF:x}"
    if taken is not None:
        return Cell(str(address), label, taken.by, taken.name, taken.href)
    edges = (space.net.network_address, space.net.broadcast_address)
    if address.version == 4 and space.net.prefixlen < 31 and address in edges:
        return Cell(str(address), label, "edge")
    return Cell(str(address), label, "outside" if given is not None and address not in given else "free")
