"""The kernel's side of one engine: interfaces into the models, rates to whoever looks."""

import asyncio
import time
from collections.abc import Mapping

from netviz.agent.store import Store
from netviz.host.rates import Rate, news, rates
from netviz.host.watch import HostWatcher
from netviz.topology import publish
from netviz.topology.reconcile import Batch
from netviz.topology.schema import Cause, Container

NETLINK = Cause(type="netlink")
# Links, addresses and routes of one change arrive one after another, and a link gets its final name and namespace last: wait
# until the kernel has been quiet for so long, but not for longer than this in all.
QUIET_S, MOST_S = 0.03, 0.3
# At most this share of the time goes into joining interfaces, however many there are.
SHARE = 0.2
# Only rates that changed are told; all of them so often, for pages that came meanwhile.
ALL_EVERY_S = 5.0


class HostSide:
    def __init__(self, engine: str, url: str, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._changed = asyncio.Event()
        self.watcher = HostWatcher(engine, url, self._changed.set)

    async def run(self) -> None:
        """Keeps the interfaces true until cancelled."""
        await self.watcher.start()
        self._changed.set()
        try:
            with self._store.listening(self._on_commit):
                while True:
                    await self._changed.wait()
                    await self._quiet()
                    begun = time.monotonic()
                    await self._observe()
                    await asyncio.sleep((time.monotonic() - begun) * (1 / SHARE - 1))
        finally:
            await self.watcher.close()

    async def _quiet(self) -> None:
        end = time.monotonic() + MOST_S
        while self._changed.is_set() and time.monotonic() < end:
            self._changed.clear()
            await asyncio.sleep(QUIET_S)
        self._changed.clear()

    async def _observe(self) -> None:
        objects = dict(self._store.mirror)
        await self.watcher.follow(item for item in objects.values() if isinstance(item, Container))
        await self._store.replace(["interface"], self.watcher.interfaces(objects), NETLINK)

    def _on_commit(self, batch: Batch) -> None:
        if any(change.kind in ("container", "endpoint", "network") for change in batch.changes):
            self._changed.set()


class Rates:
    """Samples the byte counters, once a second, while somebody looks."""

    def __init__(self, engine: str, host: HostSide) -> None:
        self._engine = engine
        self._host = host
        self._until = 0.0
        self._wanted = asyncio.Event()

    @property
    def watched(self) -> bool:
        return time.monotonic() < self._until

    def want(self, seconds: float) -> None:
        """Somebody looks: sample for so long."""
        self._until = time.monotonic() + seconds
        self._wanted.set()

    async def run(self) -> None:
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            await self._sample()

    async def _sample(self) -> None:
        before, at = await self._host.watcher.counters(), time.monotonic()
        told: dict[str, Rate] = {}
        told_all_at = at
        while self.watched:
            await asyncio.sleep(1)
            after, now = await self._host.watcher.counters(), time.monotonic()
            if now - told_all_at >= ALL_EVERY_S:
                told, told_all_at = {}, now
            found = rates(before, after, now - at)
            if said := news(told, found):
                await self._say(said)
            told, before, at = found, after, now

    async def _say(self, said: Mapping[str, Rate]) -> None:
        data = {key: rate.data() for key, rate in said.items()}
        await publish.notify({"type": "rates", "engine": self._engine, "time": time.time(), "rates": data})
