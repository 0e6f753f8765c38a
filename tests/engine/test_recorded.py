"""What six engines answered about one of everything becomes the same objects, whatever their versions leave out or spell otherwise."""

import json

import pytest

from netviz.topology.schema import Container, Port
from tests.engine.conftest import DOCKERS, PODMANS, Seen


def test_a_pass_sees_all_that_was_listed(seen: Seen) -> None:
    answers = seen.client.answers
    assert {key for kind, key in seen.state if kind == "network"} == {item["Id"] for item in answers["networks"]}
    assert {key for kind, key in seen.state if kind == "container"} == {item["Id"] for item in answers["containers"]}


def test_an_unchanged_pass_inspects_nothing(seen: Seen) -> None:
    before = seen.state
    for item in seen.client.answers["containers"]:
        # The words for how long it has been so go on with the clock.
        item["Status"] = item["Status"].replace(" 2 ", " 3 ")
    for item in seen.client.answers["networks"]:
        if seen.podman and item["Name"] == "bridge":
            # Podman makes its default network up at each call.
            item["Created"] = "2027-01-01T00:00:00Z"
    assert seen.observe() == before
    assert sorted(seen.client.asked) == ["/containers/json", "/networks"]


def test_inspecting_one_by_one_gives_the_same(seen: Seen) -> None:
    for key in [key for kind, key in seen.state if kind == "container"]:
        sighting = seen.observation.container(key)
        assert not sighting.gone
        assert all(seen.state[item.key] == item for item in sighting.objects)
        assert {item.key for item in sighting.objects} == {
            item
            for item in seen.state
            if item == ("container", key) or (item[0] == "endpoint" and item[1].startswith(key))
        }


def test_a_published_container_of_a_compose_project(seen: Seen) -> None:
    web = seen.container("web")
    assert (web.name, web.state, web.hostname, web.image.rpartition("/")[2]) == (
        "rec-web", "running", "shopfront", "busybox:latest",
    )  # fmt: skip
    assert (web.project, web.service, web.number) == ("shop", "web", 2)
    assert (web.dns, web.dns_search, web.extra_hosts) == (("10.0.0.53",), ("example.org",), ("db:172.30.1.9",))
    assert web.restart_policy == "unless-stopped"
    assert (web.exit_code, web.finished_at, web.namespace_owner) == (None, None, None)
    assert web.pid and web.sandbox_key and web.started_at
    assert Port(port=80, protocol="tcp", host_ip="127.0.0.1", host_port=18080) in web.ports
    assert any(port.port == 53 and port.protocol == "udp" and port.host_port == 18053 for port in web.ports)
    assert Port(port=9000) in web.ports
    if seen.name != "podman-4.3":
        assert any("NET_RAW" in cap for cap in web.cap_add)


def test_no_environment_value_is_kept(seen: Seen) -> None:
    assert {"PASSWORD=***", "EMPTY=***"} <= set(seen.container("web").env)
    assert "hunter2" in json.dumps(seen.client.answers)
    assert "hunter2" not in json.dumps([item.data() for item in seen.state.values()])


def test_an_endpoint_with_a_static_address(seen: Seen) -> None:
    (endpoint,) = seen.endpoints("web").values()
    assert (endpoint.network_id, endpoint.network_name) == (seen.id("a"), "rec-a")
    assert (endpoint.ipv4, endpoint.ipv4_prefix_len, endpoint.ipv4_gateway) == ("172.30.1.20", 24, "172.30.1.1")
    assert (endpoint.ipv6, endpoint.ipv6_prefix_len) == (None, None)
    assert endpoint.mac and endpoint.mac == endpoint.mac.lower()
    assert "www" in endpoint.aliases
    assert endpoint.default_route and endpoint.attached and not endpoint.missing
    if not seen.podman:
        # Podman does not tell what was asked for.
        assert endpoint.configured_ipv4 == "172.30.1.20"
        assert endpoint.endpoint_id


def test_both_families_and_the_default_route_of_a_container_in_three_networks(seen: Seen) -> None:
    endpoints = seen.endpoints("multi")
    assert set(endpoints) == {"rec-a", "rec-dual", "rec-internal"}
    dual = endpoints["rec-dual"]
    assert (dual.ipv4, dual.ipv6, dual.ipv6_prefix_len, dual.ipv6_gateway) == (
        "172.30.2.33", "fd00:30:2::33", 64, "fd00:30:2::1",
    )  # fmt: skip
    default = {name for name, item in endpoints.items() if item.default_route}
    # Docker: the one with a gateway in both families. Podman gives a default route by each that is not internal.
    assert default == ({"rec-a", "rec-dual"} if seen.podman else {"rec-dual"})


def test_a_sidecar_has_no_endpoints_and_no_ports_of_its_own(seen: Seen) -> None:
    sidecar = seen.container("sidecar")
    assert sidecar.namespace_owner == seen.id("web")
    assert sidecar.network_mode == f"container:{seen.id('web')}"
    assert seen.endpoints("sidecar") == {}
    assert not [port for port in sidecar.ports if port.host_port]


def test_modes_host_and_none(seen: Seen) -> None:
    assert seen.container("hosted").network_mode == "host"
    assert seen.container("alone").network_mode == "none"
    if seen.podman:
        # It has no such networks.
        assert seen.endpoints("hosted") == seen.endpoints("alone") == {}
    else:
        host, none = seen.endpoints("hosted")["host"], seen.endpoints("alone")["none"]
        assert (host.network_id, none.network_id) == (seen.network("host").id, seen.network("none").id)
        assert not host.missing and not none.missing and not host.default_route


