"""One connection to an engine, from the first answer until it is lost."""

import asyncio
import contextlib
import logging
import time
from datetime import datetime

from netviz.agent.execution import Execution
from netviz.agent.failures import first
from netviz.agent.hostside import HostSide, Rates
from netviz.agent.observer import Look, Observer
from netviz.agent.passes import KINDS, Passes
from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine, Identity
from netviz.engine.errors import EngineError
from netviz.engine.events import EngineEvent
from netviz.topology import journal, schema
from netviz.topology.db import in_db
from netviz.topology.reconcile import Proposal
from netviz.topology.schema import Cause

log = logging.getLogger(__name__)

# Seconds between full passes: while somebody looks, and otherwise. Podman keeps silent about much (no event at start or stop).
PASS_EVERY = {"docker": (10.0, 60.0), "podman": (4.0, 20.0)}
# Replayed events come at once after subscribing: they name causes better than the first pass.
REPLAY_S = 0.1
LIVE = Cause(type="engine", action="live")
# Events are replayed from so long before the last change: some may have been on their way, and clocks are known to the second.
MARGIN_S = 5.0
# An engine that hangs keeps its connections open: only this shows it.
PING_EVERY_S = 5.0
ABILITIES_EVERY_S = 1.0
# No event tells that a clock was set, and only networks tell that a Swarm was joined or left.
IDENTITY_EVERY_S = 60.0
SWARM_NETWORKS = {"ingress", "docker_gwbridge"}
# The engine makes and removes them shortly before it says that it is in a Swarm, or in none.
SWARM_SETTLES_S = 1.0


class Session:
    def __init__(self, engine: AsyncEngine, store: Store, observer: Observer, execution: Execution, url: str) -> None:
        self._engine = engine
        self._store = store
        self.observer = observer
        self._execution = execution
        self.host = HostSide(store.engine, url, store)
        self.rates = Rates(store.engine, self.host)
        self.passes = Passes(engine, store, observer)
        self._identity: Identity | None = None
        self._identity_due = asyncio.Event()

    async def run(self, described: schema.Engine) -> None:
        """Observes until the connection is lost: raises EngineError, or lease.Lost when another agent took over."""
        self._identity = identity = await self._engine.identify()
        self._engine.forget()
        since = await in_db(last_change, self._store.engine)
        try:
            # What an order did while the first pass goes on is looked at after it, and the order ends then.
            with self.observer.connected():
                await self._observe(described, identity, since)
        except BaseExceptionGroup as errors:
            # All tasks end for one reason: the first one that failed.
            raise first(errors) from errors

    async def _observe(self, described: schema.Engine, identity: Identity, since: float) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_pinging())
            group.create_task(self._follow_events(since - MARGIN_S + (identity.clock_skew_s or 0.0)))
            if not _same_engine(described, identity) or not self._knows_anything:
                # Events that come meanwhile wait until all is there: they are looked at then.
                await self._first_pass(described, identity)
                group.create_task(self.observer.run())
            else:
                group.create_task(self.observer.run())
                await self._catch_up(described, identity)
            await self._execution.settle()
            self._execution.wake()
            group.create_task(self.host.run())
            group.create_task(self._watch_abilities())
            group.create_task(self._keep_identity())
            group.create_task(self.rates.run())
            group.create_task(self._keep_passing())

    @property
    def _knows_anything(self) -> bool:
        return any(kind == "network" for kind, _ in self._store.mirror)

    async def _first_pass(self, described: schema.Engine, identity: Identity) -> None:
        """All that there is, as one batch; what is known of another engine that was at this URL before goes."""
        state = await self._engine.observe_all()
        engine = Proposal(objects=(live(described, identity),), gone=(), cause=LIVE)
        await self._store.replace(KINDS, state, Cause(type="first"), [engine])

    async def _catch_up(self, described: schema.Engine, identity: Identity) -> None:
        """What changed while nobody looked: events that the engine remembers name it first, then a pass finds the rest."""
        await asyncio.sleep(REPLAY_S)
        await self.passes.once(drift=False)
        await self._store.put([live(described, identity)], LIVE)

    async def _follow_events(self, since: float) -> None:
        async for event in self._engine.events(since):
            self.observer.look(*self._looks(event))
            if event.type == "network" and event.network_name in SWARM_NETWORKS:
                self._identity_due.set()

    async def _keep_pinging(self) -> None:
        while True:
            await asyncio.sleep(PING_EVERY_S)
            await self._engine.ping()

    def _looks(self, event: EngineEvent) -> list[Look]:
        """The one object that an event is about: for connect and disconnect the container (a network's inspect grows)."""
        about = [item for item in (event.container_id, event.network_id) if item]
        cause = self._execution.cause_of(about) or Cause(type="event", action=f"{event.type} {event.action}")
        if event.container_id:
            return [Look(("container", event.container_id), cause)]
        if event.network_id:
            return [Look(("network", event.network_id), cause)]
        return []

    async def _keep_passing(self) -> None:
        watched, unwatched = PASS_EVERY[self._identity.product if self._identity else "docker"]
        waited = 0.0
        while True:
            await asyncio.sleep(1)
            waited += 1
            await self._store.flush()
            if waited >= (watched if self.rates.watched else unwatched):
                waited = 0.0
                await self.passes.once()

    async def _watch_abilities(self) -> None:
        """What the host's side can see, and why not, is part of what is known of the engine."""
        while True:
            engine = self._store.mirror.get(("engine", self._store.engine))
            seen = {"host_interfaces": self.host.watcher.host_interfaces, "namespaces": self.host.watcher.namespaces}
            if isinstance(engine, schema.Engine) and seen != {key: getattr(engine, key) for key in seen}:
                await self._store.put([engine.model_copy(update=seen)], Cause(type="engine", action="abilities"))
            await asyncio.sleep(ABILITIES_EVERY_S)

    async def _keep_identity(self) -> None:
        """What the engine says of itself, now and then. Raises EngineError where another engine answers by now."""
        while True:
            await self._identity_is_due()
            try:
                identity = await self._engine.identify()
            except EngineError as error:
                # Whether it is lost is for the ping to say: /info asks much of an engine.
                log.warning("%s: it does not describe itself: %s", self._store.engine, error.detail)
                continue
            if identity.swarm == "pending":
                self._identity_due.set()
            await self._note(identity)

    async def _identity_is_due(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDENTITY_EVERY_S):
                await self._identity_due.wait()
        self._identity_due.clear()
        await asyncio.sleep(SWARM_SETTLES_S)

    async def _note(self, identity: Identity) -> None:
        known = self._store.mirror.get(("engine", self._store.engine))
        if not isinstance(known, schema.Engine):
            return
        if not _same_engine(known, identity):
            raise EngineError("unreachable", "another engine answers at this address")
        told = live(known, identity)
        if _skew_is_the_same(known.clock_skew_s, told.clock_skew_s):
            told = told.model_copy(update={"clock_skew_s": known.clock_skew_s})
        if told != known:
            await self._store.put([told], Cause(type="engine", action="described"))


