"""One engine's writer, in a thread of its own: what it commits is published at once."""

import asyncio
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import close_old_connections

from netviz.topology import publish
from netviz.topology.reconcile import Batch, Proposal, Writer
from netviz.topology.schema import Cause, Key, Kind, Observed

P = ParamSpec("P")
T = TypeVar("T")


class Store:
    """The models of one engine as its agent writes them. `mirror` is what the database holds, in memory."""

    def __init__(self, engine: str, fence: int) -> None:
        self.engine = engine
        self.fence = fence
        self.revision = 0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"netviz-writer-{engine}")
        self._writer: Writer | None = None
        self._listeners: list[Callable[[Batch], None]] = []

    async def open(self) -> None:
        """Loads the mirror from the rows."""
        self._writer = await self._run(Writer, self.engine, self.fence)

    def close(self) -> None:
        self._thread.shutdown(wait=False)

    @property
    def writer(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("the store is not open")
        return self._writer

    @property
    def mirror(self) -> Mapping[Key, Observed]:
        return self.writer.mirror

    @contextmanager
    def listening(self, listener: Callable[[Batch], None]) -> Iterator[None]:
        """Calls `listener` in the loop after each commit that changed something, within the block; it must be cheap."""
        self._listeners.append(listener)
        try:
            yield
        finally:
            self._listeners.remove(listener)

    async def commit(self, proposals: Sequence[Proposal]) -> Batch:
        """Writes what differs and tells the browsers. Raises lease.Lost when another agent has taken over."""
        return await self._published(self.writer.commit, proposals)

    async def put(self, objects: Iterable[Observed], cause: Cause) -> Batch:
        return await self.commit([Proposal(objects=tuple(objects), gone=(), cause=cause)])

    async def replace(
        self, kinds: Collection[Kind], state: Mapping[Key, Observed], cause: Cause, also: Sequence[Proposal] = ()
    ) -> Batch:
        """Makes `state` all there is of `kinds`, and commits `also` in the same transaction."""

        def replace() -> Batch:
            return self.writer.commit([self.writer.replacing(kinds, state, cause), *also])

        return await self._published(replace)

    async def flush(self) -> Batch:
        """Writes what flapping objects have come to, when it is due."""
        return await self._published(self.writer.flush) if self.writer.due_flaps() else Batch.empty()

    async def drift(self, counts: Mapping[str, int]) -> None:
        await self._run(self.writer.drift, counts)

    async def _published(self, write: Callable[P, Batch], *args: P.args, **kwargs: P.kwargs) -> Batch:
        batch = await self._run(write, *args, **kwargs)
        if batch:
            self.revision = batch.last
            await publish.publish(batch)
            for listener in list(self._listeners):
                listener(batch)
        return batch

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        def fresh() -> T:
            close_old_connections()
            return function(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._thread, fresh)
