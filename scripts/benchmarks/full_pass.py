"""A full observation and reconcile in which nothing has changed, beside the two raw list calls."""

import asyncio
import time

from scripts.benchmarks import inside
from scripts.benchmarks.lab import Lab
from scripts.benchmarks.table import Row, median

ROUNDS = 25


def measure(lab: Lab) -> list[Row]:
    lab.fleet()
    inside.set_up(lab.data)
    ours, floor = asyncio.run(passes(lab))
    ratio = median(ours) / median(floor)
    return [
        Row("full pass, nothing changed, 100 containers", median(ours), "ms", "<= 1.5 x", ratio <= 1.5, median(floor))
    ]


async def passes(lab: Lab) -> tuple[list[float], list[float]]:
    """Milliseconds of our passes and of the raw lists, in turn."""
    from netviz.agent.passes import KINDS, PASS
    from netviz.agent.store import Store
    from netviz.engine.asynchronous import AsyncEngine

    fence = await asyncio.to_thread(inside.add_engine, "bench", lab.url)
    store, engine, raw = Store("bench", fence), AsyncEngine("bench", lab.url), lab.raw
    await store.open()
    await engine.identify()
    for _ in range(2):
        await store.replace(KINDS, await engine.observe_all(), PASS)
    ours, floor = [], []
    for _ in range(ROUNDS):
        started = time.monotonic()
        raw.call("GET", "/networks")
        raw.call("GET", "/containers/json?all=1")
        floor.append((time.monotonic() - started) * 1000)
        started = time.monotonic()
        batch = await store.replace(KINDS, await engine.observe_all(), PASS)
        ours.append((time.monotonic() - started) * 1000)
        assert not batch, "something changed in a pass over an engine at rest"
    await engine.close()
    store.close()
    return ours, floor
