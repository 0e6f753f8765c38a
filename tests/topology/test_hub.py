"""The hub: no websocket loses a change or gets one twice, whatever happens to channel messages."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.layers import get_channel_layer

from netviz.topology import hub as hubs
from netviz.topology import journal, publish
from netviz.topology.db import in_db
from netviz.topology.hub import Cursor, Hub
from netviz.topology.models import Change, Journal
from netviz.topology.reconcile import Batch, Proposal, Writer
from tests.topology.conftest import new_writer
from tests.topology.states import EVENT, container
from tests.waiting import PATIENCE_S, eventually

pytestmark = pytest.mark.django_db(transaction=True)


class Client:
    """What a browser makes of a cursor's messages: the revisions it has had, and any that it should not have had."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.revision: int | None = None
        self.names: list[str] = []
        self.kinds: list[str] = []
        self.messages: list[dict[str, Any]] = []

    async def read(self) -> list[dict[str, Any]]:
        async with asyncio.timeout(PATIENCE_S):
            messages = [json.loads(text) for text in await self.cursor.next()]
        for message in messages:
            self._take(message)
        return messages

    def _take(self, message: dict[str, Any]) -> None:
        self.kinds.append(message["type"])
        self.messages.append(message)
        if message["type"] == "snapshot":
            self.names = [item["name"] for item in message["containers"]]
        elif message["type"] == "changes":
            expected = self.revision
            for change in message["changes"]:
                assert expected is None or change["revision"] == expected + 1, "a change is missing, or came twice"
                expected = change["revision"]
                self.names.append(change["data"]["name"])
        if "revision" in message:
            self.revision = message["revision"]

    async def reach(self, revision: int) -> None:
        while (self.revision or 0) < revision:
            await self.read()


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    hub = hubs.get()
    yield hub
    for cursor in list(hub._cursors):
        hub.close(cursor)


