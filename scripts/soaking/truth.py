"""What the engine itself says, in the API's fields: written anew from the Engine API's documentation, not with netviz's own parsers."""

import json
from typing import Any

from scripts.benchmarks.raw import RawEngine

Objects = dict[tuple[str, str], dict[str, Any]]
# Stands for the network's id where the engine gives none.
UNSAID = "unsaid-"
ZERO_TIME = "0001-01-01T00:00:00Z"


def of_engine(raw: RawEngine) -> Objects:
    """Networks, containers and endpoints by (kind, id), by inspecting each."""
    podman = any(part.get("Name") == "Podman Engine" for part in raw.get("/version").get("Components") or [])
    networks = [raw.get(f"/networks/{item['Id']}") for item in raw.get("/networks")]
    # Podman 4 gives the name where the id is asked for.
    ids = {item["Name"]: item["Id"] for item in networks}
    by_name = ids if podman else {}
    found: Objects = {("network", item["Id"]): network(item) for item in networks}
    for item in raw.get("/containers/json?all=1"):
        inspected = raw.get(f"/containers/{item['Id']}/json")
        found["container", item["Id"]] = container(inspected)
        if not inspected["HostConfig"]["NetworkMode"].startswith("container:"):
            for name, end in inspected["NetworkSettings"]["Networks"].items():
                end["NetworkID"] = by_name.get(end["NetworkID"], end["NetworkID"])
                if not podman and end["NetworkID"] and name in ("bridge", "host", "none"):
                    # Each start of Docker makes the default bridge anew; until it starts, a stopped container names the one before.
                    end["NetworkID"] = ids.get(name, end["NetworkID"])
                network_id = end["NetworkID"] or UNSAID
                missing = not any(end["NetworkID"] == it["Id"] or unsaid(end, name, it) for it in networks)
                key = f"{item['Id']}:{network_id}{'' if end['NetworkID'] else name}"
                found["endpoint", key] = endpoint(end, item["Id"], network_id, name, missing)
    return as_docker(found) if podman else found


def as_docker(found: Objects) -> Objects:
    """Podman's objects with what is Docker's by another name: its network `podman` is the default bridge, without a time at which it was
    made; host and none are no networks; a container in another's namespace has no ports of its own, though Podman copies them."""
    kept: Objects = {}
    for (kind, key), item in found.items():
        if kind == "network" and item["name"] == "podman":
            item = {**item, "name": "bridge", "created": None}
        if kind == "endpoint" and item["network_name"] == "podman":
            item = {**item, "network_name": "bridge"}
        if kind == "container" and item["namespace_owner"]:
            item = {**item, "ports": []}
        if kind != "endpoint" or item["network_name"] not in ("host", "none"):
            kept[kind, key] = item
    return kept


def unsaid(end: dict[str, Any], name: str, candidate: dict[str, Any]) -> bool:
    """Whether this network may be meant: of a container that never started the engine says the network's name only."""
    return not end["NetworkID"] and candidate["Name"] == name


def network(raw: dict[str, Any]) -> dict[str, Any]:
    subnets = [
        {
            "subnet": item["Subnet"],
            "gateway": item.get("Gateway") or None,
            "ip_range": item.get("IPRange") or None,
            "aux_addresses": item.get("AuxiliaryAddresses") or {},
        }
        for item in raw["IPAM"]["Config"] or []
    ]
    return {
        "id": raw["Id"],
        "name": raw["Name"],
        "driver": raw["Driver"],
        "scope": raw["Scope"],
        "created": raw["Created"],
        "internal": raw["Internal"],
        "attachable": raw["Attachable"],
        "ingress": raw["Ingress"],
        "config_only": raw["ConfigOnly"],
        "config_from": raw["ConfigFrom"]["Network"] or None,
        "enable_ipv6": raw["EnableIPv6"],
        "ipam_driver": raw["IPAM"]["Driver"],
        "ipam_options": raw["IPAM"]["Options"] or {},
        "subnets": subnets,
        "options": raw["Options"] or {},
        "labels": raw["Labels"] or {},
    }


def container(raw: dict[str, Any]) -> dict[str, Any]:
    state, config, host = raw["State"], raw["Config"], raw["HostConfig"]
    running = state["Running"]
    return {
        "id": raw["Id"],
        "name": raw["Name"].removeprefix("/"),
        "image": config["Image"],
        "image_id": raw["Image"],
        "command": " ".join([raw["Path"], *raw["Args"]]),
        "created": raw["Created"],
        "state": state["Status"],
        "started_at": None if state["StartedAt"] == ZERO_TIME else state["StartedAt"],
        "finished_at": None if running or state["FinishedAt"] == ZERO_TIME else state["FinishedAt"],
        "exit_code": None if running or state["Status"] == "created" else state["ExitCode"],
        "pid": state["Pid"] if running else None,
        "sandbox_key": raw["NetworkSettings"]["SandboxKey"] or None if running else None,
        "network_mode": host["NetworkMode"],
        "namespace_owner": owner(host["NetworkMode"]),
        "hostname": config["Hostname"] or None,
        "domainname": config["Domainname"] or None,
        "dns": host["Dns"] or [],
        "extra_hosts": host["ExtraHosts"] or [],
        "env": [f"{entry.partition('=')[0]}=***" for entry in config["Env"] or []],
        "labels": config["Labels"] or {},
        "ports": ports(raw, running),
        "restart_policy": host["RestartPolicy"]["Name"] or None,
        "privileged": host["Privileged"],
        "auto_remove": host["AutoRemove"],
        "cap_add": host["CapAdd"] or [],
        "cap_drop": host["CapDrop"] or [],
    }