def test_the_default_network(seen: Seen) -> None:
    bridge = seen.network("bridge")
    assert bridge.default_bridge and bridge.predefined and bridge.driver == "bridge"
    assert bridge.bridge == ("podman0" if seen.podman else "docker0")
    (endpoint,) = seen.endpoints("default").values()
    assert (endpoint.network_id, endpoint.network_name, endpoint.default_route) == (bridge.id, "bridge", True)
    assert [item for item in seen.state.values() if getattr(item, "default_bridge", False)] == [bridge]


def test_a_container_that_never_started_and_one_connected_while_stopped(seen: Seen) -> None:
    never = seen.endpoints("never")["rec-dual"]
    assert (never.network_id, never.missing, never.attached) == (seen.id("dual"), False, False)
    assert (seen.container("never").state, seen.container("never").exit_code) == ("created", None)
    stopped = seen.endpoints("stopped")
    assert {name: item.network_id for name, item in stopped.items()} == {
        "rec-dual": seen.id("dual"),
        "rec-late": seen.id("late"),
    }
    assert not any(item.attached or item.missing or item.default_route for item in stopped.values())
    container = seen.container("stopped")
    assert (container.state, container.exit_code, container.pid) == ("exited", 137, None)
    assert container.sandbox_key is None and container.finished_at
    if not seen.podman:
        assert stopped["rec-dual"].configured_ipv4 == "172.30.2.50"


def test_a_network_that_is_gone(seen: Seen) -> None:
    (endpoint,) = seen.endpoints("orphan").values()
    assert (endpoint.missing, endpoint.network_name, endpoint.attached) == (True, "rec-doomed", False)
    # Podman forgets its id as well.
    assert endpoint.network_id == ("rec-doomed" if seen.podman else seen.id("doomed"))


def test_networks(seen: Seen) -> None:
    a, dual, internal = seen.network("rec-a"), seen.network("rec-dual"), seen.network("rec-internal")
    assert [subnet.subnet for subnet in a.subnets] == ["172.30.1.0/24"]
    assert a.subnets[0].gateway == "172.30.1.1"
    assert (a.project, a.compose_network, a.internal, internal.internal) == ("shop", "front", False, True)
    assert (a.enable_ipv4, a.enable_ipv6, dual.enable_ipv4, dual.enable_ipv6) == (True, False, True, True)
    assert a.bridge and a.bridge.startswith("podman" if seen.podman else f"br-{a.id[:12]}")
    assert not a.predefined and not a.default_bridge
    assert seen.network("rec-macvlan").parent == "eth0"
    if not seen.podman:
        assert a.subnets[0].ip_range == "172.30.1.128/25"
        assert a.subnets[0].aux_addresses == {"printer": "172.30.1.5"}
        assert seen.network("rec-config").config_only
        assert seen.network("rec-configured").config_from == "rec-config"


def test_states(seen: Seen) -> None:
    assert seen.container("paused").state == "paused"
    assert seen.container("paused").pid
    assert seen.container("healthy").health in ("healthy", "starting")
    assert seen.container("web").health is None


def test_ipv6_only() -> None:
    seen = Seen("docker-28")
    network = seen.network("rec-six")
    assert (network.enable_ipv4, network.enable_ipv6) == (False, True)
    (endpoint,) = seen.endpoints("sixth").values()
    assert (endpoint.ipv4, endpoint.ipv6, endpoint.ipv6_gateway) == (None, "fd00:30:4::2", "fd00:30:4::1")
    assert endpoint.default_route


@pytest.mark.parametrize("name", ["docker-20.10", "docker-26", "podman-5.8"])
def test_engines_that_add_an_ipv4_subnet_to_an_ipv6_network(name: str) -> None:
    assert Seen(name).network("rec-six").enable_ipv4


def test_two_networks_of_one_name() -> None:
    seen = Seen("docker-20.10")
    twins = [item for item in seen.state.values() if getattr(item, "name", "") == "rec-twin"]
    assert len({item.id for item in twins}) == 2
    assert seen.endpoints("twinned")["rec-twin"].network_id == seen.id("twin")


@pytest.mark.parametrize("name", DOCKERS)
def test_a_connect_that_failed_leaves_a_network_without_an_attachment(name: str) -> None:
    seen = Seen(name)
    raw = seen.client.answers["ghosts"]["address in use"]
    seen.client.answers["container_inspects"][raw["Id"]] = raw
    objects = seen.observation.container(raw["Id"]).objects
    ghost = next(item for item in objects if getattr(item, "network_name", "") == "rec-a")
    assert not ghost.attached and not ghost.missing  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", PODMANS)
def test_a_network_keeps_its_id_for_those_that_were_on_it(name: str) -> None:
    """Also where the engine has forgotten it."""
    seen = Seen(name)
    container = seen.id("orphan")
    before = seen.endpoints("web")["rec-a"].model_copy(
        update={"id": f"{container}:{'d' * 64}", "container_id": container, "network_id": "d" * 64, "network_name": "rec-doomed"}
    )  # fmt: skip
    later = Seen(name, before)
    (endpoint,) = later.endpoints("orphan").values()
    assert (endpoint.network_id, endpoint.missing, endpoint.last_ipv4) == ("d" * 64, True, "172.30.1.20")


def test_a_container_that_the_engine_cannot_inspect_is_known_by_the_list(seen: Seen) -> None:
    """Podman 4.3 fails to inspect a container after some failed connects, for as long as it lives."""
    seen.observation.forget()
    key = seen.id("web")
    seen.client.broken.add(key)
    seen.observe()
    web = seen.container("web")
    assert (web.name, web.state, web.service) == ("rec-web", "running", "web")
    assert isinstance(seen.container("multi"), Container)
