"""What every websocket of this process reads from: one subscription, one ring of changes, any number of cursors.

A cursor gets contiguous revisions only. What the channel layer lost is read from the journal: at a gap, and because the hub looks
at the counter every second. What lies further back than the ring comes from the journal too, and what the journal no longer holds
comes as a snapshot. So no client can lose a change, and none can slow another.
"""

import asyncio
import logging
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.db import Error as DatabaseError

from netviz.topology import journal, snapshot
from netviz.topology.db import in_db
from netviz.topology.notices import Notices
from netviz.topology.publish import AGENTS, GROUP
from netviz.topology.ring import Ring, changes_message
from netviz.topology.single_flight import SingleFlight

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
# Agents sample rates for 12 s after each of these.
INTEREST_EVERY_S = 5.0
# Cursors are woken at once, and then not again for so long: a storm of small batches becomes few messages to each client.
PACE_S = 0.01
# Changes per message at most.
PAGE = 500
# A snapshot that was made for another client serves while no more changes than this have come since.
SNAPSHOT_LAG = 50


class Failed(Exception):
    """The hub ended unexpectedly (the log says why); open a new cursor."""


class Hub:
    """One per process and loop: see `get`."""

    def __init__(self) -> None:
        self.ring = Ring(0)
        self.notices = Notices()
        self.journal = ""
        # Counts the times that the database turned out to be another (or older) one: cursors start over with a snapshot.
        self.epoch = 0
        self._cursors: set[Cursor] = set()
        self._running: asyncio.Task[None] | None = None
        self._ready: asyncio.Future[None] | None = None
        self._catching_up = asyncio.Lock()
        self._shared = SingleFlight()
        self._snapshots: dict[str | None, tuple[int, str]] = {}
        self._woken_at = 0.0
        self._wake_planned: asyncio.TimerHandle | None = None

    @property
    def clients(self) -> int:
        return len(self._cursors)

    async def open(self, since: int | None, journal_id: str | None, *, view: str | None = None) -> "Cursor":
        """A cursor after revision `since` of that journal; one that starts with a snapshot where that is not possible."""
        cursor = Cursor(self, view)
        self._cursors.add(cursor)
        try:
            await self._started()
            cursor.epoch = self.epoch
            if since is not None and journal_id == self.journal and await self._reached(since):
                cursor.revision = since
        except BaseException:
            self.close(cursor)
            raise
        return cursor

    def close(self, cursor: "Cursor") -> None:
        """The last one out ends the subscription."""
        self._cursors.discard(cursor)
        if not self._cursors and self._running:
            self._running.cancel()
            self._running = self._ready = None

    async def changes_after(self, since: int) -> tuple[int, str]:
        """The revision that the message with the next changes leads to, and the message. Raises journal.TooOld."""
        if self.ring.holds(since):
            to = min(self.ring.head, since + PAGE)
            return to, self.ring.message(since, to)
        return await self._shared.do(("changes", since), lambda: in_db(_page, since))

    async def snapshot(self, view: str | None) -> tuple[int, str]:
        """A snapshot's revision and message. One read serves all who ask meanwhile, and who ask soon after: the ring has the rest."""
        known = self._snapshots.get(view)
        if known and self.ring.holds(known[0]) and self.ring.head - known[0] <= SNAPSHOT_LAG:
            return known
        self._snapshots[view] = found = await self._shared.do(("snapshot", view), lambda: in_db(_snapshot, view))
        return found

    async def _started(self) -> None:
        if self._running is None:
            self._ready = asyncio.get_running_loop().create_future()
            self._running = asyncio.create_task(self._run(self._ready), name="hub")
            self._running.add_done_callback(self._ended)
        assert self._ready is not None
        await asyncio.shield(self._ready)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if task is not self._running:
            return
        self._running = self._ready = None
        if not task.cancelled() and task.exception():
            log.error("the hub ended; its clients start over", exc_info=task.exception())
        for cursor in self._cursors:
            cursor.fail()

    async def _run(self, ready: "asyncio.Future[None]") -> None:
        channel = await get_channel_layer().new_channel()
        try:
            # Listening comes before reading: nothing can fall between.
            await get_channel_layer().group_add(GROUP, channel)
            self._begin(await in_db(journal.current))
        except Exception as error:
            ready.set_exception(error)
            raise
        ready.set_result(None)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._listen(channel))
                group.create_task(self._look())
                group.create_task(self._renew(channel))
        finally:
            await get_channel_layer().group_discard(GROUP, channel)

    def _begin(self, state: journal.JournalState) -> None:
        self.journal = state.id
        self.ring = Ring(state.revision)
        self._shared.forget()
        self._snapshots.clear()

    async def _listen(self, channel: str) -> None:
        while not _cancelled():
            try:
                message = await get_channel_layer().receive(channel)
            except Exception:
                # The layer is a server of its own in the grown shape. Meanwhile the counter is looked at.
                log.exception("the channel layer can't be read")
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            await self._take(message)

    async def _take(self, message: dict[str, Any]) -> None:
        if message["type"] == "topology.notice":
            self.notices.add(message["text"])
            self._wake()
        elif message["last"] > self.ring.head:
            if self.ring.append(message["first"], message["changes"]):
                self._wake()
            if self.ring.head < message["last"]:
                await self._look_once()

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self._look_once()

    async def _look_once(self) -> None:
        head = self.ring.head
        try:
            state = await in_db(journal.current)
            if state.id != self.journal or state.revision < head:
                self._start_over(state)
            elif state.revision > self.ring.head:
                await self._catch_up()
        except DatabaseError:
            log.exception("the journal can't be read")

    def _start_over(self, state: journal.JournalState) -> None:
        """Another database, or an older copy of ours, is in its place."""
        log.warning("the database has been replaced: clients get new snapshots")
        self._begin(state)
        self.epoch += 1
        self._wake()

    async def _catch_up(self) -> None:
        async with self._catching_up:
            more = True
            while more:
                since = self.ring.head
                try:
                    _, changes, more = await in_db(journal.changes_since, since)
                except journal.TooOld:
                    # Pruned away before we read it: the cursors will find out one by one.
                    self._begin(await in_db(journal.current))
                    self._wake()
                    return
                self.ring.append(since + 1, [change.model_dump_json() for change in changes])
                self._wake()

    async def _reached(self, revision: int) -> bool:
        """Whether the journal has come to that revision: a client may know a newer one than the ring."""
        return 0 <= revision <= self.ring.head or 0 <= revision <= (await in_db(journal.current)).revision

    async def _renew(self, channel: str) -> None:
        """The agents hear that somebody looks; and our own membership of the group is renewed, since a layer lets it run out."""
        while not _cancelled():
            try:
                await get_channel_layer().group_add(GROUP, channel)
                await get_channel_layer().group_send(AGENTS, {"type": "interest"})
            except Exception:
                log.exception("the channel layer can't be written")
            await asyncio.sleep(INTEREST_EVERY_S)

    def _wake(self) -> None:
        if self._wake_planned:
            return
        loop = asyncio.get_running_loop()
        wait = self._woken_at + PACE_S - loop.time()
        if wait <= 0:
            self._wake_now()
        else:
            self._wake_planned = loop.call_later(wait, self._wake_now)

    def _wake_now(self) -> None:
        self._wake_planned = None
        self._woken_at = asyncio.get_running_loop().time()
        for cursor in self._cursors:
            cursor.wake()


