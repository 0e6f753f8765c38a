"""Many who ask for the same thing at the same time share one answer."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SingleFlight:
    def __init__(self) -> None:
        self._flights: dict[Hashable, asyncio.Task[Any]] = {}

    async def do(self, key: Hashable, work: Callable[[], Awaitable[T]]) -> T:
        """The value of `work()`, or of the one under way for `key`. Whoever stops waiting does not stop it for the others."""
        flight = self._flights.get(key)
        if flight is None:
            flight = asyncio.ensure_future(self._run(work))
            self._flights[key] = flight
            flight.add_done_callback(lambda done: self._land(key, done))
        return await asyncio.shield(flight)  # type: ignore[no-any-return]

    def forget(self) -> None:
        """Who asks from now on gets an answer from now on."""
        self._flights.clear()

    async def _run(self, work: Callable[[], Awaitable[T]]) -> T:
        return await work()

    def _land(self, key: Hashable, flight: "asyncio.Task[Any]") -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
        # An exception that nobody waits for any more counts as seen.
        if not flight.cancelled():
            flight.exception()
