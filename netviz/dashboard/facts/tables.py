"""The tables of networks and of containers: their lines, what orders and what narrows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from . import addresses, containers, networks, search
from .addresses import Space
from .containers import ContainerLine
from .listing import Choice, Column, Listing, listing
from .networks import NetworkLine
from .order import natural
from .world import World


@dataclass(frozen=True)
class NetworkRow:
    line: NetworkLine
    spaces: tuple[Space, ...]

    @property
    def free(self) -> int:
        return sum(space.free for space in self.spaces)


NETWORK_COLUMNS: tuple[Column[NetworkRow], ...] = (
    Column("name", lambda row: natural(row.line.network.name)),
    Column("engine", lambda row: natural(row.line.network.engine)),
    Column("driver", lambda row: (row.line.network.driver, natural(row.line.network.name))),
    Column("subnet", lambda row: [natural(space.subnet) for space in row.spaces]),
    Column("free", lambda row: row.free),
    Column("containers", lambda row: (row.line.used, row.line.containers.running)),
    Column("project", lambda row: natural(row.line.network.project or "")),
)
NETWORK_CHOICES: tuple[Choice[NetworkRow], ...] = (
    Choice("engine", lambda row: [row.line.network.engine]),
    Choice("driver", lambda row: [row.line.network.driver]),
    Choice("project", lambda row: [row.line.network.project or ""]),
    Choice("use", lambda row: ["used" if row.line.used else "unused"]),
)
CONTAINER_COLUMNS: tuple[Column[ContainerLine], ...] = (
    Column("name", lambda line: natural(line.container.name)),
    Column("engine", lambda line: natural(line.container.engine)),
    Column("state", lambda line: (line.container.state, natural(line.container.name))),
    Column("image", lambda line: natural(line.container.image)),
    Column("networks", lambda line: [natural(item.endpoint.network_name) for item in line.attachments]),
    Column("ports", lambda line: sorted(port.host_port or 0 for port in line.ports)),
    Column("project", lambda line: (natural(line.container.project or ""), natural(line.container.service or ""))),
)
CONTAINER_CHOICES: tuple[Choice[ContainerLine], ...] = (
    Choice("engine", lambda line: [line.container.engine]),
    Choice("project", lambda line: [line.container.project or ""]),
    Choice("state", lambda line: [line.container.state]),
    Choice("network", lambda line: [item.endpoint.network_name for item in line.attachments]),
    Choice("health", lambda line: [line.container.health or ""]),
)


def of_networks(world: World, asked: Mapping[str, str]) -> Listing[NetworkRow]:
    rows = [NetworkRow(line, addresses.spaces(line.network, world)) for line in networks.lines(world)]
    return listing(
        rows,
        asked,
        fits=lambda row, query: search.network(row.line, query),
        choices=_without_engine(NETWORK_CHOICES, world),
        columns=NETWORK_COLUMNS,
    )


def of_containers(world: World, asked: Mapping[str, str]) -> Listing[ContainerLine]:
    return listing(
        containers.lines(world),
        asked,
        fits=search.container,
        choices=_without_engine(CONTAINER_CHOICES, world),
        columns=CONTAINER_COLUMNS,
    )


def _without_engine(choices: tuple[Choice, ...], world: World) -> tuple[Choice, ...]:
    """With one engine there is nothing to choose."""
    return choices if world.several else tuple(choice for choice in choices if choice.code != "engine")