class Cursor:
    """One client's place: `revision` is the last that it was given, None before its snapshot."""

    def __init__(self, hub: Hub, view: str | None) -> None:
        self.revision: int | None = None
        self.epoch = 0
        self._hub = hub
        self._view = view
        self._notice = hub.notices.head
        self._news = asyncio.Event()
        self._begun = False
        self._failed = False

    def wake(self) -> None:
        self._news.set()

    def fail(self) -> None:
        self._failed = True
        self._news.set()

    async def next(self) -> list[str]:
        """The next messages as JSON texts, at least one: waits until there is something new. Raises Failed."""
        while True:
            self._news.clear()
            if self._failed:
                raise Failed
            messages = await self._changes()
            self._notice, notices = self._hub.notices.after(self._notice)
            if messages or notices:
                return [*messages, *notices]
            await self._news.wait()

    async def _changes(self) -> list[str]:
        hub = self._hub
        if self.epoch != hub.epoch:
            self.epoch, self.revision = hub.epoch, None
        since = self.revision
        try:
            if since is None:
                return [await self._snapshot()]
            if since < hub.ring.head:
                self.revision, message = await hub.changes_after(since)
                return [message]
        except journal.TooOld:
            return [await self._snapshot()]
        finally:
            begun, self._begun = self._begun, True
        # Whoever has all there is hears so once.
        return [] if begun else [changes_message(since, [])]

    async def _snapshot(self) -> str:
        self.revision, message = await self._hub.snapshot(self._view)
        return message


def _cancelled() -> bool:
    """Whether this task is to end: a channel layer that is cancelled while it waits may raise something else instead."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _page(since: int) -> tuple[int, str]:
    _, changes, _ = journal.changes_since(since, PAGE)
    to = changes[-1].revision if changes else since
    return to, changes_message(to, [change.model_dump_json() for change in changes])


def _snapshot(view: str | None) -> tuple[int, str]:
    revision, text = snapshot.text(view)
    return revision, '{"type":"snapshot",' + text[1:]


_hubs: "WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = WeakKeyDictionary()


def get() -> Hub:
    """This process's hub (one per event loop)."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub()
    return _hubs[loop]
