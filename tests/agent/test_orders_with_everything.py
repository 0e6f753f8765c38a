"""What an order can ask for beside its objects: each setting reaches the engine, and what the engine made of it is what is shown."""

import asyncio
import json
import shlex
from typing import Any

import docker
import pytest

from netviz.accounts.models import User
from netviz.agent import orders
from netviz.agent.models import Order
from netviz.agent.observer import Observer
from netviz.agent.preflight import Refused
from tests.agent.conftest import World
from tests.engines import Docker

pytestmark = pytest.mark.engine


async def inspected(world: World, container: str) -> Any:
    return json.loads(await world.docker("inspect", container))[0]


async def network_as_made(world: World, network: str) -> Any:
    return json.loads(await world.docker("network", "inspect", network))[0]


async def test_connect_with_both_families_aliases_and_driver_options(world: World, operator: User) -> None:
    network = await world.network("--ipv6", "--subnet", "172.31.60.0/24", "--subnet", "fd00:60::/64")
    container = await world.run()
    await world.until(lambda: world.find("network", network))
    await world.running(container)
    order = await world.order(
        operator,
        action="connect",
        container=container,
        network=network,
        ipv4="172.31.60.9",
        ipv6="fd00:60::9",
        aliases=["web", "api"],
        driver_opts={"com.example.note": "a b"},
    )
    assert order.state == Order.State.DONE, order.error
    seen = await world.endpoint(container, network)
    raw = (await inspected(world, container))["NetworkSettings"]["Networks"]
    (end,) = [end for end in raw.values() if end["NetworkID"] == network]
    assert (seen["ipv4"], seen["ipv4_prefix_len"], seen["configured_ipv4"]) == ("172.31.60.9", 24, "172.31.60.9")
    assert (seen["ipv6"], seen["ipv6_prefix_len"], seen["configured_ipv6"]) == ("fd00:60::9", 64, "fd00:60::9")
    assert (end["IPAddress"], end["GlobalIPv6Address"], end["MacAddress"]) == (seen["ipv4"], seen["ipv6"], seen["mac"])
    assert {"web", "api"} <= set(seen["aliases"]) <= set(end["Aliases"])
    assert seen["driver_opts"] == end["DriverOpts"] == {"com.example.note": "a b"}
    await world.docker("network", "disconnect", network, container)
    # The equal command does the same by hand.
    await world.docker(*shlex.split(order.command)[1:])
    again = (await inspected(world, container))["NetworkSettings"]["Networks"]
    (repeated,) = [end for end in again.values() if end["NetworkID"] == network]
    for field in ("IPAddress", "GlobalIPv6Address", "DriverOpts", "IPAMConfig"):
        assert repeated[field] == end[field], field


