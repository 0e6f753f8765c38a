"""Orders through the API of a running netviz on a real engine: what it answers, what the engine then has, what the snapshot says."""

from __future__ import annotations

from typing import Any

import pytest

from tests import flow
from tests.calls import Api, known, until
from tests.engines import Docker
from tests.served import Served

pytestmark = pytest.mark.engine


@pytest.fixture
def api(served: Served) -> Api:
    found = Api(served)
    until(lambda: [engine for engine in found.call("GET", "engines")[1] if engine["state"] == "live"])
    return found


def test_a_network_from_its_making_to_its_end(api: Api, docker: Docker) -> None:
    made = api.order("POST", "networks", {"name": "api-net", "subnets": [{"subnet": "10.123.5.0/24"}]}, 201)
    network = known(api, "networks", "api-net")
    assert network["id"] == made["result"]["id"]
    container = docker("run", "-d", "--name", "api-one", "--stop-timeout", "0", "busybox", "sleep", "600")
    known(api, "containers", "api-one")

    order = api.order(
        "POST", "networks/api-net/connect", {"container": "api-one", "ipv4": "10.123.5.77", "aliases": ["x"]}
    )
    # Its effect is committed when the answer comes.
    endpoint = api.endpoint(container, network["id"])
    assert endpoint is not None
    assert (endpoint["ipv4"], endpoint["configured_ipv4"]) == ("10.123.5.77", "10.123.5.77")
    assert "x" in endpoint["aliases"]
    assert order["revision"] <= api.call("GET", "topology")[1]["revision"]
    assert (
        docker("inspect", "-f", '{{(index .NetworkSettings.Networks "api-net").IPAddress}}', container) == "10.123.5.77"
    )

    status, answer = api.call("DELETE", "networks/api-net")
    assert (status, answer["code"]) == (409, "active_endpoints")
    assert answer["order"]["error"]["detail"] in answer["detail"]

    api.order("POST", "networks/api-net/disconnect", {"container": "api-one"})
    assert api.endpoint(container, network["id"]) is None
    api.order("DELETE", "networks/api-net")
    assert api.call("GET", "networks/api-net")[0] == 404
    assert "api-net" not in docker("network", "ls", "--format", "{{.Name}}").split()


def test_a_containers_life(api: Api, docker: Docker) -> None:
    made = api.order("POST", "containers", {"image": "busybox", "name": "api-life", "command": ["sleep", "600"]}, 201)
    container = made["result"]["id"]

    def look(state: str) -> None:
        assert docker("inspect", "-f", "{{.State.Status}}", container) == state

    flow.lives(api, container, "api-life", look)


@pytest.mark.parametrize("network", ["host", "none", "bridge"])
def test_running_on_the_engines_own_networks(api: Api, docker: Docker, network: str) -> None:
    body = {"image": "busybox", "command": ["sleep", "600"], "network": network}
    container = api.order("POST", "containers", body, 201)["result"]["id"]
    # As `--network host` does: by its id, the container would get an empty namespace.
    assert docker("inspect", "-f", "{{.HostConfig.NetworkMode}}", container) == network
    api.order("DELETE", f"containers/{container}?force=true")


def test_running_in_another_containers_namespace(api: Api, docker: Docker) -> None:
    owner = docker("run", "-d", "--name", "api-owner", "--stop-timeout", "0", "busybox", "sleep", "600")
    known(api, "containers", "api-owner")
    body = {"image": "busybox", "command": ["sleep", "600"], "network": "container:api-owner"}
    container = api.order("POST", "containers", body, 201)["result"]["id"]
    assert api.call("GET", f"containers/{container}")[1]["namespace_owner"] == owner
    api.order("DELETE", f"containers/{container}?force=true")


def test_prune_removes_exactly_what_is_listed(api: Api, docker: Docker) -> None:
    networks = {name: docker("network", "create", name) for name in ("api-a", "api-b", "api-c")}
    docker("run", "-d", "--name", "api-user", "--network", "api-b", "--stop-timeout", "0", "busybox", "sleep", "600")
    for name in networks:
        known(api, "networks", name)
    flow.prunes(api, networks["api-a"], networks["api-b"])
    assert {"api-b", "api-c"} <= set(docker("network", "ls", "--format", "{{.Name}}").split())


def test_two_networks_with_one_name(api: Api, docker: Docker) -> None:
    first = docker("network", "create", "api-twin")
    second = api.call("POST", "networks", {"name": "api-twin"})
    if second[0] == 409:
        # Engines from 25 on refuse it; the other way to a twin is gone with that.
        assert second[1]["code"] in {"name_in_use", "conflict"}
        return
    status, answer = api.call("GET", "networks/api-twin")
    assert (status, answer["code"]) == (409, "ambiguous")
    assert first in {candidate["id"] for candidate in answer["candidates"]}


