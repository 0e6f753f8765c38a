"""The first observation into an empty database, beside the two lists and 100 inspects, four at a time."""

import asyncio
import json
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from scripts.benchmarks import inside
from scripts.benchmarks.client import Client
from scripts.benchmarks.lab import Fleet, Lab
from scripts.benchmarks.table import Row, median

ROUNDS = 5


def measure(lab: Lab) -> list[Row]:
    fleet = lab.fleet()
    floor, ours = [], []
    for _ in range(ROUNDS):
        inside.set_up(lab.data)
        floor.append(raw_observation(lab, fleet) * 1000)
        ours.append(asyncio.run(committed(lab)) * 1000)
    ratio = median(ours) / median(floor)
    first, more = observed(lab, fleet)
    return [
        Row("first observation, 100 containers, committed", median(ours), "ms", "<= 3 x", ratio <= 3, median(floor)),
        Row("engine added by the API -> its objects at a client", first * 1000, "ms", "", True),
        Row("the interfaces, after those", more * 1000, "ms", "<= 1000 ms", more <= 1),
    ]


async def committed(lab: Lab) -> float:
    """Seconds from an empty database and an agent that knows nothing until the engine's objects are committed."""
    from netviz.agent.passes import KINDS
    from netviz.agent.store import Store
    from netviz.engine.asynchronous import AsyncEngine
    from netviz.topology.schema import Cause

    fence = await asyncio.to_thread(inside.add_engine, "bench", lab.url)
    store, engine = Store("bench", fence), AsyncEngine("bench", lab.url)
    await store.open()
    await engine.identify()
    started = time.monotonic()
    await store.replace(KINDS, await engine.observe_all(), Cause(type="first"))
    seconds = time.monotonic() - started
    await engine.close()
    store.close()
    return seconds


def raw_observation(lab: Lab, fleet: Fleet) -> float:
    """Seconds of the bare calls."""
    raws = [lab.raw for _ in range(4)]

    def inspect(number: int) -> None:
        for container in fleet.containers[number::4]:
            raws[number].call("GET", f"/containers/{container}/json")

    started = time.monotonic()
    raws[0].call("GET", "/networks")
    raws[0].call("GET", "/containers/json?all=1")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(inspect, range(4)))
    return time.monotonic() - started


def observed(lab: Lab, fleet: Fleet) -> tuple[float, float]:
    """Seconds from an engine added to a running netviz until a client has its objects, and from then until it has the interfaces."""
    with lab.served(engine=False) as served:
        client = Client(served, served.token("viewer"))
        api = AdminApi(served.port, served.token("admin"))
        started = time.monotonic()
        api.add_engine("bench", lab.url)
        at = client.wait_until(lambda seen: len(seen.objects) and count(seen, "endpoint") >= len(fleet.containers))
        # A pair for each container, and a bridge for each network.
        done = client.wait_until(
            lambda seen: count(seen, "interface") >= 2 * len(fleet.containers) + len(fleet.networks)
        )
        client.close()
    return at - started, done - at


def count(client: Client, kind: str) -> int:
    return sum(found == kind for found, _ in client.objects)


class AdminApi:
    def __init__(self, port: int, token: str) -> None:
        self._port, self._token = port, token

    def add_engine(self, name: str, url: str) -> None:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/api/v1/engines",
            data=json.dumps({"name": name, "url": url}).encode(),
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        urllib.request.urlopen(request, timeout=30).close()
