"""Looks at what events, orders and passes name, and has the difference written.

One task asks the engine for each object that a look waits for, once however many look, and commits what has come as one batch: a
burst of events becomes few batches by itself, a lone event waits for nothing, and an object whose inspect hangs holds up no
other. As all targeted observation goes through it, and no object is asked for twice at a time, no older answer of the engine can
overwrite a newer one.
"""

import asyncio
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine
from netviz.engine.errors import EngineError
from netviz.engine.observation import Sighting
from netviz.topology.reconcile import Batch, Proposal
from netviz.topology.schema import Cause, Endpoint, Key, Network

log = logging.getLogger(__name__)

# What is here waits so long for answers that are due, to make one batch of them; those that take longer than this are not due.
GATHER_S, SLOW_S = 0.05, 0.5


@dataclass(frozen=True)
class Look:
    """A container or network to look at, and why."""

    key: Key
    cause: Cause
    done: "asyncio.Future[None] | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class Asked:
    """An object that the engine was asked for, by whom and when (monotonic seconds)."""

    key: Key
    looks: list[Look]
    answer: "asyncio.Task[Sighting | None]"
    at: float

    @property
    def cause(self) -> Cause:
        """An order's own cause says more than the event that it made."""
        causes = [look.cause for look in self.looks]
        return next((cause for cause in causes if cause.type == "order"), causes[0])


class Observer:
    def __init__(self, engine: AsyncEngine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self._waiting: dict[Key, list[Look]] = {}
        self._asked: dict[Key, Asked] = {}
        self._wake = asyncio.Event()
        self._seen_at: dict[Key, float] = {}
        self._connected = False

    def look(self, *looks: Look) -> None:
        for look in looks:
            self._waiting.setdefault(look.key, []).append(look)
        if looks:
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
        """Whether the engine was asked for the object after `moment` (time.monotonic seconds), and what it said is committed."""
        return self._seen_at.get(key, 0.0) >= moment

    @contextmanager
    def connected(self) -> Iterator[None]:
        """While there is a connection: who looks waits for `run`, which may begin later."""
        self._connected = True
        try:
            yield
        finally:
            self._connected = False
            self._give_up([])

    async def run(self) -> None:
        """Works until the connection is lost (EngineError) or the lease is (lease.Lost)."""
        come: list[Asked] = []
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                if come := await self._gather():
                    await self._commit(come)
        finally:
            self._give_up(come)

    async def _gather(self) -> list[Asked]:
        """Asks for what waits, and returns what has come: in a burst after a moment, so that it is more."""
        until = time.monotonic() + GATHER_S
        while True:
            self._ask()
            now = time.monotonic()
            due = [
                asked.answer for asked in self._asked.values() if not asked.answer.done() and asked.at > now - SLOW_S
            ]
            come = [asked for asked in self._asked.values() if asked.answer.done()]
            if not come or not due or now >= until:
                break
            await asyncio.wait(due, timeout=until - now)
        for asked in come:
            del self._asked[asked.key]
        return come

    def _ask(self) -> None:
        for key in [key for key in self._waiting if key not in self._asked]:
            answer = asyncio.create_task(self._sight(key))
            answer.add_done_callback(lambda _: self._wake.set())
            self._asked[key] = Asked(key, self._waiting.pop(key), answer, time.monotonic())

    async def _commit(self, come: list[Asked]) -> None:
        seen = [(asked, sighting) for asked in come if (sighting := asked.answer.result()) is not None]
        batch = await self._store.commit(
            [Proposal(objects=sighting.objects, gone=sighting.gone, cause=asked.cause) for asked, sighting in seen]
        )
        self._note_seen(asked for asked, _ in seen)
        for asked in come:
            for look in asked.looks:
                if look.done and not look.done.done():
                    look.done.set_result(None)
        self.look(*self._consequences(batch))
        if self._waiting:
            # What was waiting for an answer about the same object is asked for anew.
            self._wake.set()

    def _note_seen(self, seen: Iterable[Asked]) -> None:
        self._seen_at |= {asked.key: asked.at for asked in seen}
        if len(self._seen_at) > 10_000:
            horizon = time.monotonic() - 60
            self._seen_at = {key: at for key, at in self._seen_at.items() if at > horizon}

    def _give_up(self, come: list[Asked]) -> None:
        open_ = [*come, *self._asked.values()]
        for asked in open_:
            asked.answer.cancel()
        looks = [look for asked in open_ for look in asked.looks]
        looks += [look for waiting in self._waiting.values() for look in waiting]
        for look in looks:
            if look.done and not look.done.done():
                look.done.set_exception(EngineError("unreachable", "the connection to the engine ended"))
                # Whoever waited may have been cancelled together with this task: the exception counts as seen.
                look.done.exception()
        self._waiting, self._asked = {}, {}

    async def _sight(self, key: Key) -> Sighting | None:
        kind, object_id = key
        try:
            if kind == "container":
                return await self._engine.observe_container(object_id)
            return await self._engine.observe_network(object_id)
        except EngineError as error:
            if error.code == "unreachable":
                raise
            # The engine can't show this one object (a 500, or its inspect hangs): what is known of it stays, the next pass tries again.
            log.warning("%s: %s %s can't be inspected: %s", self._store.engine, kind, object_id[:12], error.detail)
            return None

    def _consequences(self, batch: Batch) -> list[Look]:
        """A network that came or went changes what the containers that name it hold.

        Another of its name may be gone without an event (Podman's prune): whoever made the new one has a right to its name.
        """
        networks = {change.id: change for change in batch.changes if change.kind == "network" and change.op != "update"}
        if not networks:
            return []
        names = {change.data["name"] for change in networks.values() if change.data}
        cause = next(iter(networks.values())).cause
        concerned: set[Key] = set()
        for item in list(self._store.mirror.values()):
            if isinstance(item, Network) and item.name in names and item.id not in networks:
                concerned.add(item.key)
            if isinstance(item, Endpoint) and (
                item.network_name in names if item.missing else item.network_id in networks
            ):
                concerned.add(("container", item.container_id))
        return [Look(key, cause) for key in sorted(concerned)]


def owner(key: Key) -> Key:
    """The object that has to be looked at to know of `key`: an endpoint is part of its container."""
    kind, object_id = key
    return ("container", object_id.partition(":")[0]) if kind == "endpoint" else key
