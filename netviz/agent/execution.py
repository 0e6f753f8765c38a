"""The agent's side of an order: claim it once, carry it out, look at what came of it, write how it ended."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from channels.layers import get_channel_layer
from django.db import transaction
from django.utils import timezone

from netviz.agent.effects import as_engines_take_it, concerned, holds
from netviz.agent.models import Order
from netviz.agent.observer import Look, Observer
from netviz.agent.orders import announce, end_of, expire, order_group
from netviz.agent.store import Store
from netviz.engine.asynchronous import ORDERS_AT_A_TIME, AsyncEngine
from netviz.engine.errors import EngineError
from netviz.engine.orders import OrderSpec, parse_order
from netviz.topology.db import in_db
from netviz.topology.lease import Lost
from netviz.topology.models import Engine
from netviz.topology.schema import Cause

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
# Errors that leave open whether the engine did it.
LOST = {"unreachable", "timeout"}
# The engine's events of an order come before its answer, rarely after: this long they are still the order's.
ECHO_S = 2.0
# Its own event is this near to the engine's answer, if there is one.
HEAR_S = 0.03
# A process that was stopped in between may have been taken for dead, and its order for settled: it does not begin any more.
BEGIN_WITHIN_S = 5.0


@dataclass
class Running:
    """An order at work, and the objects whose events are its doing."""

    cause: Cause
    objects: set[str]
    until: float = field(default=float("inf"))


class Execution:
    def __init__(self, engine: AsyncEngine, store: Store, observer: Observer) -> None:
        self._engine = engine
        self._store = store
        self._observer = observer
        self._running: dict[int, Running] = {}
        self._unsettled: dict[int, Order] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self._at_work = 0
        self._wake = asyncio.Event()

    def wake(self) -> None:
        self._wake.set()

    def cause_of(self, objects: Sequence[str]) -> Cause | None:
        """The order whose doing an event about `objects` is (a container's and a network's id), if one is."""
        now = time.monotonic()
        for order_id, running in list(self._running.items()):
            if running.until < now:
                del self._running[order_id]
            elif running.objects and running.objects <= set(objects):
                return running.cause
        return None

    async def run(self) -> None:
        """Claims and carries out orders until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                # No more than can begin at once: a claimed order that waits for its turn could outlive its agent's lease.
                free = ORDERS_AT_A_TIME - self._at_work
                for order in await in_db(claim, self._store.engine, self._store.fence, free) if free > 0 else ():
                    self._at_work += 1
                    group.create_task(self._carry_out(order)).add_done_callback(self._one_less)
                self._wake.clear()
                # The message only wakes: an order whose message was lost is found a little later. (wait_for would lose a cancellation
                # that comes together with the wake-up, before Python 3.12.)
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_S):
                        await self._wake.wait()

    def _one_less(self, _: "asyncio.Task[None]") -> None:
        self._at_work -= 1
        self._wake.set()

    async def settle(self) -> None:
        """What an earlier agent had claimed, or a lost connection left open, is settled by what the engine shows now.

        It is never run again.
        """
        unsettled, self._unsettled = self._unsettled, {}
        orphans = await in_db(_orphans, self._store.engine, self._store.fence)
        for order in [*orphans, *unsettled.values()]:
            await self._settle(order, parse_order(order.args))

    async def _settle(self, order: Order, spec: OrderSpec) -> None:
        effect = holds(spec, self._store.mirror)
        error = None if effect else {"code": "outcome_unknown", "detail": "", "params": {}}
        await self._end(order, Order.State.DONE if effect else Order.State.UNKNOWN, {"settled": True}, error)

    async def _carry_out(self, claimed: "Claimed") -> None:
        order, spec = claimed.order, claimed.spec
        cause = Cause(type="order", action=order.action, order=order.pk, by=order.by_name)
        running = self._running[order.pk] = Running(cause, concerned(spec))
        state, result, error = Order.State.DONE, None, None
        try:
            if time.monotonic() - claimed.at > BEGIN_WITHIN_S:
                raise EngineError("timeout", "the agent was held up")
            result = await self._engine.execute(as_engines_take_it(spec, self._store.mirror))
        except EngineError as failure:
            if failure.code in LOST:
                running.until = time.monotonic() + ECHO_S
                await self._leave_open(order, spec, cause)
                return
            state = Order.State.FAILED
            result = failure.params.get("result")
            error = {"code": failure.code, "detail": failure.detail, "params": failure.params}
        if error:
            await self._look(spec, result, cause)
        else:
            await self._hear_or_look(spec, result, cause)
        running.until = time.monotonic() + ECHO_S
        await self._end(order, state, result, error)

    async def _leave_open(self, order: Order, spec: OrderSpec, cause: Cause) -> None:
        """The engine may have done it: looking decides, now if it answers, else when it is back."""
        self._unsettled[order.pk] = order
        try:
            await self._observer.look_and_wait(looks_after(spec, None, cause))
        except EngineError:
            return
        if self._unsettled.pop(order.pk, None):
            await self._settle(order, spec)

    async def _look(self, spec: OrderSpec, result: dict[str, Any] | None, cause: Cause, after_s: float = 0.0) -> None:
        """Some orders emit no event, some fail half-way: look in any case."""
        await asyncio.sleep(after_s)
        try:
            await self._observer.look_and_wait(looks_after(spec, result, cause))
        except EngineError as error:
            # The order's own outcome stands; what came of it is found when the engine is back.
            log.warning("%s: %s could not be looked at after its order: %s", self._store.engine, spec.target, error)

    async def _hear_or_look(self, spec: OrderSpec, result: dict[str, Any] | None, cause: Cause) -> None:
        """The event of a connect or disconnect comes before the engine's answer, and what it made us look at is the whole effect.

        Only where none comes (a stopped container on Docker 20.10) somebody has to wait for a look.
        """
        heard = spec.action in ("connect", "disconnect") and await self._hears(spec)
        looking = asyncio.create_task(self._look(spec, result, cause, after_s=HEAR_S if heard else 0.0))
        self._looking.add(looking)
        looking.add_done_callback(self._looking.discard)
        if not heard:
            await looking

    async def _hears(self, spec: OrderSpec) -> bool:
        """Whether the order's effect is in the models, or comes within a moment."""
        heard = asyncio.Event()

        def listen(_: object = None) -> None:
            if holds(spec, self._store.mirror):
                heard.set()

        with self._store.listening(listen):
            listen()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(HEAR_S):
                    await heard.wait()
        return heard.is_set()

    async def _end(
        self, order: Order, state: Order.State, result: dict[str, Any] | None, error: dict[str, Any] | None
    ) -> None:
        order.state, order.result, order.error = state, result, error
        order.finished, order.revision = timezone.now(), self._store.revision or None
        if await in_db(_write_end, order):
            await get_channel_layer().group_send(order_group(order.pk), {"type": "order.ended", "end": end_of(order)})
            await announce(order)


