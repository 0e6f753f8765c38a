"""GET history: one object through time. POST orders/{id}/undo: an order taken back."""

from __future__ import annotations

import pytest

from netviz.topology.db import in_db

from .conftest import Caller, FakeAgent, Kept, Objects, said


async def test_the_newest_first_each_with_the_whole_object(world: Objects, kept: Kept, viewer: Caller) -> None:
    web = world["web-1"]
    await in_db(kept.put, web.model_copy(update={"state": "exited"}))
    await in_db(kept.put, web.model_copy(update={"state": "running"}))
    changes = said(await viewer.get(f"history?kind=container&engine=host1&id={web.id}"), 200)["changes"]
    assert [change["data"]["state"] for change in changes] == ["running", "exited", "running"]
    older = await viewer.get(f"history?kind=container&engine=host1&id={web.id}&before={changes[0]['revision']}&limit=1")
    assert said(older, 200)["changes"] == [changes[1]]


async def test_what_was_removed_still_has_its_past(world: Objects, kept: Kept, viewer: Caller) -> None:
    lonely = world["lonely"]
    await in_db(lambda: kept.put(gone=[lonely.key]))
    changes = said(await viewer.get(f"history?kind=network&engine=host1&id={lonely.id}"), 200)["changes"]
    assert changes[0]["op"] == "remove" and changes[0]["data"] is None
    assert changes[1]["data"]["name"] == "lonely"


async def test_what_was_never_seen_has_none(world: Objects, viewer: Caller) -> None:
    assert said(await viewer.get("history?kind=network&engine=host1&id=nothing"), 200) == {"changes": []}


@pytest.mark.parametrize(
    "query", ["", "kind=x&engine=host1&id=a", "kind=network&engine=host1", "kind=network&engine=host1&id=a&limit=0"]
)
async def test_wrong_questions(world: Objects, viewer: Caller, query: str) -> None:
    said(await viewer.get(f"history?{query}"), 422, "invalid")


async def test_an_order_taken_back(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    done = said(await operator.post("networks/lonely/connect", {"container": "alpine1"}), 200)["order"]
    assert done["undo"]["action"] == "disconnect"
    # The fake agent changes no rows: as far as the models tell there is nothing to disconnect yet.
    said(await operator.post(f"orders/{done['id']}/undo"), 409, "not_connected")
    paused = said(await operator.post("containers/web-1/pause"), 200)["order"]
    back = await operator.post(f"orders/{paused['id']}/undo")
    said(back, 409, "already_so")


@pytest.mark.parametrize("order_id", ["999999", "9" * 30])
async def test_no_such_order_to_take_back(world: Objects, operator: Caller, order_id: str) -> None:
    said(await operator.post(f"orders/{order_id}/undo"), 404, "not_found")


async def test_what_can_not_be_taken_back(world: Objects, agent: FakeAgent, operator: Caller) -> None:
    stopped = said(await operator.post("containers/web-1/stop"), 200)["order"]
    said(await operator.post(f"orders/{stopped['id']}/undo"), 409, "no_undo")


async def test_a_viewer_takes_nothing_back(world: Objects, agent: FakeAgent, operator: Caller, viewer: Caller) -> None:
    done = said(await operator.post("containers/web-1/pause"), 200)["order"]
    said(await viewer.post(f"orders/{done['id']}/undo"), 403, "forbidden")
