"""The whole of netviz on each engine: orders through its API, changes behind its back, and its models against the engine's inspect."""

from typing import Any

import pytest

from scripts.benchmarks.raw import RawEngine
from scripts.soaking import truth
from tests import flow
from tests.calls import Api, known, until
from tests.versions.conftest import SETTLE_S, Engine

pytestmark = pytest.mark.engine

RUN: dict[str, Any] = {"image": "busybox:latest", "command": ["sleep", "600"]}


def agree(api: Api, version: Engine) -> None:
    """The models come to hold just what the engine says, field by field."""
    lines: list[str] = []

    def same() -> bool:
        models = truth.of_snapshot(api.call("GET", "topology")[1])
        compared, lines[:] = truth.differences(truth.of_engine(RawEngine(version.url)), models)
        return compared > 0 and not lines

    try:
        until(same, SETTLE_S)
    except AssertionError:
        pytest.fail("\n".join(lines), pytrace=False)


def names_of(api: Api, container: str) -> set[str]:
    """The networks that a container is on, by the models."""
    endpoints = api.call("GET", "topology")[1]["endpoints"]
    return {item["network_name"] for item in endpoints if item["container_id"] == container}


def test_a_network_and_its_containers(api: Api, version: Engine) -> None:
    made = api.order(
        "POST", "networks", {"name": "v-net", "subnets": [{"subnet": "10.123.5.0/24"}], "labels": {"a": "b"}}, 201
    )
    network = made["result"]["id"]
    wished = {"network": "v-net", "ipv4": "10.123.5.9", "aliases": ["first"], "env": {"A": "b"}, "labels": {"x": "y"}}
    ports = [{"port": 80, "host_port": 8099, "host_ip": "127.0.0.1"}]
    one = api.order("POST", "containers", {**RUN, "name": "v-one", "ports": ports, **wished}, 201)["result"]["id"]
    two = api.order("POST", "containers", {**RUN, "name": "v-two"}, 201)["result"]["id"]
    assert api.endpoint(one, network)["ipv4"] == "10.123.5.9"

    api.order("POST", "networks/v-net/connect", {"container": "v-two", "ipv4": "10.123.5.77", "aliases": ["second"]})
    endpoint = api.endpoint(two, network)
    assert (endpoint["ipv4"], "second" in endpoint["aliases"]) == ("10.123.5.77", True)
    agree(api, version)

    status, answer = api.call("DELETE", "networks/v-net")
    assert (status, answer["code"]) == (409, "active_endpoints")
    api.order("POST", "networks/v-net/disconnect", {"container": "v-two"})
    assert names_of(api, two) == {"bridge"}
    api.order("DELETE", "containers/v-one?force=true")
    api.order("DELETE", "networks/v-net")
    assert api.call("GET", f"networks/{network}")[0] == 404
    agree(api, version)


def test_a_containers_life(api: Api, version: Engine) -> None:
    container = api.order("POST", "containers", {**RUN, "name": "v-life"}, 201)["result"]["id"]
    flow.lives(api, container, "v-life", lambda _: agree(api, version))


def test_what_happens_behind_netvizs_back(api: Api, version: Engine) -> None:
    version.cli("network", "create", "--subnet", "10.123.6.0/24", "v-own")
    version.cli("network", "create", "v-other")
    one, two = version.run("v-back", "--network", "v-own", "-p", "127.0.0.1:8098:80"), version.run("v-front")
    version.run("v-side", "--network", "container:v-back")
    version.run("v-host", "--network", "host")
    version.run("v-none", "--network", "none")
    version.cli("network", "connect", "--ip", "10.123.6.44", "--alias", "it", "v-own", "v-front")
    version.cli("network", "connect", "v-other", "v-back")
    until(lambda: names_of(api, two) == {"bridge", "v-own"}, SETTLE_S)
    agree(api, version)
    known(api, "containers", "v-side")
    assert api.call("GET", "containers/v-side")[1]["namespace_owner"] == one

    version.cli("network", "disconnect", "v-own", "v-front")
    version.cli("rename", "v-front", "v-behind")
    version.cli("stop", "-t", "0", "v-host")
    version.cli("rm", "-f", "v-none")
    agree(api, version)
    # Made while it is stopped, which emits no event everywhere.
    version.cli("stop", "-t", "0", "v-behind")
    version.cli("network", "connect", "v-other", "v-behind")
    agree(api, version)
    version.cli("start", "v-behind")
    agree(api, version)
    assert names_of(api, two) == {"bridge", "v-other"}


def test_prune_removes_exactly_what_is_listed(api: Api, version: Engine) -> None:
    for name in ("v-a", "v-b", "v-c"):
        version.cli("network", "create", name)
    version.run("v-user", "--network", "v-b")
    found = {name: known(api, "networks", name)["id"] for name in ("v-a", "v-b", "v-c")}
    known(api, "containers", "v-user")
    flow.prunes(api, found["v-a"], found["v-b"])
    version.cli("network", "rm", "v-c")
    until(lambda: api.call("GET", "networks/v-c")[0] == 404, SETTLE_S)
    agree(api, version)


def test_the_interfaces_are_joined(api: Api, version: Engine) -> None:
    network = api.order("POST", "networks", {"name": "v-links"}, 201)["result"]["id"]
    container = api.order("POST", "containers", {**RUN, "name": "v-linked", "network": "v-links"}, 201)["result"]["id"]

    def both_ends() -> dict[str, Any] | None:
        links = api.call("GET", "topology")[1]["interfaces"]
        ends = {link["namespace"]: link for link in links if link["endpoint_id"] == f"{container}:{network}"}
        return ends if {"host", container} <= ends.keys() else None

    ends = until(both_ends)
    bridge = next(link for link in api.call("GET", "topology")[1]["interfaces"] if link["id"] == ends["host"]["master"])
    assert (bridge["type"], bridge["network_id"]) == ("bridge", network)
    assert ends[container]["mac"] == api.endpoint(container, network)["mac"]
