"""The hub: no websocket loses a change or gets one twice, whatever happens to channel messages."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from channels.layers import get_channel_layer

from netviz.topology import hub as hubs
from netviz.topology import journal, publish
from netviz.topology.db import in_db
from netviz.topology.hub import Hub
from netviz.topology.reconcile import Batch, Proposal, Writer
from tests.topology.conftest import new_writer
from tests.topology.states import EVENT, container


@pytest_asyncio.fixture
async def hub(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    monkeypatch.setattr(hubs, "TICK_S", 0.05)
    hub = hubs.get()
    await hub.attach()
    # Its listening task subscribes first.
    await asyncio.sleep(0.01)
    yield hub
    hub.detach()
    await hub.stop()


@pytest_asyncio.fixture
async def changing(transactional_db: None) -> Writer:
    return await in_db(new_writer)


async def change(writer: Writer, name: str, told: bool = True) -> Batch:
    batch = await in_db(writer.commit, [Proposal([container(name=name)], [], EVENT)])
    if told:
        await publish.publish(batch)
    return batch


async def reach(hub: Hub, revision: int) -> None:
    async with asyncio.timeout(5):
        while hub.last < revision:
            await asyncio.sleep(0.01)


def names(text: str) -> list[str]:
    return [item["data"]["name"] for item in json.loads(text)["changes"]]


async def test_a_published_batch_wakes(hub: Hub, changing: Writer) -> None:
    waiting = asyncio.create_task(hub.news(hub.last, hub.notice))
    await asyncio.sleep(0)
    batch = await change(changing, "a")
    await asyncio.wait_for(waiting, 1)
    reached, text = await hub.changes_since(batch.first - 1)
    assert reached == batch.last
    assert names(text) == ["a"]


async def test_lost_messages_do_not_matter(hub: Hub, changing: Writer) -> None:
    start = hub.last
    for name in "abc":
        last = await change(changing, name, told=False)
    await reach(hub, last.last)
    assert names((await hub.changes_since(start))[1]) == ["a", "b", "c"]


async def test_a_gap_is_read_from_the_journal(hub: Hub, changing: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "TICK_S", 60)
    start = hub.last
    await change(changing, "lost", told=False)
    batch = await change(changing, "told")
    await reach(hub, batch.last)
    assert names((await hub.changes_since(start))[1]) == ["lost", "told"]


async def test_a_message_twice_counts_once(hub: Hub, changing: Writer) -> None:
    start = hub.last
    batch = await change(changing, "a")
    await publish.publish(batch)
    await reach(hub, (await change(changing, "b")).last)
    assert names((await hub.changes_since(start))[1]) == ["a", "b"]


async def test_what_the_ring_no_longer_holds_comes_from_the_journal(hub: Hub, changing: Writer) -> None:
    start = hub.last
    await reach(hub, (await change(changing, "a")).last)
    await reach(hub, (await change(changing, "b")).last)
    hub._ring.popleft()
    assert names((await hub.changes_since(start))[1]) == ["a", "b"]


async def test_beyond_the_horizon(hub: Hub, changing: Writer) -> None:
    for number in range(5):
        last = await change(changing, f"n{number}")
    await reach(hub, last.last)
    await in_db(journal.prune, 30, 1)
    hub._ring.clear()
    with pytest.raises(journal.TooOld):
        await hub.changes_since(0)


async def test_a_new_journal_means_a_new_start(hub: Hub, changing: Writer) -> None:
    from netviz.topology.models import Change, Journal

    await reach(hub, (await change(changing, "a")).last)
    old = hub.journal

    def restore() -> None:
        Change.objects.all().delete()
        Journal.objects.all().delete()
        Journal.objects.create(revision=0)

    await in_db(restore)
    async with asyncio.timeout(5):
        while hub.journal == old:
            await asyncio.sleep(0.01)
    assert hub.last == 0


async def test_the_snapshot_is_read_once_for_all(hub: Hub, changing: Writer) -> None:
    await reach(hub, (await change(changing, "a")).last)
    first, second = await asyncio.gather(hub.snapshot(), hub.snapshot())
    assert first is second
    message = json.loads(first[1])
    assert message["type"] == "snapshot"
    assert message["revision"] == hub.last
    assert message["journal"] == hub.journal


async def test_notices_are_lossy_for_the_slow(hub: Hub) -> None:
    start = hub.notice
    for number in range(hubs.NOTICES + 10):
        await publish.notify({"type": "rates", "number": number})
    async with asyncio.timeout(5):
        while hub.notice < start + hubs.NOTICES + 10:
            await asyncio.sleep(0.01)
    texts = hub.notices_since(start)
    assert len(texts) == hubs.NOTICES
    assert json.loads(texts[-1])["number"] == hubs.NOTICES + 9
    assert hub.notices_since(hub.notice) == []


async def test_agents_hear_that_somebody_looks(hub: Hub) -> None:
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(publish.AGENTS, channel)
    message = await asyncio.wait_for(layer.receive(channel), 6)
    assert message["type"] == "interest"
