"""What a network's own settings make of its traffic, as the driver documents them. Pure; the packet filter itself is not read here.

Sources: the bridge driver's options (docs.docker.com/engine/network/drivers/bridge), macvlan, ipvlan and overlay beside it,
and podman-network-create(1).
"""

from __future__ import annotations

from netviz.topology import schema

ICC = "com.docker.network.bridge.enable_icc"
MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade"
HOST_BINDING = "com.docker.network.bridge.host_binding_ipv4"
GATEWAY_MODE = "com.docker.network.bridge.gateway_mode_ipv4"
OFF = frozenset({"false", "0", "no"})


def rules(network: schema.Network, engine: schema.Engine | None) -> tuple[str, ...]:
    """Codes of words/rules.py: between its containers, out, in, from other networks."""
    podman = engine is not None and engine.product == "podman"
    match network.driver:
        case "bridge":
            return _bridge(network, podman)
        case "macvlan" | "ipvlan":
            mode = network.options.get("ipvlan_mode") or network.options.get("mode") or ""
            routed = network.driver == "ipvlan" and mode.startswith("l3")
            return (
                "each_other",
                "no_way_out" if network.internal else "routed_l3" if routed else "on_the_wire",
                "no_host",
            )
        case "overlay":
            encrypted = "tunnel_encrypted" if "encrypted" in network.options else "tunnel"
            return "each_other", encrypted, "no_way_out" if network.internal else "gwbridge"
        case "host":
            return ("host_stack",)
        case "null":
            return ("nothing",)
        case _:
            return ()


def _bridge(network: schema.Network, podman: bool) -> tuple[str, ...]:
    options = network.options
    among = "icc_off" if options.get(ICC, "true").lower() in OFF else "each_other"
    found = [among, _way_out(network), "ports_all"]
    if network.internal:
        found.remove("ports_all")
    elif options.get(HOST_BINDING, "0.0.0.0") not in {"0.0.0.0", ""}:
        found[-1] = "ports_bound"
    isolated = options.get("isolate", "false").lower() in {"true", "strict"} if podman else True
    return (*found, "isolated" if isolated else "not_isolated")


def _way_out(network: schema.Network) -> str:
    if network.internal:
        return "no_way_out"
    routed = network.options.get(GATEWAY_MODE, "nat") in {"routed", "isolated"}
    return "routed" if routed or network.options.get(MASQUERADE, "true").lower() in OFF else "nat"
