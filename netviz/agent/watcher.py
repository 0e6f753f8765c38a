"""Watches one engine for as long as it is configured: the lease, the connection, and the way back after a loss."""

import asyncio
import logging
import random
from typing import Any

from channels.layers import get_channel_layer

from netviz.agent import questions
from netviz.agent.execution import Execution
from netviz.agent.failures import apart, first
from netviz.agent.observer import Observer
from netviz.agent.orders import agent_group
from netviz.agent.session import Session
from netviz.agent.store import Store
from netviz.engine.asynchronous import AsyncEngine
from netviz.engine.client import Tls
from netviz.engine.errors import EngineError
from netviz.topology import lease, models, schema
from netviz.topology.db import in_db
from netviz.topology.publish import AGENTS
from netviz.topology.schema import Cause

log = logging.getLogger(__name__)

LEASE_S = lease.LEASE_S
# Back-off between attempts: doubled each time, with jitter, so that many agents don't knock at once.
BACKOFF_FIRST_S, BACKOFF_MOST_S = 0.25, 15.0
# A hub renews its interest every 5 s.
INTEREST_S = 12.0


class Watcher:
    def __init__(self, row: models.Engine, holder: str) -> None:
        self.name = row.name
        self.generation = row.generation
        self._row = row
        self._holder = holder
        self.session: Session | None = None
        self._execution: Execution | None = None
        self._until_interest_ends = 0.0

    async def run(self) -> None:
        """Runs until cancelled. While another agent holds the lease this one waits."""
        standstill = lease.Standstill()
        while True:
            dead = standstill.dead(await in_db(lease.ends, self.name))
            fence = await in_db(lease.acquire, self.name, self._holder, LEASE_S, dead)
            if fence is None:
                await asyncio.sleep(LEASE_S / 3)
                continue
            try:
                await apart(self._serve(fence))
            except lease.Lost:
                log.warning("%s: another agent has taken over", self.name)
            finally:
                await in_db(lease.release, self.name, self._holder, fence)

    async def _serve(self, fence: int) -> None:
        store = Store(self.name, fence)
        engine = AsyncEngine(self.name, self._row.url, tls=_tls(self._row))
        try:
            await store.open()
            engine.remember(store.mirror.values())
            observer = Observer(engine, store)
            self._execution = Execution(engine, store, observer)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep_lease(fence))
                group.create_task(self._listen(engine, group))
                group.create_task(self._execution.run())
                group.create_task(self._stay_connected(engine, store, observer, self._execution))
        except BaseExceptionGroup as errors:
            raise first(errors) from errors
        finally:
            await engine.close()
            store.close()

    async def _stay_connected(
        self, engine: AsyncEngine, store: Store, observer: Observer, execution: Execution
    ) -> None:
        pause = BACKOFF_FIRST_S
        while True:
            described = self._described(store)
            self.session = Session(engine, store, observer, execution, self._row.url)
            if self._interested_s > 0:
                self.session.rates.want(self._interested_s)
            try:
                await apart(self.session.run(described))
            except EngineError as error:
                if self._described(store).state == "live":
                    pause = BACKOFF_FIRST_S
                await self._lost(store, error)
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))
            pause = min(pause * 2, BACKOFF_MOST_S)

    async def _lost(self, store: Store, error: EngineError) -> None:
        """Rows stay: nothing is deleted because an engine did not answer."""
        known = self._described(store)
        if known.state == "unreachable" and known.reason == error.detail:
            return
        log.warning("%s: %s", self.name, error.detail)
        gone = {"state": "unreachable", "reason": error.detail, "reason_code": error.code}
        since = known.since if known.state == "unreachable" else schema.now()
        await store.put([known.model_copy(update=gone | {"since": since})], Cause(type="engine", action="unreachable"))

    def _described(self, store: Store) -> schema.Engine:
        known = store.mirror.get(("engine", self.name))
        if isinstance(known, schema.Engine):
            return known.model_copy(update={"url": self._row.url})
        return schema.Engine(engine=self.name, id=self.name, name=self.name, url=self._row.url)

    async def _keep_lease(self, fence: int) -> None:
        while True:
            await asyncio.sleep(LEASE_S / 3)
            if not await in_db(lease.renew, self.name, self._holder, fence, LEASE_S):
                raise lease.Lost(self.name)

    async def _listen(self, engine: AsyncEngine, group: asyncio.TaskGroup) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        groups = (AGENTS, agent_group(self._row.pk))
        try:
            for name in groups:
                await layer.group_add(name, channel)
            while True:
                message = await layer.receive(channel)
                if message["type"] == questions.TYPE:
                    group.create_task(questions.answer(engine, message))
                self._hear(message)
        finally:
            for name in groups:
                await layer.group_discard(name, channel)

    def _hear(self, message: dict[str, Any]) -> None:
        if message["type"] == "order" and self._execution:
            self._execution.wake()
        elif message["type"] == "interest":
            self._interest()

    def _interest(self) -> None:
        self._until_interest_ends = asyncio.get_running_loop().time() + INTEREST_S
        if self.session:
            self.session.rates.want(INTEREST_S)

    @property
    def _interested_s(self) -> float:
        return self._until_interest_ends - asyncio.get_running_loop().time()


def _tls(row: models.Engine) -> Tls | None:
    if not (row.tls_ca or row.tls_cert):
        return None
    return Tls(ca=row.tls_ca or None, cert=row.tls_cert or None, key=row.tls_key or None)
