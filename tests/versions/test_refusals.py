"""What each engine would ignore is refused by name, what fails leaves nothing behind, and the command shown works on its own CLI."""

import shlex
from typing import Any

import pytest

from tests.calls import Api, known
from tests.versions.conftest import Engine
from tests.versions.test_flow import RUN, agree, names_of

pytestmark = pytest.mark.engine

SIX = {"ipv6": True, "enable_ipv4": False, "subnets": [{"subnet": "fd00:99::/64"}]}
Wish = tuple[str, dict[str, Any]]
BY_DOCKER: list[Wish] = [("connect", {"mac": "02:11:22:33:44:55"})]
BEFORE_28: list[Wish] = [("connect", {"gw_priority": 3}), ("create", SIX)]
BY_PODMAN: list[Wish] = [
    *BEFORE_28,
    ("connect", {"driver_opts": {"a": "b"}}),
    ("create", {"config_only": True}),
    ("create", {"config_from": "v-any"}),
    ("create", {"scope": "swarm"}),
    ("create", {"ingress": True}),
    ("create", {"attachable": True}),
]
PLAIN = {"ipv4": "10.123.7.44", "aliases": ["x"]}


def ignored(version: Engine) -> list[Wish]:
    """What this engine would ignore, and another takes."""
    return BY_PODMAN if version.podman else BY_DOCKER + (BEFORE_28 if version.before_28 else [])


def taken(version: Engine) -> list[dict[str, Any]]:
    """Wishes for a connection that this engine grants."""
    if version.podman:
        return [PLAIN, {"mac": "02:11:22:33:44:55"}]
    return [PLAIN, {"driver_opts": {"com.example.note": "a b"}}, *([] if version.before_28 else [{"gw_priority": 3}])]


@pytest.fixture
def plain(api: Api) -> str:
    """A running container's id, beside the network `v-small` that it is not on."""
    api.order("POST", "networks", {"name": "v-small", "subnets": [{"subnet": "10.123.7.0/24"}]}, 201)
    container: str = api.order("POST", "containers", {**RUN, "name": "v-plain"}, 201)["result"]["id"]
    return container


def test_what_it_would_ignore_is_refused(api: Api, version: Engine, plain: str) -> None:
    for call, wished in ignored(version):
        path, body = (
            ("networks/v-small/connect", {"container": plain}) if call == "connect" else ("networks", {"name": "v-no"})
        )
        status, answer = api.call("POST", path, {**body, **wished})
        assert (status, answer["code"]) == (422, "unsupported"), wished
        assert answer["order"]["error"]["params"]["setting"] in wished
    assert names_of(api, plain) == {"bridge"}
    assert api.call("GET", "networks/v-no")[0] == 404


def test_the_command_that_is_shown_works(api: Api, version: Engine, plain: str) -> None:
    small = known(api, "networks", "v-small")["id"]
    for wished in taken(version):
        order = api.order("POST", "networks/v-small/connect", {"container": plain, **wished})
        by_order = api.endpoint(plain, small)
        api.order("POST", "networks/v-small/disconnect", {"container": plain})
        program, *words = shlex.split(order["command"])
        assert program == ("podman" if version.podman else "docker")
        version.cli(*words)
        agree(api, version)
        assert settings(api.endpoint(plain, small), wished) == settings(by_order, wished), order["command"]
        version.cli("network", "disconnect", "v-small", "v-plain")
        agree(api, version)


def settings(endpoint: dict[str, Any] | None, wished: dict[str, Any]) -> dict[str, Any]:
    """What was wished for as the engine now has it; it has taken it."""
    assert endpoint is not None
    found = {name: endpoint[name] for name in wished}
    assert set(wished.get("aliases", ())) <= set(found.get("aliases", ()))
    assert {**found, "aliases": None} == {**wished, "aliases": None}
    return found


@pytest.mark.parametrize(
    ("address", "status", "code"), [("10.1.1.1", 422, "address_not_in_subnet"), ("10.123.7.9", 409, "address_in_use")]
)
def test_a_failed_connect_leaves_nothing_behind(
    api: Api, version: Engine, plain: str, address: str, status: int, code: str
) -> None:
    version.run("v-holder", "--network", "v-small", "--ip", "10.123.7.9")
    seen, answer = api.call("POST", "networks/v-small/connect", {"container": plain, "ipv4": address})
    assert (seen, answer["code"]) == (status, code)
    assert names_of(api, plain) == {"bridge"}
    agree(api, version)
    api.order("POST", "containers/v-plain/restart", {"timeout": 0})
    assert api.call("GET", "containers/v-plain")[1]["state"] == "running"
    api.order("POST", "networks/v-small/connect", {"container": plain})
    agree(api, version)


def test_the_gateways_address_is_not_given_away(api: Api, version: Engine, plain: str) -> None:
    """Docker refuses it; Podman would give it to the container, and cut all others off."""
    status, answer = api.call("POST", "networks/v-small/connect", {"container": plain, "ipv4": "10.123.7.1"})
    assert (status, answer["code"]) == (409, "address_in_use")
    assert names_of(api, plain) == {"bridge"}
    status, answer = api.call(
        "POST", "containers", {**RUN, "name": "v-new", "network": "v-small", "ipv4": "10.123.7.1"}
    )
    assert (status, answer["code"]) == (409, "address_in_use")
    assert "10.123.7.1" in answer["order"]["error"]["detail"] or not version.podman
