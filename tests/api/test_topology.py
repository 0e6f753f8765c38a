"""GET topology and GET changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from netviz.topology import journal, models
from netviz.topology.db import in_db
from tests.dashboard.world import network

from .conftest import Caller, Kept, Objects, said


async def test_the_snapshot(world: Objects, viewer: Caller) -> None:
    body = said(await viewer.get("topology"), 200)
    state = await in_db(journal.current)
    assert (body["revision"], body["journal"]) == (state.revision, state.id)
    assert {item["name"] for item in body["networks"]} >= {"lonely", "shop_front", "bridge"}
    assert body["engines"][0]["name"] == "host1"
    endpoint = next(item for item in body["endpoints"] if item["ipv4"] == "172.20.0.3")
    assert endpoint["id"] == f"{world['web-1'].id}:{world['shop_front'].id}"
    assert {"containers", "interfaces"} <= body.keys()


async def test_only_what_is_drawn(world: Objects, viewer: Caller) -> None:
    whole = said(await viewer.get("topology"), 200)
    drawn = said(await viewer.get("topology?view=map"), 200)
    assert "env" in whole["containers"][0]
    assert "env" not in drawn["containers"][0]
    assert len(whole["containers"]) == len(drawn["containers"])


async def test_an_earlier_revision(world: Objects, kept: Kept, viewer: Caller) -> None:
    before = said(await viewer.get("topology"), 200)
    await in_db(kept.put, network("later"))
    then = said(await viewer.get(f"topology?revision={before['revision']}"), 200)
    assert then["revision"] == before["revision"]
    assert "later" not in {item["name"] for item in then["networks"]}
    assert "later" in {item["name"] for item in said(await viewer.get("topology"), 200)["networks"]}


async def test_an_earlier_moment(world: Objects, kept: Kept, viewer: Caller) -> None:
    moment = datetime.now(UTC).isoformat()
    await in_db(kept.put, network("later"))
    then = said(await viewer.get(f"topology?time={quote(moment)}"), 200)
    assert "later" not in {item["name"] for item in then["networks"]}


async def test_further_back_than_the_journal(world: Objects, viewer: Caller) -> None:
    await in_db(models.Journal.objects.update, horizon=5)
    assert said(await viewer.get("topology?revision=4"), 410, "too_old")["horizon"] == 5
    said(await viewer.get("changes?since=4"), 410, "too_old")
    long_ago = (datetime.now(UTC) - timedelta(days=400)).isoformat()
    said(await viewer.get(f"topology?time={quote(long_ago)}"), 410, "too_old")


@pytest.mark.parametrize("horizon", [0, 5])
async def test_before_the_first_moment_that_is_known(world: Objects, viewer: Caller, horizon: int) -> None:
    await in_db(models.Journal.objects.update, horizon=horizon)
    earliest = said(await viewer.get("timeline"), 200)["earliest"]
    body = said(await viewer.get("topology?time=1970-01-01T00:00:00Z"), 410, "too_old")
    assert (body["earliest"], body["horizon"]) == (earliest, horizon)
    assert earliest in body["detail"]
    assert "revision" not in body["detail"]


async def test_the_changes(world: Objects, kept: Kept, viewer: Caller) -> None:
    since = said(await viewer.get("topology"), 200)["revision"]
    await in_db(kept.put, network("later"), action="network create")
    await in_db(kept.put, gone=[("network", world["lonely"].id)])
    body = said(await viewer.get(f"changes?since={since}"), 200)
    assert body["revision"] == since + 2
    assert body["more"] is False
    added, removed = body["changes"]
    assert (added["op"], added["kind"], added["engine"], added["data"]["name"]) == ("add", "network", "host1", "later")
    assert added["cause"]["action"] == "network create"
    assert (removed["op"], removed["id"], removed["data"]) == ("remove", world["lonely"].id, None)


async def test_a_page_of_changes(world: Objects, viewer: Caller) -> None:
    body = said(await viewer.get("changes?since=0&limit=2"), 200)
    assert [change["revision"] for change in body["changes"]] == [1, 2]
    assert body["more"] is True


async def test_a_revision_that_is_not_there_yet(world: Objects, viewer: Caller) -> None:
    body = said(await viewer.get("changes?since=1000000"), 200)
    assert body["changes"] == []


@pytest.mark.parametrize(
    "query",
    [
        "topology?view=nonsense",
        "topology?revision=-1",
        "topology?revision=x",
        "topology?revision=1.5",
        f"topology?revision={2**63}",
        "topology?time=yesterday",
        "topology?time=2026-01-01T00:00:00",
        "topology?time=0001-01-01T00:00:00%2B14:00",
        "topology?revision=1&time=2026-01-01T00:00:00Z",
        "changes",
        "changes?since=",
        "changes?since=-1",
        "changes?since=abc",
        f"changes?since={2**63}",
        "changes?since=1&limit=0",
        "changes?since=1&limit=100000",
    ],
)
async def test_wrong_values(world: Objects, viewer: Caller, query: str) -> None:
    said(await viewer.get(query), 422, "invalid")


async def test_an_empty_database(transactional_db: None, viewer: Caller) -> None:
    body = said(await viewer.get("topology"), 200)
    assert body["engines"] == body["networks"] == []
    assert said(await viewer.get("changes?since=0"), 200)["changes"] == []
