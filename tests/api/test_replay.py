"""The journal as a stretch of time: GET timeline, GET changes/steps, GET topology/difference."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from netviz.topology import journal, models, past
from netviz.topology.db import in_db
from tests.dashboard.world import container, network

from .conftest import Caller, Kept, Objects, said


async def revision() -> int:
    return (await in_db(journal.current)).revision


def ops(body: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (step["change"]["op"], (step["change"]["data"] or step["was"] or {}).get("name", "")) for step in body["steps"]
    ]


async def test_every_change_is_in_one_tick(world: Objects, viewer: Caller) -> None:
    body = said(await viewer.get("timeline"), 200)
    assert body["revision"] == await revision()
    assert sum(sum(tick["kinds"].values()) for tick in body["ticks"]) == body["revision"]
    assert body["ticks"][0]["first"] == 1
    assert body["ticks"][-1]["last"] == body["revision"]
    assert body["earliest"] == body["start"] <= body["ticks"][0]["time"] <= body["end"]


async def test_a_clock_that_was_set_back_hides_no_change(world: Objects, viewer: Caller) -> None:
    """What happened before that has times to come."""
    ahead = datetime.now(UTC) + timedelta(hours=1)
    await in_db(models.Change.objects.filter(revision__gt=3).update, time=ahead)
    body = said(await viewer.get("timeline"), 200)
    assert sum(sum(tick["kinds"].values()) for tick in body["ticks"]) == body["revision"]
    assert datetime.fromisoformat(body["end"]) == ahead


async def test_as_few_ticks_as_asked(world: Objects, viewer: Caller) -> None:
    await in_db(_spread)
    body = said(await viewer.get("timeline?buckets=3"), 200)
    assert 2 <= len(body["ticks"]) <= 4
    assert [tick["last"] + 1 for tick in body["ticks"][:-1]] == [tick["first"] for tick in body["ticks"][1:]]


def _spread() -> None:
    """One change each minute, the last now."""
    rows = list(models.Change.objects.order_by("revision"))
    for row in rows:
        row.time = datetime.now(UTC) - timedelta(minutes=len(rows) - row.revision)
    models.Change.objects.bulk_update(rows, ["time"])


async def test_only_the_stretch_that_is_asked_for(world: Objects, viewer: Caller) -> None:
    await in_db(_spread)
    since = (datetime.now(UTC) - timedelta(minutes=4.5)).isoformat()
    body = said(await viewer.get(f"timeline?start={quote(since)}"), 200)
    assert sum(sum(tick["kinds"].values()) for tick in body["ticks"]) == 5
    assert body["earliest"] < body["start"]
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    assert said(await viewer.get(f"timeline?start={quote(later)}"), 200)["ticks"] == []


async def test_a_tick_names_the_network_it_is_about(world: Objects, kept: Kept, viewer: Caller) -> None:
    joint = world["web-1@shop_back"]
    await in_db(_spread)
    await in_db(kept.put, gone=[("endpoint", joint.id)])
    tick = said(await viewer.get("timeline"), 200)["ticks"][-1]
    assert (tick["engine"], tick["network"]) == ("host1", world["shop_back"].id)
    assert tick["kinds"]["endpoint"] >= 1


async def test_the_horizon_bounds_the_timeline(world: Objects, viewer: Caller) -> None:
    await in_db(models.Journal.objects.update, horizon=5)
    body = said(await viewer.get("timeline"), 200)
    assert body["ticks"][0]["first"] == 6


async def test_an_empty_journal(transactional_db: None, viewer: Caller) -> None:
    body = said(await viewer.get("timeline"), 200)
    assert (body["revision"], body["earliest"], body["ticks"]) == (0, None, [])
    assert said(await viewer.get("changes/steps?after=0"), 200) == {"steps": []}
    assert said(await viewer.get("topology/difference?start=0&end=0"), 200) == {"steps": []}


async def test_steps_forward_and_back_meet(world: Objects, kept: Kept, viewer: Caller) -> None:
    start = await revision()
    await in_db(kept.put, network("later"))
    await in_db(kept.put, container("web-1", state="exited"))
    await in_db(kept.put, gone=[("network", world["lonely"].id)])
    forward = said(await viewer.get(f"changes/steps?after={start}"), 200)
    assert ops(forward) == [("add", "later"), ("update", "web-1"), ("remove", "lonely")]
    assert [step["was"] and step["was"]["name"] for step in forward["steps"]] == [None, "web-1", "lonely"]
    assert forward["steps"][1]["was"]["state"] == "running"
    back = said(await viewer.get(f"changes/steps?before={start + 3}&limit=3"), 200)
    assert back["steps"] == forward["steps"][::-1]


async def test_undoing_every_step_gives_the_snapshot_before(world: Objects, kept: Kept, viewer: Caller) -> None:
    start = await revision()
    before = said(await viewer.get("topology"), 200)
    for change in (network("a"), network("a", "10.0.0.0/24"), container("web-1", state="paused"), container("b")):
        await in_db(kept.put, change)
    await in_db(kept.put, gone=[("network", network("a").id), ("container", world["db"].id)])
    now = said(await viewer.get("topology"), 200)
    objects = {(kind, item["engine"], item["id"]): item for kind in KINDS for item in now[f"{kind}s"]}
    back = said(await viewer.get(f"changes/steps?before={await revision()}&limit={await revision() - start}"), 200)
    for step in back["steps"]:
        key = (step["change"]["kind"], step["change"]["engine"], step["change"]["id"])
        if step["was"] is None:
            objects.pop(key)
        else:
            objects[key] = step["was"]
    assert objects == {(kind, item["engine"], item["id"]): item for kind in KINDS for item in before[f"{kind}s"]}


KINDS = ("engine", "network", "container", "endpoint", "interface")


async def test_only_what_is_drawn_of_a_step(world: Objects, kept: Kept, viewer: Caller) -> None:
    start = await revision()
    await in_db(kept.put, container("web-1", env=("SECRET=***",)))
    whole = said(await viewer.get(f"changes/steps?after={start}"), 200)["steps"][0]
    drawn = said(await viewer.get(f"changes/steps?after={start}&view=map"), 200)["steps"][0]
    assert "env" in whole["change"]["data"]
    assert "env" in whole["was"]
    assert "env" not in json.dumps(drawn)


async def test_the_difference_is_by_object(world: Objects, kept: Kept, viewer: Caller) -> None:
    start = await revision()
    await in_db(kept.put, network("came-and-went"))
    await in_db(kept.put, gone=[("network", network("came-and-went").id)])
    await in_db(kept.put, network("came"))
    await in_db(kept.put, network("came", internal=True))
    await in_db(kept.put, container("web-1", state="paused"))
    await in_db(kept.put, container("alpine1", image="alpine", state="exited"))
    await in_db(kept.put, container("alpine1", image="alpine"))
    await in_db(kept.put, gone=[("container", world["db"].id)])
    end = await revision()
    body = said(await viewer.get(f"topology/difference?start={start}&end={end}"), 200)
    assert ops(body) == [("remove", "db"), ("update", "web-1"), ("add", "came")]
    assert said(await viewer.get(f"topology/difference?start={end}&end={end}"), 200) == {"steps": []}


async def test_removed_and_made_again_is_a_change(world: Objects, kept: Kept) -> None:
    start = await revision()
    await in_db(kept.put, gone=[("network", world["lonely"].id)])
    await in_db(kept.put, network("lonely", "10.9.0.0/24"))
    (step,) = await in_db(past.differences, start, await revision(), 10)
    assert (step.change.op, step.was and step.was["name"]) == ("update", "lonely")


@pytest.mark.parametrize(
    "path", ["changes/steps?after=4", "changes/steps?before=4", "topology/difference?start=4&end=9"]
)
async def test_further_back_than_the_journal(world: Objects, viewer: Caller, path: str) -> None:
    await in_db(models.Journal.objects.update, horizon=5)
    assert said(await viewer.get(path), 410, "too_old")["horizon"] == 5


async def test_steps_back_end_at_the_horizon(world: Objects, viewer: Caller) -> None:
    await in_db(models.Journal.objects.update, horizon=5)
    body = said(await viewer.get("changes/steps?before=8&limit=100"), 200)
    assert [step["change"]["revision"] for step in body["steps"]] == [8, 7, 6]


@pytest.mark.parametrize(
    "path",
    [
        "timeline?start=yesterday",
        "timeline?buckets=0",
        "timeline?buckets=100000",
        "timeline?start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z",
        "changes/steps",
        "changes/steps?after=1&before=2",
        "changes/steps?after=-1",
        f"changes/steps?after={2**63}",
        "changes/steps?after=1&limit=0",
        "topology/difference?start=1",
        "topology/difference?start=2&end=1",
        "topology/difference?start=x&end=1",
    ],
)
async def test_wrong_values(world: Objects, viewer: Caller, path: str) -> None:
    said(await viewer.get(path), 422, "invalid")


@pytest.mark.parametrize("path", ["timeline", "changes/steps?after=0", "topology/difference?start=0&end=1"])
async def test_strangers(world: Objects, stranger: Caller, path: str) -> None:
    said(await stranger.get(path), 401, "not_signed_in")
