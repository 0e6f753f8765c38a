"""A new network like one that exists: what the form to create one is filled with. What can't be the same twice is made anew."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Mapping
from typing import Any

from netviz.topology import schema

from .world import World

Net = ipaddress.IPv4Network | ipaddress.IPv6Network
# An option that names one bridge, and labels by which Compose and Swarm know what is theirs.
ONE_OF_A_KIND = frozenset({"com.docker.network.bridge.name", "com.docker.network.bridge.default_bridge"})
OWNERS_LABELS = ("com.docker.compose.", "com.docker.stack.")
# How far the next free subnet is looked for.
TRIES = 4096
PRIVATE = tuple(ipaddress.ip_network(text) for text in ("172.16.0.0/12", "192.168.0.0/16", "10.0.0.0/8", "fd00::/8"))


def fields(network: schema.Network, world: World) -> dict[str, Any]:
    """The form's fields. Pairs are one key=value a line, as the form takes them."""
    options = {key: value for key, value in network.options.items() if key not in ONE_OF_A_KIND and key != "parent"}
    labels = {key: value for key, value in network.labels.items() if not key.startswith(OWNERS_LABELS)}
    return {
        "engine": network.engine,
        "name": _free_name(network, world),
        "driver": network.driver,
        "parent": network.parent or network.options.get("parent"),
        "internal": network.internal,
        "ipv6": network.enable_ipv6,
        "attachable": network.attachable,
        "options": _lines(options),
        "labels": _lines(labels),
        "ipam_driver": None if network.ipam_driver == "default" else network.ipam_driver,
        "ipam_options": _lines(network.ipam_options),
        "config_only": network.config_only,
        "config_from": network.config_from,
    }


def subnets(network: schema.Network, world: World) -> list[dict[str, str]]:
    """One row for each subnet: the next of its size that no network of the engine and no route of its host uses."""
    taken = list(_taken(network.engine, world))
    found = []
    for subnet in network.subnets:
        net = _parsed(subnet.subnet)
        free = _next_free(net, taken) if net else None
        if free is not None:
            taken.append(free)
            found.append({"subnet": str(free)})
    return found


def _free_name(network: schema.Network, world: World) -> str:
    names = {item.name for item in world.networks.values() if item.engine == network.engine}
    wanted = (f"{network.name}-{number}" for number in range(2, len(names) + 3))
    return next(name for name in wanted if name not in names)


def _lines(pairs: Mapping[str, str]) -> str:
    return "\n".join(f"{key}={value}" for key, value in pairs.items())


def _taken(engine: str, world: World) -> Iterable[Net]:
    texts = [subnet.subnet for item in world.networks.values() if item.engine == engine for subnet in item.subnets]
    texts += [
        route.destination
        for item in world.interfaces.values()
        if item.engine == engine and item.namespace == "host"
        for route in item.routes
    ]
    yield from (net for text in texts if (net := _parsed(text)) is not None)


def _parsed(text: str) -> Net | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _next_free(net: Net, taken: Iterable[Net]) -> Net | None:
    """The next one of this size that is private and overlaps with nothing, else the first in the private ranges (RFC 1918, RFC 4193)."""
    others = [other for other in taken if other.version == net.version]
    starts = [int(net.network_address) + net.num_addresses]
    starts += [int(range_.network_address) for range_ in PRIVATE if range_.version == net.version]
    for start in starts:
        for number in range(start, start + TRIES * net.num_addresses, net.num_addresses):
            candidate = _at(number, net)
            if candidate is None or not candidate.is_private:
                break
            if not any(candidate.overlaps(other) for other in others):  # type: ignore[arg-type]
                return candidate
    return None


def _at(number: int, like: Net) -> Net | None:
    """The subnet of that size which begins there; None beyond the last address."""
    if number + like.num_addresses > 2**like.max_prefixlen:
        return None
    address = ipaddress.IPv4Address(number) if like.version == 4 else ipaddress.IPv6Address(number)
    return ipaddress.ip_network(f"{address}/{like.prefixlen}", strict=False)
