"""GET/POST containers, GET/DELETE containers/{ref}, and their life."""

from __future__ import annotations

from typing import Any

import pytest

from netviz.agent.models import Order
from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Objects, said


async def test_lists_bare_snapshot_objects(world: Objects, viewer: Caller) -> None:
    listed = said(await viewer.get("containers"), 200)
    assert listed == said(await viewer.get("topology"), 200)["containers"]


async def test_shows_one(world: Objects, viewer: Caller) -> None:
    shown = said(await viewer.get("containers/web-1"), 200)
    assert (shown["id"], shown["project"], shown["service"]) == (world["web-1"].id, "shop", "web")
    said(await viewer.get("containers/nobody"), 404, "not_found")


async def test_runs(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    agent.result = {"id": "abc", "warnings": []}
    wished = {
        "image": "busybox",
        "name": "new-one",
        "command": ["sleep", "600"],
        "network": "lonely",
        "ipv4": "172.29.0.7",
        "aliases": ["a"],
        "ports": [{"port": 80, "host_port": 8081, "host_ip": "127.0.0.1"}],
        "env": {"SECRET": "hush"},
        "labels": {"a": "b"},
        "hostname": "h",
        "restart_policy": "always",
    }
    body = said(await operator.post("containers", wished), 201)
    order = body["order"]
    assert order["result"]["id"] == "abc"
    assert order["args"]["network"] == world["lonely"].id
    assert "hush" not in str(body)
    assert order["args"]["env"] == {"SECRET": "***"}
    assert "-p 127.0.0.1:8081:80" in order["command"]


@pytest.mark.parametrize("name", ["web-1", "id"])
async def test_runs_in_another_containers_namespace(
    world: Objects, agent: FakeAgent, operator: Caller, name: str
) -> None:
    ref = world["web-1"].id if name == "id" else name
    answer = await operator.post("containers", {"image": "busybox", "network": f"container:{ref}"})
    assert said(answer, 201)["order"]["args"]["network"] == f"container:{world['web-1'].id}"


async def test_runs_on_what_is_not_there(world: Objects, operator: Caller) -> None:
    said(await operator.post("containers", {"image": "busybox", "network": "nowhere"}), 404, "not_found")
    said(await operator.post("containers", {"image": "busybox", "network": "container:nobody"}), 404, "not_found")


@pytest.mark.parametrize(
    ("call", "ref", "body", "command"),
    [
        ("start", "db", None, "docker start db"),
        ("stop", "web-1", None, "docker stop web-1"),
        ("stop", "web-1", {}, "docker stop web-1"),
        ("stop", "web-1", {"timeout": 3}, "docker stop -t 3 web-1"),
        ("restart", "web-1", {"timeout": 0}, "docker restart -t 0 web-1"),
        ("pause", "web-1", None, "docker pause web-1"),
        ("rename", "web-1", {"name": "web-2"}, "docker rename web-1 web-2"),
    ],
)
async def test_a_containers_life(
    world: Objects, agent: FakeAgent, operator: Caller, call: str, ref: str, body: Any, command: str
) -> None:
    order = said(await operator.post(f"containers/{ref}/{call}", body), 200)["order"]
    assert order["command"] == command


async def test_unpauses(world: Objects, kept: Any, agent: FakeAgent, operator: Caller) -> None:
    await in_db(kept.put, world["alpine1"].model_copy(update={"state": "paused"}))
    order = said(await operator.post("containers/alpine1/unpause"), 200)["order"]
    assert order["undo"] == {"action": "pause", "container": world["alpine1"].id}


async def test_removes(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    order = said(await operator.delete("containers/web-1?force=true&volumes=true"), 200)["order"]
    assert order["command"] == "docker rm --force --volumes web-1"
    assert said(await operator.delete("containers/db"), 200)["order"]["command"] == "docker rm db"


@pytest.mark.parametrize(
    ("call", "ref"), [("start", "web-1"), ("stop", "db"), ("unpause", "web-1"), ("rename", "web-1")]
)
async def test_already_so(world: Objects, operator: Caller, call: str, ref: str) -> None:
    body = {"name": ref} if call == "rename" else None
    said(await operator.post(f"containers/{ref}/{call}", body), 409, "already_so")
    assert await in_db(Order.objects.count) == 0


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"image": ""},
        {"image": "a b"},
        {"image": "--privileged"},
        {"image": None},
        {"image": "x" * 600},
        {"image": "i", "command": "sleep 1"},
        {"image": "i", "command": [1]},
        {"image": "i", "command": ["x" * 5000]},
        {"image": "i", "name": "a/b"},
        {"image": "i", "ports": [{"port": 0}]},
        {"image": "i", "ports": [{"port": 70000}]},
        {"image": "i", "ports": [{"port": 80, "host_ip": "x"}]},
        {"image": "i", "ports": [{"port": 80, "protocol": "icmp"}]},
        {"image": "i", "ports": [80]},
        {"image": "i", "env": {"A=B": "c"}},
        {"image": "i", "env": {"": "c"}},
        {"image": "i", "env": ["A=b"]},
        {"image": "i", "hostname": "a b"},
        {"image": "i", "restart_policy": "sometimes"},
        {"image": "i", "ipv4": "x"},
        {"image": "i", "ipv4": "10.1.0.9"},
        {"image": "i", "aliases": ["web"], "network": "container:web-1"},
        {"image": "i", "network": ""},
        {"image": "i", "privileged": True},
        [],
        None,
    ],
)
async def test_wrong_values_run_nothing(world: Objects, operator: Caller, body: Any) -> None:
    said(await operator.post("containers", body), 422, "invalid")
    assert await in_db(Order.objects.count) == 0


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("stop", {"timeout": -1}),
        ("stop", {"timeout": "soon"}),
        ("stop", {"timeout": 10**30}),
        ("stop", [1]),
        ("restart", {"grace": 1}),
        ("rename", {}),
        ("rename", None),
        ("rename", {"name": "a b"}),
    ],
)
async def test_wrong_values_change_nothing(world: Objects, operator: Caller, call: str, body: Any) -> None:
    said(await operator.post(f"containers/web-1/{call}", body), 422, "invalid")
    assert await in_db(Order.objects.count) == 0


async def test_wrong_options_of_a_removal(world: Objects, operator: Caller) -> None:
    said(await operator.delete("containers/web-1?force=perhaps"), 422, "invalid")


async def test_a_viewer_may_only_look(world: Objects, viewer: Caller) -> None:
    said(await viewer.post("containers", {"image": "busybox"}), 403, "forbidden")
    said(await viewer.delete("containers/db"), 403, "forbidden")
    for call in ("start", "stop", "restart", "pause", "unpause", "rename"):
        said(await viewer.post(f"containers/web-1/{call}", {"name": "x"}), 403, "forbidden")
    assert await in_db(Order.objects.count) == 0
