"""How asynchronous code reads and writes the database: in a few threads that keep their connections."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from typing import NamedTuple, ParamSpec, TypeVar

from django.db import OperationalError, close_old_connections, connection, transaction

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

# Few: SQLite has one writer anyway, and each thread keeps a connection. Django's own threads live for one request only, and
# opening a connection costs 3 to 4 ms.
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="netviz-db")


class Refusal(NamedTuple):
    """What the database said when it would not work: its own words, and when (seconds since 1970)."""

    detail: str
    at: float


# The last one in this process: in the embedded shape also what keeps the agents from writing.
_last: list[Refusal] = []


def last_refusal() -> Refusal | None:
    return _last[0] if _last else None


def remember(detail: str, at: float | None = None) -> None:
    """A refusal of the database, with its own words; `at` is now where it is not said."""
    _last[:] = [Refusal(detail, time.time() if at is None else at)]


def forget_refusals() -> None:
    _last.clear()


def _fresh(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    close_old_connections()
    try:
        return function(*args, **kwargs)
    except OperationalError as error:
        remember(str(error).strip())
        raise


async def in_db(function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a blocking function that uses the ORM and returns its value. It sees the caller's context: its language, its time zone."""
    loop, context = asyncio.get_running_loop(), copy_context()
    return await loop.run_in_executor(_threads, lambda: context.run(_fresh, function, *args, **kwargs))


class Seldom:
    """A line of the log that would come with each request: once a minute at the most, with how often it would have come."""

    EVERY_S = 60.0

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said_at: float | None = None
        self._kept_back = 0

    def warn(self, text: str) -> None:
        now = self._clock()
        if self._said_at is not None and now - self._said_at < self.EVERY_S:
            self._kept_back += 1
            return
        more = f" ({self._kept_back} times more since this was said last)" if self._kept_back else ""
        log.warning("%s%s", text, more)
        self._said_at, self._kept_back = now, 0


_not_written = Seldom()


@contextmanager
def unless_refused() -> Iterator[None]:
    """A write that nobody would miss: where the database takes none (a full disk), who only reads is served all the same."""
    try:
        yield
    except OperationalError as refusal:
        _not_written.warn(f"not written down: {refusal}")


@contextmanager
def read_transaction() -> Iterator[None]:
    """One consistent view of the database for several reads, without SQLite's write lock (which `atomic` takes at once here)."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