@dataclass(frozen=True)
class Claimed:
    """An order that is this agent's to carry out, and since when (monotonic seconds)."""

    order: Order
    spec: OrderSpec
    at: float


def claim(engine: str, fence: int, most: int) -> list[Claimed]:
    """Takes up to `most` of the engine's pending orders, each once; those past their deadline expire. Raises lease.Lost."""
    pending = list(Order.objects.filter(engine=engine, state=Order.State.PENDING).order_by("pk")[:most])
    if not pending:
        return []
    with transaction.atomic():
        if not Engine.objects.select_for_update().filter(name=engine, fence=fence).exists():
            raise Lost(engine)
        claimed = [_claim(order, fence) for order in pending]
    return [claim for claim in claimed if claim]


def _claim(order: Order, fence: int) -> Claimed | None:
    """The order, now ours alone; None when it came too late or another took it."""
    if order.deadline < timezone.now():
        expire(order)
        return None
    spec = parse_order(order.args)
    args = spec.masked().model_dump(mode="json")
    mine = Order.objects.filter(pk=order.pk, state=Order.State.PENDING)
    if not mine.update(state=Order.State.RUNNING, fence=fence, args=args):
        return None
    order.state, order.fence, order.args = Order.State.RUNNING, fence, args
    return Claimed(order, spec, time.monotonic())


def _orphans(engine: str, fence: int) -> list[Order]:
    return list(Order.objects.filter(engine=engine, state=Order.State.RUNNING).exclude(fence=fence))


def _write_end(order: Order) -> bool:
    """Whether it was this agent's to end: one that was taken for dead meanwhile has no say any more."""
    end = {field: getattr(order, field) for field in ("state", "result", "error", "finished", "revision")}
    return bool(Order.objects.filter(pk=order.pk, state=Order.State.RUNNING, fence=order.fence).update(**end))


def looks_after(spec: OrderSpec, result: dict[str, Any] | None, cause: Cause) -> list[Look]:
    """What has to be looked at once `spec` has run: all that it names, and what it made."""
    made = result.get("id") if result else None
    networks: list[object] = []
    containers: list[object] = []
    match spec.action:
        case "network_create":
            networks = [made]
        case "network_remove":
            networks = [spec.network]
        case "network_prune":
            networks = list(spec.networks)
        case "container_run":
            containers = [made]
        case _:
            containers = [spec.container]
    return [Look(("network", item), cause) for item in networks if isinstance(item, str)] + [
        Look(("container", item), cause) for item in containers if isinstance(item, str)
    ]
