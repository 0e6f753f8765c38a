"""The watcher on a real engine: what each kind of attachment looks like, and that it moves when the engine does."""

import asyncio
import contextlib
import gc
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from netviz.host import local
from netviz.topology.schema import Interface
from tests.host.conftest import World

pytestmark = pytest.mark.engine


def addresses(interface: Interface) -> set[str]:
    return {address.address for address in interface.addresses if address.scope == "global"}


async def test_everything_can_be_seen_on_a_local_engine(world: World) -> None:
    assert world.watcher.host_interfaces.available
    assert world.watcher.namespaces.available


async def test_a_container_in_two_networks_is_joined_from_end_to_end(world: World) -> None:
    first = await world.network(subnet="10.181.1.0/24")
    second = await world.network(subnet="10.181.2.0/24", ipv6="fd00:181:2::/64")
    container = await world.run(first)
    await world.call(world.api.connect_container_to_network, container, second)
    everything = await world.interfaces()
    inside = {i.network_id: i for i in everything.values() if i.namespace == container and i.type == "veth"}
    assert set(inside) == {first, second}
    for network, interface in inside.items():
        assert interface.endpoint_id == f"{container}:{network}"
        assert interface.peer is not None
        host_end = everything[interface.peer]
        assert host_end.peer == interface.id
        assert (host_end.container_id, host_end.network_id) == (container, network)
        assert host_end.endpoint_id == interface.endpoint_id
        assert host_end.master is not None
        bridge = everything[host_end.master]
        assert (bridge.type, bridge.network_id, bridge.name) == ("bridge", network, f"br-{network[:12]}")
    assert addresses(inside[first]) == {"10.181.1.2"}
    assert addresses(inside[second]) == {"10.181.2.2", "fd00:181:2::2"}
    defaults = [r.gateway for i in inside.values() for r in i.routes if r.destination == "default" and r.family == 4]
    assert defaults in (["10.181.1.1"], ["10.181.2.1"])
    assert any(r.destination == "default" and r.gateway == "fd00:181:2::1" for r in inside[second].routes)


async def test_the_default_bridge(world: World) -> None:
    container = await world.run()
    eth0 = (await world.of(container))["eth0"]
    everything = await world.interfaces()
    assert everything[everything[eth0.peer or ""].master or ""].name == "docker0"


async def test_macvlan_hangs_on_its_parent(world: World) -> None:
    network = await world.network("macvlan", subnet="10.78.0.0/24", options={"parent": "eth0"})
    container = await world.run(network)
    eth0 = (await world.of(container))["eth0"]
    parent = (await world.interfaces())[eth0.parent or ""]
    assert (eth0.type, eth0.peer, eth0.endpoint_id) == ("macvlan", None, f"{container}:{network}")
    assert (parent.name, parent.namespace) == ("eth0", "host")


async def test_modes_without_a_namespace_of_their_own(world: World) -> None:
    owner = await world.run()
    sidecar, host, none = await world.run(f"container:{owner}"), await world.run("host"), await world.run("none")
    found = await world.interfaces()
    owners = {interface.namespace for interface in found.values()}
    assert {owner, none} <= owners
    assert not {sidecar, host} & owners
    assert [i.name for i in found.values() if i.namespace == none] == ["lo"]


async def test_connect_and_disconnect_are_signalled(world: World) -> None:
    network = await world.network()
    container = await world.run()
    assert set(await world.of(container)) == {"lo", "eth0"}
    before = world.signals
    await world.call(world.api.connect_container_to_network, container, network)
    await world.until(lambda: world.signals > before)
    assert (await world.of(container))["eth1"].endpoint_id == f"{container}:{network}"
    before = world.signals
    await world.call(world.api.disconnect_container_from_network, container, network)
    await world.until(lambda: world.signals > before)
    assert set(await world.of(container)) == {"lo", "eth0"}


async def test_none_gets_its_peer_when_it_is_connected_later(world: World) -> None:
    """Its namespace learns a number for the host's only with its first link that leads there."""
    network = await world.network()
    container = await world.run("none")
    assert set(await world.of(container)) == {"lo"}
    await world.call(world.api.disconnect_container_from_network, container, "none")
    await world.call(world.api.connect_container_to_network, container, network)
    found = (await world.of(container))["eth0"]
    assert found.peer is not None
    assert (await world.interfaces())[found.peer].peer == found.id


async def test_a_restart_is_followed_into_the_new_namespace(world: World) -> None:
    container = await world.run()
    first = (await world.of(container))["eth0"]
    await world.call(world.api.restart, container, timeout=0)
    second = (await world.of(container))["eth0"]
    assert second.ifindex != first.ifindex
    assert first.id not in await world.interfaces()
    assert second.peer is not None


async def test_a_killed_container_is_let_go(world: World) -> None:
    container = await world.run()
    veth = (await world.of(container))["eth0"].peer
    await world.call(world.api.kill, container)
    await world.until(lambda: world.api.inspect_container(container)["State"]["Status"] == "exited")
    found = await world.interfaces()
    assert not [i for i in found.values() if i.namespace == container]
    assert veth not in found


async def test_an_address_given_by_hand_is_seen(world: World) -> None:
    """No engine event tells of it: the kernel does."""
    container = await world.run()
    objects = await world.observe()
    before = world.signals
    pid = world.api.inspect_container(container)["State"]["Pid"]
    process = await asyncio.create_subprocess_exec(
        "nsenter", f"--net=/proc/{pid}/ns/net", "ip", "addr", "add", "192.0.2.77/24", "dev", "eth0"
    )
    await process.wait()
    await world.until(lambda: world.signals > before)
    found = {i.name: i for i in world.watcher.interfaces(objects).values() if i.namespace == container}
    assert "192.0.2.77" in addresses(found["eth0"])
    assert "192.0.2.0/24" in {route.destination for route in found["eth0"].routes}