@pytest.mark.parametrize(
    ("wished", "status", "code"),
    [
        ({"ipv4": "10.123.6.77"}, 422, "address_not_in_subnet"),
        ({"ipv4": "10.123.5.1"}, 409, "address_in_use"),
    ],
)
def test_what_the_engine_refuses(api: Api, docker: Docker, wished: dict[str, str], status: int, code: str) -> None:
    docker("network", "create", "--subnet", "10.123.5.0/24", "api-small")
    docker("run", "-d", "--name", "api-refused", "--stop-timeout", "0", "busybox", "sleep", "600")
    known(api, "networks", "api-small")
    known(api, "containers", "api-refused")
    seen, answer = api.call("POST", "networks/api-small/connect", {"container": "api-refused", **wished})
    assert (seen, answer["code"]) == (status, code)
    assert answer["order"]["error"]["detail"] in answer["detail"]
    # Docker up to 28 would go on naming the network: netviz takes that back, so that the next restart has nothing to fail on.
    attached = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}"
    assert docker("inspect", "-f", attached, "api-refused") == "bridge"
    assert not [item for item in api.call("GET", "topology")[1]["endpoints"] if item["network_name"] == "api-small"]
    api.order("POST", "containers/api-refused/restart", {"timeout": 0})
    assert docker("inspect", "-f", "{{.State.Status}}", "api-refused") == "running"


def test_a_network_that_is_only_named(api: Api, docker: Docker) -> None:
    """A connect that fails behind netviz's back is shown as it is, and can be disconnected, which the engine alone refuses."""
    docker("network", "create", "--subnet", "10.123.5.0/24", "api-ghost")
    docker.run("api-haunted")
    container, network = known(api, "containers", "api-haunted")["id"], known(api, "networks", "api-ghost")["id"]
    docker("network", "connect", "--ip", "10.123.5.1", "api-ghost", "api-haunted", check=False)
    named = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}"
    assert docker("inspect", "-f", named, container).split() == ["api-ghost", "bridge"]
    # That failure emits no event: another order makes netviz look.
    api.order("POST", f"containers/{container}/pause")
    api.order("POST", f"containers/{container}/unpause")
    endpoint = api.endpoint(container, network)
    assert endpoint is not None
    assert (endpoint["endpoint_id"], endpoint["ipv4"]) == (None, None)

    order = api.order("POST", "networks/api-ghost/disconnect", {"container": "api-haunted"})
    assert order["command"] == (
        "docker network connect api-ghost api-haunted && docker network disconnect api-ghost api-haunted"
    )
    assert docker("inspect", "-f", named, container) == "bridge"
    assert api.endpoint(container, network) is None


@pytest.mark.parametrize("setting", [{"mac": "02:11:22:33:44:55"}, {"gw_priority": 3}])
def test_what_the_engine_would_ignore(api: Api, docker: Docker, setting: dict[str, Any]) -> None:
    """Docker takes no MAC address at connect at all, and a gateway priority from 28 on."""
    docker("network", "create", "api-ignored")
    docker.run("api-plain")
    known(api, "networks", "api-ignored")
    container = known(api, "containers", "api-plain")
    major = int(docker("version", "-f", "{{.Server.Version}}").partition(".")[0])
    if "gw_priority" in setting and major >= 28:
        api.order("POST", "networks/api-ignored/connect", {"container": "api-plain", **setting})
        return
    status, answer = api.call("POST", "networks/api-ignored/connect", {"container": "api-plain", **setting})
    assert (status, answer["code"]) == (422, "unsupported")
    assert answer["order"]["error"]["params"]["setting"] in setting
    assert "ignores" in answer["detail"]
    assert [item["network_name"] for item in endpoints_of(api, container["id"])] == ["bridge"]


def endpoints_of(api: Api, container: str) -> list[dict[str, Any]]:
    return [item for item in api.call("GET", "topology")[1]["endpoints"] if item["container_id"] == container]


def test_pools_overlap_and_missing_images(api: Api, docker: Docker) -> None:
    docker("network", "create", "--subnet", "10.123.7.0/24", "api-taken")
    body = {"name": "api-overlap", "subnets": [{"subnet": "10.123.7.0/25"}]}
    assert api.call("POST", "networks", body)[1]["code"] == "pool_overlaps"
    status, answer = api.call("POST", "containers", {"image": "no-such-image:1"})
    assert (status, answer["code"]) == (404, "image_missing")


def test_an_order_that_takes_longer_than_a_caller_waits(api: Api) -> None:
    # The engine looks for a plugin of that name, again and again, for more than 15 seconds.
    status, answer = api.call("POST", "networks", {"name": "api-driver", "driver": "nonsense"})
    assert (status, answer["order"]["state"]) == (202, "running")
    order = f"orders/{answer['order']['id']}"
    until(lambda: api.call("GET", order)[1]["state"] == "failed", 40)
    assert api.call("GET", order)[1]["error"]["code"] == "driver_missing"


def test_bytes_that_are_no_path_and_no_body(api: Api) -> None:
    for path in (
        "/api/v1/networks/%ff%fe",
        "/api/v1/networks/%00",
        "/api/v1/networks/" + "x" * 4000,
        "/api/v1/%2e%2e/x",
    ):
        assert api.call("GET", path)[0] in {404, 422}, path
    assert api.call("POST", "networks", raw=b"\xff" * 100)[0] == 400
    assert api.call("POST", "networks", raw=b"x" * (2 * 1024 * 1024))[0] == 413
