"""From the engine's JSON of a network to the schema."""

from typing import Any

from netviz.engine.reading import flag, items, moment, number, pairs, text
from netviz.topology.schema import Network, Subnet

PROJECT = ("com.docker.compose.project", "io.podman.compose.project")
PREDEFINED = {"bridge", "host", "none"}


def comparable_network(item: dict[str, Any], *, podman: bool) -> dict[str, Any]:
    """A network of the list without what is not of it: Podman tells its endpoints, and a default network created just now."""
    if not podman:
        return item
    dropped = {"Containers", "Created"} if text(item, "Name") in ("bridge", "podman") else {"Containers"}
    return {name: value for name, value in item.items() if name not in dropped}


def parse_network(raw: dict[str, Any], engine: str, *, interface: str | None = None, podman: bool = False) -> Network:
    """A network of `/networks` or `/networks/<id>`. `interface`: the bridge's or parent's name where another call told it (Podman)."""
    name, driver = text(raw, "Name") or "", text(raw, "Driver") or ""
    object_id, options, labels = text(raw, "Id") or name, pairs(raw, "Options"), pairs(raw, "Labels")
    subnets = tuple(_subnet(item) for item in items(raw, "IPAM", "Config") if text(item, "Subnet"))
    # Docker's own host and none have the drivers host and null; a person's network can't be called so.
    predefined = (name in PREDEFINED and (not podman or name == "bridge")) or (podman and name == "podman")
    return Network(
        engine=engine,
        id=object_id,
        name=name,
        driver=driver,
        scope=text(raw, "Scope") or "local",
        # Podman makes its default network up at each call: created now.
        created=None if podman and predefined else moment(raw, "Created"),
        internal=flag(raw, "Internal"),
        attachable=flag(raw, "Attachable"),
        ingress=flag(raw, "Ingress"),
        config_only=flag(raw, "ConfigOnly"),
        config_from=text(raw, "ConfigFrom", "Network"),
        enable_ipv4=_has_ipv4(raw, subnets, podman),
        enable_ipv6=flag(raw, "EnableIPv6") or any(":" in item.subnet for item in subnets),
        ipam_driver=text(raw, "IPAM", "Driver"),
        ipam_options=pairs(raw, "IPAM", "Options"),
        subnets=subnets,
        options=options,
        labels=labels,
        project=next((labels[key] for key in PROJECT if key in labels), None),
        compose_network=labels.get("com.docker.compose.network"),
        predefined=predefined,
        default_bridge=predefined and driver == "bridge",
        bridge=_bridge(object_id, driver, options, interface),
        parent=_parent(object_id, driver, options, interface),
        vxlan_id=number(
            {"id": options.get("com.docker.network.driver.overlay.vxlanid_list", "").partition(",")[0]}, "id"
        ),
        peers=tuple(address for peer in items(raw, "Peers") if (address := text(peer, "IP"))),
    )


def _has_ipv4(raw: dict[str, Any], subnets: tuple[Subnet, ...], podman: bool) -> bool:
    # Absent before Docker 28, and the subnets of host and none are not there; Podman 5.8 says false on IPv4 networks.
    told = not (podman and subnets) and flag(raw, "EnableIPv4", default=True)
    return told or any(":" not in item.subnet for item in subnets)


def _subnet(raw: Any) -> Subnet:
    # Docker 28 gives an unset range as "invalid Prefix" in some answers.
    ranged = text(raw, "IPRange")
    return Subnet(
        subnet=text(raw, "Subnet") or "",
        gateway=(text(raw, "Gateway") or "").partition("/")[0] or None,
        ip_range=ranged if ranged and "/" in ranged else None,
        aux_addresses=pairs(raw, "AuxiliaryAddresses"),
    )


def _bridge(object_id: str, driver: str, options: dict[str, str], interface: str | None) -> str | None:
    if driver != "bridge":
        return None
    return interface or options.get("com.docker.network.bridge.name") or f"br-{object_id[:12]}"


def _parent(object_id: str, driver: str, options: dict[str, str], interface: str | None) -> str | None:
    if driver not in ("macvlan", "ipvlan"):
        return None
    # Without a parent the engine makes a dummy interface of this name.
    return options.get("parent") or interface or f"dm-{object_id[:12]}"