async def test_counters_of_both_ends_mirror_each_other(world: World) -> None:
    container = await world.run()
    eth0 = (await world.of(container))["eth0"]
    await world.call(_ping, world, container, 5)
    counters = await world.watcher.counters()
    inside, outside = counters[eth0.id], counters[eth0.peer or ""]
    assert inside == outside.swapped()
    assert inside.tx_packets >= 5
    statistics = await world.call(_ping, world, container, 0)
    assert statistics["rx_bytes"] >= inside.rx_bytes > 0


def _ping(world: World, container: str, count: int) -> dict[str, int]:
    """Pings its gateway `count` times, and returns its eth0's own counters."""
    script = (
        f"[ {count} = 0 ] || ping -q -c {count} -i 0.05 172.17.0.1 >&2; cd /sys/class/net/eth0/statistics; cat rx_bytes"
    )
    made = world.api.exec_create(container, ["sh", "-c", script], stderr=False)
    return {"rx_bytes": int(world.api.exec_start(made["Id"]).strip() or 0)}


async def test_counters_of_a_macvlan_are_its_own(world: World) -> None:
    network = await world.network("macvlan", subnet="10.78.0.0/24", options={"parent": "eth0"})
    container = await world.run(network)
    eth0 = (await world.of(container))["eth0"]
    assert eth0.id in await world.watcher.counters()


async def test_nothing_is_left_open(engine_url: str) -> None:
    gc.collect()  # what an earlier test left to the collector would go in the middle of this one
    others = descriptors()
    world = World(engine_url)
    try:
        await world.watcher.start()
        await world.observe()
        at_rest = len(descriptors() - others)
        containers = [await world.run() for _ in range(3)]
        await world.observe()
        assert len(descriptors() - others) == at_rest + 3, "one descriptor for each namespace"
        for container in containers:
            await world.call(world.api.restart, container, timeout=0)
            await world.observe()
        assert len(descriptors() - others) == at_rest + 3
        for container in containers:
            await world.call(world.api.kill, container)
        await world.until(lambda: all(_has_exited(world, container) for container in containers))
        await world.observe()
        assert len(descriptors() - others) == at_rest
        await world.watcher.close()
        assert descriptors() <= others
    finally:
        await world.close()


def _has_exited(world: World, container: str) -> bool:
    return bool(world.api.inspect_container(container)["State"]["Status"] == "exited")


def descriptors() -> set[tuple[str, str]]:
    """The netlink sockets, namespaces and pidfds that this process has open: (descriptor, what it leads to)."""
    found = set()
    for path in Path("/proc/self/fd").iterdir():
        try:
            target = str(path.readlink())
            if target.startswith("socket:"):
                with socket.socket(fileno=os.dup(int(path.name))) as copy:
                    is_ours = copy.family == socket.AF_NETLINK
            else:
                is_ours = target.startswith(("net:", "anon_inode:[pidfd]"))
        except OSError:
            continue  # of the listing itself, or closed by another thread meanwhile
        if is_ours:
            found.add((path.name, target))
    return found


async def test_a_dead_namespace_is_not_kept_alive(world: World) -> None:
    """The kernel lists a namespace's number until the namespace is gone."""
    before = await settled_namespace_ids()
    container = await world.run()
    await world.observe()
    new = namespace_ids() - before
    assert new
    await world.call(world.api.kill, container)
    await world.until(lambda: world.api.inspect_container(container)["State"]["Status"] == "exited")
    await world.observe()
    await world.until(lambda: not new & namespace_ids())


def namespace_ids() -> set[str]:
    said = subprocess.run(["ip", "netns", "list-id"], capture_output=True, text=True, check=True)
    return {line.split()[1] for line in said.stdout.splitlines()}


async def settled_namespace_ids() -> set[str]:
    """Once the kernel has taken away what earlier tests have left: a number that comes free may be the next one's."""
    last: set[str] | None = None
    while (now := namespace_ids()) != last:
        last = now
        await asyncio.sleep(1)
    return now


async def test_no_thread_stays_in_a_foreign_namespace(world: World) -> None:
    for _ in range(3):
        await world.run()
        await world.observe()
    own = {local.own_inode()[1]}
    # A thread that has been joined may be listed for a moment longer.
    await world.until(lambda: set(thread_namespaces()) == own)


def thread_namespaces() -> Iterator[int]:
    for path in Path("/proc/self/task").glob("*/ns/net"):
        with contextlib.suppress(OSError):
            yield path.stat().st_ino


async def test_an_overlay_and_its_way_out(world: World) -> None:
    await world.call(world.api.init_swarm, advertise_addr="10.78.0.1")
    try:
        network = await world.network("overlay", subnet="10.191.0.0/24", attachable=True)
        container = await world.run(network)
        found = await world.of(container)
        everything = await world.interfaces()
        inside = next(i for i in found.values() if i.network_id == network)
        assert inside.endpoint_id == f"{container}:{network}"
        assert addresses(inside) == {"10.191.0.2"}
        assert inside.peer is None, "its other end is in the overlay's own namespace"
        way_out = next(i for i in found.values() if i.type == "veth" and i.id != inside.id)
        gateway_bridge = everything[everything[way_out.peer or ""].master or ""]
        assert gateway_bridge.name == "docker_gwbridge"
        assert way_out.network_id == gateway_bridge.network_id
        assert way_out.endpoint_id is None
        assert inside.id in await world.watcher.counters()
    finally:
        await world.watcher.follow([])
        await world.call(world.api.leave_swarm, force=True)
