"""From a container's attachments to endpoints, and which of them takes the default route."""

from collections.abc import Sequence
from typing import Any

from netviz.engine.reading import number, pairs, text, texts
from netviz.topology.schema import Endpoint


def parse_endpoint(
    raw: Any,
    engine: str,
    container_id: str,
    network_id: str,
    network_name: str,
    *,
    missing: bool,
    before: Endpoint | None,
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
        last_ipv4=_last(ipv4, before.ipv4 or before.last_ipv4 if before else None),
        last_ipv6=_last(ipv6, before.ipv6 or before.last_ipv6 if before else None),
        aliases=tuple(dict.fromkeys(texts(raw, "Aliases"))),
        dns_names=tuple(dict.fromkeys(texts(raw, "DNSNames"))),
        links=texts(raw, "Links"),
        driver_opts=pairs(raw, "DriverOpts"),
        gw_priority=number(raw, "GwPriority"),
        missing=missing,
    )


def _last(now: str | None, before: str | None) -> str | None:
    return None if now else before


def mark_default_route(endpoints: Sequence[Endpoint], internal: set[str]) -> list[Endpoint]:
    """Marks the endpoint that the container's default route leaves through.

    libnetwork's rule (sandbox.getGatewayEndpoint): among those with a gateway the highest gateway priority, then the first by
    network name; internal networks (`internal`: their ids), which have a gateway on Docker 20.10 only, come last.
    """
    able = [item for item in endpoints if item.ipv4_gateway or item.ipv6_gateway]
    able.sort(key=lambda item: (item.network_id in internal, -(item.gw_priority or 0), item.network_name))
    chosen = able[0].id if able else None
    return [item.model_copy(update={"default_route": True}) if item.id == chosen else item for item in endpoints]
