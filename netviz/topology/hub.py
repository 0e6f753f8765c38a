"""One per process: hears of every batch once, and holds it for all of the process's websockets.

A websocket is a cursor into the hub's ring of changes, each serialised once. What the ring no longer holds comes from the
journal, so no client loses a change or slows another, and no lost channel message matters: the hub looks at the counter every
second.
"""

import asyncio
import logging
from collections import deque
from itertools import islice
from typing import Any

from channels.layers import get_channel_layer

from netviz.topology import journal, snapshot
from netviz.topology.db import in_db
from netviz.topology.publish import AGENTS, GROUP

log = logging.getLogger(__name__)

RING = 5000
NOTICES = 50
TICK_S = 1.0
# Agents sample rates, and pass more often, while they hear this.
INTEREST_EVERY_S = 5.0
# Changes of the journal that one message carries at the most.
PAGE = 1000


class Hub:
    """`get()` gives this loop's. `last` is the newest revision that it holds."""

    def __init__(self) -> None:
        self.last = 0
        self.journal = ""
        self.clients = 0
        self._ring: deque[tuple[int, str]] = deque(maxlen=RING)
        self._notices: deque[str] = deque(maxlen=NOTICES)
        self._notice = 0
        self._news: asyncio.Future[None] | None = None
        self._merged: dict[int, str] = {}
        self._snapshot: tuple[int, str] | None = None
        self._snapshot_lock = asyncio.Lock()
        self._tasks: list[asyncio.Task[None]] = []
        self._starting = asyncio.Lock()

    async def attach(self) -> None:
        """A websocket comes. The first one starts the hub."""
        self.clients += 1
        async with self._starting:
            if not self._tasks:
                await self._start()

    def detach(self) -> None:
        self.clients -= 1

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    @property
    def notice(self) -> int:
        """How many notices there have been: a cursor for `notices_since`."""
        return self._notice

    async def news(self, revision: int, notice: int) -> None:
        """Returns when there is something that these cursors have not had."""
        while self.last == revision and self._notice == notice:
            if self._news is None:
                self._news = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._news)

    async def changes_since(self, revision: int) -> tuple[int, str]:
        """All changes after `revision` as one message, and the revision that it leads to. Raises journal.TooOld."""
        if not self._ring or revision + 1 < self._ring[0][0]:
            _, changes, _ = await in_db(journal.changes_since, revision, PAGE)
            reached = changes[-1].revision if changes else revision
            return reached, _message(reached, [change.model_dump_json() for change in changes])
        return self.last, self._merge(revision)

    def notices_since(self, notice: int) -> list[str]:
        """What the journal does not hold (rates, orders): the newest few; a slow client misses the older."""
        missed = min(self._notice - notice, len(self._notices))
        return list(self._notices)[len(self._notices) - missed :] if missed else []

    async def snapshot(self) -> tuple[int, str]:
        """The snapshot now as a message, read once for all who ask at the same revision."""
        async with self._snapshot_lock:
            if self._snapshot is None or self._snapshot[0] < self.last:
                read = await in_db(snapshot.read)
                text = '{"type":"snapshot",' + (await in_db(read.model_dump_json))[1:]
                self._snapshot = read.revision, text
            return self._snapshot

    async def _start(self) -> None:
        state = await in_db(journal.current)
        self.last, self.journal = state.revision, state.id
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._tick())]

    async def _listen(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(GROUP, channel)
        while True:
            message = await layer.receive(channel)
            if message["type"] == "topology.changes":
                await self._take(message)
            elif message["type"] == "topology.notice" and self.clients:
                self._notices.append(message["text"])
                self._notice += 1
                self._wake()

    async def _take(self, message: dict[str, Any]) -> None:
        if message["last"] <= self.last:
            return
        if message["first"] != self.last + 1:
            await self._catch_up()
            return
        self._append(list(zip(range(message["first"], message["last"] + 1), message["changes"], strict=True)))

    async def _tick(self) -> None:
        ticks = 0.0
        while True:
            if self.clients and ticks <= 0:
                ticks = INTEREST_EVERY_S
                await get_channel_layer().group_send(AGENTS, {"type": "interest"})
            await asyncio.sleep(TICK_S)
            ticks -= TICK_S
            if self.clients:
                # A database that does not answer for a moment must not end the hub.
                try:
                    await self._catch_up()
                except Exception:
                    log.exception("the hub could not read the journal")

    async def _catch_up(self) -> None:
        """Reads from the journal what no message told."""
        state = await in_db(journal.current)
        if state.id != self.journal:
            self.journal, self.last = state.id, state.revision
            self._forget()
            return
        while self.last < state.revision:
            if state.revision - self.last > RING or self.last < state.horizon:
                # Nobody's cursor is served from so far back: websockets read the journal themselves.
                self.last = state.revision
                self._forget()
                return
            _, changes, _ = await in_db(journal.changes_since, self.last, PAGE)
            self._append([(change.revision, change.model_dump_json()) for change in changes])

    def _append(self, changes: list[tuple[int, str]]) -> None:
        fresh = [change for change in changes if change[0] > self.last]
        if fresh:
            self._ring.extend(fresh)
            self.last = fresh[-1][0]
            self._merged.clear()
            self._wake()

    def _forget(self) -> None:
        self._ring.clear()
        self._merged.clear()
        self._snapshot = None
        self._wake()

    def _merge(self, revision: int) -> str:
        text = self._merged.get(revision)
        if text is None:
            start = max(0, revision + 1 - self._ring[0][0])
            texts = [text for _, text in islice(self._ring, start, None)]
            text = self._merged[revision] = _message(self.last, texts)
        return text

    def _wake(self) -> None:
        if self._news is not None:
            news, self._news = self._news, None
            if not news.done():
                news.set_result(None)


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def get() -> Hub:
    """The hub of the running loop (a process has one; tests have many)."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for ended in [other for other in _hubs if other.is_closed()]:
            del _hubs[ended]
        _hubs[loop] = Hub()
    return _hubs[loop]


def _message(revision: int, changes: list[str]) -> str:
    return f'{{"type":"changes","revision":{revision},"changes":[{",".join(changes)}]}}'
