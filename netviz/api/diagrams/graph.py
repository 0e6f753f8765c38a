"""What both kinds of diagram draw of a snapshot: networks and containers by engine, and what joins them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from netviz.topology.schema import Snapshot

Ref = tuple[str, str]
# Control, format (bidirectional marks among them), half a surrogate pair, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
RUNNING = frozenset({"running", "paused", "restarting"})


@dataclass(frozen=True)
class Node:
    """`name` is an identifier of the diagram's own; `lines` what people read, as it was reported."""

    name: str
    kind: str
    lines: tuple[str, ...]
    running: bool = True


@dataclass(frozen=True)
class Edge:
    """`joined`: a container in another's network namespace, no connection to a network."""

    source: str
    target: str
    label: str = ""
    joined: bool = False


@dataclass
class Host:
    """One engine and what is on it."""

    name: str
    title: str
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)


def hosts_of(taken: Snapshot) -> list[Host]:
    """The diagram, one group per engine, everything in the snapshot's order."""
    return [_host(number, engine, taken) for number, engine in enumerate(taken.engines)]


def literal(text: str) -> str:
    """What an engine reports with each character that would break a line or reorder it shown as a dot."""
    return "".join("·" if unicodedata.category(letter) in _UNSHOWN else letter for letter in text)


def _host(number: int, engine: Mapping[str, Any], taken: Snapshot) -> Host:
    name = engine["name"]
    host = Host(f"h{number}", engine.get("host_name") or name)
    networks = _named(f"h{number}n", (item for item in taken.networks if item["engine"] == name))
    containers = _named(f"h{number}c", (item for item in taken.containers if item["engine"] == name))
    host.nodes = [_network(key, item) for key, item in networks.values()]
    host.nodes += [_container(key, item) for key, item in containers.values()]
    for endpoint in taken.endpoints:
        if endpoint["engine"] != name or endpoint["container_id"] not in containers:
            continue
        source, target = containers[endpoint["container_id"]][0], networks.get(endpoint["network_id"])
        if target:
            host.edges.append(Edge(source, target[0], endpoint.get("ipv4") or endpoint.get("ipv6") or ""))
    for key, item in containers.values():
        owner = containers.get(item.get("namespace_owner") or "")
        if owner:
            host.edges.append(Edge(key, owner[0], joined=True))
    return host


def _named(prefix: str, items: Iterable[dict[str, Any]]) -> dict[str, tuple[str, dict[str, Any]]]:
    return {item["id"]: (f"{prefix}{number}", item) for number, item in enumerate(items)}


def _network(name: str, item: Mapping[str, Any]) -> Node:
    subnets = tuple(subnet["subnet"] for subnet in item.get("subnets") or ())
    marks = " · ".join([item["driver"], *(["internal"] if item.get("internal") else [])])
    return Node(name, "network", (item["name"], marks, *subnets))


def _container(name: str, item: Mapping[str, Any]) -> Node:
    return Node(name, "container", (item["name"], item.get("image") or ""), item["state"] in RUNNING)


def file_name(taken: Snapshot, extension: str) -> str:
    """A name for the download that says of when it is: netviz-20261125T101530Z.dot."""
    moment = re.sub(r"[-:]|\.\d+", "", taken.time).replace("+0000", "Z")
    return f"netviz-{moment}.{extension}"
