"""The commands of the docker CLI that people use less, made behind netviz's back: each appears by its event, not by a pass."""

from typing import Any

import pytest

from netviz.agent import session
from netviz.topology import snapshot
from netviz.topology.db import in_db
from tests.agent.conftest import World

pytestmark = pytest.mark.engine


async def with_state(world: World, container: str, state: str) -> dict[str, Any]:
    async def look() -> dict[str, Any] | None:
        seen = await world.container(container)
        return seen if seen and seen["state"] == state else None

    found: dict[str, Any] = await world.until(look)
    return found


async def caused_by_event(world: World, kind: str, object_id: str) -> None:
    assert (await world.last_cause(kind, object_id))["type"] == "event"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (("--driver", "macvlan", "--opt", "parent=eth0"), {"driver": "macvlan", "parent": "eth0"}),
        (("--internal",), {"internal": True}),
        (("--attachable", "--label", "a=b"), {"attachable": True, "labels": {"a": "b"}}),
        (("--ipv6", "--subnet", "fd00:70::/64"), {"enable_ipv6": True}),
        (("--config-only", "--subnet", "172.31.70.0/24"), {"config_only": True}),
        (("--opt", "com.docker.network.bridge.name=nvback0"), {"bridge": "nvback0"}),
        (
            ("--subnet", "172.31.71.0/24", "--gateway", "172.31.71.9", "--ip-range", "172.31.71.64/26", "--aux-address", "r=172.31.71.70"),
            {
                "subnets": [
                    {
                        "subnet": "172.31.71.0/24",
                        "gateway": "172.31.71.9",
                        "ip_range": "172.31.71.64/26",
                        "aux_addresses": {"r": "172.31.71.70"},
                    }
                ]
            },
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)  # fmt: skip
async def test_network_create(world: World, options: tuple[str, ...], shown: dict[str, Any]) -> None:
    network = await world.network(*options)
    seen = await world.until(lambda: world.find("network", network))
    assert {field: seen[field] for field in shown} == shown
    await caused_by_event(world, "network", network)


async def test_connect_with_addresses_and_disconnect_by_force(world: World) -> None:
    network = await world.network("--ipv6", "--subnet", "172.31.72.0/24", "--subnet", "fd00:72::/64")
    container = await world.run()
    options = ("--ip", "172.31.72.9", "--ip6", "fd00:72::9", "--driver-opt", "com.example.a=b", "--alias", "x")
    await world.docker("network", "connect", *options, network, container)
    seen = await world.until(lambda: world.endpoint(container, network))
    assert (seen["ipv4"], seen["ipv6"], seen["configured_ipv6"]) == ("172.31.72.9", "fd00:72::9", "fd00:72::9")
    assert seen["driver_opts"] == {"com.example.a": "b"}
    await caused_by_event(world, "endpoint", f"{container}:{network}")
    await world.docker("network", "disconnect", "--force", network, container)

    async def gone() -> bool:
        return await world.endpoint(container, network) is None

    await world.until(gone)
    await caused_by_event(world, "endpoint", f"{container}:{network}")


async def test_create_and_start_later(world: World) -> None:
    network = await world.network()
    name = world.name("made")
    container = await world.docker("create", "--name", name, "--network", network, "busybox", "sleep", "600")
    await with_state(world, container, "created")
    # Docker 20.10 names no id of the network of a container that never ran: it is known by its name.
    assert (await world.endpoint(container, network))["ipv4"] is None
    await world.docker("start", container)
    await with_state(world, container, "running")
    assert (await world.endpoint(container, network))["ipv4"]


async def test_a_container_that_ends_by_itself(world: World) -> None:
    container = await world.run(command=("sh", "-c", "exit 3"))
    assert (await with_state(world, container, "exited"))["exit_code"] == 3
    await caused_by_event(world, "container", container)


async def test_a_container_that_removes_itself(world: World) -> None:
    container = await world.run("--rm", command=("sleep", "600"))
    await world.running(container)
    await world.docker("kill", container)

    async def gone() -> bool:
        return await world.container(container) is None

    await world.until(gone)


async def test_update_of_the_restart_policy(world: World) -> None:
    container = await world.run()
    await world.running(container)
    await world.docker("update", "--restart", "unless-stopped", container)

    async def updated() -> bool:
        return bool((await world.container(container))["restart_policy"] == "unless-stopped")

    await world.until(updated)
    await caused_by_event(world, "container", container)


async def test_health(world: World) -> None:
    container = await world.run("--health-cmd", "test ! -e /ill", "--health-interval", "200ms", "--health-retries", "1")

    async def is_(health: str) -> bool:
        seen = await world.container(container)
        return bool(seen and seen["health"] == health)

    await world.until(lambda: is_("healthy"))
    await world.docker("exec", container, "touch", "/ill")
    await world.until(lambda: is_("unhealthy"))
    await caused_by_event(world, "container", container)


async def test_container_prune(world: World) -> None:
    container = await world.run()
    await world.docker("stop", "-t", "0", container)
    await with_state(world, container, "exited")
    await world.docker("container", "prune", "-f")

    async def gone() -> bool:
        return await world.container(container) is None

    await world.until(gone)
    await caused_by_event(world, "container", container)


async def test_a_failed_start(world: World) -> None:
    name = world.name("failed")
    await world.docker("run", "-d", "--name", name, "busybox", "no-such-command", check=False)
    container = await world.docker("inspect", "-f", "{{.Id}}", name)
    await with_state(world, container, "created")


async def test_a_swarm_comes_and_goes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Joining one makes networks, which is told; of leaving it no event tells: the engine is asked now and then."""

    async def swarm(state: str) -> bool:
        (engine,) = await in_db(snapshot.objects, "engine")
        return bool(engine["swarm"] == state)

    async def ingress() -> bool:
        return any(item["ingress"] for item in await in_db(snapshot.objects, "network"))

    # Holds from the next time that it is asked, which is when the Swarm's networks come.
    monkeypatch.setattr(session, "IDENTITY_EVERY_S", 0.5)
    await world.docker("swarm", "init", "--advertise-addr", "127.0.0.1")
    try:
        await world.until(ingress)
        await world.until(lambda: swarm("active"))
    finally:
        await world.docker("swarm", "leave", "--force")
    await world.until(lambda: swarm("inactive"))
