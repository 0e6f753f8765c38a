"""Looks at what events, orders and passes name, and has the difference written.

One task takes all looks that wait, inspects each object once, and commits the lot as one batch: a burst of events becomes few
batches by itself, and a lone event waits for nothing. As all targeted observation goes through it, no older answer of the
engine can overwrite a newer one.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine
from netviz.engine.errors import EngineError
from netviz.engine.observation import Sighting
from netviz.topology.reconcile import Batch, Proposal
from netviz.topology.schema import Cause, Endpoint, Key

log = logging.getLogger(__name__)

# Errors of the connection, not of one object.
LOST = {"unreachable", "timeout"}


@dataclass(frozen=True)
class Look:
    """A container or network to look at, and why."""

    key: Key
    cause: Cause
    done: "asyncio.Future[None] | None" = field(default=None, compare=False)


class Observer:
    def __init__(self, engine: AsyncEngine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._waiting: list[Look] = []
        self._wake = asyncio.Event()
        self._seen_at: dict[Key, float] = {}
        self._connected = False

    def look(self, *looks: Look) -> None:
        if looks:
            self._waiting.extend(looks)
            self._wake.set()

    async def look_and_wait(self, looks: Iterable[Look]) -> None:
        """Returns when what the engine says of all of them now is committed. Raises EngineError when it can't be asked."""
        if not self._connected:
            raise EngineError("unreachable", "there is no connection to the engine")
        loop = asyncio.get_running_loop()
        waiting = [Look(look.key, look.cause, loop.create_future()) for look in looks]
        self.look(*waiting)
        for look in waiting:
            if look.done:
                await look.done

    def seen_since(self, key: Key, moment: float) -> bool:
        """Whether the object was looked at after `moment` (time.monotonic seconds)."""
        return self._seen_at.get(key, 0.0) >= moment

    async def run(self) -> None:
        """Works until the connection is lost (EngineError) or the lease is (lease.Lost)."""
        looks: list[Look] = []
        self._connected = True
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                looks, self._waiting = self._waiting, []
                await self._observe(looks)
        finally:
            self._connected = False
            self._give_up([*looks, *self._waiting])
            self._waiting = []

    def _give_up(self, looks: list[Look]) -> None:
        for look in looks:
            if look.done and not look.done.done():
                look.done.set_exception(EngineError("unreachable", "the connection to the engine ended"))
                # Whoever waited may have been cancelled together with this task: the exception counts as seen.
                look.done.exception()

    async def _observe(self, looks: list[Look]) -> None:
        causes: dict[Key, Cause] = {}
        for look in looks:
            # An order's own cause says more than the event that it made.
            if look.key not in causes or causes[look.key].type != "order":
                causes[look.key] = look.cause
        sightings = await asyncio.gather(*(self._sight(key) for key in causes))
        found = zip(causes.values(), sightings, strict=True)
        batch = await self._store.commit(
            [Proposal(objects=seen.objects, gone=seen.gone, cause=cause) for cause, seen in found if seen is not None]
        )
        now = time.monotonic()
        self._seen_at |= dict.fromkeys(causes, now)
        if len(self._seen_at) > 10_000:
            self._seen_at = {key: at for key, at in self._seen_at.items() if at > now - 60}
        for look in looks:
            if look.done and not look.done.done():
                look.done.set_result(None)
        self.look(*self._consequences(batch))

    async def _sight(self, key: Key) -> Sighting | None:
        kind, object_id = key
        try:
            if kind == "container":
                return await self._engine.observe_container(object_id)
            return await self._engine.observe_network(object_id)
        except EngineError as error:
            if error.code in LOST:
                raise
            # The engine can't show this one object (a 500): what is known of it stays, the next pass tries again.
            log.warning("%s: %s %s can't be inspected: %s", self._store.engine, kind, object_id[:12], error.detail)
            return None

    def _consequences(self, batch: Batch) -> list[Look]:
        """A network that came or went changes what the containers that name it hold."""
        networks = {change.id: change for change in batch.changes if change.kind == "network" and change.op != "update"}
        if not networks:
            return []
        names = {change.data["name"] for change in networks.values() if change.data}
        cause = next(iter(networks.values())).cause
        concerned = {
            item.container_id
            for item in list(self._store.mirror.values())
            if isinstance(item, Endpoint)
            and (item.network_id in networks if not item.missing else item.network_name in names)
        }
        return [Look(("container", container), cause) for container in sorted(concerned)]


def owner(key: Key) -> Key:
    """The object that has to be looked at to know of `key`: an endpoint is part of its container."""
    kind, object_id = key
    return ("container", object_id.partition(":")[0]) if kind == "endpoint" else key