@pytest.fixture
def slow_observer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks begin a while after the first pass has shown the engine as live."""
    run = Observer.run

    async def later(observer: Observer) -> None:
        await asyncio.sleep(0.5)
        await run(observer)

    monkeypatch.setattr(Observer, "run", later)


@pytest.fixture
def there_before(docker: Docker) -> tuple[str, str]:
    return docker.run("early-one"), docker("network", "create", "early-net")


async def test_an_order_at_once_after_the_start_ends_with_its_effect(
    slow_observer: None, there_before: tuple[str, str], world: World, operator: User
) -> None:
    container, network = there_before
    order = await world.order(operator, action="connect", container=container, network=network)
    assert order.state == Order.State.DONE, order.error
    assert (await world.endpoint(container, network))["ipv4"]


async def test_connect_a_stopped_container(world: World, operator: User) -> None:
    network, container = await world.network("--subnet", "172.31.61.0/24"), await world.run()
    await world.until(lambda: world.find("network", network))
    await world.docker("stop", "-t", "0", container)

    async def stopped() -> bool:
        seen = await world.container(container)
        return bool(seen and seen["state"] == "exited")

    await world.until(stopped)
    order = await world.order(operator, action="connect", container=container, network=network, ipv4="172.31.61.9")
    assert order.state == Order.State.DONE, order.error
    seen = await world.endpoint(container, network)
    assert (seen["ipv4"], seen["configured_ipv4"]) == (None, "172.31.61.9")
    assert (await world.order(operator, action="start", container=container)).state == Order.State.DONE
    assert (await world.endpoint(container, network))["ipv4"] == "172.31.61.9"


async def test_disconnect_by_force(world: World, operator: User) -> None:
    network = await world.network()
    container = await world.run("--network", network)
    await world.until(lambda: world.endpoint(container, network))
    order = await world.order(operator, action="disconnect", container=container, network=network, force=True)
    assert order.state == Order.State.DONE, order.error
    assert order.command.startswith("docker network disconnect --force ")
    assert await world.endpoint(container, network) is None
    assert (await network_as_made(world, network))["Containers"] == {}


async def test_a_bridge_network_with_everything(world: World, operator: User) -> None:
    name = world.name("full")
    order = await world.order(
        operator,
        action="network_create",
        name=name,
        driver="bridge",
        subnets=[
            {
                "subnet": "172.31.62.0/24",
                "gateway": "172.31.62.254",
                "ip_range": "172.31.62.128/25",
                "aux_addresses": {"router": "172.31.62.200"},
            },
            {"subnet": "fd00:62::/64", "gateway": "fd00:62::1"},
        ],
        options={"com.docker.network.bridge.name": "nvfull0", "com.docker.network.driver.mtu": "1400"},
        labels={"tier": "front", "empty": ""},
        attachable=True,
        ipv6=True,
        ipam_driver="default",
        ipam_options={"foo": "bar"},
    )
    assert order.state == Order.State.DONE, order.error
    raw, seen = await network_as_made(world, name), await world.find("network", order.result["id"])
    four, six = seen["subnets"]
    assert four == {
        "subnet": "172.31.62.0/24",
        "gateway": "172.31.62.254",
        "ip_range": "172.31.62.128/25",
        "aux_addresses": {"router": "172.31.62.200"},
    }
    assert (six["subnet"], six["gateway"]) == ("fd00:62::/64", "fd00:62::1")
    assert [item["Subnet"] for item in raw["IPAM"]["Config"]] == [four["subnet"], six["subnet"]]
    assert (seen["options"], seen["labels"]) == (raw["Options"], raw["Labels"])
    assert seen["labels"] == {"tier": "front", "empty": ""}
    assert seen["options"]["com.docker.network.driver.mtu"] == "1400"
    assert (seen["ipam_driver"], seen["ipam_options"]) == ("default", {"foo": "bar"})
    assert (seen["enable_ipv6"], seen["attachable"], seen["bridge"]) == (True, True, "nvfull0")


@pytest.mark.parametrize(
    ("driver", "options", "parent"),
    [
        ("macvlan", {"parent": "eth0"}, "eth0"),
        ("macvlan", {"parent": "eth0", "macvlan_mode": "private"}, "eth0"),
        ("macvlan", {"parent": "eth0.50"}, "eth0.50"),
        ("ipvlan", {"parent": "eth0", "ipvlan_mode": "l2"}, "eth0"),
        ("ipvlan", {"parent": "eth0", "ipvlan_mode": "l3"}, "eth0"),
    ],
)
async def test_a_network_on_a_parent(
    world: World, operator: User, driver: str, options: dict[str, str], parent: str
) -> None:
    order = await world.order(
        operator,
        action="network_create",
        name=world.name(driver),
        driver=driver,
        options=options,
        subnets=[{"subnet": "172.31.63.0/24"}],
    )
    if order.state == Order.State.FAILED:
        # This machine's kernel has no such links: then that is what is said.
        assert order.error["code"] == "kernel_lacks", order.error
        return
    seen = await world.find("network", order.result["id"])
    assert (seen["driver"], seen["parent"], seen["options"]) == (driver, parent, options)
    container = await world.run()
    await world.running(container)
    connected = await world.order(
        operator, action="connect", container=container, network=order.result["id"], ipv4="172.31.63.9"
    )
    if connected.state == Order.State.FAILED:
        assert connected.error["code"] == "kernel_lacks", connected.error
        # Docker takes back only what it could connect: that it goes on naming the network is said and shown.
        left = await world.endpoint(container, order.result["id"])
        assert (left is not None) == bool(connected.error["params"].get("left_behind"))
    else:
        assert (await world.endpoint(container, order.result["id"]))["ipv4"] == "172.31.63.9"
    await world.docker("rm", "-f", container)
    removed = await world.order(operator, action="network_remove", network=order.result["id"])
    assert removed.state == Order.State.DONE, removed.error


async def test_a_network_of_a_borrowed_configuration(world: World, operator: User) -> None:
    lender, borrower = world.name("lender"), world.name("borrower")
    made = await world.order(
        operator,
        action="network_create",
        name=lender,
        config_only=True,
        options={"parent": "eth0"},
        subnets=[{"subnet": "172.31.64.0/24"}],
    )
    assert made.state == Order.State.DONE, made.error
    assert (await world.find("network", made.result["id"]))["config_only"]
    order = await world.order(operator, action="network_create", name=borrower, driver="macvlan", config_from=lender)
    assert order.state == Order.State.DONE, order.error
    seen = await world.find("network", order.result["id"])
    assert (seen["config_from"], seen["driver"]) == (lender, "macvlan")
    # The lender goes after the borrower only.
    refused = await world.order(operator, action="network_remove", network=made.result["id"])
    assert refused.error["code"] == "conflict"
    for network in (order.result["id"], made.result["id"]):
        assert (await world.order(operator, action="network_remove", network=network)).state == Order.State.DONE


async def test_an_overlay_needs_a_swarm(world: World, operator: User) -> None:
    order = await world.order(operator, action="network_create", name=world.name("over"), driver="overlay")
    assert order.error["code"] == "needs_swarm"
    assert "swarm" in order.error["detail"].lower()
    await world.docker("swarm", "init", "--advertise-addr", "127.0.0.1")
    try:
        order = await world.order(
            operator,
            action="network_create",
            name=world.name("over"),
            driver="overlay",
            attachable=True,
            subnets=[{"subnet": "10.99.65.0/24"}],
        )
        assert order.state == Order.State.DONE, order.error
        seen = await world.find("network", order.result["id"])
        assert (seen["driver"], seen["scope"], seen["attachable"]) == ("overlay", "swarm", True)
        removed = await world.order(operator, action="network_remove", network=order.result["id"])
        assert removed.state == Order.State.DONE, removed.error
    finally:
        await world.docker("swarm", "leave", "--force")


async def test_run_with_everything(world: World, operator: User) -> None:
    network = await world.network("--ipv6", "--subnet", "172.31.66.0/24", "--subnet", "fd00:66::/64")
    await world.until(lambda: world.find("network", network))
    name = world.name("full")
    order = await world.order(
        operator,
        action="container_run",
        image="busybox",
        name=name,
        command=["sh", "-c", "echo 'a b' && sleep 600"],
        network=network,
        ipv4="172.31.66.9",
        ipv6="fd00:66::9",
        aliases=["it"],
        ports=[
            {"port": 80, "host_ip": "127.0.0.1", "host_port": 18080},
            {"port": 53, "protocol": "udp"},
        ],
        env={"PASSWORD": "hunter2", "EMPTY": ""},
        labels={"tier": "front"},
        hostname="web-host",
        restart_policy="on-failure",
    )
    assert order.state == Order.State.DONE, order.error
    raw, seen = await inspected(world, name), await world.container(order.result["id"])
    assert raw["Config"]["Cmd"] == ["sh", "-c", "echo 'a b' && sleep 600"]
    assert {"PASSWORD=hunter2", "EMPTY="} <= set(raw["Config"]["Env"])
    assert {"PASSWORD=***", "EMPTY=***"} <= set(seen["env"])
    assert (raw["Config"]["Hostname"], seen["hostname"]) == ("web-host", "web-host")
    assert (raw["HostConfig"]["RestartPolicy"]["Name"], seen["restart_policy"]) == ("on-failure", "on-failure")
    assert seen["labels"] == {"tier": "front"}
    bound = {(port["port"], port["protocol"], port["host_ip"]): port["host_port"] for port in seen["ports"]}
    assert bound[80, "tcp", "127.0.0.1"] == 18080
    assert all(bound[key] for key in bound if key[1] == "udp")
    endpoint = await world.endpoint(order.result["id"], network)
    assert (endpoint["ipv4"], endpoint["ipv6"]) == ("172.31.66.9", "fd00:66::9")
    assert "it" in endpoint["aliases"]
    # The equal command makes the same container, but for the secret that it does not know.
    await world.docker("rm", "-f", name)
    await world.docker(*shlex.split(order.command)[1:])
    again = await inspected(world, name)
    assert again["Config"]["Cmd"] == raw["Config"]["Cmd"]
    assert again["HostConfig"]["PortBindings"] == raw["HostConfig"]["PortBindings"]
    assert again["HostConfig"]["RestartPolicy"] == raw["HostConfig"]["RestartPolicy"]
    assert (again["Config"]["Labels"], again["Config"]["Hostname"]) == (raw["Config"]["Labels"], "web-host")


async def test_remove_with_its_volumes(world: World, operator: User) -> None:
    container = await world.run("-v", "/data")
    await world.running(container)
    volume = (await inspected(world, container))["Mounts"][0]["Name"]
    refused = await world.order(operator, action="container_remove", container=container)
    assert refused.error["code"] == "still_running"
    order = await world.order(operator, action="container_remove", container=container, force=True, volumes=True)
    assert order.state == Order.State.DONE, order.error
    assert volume not in (await world.docker("volume", "ls", "-q")).split()


@pytest.mark.parametrize("action", ["pause", "rename", "connect"])
async def test_undo_restores_what_was(world: World, operator: User, action: str) -> None:
    network, name = await world.network(), world.name("before")
    container = await world.run(name=name)
    await world.until(lambda: world.find("network", network))
    before = await world.running(container)
    more = {"pause": {}, "rename": {"name": world.name("after")}, "connect": {"network": network}}[action]
    order = await world.order(operator, action=action, container=container, **more)
    assert order.state == Order.State.DONE, order.error
    undone = await orders.wait(await orders.undo(order.pk, operator))
    assert undone.state == Order.State.DONE, undone.error
    assert await world.container(container) == before
    assert await world.endpoint(container, network) is None


async def test_a_mac_address_of_ones_own_comes_back_or_there_is_no_undo(world: World, operator: User) -> None:
    """Docker up to 24 gives a container its own again at each connect; later ones have forgotten it, and take none at a connect."""
    of_network, name, mac = world.name("mac-net"), world.name("mac"), "02:42:ac:1f:43:63"
    network = await world.network("--subnet", "172.31.67.0/24", name=of_network)
    await world.until(lambda: world.find("network", network))
    # By the network's id Docker 20.10 would not heed it.
    container = run_with_mac(world.engine_url, name, of_network, mac)
    await world.until(lambda: world.endpoint(container, network))
    await world.running(container)
    assert (await world.endpoint(container, network))["configured_mac"] == mac
    order = await world.order(operator, action="disconnect", container=container, network=network)
    assert order.state == Order.State.DONE, order.error
    if order.undo is None:
        with pytest.raises(Refused):
            await orders.undo(order.pk, operator)
        return
    undone = await orders.wait(await orders.undo(order.pk, operator))
    assert undone.state == Order.State.DONE, undone.error
    assert (await world.endpoint(container, network))["mac"] == mac


def run_with_mac(url: str, name: str, network: str, mac: str) -> str:
    """A container with a MAC address as each engine takes it (a later CLI refuses an earlier engine); its id."""
    api = docker.APIClient(base_url=url, version="auto")
    endpoint = {"IPAMConfig": {"IPv4Address": "172.31.67.9"}, "MacAddress": mac}
    body = {
        "Image": "busybox",
        "Cmd": ["sleep", "600"],
        "MacAddress": mac,
        "StopTimeout": 0,
        "HostConfig": {"NetworkMode": network},
        "NetworkingConfig": {"EndpointsConfig": {network: endpoint}},
    }
    container: str = api.create_container_from_config(body, name)["Id"]
    api.start(container)
    return container
