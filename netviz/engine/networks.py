"""From the engine's JSON of a network to the schema."""

from typing import Any

from netviz.engine.reading import flag, items, moment, number, pairs, text
from netviz.topology.schema import Network, Subnet

PROJECT = ("com.docker.compose.project", "io.podman.compose.project")
PREDEFINED = {"bridge", "host", "none"}


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
        created=moment(raw, "Created"),
        internal=flag(raw, "Internal"),
        attachable=flag(raw, "Attachable"),
        ingress=flag(raw, "Ingress"),
        config_only=flag(raw, "ConfigOnly"),
        config_from=text(raw, "ConfigFrom", "Network"),
        # Absent before Docker 28; Podman 5.8 says false on IPv4 networks: the subnets tell.
        enable_ipv4=flag(raw, "EnableIPv4", default=True) or any(":" not in item.subnet for item in subnets),
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
    )


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
