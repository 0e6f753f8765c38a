"""One connection to an engine, from the first answer until it is lost."""

import asyncio
from datetime import datetime

from netviz.agent.execution import Execution
from netviz.agent.failures import first
from netviz.agent.hostside import HostSide, Rates
from netviz.agent.observer import Look, Observer
from netviz.agent.passes import KINDS, PASS, Passes
from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine, Identity
from netviz.engine.events import EngineEvent
from netviz.topology import journal, schema
from netviz.topology.db import in_db
from netviz.topology.reconcile import Proposal
from netviz.topology.schema import Cause

# Seconds between full passes: while somebody looks, and otherwise. Podman keeps silent about much (no event at start or stop).
PASS_EVERY = {"docker": (10.0, 60.0), "podman": (4.0, 20.0)}
# Replayed events come at once after subscribing: they name causes better than the first pass.
REPLAY_S = 0.1


class Session:
    def __init__(self, engine: AsyncEngine, store: Store, observer: Observer, execution: Execution, url: str) -> None:
        self._engine = engine
        self._store = store
        self._observer = observer
        self._execution = execution
        self.host = HostSide(store.engine, url, store)
        self.rates = Rates(store.engine, self.host)
        self.passes = Passes(engine, store, observer)
        self._identity: Identity | None = None

    async def run(self, described: schema.Engine) -> None:
        """Observes until the connection is lost: raises EngineError, or lease.Lost when another agent took over."""
        self._identity = identity = await self._engine.identify()
        self._engine.forget()
        since = await in_db(_last_change, self._store.engine, identity.clock_skew_s or 0.0)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._follow_events(since))
                if since is not None:
                    group.create_task(self._observer.run())
                    await asyncio.sleep(REPLAY_S)
                await self._first_pass(described, identity)
                if since is None:
                    group.create_task(self._observer.run())
                await self._execution.settle()
                self._execution.wake()
                group.create_task(self.host.run())
                group.create_task(self._watch_abilities())
                group.create_task(self.rates.run())
                group.create_task(self._keep_passing())
        except BaseExceptionGroup as errors:
            # All tasks end for one reason: the first one that failed.
            raise first(errors) from errors

    async def _first_pass(self, described: schema.Engine, identity: Identity) -> None:
        state = await self._engine.observe_all()
        known = any(kind == "network" for kind, _ in self._store.mirror)
        engine = Proposal(objects=(live(described, identity),), gone=(), cause=Cause(type="engine", action="live"))
        await self._store.replace(KINDS, state, PASS if known else Cause(type="first"), [engine])

    async def _follow_events(self, since: float | None) -> None:
        async for event in self._engine.events(since):
            self._observer.look(*self._looks(event))

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
            await asyncio.sleep(0.5)


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


def _last_change(engine: str, skew_s: float) -> float | None:
    """The time of the engine's last journalled change by the engine's own clock: from there on its events are replayed."""
    changes = journal.recent(1, engine=engine)
    return datetime.fromisoformat(changes[0].time).timestamp() + skew_s if changes else None
