"""Many calls by one thread over a few kept connections: while one answer is read, the engine works on the others.

Four threads take longer: what an inspect costs here is Python's work, and they wait for each other's turn to do it.
"""

import selectors
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from netviz.engine.errors import EngineError
from netviz.engine.transport import FAILURES, Answer, Call, UnixTransport

R = TypeVar("R")


class Asked(NamedTuple):
    """A call on its way: its key, what it was sent through, and until when its answer has to begin (time.monotonic)."""

    key: str
    transport: UnixTransport
    until: float


class Interleaved:
    """Calls over `transports`, as many at a time; for one thread. `timeout_s`: until an answer begins, and between its bytes."""

    def __init__(self, transports: Sequence[UnixTransport], timeout_s: float) -> None:
        self._transports = transports
        self._timeout_s = timeout_s

    def outcomes(
        self, calls: Iterable[tuple[str, Call]], read: Callable[[Answer], R]
    ) -> Iterator[tuple[str, R | Exception]]:
        """Each call's key with what `read` made of its answer, or one of FAILURES or an EngineError; as the answers come.

        A call is taken from `calls` just before it is sent. `read` reads the answer to its end and closes it.
        """
        left = iter(calls)
        with selectors.DefaultSelector() as selector:
            try:
                for transport in self._transports:
                    yield from self._send_next(selector, transport, left)
                while selector.get_map():
                    for asked, begun in self._due(selector):
                        outcome = _outcome(asked.transport, read) if begun else _late(asked.transport)
                        yield from self._send_next(selector, asked.transport, left)
                        yield asked.key, outcome
            finally:
                # Nobody reads these any more, and their answers must not be taken for those of later calls.
                for entry in list(selector.get_map().values()):
                    entry.data.transport.close()

    def _send_next(
        self, selector: selectors.BaseSelector, transport: UnixTransport, left: Iterator[tuple[str, Call]]
    ) -> Iterator[tuple[str, Exception]]:
        """Sends the next call that can be sent; yields those that can't."""
        for key, call in left:
            try:
                transport.send(call, (self._timeout_s, self._timeout_s))
            except FAILURES as error:
                yield key, error
                continue
            asked = Asked(key, transport, time.monotonic() + self._timeout_s)
            selector.register(transport, selectors.EVENT_READ, asked)
            return

    def _due(self, selector: selectors.BaseSelector) -> list[tuple[Asked, bool]]:
        """Waits until an answer begins or is too late; each such call, and whether its answer has begun."""
        waiting: list[Asked] = [entry.data for entry in selector.get_map().values()]
        patience_s = max(0.0, min(asked.until for asked in waiting) - time.monotonic())
        begun: list[Asked] = [entry.data for entry, _ in selector.select(patience_s)]
        now = time.monotonic()
        due = [(asked, asked in begun) for asked in waiting if asked in begun or asked.until <= now]
        for asked, _ in due:
            selector.unregister(asked.transport)
        return due


def _outcome(transport: UnixTransport, read: Callable[[Answer], R]) -> R | Exception:
    try:
        return read(transport.receive())
    except (*FAILURES, EngineError) as error:
        return error


def _late(transport: UnixTransport) -> Exception:
    transport.close()
    return TimeoutError()
