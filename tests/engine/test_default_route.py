"""libnetwork's rule for the default route, case by case; on a real engine it is compared with the container's routes elsewhere."""

from typing import Any

from netviz.engine.endpoints import mark_default_route
from netviz.topology.schema import Endpoint, Network


def _world(*specs: dict[str, Any]) -> tuple[list[Endpoint], dict[str, Network]]:
    networks, endpoints = {}, []
    for spec in specs:
        name = spec.pop("name")
        network = {key: spec.pop(key) for key in ("internal", "driver", "options") if key in spec}
        networks[f"id-{name}"] = Network(engine="e", id=f"id-{name}", name=name, **{"driver": "bridge", **network})
        endpoints.append(
            Endpoint(
                engine="e", id=f"c:id-{name}", container_id="c", network_id=f"id-{name}", network_name=name, **spec
            )
        )
    return endpoints, networks


def _chosen(*specs: dict[str, Any], podman: bool = False) -> list[str]:
    return [item.network_name for item in mark_default_route(*_world(*specs), podman=podman) if item.default_route]


GW4 = {"ipv4": "10.0.0.2", "ipv4_gateway": "10.0.0.1"}
GW6 = {"ipv6": "fd00::2", "ipv6_gateway": "fd00::1"}


def test_the_first_by_name() -> None:
    assert _chosen({"name": "b", **GW4}, {"name": "a", **GW4}) == ["a"]
    # By bytes, as Go compares.
    assert _chosen({"name": "a", **GW4}, {"name": "Z", **GW4}) == ["Z"]


def test_priority_goes_before_the_name_and_before_internal() -> None:
    assert _chosen({"name": "b", "gw_priority": 1, **GW4}, {"name": "a", **GW4}) == ["b"]
    assert _chosen({"name": "b", "gw_priority": -1, **GW4}, {"name": "c", **GW4}) == ["c"]


def test_internal_networks_come_last() -> None:
    internal = {"name": "a", "internal": True, **GW4}
    assert _chosen(dict(internal), {"name": "b", **GW4}) == ["b"]
    # Docker 20.10 gives them a gateway, and so a default route.
    assert _chosen(dict(internal)) == ["a"]
    assert _chosen({"name": "a", "internal": True, "ipv4": "10.0.0.2"}) == []


def test_a_gateway_in_both_families_goes_before_the_name() -> None:
    assert _chosen({"name": "a", **GW4}, {"name": "b", **GW4, **GW6}) == ["b"]


def test_ipv4_goes_before_ipv6() -> None:
    assert _chosen({"name": "a", **GW6}, {"name": "b", **GW4}) == ["b"]
    assert _chosen({"name": "a", **GW6}) == ["a"]


def test_no_gateway_no_route() -> None:
    assert _chosen() == []
    assert _chosen({"name": "none", "driver": "null", "endpoint_id": "e"}) == []


def test_ipvlan_in_layer_3_has_a_route_without_a_gateway() -> None:
    l3 = {"name": "a", "driver": "ipvlan", "options": {"ipvlan_mode": "l3"}, "ipv4": "10.0.0.2"}
    assert _chosen(dict(l3)) == ["a"]
    assert _chosen({**l3, "options": {"ipvlan_mode": "l2"}}) == []
    assert _chosen({**l3, "internal": True}) == []


def test_podman_gives_one_by_each_network_that_is_not_internal() -> None:
    specs = [{"name": "a", "internal": True, **GW4}, {"name": "b", **GW4}, {"name": "c", **GW4}]
    assert _chosen(*specs, podman=True) == ["b", "c"]
