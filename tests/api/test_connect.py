"""POST networks/{ref}/connect and .../disconnect."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from netviz.agent.models import Order
from netviz.topology.db import in_db
from tests.dashboard.world import engine

from .conftest import Caller, FakeAgent, Kept, Objects, said


async def test_connects_by_names(world: Objects, agent: FakeAgent, operator: Caller, asked: object) -> None:
    body = said(await operator.post("networks/lonely/connect", {"container": "alpine1"}), 200)
    order = body["order"]
    assert (order["state"], order["action"], order["by"]) == ("done", "connect", "operator1")
    assert order["command"] == "docker network connect lonely alpine1"
    assert order["revision"] == 7
    assert await in_db(asked) == [  # type: ignore[arg-type]
        {"action": "connect", "container": world["alpine1"].id, "network": world["lonely"].id}
    ]


async def test_connects_by_ids_with_everything(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    wished = {
        "ipv4": "172.29.0.9",
        "aliases": ["a", "b"],
        "mac": "02:42:ac:1d:00:09",
        "driver_opts": {"k": "v"},
        "gw_priority": 3,
    }
    answer = await operator.post(f"networks/{world['lonely'].id}/connect", {"container": world["alpine1"].id, **wished})
    args = said(answer, 200)["order"]["args"]
    assert {key: args[key] for key in wished} == wished


async def test_connects_by_the_beginning_of_an_id(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    answer = await operator.post(f"networks/{world['lonely'].id[:12]}/connect", {"container": world["alpine1"].id[:14]})
    assert said(answer, 200)["order"]["args"]["network"] == world["lonely"].id


async def test_disconnects(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    answer = await operator.post("networks/shop_front/disconnect", {"container": "web-1", "force": True})
    order = said(answer, 200)["order"]
    assert order["command"] == "docker network disconnect --force shop_front web-1"


async def test_already_connected(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    said(await operator.post("networks/shop_front/connect", {"container": "web-1"}), 409, "already_connected")
    said(await operator.post("networks/lonely/disconnect", {"container": "web-1"}), 409, "not_connected")
    assert await in_db(Order.objects.count) == 0


async def test_the_same_crossing_pending(world: Objects, operator: Caller) -> None:
    await in_db(_pending, world)
    said(await operator.post("networks/lonely/connect", {"container": "alpine1"}), 409, "pending")
    assert await in_db(Order.objects.count) == 1


async def test_the_engines_refusal(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.fails("address_in_use", "Address already in use")
    answer = await operator.post("networks/lonely/connect", {"container": "alpine1", "ipv4": "172.29.0.9"})
    body = said(answer, 409, "address_in_use")
    assert "The engine says: Address already in use" in body["detail"]
    assert "Choose another address" in body["detail"]
    assert body["order"]["state"] == "failed"


@pytest.mark.parametrize(
    ("code", "status"),
    [("address_not_in_subnet", 422), ("timeout", 504), ("unreachable", 502), ("kernel_lacks", 422), ("not_found", 404)],
)
async def test_what_an_engines_refusal_is_in_http(
    world: Objects, agent: FakeAgent, operator: Caller, code: str, status: int
) -> None:
    agent.fails(code, "no <b>way</b>")
    body = said(await operator.post("networks/lonely/connect", {"container": "alpine1"}), status, code)
    assert "no <b>way</b>" in body["detail"]


async def test_an_order_that_takes_long(
    world: Objects, agent: FakeAgent, operator: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netviz.api.orders.WAIT_S", 0.05)
    agent.state = "pending"
    answer = await operator.post("networks/lonely/connect", {"container": "alpine1"})
    order = said(answer, 202)["order"]
    assert order["state"] == "pending"
    assert answer["Location"] == f"/api/v1/orders/{order['id']}"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "container"),
        ({"container": ""}, "container"),
        ({"container": None}, "container"),
        ({"container": 5}, "container"),
        ({"container": "alpine1", "ipv4": "nonsense"}, "ipv4"),
        ({"container": "alpine1", "ipv4": "fd00::1"}, "ipv4"),
        ({"container": "alpine1", "ipv6": "10.0.0.1"}, "ipv6"),
        ({"container": "alpine1", "ipv4": ["10.0.0.1"]}, "ipv4"),
        ({"container": "alpine1", "aliases": "a"}, "aliases"),
        ({"container": "alpine1", "aliases": ["-x"]}, "aliases.0"),
        ({"container": "alpine1", "aliases": ["a"] * 51}, "aliases"),
        ({"container": "alpine1", "mac": "02-42"}, "mac"),
        ({"container": "alpine1", "driver_opts": {"a": 1}}, "driver_opts.a"),
        ({"container": "alpine1", "gw_priority": 2**40}, "gw_priority"),
        ({"container": "alpine1", "nonsense": 1}, "nonsense"),
    ],
)
async def test_wrong_values(world: Objects, operator: Caller, body: dict[str, object], field: str) -> None:
    problems = said(await operator.post("networks/lonely/connect", body), 422, "invalid")["problems"]
    assert problems[0]["field"] == field
    assert await in_db(Order.objects.count) == 0


async def test_what_is_not_there(world: Objects, operator: Caller) -> None:
    said(await operator.post("networks/nowhere/connect", {"container": "alpine1"}), 404, "not_found")
    said(await operator.post("networks/lonely/connect", {"container": "nobody"}), 404, "not_found")


async def test_an_engine_that_is_away(world: Objects, kept: Kept, operator: Caller) -> None:
    away = engine(state="unreachable", reason="connection refused")
    await in_db(kept.put, away)
    answer = await operator.post("networks/lonely/connect", {"container": "alpine1"})
    assert "connection refused" in said(answer, 502, "engine_unreachable")["detail"]


async def test_read_only(world: Objects, operator: Caller, settings: object) -> None:
    settings.READ_ONLY = True  # type: ignore[attr-defined]
    said(await operator.post("networks/lonely/connect", {"container": "alpine1"}), 403, "read_only")


async def test_a_viewer_may_not(world: Objects, viewer: Caller) -> None:
    said(await viewer.post("networks/lonely/connect", {"container": "alpine1"}), 403, "forbidden")
    said(await viewer.post("networks/shop_front/disconnect", {"container": "web-1"}), 403, "forbidden")
    assert await in_db(Order.objects.count) == 0


def _pending(world: Objects) -> None:
    target = f"crossing:{world['alpine1'].id}:{world['lonely'].id}"
    now = timezone.now()
    Order.objects.create(
        engine="host1", action="connect", target=target, args={}, created=now, deadline=now + timedelta(seconds=30)
    )
