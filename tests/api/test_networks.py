"""GET/POST networks, GET/DELETE networks/{ref}, POST networks/prune."""

from __future__ import annotations

from typing import Any

import pytest

from netviz.agent.models import Order
from netviz.topology.db import in_db
from tests.dashboard.world import network

from .conftest import Caller, FakeAgent, Kept, Objects, said


async def test_lists_bare_snapshot_objects(world: Objects, viewer: Caller) -> None:
    listed = said(await viewer.get("networks"), 200)
    assert isinstance(listed, list)
    assert listed == said(await viewer.get("topology"), 200)["networks"]


async def test_shows_one_by_id_and_by_name(world: Objects, viewer: Caller) -> None:
    by_name = said(await viewer.get("networks/lonely"), 200)
    assert by_name["id"] == world["lonely"].id
    assert by_name["subnets"][0]["subnet"] == "172.29.0.0/24"
    assert said(await viewer.get(f"networks/{world['lonely'].id}"), 200) == by_name
    assert said(await viewer.get(f"networks/{world['lonely'].id[:12]}"), 200) == by_name


async def test_what_is_not_there(world: Objects, viewer: Caller, operator: Caller) -> None:
    assert "nowhere" in said(await viewer.get("networks/nowhere"), 404, "not_found")["detail"]
    # Eleven characters are no beginning of an id.
    said(await viewer.get(f"networks/{world['lonely'].id[:11]}"), 404, "not_found")
    said(await operator.delete("networks/nowhere"), 404, "not_found")


async def test_a_name_with_slashes(
    world: Objects, kept: Kept, agent: FakeAgent, viewer: Caller, operator: Caller
) -> None:
    """Docker takes them; behind `%2F` and as they are."""
    await in_db(kept.put, network("team/a b"))
    shown = said(await viewer.get("networks/team%2Fa%20b"), 200)
    assert shown["name"] == "team/a b"
    assert said(await viewer.get("networks/team/a%20b"), 200) == shown
    said(await operator.post("networks/team%2Fa%20b/connect", {"container": "alpine1"}), 200)
    said(await operator.delete("networks/team%2Fa%20b"), 200)
    given = await in_db(lambda: list(Order.objects.order_by("pk").values_list("args", flat=True)))
    assert [(args["action"], args["network"]) for args in given] == [
        ("connect", shown["id"]),
        ("network_remove", shown["id"]),
    ]
    said(await viewer.get("networks/team%2Fnone"), 404, "not_found")


async def test_creates(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.result = {"id": "abc"}
    wished = {
        "name": "new-net",
        "driver": "macvlan",
        "subnets": [{"subnet": "10.9.0.0/24", "gateway": "10.9.0.1", "ip_range": "10.9.0.128/25"}],
        "options": {"parent": "eth0"},
        "labels": {"a": "b"},
        "internal": True,
        "attachable": True,
        "ipv6": True,
    }
    order = said(await operator.post("networks", wished), 201)["order"]
    assert order["result"] == {"id": "abc"}
    assert order["args"]["subnets"][0]["ip_range"] == "10.9.0.128/25"
    assert {key: order["args"][key] for key in wished if key != "subnets"} == {
        key: wished[key] for key in wished if key != "subnets"
    }
    assert "docker network create --driver macvlan --subnet 10.9.0.0/24" in order["command"]


async def test_removes(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    order = said(await operator.delete("networks/lonely"), 200)["order"]
    assert order["command"] == "docker network rm lonely"


async def test_the_engines_refusal_of_a_removal(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.fails("active_endpoints", "error while removing network: network shop_front has active endpoints")
    assert (
        "Disconnect them first" in said(await operator.delete("networks/shop_front"), 409, "active_endpoints")["detail"]
    )


async def test_prunes_exactly_what_is_listed(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.result = {"removed": [world["lonely"].id], "failed": []}
    ids = [world["lonely"].id, world["shop_back"].id, world["lonely"].id]
    order = said(await operator.post("networks/prune", {"networks": ids}), 200)["order"]
    assert order["args"]["networks"] == ids[:2]
    assert order["result"]["removed"] == [world["lonely"].id]


async def test_prune_of_what_is_not_there_removes_nothing(world: Objects, operator: Caller) -> None:
    said(await operator.post("networks/prune", {"networks": [world["lonely"].id, "nowhere"]}), 404, "not_found")
    assert await in_db(Order.objects.count) == 0


async def test_prune_of_two_engines(world: Objects, kept: Kept, other_host: Kept, operator: Caller) -> None:
    await in_db(other_host.put, network("theirs").model_copy(update={"engine": "host2"}))
    answer = await operator.post("networks/prune", {"networks": ["shop_back", "theirs"]})
    said(answer, 422, "several_engines")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "a b"},
        {"name": "-x"},
        {"name": "x" * 300},
        {"name": None},
        {"name": "n", "driver": ""},
        {"name": "n", "driver": None},
        {"name": "n", "subnets": "10.0.0.0/8"},
        {"name": "n", "subnets": [{}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.1/8"}]},
        {"name": "n", "subnets": [{"subnet": "nonsense"}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.0/24", "gateway": "10.1.0.1"}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.0/24", "ip_range": "fd00::/64"}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.0/24", "gateway": "x"}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.0/24", "aux_addresses": {"a": "10.9.0.1"}}]},
        {"name": "n", "subnets": [{"subnet": "10.0.0.0/24"}] * 21},
        {"name": "n", "options": {"a": 5}},
        {"name": "n", "options": []},
        {"name": "n", "labels": {"": "x"}},
        {"name": "n", "labels": {"x": "y" * 5000}},
        {"name": "n", "internal": "perhaps"},
        {"name": "n", "scope": "galaxy"},
        {"name": "n", "nonsense": 1},
        [],
        "text",
        5,
        None,
    ],
)
async def test_wrong_values_create_nothing(world: Objects, operator: Caller, body: Any) -> None:
    said(await operator.post("networks", body), 422, "invalid")
    assert await in_db(Order.objects.count) == 0


@pytest.mark.parametrize(
    "body", [{}, {"networks": []}, {"networks": "x"}, {"networks": [""]}, {"networks": ["x"] * 1001}]
)
async def test_wrong_values_prune_nothing(world: Objects, operator: Caller, body: Any) -> None:
    said(await operator.post("networks/prune", body), 422, "invalid")


async def test_a_viewer_may_only_look(world: Objects, viewer: Caller) -> None:
    said(await viewer.post("networks", {"name": "n"}), 403, "forbidden")
    said(await viewer.delete("networks/lonely"), 403, "forbidden")
    said(await viewer.post("networks/prune", {"networks": ["lonely"]}), 403, "forbidden")
    assert await in_db(Order.objects.count) == 0
