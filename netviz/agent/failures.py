"""Why a group of tasks ended."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def first(group: BaseExceptionGroup) -> BaseException:
    """The first failure in a (nested) group: the others were cancelled on its account."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def apart(work: Coroutine[Any, Any, T]) -> T:
    """Awaits `work` in a task of its own, for a caller that goes on after its failures.

    A TaskGroup that fails just when its task is cancelled tells only of the failure (Python 3.11, 3.12): the caller would go on
    for ever. Here the cancellation comes through.
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task})
    except asyncio.CancelledError:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        raise
    return task.result()
