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
from netviz.engine.orders import parse_order
from netviz.topology import hub, journal, models, snapshot
from netviz.topology.db import in_db
from tests.agent import truth
from tests.agent.conftest import NAME, World
from tests.engines import Dockerd

pytestmark = pytest.mark.engine
# From the moment that an engine hangs until everybody sees it.
NOTICED_S = 30


async def reaches(world: World, state: str, within_s: float) -> dict[str, object]:
    async def look() -> dict[str, object] | None:
        (engine,) = await in_db(snapshot.objects, "engine")
        return engine if engine["state"] == state else None

    return await world.until(look, within_s)


async def agrees(world: World, within_s: float = 15) -> None:
    async def look() -> bool:
        return await in_db(truth.agrees, world.engine_url, NAME)

    await world.until(look, within_s)
    await in_db(truth.check_journal)


async def test_an_engine_that_is_killed(world: World, dockerd: Dockerd) -> None:
    networks = [await world.network(), await world.network()]
    for number in range(6):
        await world.run("--network", networks[number % 2], "--restart", "always" if number % 3 else "no")
    await agrees(world)
    before = await in_db(truth.kept, NAME)
    dockerd.kill()
    down = await reaches(world, "unreachable", 5)
    assert down["reason"] and down["since"]
    assert await in_db(truth.kept, NAME) == before
    await asyncio.to_thread(dockerd.start)
    await reaches(world, "live", 20)
    await agrees(world, 30)


async def test_an_engine_that_hangs(world: World, dockerd: Dockerd) -> None:
    container, network = await world.run(), await world.network()
    await agrees(world)
    before = await in_db(truth.kept, NAME)
    dockerd.freeze()
    try:
        begun = time.monotonic()
        down = await reaches(world, "unreachable", NOTICED_S)
        assert down["reason_code"] == "timeout"
        assert time.monotonic() - begun < NOTICED_S
        assert await in_db(truth.kept, NAME) == before
    finally:
        dockerd.thaw()
    await reaches(world, "live", NOTICED_S)
    await world.docker("network", "connect", network, container)
    await world.until(lambda: world.endpoint(container, network))
    await agrees(world)


async def test_an_order_that_takes_long_holds_up_nothing(world: World, operator: User) -> None:
    stubborn = await world.run(command=("sh", "-c", "trap '' TERM; sleep 600"))
    await world.running(stubborn)
    stop = parse_order({"action": "stop", "container": stubborn, "timeout": 4})
    order = await orders.submit(stop, engine=NAME, by=operator)
    await asyncio.sleep(0.2)
    other = await world.run()
    await world.running(other)
    assert (await orders.wait(order, 0.1)).open
    assert (await orders.wait(order, 10)).state == "done"
    assert (await world.container(stubborn))["state"] == "exited"


async def test_sixty_containers_started_at_once(world: World) -> None:
    """Few batches, no pass for each, and a page has them all within a second of the last start."""
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
            started = time.monotonic()
        assert await asyncio.wait_for(seen, 1) <= started + 1
    finally:
        page.close(cursor)
    await agrees(world)
    batches = await in_db(lambda: models.Change.objects.filter(revision__gt=before.revision).values("time").distinct())
    assert await in_db(batches.count) < 2 * len(made)
    # Those that come by the clock while somebody looks.
    assert watching.session.passes.figures.passes - passes <= 1 + (time.monotonic() - begun) / 10


def create(api: sdk.APIClient, name: str, network: str) -> str:
    host = api.create_host_config(network_mode=network)
    return str(api.create_container("busybox", ["sleep", "600"], name=name, host_config=host)["Id"])


def start(world: World, container: str) -> None:
    sdk.APIClient(base_url=world.engine_url, version="auto").start(container)


async def states(cursor: hub.Cursor, wanted: set[str]) -> float:
    """The moment (monotonic seconds) at which a page has all these containers running and addressed."""
    missing = {("container", key) for key in wanted} | {("endpoint", key) for key in wanted}
    while missing:
        for text in await cursor.next():
            for change in json.loads(text).get("changes", ()):
                data = change["data"] or {}
                if change["kind"] == "container" and data.get("state") == "running":
                    missing.discard(("container", change["id"]))
                elif change["kind"] == "endpoint" and data.get("ipv4"):
                    missing.discard(("endpoint", data["container_id"]))
    return time.monotonic()
