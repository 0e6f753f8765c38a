"""Every order does on a real engine what it says, is recorded, and names itself as the cause of what changed."""

import pytest

from netviz.accounts.models import User
from netviz.agent import orders
from netviz.agent.models import Order
from netviz.agent.preflight import Refused
from netviz.engine.orders import parse_order
from tests.agent.conftest import NAME, World

pytestmark = pytest.mark.engine


async def test_connect_with_address_and_aliases(world: World, operator: User) -> None:
    network, container = await world.network("--subnet", "172.31.3.0/24"), await world.run()
    await world.until(lambda: world.find("network", network))
    await world.running(container)
    order = await world.order(
        operator, action="connect", container=container, network=network, ipv4="172.31.3.5", aliases=["web"]
    )
    assert order.state == Order.State.DONE, order.error
    endpoint = await world.endpoint(container, network)
    assert endpoint["ipv4"] == "172.31.3.5"
    assert "web" in endpoint["aliases"]
    cause = await world.last_cause("endpoint", f"{container}:{network}")
    assert (cause["type"], cause["order"], cause["by"]) == ("order", order.pk, "ada")
    assert order.command.startswith("docker network connect ")
    assert order.revision
    assert order.undo["action"] == "disconnect"


async def test_connect_twice_is_refused(world: World, operator: User) -> None:
    network, container = await world.network(), await world.run()
    await world.until(lambda: world.find("network", network))
    await world.running(container)
    await world.order(operator, action="connect", container=container, network=network)
    with pytest.raises(Refused) as refused:
        await world.order(operator, action="connect", container=container, network=network)
    assert (refused.value.code, refused.value.status) == ("already_connected", 409)


async def test_address_in_use_shows_the_engines_own_words(world: World, operator: User) -> None:
    network = await world.network("--subnet", "172.31.4.0/24")
    await world.run("--network", network, "--ip", "172.31.4.5")
    container = await world.run()
    await world.running(container)
    order = await world.order(operator, action="connect", container=container, network=network, ipv4="172.31.4.5")
    assert order.state == Order.State.FAILED
    assert order.error["code"] == "address_in_use"
    assert "already in use" in order.error["detail"].lower()
    # Docker up to 28 names the network all the same, and fails at the next restart: what is left of the attempt is taken back.
    assert await world.endpoint(container, network) is None
    assert "172.31.4.5" not in await world.docker("inspect", container)
    again = await world.order(operator, action="connect", container=container, network=network)
    assert again.state == Order.State.DONE, again.error
    assert (await world.endpoint(container, network))["ipv4"]


async def test_disconnect_and_undo(world: World, operator: User) -> None:
    network = await world.network("--subnet", "172.31.5.0/24")
    container = await world.run("--network", network, "--ip", "172.31.5.5", "--network-alias", "api")
    await world.until(lambda: world.endpoint(container, network))
    order = await world.order(operator, action="disconnect", container=container, network=network)
    assert order.state == Order.State.DONE, order.error
    assert await world.endpoint(container, network) is None
    again = await orders.undo(order.pk, operator)
    assert (await orders.wait(again)).state == Order.State.DONE
    endpoint = await world.endpoint(container, network)
    assert endpoint["ipv4"] == "172.31.5.5"
    assert "api" in endpoint["aliases"]


async def test_no_undo_where_the_engine_chose_the_address(world: World, operator: User) -> None:
    network = await world.network()
    container = await world.run("--network", network)

    async def addressed() -> bool:
        seen = await world.endpoint(container, network)
        return bool(seen and seen["ipv4"])

    await world.until(addressed)
    order = await world.order(operator, action="disconnect", container=container, network=network)
    assert order.undo is None
    with pytest.raises(Refused) as refused:
        await orders.undo(order.pk, operator)
    assert refused.value.code == "no_undo"


