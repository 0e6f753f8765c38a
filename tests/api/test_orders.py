"""GET orders, GET orders/{id}, and Idempotency-Key."""

from __future__ import annotations

import asyncio

import pytest

from netviz.agent.models import Order
from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Objects, caller, said

CONNECT = ("networks/lonely/connect", {"container": "alpine1"})


async def test_the_audit_is_newest_first(world: Objects, agent: FakeAgent, operator: Caller, viewer: Caller) -> None:
    await operator.post(*CONNECT)
    await operator.post("containers/db/start")
    listed = said(await viewer.get("orders"), 200)
    assert [order["action"] for order in listed] == ["start", "connect"]
    assert {order["by"] for order in listed} == {"operator1"}
    assert said(await viewer.get(f"orders/{listed[1]['id']}"), 200) == listed[1]


async def test_pages_of_the_audit(world: Objects, agent: FakeAgent, operator: Caller, viewer: Caller) -> None:
    for _ in range(3):
        await operator.post("containers/db/start")
    ids = [order["id"] for order in said(await viewer.get("orders?limit=2"), 200)]
    assert len(ids) == 2
    older = said(await viewer.get(f"orders?before={ids[-1]}"), 200)
    assert [order["id"] for order in older] == [ids[-1] - 1]
    assert said(await viewer.get("orders?engine=nowhere"), 200) == []


@pytest.mark.parametrize("order_id", ["999999", str(2**63), "0", "9" * 40])
async def test_an_order_that_is_not_there(world: Objects, viewer: Caller, order_id: str) -> None:
    said(await viewer.get(f"orders/{order_id}"), 404, "not_found")


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=100000", "before=-1", f"before={2**63}", "engine="])
async def test_wrong_values(world: Objects, viewer: Caller, query: str) -> None:
    said(await viewer.get(f"orders?{query}"), 422, "invalid")


async def test_the_same_key_is_the_same_order(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    key = {"Idempotency-Key": "k1"}
    first = said(await operator.post(*CONNECT, **key), 200)
    again = said(await operator.post(*CONNECT, **key), 200)
    assert again["order"]["id"] == first["order"]["id"]
    assert await in_db(Order.objects.count) == 1


async def test_the_same_key_at_once(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.after_s = 0.05
    answers = await asyncio.gather(*(operator.post(*CONNECT, **{"Idempotency-Key": "k1"}) for _ in range(5)))
    assert len({said(answer, 200)["order"]["id"] for answer in answers}) == 1


async def test_the_same_crossing_at_once(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.after_s = 0.2
    answers = await asyncio.gather(*(operator.post(*CONNECT) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409, 409]
    assert await in_db(Order.objects.count) == 1


async def test_the_same_key_for_something_else(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    key = {"Idempotency-Key": "k1"}
    said(await operator.post(*CONNECT, **key), 200)
    said(await operator.post("containers/db/start", **key), 422, "idempotency_key_reused")


async def test_the_same_key_of_somebody_else(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    key = {"Idempotency-Key": "k1"}
    mine = said(await operator.post(*CONNECT, **key), 200)
    other = await in_db(caller, "admin")
    theirs = said(await other.post("containers/db/start", **key), 200)
    assert theirs["order"]["id"] != mine["order"]["id"]


@pytest.mark.parametrize(
    ("state", "status", "code"), [("expired", 504, "no_agent"), ("unknown", 502, "outcome_unknown")]
)
async def test_orders_that_nobody_ended(
    world: Objects, agent: FakeAgent, operator: Caller, state: str, status: int, code: str
) -> None:
    agent.state, agent.error = state, {"code": code, "detail": "", "params": {}}
    said(await operator.post(*CONNECT), status, code)
