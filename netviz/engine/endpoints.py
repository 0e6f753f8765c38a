"""From a container's attachments to endpoints, and which of them takes the default route."""

from collections.abc import Mapping, Sequence
from typing import Any

from netviz.engine.reading import number, pairs, text, texts
from netviz.topology.schema import Endpoint, Network


def parse_endpoint(
    raw: Any,
    engine: str,
    container_id: str,
    network_id: str,
    network_name: str,
    *,
    missing: bool,
    before: Endpoint | None,
    configured_mac: str | None = None,
) -> Endpoint:
    """An entry of `NetworkSettings.Networks`. `before`: the same endpoint as it was last seen, for the addresses it had."""
    ipv4, ipv6 = text(raw, "IPAddress"), text(raw, "GlobalIPv6Address")
    return Endpoint(
        engine=engine,
        id=f"{container_id}:{network_id}",
        container_id=container_id,
        network_id=network_id,
        network_name=network_name,
        endpoint_id=text(raw, "EndpointID"),
        ipv4=ipv4,
        ipv4_prefix_len=number(raw, "IPPrefixLen") if ipv4 else None,
        ipv4_gateway=text(raw, "Gateway"),
        ipv6=ipv6,
        ipv6_prefix_len=number(raw, "GlobalIPv6PrefixLen") if ipv6 else None,
        ipv6_gateway=text(raw, "IPv6Gateway"),
        mac=(text(raw, "MacAddress") or "").lower() or None,
        configured_ipv4=text(raw, "IPAMConfig", "IPv4Address"),
        configured_ipv6=text(raw, "IPAMConfig", "IPv6Address"),
        configured_mac=configured_mac,
        last_ipv4=_last(ipv4, before.ipv4 or before.last_ipv4 if before else None),
        last_ipv6=_last(ipv6, before.ipv6 or before.last_ipv6 if before else None),
        aliases=tuple(dict.fromkeys(texts(raw, "Aliases"))),
        dns_names=tuple(dict.fromkeys(texts(raw, "DNSNames"))),
        links=texts(raw, "Links"),
        driver_opts=pairs(raw, "DriverOpts"),
        gw_priority=number(raw, "GwPriority"),
        missing=missing,
    )


def configured_mac(raw: Any, network_mode: str, network: Network | None, attachment: Any) -> str | None:
    """The MAC address that the container (its inspect, `raw`) asks for on this network: the one that its mode names.

    Docker 25 and later forget it at a disconnect, though the container's configuration goes on holding it.
    """
    asked = (text(raw, "Config", "MacAddress") or "").lower() or None
    has = (text(attachment, "MacAddress") or "").lower()
    if network is None or not (
        network_mode in (network.id, network.name) or (network.default_bridge and network_mode == "default")
    ):
        return None
    return asked if has in ("", asked) else None


def _last(now: str | None, before: str | None) -> str | None:
    return None if now else before


def mark_default_route(
    endpoints: Sequence[Endpoint], networks: Mapping[str, Network], *, podman: bool = False
) -> list[Endpoint]:
    """Marks the endpoint that the container's default route leaves through.

    libnetwork's rule (daemon/libnetwork: Endpoint.Less, Sandbox.getGatewayEndpoint; 20.10 to 28 differ only in that 20.10 gives
    internal networks a gateway): the highest gateway priority; internal networks last; those with a gateway in both families
    first; then by the network's name. The first with an IPv4 gateway is it, else the first with an IPv6 gateway.
    Podman (netavark) gives each network that is not internal a default route of the same metric; which one the kernel takes is
    the order in which they were set up, which no call tells: all are marked.
    """
    able = sorted((item for item in endpoints if _has_way_out(item, networks)), key=lambda item: _order(item, networks))
    if podman:
        chosen = {item.id for item in able if not _internal(item, networks)}
    else:
        first = next((item for item in able if _has_ipv4_out(item, networks)), able[0] if able else None)
        chosen = {first.id} if first else set()
    return [item.model_copy(update={"default_route": True}) if item.id in chosen else item for item in endpoints]


def _order(item: Endpoint, networks: Mapping[str, Network]) -> tuple[int, bool, int, str]:
    gateways = bool(item.ipv4_gateway) + bool(item.ipv6_gateway)
    return -(item.gw_priority or 0), _internal(item, networks), -gateways, item.network_name


def _internal(item: Endpoint, networks: Mapping[str, Network]) -> bool:
    network = networks.get(item.network_id)
    return network is not None and network.internal


def _layer_3(item: Endpoint, networks: Mapping[str, Network]) -> bool:
    """ipvlan in layer 3: a default route without a gateway, straight into the interface."""
    network = networks.get(item.network_id)
    mode = network.options.get("ipvlan_mode", "") if network and network.driver == "ipvlan" else ""
    return mode.startswith("l3") and item.attached and not _internal(item, networks)


def _has_way_out(item: Endpoint, networks: Mapping[str, Network]) -> bool:
    return bool(item.ipv4_gateway or item.ipv6_gateway) or _layer_3(item, networks)


def _has_ipv4_out(item: Endpoint, networks: Mapping[str, Network]) -> bool:
    return bool(item.ipv4_gateway) or (bool(item.ipv4) and _layer_3(item, networks))
