"""A real engine that is killed, hangs, or is very busy: what is known stays, and what is shown is true again soon."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor

import docker as sdk
import pytest

from netviz.accounts.models import User
from netviz.agent import orders
from netviz.agent.agents import running
from netviz.agent.models import Order
from netviz.engine.orders import parse_order
from netviz.topology import hub, journal, models, snapshot
from netviz.topology.db import in_db
from tests.agent import truth
from tests.agent.conftest import NAME, World
from tests.engines import Dockerd
from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.engine


async def reaches(world: World, state: str) -> dict[str, object]:
    async def look() -> dict[str, object] | None:
        (engine,) = await in_db(snapshot.objects, "engine")
        return engine if engine["state"] == state else None

    return await world.until(look)


async def agrees(world: World) -> None:
    async def look() -> bool:
        return await in_db(truth.agrees, world.engine_url, NAME)

    await world.until(look)
    await in_db(truth.check_journal)


async def test_an_engine_that_is_killed(world: World, dockerd: Dockerd) -> None:
    networks = [await world.network(), await world.network()]
    for number in range(6):
        await world.run("--network", networks[number % 2], "--restart", "always" if number % 3 else "no")
    await agrees(world)
    before = await in_db(truth.kept, NAME)
    dockerd.kill()
    down = await reaches(world, "unreachable")
    assert down["reason"] and down["since"]
    assert await in_db(truth.kept, NAME) == before
    await asyncio.to_thread(dockerd.start)
    await reaches(world, "live")
    await agrees(world)


async def test_an_engine_that_hangs(world: World, dockerd: Dockerd) -> None:
    container, network = await world.run(), await world.network()
    await agrees(world)
    before = await in_db(truth.kept, NAME)
    dockerd.freeze()
    try:
        down = await reaches(world, "unreachable")
        assert down["reason_code"] == "timeout"
        assert await in_db(truth.kept, NAME) == before
    finally:
        dockerd.thaw()
    await reaches(world, "live")
    await world.docker("network", "connect", network, container)
    await world.until(lambda: world.endpoint(container, network))
    await agrees(world)


async def test_an_order_that_takes_long_holds_up_nothing(world: World, operator: User) -> None:
    stubborn = await world.run(command=("sh", "-c", "trap '' TERM; sleep 600"))
    await world.running(stubborn)
    stop = parse_order({"action": "stop", "container": stubborn, "timeout": int(PATIENCE_S)})
    order = await orders.submit(stop, engine=NAME, by=operator)

    async def under_way() -> bool:
        return (await in_db(Order.objects.get, pk=order.pk)).state == Order.State.RUNNING

    await world.until(under_way)
    other = await world.run()
    await world.running(other)
    assert (await orders.wait(order, 0.1)).open
    await world.docker("kill", stubborn)
    assert (await orders.wait(order, PATIENCE_S)).state == "done"
    assert (await world.container(stubborn))["state"] == "exited"


async def test_sixty_containers_started_at_once(world: World) -> None:
    """Few batches, no pass for each, and a page has them all. How soon, `scripts/bench` measures."""
    network = await world.network()
    api = sdk.APIClient(base_url=world.engine_url, version="auto")
    made = [await asyncio.to_thread(create, api, world.name("burst"), network) for _ in range(60)]
    await agrees(world)
    ((watching,),) = [agents.watchers for agents in running]
    passes, before = watching.session.passes.figures.passes, await in_db(journal.current)
    begun, page = time.monotonic(), hub.get()
    cursor = await page.open(before.revision, before.id)
    try:
        seen = asyncio.create_task(states(cursor, set(made)))
        with ThreadPoolExecutor(len(made)) as threads:
            loop = asyncio.get_running_loop()
            await asyncio.gather(*(loop.run_in_executor(threads, start, world, container) for container in made))
        await asyncio.wait_for(seen, PATIENCE_S)
    finally:
        page.close(cursor)
    await agrees(world)
    assert await in_db(batches_after, before.revision) < 2 * len(made)
    # Those that come by the clock while somebody looks, and one on either side.
    assert watching.session.passes.figures.passes - passes <= 2 + (time.monotonic() - begun) / 10


def batches_after(revision: int) -> int:
    """Of what the engine tells. The kernel's changes come in batches by the clock: more of them where all takes longer."""
    told = models.Change.objects.filter(revision__gt=revision, kind__in=("container", "endpoint", "network"))
    return told.values("time").distinct().count()


def create(api: sdk.APIClient, name: str, network: str) -> str:
    host = api.create_host_config(network_mode=network)
    return str(api.create_container("busybox", ["sleep", "600"], name=name, host_config=host)["Id"])


def start(world: World, container: str) -> None:
    sdk.APIClient(base_url=world.engine_url, version="auto").start(container)


async def states(cursor: hub.Cursor, wanted: set[str]) -> None:
    """Returns once a page has all these containers running and addressed."""
    missing = {("container", key) for key in wanted} | {("endpoint", key) for key in wanted}
    while missing:
        for text in await cursor.next():
            for change in json.loads(text).get("changes", ()):
                data = change["data"] or {}
                if change["kind"] == "container" and data.get("state") == "running":
                    missing.discard(("container", change["id"]))
                elif change["kind"] == "endpoint" and data.get("ipv4"):
                    missing.discard(("endpoint", data["container_id"]))
