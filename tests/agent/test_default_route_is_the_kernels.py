"""The network that is shown to take a container's default route is the one that its kernel uses, through every change."""

import pytest

from netviz.accounts.models import User
from netviz.agent.models import Order
from netviz.topology import snapshot
from netviz.topology.db import in_db
from tests.agent.conftest import World

pytestmark = pytest.mark.engine


async def shown(world: World, container: str) -> set[str]:
    """The gateways of the endpoints that are marked."""
    ends = await in_db(snapshot.objects, "endpoint")
    return {end["ipv4_gateway"] or "" for end in ends if end["container_id"] == container and end["default_route"]}


async def agrees(world: World, container: str) -> str:
    """The kernel's gateway, once it is the one that is shown."""

    async def look() -> str | None:
        routes = (await world.docker("exec", container, "ip", "route")).splitlines()
        gateway = next((line.split()[2] for line in routes if line.startswith("default via ")), "")
        return (gateway or "none") if await shown(world, container) == ({gateway} if gateway else set()) else None

    return str(await world.until(look))


async def test_through_connects_disconnects_and_a_restart(world: World, operator: User) -> None:
    # The engine goes by the networks' names: the later one has the earlier name.
    later, first = world.name("zz"), world.name("aa")
    networks = {
        later: await world.network("--subnet", "172.31.90.0/24", name=later),
        first: await world.network("--subnet", "172.31.91.0/24", name=first),
    }
    inside = await world.network("--internal", "--subnet", "172.31.92.0/24", name=world.name("a-internal"))
    container = await world.run("--network", later)
    await world.until(lambda: world.endpoint(container, networks[later]))
    assert await agrees(world, container) == "172.31.90.1"
    seen = {"172.31.90.1"}
    for network in (inside, networks[first]):
        await world.until(lambda network=network: world.find("network", network))
        order = await world.order(operator, action="connect", container=container, network=network)
        assert order.state == Order.State.DONE, order.error
        seen.add(await agrees(world, container))
    assert seen == {"172.31.90.1", "172.31.91.1"}
    await world.docker("restart", "-t", "0", container)
    await agrees(world, container)
    await world.docker("network", "disconnect", networks[first], container)
    assert await agrees(world, container) == "172.31.90.1"
    await world.docker("network", "disconnect", networks[later], container)
    await agrees(world, container)
