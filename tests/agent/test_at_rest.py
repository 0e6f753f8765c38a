"""An engine where nothing changes makes no change: a pass, an inspect after an event and netlink tell the same of every object."""

import asyncio

import pytest

from netviz.agent.agents import running
from netviz.agent.observer import Look
from netviz.topology import journal
from netviz.topology.db import in_db
from netviz.topology.models import Engine
from netviz.topology.schema import Cause
from tests.agent import truth
from tests.agent.conftest import NAME, World

pytestmark = pytest.mark.engine
LOOK = Cause(type="event", action="container update")


async def everything(world: World) -> list[str]:
    """Containers in every state on networks of every kind that this engine can make."""
    plain = await world.network("--subnet", "172.31.20.0/24", "--ip-range", "172.31.20.128/25", "--label", "a=b")
    inner = await world.network("--internal")
    both = await world.network("--ipv6", "--subnet", "172.31.21.0/24", "--subnet", "fd00:21::/64")
    parent = await world.network("-d", "macvlan", "--subnet", "172.31.22.0/24", "-o", "parent=eth0")
    own = await world.network(
        "--attachable",
        "-o",
        "com.docker.network.bridge.name=rest0",
        "--gateway",
        "172.31.23.9",
        "--subnet",
        "172.31.23.0/24",
    )
    await world.network("--config-only", "--subnet", "172.31.24.0/24")
    web = await world.run("--network", plain, "--ip", "172.31.20.200", "--network-alias", "web", "-p", "127.0.0.1::80",
                          "-p", "127.0.0.1:0:53/udp", "--expose", "99", "--dns", "9.9.9.9", "--add-host", "a:1.2.3.4")  # fmt: skip
    for network in (inner, both, parent, own):
        await world.docker("network", "connect", "--alias", "second", network, web)
    made = [web]
    made += [await world.run("--network", mode) for mode in ("bridge", "host", "none", f"container:{web}", inner, own)]
    made.append(healthy := await world.run("--health-cmd", "true", "--health-interval", "1s", "--restart", "always"))
    stopped, paused, ended = await world.run("--network", both), await world.run(), await world.run(command=("true",))
    await world.docker("stop", "-t", "0", stopped)
    await world.docker("pause", paused)
    name = world.name("created")
    created = await world.docker("create", "--name", name, "--network", plain, "--ip", "172.31.20.201", "busybox")
    await world.docker("network", "connect", inner, stopped)

    async def checked() -> bool:
        return await world.docker("inspect", "-f", "{{.State.Health.Status}}", healthy) == "healthy"

    await world.until(checked)
    return [*made, stopped, paused, ended, created]


async def settled(world: World) -> int:
    """The revision once no change has come for two seconds."""
    last = -1
    while (now := (await in_db(journal.current)).revision) != last:
        last = now
        await asyncio.sleep(2)
    return now


async def test_nothing_changes_and_nothing_is_written(world: World) -> None:
    containers = await everything(world)
    ((watching,),) = [agents.watchers for agents in running]
    assert watching.session is not None
    await watching.session.passes.once()
    assert await in_db(truth.differences, world.engine_url, NAME) == []
    revision = await settled(world)
    drift = (await in_db(Engine.objects.get, name=NAME)).drift
    for _ in range(4):
        # What a pass keeps and what an inspect shows take turns.
        await watching.session.passes.once()
        await watching.session.observer.look_and_wait([Look(("container", key), LOOK) for key in containers])
        await asyncio.sleep(1)
    changes = [change for change in await in_db(journal.recent, 100) if change.revision > revision]
    assert changes == []
    assert (await in_db(Engine.objects.get, name=NAME)).drift == drift
