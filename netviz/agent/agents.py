"""The agents of this process: one watcher per configured engine, kept in step with the engines' rows."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Collection, Iterable

from channels.layers import get_channel_layer
from django.db import OperationalError

from netviz.agent.pruning import keep_pruning
from netviz.agent.watcher import Watcher
from netviz.topology.db import in_db
from netviz.topology.models import Engine
from netviz.topology.publish import AGENTS

log = logging.getLogger(__name__)

# The agents that run in this process, for the metrics.
running: set["Agents"] = set()
# A row changed behind our back (another process, a lost message) is found this late.
LOOK_EVERY_S = 10.0
RETRY_S = 2.0


class Agents:
    def __init__(self, only: Collection[str] | None = None) -> None:
        """`only`: names of the engines that this process serves; None for all."""
        self._only = only
        self._holder = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._tasks: dict[str, tuple[Watcher, asyncio.Task[None]]] = {}

    async def run(self) -> None:
        """Watches until cancelled; then stops every watcher and returns when all have ended."""
        pruning = asyncio.create_task(keep_pruning(), name="prune the journal")
        running.add(self)
        try:
            while True:
                try:
                    await self._follow_engines()
                except OperationalError as problem:
                    # The database is away for a moment: the watchers are left to themselves, as below.
                    log.error("what to watch can't be read; it is tried again: %s", str(problem).strip())
                    await asyncio.sleep(RETRY_S)
                except Exception:
                    # The channel layer.
                    log.exception("what to watch can't be read; it is tried again")
                    await asyncio.sleep(RETRY_S)
        finally:
            running.discard(self)
            pruning.cancel()
            await self._stop(list(self._tasks))
            await asyncio.gather(pruning, return_exceptions=True)

    async def _follow_engines(self) -> None:
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(AGENTS, channel)
        try:
            while True:
                await self._keep_step()
                await self._wait_for_news(channel)
        finally:
            await layer.group_discard(AGENTS, channel)

    @property
    def watchers(self) -> list[Watcher]:
        return [watcher for watcher, _ in self._tasks.values()]

    async def _wait_for_news(self, channel: str) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                while (await get_channel_layer().receive(channel))["type"] != "engines":
                    continue
        except TimeoutError:
            return

    async def _keep_step(self) -> None:
        rows = {row.name: row for row in await in_db(self._rows)}
        await self._stop(
            name
            for name, (watcher, task) in list(self._tasks.items())
            if name not in rows or rows[name].generation != watcher.generation or task.done()
        )
        for name, row in rows.items():
            if name not in self._tasks:
                watcher = Watcher(row, self._holder)
                self._tasks[name] = watcher, asyncio.create_task(watcher.run(), name=f"watch {name}")

    def _rows(self) -> list[Engine]:
        rows = Engine.objects.filter(enabled=True).order_by("pk")
        return list(rows if self._only is None else rows.filter(name__in=self._only))

    async def _stop(self, names: Iterable[str]) -> None:
        ended = [self._tasks.pop(name) for name in list(names)]
        for _, task in ended:
            task.cancel()
        for outcome in await asyncio.gather(*(task for _, task in ended), return_exceptions=True):
            if isinstance(outcome, OperationalError):
                log.error("an agent can't write down what it sees; it is started again: %s", str(outcome).strip())
            elif isinstance(outcome, Exception):
                log.error("an agent failed; it is started again", exc_info=outcome)