def live(described: schema.Engine, identity: Identity) -> schema.Engine:
    return described.model_copy(
        update={
            "state": "live",
            "reason": None,
            "reason_code": None,
            "since": schema.now() if described.state != "live" else described.since,
            "engine_id": identity.engine_id,
            "product": identity.product,
            "version": identity.version,
            "api_version": identity.api_version,
            "host_name": identity.host_name,
            "operating_system": identity.operating_system,
            "kernel_version": identity.kernel_version,
            "architecture": identity.architecture,
            "firewall_backend": identity.firewall_backend,
            "swarm": identity.swarm,
            "swarm_node_id": identity.swarm_node_id,
            "clock_skew_s": identity.clock_skew_s,
        }
    )


def _same_engine(known: schema.Engine, identity: Identity) -> bool:
    """Whether this is the engine that is known; one that tells no lasting id (Podman) is taken for it."""
    if known.product not in (None, identity.product):
        return False
    return known.engine_id is None or known.engine_id == identity.engine_id


def _skew_is_the_same(known_s: float | None, told_s: float | None) -> bool:
    """Rounded to whole seconds it goes to and fro by one without any change."""
    return known_s is not None and told_s is not None and abs(known_s - told_s) <= 1


def last_change(engine: str) -> float:
    """The time, by our clock, of the last change that the engine told of; now when there is none.

    Never later: our clock may have been set back, and what an engine is asked for from a time to come on (Podman) stays away until then.
    """
    changes = journal.recent(1, engine=engine, kinds=KINDS)
    return min([time.time(), *(datetime.fromisoformat(change.time).timestamp() for change in changes)])
