"""What a share link's websocket lets through of what the hub sends: what the map draws, of the engines that it was made for. Values only.

A list of what may pass, not of what may not: a field that is added to an object later stays inside until it is named here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

Data = Mapping[str, Any]
# As many messages as several wall screens may be reading at once.
KEPT = 64

_IDENTITY = ("engine", "id")
DRAWN: dict[str, frozenset[str]] = {
    kind: frozenset({*_IDENTITY, *fields.split()})
    for kind, fields in {
        "engine": "name state since reason_code product version host_name operating_system firewall_backend",
        "network": "name driver scope created internal attachable ingress config_only enable_ipv6 subnets project "
        "predefined default_bridge bridge parent vxlan_id",
        "container": "name image created started_at state health network_mode namespace_owner ports project service number",
        "endpoint": "container_id network_id network_name endpoint_id ipv4 ipv4_prefix_len ipv4_gateway ipv6 "
        "ipv6_prefix_len ipv6_gateway mac configured_ipv4 configured_ipv6 last_ipv4 last_ipv6 default_route missing",
        "interface": "namespace ifindex name type mac state addresses routes master parent peer container_id network_id "
        "endpoint_id",
    }.items()
}
# Network options of Docker's own drivers say how a network is built; a plugin's may hold its passwords.
_OPTIONS = "com.docker.network."


@lru_cache(maxsize=KEPT)
def shared(text: str, engine: str) -> str | None:
    """A message of the hub as a share of `engine` (empty: all) may see it; None where it sees nothing of it."""
    message = json.loads(text)
    match message["type"]:
        case "snapshot":
            seen = _snapshot(message, engine)
        case "changes":
            seen = {
                **_only(message, "type", "revision"),
                "changes": [_change(one, engine) for one in message["changes"]],
            }
        case "rates" if engine in ("", message.get("engine")):
            seen = _only(message, "type", "engine", "time", "rates")
        case _:
            return None
    return json.dumps(seen, separators=(",", ":"))


def _snapshot(message: Data, engine: str) -> dict[str, Any]:
    lists = {
        f"{kind}s": [_object(kind, item) for item in message[f"{kind}s"] if _of(engine, kind, item)] for kind in DRAWN
    }
    return {**_only(message, "type", "revision", "journal", "time"), **lists}


def _change(change: Data, engine: str) -> dict[str, Any]:
    """Its number stays where its object is hidden: revisions have no gaps. Who caused it is nobody's business."""
    kind = change["kind"]
    if kind not in DRAWN or (engine and change["engine"] != engine):
        return {"revision": change["revision"], "kind": "hidden"}
    data = change["data"]
    kept = _only(change, "revision", "time", "engine", "op", "kind", "id")
    return {**kept, "cause": {"type": change["cause"]["type"]}, "data": data and _object(kind, data)}


def _object(kind: str, data: Data) -> dict[str, Any]:
    seen = {name: value for name, value in data.items() if name in DRAWN[kind]}
    if kind == "network":
        seen["options"] = {
            name: value for name, value in (data.get("options") or {}).items() if name.startswith(_OPTIONS)
        }
    return seen


def _of(engine: str, kind: str, item: Data) -> bool:
    return not engine or item["name" if kind == "engine" else "engine"] == engine


def _only(data: Data, *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data}
