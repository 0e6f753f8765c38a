"""Objects of two engines that have the same names, and ?engine=NAME."""

from __future__ import annotations

from netviz.agent.models import Order
from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Kept, Objects, said


async def test_an_ambiguous_name(world: Objects, other_host: Kept, viewer: Caller, operator: Caller) -> None:
    body = said(await viewer.get("networks/lonely"), 409, "ambiguous")
    assert {candidate["engine"] for candidate in body["candidates"]} == {"host1", "host2"}
    assert "?engine=NAME" in body["detail"]
    said(await operator.delete("networks/lonely"), 409, "ambiguous")
    said(await operator.post("networks/lonely/connect", {"container": "web-1"}), 409, "ambiguous")
    assert await in_db(Order.objects.count) == 0


async def test_the_engine_named(world: Objects, other_host: Kept, viewer: Caller) -> None:
    assert said(await viewer.get("networks/lonely?engine=host2"), 200)["engine"] == "host2"
    assert said(await viewer.get("containers/alpine1?engine=host1"), 200)["engine"] == "host1"
    said(await viewer.get("networks/shop_front?engine=host2"), 404, "not_found")
    said(await viewer.get("networks/lonely?engine=nowhere"), 404, "not_found")


async def test_one_engines_lists(world: Objects, other_host: Kept, viewer: Caller) -> None:
    assert [item["name"] for item in said(await viewer.get("networks?engine=host2"), 200)] == ["lonely"]
    assert {item["engine"] for item in said(await viewer.get("containers"), 200)} == {"host1", "host2"}
    said(await viewer.get("containers?engine=nowhere"), 404, "not_found")


async def test_a_container_is_looked_for_on_the_networks_engine(
    world: Objects, other_host: Kept, agent: FakeAgent, operator: Caller
) -> None:
    order = said(await operator.post("networks/lonely/connect?engine=host2", {"container": "alpine1"}), 200)["order"]
    assert order["engine"] == "host2"
    said(await operator.post("networks/lonely/connect?engine=host2", {"container": "web-1"}), 404, "not_found")


async def test_something_new_needs_an_engine(
    world: Objects, other_host: Kept, agent: FakeAgent, operator: Caller
) -> None:
    body = said(await operator.post("networks", {"name": "n"}), 422, "engine_needed")
    assert body["engines"] == ["host1", "host2"]
    assert said(await operator.post("networks?engine=host2", {"name": "n"}), 201)["order"]["engine"] == "host2"
    said(await operator.post("containers?engine=nowhere", {"image": "i"}), 404, "not_found")


async def test_something_new_where_no_engine_is(transactional_db: None, operator: Caller) -> None:
    said(await operator.post("networks", {"name": "n"}), 422, "engine_needed")