async def test_network_create_and_remove(world: World, operator: User) -> None:
    name = world.name("made")
    order = await world.order(
        operator, action="network_create", name=name, subnets=[{"subnet": "172.31.6.0/24"}], internal=True
    )
    assert order.state == Order.State.DONE, order.error
    network = await world.find("network", order.result["id"])
    assert network["name"] == name and network["internal"]
    assert network["subnets"][0]["subnet"] == "172.31.6.0/24"
    removed = await world.order(operator, action="network_remove", network=network["id"])
    assert removed.state == Order.State.DONE, removed.error
    assert await world.find("network", network["id"]) is None


async def test_network_with_endpoints_is_not_removed(world: World, operator: User) -> None:
    network = await world.network()
    container = await world.run("--network", network)
    await world.until(lambda: world.endpoint(container, network))
    order = await world.order(operator, action="network_remove", network=network)
    assert order.error["code"] == "active_endpoints"
    assert await world.find("network", network)


async def test_prune_removes_exactly_the_listed(world: World, operator: User) -> None:
    listed, kept = await world.network(), await world.network()
    await world.until(lambda: world.find("network", kept))
    await world.until(lambda: world.find("network", listed))
    order = await world.order(operator, action="network_prune", networks=[listed])
    assert order.state == Order.State.DONE, order.error
    assert await world.find("network", listed) is None
    assert await world.find("network", kept)


async def test_run(world: World, operator: User) -> None:
    network, name = await world.network("--subnet", "172.31.7.0/24"), world.name("ran")
    await world.until(lambda: world.find("network", network))
    order = await world.order(
        operator,
        action="container_run",
        image="busybox",
        name=name,
        command=["sleep", "600"],
        network=network,
        ipv4="172.31.7.9",
        aliases=["it"],
        env={"PASSWORD": "hunter2"},
    )
    assert order.state == Order.State.DONE, order.error
    container = await world.container(order.result["id"])
    assert (container["name"], container["state"]) == (name, "running")
    endpoint = await world.endpoint(container["id"], network)
    assert endpoint["ipv4"] == "172.31.7.9"
    assert "it" in endpoint["aliases"]
    assert "hunter2" not in order.command + str(order.args)


@pytest.mark.parametrize(
    ("actions", "state"),
    [
        (["stop"], "exited"),
        (["stop", "start"], "running"),
        (["restart"], "running"),
        (["pause"], "paused"),
        (["pause", "unpause"], "running"),
    ],
)
async def test_lifecycle(world: World, operator: User, actions: list[str], state: str) -> None:
    container = await world.run()
    await world.running(container)
    for action in actions:
        order = await world.order(operator, action=action, container=container)
        assert order.state == Order.State.DONE, order.error
    assert (await world.container(container))["state"] == state


async def test_rename_and_remove(world: World, operator: User) -> None:
    container, name = await world.run(), world.name("renamed")
    await world.running(container)
    assert (await world.order(operator, action="rename", container=container, name=name)).state == Order.State.DONE
    assert (await world.container(container))["name"] == name
    removed = await world.order(operator, action="container_remove", container=container, force=True)
    assert removed.state == Order.State.DONE, removed.error
    assert await world.container(container) is None


async def test_idempotency_key_returns_the_same_order(world: World, operator: User) -> None:
    network, container = await world.network(), await world.run()
    await world.until(lambda: world.find("network", network))
    await world.running(container)
    spec = parse_order({"action": "connect", "container": container, "network": network})
    first = await orders.submit(spec, engine=NAME, by=operator, idempotency_key="k1")
    second = await orders.submit(spec, engine=NAME, by=operator, idempotency_key="k1")
    assert first.pk == second.pk
    assert (await orders.wait(first)).state == Order.State.DONE


async def test_read_only_refuses(world: World, operator: User, settings: object) -> None:
    settings.READ_ONLY = True
    with pytest.raises(Refused) as refused:
        await world.order(operator, action="network_create", name="never")
    assert refused.value.code == "read_only"