@pytest.fixture
async def changing() -> Writer:
    return await in_db(new_writer)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hub does not look at the counter by itself."""
    monkeypatch.setattr(hubs, "LOOK_EVERY_S", 60)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """It looks more often than every second, so that a test need not wait for it."""
    monkeypatch.setattr(hubs, "LOOK_EVERY_S", 0.03)


async def change(writer: Writer, name: str, *, told: bool = True) -> Batch:
    batch = await in_db(writer.commit, [Proposal([container(name=name)], [], EVENT)])
    if told:
        await publish.publish(batch)
    return batch


async def client(hub: Hub, since: int | None = 0) -> Client:
    state = await in_db(journal.current)
    made = Client(await hub.open(since, state.id))
    made.revision = since
    return made


async def test_a_published_batch_wakes(hub: Hub, changing: Writer, blind: None) -> None:
    one = await client(hub)
    await one.read()
    waiting = asyncio.create_task(one.read())
    await asyncio.sleep(0)
    await change(changing, "a")
    await waiting
    assert one.names == ["a"]


async def test_each_client_gets_the_very_same_text(hub: Hub, changing: Writer, blind: None) -> None:
    cursors = [(await client(hub)).cursor for _ in range(3)]
    for cursor in cursors:
        await cursor.next()
    await change(changing, "a")
    texts = [(await cursor.next())[0] for cursor in cursors]
    assert texts[0] is texts[1] is texts[2]


async def test_lost_messages_do_not_matter(hub: Hub, changing: Writer, quick: None) -> None:
    one = await client(hub)
    for name in "abc":
        last = await change(changing, name, told=False)
    await one.reach(last.last)
    assert one.names == ["a", "b", "c"]


async def test_a_gap_is_read_from_the_journal(hub: Hub, changing: Writer, blind: None) -> None:
    one = await client(hub)
    await change(changing, "lost", told=False)
    await one.reach((await change(changing, "told")).last)
    assert one.names == ["lost", "told"]


async def test_a_message_twice_counts_once(hub: Hub, changing: Writer, blind: None) -> None:
    one = await client(hub)
    batch = await change(changing, "a")
    await publish.publish(batch)
    await one.reach((await change(changing, "b")).last)
    assert one.names == ["a", "b"]


async def test_messages_in_the_wrong_order(hub: Hub, changing: Writer, blind: None) -> None:
    one = await client(hub)
    first, second = await change(changing, "a", told=False), await change(changing, "b", told=False)
    await publish.publish(second)
    await publish.publish(first)
    await one.reach(second.last)
    await one.reach((await change(changing, "c")).last)
    assert one.names == ["a", "b", "c"]


async def test_a_large_batch_is_only_announced(
    hub: Hub, changing: Writer, blind: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "MOST_CHANGES", 3)
    monkeypatch.setattr(hubs, "PAGE", 2)
    one = await client(hub)
    items = [container(letter * 64, name=letter) for letter in "abcde"]
    batch = await in_db(changing.commit, [Proposal(items, [], EVENT)])
    await publish.publish(batch)
    await one.reach(batch.last)
    assert one.names == list("abcde")
    assert max(len(message["changes"]) for message in one.messages) == 2


async def test_a_client_that_lags_reads_the_journal(hub: Hub, changing: Writer, blind: None) -> None:
    hub_size, late = 4, await client(hub)
    hub.ring._size = hub_size
    quick = await client(hub)
    for number in range(3 * hub_size):
        await quick.reach((await change(changing, f"n{number}")).last)
    assert not hub.ring.holds(0)
    await late.reach(hub.ring.head)
    assert late.names == quick.names == [f"n{number}" for number in range(3 * hub_size)]


async def test_beyond_the_horizon_is_a_snapshot(hub: Hub, changing: Writer, blind: None) -> None:
    for number in range(5):
        await change(changing, f"n{number}")
    await in_db(journal.prune, 30, 1)
    one = await client(hub, 1)
    await one.reach(5)
    assert (one.kinds, one.names) == (["snapshot"], ["n4"])


async def test_after_a_snapshot_come_the_changes_since(hub: Hub, changing: Writer, blind: None) -> None:
    await change(changing, "a")
    first = await client(hub, None)
    await first.read()
    await change(changing, "b")
    # The snapshot that was made for the first client serves the second; what came since comes as changes.
    second = await client(hub, None)
    await second.reach(2)
    assert second.kinds == ["snapshot", "changes"]
    assert second.names == ["a", "b"]


async def test_many_ask_for_one_snapshot(hub: Hub, changing: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    await change(changing, "a")
    made = []
    read = hubs._snapshot
    monkeypatch.setattr(hubs, "_snapshot", lambda view: made.append(view) or read(view))
    clients = [await client(hub, None) for _ in range(5)]
    await asyncio.gather(*(one.read() for one in clients))
    assert made == [None]
    assert all(one.names == ["a"] for one in clients)


async def test_another_database_is_a_new_start(hub: Hub, changing: Writer, quick: None) -> None:
    one = await client(hub)
    await one.reach((await change(changing, "a")).last)

    def restore() -> None:
        Change.objects.all().delete()
        Journal.objects.all().delete()
        Journal.objects.create()

    await in_db(restore)
    while one.kinds[-1] != "snapshot":
        await one.read()
    state = await in_db(journal.current)
    assert one.messages[-1]["journal"] == state.id == hub.journal
    assert one.revision == 0


async def test_an_older_copy_of_the_database_is_a_new_start(hub: Hub, changing: Writer, quick: None) -> None:
    one = await client(hub)
    for name in "abc":
        await one.reach((await change(changing, name)).last)
    await in_db(lambda: Journal.objects.update(revision=1))
    while one.kinds[-1] != "snapshot":
        await one.read()
    assert one.revision == 1


async def test_the_layer_may_fail(
    hub: Hub, changing: Writer, quick: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = await client(hub)

    async def fails(*_: object) -> None:
        raise ConnectionError("the layer is away")

    for name in ("receive", "group_add"):
        monkeypatch.setattr(get_channel_layer(), name, fails)
    # This one still reaches the hub, which was waiting for it.
    await one.reach((await change(changing, "a")).last)
    await one.reach((await change(changing, "b", told=False)).last)
    assert one.names == ["a", "b"]
    assert "the layer is away" in caplog.text


async def test_a_layer_that_hides_a_cancellation_does_not_keep_the_hub_alive(
    hub: Hub, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    await client(hub)

    hiding = asyncio.Event()

    async def hides(*_: object) -> None:
        hiding.set()
        try:
            await asyncio.sleep(PATIENCE_S)
        except asyncio.CancelledError:
            raise ConnectionError("cancelled while it read") from None

    monkeypatch.setattr(get_channel_layer(), "receive", hides)
    # Ends the waiting of the real layer.
    await publish.notify({"type": "rates"})
    await asyncio.wait_for(hiding.wait(), PATIENCE_S)
    running = hub._running
    assert running is not None
    for cursor in list(hub._cursors):
        hub.close(cursor)
    async with asyncio.timeout(PATIENCE_S):
        await asyncio.gather(running, return_exceptions=True)


async def test_a_hub_that_ends_tells_its_clients(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    one = await client(hub)
    await one.read()

    async def broken(_: object) -> None:
        raise RuntimeError("a fault in the hub")

    hub._take = broken  # type: ignore[method-assign]
    await publish.notify({"type": "rates"})
    with pytest.raises(hubs.Failed):
        await one.read()
    assert "a fault in the hub" in caplog.text
    del hub._take  # type: ignore[method-assign]
    again = await client(hub)
    assert (await again.read())[0]["type"] == "changes"


async def test_notices_reach_all_and_are_lossy_for_the_slow(hub: Hub) -> None:
    one, slow = await client(hub), await client(hub)
    await one.read()
    await slow.read()
    for number in range(300):
        await publish.notify({"type": "rates", "number": number})
        await asyncio.sleep(0)
    while not one.messages or one.messages[-1].get("number") != 299:
        await one.read()
    got = [message["number"] for message in await slow.read()]
    assert got == list(range(100, 300))


async def test_agents_hear_that_somebody_looks(hub: Hub) -> None:
    layer: Any = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(publish.AGENTS, channel)
    await client(hub)
    message = await asyncio.wait_for(layer.receive(channel), PATIENCE_S)
    assert message == {"type": "interest"}


async def test_nobody_looks_any_more(hub: Hub) -> None:
    one, two = await client(hub), await client(hub)
    hub.close(one.cursor)
    assert hub._running is not None
    hub.close(two.cursor)
    assert hub._running is None
    await eventually(lambda: publish.GROUP not in get_channel_layer().groups)


async def test_who_stops_waiting_stops_nobody_else(hub: Hub, changing: Writer, blind: None) -> None:
    impatient, patient = await client(hub, None), await client(hub, None)
    waits = asyncio.create_task(impatient.read()), asyncio.create_task(patient.read())
    await asyncio.sleep(0)
    waits[0].cancel()
    await waits[1]
    assert patient.kinds == ["snapshot"]