def owner(mode: str) -> str | None:
    """The CLI writes the full id into the mode."""
    return mode.removeprefix("container:") if mode.startswith("container:") else None


def ports(raw: dict[str, Any], running: bool) -> list[dict[str, Any]]:
    bound = (raw["NetworkSettings"]["Ports"] if running else None) or raw["HostConfig"]["PortBindings"] or {}
    exposed = raw["Config"].get("ExposedPorts") or {}
    found = []
    for name in {**bound, **exposed}:
        port, protocol = name.split("/")
        for binding in bound.get(name) or [{}]:
            host_port = int(binding.get("HostPort") or 0) or None
            found.append((int(port), protocol, binding.get("HostIp") or None, host_port))
    found.sort(key=lambda item: (item[0], item[1], item[2] or "", item[3] or 0))
    names = ("port", "protocol", "host_ip", "host_port")
    return [dict(zip(names, item, strict=True)) for item in found]


def endpoint(raw: dict[str, Any], container_id: str, network_id: str, name: str, missing: bool) -> dict[str, Any]:
    wished = raw["IPAMConfig"] or {}
    return {
        "id": f"{container_id}:{network_id}",
        "container_id": container_id,
        "network_id": network_id,
        "network_name": name,
        "endpoint_id": raw["EndpointID"] or None,
        "ipv4": raw["IPAddress"] or None,
        "ipv4_prefix_len": raw["IPPrefixLen"] if raw["IPAddress"] else None,
        "ipv4_gateway": raw["Gateway"] or None,
        "ipv6": raw["GlobalIPv6Address"] or None,
        "ipv6_prefix_len": raw["GlobalIPv6PrefixLen"] if raw["GlobalIPv6Address"] else None,
        "ipv6_gateway": raw["IPv6Gateway"] or None,
        "mac": raw["MacAddress"] or None,
        "configured_ipv4": wished.get("IPv4Address") or None,
        "configured_ipv6": wished.get("IPv6Address") or None,
        "aliases": list(dict.fromkeys(raw["Aliases"] or [])),
        "driver_opts": raw["DriverOpts"] or {},
        "missing": missing,
    }


def of_snapshot(snapshot: dict[str, Any]) -> Objects:
    """The API's snapshot in the same form."""
    kinds = ("network", "container", "endpoint")
    return {(kind, item["id"]): item for kind in kinds for item in snapshot[f"{kind}s"]}


def differences(engine: Objects, models: Objects) -> tuple[int, list[str]]:
    """How many fields were compared, and each that differs as a line."""
    engine = identified(engine, models)
    lines = [f"{kind} {key} is not in the models" for kind, key in engine.keys() - models.keys()]
    lines += [f"{kind} {key} is in the models only" for kind, key in models.keys() - engine.keys()]
    compared = 0
    for key in engine.keys() & models.keys():
        for name, expected in engine[key].items():
            compared += 1
            if models[key].get(name) != expected:
                told, said = json.dumps(models[key].get(name)), json.dumps(expected)
                lines.append(f"{key[0]} {key[1]} {name}: the models have {told}, the engine says {said}")
    return compared, sorted(lines)


def identified(engine: Objects, models: Objects) -> Objects:
    """The engine's objects; a network that it names without an id has the id that the models have for it.

    It must be a network of that name, or one that is gone: what the models remember of it then can't be asked of the engine.
    """
    found: Objects = {}
    for (kind, key), item in engine.items():
        if item.get("network_id") != UNSAID:
            found[kind, key] = item
            continue
        known = [
            other["network_id"]
            for (other_kind, _), other in models.items()
            if other_kind == "endpoint"
            and (other["container_id"], other["network_name"]) == (item["container_id"], item["network_name"])
        ]
        named = {it["id"] for (its, _), it in engine.items() if its == "network" and it["name"] == item["network_name"]}
        meant = next((network_id for network_id in known if item["missing"] or network_id in named), UNSAID)
        own = f"{item['container_id']}:{meant}"
        found[kind, own] = {**item, "id": own, "network_id": meant}
    return found


def replayed(changes: list[dict[str, Any]]) -> Objects:
    """What the journal's changes lead to, from nothing. ValueError when they are not dense."""
    found: Objects = {}
    for number, change in enumerate(changes, start=1):
        if change["revision"] != number:
            raise ValueError(f"revision {change['revision']} is the journal's {number}th")
        if change["op"] == "remove":
            del found[change["kind"], change["id"]]
        else:
            found[change["kind"], change["id"]] = change["data"]
    return found
