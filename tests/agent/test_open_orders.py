"""Orders whose agent died, came late, lost its connection or its lease: never run twice, and settled by what the engine shows."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from django.utils import timezone

from netviz.accounts.models import Role, User
from netviz.agent import orders
from netviz.agent.agents import Agents
from netviz.agent.models import Order
from netviz.agent.store import Store
from netviz.engine.orders import parse_order
from netviz.topology import lease, models, schema, snapshot
from netviz.topology.db import in_db
from tests.agent.simulated import SimulatedEngine
from tests.waiting import PATIENCE_S, eventually

NAME = "sim"


class Case:
    """A container and a network that an order could connect, and the agents that a test starts."""

    def __init__(self, engine: SimulatedEngine, user: User) -> None:
        self.engine = engine
        self.user = user
        self.network = engine.network("wanted")
        self.container = engine.container("one")
        self.running: list[asyncio.Task[None]] = []

    def start(self) -> Agents:
        agents = Agents()
        self.running.append(asyncio.create_task(agents.run()))
        return agents

    async def stop(self) -> None:
        for task in self.running:
            task.cancel()
        await asyncio.gather(*self.running, return_exceptions=True)
        self.running = []

    async def live(self) -> None:
        await self.until(lambda: any(item["state"] == "live" for item in snapshot.objects("engine")))

    async def until(self, holds: Callable[[], Any]) -> None:
        await eventually(lambda: in_db(holds))

    async def submit(self) -> Order:
        spec = parse_order({"action": "connect", "container": self.container, "network": self.network})
        return await orders.submit(spec, engine=NAME, by=self.user)

    async def submitted_and_left(self, **fields: Any) -> Order:
        """An order that was given while an agent lived, and is found by the next as `fields` say."""
        self.start()
        await self.live()
        await self.stop()
        order = await self.submit()
        await in_db(Order.objects.filter(pk=order.pk).update, **fields)
        return order

    async def state_of(self, order: Order) -> str:
        await self.until(lambda: not Order.objects.get(pk=order.pk).open)
        return str((await in_db(Order.objects.get, pk=order.pk)).state)

    @property
    def times_asked(self) -> int:
        return self.engine.requests[f"POST /networks/{self.network}/connect"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SimulatedEngine]:
    with SimulatedEngine(tmp_path / "engine.sock") as engine:
        yield engine


@pytest_asyncio.fixture
async def case(engine: SimulatedEngine, transactional_db: None) -> AsyncIterator[Case]:
    await in_db(models.Engine.objects.create, name=NAME, url=engine.url)
    user = await in_db(User.objects.create_user, "ada", role=Role.OPERATOR)
    case = Case(engine, user)
    try:
        yield case
    finally:
        await case.stop()


async def test_an_order_given_while_no_agent_ran_is_carried_out_by_the_next(case: Case) -> None:
    order = await case.submitted_and_left()
    case.start()
    assert await case.state_of(order) == Order.State.DONE
    assert case.times_asked == 1


async def test_an_order_that_no_agent_took_in_time_expires(case: Case) -> None:
    order = await case.submitted_and_left(deadline=timezone.now() - timedelta(seconds=1))
    assert orders.order_data(await in_db(Order.objects.get, pk=order.pk))["state"] == "expired"
    seen = await orders.wait(order, 1)
    assert seen.state == Order.State.EXPIRED and seen.error["code"] == "no_agent"
    case.start()
    await case.live()
    assert case.times_asked == 0


async def test_an_agent_expires_what_it_finds_too_late(case: Case) -> None:
    order = await case.submitted_and_left(deadline=timezone.now() - timedelta(seconds=1))
    case.start()
    assert await case.state_of(order) == Order.State.EXPIRED
    assert case.times_asked == 0


async def test_an_expired_order_is_in_nobodys_way(case: Case) -> None:
    await case.submitted_and_left(deadline=timezone.now() - timedelta(seconds=1))
    again = await case.submit()
    case.start()
    assert await case.state_of(again) == Order.State.DONE
    assert case.times_asked == 1


async def test_a_claimed_order_whose_agent_died_without_doing_it_is_unknown(case: Case) -> None:
    order = await case.submitted_and_left(state=Order.State.RUNNING, fence=1)
    case.start()
    assert await case.state_of(order) == Order.State.UNKNOWN
    assert case.times_asked == 0


async def test_a_claimed_order_whose_agent_died_after_it_is_done(case: Case) -> None:
    order = await case.submitted_and_left(state=Order.State.RUNNING, fence=1)
    case.engine.connect(case.container, case.network)
    case.start()
    assert await case.state_of(order) == Order.State.DONE
    assert case.times_asked == 0


async def test_an_order_whose_answer_is_lost_is_looked_after(case: Case) -> None:
    case.start()
    await case.live()
    case.engine.fault(f"POST /networks/{case.network}/connect", hang_up=True)
    order = await case.submit()
    assert await case.state_of(order) == Order.State.UNKNOWN
    # The connection breaks again, after the engine has done it.
    case.engine.fault(f"POST /networks/{case.network}/connect", hang_up=True, delay_s=0.5)
    order = await case.submit()
    case.engine.connect(case.container, case.network)
    assert await case.state_of(order) == Order.State.DONE


async def test_an_order_that_takes_long_holds_up_nothing(case: Case) -> None:
    case.start()
    await case.live()
    case.engine.fault(f"POST /networks/{case.network}/connect", delay_s=PATIENCE_S)
    order = await case.submit()
    await case.until(lambda: case.times_asked)
    other = case.engine.container("other")
    await case.until(lambda: any(item["id"] == other for item in snapshot.objects("container")))
    assert (await in_db(Order.objects.get, pk=order.pk)).state == Order.State.RUNNING
    case.engine.heal()
    assert await case.state_of(order) == Order.State.DONE


async def test_a_hundred_orders_at_once_run_once_each(case: Case) -> None:
    networks = [case.engine.network(f"many-{number}") for number in range(100)]
    case.start()
    await case.live()
    await case.until(lambda: {item["id"] for item in snapshot.objects("network")} >= set(networks))
    given = await asyncio.gather(
        *(
            orders.submit(
                parse_order({"action": "connect", "container": case.container, "network": network}),
                engine=NAME,
                by=case.user,
            )
            for network in networks
        )
    )
    ended = await asyncio.gather(*(orders.wait(order, PATIENCE_S) for order in given))
    assert {order.state for order in ended} == {Order.State.DONE}
    assert all(case.engine.requests[f"POST /networks/{network}/connect"] == 1 for network in networks)


async def test_one_of_two_agents_writes_and_the_other_takes_over(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netviz.agent.watcher.LEASE_S", 6.0)
    case.start()
    await case.live()
    second = case.start()
    await asyncio.sleep(0.5)
    assert [watching.session for watching in second.watchers] == [None]
    assert case.engine.requests["GET /events"] == 1
    first = case.running.pop(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    new = case.engine.container("after-the-change")
    await case.until(lambda: any(item["id"] == new for item in snapshot.objects("container")))


async def test_an_agent_whose_lease_ran_out_writes_nothing(case: Case) -> None:
    case.start()
    await case.live()
    # It was stopped for longer than its lease lasts: another has taken over, and holds on.
    until = timezone.now() + timedelta(seconds=60)
    row = await in_db(models.Engine.objects.get, name=NAME)
    await in_db(
        models.Engine.objects.filter(name=NAME).update, lease_holder="another", lease_until=until, fence=row.fence + 1
    )
    case.engine.container("unseen")
    order = await case.submit()
    await asyncio.sleep(3)
    assert all(item["name"] != "unseen" for item in await in_db(snapshot.objects, "container"))
    assert (await in_db(Order.objects.get, pk=order.pk)).state == Order.State.PENDING
    assert case.times_asked == 0
    # The other one gives it up.
    await in_db(lease.release, NAME, "another", row.fence + 1)
    await case.until(lambda: any(item["name"] == "unseen" for item in snapshot.objects("container")))
    assert await case.state_of(order) == Order.State.DONE


async def test_a_store_of_an_earlier_lease_is_refused(case: Case) -> None:
    fence = await in_db(lease.acquire, NAME, "first", 60)
    assert fence is not None
    store = Store(NAME, fence)
    await store.open()
    await in_db(models.Engine.objects.filter(name=NAME).update, lease_until=timezone.now())
    assert await in_db(lease.acquire, NAME, "second", 60) == fence + 1
    with pytest.raises(lease.Lost):
        await store.put([schema.Network(engine=NAME, id="n", name="n", driver="bridge")], schema.Cause(type="pass"))
    assert await in_db(snapshot.objects, "network") == []
    store.close()
